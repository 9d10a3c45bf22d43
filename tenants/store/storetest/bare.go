package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"ipstoolkit/tenants/store"
)

// Bare is the least that a save of an entry can cost on SQLite: its statements, prepared once, in one transaction that
// is safe on disk, with nothing around them. Benchmarks measure the service's own save against it.
type Bare struct {
	db         *sql.DB
	statements []*sql.Stmt
	n          int
}

// NewBare opens a database of the service's tables that nothing else uses.
func NewBare(b *testing.B) *Bare {
	b.Helper()
	w := New(b)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)+"?_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=true&_busy_timeout=10000")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { _ = db.Close() })
	bare := &Bare{db: db}
	for _, query := range []string{
		`UPDATE tenants SET version = version + 1 WHERE tenant_id = 'QWE' RETURNING version, audit_head`,
		`SELECT notes, version FROM entries WHERE tenant_id = 'QWE' AND priority = '3.4'`,
		`INSERT INTO entries (tenant_id, priority, status, notes, private_notes, search, private_search, review_on, points, confirmed, changed_at, changed_by, version)
		 VALUES ('QWE', '3.4', 'in_progress', ?, '', '', '', '', '', '', '', '', 1)
		 ON CONFLICT (tenant_id, priority) DO UPDATE SET notes = excluded.notes, version = entries.version + 1`,
		`INSERT INTO audit (tenant_id, seq, at, person_id, who, role, act, kind, subject, before, hash)
		 VALUES ('QWE', ?, '', '', '', '', 'saved', 'priority', '3.4', ?, ?)`,
		`INSERT INTO audit_changes (tenant_id, seq, n, field, old_text, new_text, salt, old_digest, new_digest, removed_at)
		 VALUES ('QWE', ?, 0, 'notes', ?, ?, '', '', '', '')`,
		`UPDATE tenants SET audit_head = ? WHERE tenant_id = 'QWE'`,
	} {
		s, err := db.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		bare.statements = append(bare.statements, s)
	}
	return bare
}

// Save saves once.
func (bare *Bare) Save(ctx context.Context) error {
	bare.n++
	notes, old, seq, head := fmt.Sprintf("note %d", bare.n), "", int64(0), ""
	tx, err := bare.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	at := func(i int) *sql.Stmt { return tx.StmtContext(ctx, bare.statements[i]) }
	if err := at(0).QueryRow().Scan(&seq, &head); err != nil {
		return err
	}
	var version int
	if err := at(1).QueryRow().Scan(&old, &version); err != nil && err != sql.ErrNoRows {
		return err
	}
	hash := fmt.Sprintf("%064d", bare.n)
	for i, args := range [][]any{{notes}, {seq, head, hash}, {seq, old, notes}, {hash}} {
		if _, err := at(2 + i).Exec(args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
