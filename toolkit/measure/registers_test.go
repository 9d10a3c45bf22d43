package measure_test

import (
	"math/big"
	"testing"

	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

func listRow(provider string, pairs ...string) register.Row {
	r := register.Row{Provider: provider, Values: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values[pairs[i]] = pairs[i+1]
	}
	return r
}

func TestKindsFromRegisters(t *testing.T) {
	team := func(provider, mhsds, tool string) register.Row {
		return listRow(provider, "name", "x", "mhsds", mhsds, "tool", tool)
	}
	staff := func(provider, quarter string, permanent, agency string) register.Row {
		return listRow(provider, "quarter", quarter, "permanent", permanent, "fixed_term", "0", "agency", agency, "starters", "2",
			"enrolled", "1", "specialists", "3", "level3_done", "1")
	}
	var four []register.Row // both providers, four quarters
	for _, q := range []string{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		four = append(four, staff("n", q, "9", "1"), staff("r", q, "9", "1"))
	}
	four = four[:len(four):len(four)]
	var nobodyStarted []register.Row
	for _, r := range four {
		nobodyStarted = append(nobodyStarted,
			listRow(r.Provider, "quarter", r.Values["quarter"], "starters", "0", "enrolled", "0"))
	}
	for _, c := range []struct {
		name, kind string
		list       string
		rows       []register.Row
		shown      string
		result     string
		sum        string
	}{
		{"nothing recorded", measure.FlowToMHSDS, register.Teams, nil, "", "not available", ""},
		{
			"every team", measure.FlowToMHSDS, register.Teams,
			[]register.Row{team("n", "direct", ""), team("r", "trust", "")},
			"100.0%",
			"all teams", "2 of 2 teams: teams whose data reaches MHSDS",
		},
		{
			"one of three", measure.FlowToTool, register.Teams,
			[]register.Row{team("n", "", "yes"), team("n", "", "no"), team("r", "", "")},
			"33.3%", "not all teams yet", "1 of 3 teams: teams that report to the Reporting Tool",
		},
		{
			"PCNs: shared is none of its own", measure.PCNCoverage, register.PCNs,
			[]register.Row{listRow("", "es", "own"), listRow("", "es", "shared")},
			"50.0%", "not every PCN yet",
			"1 of 2 PCNs: PCNs with a dedicated employment specialist",
		},
		{
			"permanent, both providers", measure.PermanentShare, register.Workforce,
			[]register.Row{staff("n", "2026Q2", "9", "1"), staff("r", "2026Q2", "6", "4")},
			"75.0%", "the toolkit gives no number",
			"15 of 20 staff: IPS staff on permanent contracts",
		},
		{
			"one provider has not said", measure.PermanentShare, register.Workforce,
			[]register.Row{staff("n", "2026Q2", "9", "1")},
			"", "not available", "",
		},
		{
			"one provider has not said for the last quarter", measure.PermanentShare, register.Workforce,
			[]register.Row{staff("n", "2026Q2", "9", "1"), staff("n", "2026Q1", "9", "1"), staff("r", "2026Q1", "6", "4")},
			"75.0%", "the toolkit gives no number", "15 of 20 staff: IPS staff on permanent contracts",
		},
		{
			"nobody has said for the last quarter", measure.Level3, register.Workforce,
			[]register.Row{staff("n", "2026Q1", "9", "1"), staff("r", "2026Q1", "9", "1")},
			"33.3%", "the toolkit gives no number",
			"2 of 6 specialists in post: employment specialists who hold Level 3",
		},
		{
			"onboarding over four quarters", measure.Onboarding, register.Workforce, append(four, staff("n", "2025Q2", "9", "1")), "50.0%",
			"not all new staff", "8 of 16 new staff: new staff enrolled within their first month",
		},
		{
			"a provider's quarter is missing", measure.Onboarding, register.Workforce, four[1:], "",
			"not available; 3 of 4 quarters so far", "6 of 12 new staff: new staff enrolled within their first month",
		},
		{
			"the last quarter is missing of one", measure.Onboarding, register.Workforce, four[:7], "",
			"not available; 3 of 4 quarters so far", "6 of 12 new staff: new staff enrolled within their first month",
		},
		{"nobody started", measure.Onboarding, register.Workforce, nobodyStarted, "", "not available; no new staff", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := two()
			in.Registers = map[string][]register.Row{c.list: c.rows}
			r := result(t, in, c.kind)
			if r.Line.Shown != c.shown || r.Line.Result() != c.result || r.Line.Sum != c.sum {
				t.Errorf("%q, %q, %q", r.Line.Shown, r.Line.Result(), r.Line.Sum)
			}
			if c.rows == nil && len(r.Line.Missing) != 1 {
				t.Errorf("missing %v", r.Line.Missing)
			}
			in.Audience = view.SteeringGroup
			if r := result(t, in, c.kind); r.Line.Shown != c.shown || len(r.Lines) > 0 || r.Line.Masked {
				t.Errorf("the steering group sees %q with %d lines: no small numbers here, and the ICB's line only", r.Line.Shown,
					len(r.Lines))
			}
		})
	}
}

func TestMeetingsByQuarter(t *testing.T) {
	meeting := func(provider, kind, on string) register.Row { return listRow(provider, "kind", kind, "on", on) }
	every := []register.Row{
		meeting("", "steering", "2025-10-01"), meeting("", "steering", "2026-03-31"), meeting("", "steering", "2026-04-01"),
		meeting("", "steering", "2026-09-30"),
	}
	for _, c := range []struct {
		name, kind    string
		rows          []register.Row
		shown, result string
	}{
		{"nothing recorded is not none held", measure.SteeringMeetings, nil, "", "not available"},
		{"each completed quarter, whatever lies between", measure.SteeringMeetings, every, "4 of 4 quarters", "in every quarter"},
		{
			"a meeting in this quarter does not stand for the last", measure.SteeringMeetings,
			append(every[:3:3], meeting("", "steering", "2026-10-01")), "3 of 4 quarters", "not in every quarter",
		},
		{
			"two in one quarter are one quarter", measure.SteeringMeetings, append(every[:1:1], meeting("", "steering", "2025-12-31")),
			"1 of 4 quarters", "not in every quarter",
		},
		{
			"a contract meeting is no steering group", measure.SteeringMeetings,
			[]register.Row{meeting("n", "contract", "2026-09-30")},
			"0 of 4 quarters", "not in every quarter",
		},
		{
			"two providers, four quarters each", measure.ContractMeetings,
			[]register.Row{meeting("n", "contract", "2026-09-30"), meeting("r", "contract", "2026-06-30")},
			"2 of 8 quarters", "not in every quarter",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := two()
			in.Registers = map[string][]register.Row{register.Meetings: c.rows}
			r := result(t, in, c.kind)
			if r.Line.Shown != c.shown || r.Line.Result() != c.result {
				t.Errorf("%q, %q", r.Line.Shown, r.Line.Result())
			}
			if len(r.Trend) == 0 || len(r.Trend[0].Points) != 8 {
				t.Errorf("trend %v", r.Trend)
			}
			in.Audience = view.SteeringGroup
			if r := result(t, in, c.kind); r.Line.Shown != c.shown || r.Line.Result() != c.result || len(r.Lines) != 0 ||
				len(r.Trend) != 1 {
				t.Errorf("the steering group sees %q, %q, %d lines, %d series", r.Line.Shown, r.Line.Result(), len(r.Lines), len(r.Trend))
			}
		})
	}
}

// The ICB's own series of contract meetings says how many of the providers had one.
func TestContractMeetingsOfTheICBByQuarter(t *testing.T) {
	meeting := func(provider, on string) register.Row { return listRow(provider, "kind", "contract", "on", on) }
	in := two()
	in.Registers = map[string][]register.Row{register.Meetings: {
		meeting("n", "2026-01-01"), meeting("n", "2026-09-30"),
		meeting("r", "2026-09-30"), meeting("r", "2026-07-01"),
	}}
	trend := result(t, in, measure.ContractMeetings).Trend
	if len(trend) != 3 {
		t.Fatalf("%d series: the ICB's and two providers'", len(trend))
	}
	want := map[string]string{"2025Q2": "", "2025Q3": "0 of 2", "2025Q4": "1 of 2", "2026Q1": "0 of 2", "2026Q2": "2 of 2"}
	for _, p := range trend[0].Points {
		if shown, ok := want[string(p.Quarter)]; ok && p.Shown != shown {
			t.Errorf("%s: %q, want %q", p.Quarter, p.Shown, shown)
		}
	}
}

func TestMeetingsBeforeTheFirstAreNotNone(t *testing.T) {
	in := two()
	in.Registers = map[string][]register.Row{register.Meetings: {listRow("", "kind", "steering", "on", "2026-03-31")}}
	points := result(t, in, measure.SteeringMeetings).Trend[0].Points
	if p := points[3]; p.Quarter != "2025Q2" || p.Shown != "" || p.Note != "not available" {
		t.Errorf("before the first record: %+v", p)
	}
	if p := points[4]; p.Quarter != "2025Q3" || p.Shown != "0" {
		t.Errorf("a quarter that the headline counts as one without a meeting: %+v", p)
	}
	if p := points[6]; p.Quarter != "2026Q1" || p.Shown != "0" {
		t.Errorf("after it: %+v", p)
	}
	if wrong := (measure.Local{Kind: measure.SteeringMeetings, Year: 2026, Value: hundredths(2_00), Reason: "More"}).Check(); len(wrong) ==
		0 {
		t.Error("a local value of meetings is taken, and nothing would be judged by it")
	}
}

// A provider's own view has no result of the ICB as a whole: it would come only from the rows that the provider sees.
func TestOwnViewLeavesOutTheICB(t *testing.T) {
	in := two()
	in.Audience = view.Provider("n")
	for _, r := range measure.All(in) {
		if r.Kind.OfICB() {
			t.Errorf("%s stands in a provider's own view", r.Kind.Code)
		}
	}
}

// A result needs attention when its headline is on the wrong side of the toolkit's number or of the ICB's own. A matter
// of discretion, or without a number, does not.
func TestNeedsAttention(t *testing.T) {
	local := func(hundredths int64) *measure.Local {
		return &measure.Local{Value: number.Amount{Hundredths: hundredths, Known: true}}
	}
	line := func(tone measure.Tone, words string) measure.Line {
		return measure.Line{Shown: "40%", Value: big.NewRat(40, 1), Verdict: measure.Verdict{Tone: tone}, Local: words}
	}
	up := measure.Kind{Direction: measure.AtLeast}
	for _, c := range []struct {
		name   string
		result measure.Result
		want   bool
	}{
		{"on the good side", measure.Result{Kind: up, Line: line(measure.Good, "")}, false},
		{"above 6 but acceptable", measure.Result{Kind: up, Line: line(measure.Plain, "")}, false},
		{"on the other side", measure.Result{Kind: up, Line: line(measure.Attention, "")}, true},
		{
			"the ICB's own number reached to the edge",
			measure.Result{Kind: up, Local: local(40_00), Line: line(measure.Good, "local 40% met")},
			false,
		},
		{"the ICB's own number not reached", measure.Result{
			Kind: up, Local: local(40_01),
			Line: line(measure.Plain, "local 40.01%: below"),
		}, true},
		{"a number for a year that is not judged yet", measure.Result{Kind: up, Local: local(50_00), Line: line(measure.Plain, "")}, false},
		{"nothing to show", measure.Result{Kind: up, Local: local(50_00)}, false},
	} {
		if got := c.result.NeedsAttention(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
