package db

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// Change is one field of a save, before and after.
type Change struct {
	Field    string `db:"field"`
	Old      string `db:"old_text"`
	New      string `db:"new_text"`
	Salt     string `db:"salt"`
	OldHash  string `db:"old_digest"`
	NewHash  string `db:"new_digest"`
	Removed  string `db:"removed_at"`
	Sequence int64  `db:"seq"`
	N        int    `db:"n"`
	// OldSeq and OldN are the change that holds the old text in the database; 0 when this one holds it itself.
	OldSeq int64 `db:"old_seq"`
	OldN   int   `db:"old_n"`
}

// audit writes the save's audit row, its changes, and the ICB's new chain head.
func (w *Writing) audit(by By, before string) error {
	row := AuditRow{
		Seq: w.Seq, At: string(w.At), Person: by.Person, Who: by.Name, Role: by.Role,
		Act: w.Act.Act, Kind: w.Act.Kind, Subject: w.Act.Subject, Before: before,
	}
	for i := range w.changes {
		c := &w.changes[i]
		c.Salt = NewID()
		c.OldHash, c.NewHash = digest(c.Salt, c.Old), digest(c.Salt, c.New)
	}
	row.Hash = row.chain(w.q.Tenant, w.changes)
	if err := w.findOldTexts(); err != nil {
		return err
	}
	list := []statement{{
		`
		INSERT INTO audit (tenant_id, seq, at, person_id, who, role, act, kind, subject, before, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		[]any{w.q.Tenant, row.Seq, row.At, row.Person, row.Who, row.Role, row.Act, row.Kind, row.Subject, row.Before, row.Hash},
	}}
	list = append(list, w.putChanges()...)
	list = append(list, statement{`UPDATE tenants SET audit_head = ? WHERE tenant_id = ?`, []any{row.Hash, w.q.Tenant}})
	return w.execAll(list)
}

// changesAtOnce is how many changes one statement writes: nearly every save has fewer.
const changesAtOnce = 100

// putChanges are the statements that write the save's changes.
func (w *Writing) putChanges() (list []statement) {
	n := 0
	for some := range slices.Chunk(w.changes, changesAtOnce) {
		var args []any
		for _, c := range some {
			args = append(args, w.q.Tenant, w.Seq, n, c.Field, c.kept(), c.New, c.Salt, c.OldHash, c.NewHash, c.OldSeq, c.OldN)
			n++
		}
		list = append(list, statement{`
			INSERT INTO audit_changes (tenant_id, seq, n, field, old_text, new_text, salt, old_digest, new_digest, old_seq, old_n,
			removed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')` + strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`, len(some)-1), args})
	}
	return list
}

// AuditRow is one save as the history holds it, and one link of the ICB's chain.
type AuditRow struct {
	Seq     int64  `db:"seq"`
	At      string `db:"at"`
	Person  string `db:"person_id"`
	Who     string `db:"who"`
	Role    string `db:"role"`
	Act     string `db:"act"`
	Kind    string `db:"kind"`
	Subject string `db:"subject"`
	Before  string `db:"before"`
	Hash    string `db:"hash"`
}

// chain is the row's hash: over the hash before it, its own fields, and the digests of its changes.
func (a AuditRow) chain(tenant string, changes []Change) string {
	parts := []any{a.Before, tenant, a.Seq, a.At, a.Person, a.Who, a.Role, a.Act, a.Kind, a.Subject}
	for _, c := range changes {
		parts = append(parts, c.Field, c.OldHash, c.NewHash)
	}
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // strings and numbers always have a JSON form
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// digest replaces a text in the chain. The salt is stored beside the text and goes with it when it is removed.
func digest(salt, text string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + text))
	return hex.EncodeToString(sum[:])
}
