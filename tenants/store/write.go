package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
)

// Act is what a save does, for the audit row: "saved" of kind "priority", subject "3.4". It holds nothing that a person
// typed: texts stand among the changes, from which they can be removed.
type Act struct {
	Act, Kind, Subject string
}

// writing is one save under way: its statements, and the changes that its audit row will show.
type writing struct {
	ctx    context.Context
	tx     *sqlx.Tx
	tenant string
	// member is who saves, as they are at this moment: what a save decides by who does it, it decides by this.
	member  tenants.Member
	at      calendar.Instant
	seq     int64
	act     Act
	changes []change
}

// reading reads what a save decides by.
func (w *writing) reading() reading { return asks(w.ctx, oneByOne{w.tx}, w.tenant, nil) }

// exec runs a statement and says how many rows it touched.
func (w *writing) exec(query string, args ...any) (int64, error) {
	done, err := w.tx.ExecContext(w.ctx, w.tx.Rebind(query), args...)
	if err != nil {
		return 0, translate(err)
	}
	return done.RowsAffected()
}

// oneStatement is a statement with what it is given.
type oneStatement struct {
	query string
	args  []any
}

// execAll runs statements of which none hangs on another's answer, on PostgreSQL with one way to the database. They go there
// as one text with quoted values, which is how PostgreSQL takes several at once.
func (w *writing) execAll(list []oneStatement) error {
	if w.tx.DriverName() != "pgx" {
		for _, s := range list {
			if _, err := w.exec(s.query, s.args...); err != nil {
				return err
			}
		}
		return nil
	}
	queries, args := make([]string, len(list)), []any{pgx.QueryExecModeSimpleProtocol}
	for i, s := range list {
		queries[i] = s.query
		args = append(args, s.args...)
	}
	_, err := w.exec(strings.Join(queries, `;`), args...)
	return err
}

// must runs a statement that has to touch one row; none is ErrStale, since the version in its WHERE did not fit.
func (w *writing) must(query string, args ...any) error {
	n, err := w.exec(query, args...)
	if err == nil && n == 0 {
		err = tenants.ErrStale
	}
	return err
}

func (w *writing) get(dest any, query string, args ...any) error {
	return translate(w.tx.GetContext(w.ctx, dest, w.tx.Rebind(query), args...))
}

func (w *writing) all(dest any, query string, args ...any) error {
	return translate(w.tx.SelectContext(w.ctx, dest, w.tx.Rebind(query), args...))
}

// became notes what is kept of a record that has become another, for the audit row: nothing of a field that is the same.
func (w *writing) became(old, now []record.Text) {
	was := make(map[string]string, len(old))
	for _, t := range old {
		was[t.Field] = t.Text
	}
	for _, t := range now {
		w.changed(t.Field, was[t.Field], t.Text)
	}
}

// changed notes a field's old and new text for the audit row; nothing when they are the same.
func (w *writing) changed(field, old, text string) {
	if old != text {
		w.changes = append(w.changes, change{Field: field, Old: old, New: text})
	}
}

// write is the one way to change an ICB's rows: one transaction that first counts the ICB's version up (which locks,
// numbers and orders its saves on both databases), asks whether the member still has the rights that the save was begun
// with (standing) and the permission that it needs, runs save, and writes the audit row. It returns after the commit.
// Errors beside save's: those of standing.
func (r *Rows) write(ctx context.Context, p tenants.Permission, act Act, save func(w *writing) error) error {
	return r.store.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		return r.audited(ctx, tx, p, act, save)
	})
}

// audited is what write does inside its transaction; several make one save of several rows.
func (r *Rows) audited(ctx context.Context, tx *sqlx.Tx, p tenants.Permission, act Act, save func(w *writing) error) error {
	w := r.writing(ctx, tx)
	w.act = act
	var head, same string
	var rights int64
	err := tx.QueryRowxContext(ctx, tx.Rebind(
		`UPDATE tenants SET version = version + 1 WHERE tenant_id = ? RETURNING version, audit_head, rights_version, `+r.store.forICB("tenant_id")), w.tenant).
		Scan(&w.seq, &head, &rights, &same)
	if err != nil {
		return translate(err)
	}
	if w.member, err = r.standing(w, p, rights); err != nil {
		return err
	}
	if err := save(w); err != nil {
		return err
	}
	return w.audit(w.member, head)
}

// unaudited changes an ICB's rows without an audit row: only for the pieces of a file under way, whose last save is
// audited. Errors beside save's: those of standing.
func (r *Rows) unaudited(ctx context.Context, p tenants.Permission, save func(w *writing) error) error {
	return r.store.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		w := r.writing(ctx, tx)
		if err := r.store.setTenant(ctx, tx, w.tenant); err != nil {
			return err
		}
		var rights int64
		err := w.get(&rights, `SELECT rights_version FROM tenants WHERE tenant_id = ?`, w.tenant)
		if err != nil {
			return err
		}
		if w.member, err = r.standing(w, p, rights); err != nil {
			return err
		}
		return save(w)
	})
}

func (r *Rows) writing(ctx context.Context, tx *sqlx.Tx) *writing {
	return &writing{ctx: ctx, tx: tx, tenant: r.member.Tenant.Code, at: calendar.At(r.store.Now())}
}

// transaction commits what f does, or nothing of it, and is the one way to write anything. It returns after the commit.
// f is not cut short when the browser goes away, and may run a second time after all of it was rolled back.
func (s *Store) transaction(ctx context.Context, f func(ctx context.Context, tx *sqlx.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.together != nil {
		return f(ctx, s.together)
	}
	s.letGo(ctx)
	s.waiting.Add(1)
	defer func() {
		err = unavailable(err)
		s.counted(err)
	}()
	if s.queue != nil {
		return s.queue.put(ctx, f)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.writer.BeginTxx(ctx, nil)
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

// exec writes rows that are no ICB's: sessions, people.
func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	return s.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, tx.Rebind(query), args...)
		return translate(err)
	})
}

// rollback gives up a transaction; one that has ended already is fine.
func rollback(tx *sqlx.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, errTxDone) {
		return fmt.Errorf("rollback: %w", err)
	}
	return nil
}
