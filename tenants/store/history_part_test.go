package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// seqs are the saves of a part, as "9 8 7".
func seqs(h snapshot.History) string {
	var list []string
	for _, e := range h.Events {
		list = append(list, fmt.Sprint(e.Seq))
	}
	return strings.Join(list, " ")
}

func TestHistoryPart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		var saves []int64 // of 3.4, oldest first
		save := func() {
			t.Helper()
			note(t, w, w.Lead, "3.4", fmt.Sprintf("note %d", len(saves)))
			all, err := w.For(w.Lead).History(ctx, "priority", "3.4")
			if err != nil {
				t.Fatal(err)
			}
			saves = append(saves, all[0].Seq)
		}
		newest := func(n int) string { // of those from the nth newest on, at most a page
			var list []string
			for i := len(saves) - 1 - n; i >= 0 && len(list) < store.SavesOnPage; i-- {
				list = append(list, fmt.Sprint(saves[i]))
			}
			return strings.Join(list, " ")
		}
		want := func(name string, part snapshot.Part, saves string, more bool) {
			t.Helper()
			h, err := w.For(w.Reader).HistoryPart(ctx, part, "priority", "3.4")
			if err != nil || seqs(h) != saves || h.More != more {
				t.Errorf("%s: %s, more %v, %v; want %s, more %v", name, seqs(h), h.More, err, saves, more)
			}
		}
		want("no save", snapshot.Part{}, "", false)
		save()
		note(t, w, w.Lead, "1.1", "another priority's")
		note(t, w, w.ForeignLead, "3.4", "another ICB's")
		want("one save", snapshot.Part{}, newest(0), false)
		for len(saves) < store.SavesOnPage {
			save()
		}
		want("a page", snapshot.Part{}, newest(0), false)
		save()
		want("a page and one", snapshot.Part{}, newest(0), true)
		want("the last one", snapshot.Part{Before: saves[1]}, newest(store.SavesOnPage), false)
		want("before the first", snapshot.Part{Before: saves[0]}, "", false)
		want("before one to come", snapshot.Part{Before: 1 << 60}, newest(0), true)
		want("one alone", snapshot.Part{Save: saves[3]}, fmt.Sprint(saves[3]), false)

		for name, seq := range map[string]int64{"another priority's save": saves[0] + 1, "one to come": 1 << 60} {
			if _, err := w.For(w.Reader).HistoryPart(ctx, snapshot.Part{Save: seq}, "priority", "3.4"); !errors.Is(err,
				tenants.ErrNotFound) {
				t.Errorf("%s: %v, want not found", name, err)
			}
		}
		both, err := w.For(w.Lead).HistoryPart(ctx, snapshot.Part{}, "priority", "1.1", "3.4")
		if err != nil || len(both.Events) != store.SavesOnPage || !both.More {
			t.Errorf("of two subjects: %s, %v", seqs(both), err)
		}
		if h, err := w.For(w.Lead).HistoryPart(ctx, snapshot.Part{Save: saves[0] + 1}, "priority", "1.1", "3.4"); err != nil ||
			h.Events[0].Subject != "1.1" {
			t.Errorf("one of two subjects: %s, %v", seqs(h), err)
		}
	})
}

// What History leaves out, HistoryPart leaves out too, also when a save is asked for by its number.
func TestHistoryPartShowsWhatTheMemberMaySee(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		note(t, w, w.Lead, "2.1", "with a status")
		e, err := w.For(w.Lead).Entry(ctx, "2.1")
		if err != nil {
			t.Fatal(err)
		}
		e.PrivateNotes, e.Owner = "for commissioners", w.Lead.ID
		if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "2.1"), e); err != nil {
			t.Fatal(err)
		}
		all, err := w.For(w.Lead).History(ctx, "priority", "2.1")
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		h, err := w.For(w.Reader).HistoryPart(ctx, snapshot.Part{Save: all[0].Seq}, "priority", "2.1")
		if err != nil || strings.Join(fields(h.Events[0]), " ") != "owner" || h.Events[0].Who == w.Lead.Person.Name {
			t.Errorf("a reader reads %+v, %v; want the owner alone and no name", h.Events, err)
		}
		begin(t, w, w.Lead)
		for _, tt := range []struct {
			name string
			who  tenants.Member
			save int64
			want string // the fields, or that it is not found
		}{
			{"the named", now(t, w, w.Lead), all[0].Seq, "private_notes owner"},
			{"outside, a save without a status", now(t, w, w.Reader), all[0].Seq, "not found"},
			{"outside, one with a status", now(t, w, w.Reader), all[1].Seq, "status"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				h, err := w.For(tt.who).HistoryPart(ctx, snapshot.Part{Save: tt.save}, "priority", "2.1")
				got := "not found"
				if err == nil {
					got = strings.Join(fields(h.Events[0]), " ")
				} else if !errors.Is(err, tenants.ErrNotFound) {
					t.Fatal(err)
				}
				if got != tt.want {
					t.Errorf("%s, want %s", got, tt.want)
				}
			})
		}
	})
}

func TestHistoryPartOfARowThatMoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		a, b, icb := w.For(w.ProviderA), w.For(w.ProviderB), w.For(w.Commissioner)
		row, err := a.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team"))
		if err != nil {
			t.Fatal(err)
		}
		row.Provider, row.Values = w.ProviderB.Provider, register.With(row.Values, "lacking", "said as it moved")
		if row, err = icb.SaveRow(ctx, register.Teams, row); err != nil {
			t.Fatal(err)
		}
		row.Values = register.With(row.Values, "lacking", "said by the second")
		if _, err = b.SaveRow(ctx, register.Teams, row); err != nil {
			t.Fatal(err)
		}
		all, err := icb.HistoryPart(ctx, snapshot.Part{}, register.Teams, row.ID)
		if err != nil || len(all.Events) != 3 {
			t.Fatalf("commissioners read %s, %v", seqs(all), err)
		}
		last, moved, first := all.Events[0].Seq, all.Events[1].Seq, all.Events[2].Seq
		for _, tt := range []struct {
			name string
			part snapshot.Part
			want string
		}{
			{"the newest", snapshot.Part{}, fmt.Sprint(last, " ", moved)},
			{"before its own save", snapshot.Part{Before: last}, fmt.Sprint(moved)},
			{"before the move", snapshot.Part{Before: moved}, ""},
			{"the move alone", snapshot.Part{Save: moved}, fmt.Sprint(moved)},
		} {
			h, err := b.HistoryPart(ctx, tt.part, register.Teams, row.ID)
			if err != nil || seqs(h) != tt.want {
				t.Errorf("%s: %s, %v; want %s", tt.name, seqs(h), err, tt.want)
			}
			for _, e := range h.Events {
				if e.Seq == moved && (len(e.Changes) != 1 || e.Changes[0].Field != "provider" || e.Changes[0].Old != "") {
					t.Errorf("%s: of the move it reads %+v, want only the provider that the row went to", tt.name, e.Changes)
				}
			}
		}
		if _, err := b.HistoryPart(ctx, snapshot.Part{Save: first}, register.Teams, row.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a save from before the move: %v, want not found", err)
		}
	})
}
