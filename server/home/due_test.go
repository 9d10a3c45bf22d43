package home

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// What the registers make due on 20 November 2026, beside whom it concerns. In the ICB of settled nothing is.
func TestRegistersMakeDue(t *testing.T) {
	commissioners, providers := []tenants.Role{tenants.Lead, tenants.Commissioner}, []tenants.Role{tenants.Provider}
	both := append(slices.Clone(commissioners), providers...)
	set := func(list string, at int, field, value string) func(*known) {
		return func(k *known) { k.Registers[list][at].Values[field] = value }
	}
	drop := func(list string, at int) func(*known) {
		return func(k *known) { k.Registers[list] = slices.Delete(k.Registers[list], at, at+1) }
	}
	second := func(k *known) { // a second provider; only its contract and figures are recorded
		k.Providers = append(k.Providers, provider.Provider{ID: "r", Name: "Riverside"})
		k.Contracts = append(k.Contracts, contract.Contract{ID: "l", Provider: "r", Start: "2026-09-30", End: "2030-03-31"})
		k.Returns = append(k.Returns, k.Returns[0])
		k.Returns[1].Provider = "r"
	}
	all := func(changes ...func(*known)) func(*known) {
		return func(k *known) {
			for _, change := range changes {
				change(k)
			}
		}
	}
	const none = "None is recorded for Quarter 2 2026/27 or since; the toolkit asks for one a quarter"
	steering, meeting := "Hold or record a steering group meeting | "+none+" | /steering", "Hold or record a contract meeting with "
	for _, tt := range []struct {
		name   string
		change func(*known)
		whom   []tenants.Role
		want   []string
	}{
		{"nothing is due", func(*known) {}, both, nil},
		{
			"no staff figures of the last quarter, the provider", set(register.Workforce, 0, "quarter", "2026Q1"), providers,
			[]string{"Enter your staff figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 5 days | " +
				"/workforce/workforce/new"},
		},
		{
			"no staff figures of the last quarter, commissioners", set(register.Workforce, 0, "quarter", "2026Q1"), commissioners,
			[]string{"Ask Northside for its staff figures for Quarter 2 2026/27 | " +
				"Due by 15 November 2026, waiting 5 days | /returns/n/2026Q2/ask"},
		},
		{
			"staff figures of two providers and their meetings", all(second, drop(register.Workforce, 0), drop(register.Meetings, 1)),
			commissioners,
			[]string{
				"Ask 2 providers for their staff figures for Quarter 2 2026/27 | " +
					"Due by 15 November 2026, waiting 5 days: Northside, Riverside | " +
					"/returns",
				"Hold or record contract meetings with 2 providers | " + none + ": Northside, Riverside | /meetings",
			},
		},
		{"a contract from the quarter's last day asks for staff figures and a meeting", second, commissioners, []string{
			"Ask Riverside for its staff figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 5 days | /returns/r/2026Q2/ask",
			meeting + "Riverside | " + none + " | /meetings",
		}},
		{
			"a contract from the day after asks for none", all(second, func(k *known) { k.Contracts[1].Start = "2026-10-01" }),
			commissioners,
			nil,
		},
		{"nor does a provider that has ended", all(second, func(k *known) { k.Providers[1].Ended = true }), commissioners, nil},
		{"no steering group since the quarter before", set(register.Meetings, 0, "on", "2026-06-30"), commissioners, []string{steering}},
		{"a steering group in this quarter", set(register.Meetings, 0, "on", "2026-10-01"), commissioners, nil},
		{
			"a contract meeting is not the steering group's", set(register.Meetings, 0, "kind", "contract"), commissioners,
			[]string{steering},
		},
		{
			"no contract meeting since the quarter before", set(register.Meetings, 1, "on", "2026-06-30"), commissioners,
			[]string{meeting + "Northside | " + none + " | /meetings"},
		},
		{"meetings are the ICB's to record", func(k *known) { k.Registers[register.Meetings] = nil }, providers, nil},
		{"an ICB that is setting up", func(k *known) { k.Contracts, k.Registers = nil, nil }, both, nil},
		{"an ICB with contracts and no list", func(k *known) { k.Registers = nil }, commissioners, []string{
			"Ask Northside for its staff figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 5 days | " +
				"/returns/n/2026Q2/ask", steering,
			meeting + "Northside | " + none + " | /meetings",
		}},
		{
			"breakdowns not begun, the provider", func(k *known) { k.Done.Collected = 5 }, providers,
			[]string{"Finish the breakdowns of your figures for Quarter 2 2026/27 | " +
				"Due by 15 November 2026, waiting 5 days; 0 of 5 characteristics are finished | /equity/n/2026Q2"},
		},
		{
			"breakdowns not finished, commissioners",
			func(k *known) { k.Done = store.BrokenDown{Collected: 5, Finished: map[string]int{"n": 4}} }, commissioners,
			[]string{
				"Ask Northside for the breakdowns of its figures for Quarter 2 2026/27 | " +
					"Due by 15 November 2026, waiting 5 days; 4 of 5 characteristics are finished | /returns/n/2026Q2/ask",
			},
		},
		{
			"all breakdowns finished", func(k *known) { k.Done = store.BrokenDown{Collected: 5, Finished: map[string]int{"n": 5}} }, both,
			nil,
		},
		{"nothing is asked by characteristic", func(k *known) { k.Done = store.BrokenDown{Finished: map[string]int{}} }, both, nil},
		{
			"breakdowns wait for the figures", func(k *known) { k.Done.Collected, k.Returns[0].Quarter, k.Contracts = 5, "2026Q1", nil },
			both,
			nil,
		},
		{
			"a team that does not reach MHSDS", set(register.Teams, 0, "mhsds", "no"), both,
			[]string{"Follow up a team whose data does not flow | Not in MHSDS: North team | /data-flow"},
		},
		{"nobody has said", all(set(register.Teams, 0, "mhsds", ""), set(register.Teams, 0, "tool", "")), both, []string{
			"Follow up a team whose data does not flow | Not in MHSDS: North team. Not in the Reporting Tool: North team | /data-flow",
		}},
		{"as many teams as are named", func(k *known) {
			for _, name := range []string{"A", "B", "C"} {
				k.Registers[register.Teams] = append(k.Registers[register.Teams],
					register.Row{Provider: "n", Values: map[string]string{"name": name, "mhsds": "direct", "tool": "no"}})
			}
		}, both, []string{"Follow up 3 teams whose data does not flow | Not in the Reporting Tool: A, B, C | /data-flow"}},
		{"more teams than are named", func(k *known) {
			for _, name := range []string{"A", "B", "C", "D"} {
				k.Registers[register.Teams] = append(k.Registers[register.Teams],
					register.Row{Provider: "n", Values: map[string]string{"name": name, "mhsds": "direct", "tool": "no"}})
			}
		}, both, []string{"Follow up 4 teams whose data does not flow | 4 do not reach the Reporting Tool | /data-flow"}},
	} {
		for _, role := range tt.whom {
			k := settled(role)
			tt.change(&k)
			var got []string
			for _, one := range k.agenda() {
				got = append(got, one.Text+" | "+one.Why+" | "+strings.TrimPrefix(one.Href, "/icb/QWE"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s, %s: %q, want %q", tt.name, role, got, tt.want)
			}
		}
	}
	if got := settled(tenants.Reader).registers(); got != nil {
		t.Errorf("a reader is given %v", got)
	}
}

func TestShownTargets(t *testing.T) {
	result := func(code, shown string, tone measure.Tone) measure.Result {
		return measure.Result{Kind: measure.Kind{Code: code}, Line: measure.Line{Shown: shown, Verdict: measure.Verdict{Tone: tone}}}
	}
	rate, own := result(measure.JobOutcomeRate, "", measure.Plain), result("own-1", "6", measure.Good)
	for _, tt := range []struct {
		name    string
		further []measure.Result
		shown   []string
		others  string
	}{
		{"none", nil, nil, ""},
		{"one off", []measure.Result{result(measure.PCNCoverage, "28.6%", measure.Attention)}, []string{measure.PCNCoverage}, ""},
		{"one fine", []measure.Result{result(measure.PCNCoverage, "100%", measure.Good)}, nil, "Other targets that need no attention: 1."},
		{
			"the guideline kept",
			[]measure.Result{result(measure.TLPerSM, "2.5", measure.Good)},
			nil,
			"Other targets that need no attention: 1.",
		},
		{"above the guideline", []measure.Result{result(measure.TLPerSM, "6", measure.Attention)}, []string{measure.TLPerSM}, ""},
		{"one of each", []measure.Result{
			result(measure.Level3, "10%", measure.Plain), result(measure.Onboarding, "100%", measure.Good),
			result(measure.FlowToTool, "", measure.Plain), result(measure.FlowToMHSDS, "60%", measure.Attention),
		}, []string{measure.FlowToMHSDS}, "Other targets that need no attention: 2. Other targets without figures: 1."},
	} {
		results, others := shown(slices.Concat([]measure.Result{rate}, tt.further, []measure.Result{own}))
		var codes []string
		for _, r := range results {
			codes = append(codes, r.Kind.Code)
		}
		if want := slices.Concat([]string{measure.JobOutcomeRate}, tt.shown, []string{"own-1"}); !slices.Equal(codes, want) ||
			others != tt.others {
			t.Errorf("%s: %q, %q; want %q, %q", tt.name, codes, others, want, tt.others)
		}
	}
}
