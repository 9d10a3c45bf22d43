package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"ipstoolkit/toolkit/calendar"
)

// Tx is a transaction under way.
type Tx struct {
	db  *DB
	ctx context.Context
	tx  *sqlx.Tx
}

// Transaction commits what f does, or nothing of it, and is the one way to write anything. It returns after the commit.
// f is not cut short when the browser goes away, and may run a second time after all of it was rolled back.
func (d *DB) Transaction(ctx context.Context, f func(tx Tx) error) error {
	return d.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error { return f(Tx{d, ctx, tx}) })
}

// Exec writes rows that are no ICB's: sessions, people.
func (d *DB) Exec(ctx context.Context, query string, args ...any) error {
	return d.Transaction(ctx, func(tx Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
}

// Together runs many saves in one transaction: for filling a database, where waiting for the disk after each save would
// take longer than all the rest. do gets a database with the saves and reads of the transaction and a clock of its own.
// An error of do takes all of it back. do may run twice, like any save.
func (d *DB) Together(ctx context.Context, clock func() time.Time, do func(ctx context.Context, d *DB) error) error {
	return d.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		return do(ctx, &DB{writer: d.writer, reader: d.reader, clock: clock, together: tx})
	})
}

// Alone runs a save inside Together so that what it did is taken back alone when it fails. The error is its own.
func (d *DB) Alone(ctx context.Context, save func() error) error {
	if _, err := d.together.ExecContext(ctx, `SAVEPOINT alone`); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	err := save()
	if err != nil {
		if _, back := d.together.ExecContext(ctx, `ROLLBACK TO SAVEPOINT alone`); back != nil {
			return fmt.Errorf("%w, and taking it back failed: %w", err, back)
		}
	}
	if _, end := d.together.ExecContext(ctx, `RELEASE SAVEPOINT alone`); end != nil {
		return fmt.Errorf("end of savepoint: %w", end)
	}
	return err
}

// Get reads one row that is no ICB's; none is tenants.ErrNotFound.
func (tx Tx) Get(dest any, query string, args ...any) error {
	return translate(tx.tx.GetContext(tx.ctx, dest, tx.tx.Rebind(query), args...))
}

// Exec runs a statement and says how many rows it touched.
func (tx Tx) Exec(query string, args ...any) (int64, error) {
	done, err := tx.tx.ExecContext(tx.ctx, tx.tx.Rebind(query), args...)
	if err != nil {
		return 0, translate(err)
	}
	return done.RowsAffected()
}

// Save makes one save of an ICB's rows: it counts the ICB's version up first (which locks, numbers and orders its saves on
// both databases), runs save, which says who they are that saved, and writes the audit row. q reads what save decides by.
func (tx Tx) Save(tenant string, act Act, save func(q Reading, w *Writing) (By, error)) error {
	w := tx.writing(tenant)
	w.Act = act
	var head, same string
	err := tx.tx.QueryRowxContext(tx.ctx, tx.tx.Rebind(`
		UPDATE tenants SET version = version + 1 WHERE tenant_id = ?
		RETURNING version, audit_head, rights_version, `+tx.db.forICB("tenant_id")), tenant).
		Scan(&w.Seq, &head, &w.Rights, &same)
	if err != nil {
		return translate(err)
	}
	by, err := save(w.q, w)
	if err != nil {
		return err
	}
	return w.audit(by, head)
}

// Unaudited changes an ICB's rows without an audit row: for what is no save of its own, such as a part of a file under way.
func (tx Tx) Unaudited(tenant string, change func(q Reading, w *Writing) error) error {
	w := tx.writing(tenant)
	if err := tx.db.setTenant(tx.ctx, tx.tx, tenant); err != nil {
		return err
	}
	if err := w.q.Get(&w.Rights, `SELECT rights_version FROM tenants WHERE tenant_id = ?`, tenant); err != nil {
		return err
	}
	return change(w.q, w)
}

func (tx Tx) writing(tenant string) *Writing {
	return &Writing{At: calendar.At(tx.db.Now()), tx: tx, q: asks(tx.ctx, oneByOne{tx.tx}, tenant, nil)}
}

func (d *DB) transaction(ctx context.Context, f func(ctx context.Context, tx *sqlx.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.together != nil {
		return f(ctx, d.together)
	}
	d.letGo(ctx)
	d.waiting.Add(1)
	defer func() {
		err = unavailable(err)
		d.counted(err)
	}()
	if d.queue != nil {
		return d.queue.put(ctx, f)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := d.writer.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, rollback(tx))
		}
	}()
	if err := f(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// rollback gives up a transaction; one that has ended already is fine.
func rollback(tx *sqlx.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("rollback: %w", err)
	}
	return nil
}
