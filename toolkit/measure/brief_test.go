package measure_test

import (
	"testing"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
)

// A cell below its quarter has room for a few words: which quarter lacks what is said there without the quarter.
func TestBriefNotes(t *testing.T) {
	n := row{30, 10, 15, 500, 100, 0}
	both, one := append(year("n", n), year("r", n)...), append(year("n", n), quarters("r", n, n, n)[:3]...)
	for i := range one[4:] {
		one[4+i].Quarter = one[4+i].Quarter.Add(-1) // Riverside's last quarter is not there
	}
	gap := append(year("n", n), quarters("r", n, n, n, n)...)
	gap = append(gap[:5], gap[6:]...) // nor one in the middle
	none := year("n", row{0, 5, 0, 500, 0, 0})
	for _, c := range []struct {
		name        string
		in          measure.Input
		returns     []figures.Return
		kind        string
		point       int
		note, brief string
	}{
		{"all there", two(), both, measure.JobOutcomeRate, 7, "", "not available"},
		{"one of two", two(), one, measure.JobOutcomeRate, 7, "Quarter 2 2026/27: 1 of 2 providers", "1 of 2 providers"},
		{"one of two, access", two(), one, measure.YearsAccess, 7, "Quarter 2 2026/27: 1 of 2 providers", "1 of 2 providers"},
		{"over four quarters, the last lacks one", two(), one, measure.PeoplePerES, 7, "3 of 4 quarters", "3 of 4 quarters"},
		{"over four quarters, one in the middle", two(), gap, measure.PeoplePerES, 7, "3 of 4 quarters", "3 of 4 quarters"},
		{
			"of four quarters none", two(), nil, measure.PeoplePerES, 7,
			"Quarter 3 2025/26: 0 of 2 providers; Quarter 4 2025/26: 0 of 2 providers; Quarter 1 2026/27: 0 of 2 providers; Quarter 2 " +
				"2026/27: 0 of " +
				"2 providers", "not available",
		},
		{
			"nobody has a contract",
			measure.Input{Audience: two().Audience, Today: today, Providers: two().Providers},
			nil,
			measure.JobOutcomeRate, 7, "not available", "not available",
		},
		{
			"nobody to divide among", alone(), none, measure.JobOutcomeRate, 7, "no people out of work at the start",
			"no people out of work at the start",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.in.Returns = c.returns
			p := result(t, c.in, c.kind).Trend[0].Points[c.point]
			if p.Note != c.note || p.Brief() != c.brief {
				t.Errorf("%q, in brief %q; want %q, in brief %q", p.Note, p.Brief(), c.note, c.brief)
			}
		})
	}
}
