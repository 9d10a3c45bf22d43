package store

import "context"

// Held runs f while a read of the rows is under way: for tests of who waits for whom.
func (r *Rows) Held(ctx context.Context, f func() error) error {
	return r.read(ctx, func(reading) error { return f() })
}

// ApartReaders is how many reads of heavy work go on at the same time.
const ApartReaders = apartReaders
