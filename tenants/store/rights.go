package store

import (
	"errors"

	"ipstoolkit/tenants"
)

// A right that ends, ends at once. A save was allowed by what the member was when the request came, which can be
// minutes ago. Each ICB counts the changes of who may do what in it (tenants.rights_version), and a member carries the
// count from the moment when they were read. The statement that every save begins with returns the present count. If
// the two counts are equal, the save asks nothing more.
//
// The count is a column of the row that the statement locks, and not a look at memberships in the same statement:
// PostgreSQL, having waited for the lock, reads that one row anew, but all others as they were before it waited.

// standing is the member as they are at the moment of a save, where they may still do all that they could when it was
// begun, and what the save needs. Which rows procurement has closed since is for the save to ask. Errors: tenants.ErrEnded
// when the membership has ended; tenants.ErrRoleChanged when the role or the provider has changed so that something is lost;
// tenants.ErrForbidden when the role does not include it, tenants.ErrProcurement when procurement keeps it from them;
// tenants.ErrNotFound for a member who is none.
func (r *Rows) standing(w *writing, p tenants.Permission, rights int64) (tenants.Member, error) {
	switch {
	case r.system:
		return r.member, nil
	case r.member.ID == "":
		return r.member, tenants.ErrNotFound
	case rights == r.member.Tenant.Rights:
		return r.member, r.member.Allow(p)
	}
	var row memberRow
	err := w.Get(&row, memberQuery+` WHERE m.tenant_id = ? AND m.id = ? AND m.ended_at = ''`, w.Tenant, r.member.ID)
	if errors.Is(err, tenants.ErrNotFound) {
		return r.member, tenants.ErrEnded
	}
	if err != nil {
		return r.member, err
	}
	now := row.member()
	if !now.Covers(r.member) {
		return now, tenants.ErrRoleChanged
	}
	return now, now.Allow(p)
}

// rightsChanged notes, inside a save, that somebody's rights are others from now on.
func (w *writing) rightsChanged() error {
	return w.Must(`UPDATE tenants SET rights_version = rights_version + 1 WHERE tenant_id = ?`, w.Tenant)
}
