package store

import (
	"context"
	"errors"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// SaveAction records a new action (ID "") or changes one, if it is still the version that was read, and returns it as saved.
// What it is about stays as it was. Errors: a problem.List; tenants.ErrStale; tenants.ErrNotFound when the action or what it is
// about is not the ICB's; tenants.ErrForbidden; tenants.ErrProcurement for one about what is kept from the member.
func (r *Rows) SaveAction(ctx context.Context, a action.Action) (action.Action, error) {
	if a.State == "" {
		a.State = action.Open
	}
	a = a.Tidy()
	if err := a.Check(r.store.Today()).Err(); err != nil {
		return a, err
	}
	act := "changed"
	if a.ID == "" {
		a.ID, act = newID(ctx), "added"
	}
	err := r.write(ctx, tenants.KeepActions, db.Act{Act: act, Kind: record.Action, Subject: a.ID}, func(w *writing) error {
		var old action.Action
		var err error
		if act == "changed" {
			old, err = w.action(a.ID, a.Version)
			a.About = old.About
		} else if a.About != (action.About{}) {
			_, err = w.about(w.member, a.About)
		}
		if err == nil {
			err = w.mayOwnAction(&a.Owner, old.Owner)
		}
		if err != nil {
			return err
		}
		return w.putAction(old, a)
	})
	a.Version++
	return a, err
}

// ReportAction records how far an action is: its state with what belongs to that, and the note. A provider reports on its own
// actions, and leaves it to the ICB to drop one. Errors: those of SaveAction; tenants.ErrNotFound for another provider's.
func (r *Rows) ReportAction(ctx context.Context, a action.Action) error {
	act := map[action.State]string{action.Done: "done", action.Dropped: "dropped"}[a.State]
	if act == "" {
		act = "changed"
	}
	return r.write(ctx, tenants.WorkOnActions, db.Act{Act: act, Kind: record.Action, Subject: a.ID}, func(w *writing) error {
		old, err := w.action(a.ID, a.Version)
		if err == nil && w.member.Provider != "" && old.Provider != w.member.Provider { // one that the steering group reads
			err = tenants.ErrForbidden
		}
		if err != nil {
			return err
		}
		now := old
		now.State, now.DoneOn, now.Reason, now.Note, now.Confirmed = a.State, a.DoneOn, a.Reason, a.Note, a.Confirmed
		now = now.Tidy()
		if err := now.Check(r.store.Today()).Err(); err != nil {
			return err
		}
		if now.State == action.Dropped && old.State != action.Dropped && !w.member.Can(tenants.KeepActions) {
			return problem.List{{Field: "state", Message: "Only the ICB can drop an action. Say under Progress why it is no longer needed"}}
		}
		return w.putAction(old, now)
	})
}

// action is an action as a save finds it, for a member who may see it. Errors: tenants.ErrStale when it is not the version that
// was read; tenants.ErrNotFound.
func (w *writing) action(id string, version int) (action.Action, error) {
	var row actionRow
	theirs, own := visibleActions(w.member)
	if err := w.Get(&row, actionQuery+theirs+` AND x.id = ?`, append(append([]any{w.Tenant}, own...), id)...); err != nil {
		return action.Action{}, err
	}
	if row.Version != version {
		return action.Action{}, tenants.ErrStale
	}
	return row.action(), nil
}

// mayOwnAction refuses an owner who is no member of the ICB or cannot work on actions, and a provider that is not the ICB's. The
// present owner stays, even after they have left. It also says which provider's people see the action as theirs.
func (w *writing) mayOwnAction(now *action.Owner, present action.Owner) error {
	wrong := problem.List{{Field: "owner", Message: "Choose the owner from the list"}}
	if now.Member != "" {
		if now.Member == present.Member {
			*now = present
			return nil
		}
		var row memberTitle
		err := w.Get(&row, `SELECT m.role, COALESCE(m.provider_id, '') AS provider FROM memberships m
			WHERE m.tenant_id = ? AND m.id = ? AND m.ended_at = ''`, w.Tenant, now.Member)
		if errors.Is(err, tenants.ErrNotFound) || err == nil && !row.Role.Can(tenants.WorkOnActions) {
			return wrong
		}
		now.Provider, now.Role = row.Provider, ""
		return err
	}
	err := w.hasProvider(now.Provider)
	if errors.Is(err, tenants.ErrNotFound) {
		return wrong
	}
	if now.Provider != "" {
		now.Role = ""
	}
	return err
}

func (w *writing) putAction(old, a action.Action) error {
	a.Confirmed = privacy.Confirmed(a.Numbers(), a.Confirmed)
	w.became(old.Kept(), a.Kept())
	_, err := w.Exec(`
		INSERT INTO actions (tenant_id, id, what, owner_id, provider_id, role, asked, about_kind, about_id, due_on, state, done_on, reason,
		    note, shared, confirmed, changed_at, changed_by, version)
		VALUES (?, ?, ?, NULLIF(?, ''), NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET what = excluded.what, owner_id = excluded.owner_id, provider_id = excluded.provider_id,
		    role = excluded.role, asked = excluded.asked, due_on = excluded.due_on, state = excluded.state, done_on = excluded.done_on,
		    reason = excluded.reason, note = excluded.note, shared = excluded.shared, confirmed = excluded.confirmed,
		    changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = actions.version + 1`,
		w.Tenant, a.ID, a.What, a.Member, a.Provider, a.Role, a.Asked, a.About.Kind, a.About.ID, a.Due, a.State, a.DoneOn, a.Reason,
		a.Note, a.Shared, a.Confirmed, w.At, w.member.ID)
	if err != nil {
		return err
	}
	return w.given(old, a)
}
