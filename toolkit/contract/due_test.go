package contract_test

import (
	"slices"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

func TestWhatIsDueFirst(t *testing.T) {
	runs := func(name string, start, end calendar.Date) contract.Contract {
		return contract.Contract{Name: name, Start: start, End: end}
	}
	held := runs("held, ends in December", "2024-04-01", "2026-12-31")
	held.Talks = []contract.Talk{{HeldOn: "2026-05-01", ForEnd: "2026-12-31"}}
	late := runs("held late, ends in December", "2024-04-01", "2026-12-15")
	late.Talks = []contract.Talk{{HeldOn: "2026-07-01", ForEnd: "2026-12-15"}}
	list := []contract.Contract{
		runs("over long ago", "2020-04-01", "2023-03-31"),
		runs("over", "2024-04-01", "2026-11-19"),
		runs("to come later", "2027-04-01", "2030-03-31"),
		runs("to come", "2026-11-21", "2029-03-31"),
		runs("open-ended", "2024-04-01", ""),
		runs("due in time", "2024-04-01", "2028-03-31"),
		runs("overdue", "2024-04-01", "2027-03-31"),
		held, late,
		runs("starts today, overdue", "2026-11-20", "2026-12-31"),
		runs("ends today, overdue longest", "2024-04-01", "2026-11-20"),
	}
	var got []string
	for _, c := range contract.ByDue(list, "2026-11-20") {
		got = append(got, c.Name)
	}
	want := []string{
		"ends today, overdue longest", "starts today, overdue", "overdue", "held late, ends in December", "held, ends in December",
		"due in time", "open-ended", "to come", "to come later", "over", "over long ago",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if list[0].Name != "over long ago" {
		t.Error("the list itself was changed")
	}
}

func TestValueOfAContract(t *testing.T) {
	v := contract.Value{MHIS: number.AmountOf(250_000_00), SDF: number.AmountOf(120_000_00)}
	want := []string{"£370,000 a year", "Mental Health Investment Standard: £250,000", "Service Development Funding: £120,000"}
	if got := v.Words(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := (contract.Value{SDF: number.AmountOf(0)}).Words(); !slices.Equal(got,
		[]string{"£0 a year", "Service Development Funding: £0"}) {
		t.Errorf("none is a number: %q", got)
	}
	if got := (contract.Value{}).Words(); got != nil {
		t.Errorf("nothing recorded: %q", got)
	}
}
