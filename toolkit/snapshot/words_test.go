package snapshot_test

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/target"
)

func TestHistoryInWords(t *testing.T) {
	s := snapshot.Snapshot{
		Edition: edition.Current(), Providers: []snapshot.Provider{{ID: "p1", Name: "Northside"}},
		Evidence: []evidence.Evidence{{ID: "e1", Title: "Minutes"}}, Contracts: []contract.Contract{{ID: "k1", Name: "Northside IPS"}},
		Own: []target.Own{{ID: "o1", Name: "Employer contacts"}},
	}
	for _, tt := range []struct {
		name  string
		event snapshot.Event
		want  string
	}{
		{"a priority", snapshot.Event{Act: "saved", Kind: "priority", Subject: "2.2"}, "Saved: Priority 2.2 Contract length supports a high-quality service"},
		{"a priority of another edition", snapshot.Event{Act: "saved", Kind: "priority", Subject: "9.9"}, "Saved: Priority 9.9"},
		{"evidence", snapshot.Event{Act: "query", Kind: "evidence", Subject: "e1"}, "Asked a question: Evidence: Minutes"},
		{"evidence not the audience's", snapshot.Event{Act: "added", Kind: "evidence", Subject: "e2"}, "Added: Evidence"},
		{"a contract", snapshot.Event{Act: "changed", Kind: "contract", Subject: "k1"}, "Changed: Contract: Northside IPS"},
		{"figures", snapshot.Event{Act: "submit", Kind: "return", Subject: "p1 2026Q2"}, "Submitted: Figures of Northside, Quarter 2 2026/27"},
		{"a target of the toolkit", snapshot.Event{Act: "set", Kind: "target", Subject: target.JobOutcomeRate + " 2026"}, "Set: Target: People out of work supported into jobs 2026"},
		{"a target of the ICB's own", snapshot.Event{Act: "measured", Kind: "target", Subject: "o1 2026Q2"}, "Measured: Target: Employer contacts 2026Q2"},
		{"a kind that came later", snapshot.Event{Act: "sealed", Kind: "round", Subject: "r1"}, "Sealed: Round"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.event.ActWords() + ": " + s.Subject(tt.event); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangeInWords(t *testing.T) {
	for _, tt := range []struct {
		name, field, text, removed, want string
	}{
		{"a status", "status", "in_place", "", "In place"},
		{"no status", "status", "", "", "Not answered"},
		{"a date", "review_on", "2026-12-09", "", "9 December 2026"},
		{"no statements", "points", "", "", "None"},
		{"a return's state", "state", "submitted", "", "Submitted"},
		{"evidence's state, which is words already", "state", "To review", "", "To review"},
		{"notes", "notes", "as typed", "", "as typed"},
		{"removed for good", "notes", "", "2026-11-20T09:00:00.000000Z", evidence.RemovedWords},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := snapshot.Change{Field: tt.field, Removed: calendar.Instant(tt.removed)}
			if got := c.Words(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for field, want := range map[string]string{"private_notes": "Notes for commissioners only", "es_in_post": "Employment specialists in post (FTE)", "first_thing": "First thing"} {
		if got := snapshot.FieldWords(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}
