package storetest

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"path/filepath"
	"testing"

	"ipstoolkit/tenants/store"
)

// Bare is the least that saves of entries can cost on SQLite: the service's statements with their audit row, prepared
// once, and its group commit, each save in a savepoint and answered after a commit that is safe on disk, with nothing
// else around them. It works no hashes out and makes no ids. Benchmarks measure the service's own saves against it.
//
// It reads a session too, as a service must that knows who saves.
type Bare struct {
	db      *sql.DB
	waiting chan *bareSave

	reader  *sql.DB
	session *sql.Stmt
}

type bareSave struct {
	priority, status, notes string
	answer                  chan error
}

// bareStatements are what a save of an entry's notes runs.
var bareStatements = []string{
	`SAVEPOINT save`,
	`UPDATE tenants SET version = version + 1 WHERE tenant_id = 'QWE' RETURNING version, audit_head`,
	`SELECT notes, version FROM entries WHERE tenant_id = 'QWE' AND priority = ?`,
	`INSERT INTO entries (tenant_id, priority, status, notes, private_notes, search, private_search, owner_id, review_on, points, confirmed,
		changed_at, changed_by, version)
	 VALUES ('QWE', ?, ?, ?, '', ?, '', NULL, '', '', '', '2026-11-20T09:00:00.000000Z', 'somebody', 1)
	 ON CONFLICT (tenant_id, priority) DO UPDATE SET
	     status = excluded.status, notes = excluded.notes, search = excluded.search, changed_at = excluded.changed_at,
	     changed_by = excluded.changed_by, version = entries.version + 1`,
	`INSERT INTO audit (tenant_id, seq, at, person_id, who, role, act, kind, subject, before, hash)
	 VALUES ('QWE', ?, '2026-11-20T09:00:00.000000Z', 'somebody', 'Somebody', 'Commissioner', 'saved', 'priority', ?, ?, ?)`,
	`SELECT c.seq, c.n FROM (SELECT a.tenant_id, a.seq FROM audit a WHERE a.tenant_id = 'QWE' AND a.kind = 'priority' AND a.subject = ? AND
		a.seq < ?
	     ORDER BY a.seq DESC LIMIT 20) s
	 CROSS JOIN audit_changes c WHERE c.tenant_id = s.tenant_id AND c.seq = s.seq AND c.removed_at = '' AND c.field = 'notes' ORDER BY c.seq
	 DESC`,
	`INSERT INTO audit_changes (tenant_id, seq, n, field, old_text, new_text, salt, old_digest, new_digest, removed_at, old_seq, old_n)
	 VALUES ('QWE', ?, 0, 'notes', ?, ?, ?, ?, ?, '', ?, ?)`,
	`UPDATE tenants SET audit_head = ? WHERE tenant_id = 'QWE'`,
	`RELEASE save`,
}

// bareSession is what a session is read with, by the hash of its token: its data, the person, and their memberships.
const bareSession = `
	SELECT s.data, s.last_seen, p.id, p.name, m.id, m.role, t.tenant_id, t.name, t.version
	FROM sessions s
	JOIN people p ON p.id = s.person_id
	JOIN memberships m ON m.person_id = p.id AND m.ended_at = ''
	JOIN tenants t ON t.tenant_id = m.tenant_id
	WHERE s.token_hash = ? AND s.expires_at > ?`

// bareToken is the token of the one session there is, and bareNow an instant while it lasts.
const (
	bareToken = "token"
	bareNow   = "2026-11-20T09:00:00.000000Z"
)

// hash replaces the digests, ids and hashes of a save, which are as long.
const (
	hash = "0000000000000000000000000000000000000000000000000000000000000000"
	salt = "00000000000000000000000000000000"
)

// NewBare opens a database of the service's tables that nothing else uses, with the settings of the service's writer.
func NewBare(b *testing.B) *Bare {
	b.Helper()
	w := New(b)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)+
		"?_busy_timeout=10000&_foreign_keys=true&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_secure_delete=true")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`INSERT INTO sessions (token_hash, person_id, data, created_at, expires_at, last_seen) VALUES (?, ?, '{}', ?,
		'2026-11-21', ?)`,
		hashOf(bareToken), w.Lead.Person.ID, bareNow, bareNow)
	if err != nil {
		b.Fatal(err)
	}
	reader, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)+
		"?_busy_timeout=10000&_foreign_keys=true&_query_only=true")
	if err != nil {
		b.Fatal(err)
	}
	reader.SetMaxOpenConns(4)
	reader.SetMaxIdleConns(4)
	session, err := reader.Prepare(bareSession)
	if err != nil {
		b.Fatal(err)
	}
	bare := &Bare{db: db, waiting: make(chan *bareSave), reader: reader, session: session}
	var statements []*sql.Stmt
	for _, query := range bareStatements {
		s, err := db.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		statements = append(statements, s)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for first := range bare.waiting {
			bare.commit(bare.collect(first), statements)
		}
	}()
	b.Cleanup(func() {
		close(bare.waiting)
		<-done
		_ = db.Close()
		_ = reader.Close()
	})
	return bare
}

// Session reads the session of the person who saves.
func (bare *Bare) Session() error {
	var data, seen, person, name, member, role, code, icb string
	var version int64
	return bare.session.QueryRow(hashOf(bareToken), bareNow).Scan(&data, &seen, &person, &name, &member, &role, &code, &icb, &version)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Save saves once and returns after the commit.
func (bare *Bare) Save(priority, status, notes string) error {
	s := &bareSave{priority, status, notes, make(chan error, 1)}
	bare.waiting <- s
	return <-s.answer
}

func (bare *Bare) collect(first *bareSave) []*bareSave {
	saves := []*bareSave{first}
	for len(saves) < 64 {
		select {
		case s := <-bare.waiting:
			saves = append(saves, s)
		default:
			return saves
		}
	}
	return saves
}

func (bare *Bare) commit(saves []*bareSave, statements []*sql.Stmt) {
	err := func() error {
		tx, err := bare.db.Begin()
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		own := make([]*sql.Stmt, len(statements))
		for i, s := range statements {
			own[i] = tx.Stmt(s)
		}
		for _, s := range saves {
			if err := s.run(own); err != nil {
				return err
			}
		}
		return tx.Commit()
	}()
	for _, s := range saves {
		s.answer <- err
	}
}

func (s *bareSave) run(statements []*sql.Stmt) error {
	var seq, version int64
	var head, old string
	if _, err := statements[0].Exec(); err != nil {
		return err
	}
	if err := statements[1].QueryRow().Scan(&seq, &head); err != nil {
		return err
	}
	if err := statements[2].QueryRow(s.priority).Scan(&old, &version); err != nil && err != sql.ErrNoRows {
		return err
	}
	for i, args := range [][]any{{s.priority, s.status, s.notes, s.notes}, {seq, s.priority, head, hash}} {
		if _, err := statements[3+i].Exec(args...); err != nil {
			return err
		}
	}
	var oldSeq, oldN int64
	if len(old) >= 64 {
		if err := statements[5].QueryRow(s.priority, seq).Scan(&oldSeq, &oldN); err != nil {
			return err
		}
		old = ""
	}
	for i, args := range [][]any{{seq, old, s.notes, salt, hash, hash, oldSeq, oldN}, {hash}, {}} {
		if _, err := statements[6+i].Exec(args...); err != nil {
			return err
		}
	}
	return nil
}
