package store

import (
	"context"
	"errors"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
)

// A form that makes a record carries a key. It is written down in the transaction of the save, so that the same form sent
// again (pressed twice, loaded again, sent on a slow line) is known, at the same moment too: the second waits for the first.

// sentLife is how long the key of a form that was saved is kept.
const sentLife = 24 * time.Hour

// errSent ends the save of a form that was saved already.
var errSent = errors.New("this form was saved already")

// newID is the id of a new record. One that a form makes has its id from the form's key, so that the form sent again leads
// to the record that the first one made.
func newID(ctx context.Context) string {
	if key := tenants.SentKey(ctx); key != "" {
		return madeBy(key)
	}
	return db.NewID()
}

// madeBy is the id of the record that the form of a key makes.
func madeBy(key string) string { return key[:len(db.NewID())] }

// once runs a transaction that saves what a form holds, unless that form was saved already: then it does nothing. save calls
// first in its first save, before anything is changed. first does nothing for what no form with a key does.
func (r *Rows) once(ctx context.Context, save func(tx db.Tx, first func(w *writing) error) error) error {
	key := tenants.TakeSent(ctx)
	err := r.store.db.Transaction(ctx, func(tx db.Tx) error {
		return save(tx, func(w *writing) error { return w.sent(key) })
	})
	if errors.Is(err, errSent) {
		return nil
	}
	return err
}

// sent notes that a form is saved, and clears away the ICB's keys that are older than a day. Of a form that made a record,
// the history tells for ever: kept open for days and sent again, it must not undo what others have done with the record since.
// Error: errSent.
func (w *writing) sent(key string) error {
	if key == "" {
		return nil
	}
	if w.Act.Subject == madeBy(key) {
		var made int
		err := w.Get(&made, `SELECT COUNT(*) FROM audit WHERE tenant_id = ? AND kind = ? AND subject = ?`, w.Tenant, w.Act.Kind,
			w.Act.Subject)
		if err != nil {
			return err
		}
		if made > 0 {
			return errSent
		}
	}
	_, err := w.Exec(`DELETE FROM sent_forms WHERE tenant_id = ? AND sent_at < ?`, w.Tenant, calendar.At(w.At.Time().Add(-sentLife)))
	if err != nil {
		return err
	}
	n, err := w.Exec(`INSERT INTO sent_forms (tenant_id, sent_key, sent_at) VALUES (?, ?, ?) ON CONFLICT (tenant_id, sent_key) DO NOTHING`,
		w.Tenant, key, w.At)
	if err == nil && n == 0 {
		err = errSent
	}
	return err
}
