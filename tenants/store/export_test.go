package store

import (
	"context"

	"ipstoolkit/tenants"
)

// Held runs f while a read of the rows is under way: for tests of who waits for whom.
func (r *Rows) Held(ctx context.Context, f func() error) error {
	return r.read(ctx, tenants.ReadToolkit, func(reading) error { return f() })
}

// ApartReaders is how many reads of heavy work go on at the same time.
const ApartReaders = apartReaders

// Reading runs queries in one read of the rows, and Written while a save of them is under way.
func (r *Rows) Reading(ctx context.Context, f func(get func(dest any, query string, args ...any) error) error) error {
	return r.read(ctx, tenants.ReadToolkit, func(q reading) error { return f(q.get) })
}

func (r *Rows) Written(ctx context.Context, f func() error) error {
	return r.write(ctx, tenants.ReadToolkit, Act{"saved", "settings", ""}, func(*writing) error { return f() })
}

// OneConnection leaves the pages' reads one connection, so that a test sees what one of them leaves to the next.
func (s *Store) OneConnection() { s.reader.SetMaxOpenConns(1) }

// Afterwards is what a query says on a connection that nobody has told whose rows are asked for.
func (s *Store) Afterwards(query string) (text string, err error) {
	err = s.reader.Get(&text, query)
	return text, err
}

// Broken is a read that PostgreSQL refuses.
func (r *Rows) Broken(ctx context.Context) error {
	var n int
	return r.read(ctx, tenants.ReadToolkit, func(q reading) error { return q.get(&n, `SELECT 1 / 0 FROM entries e WHERE e.tenant_id = ?`, q.tenant) })
}

// InUse is how many connections that pages wait for are taken.
func (s *Store) InUse() int { return s.reader.Stats().InUse }
