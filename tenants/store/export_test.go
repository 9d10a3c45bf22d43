package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
)

// Held runs f while a read of the rows is under way: for tests of who waits for whom.
func (r *Rows) Held(ctx context.Context, f func() error) error {
	return r.read(ctx, tenants.ReadToolkit, func(reading) error { return f() })
}

// Reading runs queries in one read of the rows, and Written while a save of them is under way.
func (r *Rows) Reading(ctx context.Context, f func(get func(dest any, query string, args ...any) error) error) error {
	return r.read(ctx, tenants.ReadToolkit, func(q reading) error { return f(q.Get) })
}

func (r *Rows) Written(ctx context.Context, f func() error) error {
	return r.write(ctx, tenants.ReadToolkit, db.Act{Act: "saved", Kind: "settings"}, func(*writing) error { return f() })
}

// OneConnection leaves the pages' reads of a PostgreSQL database one connection, so that a test sees what one of them leaves
// to the next.
func OneConnection(database string) { pagesOf(database).SetMaxOpenConns(1) }

// InUse is how many connections that pages wait for are taken, of a PostgreSQL database.
func InUse(database string) int { return pagesOf(database).Stats().InUse }

func pagesOf(database string) *sqlx.DB {
	pool, _ := pages.Load(database)
	return pool.(*sqlx.DB)
}

// Afterwards is what a query says on a connection that nobody has told which ICB's rows are asked for.
func (s *Store) Afterwards(query string) (text string, err error) {
	err = s.db.Get(context.Background(), &text, query)
	return text, err
}

// Broken is a read that PostgreSQL refuses.
func (r *Rows) Broken(ctx context.Context) error {
	var n int
	return r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		return q.Get(&n, `SELECT 1 / 0 FROM entries e WHERE e.tenant_id = ?`,
			q.Tenant)
	})
}
