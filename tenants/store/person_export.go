package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
)

// PersonExport is everything in an ICB that a member of staff entered or that is about them, for a person who asks
// what is held about them. Its JSON is what people download.
type PersonExport struct {
	ICB    string           `json:"icb"`
	MadeAt calendar.Instant `json:"made_at"`
	Person PersonHeld       `json:"person"`
	// Emails is what the person has chosen to get by email.
	Emails EmailsHeld `json:"emails"`
	// Memberships are the present one and those that have ended.
	Memberships []MembershipHeld `json:"memberships"`
	// Invitations are those meant for the person, by the email address or name in them, and the one they accepted.
	Invitations []InvitationHeld `json:"invitations"`
	// Owns are the priorities that the person looks after.
	Owns []string `json:"priorities_owned"`
	// OwnsActions are the actions that the person owns or has owned to their end.
	OwnsActions []string `json:"actions_owned"`
	// Did is what the person did, and About what others did about them, newest first.
	Did   []EventHeld `json:"did"`
	About []EventHeld `json:"about"`
	// Mentions are texts, present and past, that hold the person's name or email address.
	Mentions []MentionHeld `json:"mentions"`
	// LeftOut says what procurement keeps from the member who made the export, "" when that is nothing.
	LeftOut string `json:"left_out,omitempty"`
}

// PersonHeld is what is held of the person themselves.
type PersonHeld struct {
	Name          string           `json:"name" db:"name"`
	Email         string           `json:"email" db:"email"`
	SignInService string           `json:"sign_in_service" db:"issuer"`
	Identifier    string           `json:"identifier_there" db:"subject"`
	FirstSeen     calendar.Instant `json:"first_seen" db:"created_at"`
	LastSignedIn  calendar.Instant `json:"last_signed_in" db:"last_signed_in"`
}

// EmailsHeld is what a person has chosen to get by email, and since when they have a calendar at a secret address, "" without one.
type EmailsHeld struct {
	AtOnce   bool             `json:"at_once" db:"at_once"`
	Digest   tenants.Digest   `json:"summary" db:"digest"`
	Calendar calendar.Instant `json:"calendar_since,omitempty" db:"made_at"`
}

// MembershipHeld is one membership of the ICB. To is "" for the present one.
type MembershipHeld struct {
	Role string           `json:"role"`
	From calendar.Instant `json:"from"`
	To   calendar.Instant `json:"to,omitempty"`
}

// InvitationHeld is an invitation to the ICB.
type InvitationHeld struct {
	Name    string           `json:"name" db:"name"`
	Email   string           `json:"email" db:"email"`
	Role    tenants.Role     `json:"role" db:"role"`
	Created calendar.Instant `json:"created" db:"created_at"`
	// Emailed is when the service sent it by email, "" when it did not; that is known for 30 days.
	Emailed calendar.Instant `json:"emailed,omitempty" db:"emailed_at"`
}

// EventHeld is one save of the history.
type EventHeld struct {
	At      calendar.Instant `json:"at"`
	By      string           `json:"by"`
	As      string           `json:"as"`
	Act     string           `json:"act"`
	Kind    string           `json:"kind"`
	Subject string           `json:"subject"`
	Changes []ChangeHeld     `json:"changes,omitempty"`
}

// ChangeHeld is one field of a save. Removed is when its texts were removed for good.
type ChangeHeld struct {
	Field   string           `json:"field"`
	Old     string           `json:"before"`
	New     string           `json:"after"`
	Removed calendar.Instant `json:"removed,omitempty"`
}

// MentionHeld is a text that names the person: in a present row, or in a save of the history (At is not "").
type MentionHeld struct {
	Kind    string           `json:"kind"`
	Subject string           `json:"subject"`
	Field   string           `json:"field"`
	At      calendar.Instant `json:"at,omitempty"`
	Text    string           `json:"text"`
}

// Staff are all who are or were members of the ICB, by name, each once. Error: tenants.ErrForbidden for all but the ICB
// administrator.
func (r *Rows) Staff(ctx context.Context) ([]tenants.Person, error) {
	var rows []memberRow
	err := r.read(ctx, tenants.ExportPerson, func(q reading) error {
		return q.All(&rows, memberQuery+` WHERE m.tenant_id = ?`+forPerson,
			q.Tenant)
	})
	var list []tenants.Person
	for _, m := range members(rows) {
		if !slices.Contains(list, m.Person) {
			list = append(list, m.Person)
		}
	}
	return list, err
}

// ExportPerson gathers what was entered by or about a person who is or was a member of the ICB, and writes into the
// audit that it was taken out. Errors: tenants.ErrNotFound for anybody else; tenants.ErrForbidden for all but the ICB
// administrator.
func (r *Rows) ExportPerson(ctx context.Context, person string) (PersonExport, error) {
	x := PersonExport{ICB: r.member.Tenant.Code, MadeAt: calendar.At(r.store.Now())}
	if r.member.Outside() {
		x.LeftOut = assessment.ProcurementWords(r.member.Tenant.Procurement) + " What they hold about this person is left out here."
	}
	err := r.read(ctx, tenants.ExportPerson, func(q reading) error { return q.export(&x, r.member, person) })
	if err != nil {
		return PersonExport{}, err
	}
	return x, r.write(ctx, tenants.ExportPerson, db.Act{Act: "exported personal data", Kind: "member", Subject: person},
		func(w *writing) error {
			w.Changed("person", "", x.Person.Name)
			return nil
		})
}

func (q reading) export(x *PersonExport, reader tenants.Member, person string) error {
	var rows []memberRow
	if err := q.All(&rows, memberQuery+` WHERE m.tenant_id = ? AND m.person_id = ?`, q.Tenant, person); err != nil {
		return err
	}
	if len(rows) == 0 {
		return tenants.ErrNotFound
	}
	slices.SortFunc(rows, func(a, b memberRow) int { return cmp.Compare(a.Since, b.Since) })
	for _, m := range rows {
		x.Memberships = append(x.Memberships, MembershipHeld{m.member().Title(), m.Since, m.Ended})
	}
	err := q.Get(&x.Person, `SELECT name, email, issuer, subject, created_at, last_signed_in FROM people WHERE id = ?`, person)
	if err != nil {
		return err
	}
	err = q.Get(&x.Emails, `
		SELECT COALESCE(c.at_once, TRUE) AS at_once, COALESCE(c.digest, 'weekly') AS digest, COALESCE(k.made_at, '') AS made_at
		FROM people p LEFT JOIN mail_choices c ON c.person_id = p.id LEFT JOIN calendar_addresses k ON k.person_id = p.id
		WHERE p.id = ?`, person)
	if err != nil {
		return err
	}
	err = q.All(&x.Invitations, `
		SELECT i.name, i.email, i.role, i.created_at, COALESCE((SELECT MAX(x.next_at) FROM outbox x
		    WHERE x.kind = 'invitation' AND x.icb = i.tenant_id AND x.subject = i.id AND x.state = 'sent'), '') AS emailed_at
		FROM invitations i
		LEFT JOIN memberships m ON m.tenant_id = i.tenant_id AND m.id = i.accepted_by
		WHERE i.tenant_id = ? AND (m.person_id = ? OR i.email <> '' AND LOWER(i.email) = LOWER(?) OR i.name = ?)`+forPerson+`
		ORDER BY i.created_at, i.id`, q.Tenant, person, x.Person.Email, x.Person.Name)
	if err != nil {
		return err
	}
	err = q.All(&x.Owns, `
		SELECT e.priority FROM entries e JOIN memberships m ON m.tenant_id = e.tenant_id AND m.id = e.owner_id
		WHERE e.tenant_id = ? AND m.person_id = ? ORDER BY e.priority`, q.Tenant, person)
	if err != nil {
		return err
	}
	open := ``
	if reader.Outside() {
		open = ` AND NOT ` + closedAction("x")
	}
	err = q.All(&x.OwnsActions, `
		SELECT x.what FROM actions x JOIN memberships m ON m.tenant_id = x.tenant_id AND m.id = x.owner_id
		WHERE x.tenant_id = ? AND m.person_id = ?`+open+forPerson+` ORDER BY x.due_on, x.id`, q.Tenant, person)
	if err != nil {
		return err
	}
	did, err := q.events(reader, `a.person_id = ?`, person)
	if err != nil {
		return err
	}
	about, err := q.events(reader, `a.kind = 'member' AND a.subject = ? AND a.person_id <> ?`, person, person)
	if err != nil {
		return err
	}
	x.Did, x.About = eventsHeld(did), eventsHeld(about)
	return q.findMentions(x, reader)
}

func eventsHeld(events []snapshot.Event) []EventHeld {
	list := make([]EventHeld, len(events))
	for i, e := range events {
		list[i] = EventHeld{At: e.At, By: e.Who, As: e.Role.Words, Act: e.Act, Kind: e.Kind, Subject: e.Subject}
		for _, c := range e.Changes {
			list[i].Changes = append(list[i].Changes, ChangeHeld(c))
		}
	}
	return list
}

// findMentions finds the texts that hold the person's name or email address, in any case. What happened to their membership
// is in About already.
func (q reading) findMentions(x *PersonExport, reader tenants.Member) error {
	all, err := q.traces(reader)
	if err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	for _, t := range all {
		text := strings.ToLower(t.Text)
		named := x.Person.Name != "" && strings.Contains(text, strings.ToLower(x.Person.Name)) ||
			x.Person.Email != "" && strings.Contains(text, strings.ToLower(x.Person.Email))
		if named && t.Kind != "member" {
			x.Mentions = append(x.Mentions, MentionHeld{t.Kind, t.Subject, t.Field, t.At, t.Text})
		}
	}
	return nil
}
