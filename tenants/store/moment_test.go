package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// write34 saves notes against priority 3.4, read34 reads which are there.
func write34(t *testing.T, ctx context.Context, rows *store.Rows, notes string) {
	t.Helper()
	e, err := rows.Entry(context.Background(), "3.4")
	if err == nil {
		e.Notes = notes
		_, err = rows.SaveEntry(ctx, priority(t, "3.4"), e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func read34(t *testing.T, ctx context.Context, rows *store.Rows) string {
	t.Helper()
	e, err := rows.Entry(ctx, "3.4")
	if err != nil {
		t.Fatal(err)
	}
	return e.Notes
}

// What a page reads, it reads at one moment, until it does something else.
func TestOneMoment(t *testing.T) {
	w := storetest.NewPostgres(t)
	lead, other, foreign := w.For(w.Lead), w.For(w.Commissioner), w.For(w.ForeignLead)
	always := context.Background()
	for _, tt := range []struct {
		name string
		// then is what the page does after it has read "before", and somebody else has saved "after".
		then func(t *testing.T, page context.Context, end func())
		want string
	}{
		{"it reads on", func(t *testing.T, page context.Context, _ func()) {
			if _, err := lead.Members(page); err != nil {
				t.Error(err)
			}
		}, "before"},
		{"somebody else reads", func(t *testing.T, _ context.Context, _ func()) { read34(t, always, other) }, "before"},
		{"it saves", func(t *testing.T, page context.Context, _ func()) { write34(t, page, lead, "its own") }, "its own"},
		{"it is done", func(t *testing.T, page context.Context, end func()) {
			end()
			if read34(t, page, lead); store.InUse(w.Database) != 0 {
				t.Error("it holds a connection again")
			}
		}, "after"},
		{"a read of it fails", func(t *testing.T, page context.Context, _ func()) {
			write34(t, always, other, "after") // an entry there is
			if err := lead.Broken(page); err == nil {
				t.Error("no error")
			}
		}, "after"},
		{"it asks who somebody is", func(t *testing.T, page context.Context, _ func()) {
			if _, err := w.Person(page, w.Lead.Person.ID); err != nil {
				t.Error(err)
			}
		}, "after"},
		{"it asks for another ICB", func(t *testing.T, page context.Context, _ func()) {
			list, err := foreign.Members(page)
			if err != nil || len(list) != 2 || list[0].Tenant.Code != "S1Y5D" {
				t.Errorf("%d members, %v", len(list), err)
			}
		}, "after"},
		{"it asks for heavy work", func(t *testing.T, page context.Context, _ func()) {
			if _, err := lead.Apart().Entries(page); err != nil {
				t.Error(err)
			}
		}, "after"},
		{"it reads inside a read", func(t *testing.T, page context.Context, _ func()) {
			err := lead.Held(page, func() error {
				if got := read34(t, page, lead); got != "after" {
					t.Errorf("inside: %q", got)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}, "before"},
		{"it is done inside a read", func(t *testing.T, page context.Context, end func()) {
			if err := lead.Held(page, func() error { end(); return nil }); err != nil || store.InUse(w.Database) != 0 {
				t.Errorf("%v, and %d connections after it", err, store.InUse(w.Database))
			}
		}, "after"},
		{"its parts read side by side", func(t *testing.T, page context.Context, _ func()) {
			var parts sync.WaitGroup
			for range 8 {
				parts.Go(func() {
					if list, err := lead.Members(page); err != nil || len(list) != 5 {
						t.Errorf("%d members, %v", len(list), err)
					}
				})
			}
			parts.Wait()
		}, "before"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			write34(t, always, lead, "before")
			page, end := w.OneMoment(always, "QWE")
			defer end()
			if got := read34(t, page, lead); got != "before" || store.InUse(w.Database) != 1 {
				t.Fatalf("first %q, with %d connections", got, store.InUse(w.Database))
			}
			write34(t, always, other, "after")
			tt.then(t, page, end)
			if got := read34(t, page, lead); got != tt.want {
				t.Errorf("then %q, want %q", got, tt.want)
			}
			end()
			if n := store.InUse(w.Database); n != 0 {
				t.Errorf("%d connections held by a page that is done", n)
			}
			if of, err := w.Afterwards(`SELECT COALESCE(current_setting('app.tenant', true), '')`); err != nil || of != "" {
				t.Errorf("the connection still reads rows of %q, %v", of, err)
			}
		})
	}
}

// A page that holds a connection never waits for a second: twenty such pages would wait for each other for ever.
func TestAPageTakesOneConnection(t *testing.T) {
	w := storetest.NewPostgres(t)
	store.OneConnection(w.Database)
	lead := w.For(w.Lead)
	for name, do := range map[string]func(page context.Context) error{
		"who somebody is":         func(page context.Context) error { _, err := w.Person(page, w.Lead.Person.ID); return err },
		"which ICBs there are":    func(page context.Context) error { _, err := w.Tenants(page); return err },
		"which ICBs they are of":  func(page context.Context) error { _, err := w.Memberships(page, w.Lead.Person.ID); return err },
		"what is another ICB's":   func(page context.Context) error { _, err := w.For(w.ForeignLead).Members(page); return err },
		"heavy work":              func(page context.Context) error { _, err := lead.Apart().Members(page); return err },
		"a save":                  func(page context.Context) error { return lead.Exported(page, "full", 1) },
		"what is read beside all": func(page context.Context) error { _, err := lead.TargetInput(page); return err },
	} {
		t.Run(name, func(t *testing.T) {
			patient, stop := context.WithTimeout(context.Background(), 10*time.Second)
			defer stop()
			page, end := w.OneMoment(patient, "QWE")
			defer end()
			for _, do := range []func(context.Context) error{
				func(page context.Context) error { _, err := lead.Entries(page); return err }, do,
				func(page context.Context) error { _, err := lead.Entries(page); return err },
			} {
				if err := do(page); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// The ICB that a transaction reads is forgotten with it, in every way of reading. So is that of a page about an ICB that
// its reader has nothing to do with: the rows' ICB decides, not the page's.
func TestReadingEndsWithItsTransaction(t *testing.T) {
	w := storetest.NewPostgres(t)
	always := context.Background()
	gone, leave := context.WithCancel(always)
	leave()
	pageOf := func(code string) context.Context {
		page, end := w.OneMoment(always, code)
		t.Cleanup(end)
		return page
	}
	for name, read := range map[string]func() error{
		"a session, of all ICBs": func() error { _, _, err := w.Sessions(nil).FindCtx(always, "token"); return err },
		"one query":              func() error { _, err := w.For(w.Lead).Entries(always); return err },
		"several":                func() error { _, err := w.For(w.Lead).TargetInput(always); return err },
		"one that fails":         func() error { write34(t, always, w.For(w.Lead), "x"); return refusal(w.For(w.Lead).Broken(always)) },
		"somebody who has gone":  func() error { _, err := w.For(w.Lead).TargetInput(gone); return refusal(err) },
		"a member on the page of another ICB": func() error {
			list, err := w.For(w.Lead).Members(pageOf("S1Y5D"))
			for _, m := range list {
				if m.Tenant.Code != "QWE" {
					t.Errorf("a member of %s", m.Tenant.Code)
				}
			}
			return err
		},
		"a member of no ICB": func() error {
			_, err := w.For(tenants.Member{}).Members(pageOf("QWE"))
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("error %v", err)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := read(); err != nil {
				t.Fatal(err)
			}
			if of, err := w.Afterwards(`SELECT COALESCE(current_setting('app.tenant', true), '')`); err != nil || of != "" ||
				store.InUse(w.Database) != 0 {
				t.Errorf("the connection still reads rows of %q, %v; %d in use", of, err, store.InUse(w.Database))
			}
		})
	}
}

var errNone = errors.New("no error")

// refusal is nil for an error that was wanted.
func refusal(err error) error {
	if err == nil {
		return errNone
	}
	return nil
}

// A page reads on SQLite as any other.
func TestOneMomentOnSQLite(t *testing.T) {
	w := storetest.New(t)
	page, end := w.OneMoment(t.Context(), "QWE")
	write34(t, page, w.For(w.Lead), "a note")
	if got := read34(t, page, w.For(w.Lead)); got != "a note" {
		t.Errorf("read %q", got)
	}
	end()
	if got := read34(t, page, w.For(w.Lead)); got != "a note" {
		t.Errorf("afterwards %q", got)
	}
}
