package measure_test

import (
	"math/big"
	"testing"

	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
)

// What a result is beyond its target is a share of the target, so that results in different units can be put in order.
func TestBeyond(t *testing.T) {
	line := func(value, byNow string) measure.Line {
		l := measure.Line{ByNow: byNow}
		if value != "" {
			l.Value, _ = new(big.Rat).SetString(value)
		}
		return l
	}
	local := func(hundredths int64) *measure.Local { return &measure.Local{Value: number.AmountOf(hundredths)} }
	atLeast := measure.Kind{Unit: measure.Percent, Direction: measure.AtLeast, Default: number.AmountOf(40_00)}
	atMost := measure.Kind{Unit: measure.Number, Direction: measure.AtMost, Default: number.AmountOf(5_00)}
	own := measure.Kind{Unit: measure.Number, Direction: measure.AtLeast}
	length := measure.Kind{Unit: measure.Years, Direction: measure.AtLeast, Default: number.AmountOf(3_00)}
	talks := measure.Kind{Unit: measure.Months, Direction: measure.AtLeast, Default: number.AmountOf(6_00)}
	none := measure.Kind{Unit: measure.Percent, Direction: measure.AtMost, Default: number.AmountOf(0)}
	masked := line("30", "")
	masked.Masked = true
	for _, tt := range []struct {
		name string
		of   measure.Result
		want string // "" where there is nothing to compare
	}{
		{"short of it", measure.Result{Kind: atLeast, Line: line("30", "")}, "-1/4"},
		{"on it", measure.Result{Kind: atLeast, Line: line("40", "")}, "0"},
		{"above it", measure.Result{Kind: atLeast, Line: line("42", "")}, "1/20"},
		{"at most: below is good", measure.Result{Kind: atMost, Line: line("5/2", "")}, "1/2"},
		{"at most: on it", measure.Result{Kind: atMost, Line: line("5", "")}, "0"},
		{"at most: above is short", measure.Result{Kind: atMost, Line: line("6", "")}, "-1/5"},
		{"nothing reached", measure.Result{Kind: atLeast, Line: line("0", "")}, "-1"},
		{
			"the toolkit's number counts, not the ICB's beside it",
			measure.Result{Kind: atLeast, Local: local(20_00), Line: line("30", "")},
			"-1/4",
		},
		{"the ICB's number where the toolkit has none", measure.Result{Kind: own, Local: local(250_00), Line: line("200", "")}, "-1/5"},
		{"no number at all", measure.Result{Kind: own, Line: line("200", "")}, ""},
		{"an ICB's number that is not known", measure.Result{Kind: own, Local: &measure.Local{}, Line: line("200", "")}, ""},
		{"a number of 0, of which nothing is a share", measure.Result{Kind: none, Line: line("3", "")}, ""},
		{"no value", measure.Result{Kind: atLeast, Line: line("", "")}, ""},
		{"a value that others may not see", measure.Result{Kind: atLeast, Line: masked}, ""},
		{"contracts: the value is how many of them all", measure.Result{Kind: length, Line: line("1/2", "")}, "-1/2"},
		{"conversations: likewise", measure.Result{Kind: talks, Line: line("1", "")}, "0"},
		{"during a year, what is due by now", measure.Result{Kind: own, Local: local(410_00), Line: line("186", "205")}, "-19/205"},
		{"due by now, in thousands", measure.Result{Kind: own, Local: local(4000_00), Line: line("1500", "1,000")}, "1/2"},
		{"nothing is due yet: the whole target", measure.Result{Kind: own, Local: local(400_00), Line: line("100", "0")}, "-3/4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			by, ok := tt.of.Beyond()
			got := ""
			if ok {
				got = by.RatString()
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// A value is counted in the unit of its target, in which people read both: 10 of 20 is 50%, a quarter beyond 40%.
func TestBeyondOfRealResults(t *testing.T) {
	in := alone(year("n", row{20, 5, 10, 400, 0, 0})...)
	outcomes := result(t, in, measure.JobOutcomeRate)
	if by, ok := outcomes.Beyond(); !ok || by.RatString() != "1/4" {
		t.Errorf("%s of %s: %v, %v, want 1/4", outcomes.Line.Shown, outcomes.Kind.Target(), by, ok)
	}
	retention := result(t, in, measure.RetentionShare)
	if by, ok := retention.Beyond(); !ok || by.RatString() != "1/5" {
		t.Errorf("%s of %s: %v, %v, want 1/5: 20%% is a fifth below 25%%", retention.Line.Shown, retention.Kind.Target(), by, ok)
	}
	lengths := result(t, in, measure.ContractLength)
	if by, ok := lengths.Beyond(); !ok || by.Sign() > 0 {
		t.Errorf("%s: %v, %v; no share of contracts is beyond all of them", lengths.Line.Shown, by, ok)
	}
}
