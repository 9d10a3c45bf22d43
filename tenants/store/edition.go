package store

import (
	"context"
	"fmt"

	"ipstoolkit/toolkit/edition"
)

type editionRow struct {
	ID   string `db:"edition_id"`
	Hash string `db:"hash"`
	Body []byte `db:"body"`
}

// Editions puts editions in use into the library if their files are gone. It refuses to go on when a file has changed
// since its edition was first used.
func (s *Store) Editions(ctx context.Context, l *edition.Library) error {
	var rows []editionRow
	if err := s.db.All(ctx, &rows, `SELECT edition_id, hash, body FROM editions`); err != nil {
		return s.db.Damaged(fmt.Errorf("editions in use: %w", err))
	}
	used := map[string]string{}
	for _, row := range rows {
		used[row.ID] = row.Hash
		if _, found := l.Edition(row.ID); !found {
			if err := l.Add("kept in the database: "+row.ID, row.Body); err != nil {
				return err
			}
		}
	}
	return l.Check(used)
}

// use keeps an edition's bytes at its first use.
func (w *writing) use(l *edition.Library, e *edition.Edition) error {
	_, err := w.Exec(`
		INSERT INTO editions (edition_id, hash, body, used_at) VALUES (?, ?, ?, ?) ON CONFLICT (edition_id) DO NOTHING`,
		e.ID, e.Hash, l.Bytes(e.ID), w.At)
	return err
}
