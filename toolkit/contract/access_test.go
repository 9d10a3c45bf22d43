package contract_test

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

// What a provider's contracts state for a quarter is what they state on the last day in it that has one.
func TestAccessStatedForAQuarter(t *testing.T) {
	agreed := func(start, end calendar.Date, people int64) contract.Contract {
		c := contract.Contract{Provider: "n", Start: start, End: end}
		c.Stated.Access = number.AmountOf(people * 100)
		return c
	}
	for _, c := range []struct {
		name string
		all  []contract.Contract
		day  calendar.Date
		want number.Count
	}{
		{"runs on", []contract.Contract{agreed("2024-04-01", "2027-03-31", 250)}, "2026-09-30", number.CountOf(250)},
		{"open-ended", []contract.Contract{agreed("2024-04-01", "", 250)}, "2026-09-30", number.CountOf(250)},
		{"ended in the quarter", []contract.Contract{agreed("2024-04-01", "2026-07-15", 250)}, "2026-07-15", number.CountOf(250)},
		{
			"another ended earlier in it",
			[]contract.Contract{agreed("2024-04-01", "2027-03-31", 100), agreed("2024-04-01", "2026-07-15", 50)},
			"2026-09-30", number.CountOf(100),
		},
		{
			"another begins before this one ends",
			[]contract.Contract{agreed("2024-04-01", "2027-03-31", 100), agreed("2027-01-01", "", 200)},
			"2026-09-30", number.CountOf(100),
		},
		{"not yet begun", []contract.Contract{agreed("2026-10-01", "", 250)}, "", number.Count{}},
		{"over", []contract.Contract{agreed("2024-04-01", "2026-06-30", 250)}, "", number.Count{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			day := contract.LastDayIn(c.all, "n", "2026Q2")
			if got := contract.StatedAccess(c.all, "n", day); day != c.day || got != c.want {
				t.Errorf("on %q: %v", day, got)
			}
		})
	}
}
