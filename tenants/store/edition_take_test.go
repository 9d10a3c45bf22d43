package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/snapshot"
)

// recorded are the entries in short, "1.2 in_place First [c1]".
func recorded(t *testing.T, w *storetest.World) string {
	t.Helper()
	all, err := w.For(w.Lead).Entries(ctx)
	must(t, err)
	var lines []string
	for _, key := range []string{"1.1", "1.2", "1.3", "2.1", "3.4", "3.5", "7.1", "7.2"} {
		if e, there := all[key]; there {
			lines = append(lines, fmt.Sprintf("%s %s %s %v", key, e.Status, e.Notes, e.Points))
		}
	}
	return strings.Join(lines, "; ")
}

// TestAnEditionIsTakenUpAndUndone half-way through a round: each entry goes to what its priority has become, and back exactly
// as it was; the check follows both ways.
func TestAnEditionIsTakenUpAndUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		l := storetest.NextEdition(t)
		lead := w.For(w.Lead)
		save := func(key, notes string, points ...string) {
			t.Helper()
			e, err := lead.Entry(ctx, key)
			must(t, err)
			e.Status, e.Notes, e.Points = assessment.InPlace, notes, points
			p, _ := l.Current().Priority(key)
			if q, there := editions(t).Current().Priority(key); there {
				p = q
			}
			_, err = lead.SaveEntry(ctx, p, e)
			must(t, err)
		}
		last := editions(t).Current().Sections[2].Priorities
		gone := last[len(last)-1].Key
		save("1.2", "First")
		save("1.3", "Second")
		save("2.1", "Changed", "c1", "b1")
		save(gone, "Retired")
		m := minutes()
		m.Places = []evidence.Place{{Priority: "1.2"}, {Priority: gone}}
		_, err := lead.SaveEvidence(ctx, editions(t).Current(), m)
		must(t, err)
		if err := lead.TakeUp(ctx, l, "2026Q3", "2027-03"); !isProblem(err, "Open the round") {
			t.Fatalf("without a round: %v", err)
		}
		openRound(t, w, "2026Q3")
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		save("1.1", "Reviewed")
		before := recorded(t, w)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		must(t, lead.TakeUp(ctx, l, "2026Q3", "2027-03"))
		if got := recorded(t, w); !strings.Contains(got, "1.2 in_place Second []; 1.3 in_place First []") ||
			!strings.Contains(got, "2.1 in_place Changed [b1]") || strings.Contains(got, "Retired") {
			t.Errorf("taken up: %s\nbefore: %s", got, before)
		}
		if found, err := lead.FindText(ctx, "Retired"); err != nil || len(found) < 2 || found[0].Kind != "priority" {
			t.Errorf("a text of a retired priority is found in %+v, %v", found, err)
		}
		checked(t, w)
		tenant, err := w.Tenant(ctx, "QWE")
		if must(t, err); tenant.Edition != "2027-03" {
			t.Errorf("edition %s", tenant.Edition)
		}
		entries, err := lead.Entries(ctx)
		must(t, err)
		review, err := lead.Review(ctx)
		if must(t, err); assessment.Count(l.Current(), entries, review).Reviewed != 0 {
			t.Error("something is reviewed in the new edition")
		}
		if err := lead.TakeUp(ctx, l, "2026Q3", "2027-03"); !isProblem(err, "already moved to a newer edition") {
			t.Errorf("twice: %v", err)
		}
		must(t, lead.GoBack(ctx, l, "2026Q3"))
		if got := recorded(t, w); got != before {
			t.Errorf("undone: %s\nbefore: %s", got, before)
		}
		checked(t, w)
		if err := lead.GoBack(ctx, l, "2026Q3"); !isProblem(err, "did not move to another edition") {
			t.Errorf("undone twice: %v", err)
		}
		must(t, lead.TakeUp(ctx, l, "2026Q3", "2027-03"))
		e, err := lead.Entry(ctx, "7.2")
		must(t, err)
		e.Status = assessment.NotStarted
		p, _ := l.Current().Priority("7.2")
		_, err = lead.SaveEntry(ctx, p, e)
		must(t, err)
		if err := lead.GoBack(ctx, l, "2026Q3"); !isProblem(err, "can no longer be undone") {
			t.Errorf("after a save: %v", err)
		}
		checked(t, w)
		if err := w.For(w.Commissioner).TakeUp(ctx, l, "2026Q3", "2027-03"); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a commissioner: %v", err)
		}
	})
}

func isProblem(err error, words string) bool {
	var wrong problem.List
	return errors.As(err, &wrong) && strings.Contains(wrong[0].Message, words)
}

func checked(t *testing.T, w *storetest.World) {
	t.Helper()
	faults, err := w.Check(ctx)
	if must(t, err); len(faults) > 0 {
		t.Error(faults)
	}
}

// TestTheHistoryFollowsANewerEdition: what was saved under a priority's old number is read under its number of now, in its own
// history, in the whole history and in what has changed since a day. A number that another priority has had tells nothing of it.
func TestTheHistoryFollowsANewerEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		l, old := storetest.NextEdition(t), editions(t).Current()
		lead := w.For(w.Lead)
		save := func(rows *store.Rows, key, notes string) {
			t.Helper()
			p, there := old.Priority(key)
			if !there {
				p, _ = l.Current().Priority(key)
			}
			e, err := rows.Entry(ctx, key)
			must(t, err)
			e.Status, e.Notes = assessment.InPlace, notes
			_, err = rows.SaveEntry(ctx, p, e)
			must(t, err)
			w.Clock.Set(w.Now().Add(time.Minute))
		}
		last := old.Sections[2].Priorities
		gone := last[len(last)-1].Key
		start := calendar.At(w.Now())
		save(lead, "1.2", "First")
		save(lead, "1.3", "Second")
		save(lead, gone, "Retired")
		view := assessment.View{Provider: w.ProviderA.Provider, Priority: "1.2", Status: assessment.InProgress}
		p, _ := old.Priority("1.2")
		must(t, w.For(w.ProviderA).SaveView(ctx, p, view))
		openRound(t, w, "2026Q3")
		must(t, lead.TakeUp(ctx, l, "2026Q3", "2027-03"))
		w.Clock.Set(w.Now().Add(time.Minute))
		lead = w.For(now(t, w, w.Lead))
		save(lead, "1.3", "First again")
		commissioner, provider := w.For(now(t, w, w.Commissioner)), w.For(now(t, w, w.ProviderA))

		notes := func(events []snapshot.Event) string {
			var list []string
			for _, e := range events {
				for _, c := range e.Changes {
					if c.Field == "notes" || e.Kind == "view" && c.Field == "status" {
						list = append(list, e.Subject+" "+c.New)
					}
				}
			}
			return strings.Join(list, "; ")
		}
		for key, want := range map[string]string{"1.3": "1.3 First again; 1.3 First", "1.2": "1.2 Second", gone: ""} {
			events, err := commissioner.History(ctx, "priority", key)
			if got := notes(events); err != nil || got != want {
				t.Errorf("the history of %s: %q, %v, want %q", key, got, err, want)
			}
		}
		const theirs, without = "1.3 First again; %s 1.3 in_progress; 1.3 First", "1.3 First again; 1.3 First"
		for name, c := range map[string]struct {
			rows *store.Rows
			want string
		}{
			"commissioner": {commissioner, fmt.Sprintf(theirs, view.Provider)},
			"provider":     {provider, fmt.Sprintf(theirs, view.Provider)},
			"rival":        {w.For(now(t, w, w.ProviderB)), without},
			"reader":       {w.For(now(t, w, w.Reader)), without},
		} {
			h, err := c.rows.PriorityHistory(ctx, snapshot.Part{}, "1.3", w.ProviderA.Provider, w.ProviderB.Provider)
			if got := notes(h.Events); err != nil || got != c.want {
				t.Errorf("%s reads %q, %v, want %q", name, got, err, c.want)
			}
		}
		retired := old.ID + " " + gone
		all, _, err := commissioner.HistoryPage(ctx, store.HistoryFilter{Kind: "priority"}, 20)
		if got := notes(all); err != nil || got != "1.3 First again; "+retired+" Retired; 1.2 Second; 1.3 First" {
			t.Errorf("the whole history: %q, %v", got, err)
		}
		statuses, err := commissioner.StatusesSince(ctx, start)
		var keys []string
		for _, e := range statuses {
			keys = append(keys, e.Subject)
		}
		if got := strings.Join(keys, "; "); err != nil || got != retired+"; 1.2; 1.3" {
			t.Errorf("statuses: %q, %v", got, err)
		}
		before, err := commissioner.NotesBefore(ctx, start)
		if err != nil || before["1.3"].New != "First" || before["1.2"].New != "Second" {
			t.Errorf("notes before: %+v, %v", before, err)
		}
		changed, err := commissioner.ChangedSince(ctx, "priority", "1.3", 0)
		if was, told := changed["notes"]; err != nil || !told || was != "" {
			t.Errorf("changed since the beginning: %+v, %v", changed, err)
		}
		checked(t, w)
	})
}

// What is asked and to be done about a priority goes with it to its new number, and back.
func TestQuestionsAndActionsFollowANewerEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		l, lead := storetest.NextEdition(t), w.For(w.Lead)
		_, err := lead.AskQuestion(ctx, editions(t).Current(), question.Question{
			About: question.About{Kind: "priority", ID: "1.2"}, Provider: w.ProviderA.Provider,
		}, "How far are you?", "")
		must(t, err)
		for _, kind := range []string{"priority", "difference"} {
			a := toDo(action.Owner{Member: w.Lead.ID})
			a.About = action.About{Kind: kind, ID: "1.2"}
			saveAction(t, lead, a)
		}
		beside := func(key string) string {
			t.Helper()
			b, err := lead.Beside(ctx, "priority", key)
			must(t, err)
			return fmt.Sprint(len(b.Questions), " ", len(b.Actions))
		}
		openRound(t, w, "2026Q3")
		must(t, lead.TakeUp(ctx, l, "2026Q3", "2027-03"))
		if of, was := beside("1.3"), beside("1.2"); of != "1 2" || was != "0 0" {
			t.Errorf("questions and actions under the new number: %s; under the old one: %s", of, was)
		}
		checked(t, w)
		must(t, lead.GoBack(ctx, l, "2026Q3"))
		if of, was := beside("1.2"), beside("1.3"); of != "1 2" || was != "0 0" {
			t.Errorf("back under the old number: %s; under the new one: %s", of, was)
		}
		checked(t, w)
	})
}
