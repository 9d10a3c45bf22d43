package measure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/view"
)

// today is in Quarter 3 2026/27: the last quarter that has ended is Quarter 2.
const today = calendar.Date("2026-11-20")

// row is one quarter of a provider in the order unemployed, retention, first job starts, ES, TL, SM (FTE in
// hundredths). The funded posts and people who kept their job do not matter to targets.
type row [6]int64

func ret(provider string, q calendar.Quarter, n row) figures.Return {
	return figures.Return{
		Provider: provider, Quarter: q, State: figures.Submitted,
		AccessUnemployed: number.CountOf(n[0]), AccessRetention: number.CountOf(n[1]), FirstJobStarts: number.CountOf(n[2]),
		InPost: figures.Posts{ES: number.FTEOf(n[3]), TL: number.FTEOf(n[4]), SM: number.FTEOf(n[5])},
	}
}

// year is the four quarters to Quarter 2 2026/27 with the same numbers in each.
func year(provider string, n row) []figures.Return {
	return quarters(provider, n, n, n, n)
}

// quarters are returns that end with Quarter 2 2026/27.
func quarters(provider string, rows ...row) []figures.Return {
	var list []figures.Return
	for i, n := range rows {
		list = append(list, ret(provider, calendar.Quarter("2026Q2").Add(i-len(rows)+1), n))
	}
	return list
}

func two() measure.Input {
	return measure.Input{
		Audience: view.Commissioners,
		ICB:      "Greater Example", Today: today,
		Providers: []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}},
		Contracts: []contract.Contract{
			{ID: "c1", Provider: "n", Name: "IPS", Start: "2024-04-01", End: "2027-03-31"},
			{
				ID: "c2", Provider: "r", Name: "IPS", Start: "2024-04-01", End: "2026-03-31",
				Options: []contract.Option{{Months: 24, ExercisedOn: "2026-01-10"}},
			},
		},
	}
}

func alone(returns ...figures.Return) measure.Input {
	in := two()
	in.Providers, in.Contracts, in.Returns = in.Providers[:1], in.Contracts[:1], returns
	return in
}

func result(t *testing.T, in measure.Input, code string) measure.Result {
	t.Helper()
	for _, r := range measure.All(in) {
		if r.Kind.Code == code {
			return r
		}
	}
	t.Fatalf("no result for %s", code)
	return measure.Result{}
}

func TestRatiosAtTheirEdges(t *testing.T) {
	for _, c := range []struct {
		name    string
		kind    string
		returns []figures.Return
		stage   provider.Stage
		shown   string
		words   string
		tone    measure.Tone
		sum     string
	}{
		{
			"126 of 300", measure.JobOutcomeRate, quarters("n", row{75, 0, 30}, row{75, 25, 32}, row{75, 0, 32}, row{75, 9, 32}), "",
			"42.0%", "met", measure.Good, "126 people who started a job / 300 people out of work at the start",
		},
		{
			"people supported to keep a job are in neither part", measure.JobOutcomeRate, year("n", row{75, 100, 30}), "",
			"40.0%", "met", measure.Good, "120 people who started a job / 300 people out of work at the start",
		},
		{"40% exactly is met", measure.JobOutcomeRate, year("n", row{2500, 0, 1000}), "", "40.0%", "met", measure.Good, ""},
		{
			"one person short is not, and does not look like 40.0%", measure.JobOutcomeRate,
			quarters("n", row{2500, 0, 1000}, row{2500, 0, 1000}, row{2500, 0, 1000}, row{2500, 0, 999}), "", "39.99%", "not met",
			measure.Attention,
			"3,999 people who started a job / 10,000 people out of work at the start",
		},
		{
			"shorter still says below", measure.JobOutcomeRate,
			quarters("n", row{20000, 0, 8000}, row{20000, 0, 8000}, row{20000, 0, 8000}, row{20000, 0, 7999}), "", "below 40%", "not met",
			measure.Attention, "",
		},
		{
			"a little above is met and 40.0%", measure.JobOutcomeRate,
			quarters("n", row{2500, 0, 1000}, row{2500, 0, 1000}, row{2500, 0, 1000}, row{2500, 0, 1001}), "", "40.0%", "met", measure.Good,
			"",
		},
		{"39.95 would round to 40.0", measure.JobOutcomeRate, year("n", row{2000, 0, 799}), "", "39.95%", "not met", measure.Attention, ""},
		{"39.94 rounds down", measure.JobOutcomeRate, year("n", row{5000, 0, 1997}), "", "39.9%", "not met", measure.Attention, ""},
		{
			"sums over sums, not a mean of rates", measure.JobOutcomeRate,
			quarters("n", row{10, 0, 10}, row{90, 0, 20}, row{90, 0, 20}, row{10, 0, 10}), "", "30.0%", "not met", measure.Attention, "",
		},
		{
			"nobody out of work", measure.JobOutcomeRate, year("n", row{0, 5, 0}), "", "",
			"not available; no people out of work at the start",
			measure.Plain, "0 people who started a job / 0 people out of work at the start",
		},
		{"nobody started is 0%", measure.JobOutcomeRate, year("n", row{10, 0, 0}), "", "0.0%", "not met", measure.Attention, ""},
		{
			"301 of 300 is no result", measure.JobOutcomeRate,
			quarters("n", row{75, 0, 76}, row{75, 0, 75}, row{75, 0, 75}, row{75, 0, 75}), "", "100.3%",
			"more people started a job than accessed: check the figures", measure.Plain, "",
		},
		{"300 of 300 is", measure.JobOutcomeRate, year("n", row{75, 0, 75}), "", "100.0%", "met", measure.Good, ""},
		{
			"one person", measure.JobOutcomeRate, quarters("n", row{1, 0, 1}, row{}, row{}, row{}), "", "100.0%", "met", measure.Good,
			"1 person who started a job / 1 person out of work at the start",
		},

		{
			"a new service at 34%", measure.JobOutcomeRate, year("n", row{50, 0, 17}), provider.NewService, "34.0%",
			"not met; in the range expected of a new service (30% to 40%); below the 40% minimum", measure.Attention, "",
		},
		{
			"a new service at 30%", measure.JobOutcomeRate, year("n", row{50, 0, 15}), provider.NewService, "30.0%",
			"not met; in the range expected of a new service (30% to 40%); below the 40% minimum", measure.Attention, "",
		},
		{
			"a new service just below 30%", measure.JobOutcomeRate, year("n", row{2500, 0, 749}), provider.NewService, "29.96%",
			"not met; below the range expected of a new service (30% to 40%); below the 40% minimum", measure.Attention, "",
		},
		{
			"a new service at 40%", measure.JobOutcomeRate, year("n", row{50, 0, 20}), provider.NewService, "40.0%",
			"met; in the range expected of a new service (30% to 40%)", measure.Good, "",
		},
		{
			"a new service above its range is never flagged", measure.JobOutcomeRate, year("n", row{50, 0, 30}), provider.NewService,
			"60.0%",
			"met", measure.Good, "",
		},
		{
			"a mature service at 40%", measure.JobOutcomeRate, year("n", row{50, 0, 20}), provider.MatureService, "40.0%",
			"met; in the range expected of a mature service (40% to 55%)", measure.Good, "",
		},
		{
			"a mature service at 55%", measure.JobOutcomeRate, year("n", row{20, 0, 11}), provider.MatureService, "55.0%",
			"met; in the range expected of a mature service (40% to 55%)", measure.Good, "",
		},
		{
			"a mature service above 55%", measure.JobOutcomeRate, year("n", row{20, 0, 12}), provider.MatureService, "60.0%", "met",
			measure.Good, "",
		},
		{
			"a mature service below 40%", measure.JobOutcomeRate, year("n", row{50, 0, 17}), provider.MatureService, "34.0%",
			"not met; below the range expected of a mature service (40% to 55%); below the 40% minimum", measure.Attention, "",
		},

		{
			"25% exactly is within the allowance", measure.RetentionShare, year("n", row{75, 25}), "", "25.0%", "within the allowance",
			measure.Good, "100 people in work at the start / 400 people who accessed",
		},
		{
			"one person more is above it", measure.RetentionShare,
			quarters("n", row{7500, 2500}, row{7500, 2500}, row{7500, 2500}, row{7499, 2501}), "", "above 25%",
			"above the allowance: consider other pathways", measure.Attention, "",
		},
		{
			"above it by little", measure.RetentionShare, quarters("n", row{750, 250}, row{750, 250}, row{750, 250}, row{749, 251}), "",
			"25.03%", "above the allowance: consider other pathways", measure.Attention, "",
		},
		{"none is within it", measure.RetentionShare, year("n", row{75, 0}), "", "0.0%", "within the allowance", measure.Good, ""},
		{
			"nobody accessed", measure.RetentionShare, year("n", row{0, 0}), "", "", "not available; no people who accessed", measure.Plain,
			"",
		},

		{
			"40 for each specialist is met", measure.PeoplePerES, year("n", row{75, 0, 0, 7_50}), "", "40.0", "met", measure.Good,
			"300 people out of work at the start / 7.50 FTE employment specialists, mean of 4 quarter ends",
		},
		{
			"one more is not", measure.PeoplePerES,
			quarters("n", row{75, 0, 0, 7_50}, row{75, 0, 0, 7_50}, row{75, 0, 0, 7_50}, row{76, 0, 0, 7_50}), "", "40.1", "not met",
			measure.Attention, "",
		},
		{
			"the mean of the quarter ends", measure.PeoplePerES,
			quarters("n", row{100, 0, 0, 10_00}, row{100, 0, 0, 5_00}, row{100, 0, 0, 10_00}, row{100, 0, 0, 15_00}), "", "40.0", "met",
			measure.Good,
			"400 people out of work at the start / 10.00 FTE employment specialists, mean of 4 quarter ends",
		},
		{
			"nobody in post", measure.PeoplePerES, year("n", row{75, 0, 0, 0}), "", "", "not available; no employment specialists",
			measure.Plain, "",
		},

		{
			"6 for a team leader", measure.ESPerTL, year("n", row{0, 0, 0, 18_00, 3_00}), "", "6.0", "best practice", measure.Good,
			"18.00 FTE employment specialists / 3.00 FTE team leaders",
		},
		{
			"a hundredth above 6", measure.ESPerTL, year("n", row{0, 0, 0, 18_01, 3_00}), "", "above 6",
			"above 6 but acceptable (up to 10)",
			measure.Plain, "",
		},
		{
			"6.01 in hundredths", measure.ESPerTL, year("n", row{0, 0, 0, 6_01, 1_00}), "", "6.01", "above 6 but acceptable (up to 10)",
			measure.Plain, "",
		},
		{"7.3", measure.ESPerTL, year("n", row{0, 0, 0, 14_60, 2_00}), "", "7.3", "above 6 but acceptable (up to 10)", measure.Plain, ""},
		{
			"10 is still within discretion", measure.ESPerTL, year("n", row{0, 0, 0, 20_00, 2_00}), "", "10.0",
			"above 6 but acceptable (up to 10)",
			measure.Plain, "",
		},
		{"above 10", measure.ESPerTL, year("n", row{0, 0, 0, 20_02, 2_00}), "", "10.01", "outside the guideline", measure.Attention, ""},
		{
			"no team leader", measure.ESPerTL, year("n", row{0, 0, 0, 5_00, 0}), "", "", "no team leader", measure.Attention,
			"5.00 FTE employment specialists / 0.00 FTE team leaders",
		},
		{
			"no specialist", measure.ESPerTL, year("n", row{0, 0, 0, 0, 1_00}), "", "", "not available; no employment specialists",
			measure.Plain, "",
		},
		{"neither", measure.ESPerTL, year("n", row{}), "", "", "not available; no team leaders", measure.Plain, ""},
		{
			"it is the last quarter end that counts", measure.ESPerTL,
			quarters("n", row{0, 0, 0, 50_00, 1_00}, row{0, 0, 0, 50_00, 1_00}, row{0, 0, 0, 50_00, 1_00}, row{0, 0, 0, 6_00, 1_00}), "",
			"6.0",
			"best practice", measure.Good, "",
		},

		{
			"5 for a service manager", measure.TLPerSM, year("n", row{0, 0, 0, 0, 5_00, 1_00}), "", "5.0", "within the guideline",
			measure.Good, "",
		},
		{
			"above 5 is a reason to give, never a miss", measure.TLPerSM, year("n", row{0, 0, 0, 0, 5_50, 1_00}), "", "5.5",
			"outside the guideline, give the reason", measure.Plain, "",
		},
		{
			"no service manager", measure.TLPerSM, year("n", row{0, 0, 0, 0, 5_00, 0}), "", "", "outside the guideline, give the reason",
			measure.Plain, "",
		},
		{
			"no team leader to manage", measure.TLPerSM, year("n", row{0, 0, 0, 0, 0, 1_00}), "", "", "not available; no team leaders",
			measure.Plain, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := alone(c.returns...)
			in.Providers[0].Stage = c.stage
			r := result(t, in, c.kind)
			l := r.Line
			if c.stage != "" {
				l = r.Lines[0]
			}
			if l.Shown != c.shown || l.Result() != c.words || l.Verdict.Tone != c.tone {
				t.Errorf("shown %q, %q, tone %q; want %q, %q, %q", l.Shown, l.Result(), l.Verdict.Tone, c.shown, c.words, c.tone)
			}
			if c.sum != "" && l.Sum != c.sum {
				t.Errorf("sum %q, want %q", l.Sum, c.sum)
			}
		})
	}
}

func TestWhichQuartersCount(t *testing.T) {
	n := row{75, 25, 32, 7_50, 1_00, 1_00}
	draft := func(r figures.Return) figures.Return { r.State = figures.Draft; return r }
	lacking := func(r figures.Return) figures.Return { r.FirstJobStarts = number.Count{}; return r }
	for _, c := range []struct {
		name    string
		in      measure.Input
		period  string
		shown   string
		words   string
		missing string
	}{
		{
			"nothing entered", alone(), "four quarters to Quarter 2 2026/27", "", "not available",
			"Figures from Northside for Quarter 2 2026/27",
		},
		{
			"three quarters are no year: their sum so far, and no rate", alone(quarters("n", n, n, n)...),
			"four quarters to Quarter 2 2026/27", "", "not available; 3 of 4 quarters so far",
			"Figures from Northside for Quarter 3 2025/26",
		},
		{
			"while the newest is not in, the four before it", alone(quarters("n", n, n, n, n, n)[:4]...),
			"four quarters to Quarter 1 2026/27", "42.7%", "met", "Figures from Northside for Quarter 2 2026/27",
		},
		{
			"while two are not in, the four before them", alone(quarters("n", n, n, n, n, n, n)[:4]...),
			"four quarters to Quarter 4 2025/26", "42.7%", "met", "Figures from Northside for Quarter 1 2026/27",
		},
		{
			"a quarter that never came: the four before it", alone(slices.Delete(quarters("n", n, n, n, n, n, n), 4, 5)...),
			"four quarters to Quarter 4 2025/26", "42.7%", "met", "Figures from Northside for Quarter 1 2026/27",
		},
		{
			"three and three around one that never came", alone(slices.Delete(quarters("n", n, n, n, n, n, n, n), 3, 4)...),
			"four quarters to Quarter 2 2026/27", "", "not available; 3 of 4 quarters so far",
			"Figures from Northside for Quarter 3 2025/26",
		},
		{
			"a draft is not measured", alone(append(quarters("n", n, n, n, n, n)[:4], draft(ret("n", "2026Q2", row{75, 0, 0})))...),
			"four quarters to Quarter 1 2026/27", "42.7%", "met", "Figures from Northside for Quarter 2 2026/27",
		},
		{
			"the quarter that has not ended is not measured", alone(append(year("n", n), ret("n", "2026Q3", row{75, 0, 0}))...),
			"four quarters to Quarter 2 2026/27", "42.7%", "met", "",
		},
		{
			"a missing number is not 0", alone(append(quarters("n", n, n, n, n, n)[:4], lacking(ret("n", "2026Q2", n)))...),
			"four quarters to Quarter 1 2026/27", "42.7%", "met",
			"People out of work at the start who started a first job: Northside, Quarter 2 2026/27",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := result(t, c.in, measure.JobOutcomeRate).Line
			if l.Period != c.period || l.Shown != c.shown || l.Result() != c.words {
				t.Errorf("%s: %q, %q; want %s: %q, %q", l.Period, l.Shown, l.Result(), c.period, c.shown, c.words)
			}
			if c.missing == "" && len(l.Missing) > 0 || c.missing != "" && !strings.Contains(fmt.Sprint(l.Missing), c.missing) {
				t.Errorf("missing %v, want %q", l.Missing, c.missing)
			}
		})
	}
	for _, s := range []figures.State{figures.Submitted, figures.Queried, figures.Accepted, figures.Corrected} {
		in := alone(year("n", n)...)
		in.Returns[3].State = s
		if l := result(t, in, measure.JobOutcomeRate).Line; l.Verdict.Words != "met" {
			t.Errorf("with a %s return: %s", s, l.Result())
		}
	}
}

func TestICBCountsAQuarterWhenEveryProviderWithAContractHasSubmitted(t *testing.T) {
	n, rise := row{75, 25, 33, 7_50, 1_00, 1_00}, row{25, 5, 9, 5_00, 1_00, 1_00}
	both := append(year("n", n), year("r", rise)...)
	t.Run("both", func(t *testing.T) {
		in := two()
		in.Returns = both
		r := result(t, in, measure.JobOutcomeRate)
		if r.Line.Result() != "met" || r.Line.Shown != "42.0%" ||
			r.Line.Sum != "168 people who started a job / 400 people out of work at the start" {
			t.Errorf("%s %s %s", r.Line.Shown, r.Line.Result(), r.Line.Sum)
		}
		if len(r.Lines) != 2 || r.Lines[0].Shown != "44.0%" || r.Lines[0].Result() != "met" || r.Lines[1].Shown != "36.0%" ||
			r.Lines[1].Result() != "not met" {
			t.Errorf("by provider %+v", r.Lines)
		}
	})
	t.Run("one whose contract had ended is not waited for", func(t *testing.T) {
		in := two()
		in.Contracts[1].Options = nil // Riverside's ends with March 2026
		in.Returns = both[:6]         // and it submitted nothing from April on
		if got := result(t, in, measure.JobOutcomeRate).Line.Result(); got != "met" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("one without a contract on record counts when it submits", func(t *testing.T) {
		in := two()
		in.Contracts, in.Returns = nil, both
		if l := result(t, in, measure.JobOutcomeRate).Line; l.Shown != "42.0%" || l.Result() != "met" {
			t.Errorf("got %q %q", l.Shown, l.Result())
		}
	})
}

func TestTrend(t *testing.T) {
	in := alone(quarters("n", row{10, 5, 12, 5_00}, row{100, 0, 41, 5_00}, row{100, 0, 41, 5_00}, row{100, 0, 41, 5_00},
		row{50, 0, 20, 5_00})...)
	points := result(t, in, measure.JobOutcomeRate).Trend[0].Points
	if len(points) != 8 || points[0].Quarter != "2024Q3" || points[7].Quarter != "2026Q2" {
		t.Fatalf("%d points from %s", len(points), points[0].Quarter)
	}
	if points[2].Shown != "" || points[2].Note == "" {
		t.Errorf("a quarter without a return: %+v", points[2])
	}
	if points[3].Shown != "120.0%" {
		t.Errorf("a single quarter may pass 100%%, not %s", points[3].Shown)
	}
	if points[7].Shown != "40.0%" || points[7].Sum != "20 people who started a job / 50 people out of work at the start" {
		t.Errorf("the last %+v", points[7])
	}
	perES := result(t, in, measure.PeoplePerES).Trend[0].Points
	if perES[6].Shown != "62.0" || perES[7].Shown != "70.0" || perES[5].Shown != "" || perES[5].Note != "3 of 4 quarters" {
		t.Errorf("people per specialist are drawn over four quarters: %+v", perES[5:])
	}
}

func TestLocalValues(t *testing.T) {
	n := row{50, 15, 18, 7_00, 1_00, 1_00} // 36% into jobs, 23.1% retention, 7 for a team leader
	for _, c := range []struct {
		name  string
		local measure.Local
		words string
	}{
		{
			"kept locally, missed the toolkit's",
			measure.Local{Kind: measure.JobOutcomeRate, Year: 2026, Value: number.Amount{Hundredths: 3500, Known: true}},
			"local 35% met; toolkit minimum 40% not met",
		},
		{"exactly the local value", measure.Local{
			Kind: measure.JobOutcomeRate, Year: 2026,
			Value: number.Amount{Hundredths: 3600, Known: true},
		}, "local 36% met; toolkit minimum 40% not met"},
		{
			"neither",
			measure.Local{Kind: measure.JobOutcomeRate, Year: 2026, Value: number.Amount{Hundredths: 3601, Known: true}},
			"local 36.01% not met; toolkit minimum 40% not met",
		},
		{
			"another year's value does not count",
			measure.Local{Kind: measure.JobOutcomeRate, Year: 2025, Value: number.Amount{Hundredths: 3500, Known: true}},
			"not met",
		},
		{
			"an allowance",
			measure.Local{Kind: measure.RetentionShare, Year: 2026, Value: number.Amount{Hundredths: 2000, Known: true}},
			"local 20%: above; toolkit allowance 25%: within the allowance",
		},
		{
			"posts",
			measure.Local{Kind: measure.ESPerTL, Year: 2026, Value: number.Amount{Hundredths: 800, Known: true}},
			"local 8: within; toolkit guideline 6: above 6 but acceptable (up to 10)",
		},
		{
			"length",
			measure.Local{Kind: measure.ContractLength, Year: 2026, Value: number.Amount{Hundredths: 250, Known: true}},
			"local 2.5 years met; toolkit minimum 3 years met",
		},
		{"longer than three years", measure.Local{
			Kind: measure.ContractLength, Year: 2026,
			Value: number.Amount{Hundredths: 500, Known: true},
		}, "local 5 years not met; toolkit minimum 3 years met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := alone(year("n", n)...)
			in.Locals = []measure.Local{c.local}
			if got := result(t, in, c.local.Kind).Line.Result(); got != c.words {
				t.Errorf("got %q, want %q", got, c.words)
			}
		})
	}
}

func TestTheMinimumIsNamedOnceBesideALocalValue(t *testing.T) {
	in := alone(year("n", row{50, 0, 17})...)
	in.Providers[0].Stage = provider.MatureService
	in.Locals = []measure.Local{{Kind: measure.JobOutcomeRate, Year: 2026, Value: number.Amount{Hundredths: 3500, Known: true}}}
	r := result(t, in, measure.JobOutcomeRate)
	if got, want := r.Lines[0].Result(), "local 35% not met; toolkit minimum 40% not met; below the range expected of a mature service "+
		"(40% to 55%)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := r.Kind.Parts()+": "+r.Lines[0].Numbers, "people who started a job / people out of work at the start: 68 / 200"; got !=
		want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAProvidersAccessTargetIsItsContracts(t *testing.T) {
	states := func(c contract.Contract, people int64) contract.Contract {
		c.Stated.Access = number.AmountOf(people * 100)
		return c
	}
	icb := []measure.Local{{Kind: measure.YearsAccess, Year: 2026, Value: number.AmountOf(410_00)}}
	n := contract.Contract{ID: "c1", Provider: "n", Start: "2024-04-01", End: "2027-03-31"}
	began, ended := n, n
	began.Start, ended.End = "2026-07-01", "2026-07-15"
	passes := func(c contract.Contract, parts ...contract.Passed) contract.Contract {
		c.PassedOn = parts
		return c
	}
	part := func(people int64, from, to calendar.Date) contract.Passed {
		return contract.Passed{People: number.AmountOf(people * 100), From: from, To: to}
	}
	for _, c := range []struct {
		name      string
		contracts []contract.Contract
		rows      []row
		against   string
		result    string
		trend     string
	}{
		{
			"as the contract states",
			[]contract.Contract{states(n, 250)},
			[]row{{50, 20}, {50, 5}},
			"125 by now, 250 in the year, as the contract states", "on course", "250 in 2026/27, as the contract states",
		},
		{
			"one person short",
			[]contract.Contract{states(n, 250)},
			[]row{{50, 20}, {50, 4}},
			"125 by now, 250 in the year, as the contract states", "behind", "250 in 2026/27, as the contract states",
		},
		{"no contract states one", []contract.Contract{n}, []row{{50, 20}, {50, 5}}, "", "no contract states an access target", ""},
		{
			"one that began in Quarter 2 answers for that quarter",
			[]contract.Contract{states(began, 100)},
			[]row{{20, 5}},
			"25 by now, 100 in the year, as the contract states", "on course", "100 in 2026/27, as the contract states",
		},
		{
			"one that ended within the quarter",
			[]contract.Contract{states(ended, 100)},
			[]row{{20, 5}, {20, 4}},
			"50 by now, 100 in the year, as the contract states", "behind", "100 in 2026/27, as the contract states",
		},
		{
			"less what it passes on",
			[]contract.Contract{passes(states(n, 250), part(60, "2026-04-01", ""), part(40, "2026-07-01", "2026-09-30"))},
			[]row{{50, 20}, {25, 5}},
			"75 by now, 150 in the year, as the contract states, less 100 passed on to subcontracts", "on course",
			"150 in 2026/27, as the contract states, less 100 passed on to subcontracts",
		},
		{
			"what it passed on has ended, or is still to come",
			[]contract.Contract{passes(states(n, 250), part(60, "2025-04-01", "2026-09-29"), part(40, "2026-10-01", ""))},
			[]row{{50, 20}, {50, 5}},
			"125 by now, 250 in the year, as the contract states", "on course", "250 in 2026/27, as the contract states",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := alone(quarters("n", c.rows...)...)
			in.Contracts, in.Locals = c.contracts, icb
			for _, audience := range []view.Audience{view.Provider("n"), view.Commissioners} {
				in.Audience = audience
				r := result(t, in, measure.YearsAccess)
				l, series := r.Line, r.Trend[0]
				if audience == view.Commissioners {
					l, series = r.Lines[0], r.Trend[1]
				} else if r.Local != nil {
					t.Error("the ICB's target is not the provider's")
				}
				if r.Against(l) != c.against || l.Result() != c.result || series.Target != c.trend {
					t.Errorf("against %q: %s; trend %q", r.Against(l), l.Result(), series.Target)
				}
			}
			in.Audience, in.ByProviders = view.SteeringGroup, true
			if l := result(t, in, measure.YearsAccess).Lines[0]; l.Asked != "" || l.Verdict.Words != "" {
				t.Errorf("what a contract states is not for the steering group: %+v", l)
			}
		})
	}
}

func TestAccessAgainstTheYear(t *testing.T) {
	goal := func(y calendar.Year, people int64) []measure.Local {
		return []measure.Local{{
			Kind: measure.YearsAccess, Year: y, Value: number.Amount{Hundredths: people * 100, Known: true},
			Reason: "plan",
		}}
	}
	for _, c := range []struct {
		name   string
		in     measure.Input
		locals []measure.Local
		period string
		shown  string
		words  string
	}{
		{
			"half the year, half the target", alone(quarters("n", row{90, 10}, row{80, 20})...), goal(2026, 400),
			"2026/27 to Quarter 2 2026/27", "200", "on course",
		},
		{
			"one person short", alone(quarters("n", row{90, 10}, row{80, 19})...), goal(2026, 400), "2026/27 to Quarter 2 2026/27", "199",
			"behind",
		},
		{
			"the target does not part evenly", alone(quarters("n", row{90, 10}, row{80, 20})...), goal(2026, 401),
			"2026/27 to Quarter 2 2026/27", "200", "behind",
		},
		{
			"no target", alone(quarters("n", row{90, 10}, row{80, 20})...), nil, "2026/27 to Quarter 2 2026/27", "200",
			"set an access target",
		},
		{
			"another year's target", alone(quarters("n", row{90, 10}, row{80, 20})...), goal(2025, 400), "2026/27 to Quarter 2 2026/27",
			"200",
			"set an access target",
		},
		{
			"a quarter missing: the one that is there against a quarter of the target", alone(quarters("n", row{80, 20})...),
			goal(2026, 401), "2026/27, Quarter 2", "100", "behind",
		},
		{
			"the newest missing", alone(quarters("n", row{80, 20}, row{})[:1]...), goal(2026, 400), "2026/27 to Quarter 1 2026/27", "100",
			"on course",
		},
		{"nothing", alone(), goal(2026, 100), "2026/27 to Quarter 2 2026/27", "", "not available"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.in.Locals = c.locals
			l := result(t, c.in, measure.YearsAccess).Line
			if l.Period != c.period || l.Shown != c.shown || l.Result() != c.words {
				t.Errorf("%s %q %q", l.Period, l.Shown, l.Result())
			}
		})
	}
	t.Run("a target that does not part evenly is rounded up", func(t *testing.T) {
		in := alone(quarters("n", row{100, 25}, row{100, 25})...)
		in.Locals = goal(2026, 501)
		r := result(t, in, measure.YearsAccess)
		if r.Line.Shown != "250" || r.Line.Result() != "behind" || r.Against(r.Line) != "251 by now, 501 in the year" ||
			r.Line.Sum != "250 people who accessed, reported by providers / 251 expected by then, half of the year’s 501" {
			t.Errorf("%s of %s, %s: %s", r.Line.Shown, r.Against(r.Line), r.Line.Result(), r.Line.Sum)
		}
		in.Locals = goal(2026, 500)
		if r := result(t, in, measure.YearsAccess); r.Line.Result() != "on course" || r.Against(r.Line) != "250 by now, 500 in the year" {
			t.Errorf("%s: %s", r.Against(r.Line), r.Line.Result())
		}
	})
	t.Run("a whole year", func(t *testing.T) {
		in := alone(quarters("n", row{25}, row{25}, row{25}, row{25}, row{0}, row{0})...)
		in.Today, in.Locals = "2026-04-01", goal(2025, 100)
		r := result(t, in, measure.YearsAccess)
		if r.Line.Result() != "reached" || r.Against(r.Line) != "100" ||
			r.Line.Sum != "100 people who accessed, reported by providers / 100 expected by then, all of the year’s 100" {
			t.Errorf("%q of %s: %s", r.Line.Result(), r.Target(), r.Line.Sum)
		}
		in.Locals = goal(2025, 101)
		if got := result(t, in, measure.YearsAccess).Line.Result(); got != "not reached" {
			t.Errorf("got %q", got)
		}
	})
}

func TestContracts(t *testing.T) {
	in := two()
	r := result(t, in, measure.ContractLength)
	if r.Line.Shown != "2 of 2 contracts" || r.Line.Result() != "met" || r.Lines[1].Shown != "4 years" {
		t.Errorf("%s %s %+v", r.Line.Shown, r.Line.Result(), r.Lines)
	}
	in.Contracts[0].End = "2027-03-30"
	in.Contracts[0].Options = []contract.Option{{Months: 12}}
	r = result(t, in, measure.ContractLength)
	if r.Line.Shown != "1 of 2 contracts" || r.Line.Result() != "not met" ||
		r.Line.Sum != "1 of 2 contracts with an end date runs 3 years or more" {
		t.Errorf("%s %s %s", r.Line.Shown, r.Line.Result(), r.Line.Sum)
	}
	if got, want := r.Lines[0].Shown+": "+r.Lines[0].Result(),
		"2 years, 11 months and 30 days: not met; up to 3 years, 11 months and 30 days with options not yet exercised"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	in.Contracts[0].End, in.Contracts[0].Options = "", nil
	if l := result(t, in, measure.ContractLength).Line; l.Result() != "met; 1 open-ended" {
		t.Errorf("an open-ended one is no miss: %s", l.Result())
	}
	in.Contracts = in.Contracts[:1]
	if l := result(t, in, measure.ContractLength).Line; l.Result() != "open-ended, so there is no length to judge" {
		t.Errorf("open-ended alone: %s", l.Result())
	}
	in.Contracts[0].End = "2026-11-19"
	if l := result(t, in, measure.ContractLength).Line; l.Available() || len(l.Missing) != 1 || l.Missing[0].Place != measure.InContracts {
		t.Errorf("a contract that is over is not judged: %+v", l)
	}
}

// A quarter shows the contracts that ran at its end, with the options exercised by then.
func TestLengthOfContractsByQuarter(t *testing.T) {
	in := two() // one for three years; one for two, with two more exercised on 10 January 2026
	in.Contracts = append(in.Contracts, contract.Contract{ID: "c3", Provider: "n", Name: "Pilot", Start: "2026-04-01", End: "2026-09-29"},
		contract.Contract{ID: "c4", Provider: "n", Name: "Grant", Start: "2024-04-01"})
	shown := map[string]string{}
	for _, p := range result(t, in, measure.ContractLength).Trend[0].Points {
		shown[string(p.Quarter)] = p.Shown
	}
	for q, want := range map[string]string{
		"2024Q3": "1 of 2", "2025Q3": "1 of 2", "2025Q4": "2 of 2", "2026Q1": "2 of 3",
		"2026Q2": "2 of 2",
	} {
		if shown[q] != want {
			t.Errorf("%s: %q, want %q", q, shown[q], want)
		}
	}
}

func TestEarlyTalks(t *testing.T) {
	in := two() // ends 31 March 2027 and, by its option, 31 March 2028
	r := result(t, in, measure.EarlyTalks)
	if r.Line.Shown != "1 overdue, 1 not yet due" || r.Line.Result() != "overdue" || r.Line.Sum != "2 running contracts" ||
		r.Line.Verdict.Tone != measure.Attention {
		t.Errorf("%s %s %s", r.Line.Shown, r.Line.Result(), r.Line.Sum)
	}
	if got := r.Lines[0].Result(); got != "overdue: it was due by 30 September 2026" {
		t.Errorf("got %q", got)
	}
	in.Contracts[0].Talks = []contract.Talk{{HeldOn: "2026-09-30", ForEnd: "2027-03-31"}}
	if r := result(t, in, measure.EarlyTalks); r.Line.Shown != "1 held, 1 not yet due" || r.Line.Result() != "held" ||
		r.Lines[0].Result() != "held on 30 September 2026" {
		t.Errorf("%s, %s", r.Line.Result(), r.Lines[0].Result())
	}
	in.Locals = []measure.Local{{Kind: measure.EarlyTalks, Year: 2026, Value: number.Amount{Hundredths: 1200, Known: true}}}
	if got, want := result(t, in, measure.EarlyTalks).Lines[0].Result(),
		"local 12 months: held late on 30 September 2026; toolkit minimum 6 months: held on 30 September 2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The length of contracts is about those that run today; those to come are counted apart.
func TestContractsToComeAreCountedApart(t *testing.T) {
	in := two()
	in.Contracts = append(in.Contracts, contract.Contract{ID: "c3", Provider: "n", Name: "Next", Start: "2026-11-21", End: "2028-11-20"})
	r := result(t, in, measure.ContractLength)
	if r.Line.Shown != "2 of 2 contracts" || r.Line.Result() != "met; 1 to come" {
		t.Errorf("%s: %s", r.Line.Shown, r.Line.Result())
	}
	if l := r.Lines[2]; l.Shown != "2 years" || l.Result() != "begins on 21 November 2026: not counted yet" || l.Verdict.Words != "" {
		t.Errorf("%+v", l)
	}
	if r := result(t, in, measure.EarlyTalks); len(r.Lines) != 2 {
		t.Errorf("nobody talks yet about what follows it: %+v", r.Lines)
	}
	in.Today = "2026-11-21"
	if r := result(t, in, measure.ContractLength); r.Line.Shown != "2 of 3 contracts" || r.Line.Result() != "not met" {
		t.Errorf("on its first day: %s: %s", r.Line.Shown, r.Line.Result())
	}
	in.Today, in.Contracts = "2026-11-20", in.Contracts[2:]
	if r := result(t, in, measure.ContractLength); r.Line.Result() != "not available; 1 to come" {
		t.Errorf("nothing runs: %s", r.Line.Result())
	}
}
