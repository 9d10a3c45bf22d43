package store_test

import (
	"errors"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/equity"
)

func TestHowFarBreakdownsHaveCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		byDefault := len(equity.Collected(nil, "2026Q2"))
		for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
			submit(t, w, m, "2026Q2")
			if _, err := w.For(m).SaveBreakdown(ctx, disability(m.Provider, "2026Q2")); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			name string
			by   tenants.Member
			a, b int
		}{{"a commissioner", w.Commissioner, 1, 1}, {"its own people", w.ProviderA, 1, 0}, {"another ICB's", w.ForeignLead, 0, 0}} {
			done, err := w.For(c.by).BrokenDown(ctx, "2026Q2")
			if err != nil || done.Collected != byDefault || done.Finished[w.ProviderA.Provider] != c.a ||
				done.Finished[w.ProviderB.Provider] != c.b {
				t.Errorf("%s: %+v, %v; want %d collected", c.name, done, err, byDefault)
			}
		}
		if done, err := w.For(w.Commissioner).BrokenDown(ctx, "2026Q1"); err != nil || len(done.Finished) != 0 {
			t.Errorf("the quarter before: %+v, %v", done, err)
		}
		if _, err := w.For(w.Reader).BrokenDown(ctx, "2026Q2"); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader: %v", err)
		}
		off := equity.CollectionIn(nil, "disability", "2026Q2")
		off.Collected, off.From = false, "2026Q1"
		if _, err := w.For(w.Lead).SaveCollection(ctx, off); err != nil {
			t.Fatal(err)
		}
		if done, err := w.For(w.Commissioner).BrokenDown(ctx, "2026Q2"); err != nil || done.Collected != byDefault-1 ||
			len(done.Finished) != 0 {
			t.Errorf("once it is not collected: %+v, %v", done, err)
		}
	})
}
