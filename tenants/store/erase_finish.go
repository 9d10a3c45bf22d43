package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
)

// A text that was removed is still in SQLite's log of pages, until that was copied into the file and emptied. This cannot
// happen while somebody reads the database as it was before (a backup, a check). Each removal is noted until the text is
// known to be gone from there too.

// toFinish notes that the removal is not finished by its commit.
func (w *writing) toFinish() error {
	_, err := w.Exec(`INSERT INTO removals (tenant_id, seq, gone_at) VALUES (?, ?, '')`, w.Tenant, w.Seq)
	return err
}

// finishSoon finishes removals now, if possible. The removal itself has been saved. If something keeps it from being
// finished, the job that calls FinishRemovals meets the same and reports it.
func (s *Store) finishSoon(ctx context.Context) { _, _ = s.FinishRemovals(context.WithoutCancel(ctx)) }

// FinishRemovals clears removed texts from SQLite's log and notes when they were gone. It returns how many removals
// still wait because somebody reads the database as it was before. PostgreSQL tidies up by itself.
func (s *Store) FinishRemovals(ctx context.Context) (waiting int, err error) {
	if !s.SQLite() {
		return 0, nil
	}
	var rows []struct {
		Tenant string `db:"tenant_id"`
		Seq    int64  `db:"seq"`
	}
	err = s.across(ctx, func(q reading) error {
		return q.All(&rows, `SELECT r.tenant_id, r.seq FROM removals r WHERE r.gone_at = ''`)
	})
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	emptied, err := s.db.EmptyLog(ctx)
	if err != nil || !emptied {
		return len(rows), err
	}
	return 0, s.db.Transaction(ctx, func(tx db.Tx) error {
		for _, row := range rows {
			_, err := tx.Exec(`UPDATE removals SET gone_at = ? WHERE tenant_id = ? AND seq = ?`, calendar.At(s.Now()), row.Tenant, row.Seq)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Removal is a removal of personal data: the save, and when the text was known to be gone from the database's log, "" as
// long as it is not.
type Removal struct {
	Seq  int64            `db:"seq"`
	At   calendar.Instant `db:"at"`
	Who  string           `db:"who"`
	Gone calendar.Instant `db:"gone_at"`
}

// Removals are the newest 20 removals of personal data in the ICB, newest first. On PostgreSQL nobody knows when
// the text was gone from its files. Error: tenants.ErrForbidden for all
// but the ICB administrator.
func (r *Rows) Removals(ctx context.Context) ([]Removal, error) {
	var list []Removal
	err := r.readOne(ctx, tenants.RemovePersonal, func(q reading) error {
		return q.All(&list, `
			SELECT m.seq, a.at, a.who, m.gone_at FROM removals m JOIN audit a ON a.tenant_id = m.tenant_id AND a.seq = m.seq
			WHERE m.tenant_id = ?`+forNewest+` ORDER BY m.seq DESC LIMIT 20`, q.Tenant)
	})
	return list, err
}
