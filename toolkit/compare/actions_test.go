package compare_test

import (
	"slices"
	"testing"

	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// What has become of actions: one that stays as it is says nothing.
func TestActions(t *testing.T) {
	before, after := document(t, view.Commissioners, nil), document(t, view.Commissioners, nil)
	before.Actions = []round.Action{
		{ID: "1", What: "Stays", State: "open", Due: "2026-12-01"},
		{ID: "2", What: "Done", State: "open"},
		{ID: "3", What: "Dropped", State: "open"},
		{ID: "4", What: "Again", State: "done"},
		{ID: "5", What: "Was done", State: "done"},
	}
	after.Actions = []round.Action{
		{ID: "1", What: "Stays", State: "open", Due: "2026-12-24", Note: "Later"},
		{ID: "2", What: "Done", State: "done", DoneOn: "2026-11-03"},
		{ID: "3", What: "Dropped", State: "dropped", Reason: "No money"},
		{ID: "4", What: "Again", State: "open", Due: "2027-01-31"},
		{ID: "5", What: "Was done", State: "done"},
		{ID: "6", What: "New", State: "open", Due: "2026-12-10"},
	}
	c, err := compare.Of(before, after, shipped(t))
	want := []compare.Action{
		{ID: "2", What: "Done", Words: "done on 3 November 2026"},
		{ID: "3", What: "Dropped", Words: "dropped: No money"},
		{ID: "4", What: "Again", Words: "open again, due by 31 January 2027"},
		{ID: "6", What: "New", Words: "new, due by 10 December 2026"},
	}
	if err != nil || !slices.Equal(c.Actions, want) {
		t.Errorf("actions %+v, %v", c.Actions, err)
	}
}
