package store_test

import (
	"errors"
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/problem"
)

// All that somebody owns goes to others in one step; the history tells it of each record, and no priority counts as reviewed.
func TestHandOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		for _, key := range []string{"2.1", "3.4"} {
			_, err := rows.SaveEntry(ctx, priority(t, key), assessment.Entry{Status: assessment.InPlace, Owner: w.Commissioner.ID})
			must(t, err)
		}
		open := saveAction(t, rows, toDo(action.Owner{Member: w.Commissioner.ID}))
		done := toDo(action.Owner{Member: w.Commissioner.ID})
		done.State, done.DoneOn = action.Done, "2026-11-01"
		done = saveAction(t, rows, done)
		before, err := rows.Entry(ctx, "3.4")
		must(t, err)
		owned, err := rows.Owned(ctx, w.Commissioner.ID)
		seen := []string{"action " + open.ID, "priority 2.1", "priority 3.4"}
		if err != nil || !slices.Equal(owned.Records(), seen) {
			t.Fatalf("owned %q, %v", owned.Records(), err)
		}
		w.Clock.Set(w.Now().AddDate(0, 0, 1))
		h := store.HandOver{From: w.Commissioner.ID, Priorities: w.Lead.ID, Actions: w.ProviderA.ID}
		for _, other := range [][]string{nil, seen[1:], {seen[0], seen[1], "priority 3.5"}, append(slices.Clone(seen), "priority 3.5")} {
			h.Seen = other
			if err := rows.HandOver(ctx, h); !errors.Is(err, tenants.ErrStale) {
				t.Errorf("of %q: %v", other, err)
			}
		}
		h.Seen = seen
		for _, m := range []tenants.Member{w.Commissioner, w.ProviderA} {
			if _, err := w.For(m).Owned(ctx, w.Commissioner.ID); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("a %s reads what somebody owns: %v", m.Role, err)
			}
			if err := w.For(m).HandOver(ctx, h); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("a %s hands over: %v", m.Role, err)
			}
		}
		var problems problem.List
		for _, wrong := range []store.HandOver{
			{From: h.From, Priorities: w.Lead.ID, Actions: w.Reader.ID, Seen: seen},
			{From: h.From, Priorities: w.ProviderA.ID, Seen: seen},
			{From: h.From, Priorities: w.ForeignLead.ID, Seen: seen},
		} {
			if err := rows.HandOver(ctx, wrong); !errors.As(err, &problems) {
				t.Errorf("to somebody who cannot own it: %v", err)
			}
		}
		if e, err := rows.Entry(ctx, "2.1"); err != nil || e.Owner != w.Commissioner.ID {
			t.Errorf("half of it was handed over: %+v, %v", e, err)
		}
		must(t, rows.HandOver(ctx, h))
		e, err := rows.Entry(ctx, "3.4")
		if err != nil || e.Owner != w.Lead.ID || e.Version != before.Version+1 || e.ChangedAt != before.ChangedAt {
			t.Errorf("3.4 %+v, %v", e, err)
		}
		if a, err := w.For(w.ProviderA).Action(ctx, open.ID); err != nil || a.Member != w.ProviderA.ID ||
			a.Provider != w.ProviderA.Provider {
			t.Errorf("the action %+v, %v", a, err)
		}
		if a, err := rows.Action(ctx, done.ID); err != nil || a.Member != w.Commissioner.ID {
			t.Errorf("what is done keeps its owner: %+v, %v", a, err)
		}
		for kind, subject := range map[string]string{"priority": "3.4", "action": open.ID} {
			events, err := rows.History(ctx, kind, subject)
			if err != nil || events[0].Act != "handed over" || events[0].Changes[0].Field != "owner" ||
				events[0].Changes[0].Old != "Person commissioner" {
				t.Errorf("history of %s: %+v, %v", kind, events, err)
			}
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

// What a provider's person leaves to nobody is the provider's as a whole.
func TestHandOverToNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		a := saveAction(t, rows, toDo(action.Owner{Member: w.ProviderA.ID}))
		must(t, rows.HandOver(ctx, store.HandOver{From: w.ProviderA.ID, Seen: []string{"action " + a.ID}}))
		if got, err := rows.Action(ctx, a.ID); err != nil || got.Member != "" || got.Provider != w.ProviderA.Provider {
			t.Errorf("left to %+v, %v", got.Owner, err)
		}
	})
}

// While procurement is under way, an administrator outside it hands over what they see, and nothing else.
func TestHandOverOutsideAProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		second := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
		for _, key := range []string{"2.1", "3.4"} {
			_, err := w.For(w.Lead).SaveEntry(ctx, priority(t, key), assessment.Entry{Status: assessment.InPlace, Owner: w.Commissioner.ID})
			must(t, err)
			a := toDo(action.Owner{Member: w.Commissioner.ID})
			a.About.ID = key
			saveAction(t, w.For(w.Lead), a)
		}
		begin(t, w, w.Lead)
		outside := w.For(now(t, w, second))
		owned, err := outside.Owned(ctx, w.Commissioner.ID)
		if err != nil || len(owned.Priorities) != 1 || owned.Priorities[0].Priority != "3.4" || len(owned.Actions) != 1 {
			t.Fatalf("owned %+v, %v", owned, err)
		}
		must(t, outside.HandOver(ctx, store.HandOver{
			From: w.Commissioner.ID, Priorities: second.ID, Actions: second.ID,
			Seen: owned.Records(),
		}))
		left, err := w.For(now(t, w, w.Lead)).Owned(ctx, w.Commissioner.ID)
		if err != nil || len(left.Priorities) != 1 || left.Priorities[0].Priority != "2.1" || len(left.Actions) != 1 ||
			left.Actions[0].About.ID != "2.1" {
			t.Errorf("left %+v, %v", left, err)
		}
	})
}

// What somebody could not own with another role, or for another provider.
func TestWhatAnotherRoleLoses(t *testing.T) {
	owned := store.Owned{
		Priorities: []assessment.Entry{{Priority: "3.4"}},
		Actions:    []action.Action{{ID: "icb"}, {ID: "a", Owner: action.Owner{Provider: "a"}}},
	}
	for _, c := range []struct {
		name     string
		role     tenants.Role
		provider string
		want     []string
	}{
		{"a commissioner", tenants.Commissioner, "", []string{"action a"}},
		{"an administrator", tenants.Lead, "", []string{"action a"}},
		{"provider a's person", tenants.Provider, "a", []string{"action icb", "priority 3.4"}},
		{"provider b's person", tenants.Provider, "b", []string{"action a", "action icb", "priority 3.4"}},
		{"a reader", tenants.Reader, "", []string{"action a", "action icb", "priority 3.4"}},
		{"nobody", "", "", []string{"action a", "action icb", "priority 3.4"}},
	} {
		if got := owned.Lost(c.role, c.provider).Records(); !slices.Equal(got, c.want) {
			t.Errorf("%s loses %q, want %q", c.name, got, c.want)
		}
	}
}
