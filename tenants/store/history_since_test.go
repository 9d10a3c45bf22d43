package store_test

import (
	"errors"
	"maps"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
)

// A form that was opened at one moment learns which fields were changed since, and what they held then.
func TestChangedSinceSaysWhatWasThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, p := w.For(w.Lead), priority(t, "3.4")
		save := func(version int, change func(e *assessment.Entry)) int64 {
			t.Helper()
			e, err := rows.Entry(ctx, "3.4")
			must(t, err)
			change(&e)
			e.Version = version
			_, err = rows.SaveEntry(ctx, p, e)
			must(t, err)
			return w.Saves(t)()
		}
		made := save(0, func(e *assessment.Entry) { e.Status, e.Notes = assessment.InPlace, "One" })
		second := save(1, func(e *assessment.Entry) { e.Notes, e.PrivateNotes = "Two", "Quiet" })
		save(2, func(e *assessment.Entry) { e.Notes, e.Owner = "Three", w.Commissioner.ID })
		for _, tt := range []struct {
			name string
			by   tenants.Member
			seen int64
			want map[string]string
		}{
			{"since it was made", w.Lead, made, map[string]string{"notes": "One", "private_notes": "", "owner": ""}},
			{"since the second save", w.Commissioner, second, map[string]string{"notes": "Two", "owner": ""}},
			{"a provider reads no private notes", w.ProviderA, made, map[string]string{"notes": "One", "owner": ""}},
			{"nothing since", w.Lead, w.Saves(t)(), map[string]string{}},
		} {
			if got, err := w.For(tt.by).ChangedSince(ctx, "priority", "3.4", tt.seen); err != nil || !maps.Equal(got, tt.want) {
				t.Errorf("%s: %v, %v; want %v", tt.name, got, err, tt.want)
			}
		}
		if got, err := w.For(w.ForeignLead).ChangedSince(ctx, "priority", "3.4", 0); err != nil || len(got) != 0 {
			t.Errorf("another ICB's administrator reads %v, %v", got, err)
		}
		if _, err := rows.ChangedSince(ctx, "nothing", "3.4", 0); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a kind that there is not: %v", err)
		}
		found, err := rows.FindText(ctx, "Two")
		must(t, err)
		for i := range found {
			must(t, rows.Erase(ctx, []string{found[i].ID}, "A mistake"))
			break
		}
		if got, err := rows.ChangedSince(ctx, "priority", "3.4", second); err != nil || got["notes"] == "Two" || got["notes"] == "Three" {
			t.Errorf("a text that was removed: %q, %v", got["notes"], err)
		}
	})
}
