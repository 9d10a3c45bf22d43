package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
)

// Check looks the whole database over and says in words what is wrong and where; nothing when all is whole. It reads
// the database itself (SQLite), the references between rows, every ICB's audit chain, and every record of an ICB beside what
// the history tells of it: a row that was changed, added or taken away outside the service shows, by its kind and field, and
// so does a file whose bytes are not those that were stored. A history that was taken away to its end, together with the
// records that it tells of, shows by CompareHeads alone. Texts removed because they held personal data leave their mark and
// their digest, and are no fault.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	if !s.SQLite() {
		return s.checkHistory(ctx)
	}
	// The two take about as long as each other.
	var ofFile []string
	var fileErr error
	var file sync.WaitGroup
	file.Go(func() { ofFile, fileErr = damageInWords(s.checkFile(ctx)) })
	ofHistory, err := damageInWords(s.checkHistory(ctx))
	file.Wait()
	return slices.Compact(append(ofFile, ofHistory...)), cmp.Or(fileErr, err)
}

// damageInWords makes an error that says that the file is damaged one of the faults.
func damageInWords(faults []string, err error) ([]string, error) {
	if isDamage(err) {
		return append(faults, "the database file: "+err.Error()), nil
	}
	return faults, err
}

// checkHistory follows the audit chain of every ICB and hashes its files. It asks for nothing that a backup of the first version has not got.
func (s *Store) checkHistory(ctx context.Context) (faults []string, err error) {
	var list []struct {
		Code string `db:"tenant_id"`
		Name string `db:"name"`
	}
	if err := s.all(ctx, &list, `SELECT tenant_id, name FROM tenants ORDER BY tenant_id`); err != nil {
		return nil, fmt.Errorf("list of ICBs: %w", err)
	}
	var schema int64
	if err := s.get(ctx, &schema, `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	for _, t := range list {
		err := s.readAt(ctx, t.Code, func(q reading) error {
			found, err := q.checkChain(schema)
			for _, f := range found {
				faults = append(faults, fmt.Sprintf("%s (%s): %s", t.Name, t.Code, f))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		found, err := s.checkFiles(ctx, t.Code)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			faults = append(faults, fmt.Sprintf("%s (%s): %s", t.Name, t.Code, f))
		}
	}
	return faults, nil
}

// checkFile asks SQLite whether its file and the references in it are whole.
func (s *Store) checkFile(ctx context.Context) ([]string, error) {
	var faults, words []string
	if err := s.reader.SelectContext(ctx, &words, `PRAGMA integrity_check`); err != nil {
		return nil, fmt.Errorf("integrity: %w", err)
	}
	for _, w := range words {
		if w != "ok" {
			faults = append(faults, "the database file: "+w)
		}
	}
	var broken []struct {
		Table  string        `db:"table"`
		Row    sql.NullInt64 `db:"rowid"`
		Parent string        `db:"parent"`
		Key    int           `db:"fkid"`
	}
	if err := s.reader.SelectContext(ctx, &broken, `PRAGMA foreign_key_check`); err != nil {
		return nil, fmt.Errorf("references: %w", err)
	}
	for _, b := range broken {
		faults = append(faults, fmt.Sprintf("a row of %s refers to a row of %s that is not there", b.Table, b.Parent))
	}
	return faults, nil
}

// checkChain follows one ICB's audit chain from its first row to its head, and holds its rows against it, in a database of a schema.
func (q reading) checkChain(schema int64) ([]string, error) {
	var head struct {
		Version int64  `db:"version"`
		Head    string `db:"audit_head"`
	}
	if err := q.get(&head, `SELECT version, audit_head FROM tenants WHERE tenant_id = ?`, q.tenant); err != nil {
		return nil, err
	}
	var rows []auditRow
	var changes []change
	err := q.all(&rows, `
		SELECT a.seq, a.at, a.person_id, a.who, a.role, a.act, a.kind, a.subject, a.before, a.hash
		FROM audit a WHERE a.tenant_id = ?`+forCheck+` ORDER BY a.seq`, q.tenant)
	if err != nil {
		return nil, err
	}
	if err := q.changes(&changes, ``, `TRUE`+forCheck); err != nil {
		return nil, err
	}
	bySave := map[int64][]change{}
	for _, c := range changes {
		bySave[c.Sequence] = append(bySave[c.Sequence], c)
	}
	var faults []string
	removed := removals(rows, bySave)
	before, seq := "", int64(0)
	for _, a := range rows {
		seq++
		switch {
		case a.Seq != seq:
			return append(faults, fmt.Sprintf("the history lacks save %d", seq)), nil
		case a.Before != before || a.Hash != a.chain(q.tenant, bySave[a.Seq]):
			faults = append(faults, fmt.Sprintf("save %d of the history (%s, %s %s %s) was changed outside the service", a.Seq, a.At, a.Act, a.Kind, a.Subject))
		}
		for _, c := range bySave[a.Seq] {
			switch {
			case c.Removed != "" && !removed[place{c.Sequence, c.N}]:
				faults = append(faults, fmt.Sprintf("save %d of the history: the text of %s is marked as removed, and no removal names it", a.Seq, c.Field))
			case c.Removed == "" && !c.whole():
				faults = append(faults, fmt.Sprintf("save %d of the history: the text of %s was changed outside the service", a.Seq, c.Field))
			}
		}
		before = a.Hash
	}
	if len(rows) == 0 { // the first save of every ICB is that which made it
		faults = append(faults, "its history is gone")
	}
	if head.Version != seq || head.Head != before {
		faults = append(faults, fmt.Sprintf("the history ends at save %d, the ICB at save %d", seq, head.Version))
	}
	if len(rows) == 0 || schema < newestSchema() { // there is nothing to hold rows against; an older backup lacks columns of them
		return faults, nil
	}
	ofRows, err := q.checkRows(toldFrom(rows, bySave))
	return append(faults, ofRows...), err
}

// place is one change of one save.
type place struct {
	seq int64
	n   int
}

// removals are the changes that removals of personal data have named.
func removals(rows []auditRow, bySave map[int64][]change) map[place]bool {
	named := map[place]bool{}
	for _, a := range rows {
		if a.Act != removedPersonal {
			continue
		}
		for _, c := range bySave[a.Seq] {
			var p place
			if _, err := fmt.Sscanf(c.New, removal, &p.seq, &p.n); err == nil && c.Field == "history" && c.whole() {
				p.n--
				named[p] = true
			}
		}
	}
	return named
}

// whole says whether the texts are those whose digests the chain covers.
func (c change) whole() bool {
	return digest(c.Salt, c.Old) == c.OldHash && digest(c.Salt, c.New) == c.NewHash
}

// Issuers are the sign-in services by which people are known.
func (s *Store) Issuers(ctx context.Context) ([]string, error) {
	var list []string
	err := s.reader.SelectContext(ctx, &list, `SELECT DISTINCT issuer FROM people ORDER BY issuer`)
	return list, err
}

// MoveIssuer makes the people of one sign-in service those of another address, when a service has moved and calls its
// people by the same subjects as before.
func (s *Store) MoveIssuer(ctx context.Context, from, to string) error {
	return s.exec(ctx, `UPDATE people SET issuer = ? WHERE issuer = ?`, to, from)
}
