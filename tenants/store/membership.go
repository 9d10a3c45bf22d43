package store

import (
	"context"
	"errors"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/problem"
)

// Person is somebody who has signed in before; tenants.ErrNotFound for an id of nobody.
func (s *Store) Person(ctx context.Context, id string) (tenants.Person, error) {
	var row struct {
		ID      string `db:"id"`
		Name    string `db:"name"`
		Email   string `db:"email"`
		Issuer  string `db:"issuer"`
		Subject string `db:"subject"`
	}
	if err := s.db.Get(ctx, &row, `SELECT id, name, email, issuer, subject FROM people WHERE id = ?`, id); err != nil {
		return tenants.Person{}, fmt.Errorf("person: %w", err)
	}
	return tenants.Person(row), nil
}

// Membership is a person's membership of an ICB now; tenants.ErrNotFound when they have none, or there is no such ICB.
func (s *Store) Membership(ctx context.Context, person, code string) (tenants.Member, error) {
	var row memberRow
	err := s.readAt(ctx, code, func(q reading) error {
		return q.Get(&row, memberQuery+` WHERE m.tenant_id = ? AND m.person_id = ? AND m.ended_at = ''`, code, person)
	})
	if err != nil {
		return tenants.Member{}, fmt.Errorf("membership: %w", err)
	}
	return row.member(), nil
}

// ChangeRole gives a member of the ICB another role. Errors: tenants.ErrNotFound, tenants.ErrStale, a problem.List for
// a role that cannot be had, or when the ICB would be left without an administrator.
func (r *Rows) ChangeRole(ctx context.Context, member string, role tenants.Role, provider string, version int) error {
	if err := checkRole(role, provider).Err(); err != nil {
		return err
	}
	return r.changeMember(ctx, "changed", member, version, func(w *writing, old memberRow) error {
		if err := errors.Join(w.keepsLead(old, role), w.keepsNamed(old, role)); err != nil {
			return err
		}
		if err := w.mayHaveRole(provider); err != nil {
			return err
		}
		w.Changed("person", old.Person.Name, old.Person.Name)
		w.roleChanged(old.Role, old.Provider, role, provider)
		if !role.Nameable() {
			if _, err := w.Exec(`UPDATE memberships SET named = FALSE WHERE tenant_id = ? AND id = ?`, w.Tenant, member); err != nil {
				return err
			}
		}
		if err := w.rightsChanged(); err != nil {
			return err
		}
		if !role.Can(tenants.ManagePeople) {
			if err := w.voidInvitations(old.Person.ID, MakerChanged); err != nil {
				return err
			}
		}
		return w.Must(`UPDATE memberships SET role = ?, provider_id = NULLIF(?, ''), version = version + 1 WHERE tenant_id = ? AND id = ?`,
			role, provider, w.Tenant, member)
	})
}

// EndMembership takes a member out of the ICB: from their next request on they reach nothing of it. Errors as
// ChangeRole's.
func (r *Rows) EndMembership(ctx context.Context, member string, version int) error {
	return r.changeMember(ctx, "ended", member, version, func(w *writing, old memberRow) error {
		if err := errors.Join(w.keepsLead(old, ""), w.keepsNamed(old, "")); err != nil {
			return err
		}
		return w.endMembership(old)
	})
}

func (w *writing) endMembership(old memberRow) error {
	w.Changed("person", old.Person.Name, "")
	w.roleChanged(old.Role, old.Provider, "", "")
	if err := w.rightsChanged(); err != nil {
		return err
	}
	if err := w.voidInvitations(old.Person.ID, MakerLeft); err != nil {
		return err
	}
	if err := w.voidInvitationsFor(old); err != nil {
		return err
	}
	return w.Must(`UPDATE memberships SET ended_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.At, w.Tenant, old.ID)
}

// RemoveMember ends a membership by the operator's command, and says why. It is for somebody who can no longer come, or
// whom nobody in the ICB may remove. It may be the last administrator: the operator invites the next. The person's other
// ICBs and sessions stay. Errors: a problem.List without a reason; tenants.ErrNotFound; tenants.ErrForbidden for members.
func (r *Rows) RemoveMember(ctx context.Context, member, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	person, err := r.personOf(ctx, member)
	if err != nil {
		return err
	}
	return r.write(ctx, tenants.RunService, db.Act{Act: "ended", Kind: "member", Subject: person}, func(w *writing) error {
		var old memberRow
		if err := w.Get(&old, memberQuery+` WHERE m.tenant_id = ? AND m.id = ? AND m.ended_at = ''`, w.Tenant, member); err != nil {
			return err
		}
		w.Changed("why", "", reason)
		return w.endMembership(old)
	})
}

// changeMember saves a change to one present membership that was read at a version.
func (r *Rows) changeMember(ctx context.Context, act, member string, version int, change func(w *writing, old memberRow) error) error {
	person, err := r.personOf(ctx, member)
	if err != nil {
		return err
	}
	return r.write(ctx, tenants.ManagePeople, db.Act{Act: act, Kind: "member", Subject: person}, func(w *writing) error {
		var old memberRow
		if err := w.Get(&old, memberQuery+` WHERE m.tenant_id = ? AND m.id = ? AND m.ended_at = ''`, w.Tenant, member); err != nil {
			return err
		}
		if old.Version != version {
			return tenants.ErrStale
		}
		if err := w.mayChangeNamed(old); err != nil {
			return err
		}
		return change(w, old)
	})
}

func (r *Rows) personOf(ctx context.Context, member string) (person string, err error) {
	err = r.read(ctx, tenants.ManagePeople, func(q reading) error {
		return q.Get(&person, `SELECT person_id FROM memberships WHERE tenant_id = ? AND id = ?`, q.Tenant, member)
	})
	return person, err
}

// mayChangeNamed protects the people named for a procurement under way from those who are not: nobody who is kept out
// of it can take it over by removing the people who are in it. Error: tenants.ErrProcurement.
func (w *writing) mayChangeNamed(old memberRow) error {
	if old.Tenant.Closed == "" || !old.Named || w.member.Role == tenants.Operator || Decides(w.member) {
		return nil
	}
	return tenants.ErrProcurement
}

// keepsNamed refuses to leave a procurement under way without an administrator who can end it.
func (w *writing) keepsNamed(old memberRow, role tenants.Role) error {
	if old.Tenant.Closed == "" || !old.Named || old.Role != tenants.Lead || role == tenants.Lead {
		return nil
	}
	var others int
	err := w.Get(&others, `
		SELECT COUNT(*) FROM memberships WHERE tenant_id = ? AND role = 'lead' AND named = TRUE AND ended_at = '' AND id <> ?`, w.Tenant,
		old.ID)
	if err == nil && others == 0 {
		return problem.List{{Field: "role", Message: "This is the only ICB administrator named for the procurement. Name another one " +
			"first, or say that procurement is over"}}
	}
	return err
}

// keepsLead refuses to leave the ICB without an administrator. The save holds the ICB's lock, so that two who remove
// each other cannot both succeed.
func (w *writing) keepsLead(old memberRow, role tenants.Role) error {
	if old.Role != tenants.Lead || role == tenants.Lead {
		return nil
	}
	var others int
	err := w.Get(&others, `SELECT COUNT(*) FROM memberships WHERE tenant_id = ? AND role = 'lead' AND ended_at = '' AND id <> ?`, w.Tenant,
		old.ID)
	if err == nil && others == 0 {
		return problem.List{{Field: "role", Message: "This is the only ICB administrator. Make somebody else one first"}}
	}
	return err
}

func missing(err error) bool { return errors.Is(err, tenants.ErrNotFound) }
