package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// InvitationLife is how long an invitation's link works.
const InvitationLife = 7 * 24 * time.Hour

// ErrInvited is the answer to an invitation that was made already: a form that came a second time makes no second link.
var ErrInvited = errors.New("this invitation was made already")

// Invitation offers a person a role in an ICB. Its link works once, until it expires or is withdrawn. The person who
// signs in with it becomes the member. Name and Email only say whom it was meant for.
type Invitation struct {
	ID           string
	Tenant       tenants.Tenant
	Role         tenants.Role
	Provider     string // id, with the role Provider; else ""
	ProviderName string
	Name, Email  string
	Since        calendar.Instant
	Expires      calendar.Instant
	Expired      bool
	Void         Void
	// ByEmail says, of an invitation that is made, that the service emails its link; Mail is how that email is.
	ByEmail bool
	Mail    InvitationMail
	Version int
}

// Void is why an invitation can be accepted no more although nobody withdrew it; "" for one that can.
type Void string

const (
	// MakerLeft and MakerChanged: the person who made it, or made its last link, left the ICB or may no longer invite.
	MakerLeft    Void = "maker_left"
	MakerChanged Void = "maker_changed"
	// InvitedLeft: it was for somebody of this name or address who has left since.
	InvitedLeft Void = "invited_left"
)

// Title is how the ICB will name the invited person.
func (i Invitation) Title() string {
	return tenants.Member{Role: i.Role, ProviderName: i.ProviderName}.Title()
}

type invitationRow struct {
	ID       string           `db:"id"`
	Role     tenants.Role     `db:"role"`
	Provider string           `db:"provider_id"`
	ProvName string           `db:"provider_name"`
	Name     string           `db:"name"`
	Email    string           `db:"email"`
	Since    calendar.Instant `db:"created_at"`
	Expires  calendar.Instant `db:"expires_at"`
	Void     Void             `db:"void_why"`
	Maker    string           `db:"invited_by"`
	Version  int              `db:"version"`
}

// invitationQuery reads the invitations that were neither accepted nor withdrawn. One that was made before the program
// noted who leaves is void too when its maker is no administrator; the operator is nobody among people.
const invitationQuery = `
	SELECT i.id, i.role, COALESCE(i.provider_id, '') AS provider_id, COALESCE(o.name, '') AS provider_name,
	       i.name, i.email, i.created_at, i.expires_at, i.version, i.invited_by,
	       CASE WHEN i.void_why = '' AND EXISTS (SELECT 1 FROM people p WHERE p.id = i.invited_by) AND NOT EXISTS (
	           SELECT 1 FROM memberships m WHERE m.tenant_id = i.tenant_id AND m.person_id = i.invited_by AND m.role = 'lead' AND m.ended_at
	           = '')
	       THEN 'maker_changed' ELSE i.void_why END AS void_why
	FROM invitations i LEFT JOIN providers o ON o.tenant_id = i.tenant_id AND o.id = i.provider_id
	WHERE i.tenant_id = ? AND i.accepted_at = '' AND i.revoked_at = ''`

func (row invitationRow) invitation(t tenants.Tenant, now calendar.Instant) Invitation {
	return Invitation{
		ID: row.ID, Tenant: t, Role: row.Role, Provider: row.Provider, ProviderName: row.ProvName, Name: row.Name,
		Email: row.Email, Since: row.Since, Expires: row.Expires, Expired: row.Expires <= now, Void: row.Void, Version: row.Version,
	}
}

// Invitations are those that nobody has accepted and nobody has withdrawn, the expired ones too, newest first.
func (r *Rows) Invitations(ctx context.Context) ([]Invitation, error) {
	var rows []invitationRow
	var mails []invitationMailRow
	err := r.read(ctx, tenants.ManagePeople, func(q reading) error {
		q.Ask(&rows, invitationQuery, q.Tenant)
		q.Ask(&mails, invitationMailQuery, q.Tenant)
		return q.Answered()
	})
	list, now := make([]Invitation, len(rows)), calendar.At(r.store.Now())
	for n, row := range rows {
		list[n] = row.invitation(r.member.Tenant, now)
		list[n].Mail = mailOf(list[n], mails, now)
	}
	slices.SortFunc(list, func(a, b Invitation) int { return cmp.Or(cmp.Compare(b.Since, a.Since), cmp.Compare(a.ID, b.ID)) })
	return list, err
}

// NewInvitationID is for a form that invites: it carries the id of the one invitation that it makes, however often it
// is sent.
func NewInvitationID() string { return db.NewID() }

// Invite offers the role of i to a person and returns the token of the link, which is kept nowhere. With i.ByEmail the service sends
// the link and makes it only then: the token is "". i.ID is that of the form (NewInvitationID), or empty. Errors: a problem.List for
// what was typed; ErrInvited when i.ID was used before.
func (r *Rows) Invite(ctx context.Context, i Invitation) (token string, err error) {
	i.Name, i.Email = strings.TrimSpace(i.Name), strings.TrimSpace(i.Email)
	wrong := i.check()
	if i.ByEmail && wrong.For("email") == "" {
		wrong = append(wrong, r.store.checkMail(i.Email)...)
	}
	if len(wrong) > 0 {
		return "", wrong
	}
	i.ID, token = cmp.Or(i.ID, db.NewID()), rand.Text()
	err = r.write(ctx, tenants.ManagePeople, db.Act{Act: "invited", Kind: "invitation", Subject: i.ID}, func(w *writing) error {
		var made int
		if err := w.Get(&made, `SELECT COUNT(*) FROM invitations WHERE tenant_id = ? AND id = ?`, w.Tenant, i.ID); err != nil {
			return err
		}
		if made > 0 {
			return ErrInvited
		}
		if err := w.mayHaveRole(i.Provider); err != nil {
			return err
		}
		w.Changed("name", "", i.Name)
		w.Changed("email", "", i.Email)
		w.roleChanged("", "", i.Role, i.Provider)
		_, err := w.Exec(`
			INSERT INTO invitations (tenant_id, id, token_hash, role, provider_id, name, email, invited_by, created_at, expires_at,
			accepted_at, revoked_at, version)
			VALUES (?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, '', '', 1)`,
			w.Tenant, i.ID, hashToken(token), i.Role, i.Provider, i.Name, i.Email, w.member.Person.ID, w.At, expiry(w.At))
		if err == nil && i.ByEmail {
			err = w.mailInvitation(i.ID)
		}
		return err
	})
	if i.ByEmail {
		token = ""
	}
	return token, err
}

func (i Invitation) check() problem.List {
	var wrong problem.List
	switch n := utf8.RuneCountInString(i.Name); {
	case n == 0:
		wrong.Add("name", "Enter the person's name")
	case n > 120:
		wrong.Add("name", "The name must be 120 characters or fewer")
	}
	if i.Email != "" && (len(i.Email) > 254 || !strings.Contains(i.Email, "@") || broken(i.Email)) {
		wrong.Add("email", notAnAddress)
	}
	wrong = append(wrong, checkRole(i.Role, i.Provider)...)
	if _, err := hex.DecodeString(i.ID); i.ID != "" && (err != nil || len(i.ID) != len(db.NewID()) || i.ID != strings.ToLower(i.ID)) {
		wrong.Add("once", "We do not recognise this form: open the page again and fill it in")
	}
	return wrong
}

// checkRole says what is wrong with a role as chosen: a provider goes with the role Provider and with no other.
func checkRole(role tenants.Role, provider string) problem.List {
	var wrong problem.List
	switch {
	case !slices.Contains(tenants.InvitedRoles, role):
		wrong.Add("role", "Choose a role")
	case role == tenants.Provider && provider == "":
		wrong.Add("provider", "Choose the provider that the person belongs to")
	case role != tenants.Provider && provider != "":
		wrong.Add("provider", "Only people with the role Provider belong to a provider")
	}
	return wrong
}

// mayHaveRole refuses the provider of a role that has ended, or is not the ICB's (a problem.List).
func (w *writing) mayHaveRole(provider string) error {
	if provider == "" {
		return nil
	}
	var o providerRow
	err := w.Get(&o, providerQuery+` AND o.id = ?`, w.Tenant, provider)
	if missing(err) || err == nil && o.Ended {
		return problem.List{{Field: "provider", Message: "Choose a provider that delivers IPS for this ICB"}}
	}
	return err
}

// roleChanged notes what somebody is in the ICB, and for which provider.
func (w *writing) roleChanged(old tenants.Role, oldProvider string, role tenants.Role, provider string) {
	w.Changed("role", string(old), string(role))
	w.Changed("provider", oldProvider, provider)
}

// expiry is when a link that was made at an instant stops working.
func expiry(made calendar.Instant) calendar.Instant {
	return calendar.At(made.Time().Add(InvitationLife))
}

// openInvitation is one that was neither accepted nor withdrawn, a void one too, if it is the version that was read.
func (w *writing) openInvitation(id string, version int) (invitationRow, error) {
	var row invitationRow
	if err := w.Get(&row, invitationQuery+` AND i.id = ?`, w.Tenant, id); err != nil {
		return row, err
	}
	if row.Version != version {
		return row, tenants.ErrStale
	}
	return row, nil
}

// InvitationOf is the invitation that a link's token opens; tenants.ErrNotFound when there is none, or it was used or
// withdrawn or has expired.
func (s *Store) InvitationOf(ctx context.Context, token string) (Invitation, error) {
	var code string
	err := s.across(ctx, func(q reading) error {
		return q.Get(&code, `SELECT tenant_id FROM invitations WHERE token_hash = ?`, hashToken(token))
	})
	if err != nil {
		return Invitation{}, err
	}
	t, err := s.Tenant(ctx, code)
	if err != nil {
		return Invitation{}, err
	}
	var row invitationRow
	now := calendar.At(s.Now())
	err = s.readAt(ctx, code, func(q reading) error {
		return q.Get(&row, invitationQuery+` AND i.token_hash = ? AND i.expires_at > ?`, code, hashToken(token), now)
	})
	if err == nil && row.Void != "" {
		err = tenants.ErrNotFound
	}
	return row.invitation(t, now), err
}

// Accept makes a person a member by an invitation's link, which then works no more. Errors: tenants.ErrNotFound as
// InvitationOf, and for somebody who left the ICB since the link was made; a problem.List when the person is a member of
// the ICB already, or made the invitation, and the link can still be used.
func (s *Store) Accept(ctx context.Context, token string, p tenants.Person) (tenants.Member, error) {
	i, err := s.InvitationOf(ctx, token)
	if err != nil {
		return tenants.Member{}, err
	}
	joins := tenants.Member{Tenant: i.Tenant, Person: p, Role: i.Role, Provider: i.Provider, ProviderName: i.ProviderName}
	var row memberRow
	joining := s.system(joins) // nobody's membership is behind this save but the maker's
	err = joining.write(ctx, tenants.ManagePeople, db.Act{Act: "joined", Kind: "member", Subject: p.ID}, func(w *writing) error {
		now, err := w.openInvitation(i.ID, i.Version)
		if errors.Is(err, tenants.ErrStale) || err == nil && now.Void != "" {
			err = tenants.ErrNotFound // a new link was made since, or its maker has gone
		}
		if err == nil {
			err = w.mayAccept(now, p)
		}
		if err != nil {
			return err
		}
		if row, err = w.addMember(p, now.Role, now.Provider); err != nil {
			return err
		}
		w.Changed("invitation", "", i.ID)
		return w.Must(`UPDATE invitations SET accepted_at = ?, accepted_by = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`,
			w.At, row.ID, w.Tenant, i.ID)
	})
	return row.member(), err
}
