package storetest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"ipstoolkit/tenants/store"
)

// ReadOn reads an SQLite database as it is now until end, as a backup does, from another program.
func (w *World) ReadOn(t testing.TB) (end func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(`SELECT COUNT(*) FROM audit`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return func() { _ = tx.Rollback() }
}
