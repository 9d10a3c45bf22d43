package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/tenants/store/storetest"
)

// The kernel by itself. The providers' table is its only record and represents them all.

var (
	saved  = db.Act{Act: "saved", Kind: "provider", Subject: "p"}
	author = db.By{Person: "somebody", Name: "Somebody", Role: "Commissioner"}
)

// each runs a test on a fresh database of each kind, with two ICBs that have not saved anything.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	open := func(t *testing.T, o db.Options) {
		d, err := db.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		for _, code := range []string{"QAA", "QBB"} {
			err := d.Exec(t.Context(), `
				INSERT INTO tenants (tenant_id, name, region, demo, edition_id, created_at, version, audit_head, show_by_provider,
				retention_years,
				    evidence_quota, next_meeting, settings_version)
				VALUES (?, '', '', FALSE, '', '', 0, '', FALSE, 8, 0, '', 1)`, code)
			if err != nil {
				t.Fatal(err)
			}
		}
		test(t, d)
	}
	t.Run("sqlite", func(t *testing.T) { open(t, db.Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { open(t, db.Options{Database: storetest.Postgres(t)}) })
}

// put saves a provider of an ICB.
func put(ctx context.Context, d *db.DB, tenant, id string, then error) (seq int64, err error) {
	err = d.Transaction(ctx, func(tx db.Tx) error {
		return tx.Save(tenant, saved, func(q db.Reading, w *db.Writing) (db.By, error) {
			seq = w.Seq
			w.Changed("name", "", "Northside "+id)
			_, err := w.Exec(`
				INSERT INTO providers (tenant_id, id, name, kind, stage, place, ended, version) VALUES (?, ?, 'Northside', 'cic', '', '',
				FALSE, 1)`,
				q.Tenant, id)
			return author, errors.Join(err, then)
		})
	})
	return seq, err
}

// counted is how many providers of an ICB a reading sees; where is a condition on their rows k.
func counted(t *testing.T, d *db.DB, tenant, where string, args ...any) (n int) {
	t.Helper()
	err := d.Read(t.Context(), db.Pages, tenant, func(q db.Reading) error {
		return q.Get(&n, `SELECT COUNT(*) FROM providers k WHERE `+where, args...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestASaveIsNumberedChainedAndSigned(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		refused := errors.New("refused")
		for _, tt := range []struct {
			name, tenant, id string
			then, want       error
			seq              int64
		}{
			{"the first", "QAA", "a", nil, nil, 1},
			{"the next", "QAA", "b", nil, nil, 2},
			{"one that thinks better of it", "QAA", "c", refused, refused, 3},
			{"a key that is there", "QAA", "a", nil, db.ErrTaken, 3},
			{"the one after those", "QAA", "d", nil, nil, 3},
			{"another ICB's first", "QBB", "a", nil, nil, 1},
			{"an ICB that there is not", "QCC", "a", nil, tenants.ErrNotFound, 0},
		} {
			if seq, err := put(t.Context(), d, tt.tenant, tt.id, tt.then); !errors.Is(err, tt.want) || seq != tt.seq {
				t.Errorf("%s: save %d, %v; want save %d, %v", tt.name, seq, err, tt.seq, tt.want)
			}
		}
		if n := counted(t, d, "QAA", `k.tenant_id = ?`, "QAA"); n != 3 {
			t.Errorf("%d rows are kept, want the 3 of the saves that were", n)
		}
		err := d.Read(t.Context(), db.Pages, "QAA", func(q db.Reading) error {
			faults, err := q.CheckChain(func(saves []db.AuditRow, changes map[int64][]db.Change) ([]string, error) {
				for i, a := range saves {
					if a.Seq != int64(i+1) || a.Who != author.Name || a.Person != author.Person || a.Role != author.Role ||
						len(changes[a.Seq]) != 1 {
						t.Errorf("save %d: %+v with %d changes", i+1, a, len(changes[a.Seq]))
					}
				}
				return []string{"asked"}, nil
			})
			if len(faults) != 1 || faults[0] != "asked" {
				t.Errorf("the chain: %q", faults)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// What is no save of its own has no number, and is told the count of rights all the same.
func TestUnaudited(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if err := d.Exec(t.Context(), `UPDATE tenants SET rights_version = 7 WHERE tenant_id = 'QAA'`); err != nil {
			t.Fatal(err)
		}
		err := d.Transaction(t.Context(), func(tx db.Tx) error {
			return tx.Unaudited("QAA", func(q db.Reading, w *db.Writing) error {
				if w.Rights != 7 || w.Seq != 0 {
					t.Errorf("rights %d, save %d", w.Rights, w.Seq)
				}
				return w.Must(`UPDATE tenants SET names = names + 1 WHERE tenant_id = ?`, q.Tenant)
			})
		})
		if err != nil {
			t.Error(err)
		}
		var saves int
		if err := d.Get(t.Context(), &saves, `SELECT version FROM tenants WHERE tenant_id = 'QAA'`); err != nil || saves != 0 {
			t.Errorf("%d saves are counted, %v", saves, err)
		}
		err = d.Transaction(t.Context(), func(tx db.Tx) error {
			return tx.Unaudited("QAA", func(_ db.Reading, w *db.Writing) error {
				return w.Must(`UPDATE tenants SET names = 0 WHERE tenant_id = ? AND names = 99`, "QAA")
			})
		})
		if !errors.Is(err, tenants.ErrStale) {
			t.Errorf("no row fits: %v", err)
		}
	})
}

// A reading of one ICB sees no other's rows on PostgreSQL, whatever its statement forgot. Across sees all of them.
func TestOneICBAtATime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for _, code := range []string{"QAA", "QBB"} {
			if _, err := put(t.Context(), d, code, "a", nil); err != nil {
				t.Fatal(err)
			}
		}
		want := 1
		if d.SQLite() {
			want = 2 // it has no such lock
		}
		if n := counted(t, d, "QAA", `TRUE`); n != want {
			t.Errorf("%d rows of a statement without an ICB, want %d", n, want)
		}
		var all int
		err := d.Across(t.Context(), func(q db.Reading) error { return q.Get(&all, `SELECT COUNT(*) FROM providers`) })
		if err != nil || all != 2 {
			t.Errorf("%d rows of all ICBs, %v", all, err)
		}
	})
}

// A backup is kept when who knows the records finds nothing, and not else.
func TestABackupIsLookedOver(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, tt := range []struct {
		name   string
		faults []string
		want   string
	}{
		{"whole", nil, ""},
		{"not whole", []string{"a row is gone"}, "a row is gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "copy.db")
			_, err := d.Backup(t.Context(), file, false, func(ctx context.Context, copied *db.DB) ([]string, error) {
				if err := copied.Ping(ctx); err != nil {
					t.Errorf("the copy: %v", err)
				}
				return tt.faults, nil
			})
			switch {
			case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%v, want %q", err, tt.want)
			}
			if _, err := os.Stat(file); (err == nil) != (tt.want == "") {
				t.Errorf("the file: %v", err)
			}
		})
	}
}
