package measure

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// ofTwo is what a provider is told instead of a result that it and one other provider make up.
const ofTwo = "2 providers make up the ICB's result: with its own figures, each could work out the other's"

// BesideOwn are the ICB's results as a provider reads them beside its own: without sums, numbers of people and of contracts,
// and without who has sent what. An exact rate is a fraction of such numbers, so only the rounded one stays. A result that two providers
// make up is not shown at all, and neither is that one of two has sent its figures. The input is the steering group's.
func BesideOwn(in Input) []Result {
	in = in.indexed()
	var shown []Result
	for _, r := range All(in) {
		if r.Kind.Code == ContractLength {
			continue
		}
		r.Lines, r.Trend, r.Line.Sum, r.Line.Numbers, r.Line.Value, r.Line.Missing = nil, nil, "", "", nil, nil
		since := slices.DeleteFunc(slices.Clone(r.Since), func(s Since) bool { return s.Of == 2 })
		r.Since = nil
		for _, s := range since {
			r.Since = append(r.Since, s.Anonymous())
		}
		switch {
		case r.Own == nil && in.madeUpBy(r.Kind) == 2:
			r.Line, r.Since = Line{Name: r.Line.Name, Shown: "not shown", Notes: []string{ofTwo}}, nil
		case r.Kind.Unit == People && r.Own == nil:
			r.Line.Shown = "not shown"
			r.Line.Notes = append(slices.Clone(r.Line.Notes),
				"the ICB's number is left out here: with it, another provider's could be worked out")
		}
		shown = append(shown, r)
	}
	return shown
}

// madeUpBy is how many providers' figures, rows or contracts the ICB's result of a kind is worked out from; 0 for what belongs to the
// ICB as a whole.
func (in Input) madeUpBy(k Kind) int {
	if k.OfICB() {
		return 0
	}
	n := 0
	for _, p := range in.Providers {
		if in.makesUp(k, subject{p.ID, p.Name, p.Stage}) {
			n++
		}
	}
	return n
}

// makesUp says whether the ICB's result of a kind rests on a provider, in the quarters of its line.
func (in Input) makesUp(k Kind, p subject) bool {
	quarters := upTo(in.latest(), 4)
	switch {
	case k.counted != nil && k.counted.over == 0:
		return len(in.rowsOf(k, p)) > 0
	case k.Code != ContractMeetings:
		quarters = in.periodOf(k, in.headline()).quarters
	}
	return slices.ContainsFunc(quarters, func(q calendar.Quarter) bool {
		return in.hasContract(p.id, q) || len(in.submitted(p.id, q)) > 0 || k.counted != nil && hasQuarter(in.rowsOf(k, p), q)
	})
}
