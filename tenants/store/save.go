package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/record"
)

// writing is one save under way: what it reads to decide by, its statements, and the changes that its audit row will show.
type writing struct {
	reading
	*db.Writing
	// member is who saves, as they are at this moment: what a save decides by who does it, it decides by this.
	member tenants.Member
	// mails says that the save puts emails into the outbox.
	mails bool
}

// write is the one way to change an ICB's rows. In one transaction it first counts the ICB's version up, which locks,
// numbers and orders its saves on both databases. Then it asks whether the member still has the rights that the save
// was begun with (standing) and the permission that it needs, runs save, and writes the audit row. It returns after the
// commit. A form that was saved already is not saved again: nothing is done, and that is no error (see sent.go). Errors
// beside save's: those of standing.
func (r *Rows) write(ctx context.Context, p tenants.Permission, act db.Act, save func(w *writing) error) error {
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		return r.audited(tx, p, act, func(w *writing) error {
			if err := first(w); err != nil {
				return err
			}
			return save(w)
		})
	})
}

// audited is what write does inside its transaction; several make one save of several rows.
func (r *Rows) audited(tx db.Tx, p tenants.Permission, act db.Act, save func(w *writing) error) error {
	return tx.Save(r.member.Tenant.Code, act, func(q db.Reading, kernel *db.Writing) (db.By, error) {
		w, err := r.writing(q, kernel, p)
		if err == nil {
			err = save(w)
		}
		w.Changed(record.FromWorkbook.Name, "", r.from)
		return db.By{Person: w.member.Person.ID, Name: w.member.Person.Name, Role: w.member.KeptTitle()}, err
	})
}

// unaudited changes an ICB's rows without an audit row. It is only for the pieces of a file that is coming in: the last
// save of the file is audited. Errors beside save's: those of standing.
func (r *Rows) unaudited(ctx context.Context, p tenants.Permission, save func(w *writing) error) error {
	return r.store.db.Transaction(ctx, func(tx db.Tx) error {
		return tx.Unaudited(r.member.Tenant.Code, func(q db.Reading, kernel *db.Writing) error {
			w, err := r.writing(q, kernel, p)
			if err != nil {
				return err
			}
			return save(w)
		})
	})
}

// became notes what is kept of a record that has become another, for the audit row: nothing of a field that is the same.
func (w *writing) became(old, now []record.Text) {
	was := make(map[string]string, len(old))
	for _, t := range old {
		was[t.Field] = t.Text
	}
	for _, t := range now {
		w.Changed(t.Field, was[t.Field], t.Text)
	}
}

// writing is a save by the member as they are at this moment.
func (r *Rows) writing(q db.Reading, kernel *db.Writing, p tenants.Permission) (w *writing, err error) {
	w = &writing{reading: reading{q, r.member.Tenant.Renumbered}, Writing: kernel, mails: r.store.mails}
	w.member, err = r.standing(w, p, kernel.Rights)
	return w, err
}
