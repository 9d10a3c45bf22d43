package store

import (
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// An invitation holds as long as its maker may invite. Otherwise somebody who was removed could come back by one of
// their own. It is void for good, even when the maker becomes an administrator again: they can make a new one.

// voidInvitations makes void what a person has made and nobody has accepted.
func (w *writing) voidInvitations(maker string, why Void) error {
	var rows []invitationRow
	err := w.All(&rows, invitationQuery+` AND i.void_why = '' AND i.invited_by = ?`, w.Tenant, maker)
	if err != nil {
		return err
	}
	return w.void(rows, why)
}

// voidInvitationsFor makes void what is open for somebody who leaves, by the name or address it was made for. Those are
// not what people are known by, so that a link in their hands is asked about again in mayAccept.
func (w *writing) voidInvitationsFor(left memberRow) error {
	var rows, theirs []invitationRow
	if err := w.All(&rows, invitationQuery+` AND i.void_why = ''`, w.Tenant); err != nil {
		return err
	}
	for _, row := range rows {
		if row.isFor(left) {
			theirs = append(theirs, row)
		}
	}
	return w.void(theirs, InvitedLeft)
}

// isFor says whether an invitation was made for a member: for their address, or for their name where there is none.
func (row invitationRow) isFor(m memberRow) bool {
	if row.Email != "" && m.Person.Email != "" {
		return strings.EqualFold(row.Email, m.Person.Email)
	}
	return strings.EqualFold(row.Name, m.Person.Name)
}

func (w *writing) void(rows []invitationRow, why Void) error {
	var ids []string
	for _, row := range rows {
		err := w.Must(`UPDATE invitations SET void_at = ?, void_why = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.At, why,
			w.Tenant, row.ID)
		if err != nil {
			return err
		}
		ids = append(ids, row.ID)
	}
	if len(ids) > 0 {
		w.Changed("void", "", strings.Join(ids, "\n"))
	}
	return nil
}

// mayAccept refuses an invitation to its maker, and to somebody who left the ICB after its link was made. It was not
// made for them, no matter who gave them the link. Errors: tenants.ErrNotFound; a problem.List.
func (w *writing) mayAccept(i invitationRow, p tenants.Person) error {
	if i.Maker == p.ID {
		return problem.List{{Field: "role", Message: "You made this invitation, so it is not for you. Send its link to the person you " +
			"made it for"}}
	}
	made := calendar.At(i.Expires.Time().Add(-InvitationLife))
	var left int
	err := w.Get(&left, `SELECT COUNT(*) FROM memberships WHERE tenant_id = ? AND person_id = ? AND ended_at > ?`, w.Tenant, p.ID, made)
	if err == nil && left > 0 {
		err = tenants.ErrNotFound
	}
	return err
}
