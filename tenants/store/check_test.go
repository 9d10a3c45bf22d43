package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
)

func TestCheckFindsTampering(t *testing.T) {
	tests := []struct {
		name, tamper, want string
		sqlite             bool // the fault cannot be made on PostgreSQL
	}{
		{"nothing", ``, "", false},
		{
			"a note in the history", `UPDATE audit_changes SET new_text = 'better' WHERE field = 'notes'`, "the text of notes was changed",
			false,
		},
		{
			"a status in the history", `UPDATE audit_changes SET old_text = 'in_place' WHERE field = 'status'`,
			"the text of status was changed", false,
		},
		{
			"text and digest", `UPDATE audit_changes SET new_text = '', salt = '', new_digest = 'x' WHERE field = 'notes'`,
			"was changed outside", false,
		},
		{"who it was", `UPDATE audit SET who = 'Somebody else' WHERE kind = 'priority'`, "was changed outside", false},
		{"a save taken away", `DELETE FROM audit_changes WHERE seq = 9; DELETE FROM audit WHERE seq = 9`, "lacks save 9", false},
		{"the last save taken away", `DELETE FROM audit_changes WHERE seq = 10; DELETE FROM audit WHERE seq = 10`, "ends at save 9", false},
		{"a change taken away", `DELETE FROM audit_changes WHERE field = 'notes'`, "was changed outside", false},
		{
			"an entry of an ICB that is not there", `PRAGMA foreign_keys = OFF; UPDATE entries SET tenant_id = 'QQQ'`,
			"refers to a row of tenants", true,
		},
		{
			"a text taken out with a mark, by nobody",
			`UPDATE audit_changes SET old_text = '', new_text = '', salt = '', removed_at = '2026-11-20T09:00:00.000000Z' WHERE field =
				'notes'`,
			"and no removal names it", false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				if tt.sqlite && w.Dir == "" {
					return
				}
				for i, key := range []string{"1.1", "1.2"} {
					e := assessment.Entry{Status: assessment.InPlace, Notes: strings.Repeat("note ", i+1)}
					if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, key), e); err != nil {
						t.Fatal(err)
					}
				}
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				if err != nil {
					t.Fatal(err)
				}
				got := strings.Join(faults, "\n")
				if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
					t.Errorf("found %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// tamper changes the database as somebody with access to it could.
func tamper(t *testing.T, w *storetest.World, statement string) {
	t.Helper()
	driver, address := "sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)
	if w.Dir == "" {
		driver, address, statement = "pgx", w.Database, "SET app.tenant = '*'; "+statement
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
