package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// SignedIn is the person whom a sign-in service calls subject, made at the first sign-in; name and email are kept as
// the service says them now.
func (s *Store) SignedIn(ctx context.Context, issuer, subject, name, email string) (tenants.Person, error) {
	if issuer == "" || subject == "" {
		return tenants.Person{}, errors.New("a person needs an issuer and a subject")
	}
	p := tenants.Person{Name: name, Email: email, Issuer: issuer, Subject: subject}
	var before struct {
		Name  string `db:"name"`
		Email string `db:"email"`
	}
	err := s.db.Transaction(ctx, func(tx db.Tx) error {
		now := calendar.At(s.Now())
		err := tx.Get(&before, `SELECT name, email FROM people WHERE issuer = ? AND subject = ?`, issuer, subject)
		if err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
		return tx.Get(&p.ID, `
			INSERT INTO people (id, issuer, subject, name, email, created_at, last_signed_in)
			VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name, email = excluded.email, last_signed_in =
			excluded.last_signed_in
			RETURNING id`, db.NewID(), issuer, subject, name, email, now, now)
	})
	if err != nil {
		return tenants.Person{}, fmt.Errorf("person signed in: %w", err)
	}
	if before.Name != "" && (before.Name != name || before.Email != email) {
		return p, s.renamed(ctx, p.ID)
	}
	return p, nil
}

// renamed says to the ICBs of a person that their pages show another name or address.
func (s *Store) renamed(ctx context.Context, person string) error {
	memberships, err := s.Memberships(ctx, person)
	if err != nil {
		return err
	}
	for _, m := range memberships {
		err := s.system(m).unaudited(ctx, tenants.ManagePeople, func(w *writing) error {
			return w.Must(`UPDATE tenants SET names = names + 1 WHERE tenant_id = ?`, w.Tenant)
		})
		if err != nil {
			return fmt.Errorf("another name of a person: %w", err)
		}
	}
	return nil
}

// memberRow is a membership with its person, provider and ICB.
type memberRow struct {
	ID       string           `db:"id"`
	Role     tenants.Role     `db:"role"`
	Provider string           `db:"provider_id"`
	ProvName string           `db:"provider_name"`
	Version  int              `db:"version"`
	Named    bool             `db:"named"`
	Seated   bool             `db:"seated"`
	Since    calendar.Instant `db:"created_at"`
	Ended    calendar.Instant `db:"ended_at"`
	Person   struct {
		ID      string `db:"id"`
		Name    string `db:"name"`
		Email   string `db:"email"`
		Issuer  string `db:"issuer"`
		Subject string `db:"subject"`
	} `db:"person"`
	Tenant tenantRow `db:"tenant"`
}

// seatedQuery says whether a member's provider holds a seat in the steering group now.
const seatedQuery = `EXISTS (
		SELECT 1 FROM register_rows g WHERE g.tenant_id = m.tenant_id AND g.list = 'seat' AND g.removed = FALSE AND g.provider_id =
		m.provider_id
		AND NOT EXISTS (SELECT 1 FROM register_values v WHERE v.tenant_id = g.tenant_id AND v.row_id = g.id AND v.field = 'until'))`

// memberColumns are a membership's columns, "" or 0 where there is none beside what they were joined to.
const memberColumns = `
	COALESCE(m.id, '') AS id, COALESCE(m.role, '') AS role, COALESCE(m.provider_id, '') AS provider_id,
	COALESCE(o.name, '') AS provider_name,
	COALESCE(m.version, 0) AS version, COALESCE(m.named, FALSE) AS named, COALESCE(m.created_at, '') AS created_at,
	COALESCE(m.ended_at, '') AS ended_at, CASE WHEN m.role = 'provider' THEN ` + seatedQuery + ` ELSE FALSE END AS seated,
	p.id AS "person.id", p.name AS "person.name", p.email AS "person.email", p.issuer AS "person.issuer", p.subject AS "person.subject",
	COALESCE(t.tenant_id, '') AS "tenant.tenant_id", COALESCE(t.name, '') AS "tenant.name", COALESCE(t.region, '') AS "tenant.region",
	COALESCE(t.demo, FALSE) AS "tenant.demo", COALESCE(t.edition_id, '') AS "tenant.edition_id", COALESCE(t.version, 0) AS "tenant.version",
	COALESCE(t.show_by_provider, FALSE) AS "tenant.show_by_provider", COALESCE(t.retention_years, 0) AS "tenant.retention_years",
	COALESCE(t.next_meeting, '') AS "tenant.next_meeting", COALESCE(t.settings_version, 0) AS "tenant.settings_version",
	COALESCE(t.procurement_since, '') AS "tenant.procurement_since", COALESCE(t.rights_version, 0) AS "tenant.rights_version",
	COALESCE(t.names, 0) AS "tenant.names", COALESCE(t.due_month, 0) AS "tenant.due_month", COALESCE(t.due_day, 0) AS "tenant.due_day",
	` + renumberedQuery + ` AS "tenant.renumbered"`

const memberQuery = `SELECT ` + memberColumns + `
	FROM memberships m
	JOIN tenants t ON t.tenant_id = m.tenant_id
	JOIN people p ON p.id = m.person_id
	LEFT JOIN providers o ON o.tenant_id = m.tenant_id AND o.id = m.provider_id`

func (m memberRow) member() tenants.Member {
	return tenants.Member{
		ID: m.ID, Tenant: m.Tenant.tenant(), Role: m.Role, Provider: m.Provider, ProviderName: m.ProvName, Version: m.Version,
		Named: m.Named, Seated: m.Seated,
		Person: tenants.Person{
			ID: m.Person.ID, Name: m.Person.Name, Email: m.Person.Email, Issuer: m.Person.Issuer,
			Subject: m.Person.Subject,
		},
	}
}

// Memberships are the ICBs that a person is a member of now, by name.
func (s *Store) Memberships(ctx context.Context, person string) ([]tenants.Member, error) {
	var rows []memberRow
	err := s.across(ctx, func(q reading) error {
		return q.All(&rows, memberQuery+` WHERE m.person_id = ? AND m.ended_at = ''`, person)
	})
	if err != nil {
		return nil, fmt.Errorf("memberships: %w", err)
	}
	return members(rows), nil
}

// Members are the people of the ICB now, by name. Those who may not read addresses get none.
func (r *Rows) Members(ctx context.Context) ([]tenants.Member, error) {
	var list []tenants.Member
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askMembers(&list, r.system || r.member.Can(tenants.ReadMembers))
		return nil
	})
	return list, err
}

// askMembers asks for the people of the ICB now, by name, with their addresses or without.
func (q reading) askMembers(list *[]tenants.Member, addresses bool) {
	var rows []memberRow
	q.Ask(&rows, memberQuery+` WHERE m.tenant_id = ? AND m.ended_at = ''`, q.Tenant)
	q.Then(func() {
		*list = members(rows)
		for i := range *list {
			if !addresses {
				(*list)[i].Person.Email = ""
			}
		}
	})
}

func members(rows []memberRow) []tenants.Member {
	list := make([]tenants.Member, len(rows))
	for i, row := range rows {
		list[i] = row.member()
	}
	slices.SortFunc(list, func(a, b tenants.Member) int {
		return cmp.Or(cmp.Compare(a.Tenant.Name, b.Tenant.Name), cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// AddMember makes a person a member of the ICB, in a role; provider is the id of the one provider that a member with
// the role Provider belongs to, "" for all others. A person who is a member already is a problem.List.
func (r *Rows) AddMember(ctx context.Context, p tenants.Person, role tenants.Role, provider string) (tenants.Member, error) {
	var row memberRow
	err := r.write(ctx, tenants.ManagePeople, db.Act{Act: "joined", Kind: "member", Subject: p.ID}, func(w *writing) error {
		var err error
		row, err = w.addMember(p, role, provider)
		return err
	})
	return row.member(), err
}

// addMember is AddMember inside a save.
func (w *writing) addMember(p tenants.Person, role tenants.Role, provider string) (memberRow, error) {
	id := db.NewID()
	_, err := w.Exec(`
		INSERT INTO memberships (tenant_id, id, person_id, role, provider_id, created_at, ended_at, version)
		VALUES (?, ?, ?, ?, NULLIF(?, ''), ?, '', 1)`, w.Tenant, id, p.ID, role, provider, w.At)
	if errors.Is(err, db.ErrTaken) {
		return memberRow{}, problem.List{{Field: "role", Message: "This person is a member of the ICB already"}}
	}
	if err != nil {
		return memberRow{}, err
	}
	var row memberRow
	if err := w.Get(&row, memberQuery+` WHERE m.tenant_id = ? AND m.id = ?`, w.Tenant, id); err != nil {
		return memberRow{}, err
	}
	w.Changed("person", "", p.Name)
	w.roleChanged("", "", role, provider)
	return row, nil
}
