package snapshot_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// decided says for each field of a snapshot whether Closed removes it, changes it or leaves it. A new field needs a
// line here, from somebody who has thought of procurement.
var decided = map[string]string{
	"Contracts": "all", "Plans": "all", "Claims": "all", "posts": "all", "groups": "none",
	"wanted": "none", "wantedOn": "none", // made from what is left (TestDecisionsWanted)
	"Actions": "some", "Questions": "some",
	"Entries": "some", "Evidence": "some", "Locals": "some", "Events": "some", "Began": "none", "Opened": "none", "Round": "none",
	"Shut": "some", "running": "some",
	"Results": "some", "Shared": "some", "Views": "some", "Comments": "some", "Spreads": "some",
	"Audience": "none", "ICB": "none", "Edition": "none", "At": "none", "Version": "none", "Providers": "none", "Returns": "none",
	"Own":    "none",
	"ByHand": "none", "Registers": "some", "Answers": "some", "Published": "none", "Sets": "none", "Collections": "none",
	"Breakdowns": "none", "Procurement": "none", "People": "none",
	"Sealed": "some", "Compared": "some",
}

func TestEveryFieldOfASnapshotIsDecidedForProcurement(t *testing.T) {
	s := reflect.TypeFor[snapshot.Snapshot]()
	for i := range s.NumField() {
		if decided[s.Field(i).Name] == "" {
			t.Errorf("%s: say in Closed and here whether procurement keeps it back", s.Field(i).Name)
		}
	}
	closed := reflect.ValueOf(full().Closed())
	for name, how := range decided {
		if how == "all" && closed.FieldByName(name).Len() > 0 {
			t.Errorf("%s is still there", name)
		}
	}
}

// full is a snapshot under procurement with "secret" in all that is kept back and "plain" in the rest.
func full() snapshot.Snapshot {
	s := at()
	s.Procurement = "2026-11-01"
	var events []snapshot.Event
	for _, p := range s.Edition.Priorities() {
		word := "plain"
		if assessment.InProcurement(p.Key) {
			word = "secret"
		}
		s.Entries[p.Key] = assessment.Entry{
			Priority: p.Key, Status: assessment.InProgress, Notes: word, PrivateNotes: word,
			Points: []string{"c1"}, Version: 2,
		}
		s.Evidence = append(s.Evidence, evidence.Evidence{ID: "e" + p.Key, Title: word, Places: []evidence.Place{{Priority: p.Key}}})
		for _, about := range []question.About{{Kind: "priority", ID: p.Key}, {Kind: "evidence", ID: "e" + p.Key}} {
			id := about.Kind + p.Key
			s.Questions = append(s.Questions, question.Question{ID: id, About: about, Provider: "n", Title: word})
			events = append(events, snapshot.Event{
				At: s.At, Kind: "question", Subject: id, Changes: []snapshot.Change{{Field: "question", New: word}},
			})
		}
		s.Views = append(s.Views, assessment.View{Provider: "n", Priority: p.Key, Status: assessment.NotStarted, Note: word})
		s.Comments = append(s.Comments, assessment.Comment{Priority: p.Key, State: "in_progress n:not_started", Text: word})
		events = append(events, snapshot.Event{
			At: s.At, Kind: "view", Subject: "n " + p.Key, Changes: []snapshot.Change{{Field: "note", New: word}},
		})
		for _, changes := range [][]snapshot.Change{
			{{Field: "notes", New: word}},
			{{Field: "notes", New: word}, {Field: "status", New: "in_progress"}},
		} {
			events = append(events, snapshot.Event{At: s.At, Kind: "priority", Subject: p.Key, Changes: changes})
		}
		events = append(events, snapshot.Event{
			At: s.At, Kind: "evidence", Subject: "e" + p.Key,
			Changes: []snapshot.Change{{Field: "title", New: word}},
		})
	}
	s.Evidence = append(s.Evidence, evidence.Evidence{
		ID: "both", Title: "secret",
		Places: []evidence.Place{{Priority: "3.4"}, {Priority: "2.2"}},
	})
	s.Contracts = []contract.Contract{{ID: "k", Provider: "n", Name: "secret", Start: "2026-04-01", End: "2027-03-31"}}
	s.Compared = snapshot.Compared{Rows: []snapshot.ComparedRow{{Part: "New wording", After: "secret"}}}
	s.Plans = []staffing.Year{{Row: register.Row{ID: "plan-2026", Values: map[string]string{"pay_source": "secret"}}}}
	s.Registers = map[string][]register.Row{register.Events: {
		{ID: "r1", Values: map[string]string{"priority": "6.1", "said": "secret"}},
		{ID: "r2", Values: map[string]string{"priority": "6.2", "said": "plain"}},
	}}
	s.Locals = []measure.Local{{Kind: measure.ContractLength, Reason: "secret"}, {Kind: measure.JobOutcomeRate, Reason: "plain"}}
	s.Actions = []action.Action{
		{ID: "a1", What: "secret", KeptBack: true, Shared: true, Owner: action.Owner{Provider: "n"}},
		{ID: "a2", What: "plain", Shared: true, Owner: action.Owner{Provider: "n"}},
	}
	for kind, subject := range map[string]string{
		"action": "a1", "contract": "k", "plan": "2026", "event": "r1", "target": measure.EarlyTalks + " 2026",
		"procurement": "QWE",
	} {
		events = append(events, snapshot.Event{
			At: s.At, Kind: kind, Subject: subject,
			Changes: []snapshot.Change{{Field: "reason", New: "secret"}},
		})
	}
	events = append(events, snapshot.Event{
		At: s.At, Kind: "target", Subject: measure.JobOutcomeRate + " 2026",
		Changes: []snapshot.Change{{Field: "reason", New: "plain"}},
	})
	s.Events = snapshot.Listed(events...)
	return s
}

// What people outside a procurement read of the history: the statuses of all priorities, everything of the open ones,
// and of the procurement its first day and who is named.
func TestHistoryUnderProcurement(t *testing.T) {
	s := full()
	s.Events = snapshot.Listed([]snapshot.Event{
		{At: s.At, Kind: "priority", Subject: "2.1", Changes: []snapshot.Change{{Field: "notes"}}},
		{At: s.At, Kind: "priority", Subject: "2.1", Changes: []snapshot.Change{{Field: "notes"}, {Field: "status"}}},
		{At: s.At, Kind: "priority", Subject: "3.4", Changes: []snapshot.Change{{Field: "notes"}}},
		{At: s.At, Kind: "procurement", Subject: "QWE", Changes: []snapshot.Change{{Field: "since"}, {Field: "reason"}, {Field: "named"}}},
		{At: s.At, Kind: "settings", Subject: "QWE", Changes: []snapshot.Change{{Field: "next_meeting"}}},
		{At: s.At, Kind: "contract", Subject: "k", Changes: []snapshot.Change{{Field: "name"}}},
	}...)
	var got []string
	for _, e := range listed(s.Closed()) {
		line := e.Kind + " " + e.Subject + ":"
		for _, c := range e.Changes {
			line += " " + c.Field
		}
		got = append(got, line)
	}
	want := []string{"priority 2.1: status", "priority 3.4: notes", "procurement QWE: since named", "settings QWE: next_meeting"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClosed(t *testing.T) {
	for name, s := range map[string]snapshot.Snapshot{
		"commissioners outside": full().Closed().For(view.Commissioners), "closed twice": full().Closed().Closed(),
		"the steering group": full().For(view.SteeringGroup), "a provider": full().For(view.Provider("n")),
	} {
		if strings.Contains(said(s), "secret") {
			t.Errorf("%s: something that is kept back is there", name)
		}
		if !s.Shut || !s.Hides("2.1") || s.Hides("3.4") || s.Entries["2.1"].Status != assessment.InProgress ||
			!s.Entries["2.1"].Has("c1") || s.Entries["3.4"].Notes != "plain" {
			t.Errorf("%s: the rest is not there", name)
		}
		if said := s.Spreads["3.4"].Comment.Text; said != "plain" && name != "closed twice" {
			t.Errorf("%s: the comment where views differ is %q", name, said)
		}
		if moves := s.Since(); len(moves.First) != len(s.Edition.Priorities()) {
			t.Errorf("%s: %d first answers, want all", name, len(moves.First))
		}
	}
	if s := full().For(view.Commissioners); s.Shut || len(s.Contracts) != 1 || s.Hides("2.1") {
		t.Error("the people named do not see everything")
	}
	s := full()
	s.Procurement = ""
	if s.Closed().Shut || s.For(view.SteeringGroup).Shut {
		t.Error("something is kept back though no procurement is under way")
	}
	s = full()
	before := said(s)
	s.Closed()
	if said(s) != before {
		t.Error("the snapshot it was made from has changed")
	}
}
