package measure

import "ipstoolkit/toolkit/number"

// BesidePlan sets the retention share that a year is planned with, in hundredths of a per cent, beside the one in fact.
func BesidePlan(planned int64, in Input) string {
	r, _ := One(in, RetentionShare)
	return besidePlan(planned, r)
}

func besidePlan(planned int64, r Result) string {
	words := "People supported to keep a job: " + Percent.Value(number.AmountOf(planned)) + " of access is planned; "
	if r.Line.Value == nil {
		return words + "the actual share is not available yet."
	}
	return words + "it was " + r.Line.Shown + " over the " + r.Line.Period + "."
}
