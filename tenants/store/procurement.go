package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Procurement is the state of the ICB's switch: since when procurement is under way ("" while it is not), why, and the
// memberships of those who go on seeing what it keeps from all others.
type Procurement struct {
	Since     calendar.Date
	Reason    string
	Confirmed string
	Named     []string
	Version   int
}

// ReasonLimit is how long the reason of a procurement may be, in characters.
const ReasonLimit = 1000

// Naming is who is to be named, as an ICB administrator says it in a form.
type Naming struct {
	// Members are the ids of memberships.
	Members []string
	// StepOut says that the administrator knows that they are not among them.
	StepOut bool
	Version int
}

// Procurement is the present state of the switch. Members who are not named do not read the reason. Error:
// tenants.ErrForbidden for all but commissioners.
func (r *Rows) Procurement(ctx context.Context) (Procurement, error) {
	var p Procurement
	err := r.read(ctx, tenants.ReadProcurement, func(q reading) error {
		var row procurementRow
		if err := q.Get(&row, procurementQuery, q.Tenant); err != nil {
			return err
		}
		var members []memberRow
		if err := q.All(&members, namedQuery, q.Tenant); err != nil {
			return err
		}
		p = row.procurement(members)
		return nil
	})
	if r.member.Outside() {
		p.Reason, p.Confirmed = "", ""
	}
	return p, err
}

type procurementRow struct {
	Since     calendar.Date `db:"procurement_since"`
	Reason    string        `db:"procurement_reason"`
	Confirmed string        `db:"procurement_confirmed"`
	Version   int           `db:"procurement_version"`
}

func (row procurementRow) procurement(named []memberRow) Procurement {
	p := Procurement{Since: row.Since, Reason: row.Reason, Confirmed: row.Confirmed, Version: row.Version}
	for _, m := range named {
		if m.Named && m.Role.Nameable() {
			p.Named = append(p.Named, m.ID)
		}
	}
	return p
}

const (
	procurementQuery = `
		SELECT t.procurement_since, t.procurement_reason, t.procurement_confirmed, t.procurement_version FROM tenants t WHERE t.tenant_id =
		?`
	namedQuery = memberQuery + ` WHERE m.tenant_id = ? AND m.ended_at = ''`
)

// BeginProcurement says that procurement is under way from now on, why ("" for no reason), and who is named for it.
// Errors: a problem.List; tenants.ErrStale when somebody else was faster; tenants.ErrForbidden for all but the ICB
// administrator.
func (r *Rows) BeginProcurement(ctx context.Context, n Naming, reason, confirmed string) error {
	var wrong problem.List
	if len([]rune(reason)) > ReasonLimit {
		wrong.Add("reason", "Reason must be 1,000 characters or fewer")
	}
	privacy.Guard(&wrong, "reason", "Reason", reason, confirmed)
	return r.write(ctx, tenants.ManageSettings, db.Act{Act: "began", Kind: "procurement", Subject: r.member.Tenant.Code},
		func(w *writing) error {
			old, members, err := w.procurement(n.Version)
			if err != nil {
				return err
			}
			if old.Since != "" {
				return tenants.ErrStale
			}
			if err := append(n.check(w.member, members), wrong...).Err(); err != nil {
				return err
			}
			since := w.At.Date()
			w.Changed("since", "", string(since))
			w.Changed("reason", "", reason)
			w.Changed("confirmed", "", privacy.Confirmed(privacy.NHSNumbers(reason), confirmed))
			if err := w.name(members, n.Members); err != nil {
				return err
			}
			return w.Must(`
			UPDATE tenants SET procurement_since = ?, procurement_reason = ?, procurement_confirmed = ?, procurement_version =
			procurement_version + 1
			WHERE tenant_id = ?`, since, reason, privacy.Confirmed(privacy.NHSNumbers(reason), confirmed), w.Tenant)
		})
}

// NameForProcurement changes who is named for the procurement under way. Errors: a problem.List; tenants.ErrStale;
// tenants.ErrForbidden for all but the ICB administrators who may decide it (Decides).
func (r *Rows) NameForProcurement(ctx context.Context, n Naming) error {
	return r.decide(ctx, "changed", n.Version, func(w *writing, _ Procurement, members []memberRow) error {
		if err := n.check(w.member, members).Err(); err != nil {
			return err
		}
		if err := w.name(members, n.Members); err != nil {
			return err
		}
		return w.Must(`UPDATE tenants SET procurement_version = procurement_version + 1 WHERE tenant_id = ?`, w.Tenant)
	})
}

// EndProcurement says that procurement is over: everybody sees again what their role includes. Errors: tenants.ErrStale;
// tenants.ErrForbidden as NameForProcurement's.
func (r *Rows) EndProcurement(ctx context.Context, version int) error {
	return r.decide(ctx, "ended", version, func(w *writing, old Procurement, members []memberRow) error {
		w.Changed("since", string(old.Since), "")
		w.Changed("reason", old.Reason, "")
		w.Changed("confirmed", old.Confirmed, "")
		if err := w.name(members, nil); err != nil {
			return err
		}
		return w.Must(`
			UPDATE tenants SET procurement_since = '', procurement_reason = '', procurement_confirmed = '', procurement_version =
			procurement_version + 1
			WHERE tenant_id = ?`, w.Tenant)
	})
}

// decide saves a change to the procurement under way by somebody who may decide it.
func (r *Rows) decide(ctx context.Context, act string, version int,
	change func(w *writing, old Procurement, members []memberRow) error,
) error {
	return r.write(ctx, tenants.ManageSettings, db.Act{Act: act, Kind: "procurement", Subject: r.member.Tenant.Code},
		func(w *writing) error {
			old, rows, err := w.procurement(version)
			if err != nil {
				return err
			}
			if old.Since == "" {
				return tenants.ErrStale
			}
			if !Decides(w.member) {
				return tenants.ErrForbidden
			}
			return change(w, old, rows)
		})
}

// Decides says whether a member may change who is named, end the procurement, and change the role and membership of the
// people named for it: an ICB administrator who is named. When none is left, the operator names one (OpenProcurement).
func Decides(m tenants.Member) bool {
	return m.Tenant.Procurement != "" && m.Can(tenants.ManageSettings) && !m.Outside()
}

// OpenProcurement names an administrator for the procurement under way when none of the people named is one, by the
// operator's command, and says why. The others who are named stay so. Errors: a problem.List without a reason, while an
// administrator is left among those named, and for somebody who is no administrator of the ICB; tenants.ErrForbidden for
// members.
func (r *Rows) OpenProcurement(ctx context.Context, administrator, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	return r.write(ctx, tenants.RunService, db.Act{Act: "opened", Kind: "procurement", Subject: r.member.Tenant.Code},
		func(w *writing) error {
			var row procurementRow
			if err := w.Get(&row, procurementQuery, w.Tenant); err != nil {
				return err
			}
			if row.Since == "" {
				return problem.List{{Message: "Procurement is not under way in this ICB"}}
			}
			var members []memberRow
			if err := w.All(&members, namedQuery, w.Tenant); err != nil {
				return err
			}
			named, is := row.procurement(members).Named, false
			for _, m := range members {
				if m.Role == tenants.Lead && m.Named {
					return problem.List{{Message: m.Person.Name +
						" is an ICB administrator and is named for it: they can name others. If they have left, end their " +
						"membership first"}}
				}
				is = is || m.ID == administrator && m.Role == tenants.Lead
			}
			if !is {
				return problem.List{{Message: "Choose an ICB administrator of this ICB"}}
			}
			w.Changed("why", "", reason)
			if err := w.name(members, append(named, administrator)); err != nil {
				return err
			}
			return w.Must(`UPDATE tenants SET procurement_version = procurement_version + 1 WHERE tenant_id = ?`, w.Tenant)
		})
}

// checkReason asks the operator why.
func checkReason(reason string) error {
	var wrong problem.List
	switch n := len([]rune(reason)); {
	case n == 0:
		wrong.Add("reason", "Say why")
	case n > ReasonLimit:
		wrong.Add("reason", "Reason must be 1,000 characters or fewer")
	}
	privacy.Guard(&wrong, "reason", "Reason", reason)
	return wrong.Err()
}

// procurement is the state of the switch, if it is the version that was read, and the present members.
func (w *writing) procurement(version int) (Procurement, []memberRow, error) {
	var row procurementRow
	if err := w.Get(&row, procurementQuery, w.Tenant); err != nil {
		return Procurement{}, nil, err
	}
	if row.Version != version {
		return Procurement{}, nil, tenants.ErrStale
	}
	var members []memberRow
	err := w.All(&members, namedQuery, w.Tenant)
	return row.procurement(members), members, err
}

// check says what is wrong with who is to be named.
func (n Naming) check(by tenants.Member, members []memberRow) problem.List {
	var wrong problem.List
	leads := 0
	for _, id := range n.Members {
		i := slices.IndexFunc(members, func(m memberRow) bool { return m.ID == id && m.Role.Nameable() })
		switch {
		case i < 0:
			return problem.List{{Field: "named", Message: "Choose people from the list"}}
		case members[i].Role == tenants.Lead:
			leads++
		}
	}
	self := slices.Contains(n.Members, by.ID)
	switch {
	case leads == 0:
		wrong.Add("named", "Choose at least one ICB administrator, so that somebody can end it")
	case !self && !n.StepOut:
		wrong.Add("named", "Choose your own name too, or say below that you step out")
	case self && n.StepOut:
		wrong.Add("step_out", "You chose your own name and also said that you step out. Untick one of the two")
	}
	return wrong
}

// name puts a tick to those named, and takes it from all others: what everybody may do is another from now on.
func (w *writing) name(rows []memberRow, named []string) error {
	var before, after []string
	for _, m := range rows {
		is := slices.Contains(named, m.ID)
		if m.Named && m.Role.Nameable() {
			before = append(before, m.ID)
		}
		if is {
			after = append(after, m.ID)
		}
		if is == m.Named {
			continue
		}
		if err := w.Must(`UPDATE memberships SET named = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, is, w.Tenant,
			m.ID); err != nil {
			return fmt.Errorf("name a member: %w", err)
		}
	}
	slices.Sort(before)
	slices.Sort(after)
	w.Changed("named", strings.Join(before, "\n"), strings.Join(after, "\n"))
	return w.rightsChanged()
}
