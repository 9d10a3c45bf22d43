package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// Together runs many saves in one transaction: for filling a database, where waiting for the disk after each save
// would take longer than all the rest. do gets a store whose saves and reads are those of the transaction, and whose
// clock is its own; an error of do takes all of it back. do may run twice, as any save.
func (s *Store) Together(ctx context.Context, clock func() time.Time, do func(ctx context.Context, s *Store) error) error {
	return s.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		return do(ctx, &Store{writer: s.writer, reader: s.reader, clock: clock, together: tx})
	})
}
