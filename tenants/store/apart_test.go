package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/view"
)

// apartReaders is how many reads of heavy work go on at the same time.
const apartReaders = 2

// TestHeavyReadsHoldNoReaderOfPages keeps as many exports reading as there can be: who arrives, pages and saves go on, and
// one export more waits.
func TestHeavyReadsHoldNoReaderOfPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		editions, err := edition.LoadFolder("")
		if err != nil {
			t.Fatal(err)
		}
		token := "a-session"
		sessions := w.Sessions(nil)
		data, err := sessions.Encode(time.Now().Add(time.Hour), map[string]any{store.SessionPerson: w.Lead.Person.ID})
		if err == nil {
			err = sessions.CommitCtx(t.Context(), token, data, time.Now().Add(time.Hour))
		}
		if err != nil {
			t.Fatal(err)
		}
		reading, end := make(chan struct{}), make(chan struct{})
		done := make(chan error, apartReaders)
		for range apartReaders {
			go func() {
				done <- w.For(w.Lead).Apart().Held(context.Background(), func() error { reading <- struct{}{}; <-end; return nil })
			}()
			<-reading
		}
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		if _, found, err := sessions.FindCtx(ctx, token); err != nil || !found {
			t.Errorf("session: found %v, %v", found, err)
		}
		if _, err := w.For(w.Lead).Snapshot(ctx, editions, view.Commissioners); err != nil {
			t.Errorf("a page's read: %v", err)
		}
		if _, err := w.For(w.Lead).Apart().SaveEntry(ctx, priority(t, "3.4"), assessment.Entry{Notes: "A save"}); err != nil {
			t.Errorf("a save: %v", err)
		}
		short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer stop()
		if err := w.For(w.Lead).Apart().Held(short, func() error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("one more heavy read: %v, want that it waits", err)
		}
		close(end)
		for range apartReaders {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}
