package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
)

// pgReading answers from PostgreSQL, each list of questions in one round trip. The first list also begins a transaction
// that only reads, and names its ICB. The lock of an ICB's rows (rowlock.go) opens for that transaction alone.
type pgReading struct {
	pool   *sqlx.DB
	tenant string
	// single says that there is one list of questions only: what is sent together is a transaction of its own, which nobody
	// has to end.
	single bool
	conn   *sqlx.Conn // nil until there is a read
	begun  bool
}

const (
	beginReading = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`
	setReader    = `SELECT set_config('app.tenant', $1, true)`
)

// connect takes a connection of the pool, or waits for one.
func (r *pgReading) connect(ctx context.Context) (err error) {
	if r.conn == nil {
		if r.conn, err = r.pool.Connx(ctx); err != nil {
			err = fmt.Errorf("read: %w", unavailable(err))
		}
	}
	return err
}

func (r *pgReading) answer(ctx context.Context, list []question) (int64, error) {
	return int64(len(list)), r.conn.Raw(func(c any) error { return r.send(ctx, c.(*stdlib.Conn).Conn(), list) })
}

func (r *pgReading) send(ctx context.Context, c *pgx.Conn, list []question) (err error) {
	first, together := !r.begun, &pgx.Batch{}
	if first {
		r.begun = true
		if !r.single {
			together.Queue(beginReading)
		}
		together.Queue(setReader, r.tenant)
	}
	before := together.Len()
	for _, q := range list {
		together.Queue(sqlx.Rebind(sqlx.DOLLAR, q.query), q.args...)
	}
	answers := c.SendBatch(ctx, together)
	defer func() {
		if closing := answers.Close(); err == nil {
			err = closing
		}
	}()
	for range before {
		if _, err := answers.Exec(); err != nil {
			return fmt.Errorf("read: %w", unavailable(err))
		}
	}
	for _, q := range list {
		rows, err := answers.Query()
		if err == nil {
			err = q.scan(rows)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// end ends the transaction. A connection that cannot be told so is not used again; neither is one that is still in one.
func (r *pgReading) end() {
	if r.conn == nil {
		return
	}
	if r.begun && !r.single {
		if _, err := r.conn.ExecContext(context.Background(), `ROLLBACK`, pgx.QueryExecModeSimpleProtocol); err != nil {
			_ = r.conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}
	_ = r.conn.Close()
	r.conn, r.begun = nil, false
}

// scan puts the rows of an answer where the question wants them, as sqlx's Get and Select do.
func (q question) scan(rows pgx.Rows) error {
	defer rows.Close()
	dest, list := reflect.ValueOf(q.dest).Elem(), q.dest
	if q.one {
		list = reflect.New(reflect.SliceOf(dest.Type())).Interface()
	}
	found := reflect.ValueOf(list).Elem()
	kind := found.Type().Elem()
	if kind.Kind() == reflect.Struct && !reflect.PointerTo(kind).Implements(reflect.TypeFor[sql.Scanner]()) {
		if err := sqlx.StructScan(structRows{rows}, list); err != nil {
			return err
		}
	} else {
		found.SetLen(0)
		for rows.Next() {
			value := reflect.New(kind)
			if err := rows.Scan(value.Interface()); err != nil {
				return err
			}
			found.Set(reflect.Append(found, value.Elem()))
		}
	}
	if err := rows.Err(); err != nil || !q.one {
		return err
	}
	if found.Len() == 0 {
		return sql.ErrNoRows
	}
	dest.Set(found.Index(0))
	return nil
}

// structRows are rows as sqlx knows them.
type structRows struct{ pgx.Rows }

func (r structRows) Close() error { r.Rows.Close(); return nil }

func (r structRows) Columns() ([]string, error) {
	names := make([]string, len(r.FieldDescriptions()))
	for i, f := range r.FieldDescriptions() {
		names[i] = f.Name
	}
	return names, nil
}

// readPostgres runs queries on one ICB's rows at one moment: the page's, where the context is that of a page of this ICB,
// else one of their own. single says that all is asked at once.
func (d *DB) readPostgres(ctx context.Context, pool *sqlx.DB, tenant string, single bool, f func(q Reading) error) (err error) {
	tx, end := d.momentOf(ctx).take(pool, tenant)
	if tx == nil {
		d.letGo(ctx)
		tx = &pgReading{pool: pool, tenant: tenant, single: single}
		end = func(bool) { tx.end() }
	}
	failed := true
	defer func() { end(failed) }()
	ctx, cancel := ownContext(ctx)
	defer cancel()
	if err = tx.connect(ctx); err == nil {
		err = read(asks(ctx, tx, tenant, &d.queries), f)
	}
	failed = err != nil
	return err
}
