package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
)

// TestAReadingSeesOneMoment: what is saved while a page reads is not in the rest of what it reads, and it changes nothing.
func TestAReadingSeesOneMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		err := rows.Reading(ctx, func(get func(dest any, query string, args ...any) error) error {
			var before, after int64
			const saves = `SELECT version FROM tenants WHERE tenant_id = ?`
			if err := get(&before, saves, "QWE"); err != nil {
				return err
			}
			if _, err := rows.SaveEntry(ctx, priority(t, "4.1"), assessment.Entry{Status: assessment.InPlace}); err != nil {
				return err
			}
			if err := get(&after, saves, "QWE"); err != nil {
				return err
			}
			if before != after {
				t.Errorf("the reading began at save %d and sees save %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = rows.Reading(ctx, func(get func(dest any, query string, args ...any) error) error {
			return get(new(int), `UPDATE tenants SET name = name WHERE tenant_id = ? AND name = 'nothing' RETURNING 1`, "QWE")
		})
		if err == nil || errors.Is(err, tenants.ErrNotFound) { // it looked for a row to change
			t.Errorf("a reading can write: %v", err)
		}
	})
}

// TestWhoseRowsAConnectionReads: a reading and a save are for one ICB, and their connection is for none once they have ended,
// well or not.
func TestWhoseRowsAConnectionReads(t *testing.T) {
	w := storetest.NewPostgres(t)
	rows := w.For(w.Lead)
	store.OneConnection(w.Database)
	const whose, which = `SELECT COALESCE(current_setting('app.tenant', true), '')`, `SELECT pg_backend_pid()::text`
	first, err := w.Afterwards(which)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		do   func() error
		fail bool
	}{
		{"a reading", func() error {
			return rows.Reading(ctx, func(get func(dest any, query string, args ...any) error) error {
				var of string
				if err := get(&of, whose); err != nil || of != "QWE" {
					t.Errorf("a reading of QWE is for %q, %v", of, err)
				}
				return nil
			})
		}, false},
		{"a reading that was called off", func() error {
			gone, cancel := context.WithCancel(ctx)
			defer cancel()
			return rows.Reading(gone, func(get func(dest any, query string, args ...any) error) error {
				var of string
				err := get(&of, whose)
				cancel()
				return err
			})
		}, false},
		{"a query that is none", func() error {
			return rows.Reading(ctx, func(get func(dest any, query string, args ...any) error) error {
				return get(new(string),
					`NONSENSE`)
			})
		}, true},
		{"who somebody is", func() error { _, err := w.Memberships(ctx, w.Lead.Person.ID); return err }, false},
		{"a save", func() error {
			_, err := rows.SaveEntry(ctx, priority(t, "4.1"), assessment.Entry{Status: assessment.InPlace})
			return err
		}, false},
		{"a save that is refused", func() error {
			_, err := rows.SaveEntry(ctx, priority(t, "4.1"), assessment.Entry{Status: assessment.InProgress, Version: 7})
			return err
		}, true},
		{"a file", func() error {
			_, err := rows.PutFile(ctx, evidence.File{Name: "a.txt", Kind: evidence.TXT, Size: 5}, bytes.NewReader([]byte("typed")))
			return err
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(); (err != nil) != tt.fail {
				t.Errorf("%v", err)
			}
			if of, err := w.Afterwards(whose); err != nil || of != "" {
				t.Errorf("the next is for %q, %v", of, err)
			}
			if level, err := w.Afterwards(`SELECT current_setting('transaction_isolation')`); err != nil || level != "read committed" {
				t.Errorf("the connection is still in a reading: %s, %v", level, err)
			}
			if now, err := w.Afterwards(which); err != nil || now != first {
				t.Errorf("another connection was needed, %v", err)
			}
		})
	}
}

// TestASaveOutlivesItsBrowser: somebody who closes the page while a save is under way has saved.
func TestASaveOutlivesItsBrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		before, err := w.Tenant(ctx, "QWE")
		if err != nil {
			t.Fatal(err)
		}
		gone, cancel := context.WithCancel(ctx)
		defer cancel()
		if err := w.For(w.Lead).Written(gone, func() error { cancel(); return nil }); err != nil {
			t.Errorf("the save: %v", err)
		}
		if after, err := w.Tenant(ctx, "QWE"); err != nil || after.Version != before.Version+1 {
			t.Errorf("%d saves are kept, %v", after.Version-before.Version, err)
		}
		if err := w.For(w.Lead).Written(gone, func() error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a save that was called off before it began: %v", err)
		}
		if after, err := w.Tenant(ctx, "QWE"); err != nil || after.Version != before.Version+1 {
			t.Errorf("%d saves are kept, %v", after.Version-before.Version, err)
		}
	})
}

// TestSettingsOfAnotherAreNotLost: who saves settings that somebody else has changed meanwhile is told so.
func TestSettingsOfAnotherAreNotLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		first := store.Settings{FiguresDue: calendar.UsualDeadline, RetentionYears: 9, Version: 1}
		late := first
		late.RetentionYears = 10
		if err := w.For(w.Lead).SaveSettings(ctx, first); err != nil {
			t.Fatal(err)
		}
		if err := w.For(w.Lead).SaveSettings(ctx, late); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("the later: %v", err)
		}
		late.Version = 2
		if err := w.For(w.Lead).SaveSettings(ctx, late); err != nil {
			t.Errorf("the later, once it was read anew: %v", err)
		}
	})
}

// TestLocksAreLaidAtEachStart takes the lock off every table: the next start lays it again. The databases of tests are
// copies of one that was made at some time before.
func TestLocksAreLaidAtEachStart(t *testing.T) {
	w := storetest.NewPostgres(t)
	for _, rows := range []*store.Rows{w.For(w.Lead), w.For(w.ForeignLead)} {
		if _, err := rows.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: "ours"}); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("pgx", w.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`DO $$ DECLARE p record; BEGIN
		FOR p IN SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'one_icb' LOOP
			EXECUTE format('DROP POLICY one_icb ON %I; ALTER TABLE %I NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', p.tablename, p.tablename);
		END LOOP; END $$`)
	if err != nil {
		t.Fatal(err)
	}
	entries := func(tenant string) (n int) {
		t.Helper()
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		if tenant != "never set" {
			_, err = tx.Exec(`SELECT set_config('app.tenant', $1, true)`, tenant)
		}
		if err == nil {
			err = tx.QueryRow(`SELECT COUNT(*) FROM entries`).Scan(&n)
		}
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := entries(""); n != 2 {
		t.Fatalf("%d entries without the locks, want 2", n)
	}
	s, err := store.Open(ctx, store.Options{Database: w.Database})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db.SetMaxIdleConns(0) // from here on each transaction has a connection on which nothing was set before
	for tenant, want := range map[string]int{"never set": 0, "": 0, "QWE": 1, "S1Y5D": 1, "QZZ": 0, "*": 2} {
		if n := entries(tenant); n != want {
			t.Errorf("for %q: %d entries, want %d", tenant, n, want)
		}
	}
}

// TestRolesThatAreAboveTheLock: PostgreSQL keeps no ICBs apart for a role that may bypass it, superuser or not.
func TestRolesThatAreAboveTheLock(t *testing.T) {
	database := storetest.Postgres(t)
	u, err := url.Parse(os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User("postgres")
	super, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close()
	name := "above_" + strings.ToLower(rand.Text())
	if _, err := super.Exec(`CREATE ROLE ` + name + ` LOGIN BYPASSRLS`); err != nil {
		t.Fatal(err)
	}
	defer func() {
		// Its connection may still be ending, and only a superuser may end it: the test's database is dropped by another role.
		_, err := super.Exec(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = $1`, name)
		if err == nil {
			_, err = super.Exec(`DROP ROLE ` + name)
		}
		if err != nil {
			t.Error(err)
		}
	}()
	as, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	as.User = url.User(name)
	s, err := store.Open(ctx, store.Options{Database: as.String()})
	if err == nil {
		s.Close()
		t.Fatal("opened by a role that may bypass row-level security")
	}
	if !strings.Contains(err.Error(), "may bypass row-level security") {
		t.Errorf("got %v", err)
	}
}
