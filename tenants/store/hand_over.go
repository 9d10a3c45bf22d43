package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// Owned is what a member looks after: priorities, with the days of their reviews, and open actions. What procurement keeps from
// the member who asks is not in it.
type Owned struct {
	Priorities []assessment.Entry // by code
	Actions    []action.Action
}

// Records name what is owned as the history does, a kind and a subject each: to tell whether it is still the same.
func (o Owned) Records() []string {
	var list []string
	for _, e := range o.Priorities {
		list = append(list, record.Priority+" "+e.Priority)
	}
	for _, a := range o.Actions {
		list = append(list, record.Action+" "+a.ID)
	}
	slices.Sort(list)
	return list
}

// Lost is what they could not own with another role, or for another provider; with no role, everything. A reader owns nothing, a
// provider's person no priority, and an action is of the provider that its owner works for.
func (o Owned) Lost(role tenants.Role, provider string) Owned {
	var lost Owned
	if !role.Can(tenants.Assess) {
		lost.Priorities = o.Priorities
	}
	for _, a := range o.Actions {
		if !role.Can(tenants.WorkOnActions) || a.Provider != provider {
			lost.Actions = append(lost.Actions, a)
		}
	}
	return lost
}

// Owned is what a present member of the ICB looks after. Error: tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) Owned(ctx context.Context, member string) (Owned, error) {
	var o Owned
	err := r.read(ctx, tenants.ManagePeople, func(q reading) (err error) {
		o, err = q.owned(r.member, member)
		return err
	})
	return o, err
}

func (q reading) owned(m tenants.Member, member string) (Owned, error) {
	var o Owned
	var entries map[string]assessment.Entry
	q.askEntries(&entries, ` AND e.owner_id = ?`, member)
	q.askActions(&o.Actions, m, ` AND x.owner_id = ? AND x.state = ?`, member, action.Open)
	err := q.Answered()
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if !hides(m, key) {
			o.Priorities = append(o.Priorities, seen(m, entries[key]))
		}
	}
	return o, err
}

// HandOver is who takes over what a member owns. Priorities and Actions are ids of memberships, "" for nobody; actions of a
// provider's member that go to nobody are then the provider's as a whole. Seen are the Records that the person saw.
type HandOver struct {
	From                string
	Priorities, Actions string
	Seen                []string
}

// HandOver gives all that a present member owns to others in one save of each record, all of them or none. A priority that is
// handed over was not reviewed by that. Errors: tenants.ErrStale when they no longer own the same; a problem.List for somebody
// who cannot own it; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) HandOver(ctx context.Context, h HandOver) error {
	owned, err := r.Owned(ctx, h.From)
	if err != nil {
		return err
	}
	if !slices.Equal(owned.Records(), h.Seen) {
		return tenants.ErrStale
	}
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		begun := false
		save := func(kind, subject string, do func(w *writing) error) error {
			err := r.audited(tx, tenants.ManagePeople, db.Act{Act: "handed over", Kind: kind, Subject: subject}, func(w *writing) error {
				if !begun {
					begun = true
					if err := first(w); err != nil {
						return err
					}
				}
				return do(w)
			})
			if err != nil {
				return fmt.Errorf("%s %s handed over: %w", kind, subject, err)
			}
			return nil
		}
		for _, e := range owned.Priorities {
			err := save(record.Priority, e.Priority, func(w *writing) error { return w.handPriority(e.Priority, h.From, h.Priorities) })
			if err != nil {
				return err
			}
		}
		for _, a := range owned.Actions {
			if err := save(record.Action, a.ID, func(w *writing) error { return w.handAction(a.ID, h.From, h.Actions) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writing) handPriority(key, from, to string) error {
	if err := w.mayOwn(to, ""); err != nil {
		return problem.List{{Field: "priorities", Message: "Choose somebody who can record priorities"}}
	}
	w.Changed("owner", from, to)
	return w.Must(`UPDATE entries SET owner_id = NULLIF(?, ''), version = version + 1 WHERE tenant_id = ? AND priority = ? AND owner_id =
		?`,
		to, w.Tenant, key, from)
}

func (w *writing) handAction(id, from, to string) error {
	var row actionRow
	err := w.Get(&row, actionQuery+` AND x.id = ? AND x.owner_id = ? AND x.state = ?`, w.Tenant, id, from, action.Open)
	if err != nil {
		return tenants.ErrStale
	}
	old := row.action()
	now := old
	now.Owner = action.Owner{Member: to}
	if to == "" {
		now.Owner.Provider = old.Provider
	}
	if err := w.mayOwnAction(&now.Owner, action.Owner{}); err != nil {
		return problem.List{{Field: "actions", Message: "Choose somebody who can work on actions"}}
	}
	return w.putAction(old, now)
}
