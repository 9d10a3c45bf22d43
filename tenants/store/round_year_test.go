package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/round"
)

// allSealed are the bytes of all files of a quarter's first sealing, by their id.
func allSealed(t *testing.T, s *store.Store, w *storetest.World, q calendar.Quarter) map[string][]byte {
	t.Helper()
	list, err := s.For(w.Lead).Rounds(ctx)
	must(t, err)
	files := map[string][]byte{}
	for _, one := range list {
		for _, f := range one.Files {
			if one.Quarter == q && one.N == 1 {
				var b bytes.Buffer
				must(t, s.For(w.Lead).CopySealed(ctx, &b, f.ID))
				files[f.ID] = b.Bytes()
			}
		}
	}
	return files
}

// TestARoundIsTheSameAfterAYear of further work with four more rounds, one of them skipped, over a 29 February, and after a
// backup was restored and opened, which moves the tables on.
func TestARoundIsTheSameAfterAYear(t *testing.T) {
	w := storetest.New(t)
	w.Clock.Set(time.Date(2027, 4, 12, 9, 0, 0, 0, time.UTC))
	openRound(t, w, "2027Q1")
	noteOf34(t, w, "as it was")
	seal(t, w, "2027Q1", "")
	first := allSealed(t, w.Store, w, "2027Q1")
	if len(first) < 4 {
		t.Fatalf("%d files", len(first))
	}
	for i, at := range []time.Time{
		time.Date(2027, 8, 1, 9, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 9, 0, 0, 0, time.UTC),
		time.Date(2028, 4, 30, 23, 30, 0, 0, time.UTC),
	} {
		w.Clock.Set(at)
		q := calendar.At(at).Date().Quarter()
		openRound(t, w, q)
		noteOf34(t, w, fmt.Sprintf("further work %d", i))
		seal(t, w, q, "")
		if d := documentOf(t, w, w.Lead, "commissioners"); calendar.Quarter(d.Quarter) != q ||
			calendar.Instant(d.At).Date() != calendar.At(at).Date() {
			t.Errorf("sealed on %s as %s of %s", calendar.At(at).Date(), d.Quarter, d.At)
		}
	}
	seal(t, w, "2028Q1", "A note was wrong")
	list, err := w.For(w.Lead).Rounds(ctx)
	must(t, err)
	var sealed []string
	for _, s := range list {
		sealed = append(sealed, s.Subject())
	}
	if want := "[2028Q1 2 2028Q1 1 2027Q4 1 2027Q2 1 2027Q1 1]"; fmt.Sprint(sealed) != want { // the third quarter was skipped
		t.Errorf("rounds %v, want %s", sealed, want)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "ipstoolkit.db")
	_, err = w.Backup(ctx, file, false)
	must(t, err)
	again, err := store.Open(ctx, store.Options{Dir: dir, Existing: true, Clock: w.Clock.Now})
	must(t, err)
	defer again.Close()
	for name, s := range map[string]*store.Store{"the same program": w.Store, "after a restart": again} {
		now := allSealed(t, s, w, "2027Q1")
		for id, body := range first {
			if !bytes.Equal(now[id], body) {
				t.Errorf("%s: file %s is another", name, id)
			}
		}
	}
	for _, body := range first {
		if d, err := round.Read(body); err == nil && d.Priorities["3.4"].Notes != "as it was" {
			t.Errorf("notes %q", d.Priorities["3.4"].Notes)
		}
	}
}

// TestAMembershipEndsDuringARound: the provider's people no longer read it, and the provider's document is sealed all the same.
func TestAMembershipEndsDuringARound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		openRound(t, w, "2026Q3")
		must(t, w.For(w.Lead).EndMembership(ctx, w.ProviderA.ID, w.ProviderA.Version))
		seal(t, w, "2026Q3", "")
		if _, err := w.Membership(ctx, w.ProviderA.Person.ID, "QWE"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody who has left is a member: %v", err)
		}
		list, err := w.For(w.Lead).Rounds(ctx)
		must(t, err)
		d := documentOf(t, w, w.Lead, "commissioners")
		if len(list) != 1 || len(d.Providers) == 0 {
			t.Errorf("rounds %+v, providers %+v", list, d.Providers)
		}
		checked(t, w)
	})
}
