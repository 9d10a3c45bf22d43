package register_test

import (
	"slices"
	"testing"

	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// The steering group reads the fields that view names, and nothing else of a row: no provider, no author, no number of people.
func TestRowsForTheSteeringGroup(t *testing.T) {
	for _, list := range register.Lists {
		reads, _ := view.GroupReads(list.Code)
		full := register.Row{
			ID: "r", Values: map[string]string{}, Confirmed: "c", ChangedAt: "2026-11-02T09:00:00.000000Z", ChangedBy: "somebody",
			Version: 3,
		}
		var names []string
		for _, f := range list.Fields {
			names = append(names, f.Name)
			full.Values[f.Name] = "text"
		}
		theirs := full
		theirs.Provider = "n"
		got := list.ForGroup([]register.Row{full, theirs})
		want := map[bool]int{true: 1, false: 2}[reads.ICBs]
		if len(reads.Fields) == 0 {
			want = 0
		}
		if len(got) != want {
			t.Errorf("%s: %d rows", list.Code, len(got))
		}
		for _, name := range reads.Fields {
			if !slices.Contains(names, name) {
				t.Errorf("%s has no field %s", list.Code, name)
			}
		}
		for _, r := range got {
			if r.ID+r.Provider+r.Confirmed+r.ChangedBy+string(r.ChangedAt) != "" || r.Version != 0 || len(r.Values) != len(reads.Fields) {
				t.Errorf("%s: %+v", list.Code, r)
			}
		}
	}
	if reads, _ := view.GroupReads(register.Events); slices.Contains(reads.Fields, register.Event.People.Name) {
		t.Error("how many people took part is read")
	}
}
