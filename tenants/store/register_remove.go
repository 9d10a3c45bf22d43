package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/register"
)

// RemoveRow takes a row that was entered by mistake off its list, if it is the version that was read; its history
// stays. Errors: tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) RemoveRow(ctx context.Context, code, id string, version int) error {
	list, ok := register.Of(code)
	if !ok {
		return tenants.ErrNotFound
	}
	return r.write(ctx, tenants.KeepOwnRows, db.Act{Act: "removed", Kind: code, Subject: id}, func(w *writing) error {
		old, err := w.registerRow(list, id)
		if err == nil {
			err = w.keeps(list, old, old)
		}
		switch {
		case err != nil:
			return err
		case hides(w.member, list.Priority(old)):
			return tenants.ErrNotFound
		case old.Version != version:
			return tenants.ErrStale
		}
		if err := w.hasNoParts(list, old, "This meeting has an agenda, so it cannot be removed. Mark it as cancelled instead"); err != nil {
			return err
		}
		w.Changed("name", list.Title(old), "")
		return w.Must(`UPDATE register_rows SET removed = TRUE, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.Tenant, id)
	})
}
