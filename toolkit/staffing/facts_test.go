package staffing_test

import (
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/staffing"
)

func submitted(provider string, q calendar.Quarter, es int64) figures.Return {
	r := figures.Return{Provider: provider, Quarter: q, State: figures.Submitted}
	r.InPost.ES = number.FTEOf(es * 100)
	return r
}

func agreed(provider string, start, end calendar.Date, people int64) contract.Contract {
	return contract.Contract{
		Provider: provider, Start: start, End: end,
		Stated: contract.Stated{Access: number.Amount{Hundredths: people * 100, Known: people > 0}},
	}
}

func TestWhichPostsCount(t *testing.T) {
	lead := agreed("a", "2026-04-01", "", 200)
	over := func(start, end calendar.Date, people int64) contract.Contract {
		c := lead
		c.PassedOn = []contract.Passed{agreed("b", start, end, people).Passed()}
		return c
	}
	draft := submitted("a", "2026Q2", 9)
	draft.State = figures.Draft
	for _, c := range []struct {
		name      string
		year      calendar.Year
		ended     bool
		returns   []figures.Return
		contracts []contract.Contract
		want      string // quarter, specialists, people stated; "" when the provider has no part in the plan
	}{
		{
			"the last submitted", 2026, false,
			[]figures.Return{submitted("a", "2026Q1", 4), submitted("a", "2026Q2", 5)},
			nil,
			"2026Q2 5.00 ",
		},
		{
			"the last submitted, in whatever order they come", 2026, false,
			[]figures.Return{submitted("a", "2026Q2", 5), submitted("a", "2026Q1", 4)},
			nil, "2026Q2 5.00 ",
		},
		{"a draft does not count", 2026, false, []figures.Return{submitted("a", "2026Q1", 4), draft}, nil, "2026Q1 4.00 "},
		{
			"the quarter that goes on does not count", 2026, false,
			[]figures.Return{submitted("a", "2026Q3", 9), submitted("a", "2026Q2", 5)},
			nil, "2026Q2 5.00 ",
		},
		{"the oldest that counts", 2026, false, []figures.Return{submitted("a", "2025Q3", 3)}, nil, "2025Q3 3.00 "},
		{"posts of a year ago say nothing of the present", 2026, false, []figures.Return{submitted("a", "2025Q2", 3)}, nil, ""},
		{"a contract and nothing submitted", 2026, false, nil, []contract.Contract{agreed("a", "2026-04-01", "2029-03-31", 200)}, "  200"},
		{"a contract that is over", 2026, false, nil, []contract.Contract{agreed("a", "2023-04-01", "2026-11-19", 200)}, ""},
		{"a contract's last day", 2026, false, nil, []contract.Contract{agreed("a", "2023-04-01", "2026-11-20", 200)}, "  200"},
		{"a contract to come", 2026, false, nil, []contract.Contract{agreed("a", "2026-11-21", "2029-03-31", 200)}, ""},
		{
			"two contracts side by side", 2026, false, nil,
			[]contract.Contract{agreed("a", "2026-04-01", "", 200), agreed("a", "2026-04-01", "", 50)},
			"  250",
		},
		{
			"one of two states nothing", 2026, false, nil,
			[]contract.Contract{agreed("a", "2026-04-01", "", 200), agreed("a", "2026-04-01", "", 0)},
			"  ",
		},
		{"people passed on to a subcontract", 2026, false, nil, []contract.Contract{over("2026-04-01", "", 50)}, "  150"},
		{"a subcontract from today", 2026, false, nil, []contract.Contract{over("2026-11-20", "", 50)}, "  150"},
		{"a subcontract from tomorrow", 2026, false, nil, []contract.Contract{over("2026-11-21", "", 50)}, "  200"},
		{"a subcontract's last day", 2026, false, nil, []contract.Contract{over("2026-04-01", "2026-11-20", 50)}, "  150"},
		{"a subcontract that is over", 2026, false, nil, []contract.Contract{over("2026-04-01", "2026-11-19", 50)}, "  200"},
		{"a subcontract to come", 2026, false, nil, []contract.Contract{over("2027-04-01", "", 50)}, "  200"},
		{"a subcontract for more than there are", 2026, false, nil, []contract.Contract{over("2026-04-01", "", 250)}, "  0"},
		{"a subcontract that states nothing", 2026, false, nil, []contract.Contract{over("2026-04-01", "", 0)}, "  200"},
		{"another provider's contract", 2026, false, nil, []contract.Contract{agreed("b", "2026-04-01", "", 200)}, ""},
		{
			"next year: the posts of now, the contract of its first day", 2027, false,
			[]figures.Return{submitted("a", "2026Q2", 5)},
			[]contract.Contract{agreed("a", "2026-04-01", "2027-03-31", 200), agreed("a", "2027-04-01", "", 300)},
			"2026Q2 5.00 300",
		},
		{
			"last year: its own posts and its last day", 2025, false,
			[]figures.Return{submitted("a", "2025Q4", 3), submitted("a", "2026Q2", 5)},
			[]contract.Contract{agreed("a", "2025-04-01", "2026-03-31", 200), agreed("a", "2026-04-01", "", 300)},
			"2025Q4 3.00 200",
		},
		{"a provider that has ended is not planned with", 2026, true, []figures.Return{submitted("a", "2026Q1", 4)}, nil, ""},
		{"but was there last year", 2025, true, []figures.Return{submitted("a", "2025Q4", 4)}, nil, "2025Q4 4.00 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := staffing.Facts{
				Today: "2026-11-20", Providers: []provider.Provider{{ID: "a", Name: "Northside", Ended: c.ended}},
				Returns: c.returns, Contracts: c.contracts,
			}
			p := f.Plan(c.year, assumed(1000, 0))
			got := ""
			for _, l := range p.Providers {
				people := ""
				if l.Access != nil {
					people = l.Access.RatString()
				}
				got += fmt.Sprintf("%s %s %s", l.Quarter, l.Posts[staffing.ES].InPost.Words(), people)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func year(values ...string) staffing.Year {
	y := staffing.YearOf(2026)
	for i := 0; i < len(values); i += 2 {
		y.Values[values[i]] = values[i+1]
	}
	return y
}

func TestYear(t *testing.T) {
	y := year("retention", "2000", "grow_es", "1050", "mhis", "250000", "pay_es", "33437", "pension", "2000", "access_source",
		"The ICB’s share", "access_on", "2026-04-01")
	f := staffing.Facts{Targets: map[calendar.Year]number.Count{2026: number.CountOf(410)}, Years: []staffing.Year{y}}
	if got := f.Planned(2026); got != assumed(410, 20_00) {
		t.Errorf("planned %+v", got)
	}
	if got := f.Planned(2027); got.Access.Known || got.Retention != 0 {
		t.Errorf("nothing is planned for the year after: %+v", got)
	}
	if f.Year(2027).Year() != 2027 || f.Year(2027).Version != 0 {
		t.Errorf("a year without a record: %+v", f.Year(2027))
	}
	if got := y.Grow(); got[staffing.ES] != number.FTEOf(10_50) || got[staffing.TL].Known {
		t.Errorf("IPS Grow's target %+v", got)
	}
	if got := y.Money(); got != (staffing.Money{Pounds: 250_000, Known: true}) {
		t.Errorf("money %+v", got)
	}
	if got := year().Money(); got.Known {
		t.Errorf("no money is recorded: %+v", got)
	}
	p := y.Pay()
	if p.OnCost != (staffing.OnCost{Insurance: 15_00, FreeMonth: 417, Pension: 20_00, Overhead: 20_00}) || p.Roles[staffing.TL].Known {
		t.Errorf("pay %+v", p)
	}
	if got := y.Sourced(staffing.Asked.AccessSource, staffing.Asked.AccessOn); got != "The ICB’s share, 1 April 2026" {
		t.Errorf("source %q", got)
	}
	if a, b, c := year("access_on", "2026-04-01").Sourced(staffing.Asked.AccessSource, staffing.Asked.AccessOn),
		year("pay_source", "AfC").Sourced(staffing.Asked.PaySource, staffing.Asked.PayOn),
		year().Sourced(staffing.Asked.PaySource, staffing.Asked.PayOn); a != "1 April 2026" || b != "AfC" || c != "" {
		t.Errorf("half a source: %q %q %q", a, b, c)
	}
}

func TestBaselineAndExpansion(t *testing.T) {
	for _, c := range []struct{ name, baseline, expansion, want string }{
		{"they add up", "300", "110", ""},
		{"they do not", "300", "100", "300 + 100 = 400 people. The year’s access target is 410"},
		{"one is not known", "300", "", ""},
		{"no expansion is a number", "300", "0", "300 + 0 = 300"},
	} {
		got := year("baseline", c.baseline, "expansion", c.expansion).Split(number.CountOf(410))
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := year("baseline", "300", "expansion", "100").Split(number.Count{}); got != "" {
		t.Errorf("without a target there is nothing to add up to: %q", got)
	}
}

func TestCheckYear(t *testing.T) {
	for _, c := range []struct {
		name        string
		y           staffing.Year
		field, want string
	}{
		{"nothing is asked for", year(), "", ""},
		{
			"an agreement has a title", year("finance_on", "2026-05-01"), "finance_title",
			"Enter the job title of the person who agreed it for finance",
		},
		{"an agreement with its title", year("finance_on", "2026-05-01", "finance_title", "Director of finance"), "", ""},
		{"a date to come", year("pay_on", "2026-12-01"), "pay_on", "must be today or in the past"},
		{
			"what looks like an NHS number", year("leaders_reason", "as 999 000 0018 says"), "leaders_reason",
			"must not include an NHS number",
		},
		{"a field that is none", year("board", "yes"), "board", "no field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := c.y.Check("2026-11-20")
			if c.field == "" && wrong != nil || c.field != "" && !strings.Contains(wrong.For(c.field), c.want) {
				t.Errorf("problems: %v", wrong)
			}
		})
	}
}

// The ICB's posts are those of the last quarter that all have submitted: a late provider's old posts are never added to
// another's new ones.
func TestTheICBsPostsAreOfOneQuarter(t *testing.T) {
	a, b := agreed("a", "2024-04-01", "", 200), agreed("b", "2024-04-01", "", 100)
	ended := agreed("b", "2024-04-01", "2026-06-30", 100)
	for _, c := range []struct {
		name      string
		returns   []figures.Return
		contracts []contract.Contract
		want      string
	}{
		{
			"both have sent the last",
			[]figures.Return{submitted("a", "2026Q2", 5), submitted("b", "2026Q2", 3)},
			[]contract.Contract{a, b},
			"2026Q2 8.00",
		},
		{
			"one is late", []figures.Return{
				submitted("a", "2026Q1", 4), submitted("b", "2026Q1", 3), submitted("a", "2026Q2", 9),
			}, []contract.Contract{a, b}, "2026Q1 7.00",
		},
		{
			"one ended in June, and has no figures since", []figures.Return{
				submitted("a", "2026Q1", 4), submitted("b", "2026Q1", 3), submitted("a", "2026Q2", 9),
			}, []contract.Contract{a, ended}, "2026Q2 9.00",
		},
		{"no quarter has both", []figures.Return{submitted("a", "2026Q2", 5), submitted("b", "2026Q1", 3)}, []contract.Contract{a, b}, " "},
		{
			"the oldest of the last four has both", []figures.Return{
				submitted("a", "2025Q3", 4), submitted("b", "2025Q3", 3), submitted("a", "2026Q2", 9),
			}, []contract.Contract{a, b}, "2025Q3 7.00",
		},
		{
			"both sent older ones alone", []figures.Return{
				submitted("a", "2025Q2", 4), submitted("b", "2025Q2", 3), submitted("a", "2026Q2", 9),
			}, []contract.Contract{a, b}, " ",
		},
		{
			"one began after the quarter, and its posts are not known yet",
			[]figures.Return{submitted("a", "2026Q2", 9)},
			[]contract.Contract{a, agreed("b", "2026-10-01", "", 100)},
			" ",
		},
		{"one has never sent any", []figures.Return{submitted("a", "2026Q2", 5)}, []contract.Contract{a, b}, " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := staffing.Facts{
				Today: "2026-11-20", Providers: []provider.Provider{{ID: "a", Name: "Northside"}, {ID: "b", Name: "Riverside"}},
				Returns: c.returns, Contracts: c.contracts,
			}
			p := f.Plan(2026, assumed(1000, 0))
			if got := string(p.ICB.Quarter) + " " + p.ICB.Posts[staffing.ES].InPost.Words(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if said := p.Unknown(); (said == "") != (c.want != " ") {
				t.Errorf("why it is not known: %q", said)
			}
		})
	}
}
