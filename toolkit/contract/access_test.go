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

// A contract and a part of it that is passed on count from their first day to their last, and nobody passes on more than there is.
func TestAccessStatedOnADay(t *testing.T) {
	k := contract.Contract{
		Provider: "n", Start: "2026-04-01", End: "2027-03-31",
		PassedOn: []contract.Passed{{People: number.AmountOf(60_00), From: "2026-06-01", To: "2026-06-30"}, {From: "2026-06-01"}},
	}
	k.Stated.Access = number.AmountOf(250_00)
	small := k
	small.Stated.Access = number.AmountOf(50_00)
	for _, c := range []struct {
		name   string
		of     []contract.Contract
		day    calendar.Date
		want   number.Count
		passed int64
	}{
		{"the day before the contract", []contract.Contract{k}, "2026-03-31", number.Count{}, 0},
		{"its first day", []contract.Contract{k}, "2026-04-01", number.CountOf(250), 0},
		{"the day before the part", []contract.Contract{k}, "2026-05-31", number.CountOf(250), 0},
		{"the part's first day", []contract.Contract{k}, "2026-06-01", number.CountOf(190), 60},
		{"the part's last day", []contract.Contract{k}, "2026-06-30", number.CountOf(190), 60},
		{"the day after the part", []contract.Contract{k}, "2026-07-01", number.CountOf(250), 0},
		{"the contract's last day", []contract.Contract{k}, "2027-03-31", number.CountOf(250), 0},
		{"the day after the contract", []contract.Contract{k}, "2027-04-01", number.Count{}, 0},
		{"a part above the whole", []contract.Contract{small}, "2026-06-01", number.CountOf(0), 60},
		{"a part above the whole takes nothing from another", []contract.Contract{small, k}, "2026-06-01", number.CountOf(190), 120},
		{"another provider", []contract.Contract{{Provider: "s", Start: "2026-04-01"}}, "2026-06-01", number.Count{}, 0},
	} {
		got, passed := contract.StatedAccess(c.of, "n", c.day), contract.AccessPassedOn(c.of, "n", c.day)
		if got != c.want || passed != c.passed {
			t.Errorf("%s: %v, %d passed on", c.name, got, passed)
		}
	}
}
