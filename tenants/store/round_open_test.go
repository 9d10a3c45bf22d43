package store_test

import (
	"errors"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// progress is how far the review is.
func progress(t *testing.T, w *storetest.World) (assessment.Review, int) {
	t.Helper()
	r, err := w.For(w.Reader).Review(ctx)
	must(t, err)
	entries, err := w.For(w.Reader).Entries(ctx)
	must(t, err)
	return r, assessment.Count(editions(t).Current(), entries, r).Reviewed
}

func openRound(t *testing.T, w *storetest.World, q calendar.Quarter) {
	t.Helper()
	must(t, w.For(w.Lead).OpenRound(ctx, q))
}

// TestARoundIsOpened: what is recorded stays and is not yet reviewed, until somebody saves it.
func TestARoundIsOpened(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		noteOf34(t, w, "as it was")
		if r, n := progress(t, w); r.Opened || r.Quarter != "2026Q3" || n != 1 {
			t.Errorf("before anybody opened a round: %+v, %d reviewed", r, n)
		}
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		openRound(t, w, "2026Q3")
		if r, n := progress(t, w); !r.Opened || n != 0 {
			t.Errorf("just opened: %+v, %d reviewed", r, n)
		}
		e, err := w.For(w.Lead).Entry(ctx, "3.4")
		if must(t, err); e.Notes != "as it was" {
			t.Errorf("notes %q", e.Notes)
		}
		_, err = w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"), e) // still right
		must(t, err)
		if _, n := progress(t, w); n != 1 {
			t.Errorf("%d reviewed", n)
		}
		if err := w.For(w.Lead).OpenRound(ctx, "2026Q3"); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("opened twice: %v", err)
		}
		if err := w.For(w.Lead).OpenRound(ctx, "2026Q2"); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("an earlier one is opened: %v", err)
		}
		if err := w.For(w.Lead).OpenRound(ctx, "2026Q4"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a later one is opened: %v", err)
		}
		faults, err := w.Check(ctx)
		if must(t, err); len(faults) > 0 {
			t.Error(faults)
		}
	})
}

// A round that was sealed without being opened is not opened after that, and only the administrator opens one.
func TestWhichRoundIsNotOpened(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		seal(t, w, "2026Q3", "")
		if err := w.For(w.Lead).OpenRound(ctx, "2026Q3"); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("one that was sealed: %v", err)
		}
		for _, q := range []calendar.Quarter{"2026Q2", "2020Q1"} {
			if err := w.For(w.Commissioner).OpenRound(ctx, q); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s by a commissioner: %v", q, err)
			}
		}
		if list, err := w.For(w.Lead).Openings(ctx); err != nil || len(list) > 0 {
			t.Errorf("opened %+v, %v", list, err)
		}
	})
}

// TestTwoPeopleOpenAtOnce: one of them does.
func TestTwoPeopleOpenAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		done := make(chan error, 2)
		for range 2 {
			go func() { done <- w.For(w.Lead).OpenRound(ctx, "2026Q3") }()
		}
		one, two := <-done, <-done
		if (one == nil) == (two == nil) || !errors.Is(errors.Join(one, two), tenants.ErrStale) {
			t.Errorf("%v and %v", one, two)
		}
		list, err := w.For(w.Lead).Openings(ctx)
		if must(t, err); len(list) != 1 {
			t.Errorf("openings %+v", list)
		}
	})
}

// TestARoundOverTheEndOfMarch: it is reviewed in April for the quarter before, and sealed as that quarter. What is saved after
// the sealing counts for the new quarter.
func TestARoundOverTheEndOfMarch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		w.Clock.Set(time.Date(2027, 3, 31, 22, 59, 0, 0, time.UTC)) // 23:59 in London
		openRound(t, w, "2026Q4")
		w.Clock.Set(time.Date(2027, 3, 31, 23, 0, 0, 0, time.UTC)) // 1 April
		noteOf34(t, w, "reviewed late")
		if r, n := progress(t, w); r.Quarter != "2026Q4" || !r.Over || n != 1 {
			t.Errorf("%+v, %d reviewed", r, n)
		}
		seal(t, w, "2026Q4", "")
		d := documentOf(t, w, w.Lead, "commissioners")
		if d.Quarter != "2026Q4" || d.Opened.Quarter != "2026Q4" || d.Opened.Sealed {
			t.Errorf("sealed as %s, opened %+v", d.Quarter, d.Opened)
		}
		s, err := d.Snapshot(editions(t))
		if must(t, err); s.Titled() != "2026Q4" || s.Progress().Reviewed != 1 || s.Review().Words() != "in Quarter 4 2026/27" {
			t.Errorf("it shows %s, %d reviewed %s", s.Titled(), s.Progress().Reviewed, s.Review().Words())
		}
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		if r, n := progress(t, w); r.Quarter != "2027Q1" || r.Opened || n != 1 { // it was saved in April
			t.Errorf("after the sealing: %+v, %d reviewed", r, n)
		}
		openRound(t, w, "2027Q1")
		if r, n := progress(t, w); r.Quarter != "2027Q1" || n != 0 {
			t.Errorf("the next round: %+v, %d reviewed", r, n)
		}
		now, err := w.For(w.Lead).Snapshot(ctx, editions(t), view.Commissioners)
		if must(t, err); now.Titled() != "2027Q1" || now.Progress().Reviewed != 0 {
			t.Errorf("today: %s, %d reviewed", now.Titled(), now.Progress().Reviewed)
		}
	})
}

// TestOpenable are the quarters that the page offers.
func TestOpenable(t *testing.T) {
	opened := func(q calendar.Quarter) []store.Opening { return []store.Opening{{Quarter: q}} }
	for _, tt := range []struct {
		name     string
		openings []store.Opening
		sealings []store.Sealing
		want     string
	}{
		{"none yet", nil, nil, "2026Q3 2026Q2"},
		{"the one before is open", opened("2026Q2"), nil, "2026Q3"},
		{"the present one is open", opened("2026Q3"), nil, ""},
		{"the present one was sealed without being opened", nil, []store.Sealing{{Quarter: "2026Q3"}}, "2026Q2"},
		{"the one before was sealed", opened("2026Q2"), []store.Sealing{{Quarter: "2026Q2"}}, "2026Q3"},
		{"one was skipped", opened("2026Q1"), nil, "2026Q3 2026Q2"},
	} {
		got := ""
		for _, q := range store.Openable("2026-11-20", tt.openings, tt.sealings) {
			got += " " + string(q)
		}
		if got != "" {
			got = got[1:]
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// documentOf is the document of the newest sealing, as a member has it.
func documentOf(t *testing.T, w *storetest.World, m tenants.Member, audience string) round.Document {
	t.Helper()
	d, err := round.Read(sealedBytes(t, w, m, fileOf(t, w, m, store.SealedDocument, audience)))
	must(t, err)
	return d
}
