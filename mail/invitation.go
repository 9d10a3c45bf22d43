package mail

import (
	"context"
	"errors"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// invite sends an invitation. Its link is made in the moment in which the email is noted as handed over, so each try has another one:
// the email's id tells tries apart.
func (s *Sender) invite(ctx context.Context, l *line, m store.Mail) error {
	if err := s.reach(ctx, l, m); err != nil {
		return err
	}
	i, token, err := s.Store.HandInvitation(ctx, m)
	if errors.Is(err, tenants.ErrNotFound) {
		return s.Store.EndMail(ctx, m, store.MailDropped)
	}
	if errors.Is(err, tenants.ErrStale) { // it took so long that another sender has it
		return nil
	}
	if err != nil {
		return err
	}
	subject, body := invitation(i, token, s.PublicURL)
	message, err := s.Server.message(fmt.Sprintf("%s %d", m.ID, m.Tries), i.Email, subject, body)
	if err != nil { // the address is none
		return s.Store.EndMail(ctx, m, store.MailRefused)
	}
	return s.handed(ctx, l, m, message)
}

// invitation is the email with an invitation's link: to what, in which ICB, and until when. It names neither the invited person nor
// who invites, so that nobody can write to others in the service's name.
func invitation(i store.Invitation, token, publicURL string) (subject, body string) {
	subject = "You are invited to use the IPS commissioning toolkit for " + oneLine(i.Tenant.Name)
	return subject, fmt.Sprintf("%s. Open this link and sign in:\n%s/invitations/%s\n\n"+
		"The link works once, until %s. It is for you alone: do not pass it on.\n", subject, publicURL, token, i.Expires.Words())
}
