package snapshot_test

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

func TestHistoryInWords(t *testing.T) {
	s := snapshot.Snapshot{
		Edition: edition.Current(), Providers: []snapshot.Provider{{ID: "p1", Name: "Northside"}},
		Evidence: []evidence.Evidence{{ID: "e1", Title: "Minutes"}}, Contracts: []contract.Contract{{ID: "k1", Name: "Northside IPS"}},
		Own: []measure.Own{{ID: "o1", Name: "Employer contacts"}},
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
		{"a staffing plan", snapshot.Event{Act: "saved", Kind: "plan", Subject: "2026"}, "Saved: Staffing plan for 2026/27"},
		{"figures", snapshot.Event{Act: "submit", Kind: "return", Subject: "p1 2026Q2"}, "Submitted: Figures of Northside, Quarter 2 2026/27"},
		{"how a file is read", snapshot.Event{Act: "remembered", Kind: "import", Subject: "p1"}, "Remembered: Way to read files of Northside"},
		{"published access", snapshot.Event{Act: "recorded", Kind: "published", Subject: "p1 2026-09-30"}, "Recorded: Published access of Northside, 12 months to September 2026"},
		{"a target of the toolkit", snapshot.Event{Act: "set", Kind: "target", Subject: measure.JobOutcomeRate + " 2026"}, "Set: Target: People out of work supported into jobs, 2026/27"},
		{"a target of the ICB's own", snapshot.Event{Act: "measured", Kind: "target", Subject: "o1"}, "Measured: Target: Employer contacts"},
		{"a target that has ended since", snapshot.Event{Act: "ended", Kind: "target", Subject: "o9"}, "Ended: Target"},
		{"a workbook", snapshot.Event{Act: "downloaded", Kind: "workbook", Subject: "steering"}, "Downloaded: The steering group's workbook"},
		{"a member who joined", snapshot.Event{Act: "joined", Kind: "member", Subject: "m1", Changes: []snapshot.Change{{Field: "person", New: "Person lead"}}}, "Joined: Member: Person lead"},
		{"a member who left", snapshot.Event{Act: "ended", Kind: "member", Subject: "m1", Changes: []snapshot.Change{{Field: "person", Old: "Person lead"}}}, "Ended: Member: Person lead"},
		{"an invitation", snapshot.Event{Act: "invited", Kind: "invitation", Subject: "i1", Changes: []snapshot.Change{{Field: "name", New: "Person new"}}}, "Invited: Invitation: Person new"},
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
		{"statements", "points", "c1 c2 b1", "", "3"},
		{"a direction", "direction", "at_least", "", "At the value or above"},
		{"a stage", "stage", "mature", "", "Mature service"},
		{"no stage", "stage", "", "", ""},
		{"an end", "ended", "no", "", "No"},
		{"a confirmed number", "confirmed", "0a1b2c", "", "1 number"},
		{"confirmed numbers", "confirmed", "0a1b2c,3d4e5f", "", "2 numbers"},
		{"nothing confirmed", "confirmed", "", "", ""},
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
	for field, want := range map[string]string{"private_notes": "Notes for commissioners only", "es_in_post": "Employment specialists in post (FTE)", "first_thing": "First thing", "clause_referral_self": "Takes self-referrals", "outcome_stated": "Outcome target stated"} {
		if got := snapshot.FieldWords(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}

// TestTold: the version that a workbook was made from is kept, and not told.
func TestTold(t *testing.T) {
	changes := []snapshot.Change{{Field: "version", New: "113"}}
	if told := (snapshot.Event{Kind: "workbook", Subject: "full", Changes: changes}).Told(); len(told) != 0 {
		t.Errorf("a download tells %+v", told)
	}
	if told := (snapshot.Event{Kind: "settings", Changes: changes}).Told(); len(told) != 1 {
		t.Errorf("another event tells %+v", told)
	}
}

func TestYearOfAValue(t *testing.T) {
	for _, tt := range []struct {
		name, kind, subject string
		year                calendar.Year
		ok                  bool
	}{
		{"a local value", "target", "job-outcome-rate 2026", 2026, true},
		{"an own target", "target", "3f6b", 0, false},
		{"figures", "return", "p1 2026Q2", 0, false},
		{"another kind that ends in a number", "contract", "k 2026", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if year, ok := (snapshot.Event{Kind: tt.kind, Subject: tt.subject}).Year(); ok != tt.ok || ok && year != tt.year {
				t.Errorf("year %d, %v; want %d, %v", year, ok, tt.year, tt.ok)
			}
		})
	}
}
