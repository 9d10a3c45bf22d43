package coverage_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

func TestLines(t *testing.T) {
	for _, test := range []struct {
		name string
		got  []string
		want string // a whole line
	}{
		{"no team", coverage.FlowLines(nil), "No team is listed yet. Add each team once; record its data here, and its " +
			"working conditions on the page Conditions for fidelity."},
		{
			"teams", coverage.FlowLines([]register.Row{
				row("n", "name", "Hill", "mhsds", "trust"),
				row("n", "name", "Dale", "mhsds", "no"),
			}),
			"MHSDS: **1 of 2 teams**. Not yet: Dale",
		},
		{
			"one PCN without its share", coverage.OfPCNs([]register.Row{row("", "name", "Hill", "es", "own")}).Lines(),
			"Full-time equivalents (FTE) recorded: 0.00; 1 PCN with a specialist does not say how much",
		},
		{"events of four quarters", coverage.EventLines([]register.Row{
			row("", "on", "2026-01-01", "people", "3", "paid", "paid", "priority", "6.2", "stage", "start", "said", "a", "did", "b"),
			row("", "on", "2025-12-31", "people", "50"),
		}, "2026-11-20"), "Since 1 January 2026: **1 event**, with 3 people taking part (a person who came twice counts twice)"},
		{"what was said is answered when something was done", coverage.EventLines([]register.Row{
			row("", "on", "2026-01-01", "said", "a", "did", "b"), row("", "on", "2026-01-02", "said", "a"),
			row("", "on", "2026-01-03", "did", "b"), row("", "on", "2026-01-04"),
		}, "2026-11-20"), "“You said, we did” is answered for 1"},
		{"stages of 6.2 alone, each once", coverage.EventLines([]register.Row{
			row("", "on", "2026-01-01", "priority", "6.2", "stage", "start"),
			row("", "on", "2026-01-02", "priority", "6.2", "stage", "start"),
			row("", "on", "2026-01-03", "priority", "6.2", "stage", "end"),
			row("", "on", "2026-01-04", "priority", "6.1", "stage", "middle"),
		}, "2026-11-20"), "Feedback was taken at 2 stages; the toolkit asks for multiple stages (6.2, page 39)"},
		{
			"old events", coverage.EventLines([]register.Row{row("", "on", "2025-12-31")}, "2026-11-20"),
			"Nothing is recorded since 1 January 2026.",
		},
		{
			"strategies", coverage.StrategyLines([]register.Row{row("", "central", "yes"), row("", "central", "part")}),
			"IPS has a central place in **1 of 2 strategies** (7.1, page 41)",
		},
		{"staff", []string{coverage.Part{Of: 4, All: 5}.Words(), coverage.Part{}.Words()}, "Not available"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !slices.Contains(test.got, test.want) {
				t.Errorf("got\n%s\nwant among them\n%s", strings.Join(test.got, "\n"), test.want)
			}
		})
	}
}
