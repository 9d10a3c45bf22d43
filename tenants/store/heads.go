package store

import (
	"context"
	"errors"
	"fmt"

	"ipstoolkit/tenants"
)

// Head is how far an ICB's history goes: its newest save and the hash of that. A copy outside the database can show
// later whether the history up to there is still the same.
type Head struct {
	ICB   string `db:"tenant_id"`
	Saves int64  `db:"version"`
	Hash  string `db:"audit_head"`
}

// Heads are the heads of all ICBs, by their codes.
func (s *Store) Heads(ctx context.Context) ([]Head, error) {
	var list []Head
	err := s.db.All(ctx, &list, `SELECT tenant_id, version, audit_head FROM tenants ORDER BY tenant_id`)
	return list, err
}

// CompareHeads says in words which of the heads that were noted earlier, in any order, are not in the histories of this
// database: the history was taken away, cut short or written anew since, or the database is a backup from before.
func (s *Store) CompareHeads(ctx context.Context, noted []Head) (faults []string, err error) {
	done := map[Head]bool{}
	for _, h := range noted {
		if done[h] {
			continue
		}
		done[h] = true
		var hash string
		err := s.readAt(ctx, h.ICB, func(q reading) error {
			return q.Get(&hash, `SELECT a.hash FROM audit a WHERE a.tenant_id = ? AND a.seq = ?`, q.Tenant, h.Saves)
		})
		switch {
		case errors.Is(err, tenants.ErrNotFound):
			faults = append(faults, fmt.Sprintf("%s: its history once had save %d, which is not there", h.ICB, h.Saves))
		case err != nil:
			return faults, err
		case hash != h.Hash:
			faults = append(faults, fmt.Sprintf("%s: save %d of its history is not the one that was noted", h.ICB, h.Saves))
		}
	}
	return faults, nil
}
