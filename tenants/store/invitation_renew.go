package store

import (
	"context"
	"crypto/rand"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
)

// RenewInvitation gives an invitation a new link, good for as long as a new one; the old link stops working. It returns
// the token of the link. From now on it is the invitation of the member who did this. Errors: tenants.ErrNotFound, also
// for one that is void; tenants.ErrStale, tenants.ErrForbidden.
func (r *Rows) RenewInvitation(ctx context.Context, id string, version int) (token string, err error) {
	return r.renew(ctx, id, version, false)
}

// MailInvitation renews an invitation as RenewInvitation does, and the service emails the new link. Errors beside those: a problem.List
// when it has no address that can be sent to, or the service sends no emails.
func (r *Rows) MailInvitation(ctx context.Context, id string, version int) error {
	_, err := r.renew(ctx, id, version, true)
	return err
}

func (r *Rows) renew(ctx context.Context, id string, version int, byEmail bool) (token string, err error) {
	token = rand.Text()
	err = r.write(ctx, tenants.ManagePeople, db.Act{Act: "sent again", Kind: "invitation", Subject: id}, func(w *writing) error {
		old, err := w.openInvitation(id, version)
		if err == nil && old.Void != "" {
			err = tenants.ErrNotFound
		}
		if err == nil && byEmail {
			err = r.store.checkMail(old.Email).Err()
		}
		if err != nil {
			return err
		}
		w.Changed("expires", string(old.Expires), string(expiry(w.At)))
		err = w.Must(`UPDATE invitations SET token_hash = ?, expires_at = ?, invited_by = ?, version = version + 1 WHERE tenant_id = ? AND
			id = ?`,
			hashToken(token), expiry(w.At), w.member.Person.ID, w.Tenant, id)
		if err == nil && byEmail {
			err = w.mailInvitation(id)
		}
		return err
	})
	return token, err
}

// RevokeInvitation withdraws an invitation: its link stops working. Errors: tenants.ErrNotFound, tenants.ErrStale.
func (r *Rows) RevokeInvitation(ctx context.Context, id string, version int) error {
	return r.write(ctx, tenants.ManagePeople, db.Act{Act: "withdrew", Kind: "invitation", Subject: id}, func(w *writing) error {
		old, err := w.openInvitation(id, version)
		if err != nil {
			return err
		}
		w.Changed("name", old.Name, "")
		return w.Must(`UPDATE invitations SET revoked_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.At, w.Tenant, id)
	})
}
