package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
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
