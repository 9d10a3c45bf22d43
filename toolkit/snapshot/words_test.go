package snapshot_test

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

func TestHistoryInWords(t *testing.T) {
	s := snapshot.Snapshot{
		Audience: view.Commissioners,
		Edition:  edition.Current(), Providers: []provider.Provider{{ID: "p1", Name: "Northside"}},
		Evidence: []evidence.Evidence{{ID: "e1", Title: "Minutes"}}, Contracts: []contract.Contract{{ID: "k1", Name: "Northside IPS"}},
		Own: []measure.Own{{ID: "o1", Name: "Employer contacts"}},
	}
	for _, tt := range []struct {
		name  string
		event snapshot.Event
		want  string
	}{
		{
			"a priority",
			snapshot.Event{Act: "saved", Kind: "priority", Subject: "2.2"},
			"Saved: Priority 2.2 Contract length supports a high-quality service",
		},
		{"a priority of another edition", snapshot.Event{Act: "saved", Kind: "priority", Subject: "9.9"}, "Saved: Priority 9.9"},
		{"evidence", snapshot.Event{Act: "query", Kind: "evidence", Subject: "e1"}, "Asked a question: Evidence: Minutes"},
		{"evidence not the audience's", snapshot.Event{Act: "added", Kind: "evidence", Subject: "e2"}, "Added: Evidence"},
		{"a contract", snapshot.Event{Act: "changed", Kind: "contract", Subject: "k1"}, "Changed: Contract: Northside IPS"},
		{"a staffing plan", snapshot.Event{Act: "saved", Kind: "plan", Subject: "2026"}, "Saved: Staffing plan for 2026/27"},
		{
			"figures",
			snapshot.Event{Act: "submit", Kind: "return", Subject: "p1 2026Q2"},
			"Submitted: Figures of Northside, Quarter 2 2026/27",
		},
		{
			"how a file is read",
			snapshot.Event{Act: "remembered", Kind: "import", Subject: "p1"},
			"Remembered: How files are read for Northside",
		},
		{
			"published access",
			snapshot.Event{Act: "recorded", Kind: "published", Subject: "p1 2026-09-30"},
			"Recorded: Published access of Northside, 12 months to September 2026",
		},
		{
			"a target of the toolkit",
			snapshot.Event{Act: "set", Kind: "target", Subject: measure.JobOutcomeRate + " 2026"},
			"Set: Target: People out of work supported into jobs, 2026/27",
		},
		{
			"a target of the ICB's own",
			snapshot.Event{Act: "measured", Kind: "target", Subject: "o1"},
			"Measured: Target: Employer contacts",
		},
		{"a target that has ended since", snapshot.Event{Act: "ended", Kind: "target", Subject: "o9"}, "Ended: Target"},
		{
			"a workbook",
			snapshot.Event{Act: "downloaded", Kind: "workbook", Subject: "steering"},
			"Downloaded: The steering group's workbook",
		},
		{"a member who joined", snapshot.Event{
			Act: "joined", Kind: "member", Subject: "m1",
			Changes: []snapshot.Change{{Field: "person", New: "Person lead"}},
		}, "Joined: Member: Person lead"},
		{"a member who left", snapshot.Event{
			Act: "ended", Kind: "member", Subject: "m1",
			Changes: []snapshot.Change{{Field: "person", Old: "Person lead"}},
		}, "Ended: Member: Person lead"},
		{"an invitation", snapshot.Event{
			Act: "invited", Kind: "invitation", Subject: "i1",
			Changes: []snapshot.Change{{Field: "name", New: "Person new"}},
		}, "Invited: Invitation: Person new"},
		{
			"a sealed round",
			snapshot.Event{Act: "sealed", Kind: "round", Subject: "2026Q3 2"},
			"Sealed: Round: Quarter 3 2026/27, version 2",
		},
		{"a round that was opened", snapshot.Event{Act: "opened", Kind: "round", Subject: "2026Q3"}, "Opened: Round: Quarter 3 2026/27"},
		{"a question", snapshot.Event{Act: "ask", Kind: "question", Subject: "q9"}, "Asked: Question"},
		{"a question that was closed", snapshot.Event{Act: "close", Kind: "question", Subject: "q9"}, "Closed: Question"},
		{"a kind that came later", snapshot.Event{Act: "agreed", Kind: "treaty", Subject: "r1"}, "Agreed: Treaty"},
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
		name, kind, field, text, removed, want string
	}{
		{"a status", "priority", "status", "in_place", "", "In place"},
		{"no status", "priority", "status", "", "", "Not answered"},
		{"a date", "priority", "review_on", "2026-12-09", "", "9 December 2026"},
		{"no statements", "priority", "points", "", "", "None"},
		{"statements", "priority", "points", "c1 c2 b1", "", "3"},
		{"a direction", "target", "direction", "at_least", "", "At the value or above"},
		{"a value", "target", "value", "3500 percent", "", "35%"},
		{"a value by hand", "target", "value 2026Q2", "800 people", "", "8"},
		{"a stage", "provider", "stage", "mature", "", "Mature service"},
		{"no stage", "provider", "stage", "", "", ""},
		{"an end", "provider", "ended", "no", "", "No"},
		{"a confirmed number", "priority", "confirmed", "0a1b2c", "", "1 number"},
		{"confirmed numbers", "priority", "confirmed", "0a1b2c,3d4e5f", "", "2 numbers"},
		{"nothing confirmed", "priority", "confirmed", "", "", ""},
		{"a return's state", "return", "state", "submitted", "", "Submitted"},
		{"people", "return", "access_unemployed", "120000", "", "1,200"},
		{"posts", "return", "es_in_post", "1850", "", "18.50"},
		{
			"teams", "return", "teams", `[{"Name":"North","Numbers":{"access_unemployed":7500}}]`, "",
			"North: People out of work who accessed the service 75",
		},
		{"a set", "return", "asked", "2 2026Q3", "", "Version 2, from Quarter 3 2026/27"},
		{"what all are asked", "return", "asked", "0", "", "What all providers are asked for"},
		{"the state of evidence", "evidence", "state", "new", "", "To review"},
		{"a period", "evidence", "period", "2026-07-01 2026-09-30", "", "1 July 2026 to 30 September 2026"},
		{"a file that was scanned", "evidence", "file", "a: b.pdf: clean", "", "a: b.pdf: The virus scan found nothing"},
		{"a file", "evidence", "file", "minutes.txt (5 bytes)", "", "minutes.txt (5 bytes)"},
		{"a way to be paid", "contract", "payment", "grant", "", "Grant"},
		{
			"options", "contract", "options", `[{"Months":1,"To":"","ExercisedOn":"2026-01-10"}]`, "",
			"1 month more, exercised on 10 January 2026",
		},
		{"a clause", "contract", "clause_pay", "variation: Schedule 2A", "", "Needs variation: Schedule 2A"},
		{"a clause that was not looked at", "contract", "clause_pay", ": Annex 3", "", "Not checked: Annex 3"},
		{"a number that a contract states", "contract", "outcome_stated", "200", "", "2%"},
		{"published", "published", "published", "1200", "", "1,200"},
		{"published and hidden", "published", "published", "*", "", "*"},
		{"an answer of a list", "team", "mhsds", "direct", "", "Directly"},
		{"notes", "priority", "notes", "as typed", "", "as typed"},
		{"removed for good", "priority", "notes", "", "2026-11-20T09:00:00.000000Z", evidence.RemovedWords},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := snapshot.Change{Field: tt.field, Removed: calendar.Instant(tt.removed)}
			if got := (snapshot.Event{Kind: tt.kind}).Said(c, tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for _, tt := range []struct{ kind, field, want string }{
		{"priority", "private_notes", "Notes for commissioners only"},
		{"return", "es_in_post", "Employment specialists in post (FTE)"},
		{"priority", "first_thing", "First thing"},
		{"contract", "clause_referral_self", "Takes self-referrals"},
		{"contract", "outcome_stated", "Outcome target stated"},
		{"return", "query", "Question"},
		{"evidence", "withdraw", "Reason"},
		{"target", "value 2026Q2", "Value, Quarter 2 2026/27"},
	} {
		if got := snapshot.KindOf(tt.kind).Field(tt.field).Words; got != tt.want {
			t.Errorf("%s of %s is %q, want %q", tt.field, tt.kind, got, tt.want)
		}
	}
}

// TestTold: the version that a workbook was made from is kept, but people do not read it.
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

// A field that names members of the ICB is personal, so that the steering group reads titles in their place.
func TestNamesArePersonal(t *testing.T) {
	personal := 0
	for _, k := range snapshot.Kinds {
		for _, f := range k.Fields {
			if f.Personal {
				personal++
			} else if f.Of == record.Member {
				t.Errorf("%s of the kind %s names members and is not personal", f.Name, k.Code)
			}
		}
	}
	if personal < 5 {
		t.Errorf("only %d personal fields", personal)
	}
}
