package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/record"
)

// WorkbookSave saves one record of a workbook that came back, by the same function as a form: rows are the ICB's rows inside the
// import.
type WorkbookSave func(ctx context.Context, rows *Rows) error

// errTried ends a trial: nothing of it stays.
var errTried = errors.New("tried, not saved")

// TryWorkbook tries the saves of a workbook and takes all of them back. The answers are their errors, in their order; nil for one
// that would be saved. Error: tenants.ErrForbidden for members who fill in nothing.
func (r *Rows) TryWorkbook(ctx context.Context, name string, saves []WorkbookSave) ([]error, error) {
	if err := r.may(tenants.KeepOwnRows); err != nil {
		return nil, err
	}
	answers := make([]error, len(saves))
	err := r.together(ctx, name, func(ctx context.Context, s *Store, rows *Rows) error {
		for i, save := range saves {
			answers[i] = s.db.Alone(ctx, func() error { return save(ctx, rows) })
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return answers, err
}

// SaveWorkbook saves all of a workbook's saves, or none: the first that fails takes back the others, and at is its place. The
// history says of each that it came from the workbook, by its name, and has a line for the import. A form that was saved already
// is not saved again, which is no error.
func (r *Rows) SaveWorkbook(ctx context.Context, name string, saves []WorkbookSave) (at int, err error) {
	key := tenants.TakeSent(ctx)
	err = r.together(ctx, name, func(ctx context.Context, s *Store, rows *Rows) error {
		first := false
		err := rows.write(ctx, tenants.KeepOwnRows, db.Act{Act: "imported", Kind: record.Workbook, Subject: "import"},
			func(w *writing) error {
				if err := w.sent(key); err != nil {
					return err
				}
				w.Changed("records", "", fmt.Sprint(len(saves)))
				first = true
				return nil
			})
		if err == nil && !first { // write takes a form that was sent before as saved
			err = errSent
		}
		if err != nil {
			return err
		}
		for at = range saves {
			if err := saves[at](ctx, rows); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errSent) {
		err = nil
	}
	return at, err
}

// together runs saves of a workbook in one transaction.
func (r *Rows) together(ctx context.Context, name string, do func(ctx context.Context, s *Store, rows *Rows) error) error {
	now := r.store.Now()
	ctx = tenants.WithSent(ctx, "") // the form's key is that of the import, not that of one of its records
	return r.store.Together(ctx, func() time.Time { return now }, func(ctx context.Context, s *Store) error {
		rows := s.For(r.member)
		rows.from = name
		return do(ctx, s, rows)
	})
}
