package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/view"
)

func hundredths(n int64) number.Amount { return number.Amount{Hundredths: n, Known: true} }

func TestKindsOfEachView(t *testing.T) {
	in := two()
	in.Own = []measure.Own{{ID: "o1", Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(20_00)}}
	for _, c := range []struct {
		name  string
		view  view.Audience
		talks bool
		own   bool
	}{
		{"commissioners", view.Commissioners, true, true},
		{"a provider", view.Provider("n"), false, false},
		{"the steering group", view.SteeringGroup, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			in.Audience = c.view
			seen := map[string]bool{}
			for _, r := range measure.All(in) {
				seen[r.Kind.Code] = true
				if r.Line.Result() == "" {
					t.Errorf("%s has no words", r.Kind.Code)
				}
			}
			if seen[measure.EarlyTalks] != c.talks || seen["own-o1"] != c.own || !seen[measure.JobOutcomeRate] {
				t.Errorf("kinds %v", seen)
			}
		})
	}
}

func TestOneProviderSeesItself(t *testing.T) {
	in := two()
	in.Audience = view.Provider("n")
	in.Contracts = in.Contracts[:1]
	in.Returns = year("n", row{75, 25, 1, 7_50, 1_00, 1_00})
	for _, r := range measure.All(in) {
		text := fmt.Sprintf("%+v", r)
		if strings.Contains(text, "Riverside") || strings.Contains(text, "Greater Example") {
			t.Errorf("%s speaks of others: %s", r.Kind.Code, text)
		}
	}
	if l := result(t, in, measure.JobOutcomeRate).Line; l.Shown != "1.3%" || l.Name != "Northside" {
		t.Errorf("its own numbers are true ones: %+v", l)
	}
}

func TestSteeringGroupSeesTheICBsLine(t *testing.T) {
	in := two()
	in.Audience = view.SteeringGroup
	in.Returns = append(year("n", row{75, 25, 33, 7_50, 1_00, 1_00}), year("r", row{25, 5, 9, 5_00, 1_00, 1_00})...)
	for _, r := range measure.All(in) {
		if len(r.Lines) > 0 || len(r.Trend) > 1 {
			t.Errorf("%s shows providers or contracts", r.Kind.Code)
		}
	}
	if l := result(t, in, measure.JobOutcomeRate).Line; l.Shown != "42.0%" {
		t.Errorf("ICB's line %+v", l)
	}
	in.ByProviders = true
	if r := result(t, in, measure.JobOutcomeRate); len(r.Lines) != 2 || r.Lines[1].Shown != "36.0%" {
		t.Errorf("by provider where agreed: %+v", r.Lines)
	}
	if r := result(t, in, measure.ContractLength); len(r.Lines) != 0 {
		t.Error("contracts are not by provider even then")
	}
}

func TestSmallNumbersForTheSteeringGroup(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  []row
		line  string   // the job outcome rate's headline
		trend []string // its last four quarters
		words string
	}{
		{
			"nothing small",
			[]row{{20, 9, 8}, {20, 9, 8}, {20, 9, 8}, {20, 9, 8}},
			"40.0%",
			[]string{"40.0%", "40.0%", "40.0%", "40.0%"},
			"met",
		},
		{
			"none is shown",
			[]row{{20, 0, 8}, {20, 0, 8}, {20, 0, 8}, {20, 0, 0}},
			"30.0%",
			[]string{"40.0%", "40.0%", "40.0%", "0.0%"},
			"not met",
		},
		{
			"a small last quarter hides the year, for the three before it are known",
			[]row{{20, 9, 8}, {20, 9, 8}, {20, 9, 7}, {20, 9, 4}},
			"*",
			[]string{"40.0%", "40.0%", "35.0%", "*"},
			"not shown: a small number, or one that would reveal it",
		},
		{
			"a small quarter before hides the next, not the year",
			[]row{{20, 9, 8}, {20, 9, 8}, {20, 9, 4}, {20, 9, 7}},
			"33.8%",
			[]string{"40.0%", "40.0%", "*", "*"},
			"not met",
		},
		{
			"the edge of 5",
			[]row{{20, 9, 8}, {20, 9, 8}, {20, 9, 8}, {20, 9, 5}},
			"36.3%",
			[]string{"40.0%", "40.0%", "40.0%", "25.0%"},
			"not met",
		},
		{
			"a small year hides the verdict with it",
			[]row{{20, 9, 1}, {20, 9, 1}, {20, 9, 1}, {20, 9, 1}},
			"*",
			[]string{"*", "*", "*", "*"},
			"not shown: a small number, or one that would reveal it",
		},
		{"a small denominator", []row{{20, 9, 8}, {20, 9, 8}, {3, 9, 0}, {4, 9, 0}}, "34.0%", // 16 of 47
			[]string{"40.0%", "40.0%", "*", "*"}, "not met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := alone(quarters("n", c.rows...)...)
			in.Audience = view.SteeringGroup
			r := result(t, in, measure.JobOutcomeRate)
			if r.Line.Shown != c.line || r.Line.Result() != c.words {
				t.Errorf("line %q %q, want %q %q", r.Line.Shown, r.Line.Result(), c.line, c.words)
			}
			if r.Line.Masked && (r.Line.Value != nil || r.Line.Sum != "*" || r.Line.Numbers != "*" ||
				r.Line.Verdict != measure.Verdict{} || len(r.Line.Notes) > 0) {
				t.Errorf("the masked line still tells %+v", r.Line)
			}
			for i, want := range c.trend {
				if p := r.Trend[0].Points[4+i]; p.Shown != want || p.Shown == "*" && (p.Value != nil || p.Sum+p.Numbers != "**") {
					t.Errorf("quarter %s shows %q of %q, want %q", p.Quarter, p.Shown, p.Sum, want)
				}
			}
			in.Audience = view.Commissioners
			if l := result(t, in, measure.JobOutcomeRate).Line; l.Masked {
				t.Error("commissioners see true numbers")
			}
		})
	}
}

// Retention is often a handful of people. Everybody who accessed, less the people out of work, must not reveal its
// small number.
func TestRetentionCannotBeWorkedOutFromAccess(t *testing.T) {
	in := alone(quarters("n", row{20, 6, 8}, row{20, 6, 8}, row{20, 6, 8}, row{20, 3, 8})...)
	in.Audience = view.SteeringGroup
	share := result(t, in, measure.RetentionShare).Trend[0].Points[7]
	access := result(t, in, measure.YearsAccess).Trend[0].Points[7]
	jobs := result(t, in, measure.JobOutcomeRate).Trend[0].Points[7]
	if share.Shown != "*" {
		t.Errorf("3 people are shown: %+v", share)
	}
	if access.Shown != "*" && jobs.Shown != "*" {
		t.Errorf("access %q less people out of work of %q gives 3", access.Shown, jobs.Sum)
	}
	if jobs.Shown == "*" {
		t.Error("everybody who accessed should give way before people out of work")
	}
}

// Where providers are shown, a provider's small numbers are hidden with another provider's, not with the ICB's.
func TestASmallProviderDoesNotHideTheICB(t *testing.T) {
	in := two()
	in.Audience, in.ByProviders = view.SteeringGroup, true
	in.Returns = append(quarters("n", row{34, 8, 13}, row{36, 9, 14}, row{38, 9, 15}, row{39, 10, 16}, row{40, 10, 17}, row{42, 12, 19},
		row{43, 11, 20}, row{43, 12, 20}),
		quarters("r", row{28, 4, 9}, row{32, 5, 12}, row{33, 5, 12}, row{33, 6, 13}, row{34, 4, 13})...)
	share := result(t, in, measure.RetentionShare)
	if share.Line.Masked {
		t.Errorf("the ICB's share is hidden: %+v", share.Line)
	}
	for i := range share.Lines {
		if !share.Lines[i].Masked {
			t.Errorf("%s's share is shown: %s", share.Lines[i].Name, share.Lines[i].Sum)
		}
	}
	if l := result(t, in, measure.JobOutcomeRate); l.Line.Masked || l.Lines[0].Masked || l.Lines[1].Masked {
		t.Errorf("nobody's job outcomes are small: %+v", l.Lines)
	}
}

func TestOwnTargets(t *testing.T) {
	in := alone()
	in.Own = []measure.Own{
		{ID: "o1", Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(20_00)},
		{ID: "o2", Name: "Days to first contact", Unit: measure.Days, Direction: measure.AtMost, Value: hundredths(30_00)},
		{ID: "o3", Name: "People who self-referred", Unit: measure.People, Direction: measure.AtLeast, Value: hundredths(10_00)},
	}
	put := func(id string, q calendar.Quarter, n int64) {
		in.ByHand = append(in.ByHand, measure.ByHand{Target: id, Quarter: q, Value: hundredths(n)})
	}
	if l := result(t, in, "own-o1").Line; l.Result() != "not available" || len(l.Missing) != 1 || l.Missing[0].Place != measure.InTargets {
		t.Errorf("without a value: %+v", l)
	}
	put("o1", "2026Q2", 20_00)
	put("o2", "2026Q1", 30_01)
	put("o3", "2026Q2", 4_00)
	for code, want := range map[string]string{
		"own-o1": "20: reached in Quarter 2 2026/27",
		"own-o2": "30.01 days: not reached in Quarter 1 2026/27", "own-o3": "4: not reached in Quarter 2 2026/27",
	} {
		l := result(t, in, code).Line
		if got := l.Shown + ": " + l.Result() + " in " + l.Period; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	in.Audience = view.SteeringGroup
	if l := result(t, in, "own-o3").Line; l.Shown != "*" || l.Value != nil || l.Verdict.Words != "" {
		t.Errorf("4 people are shown to the steering group: %+v", l)
	}
	if l := result(t, in, "own-o1").Line; l.Shown != "20" {
		t.Errorf("what is not people is shown: %+v", l)
	}
}

func TestKindsTable(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range measure.Kinds {
		if seen[k.Code] || k.Name == "" || k.Measured == "" || k.Page == 0 || k.Priority == "" || k.Unit == "" || k.Direction == "" {
			t.Errorf("kind %q is there twice or not filled", k.Code)
		}
		seen[k.Code] = true
	}
	for code, want := range map[string]string{
		measure.JobOutcomeRate: "at least 40%, toolkit 3.4, page 22",
		measure.PeoplePerES:    "at most 40, toolkit 4.1, page 24",
		measure.ESPerTL:        "at most 6, toolkit 4.1, page 24",
		measure.TLPerSM:        "at most 5, toolkit 4.1, page 24",
		measure.RetentionShare: "at most 25%, toolkit 1.3, page 9",
		measure.ContractLength: "at least 3 years, toolkit 2.2, page 13",
		measure.EarlyTalks:     "at least 6 months, toolkit 1.1, page 7",
		measure.YearsAccess:    ", toolkit 1.1, page 7",
	} {
		k, ok := measure.KindOf(code)
		if got := k.Target() + ", " + k.Source(); !ok || got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if _, ok := measure.KindOf("none"); ok {
		t.Error("a kind that is none was found")
	}
}

func TestCheckOfLocalValues(t *testing.T) {
	for _, c := range []struct {
		name  string
		local measure.Local
		field string
	}{
		{"sound", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(35_00), Reason: "r"}, ""},
		{"two and a half years", measure.Local{Kind: measure.ContractLength, Value: hundredths(2_50), Reason: "r"}, ""},
		{"no kind", measure.Local{Kind: "none", Value: hundredths(35_00), Reason: "r"}, "kind"},
		{"no value", measure.Local{Kind: measure.JobOutcomeRate, Reason: "r"}, "value"},
		{"0", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(0), Reason: "r"}, "value"},
		{"more than all", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(100_01), Reason: "r"}, "value"},
		{"part of a month", measure.Local{Kind: measure.ContractLength, Value: hundredths(2_33), Reason: "r"}, "value"},
		{"half a month", measure.Local{Kind: measure.EarlyTalks, Value: hundredths(6_50), Reason: "r"}, "value"},
		{"half a person", measure.Local{Kind: measure.YearsAccess, Value: hundredths(100_50), Reason: "r"}, "value"},
		{"all", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(100_00), Reason: "r"}, ""},
		{"a hundredth", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(1), Reason: "r"}, ""},
		{"20 years", measure.Local{Kind: measure.ContractLength, Value: hundredths(20_00), Reason: "r"}, ""},
		{"more than 20 years", measure.Local{Kind: measure.ContractLength, Value: hundredths(20_25), Reason: "r"}, "value"},
		{"36 months", measure.Local{Kind: measure.EarlyTalks, Value: hundredths(36_00), Reason: "r"}, ""},
		{"37 months", measure.Local{Kind: measure.EarlyTalks, Value: hundredths(37_00), Reason: "r"}, "value"},
		{"a reason as long as can be", measure.Local{
			Kind: measure.JobOutcomeRate, Value: hundredths(35_00),
			Reason: strings.Repeat("é", 2000),
		}, ""},
		{"no reason", measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(35_00)}, "reason"},
		{
			"a long reason",
			measure.Local{Kind: measure.JobOutcomeRate, Value: hundredths(35_00), Reason: strings.Repeat("é", 2001)},
			"reason",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := c.local.Check()
			if c.field == "" && len(wrong) != 0 || c.field != "" && (len(wrong) != 1 || wrong[0].Field != c.field) {
				t.Errorf("wrong %v, want %q", wrong, c.field)
			}
		})
	}
}

func TestCheckOfOwnTargets(t *testing.T) {
	if wrong := (measure.Own{}).Check(); len(wrong) != 4 {
		t.Errorf("an empty target: %v", wrong)
	}
	sound := measure.Own{Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(0)}
	if wrong := sound.Check(); len(wrong) != 0 {
		t.Errorf("a sound target: %v", wrong)
	}
	if wrong := (measure.ByHand{Quarter: "2026Q4", Value: hundredths(1)}).Check(today); len(wrong) != 1 || wrong[0].Field != "quarter" {
		t.Errorf("a quarter to come: %v", wrong)
	}
	if wrong := (measure.ByHand{Quarter: "2026Q3"}).Check(today); len(wrong) != 1 || wrong[0].Field != "value" {
		t.Errorf("no value: %v", wrong)
	}
	for unit, text := range map[measure.Unit]string{
		measure.Percent: "37.5%", measure.People: "1,200", measure.Number: "2.5",
		measure.Pounds: "£120,000", measure.Days: "30",
	} {
		a, err := unit.Parse(text)
		if err != nil || !a.Known || unit.Words() == "" {
			t.Errorf("%s: %v, %v", unit, a, err)
		}
		if _, err := unit.Parse("many"); err == nil {
			t.Errorf("%s: words are read as a number", unit)
		}
	}
	for unit, want := range map[measure.Unit]string{
		measure.Percent: "37.5%", measure.People: "1,200", measure.Pounds: "£1,200",
		measure.Days: "1 day", measure.Years: "3 years",
	} {
		a := map[measure.Unit]number.Amount{
			measure.Percent: hundredths(37_50), measure.People: hundredths(1200_00),
			measure.Pounds: hundredths(1200_00), measure.Days: hundredths(1_00), measure.Years: hundredths(3_00),
		}[unit]
		if got := unit.Value(a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func BenchmarkMeasureForTheSteeringGroup(b *testing.B) {
	in := two()
	in.Audience = view.SteeringGroup
	for i := range 11 {
		q := calendar.Quarter("2026Q2").Add(-i)
		in.Returns = append(in.Returns, ret("n", q, row{20, 3, 4, 5_00, 1_00, 1_00}), ret("r", q, row{2, 1, 1, 5_00, 1_00, 1_00}))
	}
	for b.Loop() {
		measure.All(in)
	}
}

func TestMeasureForOnePriority(t *testing.T) {
	in := two()
	in.Own = []measure.Own{{ID: "o1", Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(20_00)}}
	for _, audience := range []view.Audience{view.Commissioners, view.Provider("n"), view.SteeringGroup} {
		in.Audience = audience
		all := map[string][]measure.Result{}
		for _, r := range measure.All(in) {
			if r.Own == nil {
				all[r.Kind.Priority] = append(all[r.Kind.Priority], r)
			}
		}
		for _, k := range measure.Kinds {
			got, want := measure.For(in, k.Priority), all[k.Priority]
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
				t.Errorf("view %v, priority %s:\n got %+v\nwant %+v", audience, k.Priority, got, want)
			}
		}
	}
}
