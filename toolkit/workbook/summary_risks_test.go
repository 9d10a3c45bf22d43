package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// The steering group's Summary says the open risks as the pack does, as many as there is room for, each with its path to green, and is
// one page still.
func TestRisksOnTheSummary(t *testing.T) {
	r := register.Risk
	long := strings.Repeat("Nobody knows yet who pays for it. ", 12)
	for _, tt := range []struct {
		name  string
		risks []register.Row
		want  []string
	}{
		{"none", nil, []string{"Open risks: No risk is open"}},
		{"one", []register.Row{
			{Values: register.Values(r.What.As("No log-ins"), r.Level.As("red"), r.Path.As("The trust gives them"))},
		}, []string{"Open risks: Red: No log-ins. Path to green: The trust gives them"}},
		{"very many", slices.Repeat([]register.Row{
			{Values: register.Values(r.What.As(long), r.Level.As("amber"), r.Path.As(long))},
		}, 40), []string{"Open risks: Amber: Nobody knows", "Path to green: Nobody knows", "more: see the sheet For the steering group"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sample.ICB()
			s.Registers[register.Risks] = tt.risks
			f := open(t, written(t, s.For(view.SteeringGroup)))
			if page, err := f.GetPageLayout(workbook.Summary); err != nil || *page.FitToHeight != 1 {
				t.Errorf("fits %d pages high, %v", *page.FitToHeight, err)
			}
			rows, err := f.GetRows(workbook.Summary)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(slices.Concat(rows...), " ")
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("the Summary lacks %q:\n%s", want, text)
				}
			}
			if n := strings.Count(text, "Amber: "); n > 3 {
				t.Errorf("%d risks are named, want 3 or fewer", n)
			}
		})
	}
}
