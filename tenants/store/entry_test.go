package store_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

var ctx = context.Background()

func priority(t *testing.T, key string) edition.Priority {
	t.Helper()
	p, ok := edition.Current().Priority(key)
	if !ok {
		t.Fatalf("no priority %s", key)
	}
	return p
}

func TestEntryIsKeptAsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, p := w.For(w.Commissioner), priority(t, "3.4")
		blank, err := rows.Entry(ctx, "3.4")
		if err != nil || !blank.Blank() || blank.Priority != "3.4" {
			t.Fatalf("before any save: %+v, %v; want a blank entry of 3.4", blank, err)
		}
		typed := assessment.Entry{
			Status: assessment.InProgress, Notes: "Two lines\n=1+1 é 🙂 <b>", PrivateNotes: "Quiet word",
			Owner: w.Lead.ID, ReviewOn: "2027-02-28", Points: []string{"b1", "c1"},
		}
		version, err := rows.SaveEntry(ctx, p, typed)
		if err != nil || version != 1 {
			t.Fatalf("first save: version %d, %v", version, err)
		}
		got, err := rows.Entry(ctx, "3.4")
		if err != nil {
			t.Fatal(err)
		}
		want := typed
		want.Priority, want.Version, want.Points = "3.4", 1, []string{"c1", "b1"}
		want.OwnerName, want.OwnerTitle = "Person lead", view.Title{Words: "ICB administrator", Organised: true}
		want.ChangedAt, want.ChangedBy, want.ChangedByTitle = "2026-11-20T09:00:00.000000Z", "Person commissioner",
			view.Title{Words: "Commissioner"}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestStaleEntryIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, p := w.For(w.Commissioner), priority(t, "1.1")
		save := func(seen int, notes string) error {
			_, err := rows.SaveEntry(ctx, p, assessment.Entry{Notes: notes, Version: seen})
			return err
		}
		steps := []struct {
			name  string
			seen  int
			notes string
			want  error
		}{
			{"a version where there is none", 1, "no", tenants.ErrStale},
			{"the first", 0, "first", nil},
			{"the first once more", 0, "no", tenants.ErrStale},
			{"the second", 1, "second", nil},
			{"from the first version", 1, "no", tenants.ErrStale},
			{"a version that is yet to come", 3, "no", tenants.ErrStale},
			{"a negative version", -1, "no", tenants.ErrStale},
			{"the third", 2, "third", nil},
		}
		for _, s := range steps {
			if err := save(s.seen, s.notes); !errors.Is(err, s.want) {
				t.Fatalf("%s: %v, want %v", s.name, err, s.want)
			}
		}
		if e, _ := rows.Entry(ctx, "1.1"); e.Notes != "third" || e.Version != 3 {
			t.Errorf("kept %q of version %d", e.Notes, e.Version)
		}
		if h, _ := rows.History(ctx, "priority", "1.1"); len(h) != 3 {
			t.Errorf("%d events, want 3: refused saves leave none", len(h))
		}
	})
}

func TestFortySaversOneWinner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := priority(t, "2.2")
		results := make([]error, 40)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() {
				_, results[i] = w.For(w.Commissioner).SaveEntry(ctx, p, assessment.Entry{Status: assessment.InPlace})
			})
		}
		all.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, tenants.ErrStale):
				t.Errorf("a loser got %v, want ErrStale", err)
			}
		}
		if won != 1 {
			t.Errorf("%d saves won, want 1", won)
		}
	})
}

func TestEntryRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		tests := []struct {
			name  string
			entry assessment.Entry
			field string // "" where the error is ErrNotFound
		}{
			{"a status of its own", assessment.Entry{Status: "done"}, "status"},
			{"notes too long", assessment.Entry{Notes: strings.Repeat("é", 10_001)}, "notes"},
			{"private notes too long", assessment.Entry{PrivateNotes: strings.Repeat("x", 10_001)}, "private_notes"},
			{"an NHS number", assessment.Entry{Notes: "Call 999 000 0018 back"}, "notes"},
			{"a point of another priority", assessment.Entry{Points: []string{"c99"}}, "point"},
			{"a resource is not ticked", assessment.Entry{Points: []string{"r1"}}, "point"},
			{"an owner of another ICB", assessment.Entry{Owner: w.ForeignLead.ID}, ""},
			{"an owner who is nobody", assessment.Entry{Owner: "x"}, ""},
			{"an owner who reads alone", assessment.Entry{Owner: w.Reader.ID}, ""},
			{"an owner at a provider, who cannot save it", assessment.Entry{Owner: w.ProviderA.ID}, ""},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				_, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "4.4"), tt.entry)
				var wrong problem.List
				switch {
				case tt.field == "" && !errors.Is(err, tenants.ErrNotFound):
					t.Errorf("got %v, want ErrNotFound", err)
				case tt.field != "" && (!errors.As(err, &wrong) || wrong[0].Field != tt.field):
					t.Errorf("got %v, want a problem with %s", err, tt.field)
				}
			})
		}
		if e, _ := w.For(w.Lead).Entry(ctx, "4.4"); !e.Blank() {
			t.Errorf("a refused save left %+v", e)
		}
	})
}

func TestConfirmedNumberIsAskedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, p := w.For(w.Lead), priority(t, "1.2")
		e := assessment.Entry{Notes: "Purchase order 999 000 0018"}
		_, err := rows.SaveEntry(ctx, p, e)
		if err == nil {
			t.Fatal("saved without a confirmation")
		}
		e.Confirmed = confirmation(e)
		if _, err := rows.SaveEntry(ctx, p, e); err != nil {
			t.Fatal(err)
		}
		kept, _ := rows.Entry(ctx, "1.2")
		kept.Notes += ", paid"
		if _, err := rows.SaveEntry(ctx, p, kept); err != nil {
			t.Errorf("asked again: %v", err)
		}
		h, _ := rows.History(ctx, "priority", "1.2")
		last := h[len(h)-1].Changes
		if c := last[len(last)-1]; c.Field != "confirmed" || c.New == "" || strings.Contains(c.New, "0018") {
			t.Errorf("recorded %+v, want the confirmation without the number", c)
		}
	})
}

func TestOneICBNeverReachesAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: "only ours"}); err != nil {
			t.Fatal(err)
		}
		away := w.For(w.ForeignLead)
		if e, err := away.Entry(ctx, "1.1"); err != nil || !e.Blank() {
			t.Errorf("entry: %+v, %v", e, err)
		}
		if all, _ := away.Entries(ctx); len(all) != 0 {
			t.Errorf("entries: %v", all)
		}
		if found, _ := away.SearchNotes(ctx, "only"); len(found) != 0 {
			t.Errorf("search: %v", found)
		}
		if h, _ := away.History(ctx, "priority", "1.1"); len(h) != 0 {
			t.Errorf("history: %v", h)
		}
		nobody := w.For(tenants.Member{Role: tenants.Lead})
		if _, err := nobody.Entries(ctx); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("no ICB: %v, want ErrNotFound", err)
		}
		if _, err := nobody.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("no ICB: %v, want ErrNotFound", err)
		}
	})
}

func TestSearchNotes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for key, e := range map[string]assessment.Entry{
			"1.1": {Notes: "Équipe MEETS weekly"},
			"1.2": {Notes: "100% of teams_meet", PrivateNotes: "Talk to the trust"},
		} {
			if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, key), e); err != nil {
				t.Fatal(err)
			}
		}
		tests := []struct {
			name, words string
			who         tenants.Member
			want        string
		}{
			{"other case", "meets", w.Reader, "1.1"},
			{"accented capital", "équipe", w.ProviderA, "1.1"},
			{"a percent sign is itself", "0%", w.Lead, "1.2"},
			{"an underscore is itself", "s_m", w.Lead, "1.2"},
			{"private notes for those who may", "TRUST", w.Commissioner, "1.2"},
			{"private notes for a provider", "TRUST", w.ProviderA, ""},
			{"private notes for a reader", "TRUST", w.Reader, ""},
			{"a quote", "'; DROP TABLE entries; --", w.Lead, ""},
		}
		for _, tt := range tests {
			found, err := w.For(tt.who).SearchNotes(ctx, tt.words)
			if err != nil || len(found) > 1 || (tt.want != "") != (len(found) == 1) {
				t.Fatalf("%s: %v, %v", tt.name, found, err)
			}
			if _, ok := found[tt.want]; tt.want != "" && !ok {
				t.Errorf("%s: found %v, want %s", tt.name, found, tt.want)
			}
		}
	})
}

// What each role sees of an entry and of its history: notes for commissioners, and names of people.
func TestEntryAsEachRoleSeesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		e := assessment.Entry{Status: assessment.InPlace, PrivateNotes: "Order 999 000 0018", Owner: w.Lead.ID}
		e.Confirmed = confirmation(e)
		if _, err := w.For(w.Commissioner).SaveEntry(ctx, priority(t, "1.1"), e); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who                 tenants.Member
			private             bool
			owner, by, newOwner string
			fields              []string
		}{
			{w.Lead, true, "Person lead", "Person commissioner", "Person lead", []string{"status", "private_notes", "owner", "confirmed"}},
			{
				w.Commissioner, true, "Person lead", "Person commissioner", "Person lead",
				[]string{"status", "private_notes", "owner", "confirmed"},
			},
			{w.ProviderA, false, "Person lead", "Person commissioner", "Person lead", []string{"status", "owner"}},
			{w.Reader, false, "ICB administrator", "Commissioner", "A member of the ICB", []string{"status", "owner"}},
		} {
			t.Run(string(tt.who.Role), func(t *testing.T) {
				one, err := w.For(tt.who).Entry(ctx, "1.1")
				if err != nil {
					t.Fatal(err)
				}
				all, err := w.For(tt.who).Entries(ctx)
				if err != nil || !reflect.DeepEqual(all["1.1"], one) {
					t.Errorf("among all %+v, alone %+v, %v", all["1.1"], one, err)
				}
				if (one.PrivateNotes != "") != tt.private || (one.Confirmed != "") != tt.private || one.OwnerName != tt.owner ||
					one.ChangedBy != tt.by {
					t.Errorf("entry %+v", one)
				}
				h, err := w.For(tt.who).History(ctx, "priority", "1.1")
				if err != nil || len(h) != 1 {
					t.Fatalf("history %v, %v", h, err)
				}
				if got := fields(h[0]); !reflect.DeepEqual(got, tt.fields) || h[0].Who != tt.by {
					t.Errorf("history by %q with %v, want %q with %v", h[0].Who, got, tt.by, tt.fields)
				}
				for _, c := range h[0].Changes {
					if c.Field == "owner" && c.New != tt.newOwner {
						t.Errorf("owner %q, want %q", c.New, tt.newOwner)
					}
				}
			})
		}
	})
}

func fields(e snapshot.Event) []string {
	var names []string
	for _, c := range e.Changes {
		names = append(names, c.Field)
	}
	return names
}

// confirmation is what the tick box "this is not an NHS number" sends for an entry.
func confirmation(e assessment.Entry) string { return privacy.Confirmation(e.Numbers()) }
