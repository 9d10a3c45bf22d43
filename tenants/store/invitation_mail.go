package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// Invitations by email. The database holds a link only as its hash, so an email that waits names the invitation, and its link is made
// when the email is handed over. Until then nobody has a link; a link of an earlier try stops working with the next one.

// InvitationMail is the email of an invitation's present link: how it is, and since when. Its State is "" for a link that people send
// themselves. It is MailDropped as soon as the link cannot be accepted, even where the email still waits.
type InvitationMail struct {
	State MailState
	At    calendar.Instant
}

type invitationMailRow struct {
	Invitation string           `db:"subject"`
	State      string           `db:"state"`
	Made       calendar.Instant `db:"made_at"`
	At         calendar.Instant `db:"next_at"`
	Leased     calendar.Instant `db:"leased_until"`
}

const invitationMailQuery = `
	SELECT x.subject, x.state, x.made_at, x.next_at, x.leased_until FROM outbox x WHERE x.kind = 'invitation' AND x.icb = ?`

// mailOf is the email of an invitation's present link among those of the ICB. It was put into the outbox when the link was made: those
// of earlier links say nothing of this one.
func mailOf(i Invitation, rows []invitationMailRow, now calendar.Instant) InvitationMail {
	for _, row := range rows {
		if row.Invitation != i.ID || expiry(row.Made) != i.Expires {
			continue
		}
		m := InvitationMail{State: MailState(row.State), At: row.At}
		switch {
		case row.State == string(MailWaiting) && (i.Expired || i.Void != ""):
			m.State = MailDropped
		case row.State == "handed" && row.Leased > now:
			m.State = MailWaiting
		case row.State == "handed":
			m.State = MailUnsure
		}
		return m
	}
	return InvitationMail{}
}

// checkMail says what is wrong with an address that an invitation is to be sent to.
func (s *Store) checkMail(address string) problem.List {
	var wrong problem.List
	switch {
	case !s.mails:
		wrong.Add("by_email", "This service sends no emails: send the link yourself")
	case address == "":
		wrong.Add("email", "Enter the email address to send the invitation to")
	case !mailable(address):
		wrong.Add("email", notAnAddress)
	}
	return wrong
}

// Mailable says whether the invitation's address can be sent to.
func (i Invitation) Mailable() bool { return mailable(i.Email) }

// mailable: it is one address alone, as a mail server reads it.
func mailable(address string) bool {
	read, err := mail.ParseAddress(address)
	return err == nil && read.Address == address && !broken(address)
}

const notAnAddress = "Enter an email address in the correct format, like name@example.com"

// broken says whether a text holds what no address does: a space, or a sign that ends a line.
func broken(address string) bool {
	return strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// mailInvitation puts the email of an invitation's new link into the outbox.
func (w *writing) mailInvitation(id string) error {
	_, err := w.Exec(`
		INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until)
		VALUES (?, NULL, 'invitation', ?, ?, '', ?, 'waiting', 0, ?, '', '')`, db.NewID(), w.Tenant, id, w.At, w.At)
	return err
}

// HandInvitation notes that the email of an invitation is now given to the mail server, as HandMail does, and makes the link in it: it
// returns the token. It is no save of the ICB's: nothing of what people see of the invitation changes. Errors: tenants.ErrStale as
// HandMail; tenants.ErrNotFound when there is nothing to send, since the invitation was accepted or withdrawn, is void or has
// expired, or has a newer link than the email's.
func (s *Store) HandInvitation(ctx context.Context, m Mail) (Invitation, string, error) {
	t, err := s.Tenant(ctx, m.ICB)
	if err != nil {
		return Invitation{}, "", err
	}
	var i Invitation
	token := rand.Text()
	err = s.db.Transaction(ctx, func(tx db.Tx) error {
		err := tx.Unaudited(m.ICB, func(q db.Reading, w *db.Writing) error {
			var row invitationRow
			if err := q.Get(&row, invitationQuery+` AND i.id = ?`, m.ICB, m.Subject); err != nil {
				return err
			}
			i = row.invitation(t, w.At)
			if i.Expired || i.Void != "" || i.Expires != expiry(m.Made) {
				return tenants.ErrNotFound
			}
			// Whatever else happens to an invitation gives it another version.
			n, err := w.Exec(`UPDATE invitations SET token_hash = ? WHERE tenant_id = ? AND id = ? AND version = ?`,
				hashToken(token), m.ICB, m.Subject, row.Version)
			if err == nil && n == 0 {
				err = tenants.ErrNotFound
			}
			return err
		})
		if err != nil {
			return err
		}
		n, err := tx.Exec(handMail, m.ID, m.lease, calendar.At(s.Now()))
		if err == nil && n == 0 {
			err = tenants.ErrStale
		}
		return err
	})
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		err = fmt.Errorf("email of an invitation: %w", err)
	}
	return i, token, err
}
