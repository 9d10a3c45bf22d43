package claims

import (
	"testing"

	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// TestWhenFiguresSayItIsThere: a figure speaks for a priority only where everything behind it is known and good.
func TestWhenFiguresSayItIsThere(t *testing.T) {
	row := func(provider string, pairs ...string) register.Row {
		r := register.Row{Provider: provider, Values: map[string]string{}}
		for i := 0; i < len(pairs); i += 2 {
			r.Values[pairs[i]] = pairs[i+1]
		}
		return r
	}
	staff := func(provider string, pairs ...string) register.Row {
		return row(provider, append([]string{"quarter", "2026Q2"}, pairs...)...)
	}
	event := func(on, stage string) register.Row { return row("", "priority", "6.2", "on", on, "stage", stage) }
	all := []string{"es_band", "at", "senior_band", "above", "tl_band", "none", "sm_band", "at"}
	for _, tt := range []struct {
		name    string
		says    func(grounds) word
		list    string
		rows    []register.Row
		good    bool
		against int
	}{
		{"bands, no figures", bands, register.Workforce, nil, false, 0},
		{"bands, all known", bands, register.Workforce, []register.Row{staff("n", all...)}, true, 0},
		{"bands, one not known", bands, register.Workforce, []register.Row{staff("n", all[:6]...)}, false, 0},
		{"bands, of another provider not known", bands, register.Workforce, []register.Row{staff("n", all...), staff("r")}, false, 0},
		{
			"bands, two of one provider below", bands, register.Workforce,
			[]register.Row{staff("n", "es_band", "below", "tl_band", "below"), staff("r", all...)},
			false, 1,
		},
		{
			"bands, a year ago", bands, register.Workforce,
			[]register.Row{row("n", append([]string{"quarter", "2025Q3"}, all...)...)},
			true,
			0,
		},
		{
			"bands, the quarter before that", bands, register.Workforce,
			[]register.Row{row("n", append([]string{"quarter", "2025Q2"}, all...)...)},
			false, 0,
		},
		{"temporary staff, no figures", temporary, register.Workforce, nil, false, 0},
		{"temporary staff, none", temporary, register.Workforce, []register.Row{staff("n", "agency", "0", "fixed_term", "0")}, true, 0},
		{"temporary staff, agencies not known", temporary, register.Workforce, []register.Row{staff("n", "fixed_term", "0")}, false, 0},
		{"temporary staff, fixed terms not known", temporary, register.Workforce, []register.Row{staff("n", "agency", "0")}, false, 0},
		{
			"temporary staff, a fixed term", temporary, register.Workforce,
			[]register.Row{staff("n", "agency", "0", "fixed_term", "1")},
			false, 0,
		},
		{
			"temporary staff, of the first provider only", temporary, register.Workforce,
			[]register.Row{staff("n", "agency", "1", "fixed_term", "0"), staff("r", "agency", "0", "fixed_term", "0")},
			false, 1,
		},
		{"plan, no figures", workforcePlan, register.Workforce, nil, false, 0},
		{"plan, of both", workforcePlan, register.Workforce, []register.Row{staff("n", "plan", "yes"), staff("r", "plan", "yes")}, true, 0},
		{
			"plan, in part", workforcePlan, register.Workforce,
			[]register.Row{staff("n", "plan", "part"), staff("r", "plan", "yes")},
			false,
			0,
		},
		{
			"plan, one has none", workforcePlan, register.Workforce,
			[]register.Row{staff("n", "plan", "yes"), staff("r", "plan", "no")},
			false, 1,
		},
		{"feedback, nothing in the log", feedback, register.Events, nil, false, 0},
		{"feedback, at one stage", feedback, register.Events, []register.Row{event("2026-09-30", "start")}, false, 1},
		{"feedback, at two", feedback, register.Events, []register.Row{event("2026-09-30", "start"), event("2026-08-30", "work")}, true, 0},
		{
			"feedback, twice at one", feedback, register.Events,
			[]register.Row{event("2026-09-30", "start"), event("2026-08-30", "start")},
			false, 1,
		},
		{
			"feedback, the second on the first day that counts", feedback, register.Events,
			[]register.Row{event("2026-09-30", "start"), event("2025-10-01", "work")},
			true, 0,
		},
		{
			"feedback, the second on the day before", feedback, register.Events,
			[]register.Row{event("2026-09-30", "start"), event("2025-09-30", "work")},
			false, 1,
		},
	} {
		in := measure.Input{
			Audience: view.Commissioners,
			Today:    "2026-11-20", Providers: []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}},
			Registers: map[string][]register.Row{tt.list: tt.rows, register.Plans: {row("", "together", "yes")}},
		}
		if got := tt.says(grounds{in: in}); got.good != tt.good || len(got.against) != tt.against || len(got.whom) != tt.against {
			t.Errorf("%s: %+v, want good %v and %d against", tt.name, got, tt.good, tt.against)
		}
	}
}

// TestClausesSpeakToTheirOwnPriority: what a contract lacks for one priority says nothing against another.
func TestClausesSpeakToTheirOwnPriority(t *testing.T) {
	for _, k := range contract.Clauses {
		in := measure.Input{
			Audience: view.Commissioners,
			Today:    "2026-11-20", Providers: []provider.Provider{{ID: "n", Name: "Northside"}},
			Contracts: []contract.Contract{{
				ID: "c", Provider: "n", Name: "IPS", Start: "2025-04-01", End: "2028-03-31",
				Terms: map[string]contract.Term{k.Code: {Answer: contract.No}},
			}},
		}
		for _, other := range contract.Clauses {
			want := 0
			if other.Priority == k.Priority {
				want = 1
			}
			if got := ofClauses(other.Priority).says(grounds{in: in}); len(got.against) != want || got.good {
				t.Errorf("no %s, %s: %+v, want %d against", k.Code, other.Priority, got, want)
			}
		}
	}
}
