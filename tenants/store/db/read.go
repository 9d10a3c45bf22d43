package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Pool is a set of connections to read over.
type Pool int

// Pages are the connections that pages wait for. Apart are the few for heavy work, such as exports: pages never wait for
// one of those, however long it takes.
const (
	Pages Pool = iota
	Apart
)

func (d *DB) pool(of Pool) *sqlx.DB {
	if of == Apart {
		return d.apart
	}
	return d.reader
}

// Read runs queries on one ICB's rows at one moment.
func (d *DB) Read(ctx context.Context, over Pool, tenant string, f func(q Reading) error) error {
	if d.together != nil {
		if err := d.setTenant(ctx, d.together, tenant); err != nil {
			return err
		}
		return read(asks(ctx, oneByOne{d.together}, tenant, nil), f)
	}
	if !d.SQLite() {
		return d.readPostgres(ctx, d.pool(over), tenant, false, f)
	}
	ctx, cancel := ownContext(ctx)
	defer cancel()
	tx, err := d.pool(over).BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read: %w", unavailable(err))
	}
	defer func() { _ = tx.Rollback() }()
	return read(asks(ctx, oneByOne{tx}, tenant, &d.queries), f)
}

// ReadOne is Read for one query alone, which sees one moment without a transaction around it. In a transaction, PostgreSQL
// has to be told which ICB's rows are asked for.
func (d *DB) ReadOne(ctx context.Context, over Pool, tenant string, f func(q Reading) error) error {
	switch {
	case d.together != nil:
		return d.Read(ctx, over, tenant, f)
	case !d.SQLite():
		return d.readPostgres(ctx, d.pool(over), tenant, true, f)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// One query of a file is over before anybody could call it off, and watching for that costs more than it.
	return read(asks(context.WithoutCancel(ctx), oneByOne{d.pool(over)}, tenant, &d.queries), f)
}

// Across reads rows of all ICBs with one query: only for what has to find out which ICB rows belong to, such as signing
// in.
func (d *DB) Across(ctx context.Context, f func(q Reading) error) error {
	return d.ReadOne(ctx, Pages, allTenants, f)
}

// read is f with the answers to all that it has asked.
func read(q Reading, f func(q Reading) error) error {
	if err := f(q); err != nil {
		return err
	}
	return q.Answered()
}

// Get reads one row that is no ICB's: of people, sessions, the list of ICBs. No row is tenants.ErrNotFound.
func (d *DB) Get(ctx context.Context, dest any, query string, args ...any) error {
	d.queries.Add(1)
	d.letGo(ctx)
	ctx, cancel := ownContext(ctx)
	defer cancel()
	return translate(d.reader.GetContext(ctx, dest, d.reader.Rebind(query), args...))
}

// All is Get for any number of rows.
func (d *DB) All(ctx context.Context, dest any, query string, args ...any) error {
	d.queries.Add(1)
	d.letGo(ctx)
	ctx, cancel := ownContext(ctx)
	defer cancel()
	return translate(d.reader.SelectContext(ctx, dest, d.reader.Rebind(query), args...))
}

// ownContext ends when ctx does, and is nobody else's. database/sql looks at a query's context a moment after the query
// is done; a page's context may belong to the next request by then, since the web framework uses them again.
func ownContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}
