package claims_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

func row(provider string, pairs ...string) register.Row {
	r := register.Row{ID: provider, Provider: provider, Values: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values[pairs[i]] = pairs[i+1]
	}
	return r
}

// base is an ICB with two providers, a contract for each, and nothing else recorded.
func base() measure.Input {
	return measure.Input{
		Audience: view.Commissioners,
		ICB:      "Greater Example", Today: "2026-11-20", Registers: map[string][]register.Row{},
		Providers: []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}},
		Contracts: []contract.Contract{
			{ID: "c1", Provider: "n", Name: "IPS service", Start: "2025-04-01", End: "2028-03-31"},
			{ID: "c2", Provider: "r", Name: "IPS service", Start: "2025-04-01", End: "2028-03-31"},
		},
	}
}

func with(list string, rows ...register.Row) func(*measure.Input) {
	return func(in *measure.Input) { in.Registers[list] = rows }
}

// year gives both providers four quarters of the same figures.
func year(unemployed, retention, started int64, es, tl int64) func(*measure.Input) {
	return func(in *measure.Input) {
		for _, p := range in.Providers {
			for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
				r := figures.Return{Provider: p.ID, Quarter: q, State: figures.Accepted}
				r.AccessUnemployed, r.AccessRetention, r.FirstJobStarts = number.CountOf(unemployed), number.CountOf(retention),
					number.CountOf(started)
				r.KeptWork = number.CountOf(0)
				r.InPost = figures.Posts{ES: number.FTEOf(es), TL: number.FTEOf(tl), SM: number.FTEOf(1_00)}
				in.Returns = append(in.Returns, r)
			}
		}
	}
}

func clause(code string, a contract.Answer) func(*measure.Input) {
	return func(in *measure.Input) {
		for i := range in.Contracts {
			if in.Contracts[i].Terms == nil {
				in.Contracts[i].Terms = map[string]contract.Term{}
			}
			in.Contracts[i].Terms[code] = contract.Term{Answer: a}
		}
	}
}

const (
	inPlace    = assessment.InPlace
	notStarted = assessment.NotStarted
)

func TestClaims(t *testing.T) {
	short := func(in *measure.Input) { in.Contracts[1].End = "2027-03-31" }
	for _, c := range []struct {
		name     string
		priority string
		status   assessment.Status
		change   func(*measure.Input)
		want     string // "" for none
	}{
		{
			"a contract of two years", "2.2", inPlace, short,
			"2.2 is In place, but 1 of 2 contracts runs for less than 3 years: Riverside: IPS service (2 years)",
		},
		{"three years each", "2.2", inPlace, nil, ""},
		{"In progress says no more than the figures", "2.2", assessment.InProgress, short, ""},
		{"not answered claims nothing", "2.2", assessment.NotAnswered, short, ""},
		{
			"three years each and Not started", "2.2", notStarted, nil,
			"2.2 is Not started, but the figures say that it is in place: length of contracts",
		},
		{"a contract of two years and Not started agree", "2.2", notStarted, short, ""},
		{"a contract that is over does not count", "2.2", inPlace, func(in *measure.Input) { in.Contracts[1].End = "2026-11-19" }, ""},
		{
			"its last day counts", "2.2", inPlace, func(in *measure.Input) { in.Contracts[1].End = "2026-11-20" },
			"1 of 2 contracts runs for less than 3 years",
		},

		{"no figures say nothing", "3.4", inPlace, nil, ""},
		{
			"39.9%", "3.4", inPlace, year(1000, 0, 399, 25_00, 4_00),
			"3.4 is In place, but the job outcome rate is 39.9%, below the minimum of 40%",
		},
		{"the edge is met", "3.4", inPlace, year(1000, 0, 400, 25_00, 4_00), ""},
		{
			"a miss that rounds to the target does not read as met", "3.4", inPlace, year(10_000, 0, 3_999, 25_00, 4_00),
			"the job outcome rate is 39.99%",
		},
		{
			"met and Not started", "3.4", notStarted, year(1000, 0, 400, 25_00, 4_00),
			"3.4 is Not started, but the figures say that it is in place: people out of work supported into jobs",
		},
		{"25% is within the allowance", "1.3", inPlace, year(75, 25, 30, 25_00, 4_00), ""},
		{
			"a third is above it", "1.3", inPlace, year(100, 50, 40, 25_00, 4_00),
			"people in work at the start are 33.3% of access, above the allowance of 25%",
		},
		{"discretion is no miss", "4.1", inPlace, year(100, 0, 40, 40_00, 4_00), ""},
		{
			"beyond it is", "4.1", inPlace, year(100, 0, 40, 40_40, 4_00),
			"there are 10.1 employment specialists for each team leader, above 10",
		},
		{"no team leader", "4.1", inPlace, year(100, 0, 40, 40_00, 0), "4.1 is In place, but there is no team leader"},

		{"clauses not looked at say nothing", "2.3", inPlace, nil, ""},
		{
			"a route that is not allowed", "2.3", inPlace, clause("referral_self", contract.No),
			"2.3 is In place, but Northside’s contract ‘IPS service’ has a gap: self-referrals are not allowed; Riverside",
		},
		{
			"a variation is still to come", "2.3", inPlace, clause("referral_self", contract.NeedsVariation),
			"self-referrals are not allowed, so the contract needs a variation",
		},
		{"one yes of four is not all", "2.3", notStarted, clause("referral_self", contract.Yes), ""},
		{"both barred tests gone", "2.4", notStarted, func(in *measure.Input) {
			clause("open_caseload", contract.Yes)(in)
			clause("open_register", contract.Yes)(in)
		}, "2.4 is Not started, but the figures say that it is in place: clauses of contracts"},

		{"no meeting recorded at all says nothing", "1.2", inPlace, nil, ""},
		{
			"a quarter without a meeting", "1.2", inPlace, with(register.Meetings, row("", "kind", "steering", "on", "2026-08-01")),
			"1.2 is In place, but the steering group met in 1 of 4 quarters",
		},
		{
			"a team that does not send data", "3.1", inPlace,
			with(register.Teams, row("n", "name", "North", "mhsds", "no", "tool", "yes"),
				row("r", "name", "South", "mhsds", "trust", "tool", "yes")),
			"3.1 is In place, but 50.0% of the teams send data to MHSDS",
		},
		{
			"a condition in part", "3.3", inPlace, with(register.Teams, row("n", "systems", "part")),
			"3.3 is In place, but not every team has: clinical systems",
		},
		{
			"a commissioner sees it otherwise", "3.3", inPlace, with(register.Teams, row("n", "systems", "yes", "systems_confirmed", "no")),
			"not every team has: clinical systems",
		},
		{"conditions nobody has looked at say nothing", "3.3", inPlace, with(register.Teams, row("n", "systems", "yes")), ""},
		{
			"a role below its band", "4.2", inPlace, with(register.Workforce, row("n", "quarter", "2026Q2", "es_band", "below")),
			"4.2 is In place, but Northside pays 1 role below the recommended band",
		},
		{
			"only the newest figures speak", "4.2", inPlace,
			with(register.Workforce, row("n", "quarter", "2026Q2", "es_band", "at"), row("n", "quarter", "2026Q1", "es_band", "below")), "",
		},
		{
			"and not those older than a year", "4.2", inPlace, with(register.Workforce, row("n", "quarter", "2025Q2", "es_band", "below")),
			"",
		},
		{
			"agency staff", "4.5", inPlace, with(register.Workforce, row("n", "quarter", "2026Q2", "agency", "1", "fixed_term", "0")),
			"4.5 is In place, but Northside has 1 member of IPS staff from agencies",
		},
		{
			"a fixed term may have its reason", "4.5", inPlace,
			with(register.Workforce, row("n", "quarter", "2026Q2", "agency", "0", "fixed_term", "2")), "",
		},
		{
			"health checks in one of two", "5.2", inPlace,
			with(register.PCNs, row("", "health_check", "yes"), row("n", "health_check", "part")), "in 1 of 2 PCNs",
		},
		{
			"a shared specialist is none of its own", "5.1", inPlace, with(register.PCNs, row("", "es", "own"), row("n", "es", "shared")),
			"50.0% of the PCNs",
		},
		{"nothing in the log says nothing", "6.1", inPlace, nil, ""},
		{
			"nothing for a year", "6.1", inPlace, with(register.Events, row("", "priority", "6.1", "on", "2025-09-30")),
			"no co-design has been recorded since 1 October 2025",
		},
		{
			"unpaid", "6.1", inPlace, with(register.Events, row("", "priority", "6.1", "on", "2026-09-30", "paid", "no")),
			"people were not paid at 1 of 1 event",
		},
		{
			"feedback at one stage", "6.2", inPlace,
			with(register.Events, row("", "priority", "6.2", "on", "2026-09-30", "stage", "start")),
			"was taken at 1 stage",
		},
		{
			"no central place", "7.1", inPlace, with(register.Strategies, row("", "central", "part")),
			"none of the strategies listed gives IPS a central place",
		},
		{"a figure speaks to its own priority only", "7.1", inPlace, short, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := base()
			if c.change != nil {
				c.change(&in)
			}
			got := claims.Of(in, measure.All(in), map[string]assessment.Status{c.priority: c.status}, nil)
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("%s", got[0].Words())
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Words(), c.want) || !got[0].Open()):
				t.Errorf("%+v, want %q", got, c.want)
			}
		})
	}
}

func TestAnAnswerLastsAsLongAsTheSameFiguresDiffer(t *testing.T) {
	statuses := map[string]assessment.Status{"2.2": inPlace, "3.4": inPlace}
	in := base()
	in.Contracts[1].End = "2027-03-31"
	year(1000, 0, 399, 25_00, 4_00)(&in)
	first := claims.Of(in, measure.All(in), statuses, nil)
	if len(first) != 2 || first[0].Priority != "2.2" {
		t.Fatalf("%+v", first)
	}
	answers := []claims.Answer{
		{Priority: "2.2", State: first[0].State, Note: "A bridge to the new service", Version: 1},
		{Priority: "3.4", State: first[1].State, Note: "Two posts were vacant", Version: 4},
	}
	for _, c := range claims.Of(in, measure.All(in), statuses, answers) {
		if c.Open() || c.Answer.Version == 0 {
			t.Errorf("answered and still open: %+v", c)
		}
	}
	in.Returns = nil
	year(1000, 0, 380, 25_00, 4_00)(&in)
	if got := claims.Of(in, measure.All(in), statuses, answers); got[1].Open() {
		t.Error("the same rate with another number asks again")
	}
	in.Contracts[0].End = "2027-03-31"
	got := claims.Of(in, measure.All(in), statuses, answers)
	if !got[0].Open() || got[0].Answer.Version != 1 {
		t.Errorf("another contract is short too, and nobody is asked: %+v", got[0])
	}
}

func TestProcurementSaysNothingOfContracts(t *testing.T) {
	in := base()
	in.Contracts[1].End = "2027-03-31"
	clause("referral_self", contract.No)(&in)
	in.Audience = in.Audience.Outside()
	statuses := map[string]assessment.Status{"1.1": inPlace, "2.1": inPlace, "2.2": inPlace, "2.3": inPlace, "6.1": inPlace}
	in.Registers[register.Events] = []register.Row{row("", "priority", "6.1", "on", "2026-09-30", "paid", "no")}
	if got := claims.Of(in, measure.All(in), statuses, nil); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// The table names priorities of the edition, and has each figure once.
func TestTable(t *testing.T) {
	spoken := 0
	for _, p := range edition.Current().Priorities() {
		spoken += len(claims.Speaks(p.Key))
	}
	if spoken < 25 {
		t.Errorf("%d figures speak to the edition's priorities", spoken)
	}
	if len(claims.Speaks("3.5")) > 0 {
		t.Error("a figure speaks to a priority that is none")
	}
}

func TestAnswerCheck(t *testing.T) {
	for name, c := range map[string]struct {
		note  string
		sound bool
	}{
		"a note":             {"Two posts were vacant until June", true},
		"nothing":            {"  \n", false},
		"too long":           {strings.Repeat("é", claims.LongestNote+1), false},
		"as long as can be":  {strings.Repeat("é", claims.LongestNote), true},
		"with an NHS number": {"see 999 000 0018", false},
	} {
		if wrong := (claims.Answer{Note: c.note}).Check(); (len(wrong) == 0) != c.sound {
			t.Errorf("%s: %v", name, wrong)
		}
	}
}

// The ICB's rate can be met while a provider is below it: the status is asked about then too.
func TestAProviderBelowTheMinimumSpeaks(t *testing.T) {
	in := base()
	year(75, 0, 33, 7_50, 2_00)(&in)
	for i := range in.Returns {
		if in.Returns[i].Provider == "r" {
			in.Returns[i].FirstJobStarts = number.CountOf(29) // 116 of 300 is 38.7%; both are 248 of 600
		}
	}
	of := func(in measure.Input, status assessment.Status) []claims.Claim {
		return claims.Of(in, measure.All(in), map[string]assessment.Status{"3.4": status}, nil)
	}
	got := of(in, assessment.InPlace)
	if len(got) != 1 || got[0].Words() != "3.4 is In place, but at Riverside the job outcome rate is 38.7%, below the minimum of 40%" ||
		got[0].State != "in_place job-outcome-rate:r" {
		t.Errorf("%+v", got)
	}
	brief := claims.Claim{Priority: "2.1", Status: assessment.InPlace, Says: []string{"one is missing", "another", "a third"}}
	if got[0].Brief() != got[0].Words() || brief.Brief() != "2.1 is In place, but one is missing (and 2 more)" {
		t.Errorf("in brief: %q, %q", got[0].Brief(), brief.Brief())
	}
	if got := of(in, assessment.NotStarted); len(got) != 0 {
		t.Errorf("figures that differ by provider do not say that it is there: %+v", got)
	}
	in.Returns = in.Returns[:4]
	in.Contracts, in.Providers = in.Contracts[:1], in.Providers[:1]
	if got := of(in, assessment.InPlace); len(got) != 0 {
		t.Errorf("Northside alone is above it: %+v", got)
	}
}

// A year that is over says what its target was.
func TestAYearsAccessThatWasNotReached(t *testing.T) {
	in := base()
	in.Today = "2026-04-20"
	year(75, 10, 33, 7_50, 2_00)(&in)
	for i, q := range []calendar.Quarter{"2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"} {
		in.Returns[i].Quarter = q
	}
	in.Locals = []measure.Local{{Kind: measure.YearsAccess, Year: 2025, Value: number.AmountOf(800_00)}}
	got := claims.Of(in, measure.All(in), map[string]assessment.Status{"1.1": assessment.InPlace}, nil)
	if len(got) != 1 || got[0].Words() != "1.1 is In place, but access in 2025/26 was 680, and the year’s target was 800" {
		t.Errorf("%+v", got)
	}
}
