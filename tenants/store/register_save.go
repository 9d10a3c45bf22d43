package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

// MayKeep says whether the member may change a list's rows of a provider ("" for the ICB's own).
func (r *Rows) MayKeep(list register.List, provider string) bool {
	return mayKeep(r.member, list, provider)
}

func mayKeep(m tenants.Member, list register.List, provider string) bool {
	if m.Can(tenants.KeepRegisters) {
		return true
	}
	return m.Can(tenants.KeepOwnRows) && m.Provider != "" && m.Provider == provider && list.Keeper != register.ICB &&
		list.Keeper != register.About
}

// MayFill says whether the member fills in a field.
func (r *Rows) MayFill(f register.Field) bool {
	return r.member.Can(tenants.KeepRegisters) || !f.Commissioners
}

// SaveRow records a row of a list (ID "": a new one), if it is still the version that was read, and returns it as
// saved. Fields that the member does not fill in keep what they hold. Errors: a problem.List, tenants.ErrStale,
// tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveRow(ctx context.Context, code string, row register.Row) (register.Row, error) {
	saved, err := r.saveRows(ctx, "added", []listRow{{code, row}})
	if err != nil {
		return row, err
	}
	return saved[0].Row, nil
}

// ImportRows records rows of a list that came in a file, all of them or none: new ones (ID "") and changed ones. The
// errors are those of SaveRow.
func (r *Rows) ImportRows(ctx context.Context, code string, rows []register.Row) error {
	all := make([]listRow, len(rows))
	for i, row := range rows {
		all[i] = listRow{code, row}
	}
	_, err := r.saveRows(ctx, "imported", all)
	return err
}

// listRow is a row with the code of its list.
type listRow struct {
	list string
	register.Row
}

// saveRows saves rows of one list, or a meeting and after it what is part of it, in one transaction, and returns them as saved. Each has
// its own audit row: "changed", or for a new one the word in added. A part that names no meeting yet is part of the first row.
func (r *Rows) saveRows(ctx context.Context, added string, rows []listRow) ([]listRow, error) {
	for _, row := range rows {
		list, ok := register.Of(row.list)
		switch {
		case !ok:
			return nil, tenants.ErrNotFound
		case !r.MayKeep(list, row.Provider) && !mayDraft(r.member, list, row.Row):
			return nil, notTheirs(r.member, row.Provider)
		}
	}
	var saved []listRow
	err := r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		saved = slices.Clone(rows) // it may run a second time
		for i := range saved {
			row := &saved[i]
			list, _ := register.Of(row.list)
			act := db.Act{Act: "changed", Kind: row.list}
			if row.ID == "" {
				act.Act, row.Version = added, 0
				if row.ID = db.NewID(); i == 0 {
					row.ID = newID(ctx)
				}
			}
			act.Subject = row.ID
			if i > 0 && list.Within != "" && row.Text(register.Item.Meeting) == "" {
				row.Values = register.With(row.Values, register.Item.Meeting.Name, saved[0].ID)
			}
			err := r.audited(tx, tenants.KeepOwnRows, act, func(w *writing) error {
				if i == 0 {
					if err := first(w); err != nil {
						return err
					}
				}
				kept, err := r.saveRow(w, list, row.Row)
				row.Row = kept
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return saved, err
}

// notTheirs is the answer to somebody who may not keep a provider's rows: another provider's are as if unknown.
func notTheirs(m tenants.Member, provider string) error {
	if m.Provider != "" && provider != "" && provider != m.Provider {
		return tenants.ErrNotFound
	}
	return tenants.ErrForbidden
}

// saveRow is one row's part of a save.
func (r *Rows) saveRow(w *writing, list register.List, row register.Row) (register.Row, error) {
	old, err := w.registerRow(list, row.ID)
	if err != nil && (!errors.Is(err, tenants.ErrNotFound) || w.Act.Act == "changed") {
		return row, err
	}
	if err := w.keeps(list, old, row); err != nil {
		return row, err
	}
	switch {
	case hides(w.member, list.Priority(old)) || hides(w.member, list.Priority(row)):
		return row, tenants.ErrProcurement
	case old.Version != row.Version:
		return row, tenants.ErrStale
	}
	if err := w.keepsBack(list, old, &row); err != nil {
		return row, err
	}
	for _, f := range list.Fields {
		if !r.MayFill(f) {
			row.Values = register.With(row.Values, f.Name, old.Values[f.Name])
		}
	}
	if err := list.Check(row, r.store.Today()).Err(); err != nil {
		return row, err
	}
	if err := errors.Join(w.ownProvider(row.Provider), w.ownMeeting(list, row), w.staysWith(list, old, row)); err != nil {
		return row, err
	}
	row.Confirmed = privacy.Confirmed(list.Numbers(row), row.Confirmed, old.Confirmed)
	if err := w.namingIsFree(list, row); err != nil {
		return row, err
	}
	w.Changed("provider", old.Provider, row.Provider)
	if err := w.putRow(list, row, w.member.ID); err != nil {
		return row, err
	}
	if err := w.putValues(list, row, old); err != nil {
		return row, err
	}
	row.Version++
	return row, nil
}

// keeps refuses a row that the member may not change: as it is, or as it is to be. A new row has no old one.
func (w *writing) keeps(list register.List, old, row register.Row) error {
	for _, one := range []register.Row{old, row} {
		if one.Values == nil || mayKeep(w.member, list, one.Provider) && w.keepsMeeting(list, one) {
			continue
		}
		drafts, err := w.drafts(list, one)
		if err != nil {
			return err
		}
		if !drafts {
			return notTheirs(w.member, one.Provider)
		}
	}
	return nil
}

// registerRow is a row of a list as it is now.
func (w *writing) registerRow(list register.List, id string) (register.Row, error) {
	var head registerRow
	err := w.Get(&head, registerSelect+` WHERE g.tenant_id = ? AND g.removed = FALSE AND g.list = ? AND g.id = ?`, w.Tenant, list.Code, id)
	if err != nil {
		return register.Row{}, err
	}
	var values []registerValue
	if err := w.All(&values, `SELECT v.row_id, v.field, v.code || v.text AS value FROM register_values v WHERE v.tenant_id = ? AND v.row_id
		= ?`, w.Tenant, id); err != nil {
		return register.Row{}, err
	}
	byField := map[string]string{}
	for _, v := range values {
		byField[v.Field] = v.Value
	}
	return head.row(byField), nil
}

// ownProvider refuses a provider that is not one of the ICB's.
func (w *writing) ownProvider(id string) error {
	err := w.hasProvider(id)
	if errors.Is(err, tenants.ErrNotFound) {
		return problem.List{{Field: "provider", Message: "Choose one of the ICB’s providers"}}
	}
	return err
}

// namingIsFree refuses a second row of the name that another has: people could not tell them apart. Saves of an ICB come one
// after the other, so nobody can take the name in between.
func (w *writing) namingIsFree(list register.List, row register.Row) error {
	key := list.Key(row)
	if key == "" {
		return nil
	}
	var values []registerValue
	err := w.All(&values, `
		SELECT v.row_id, v.field, v.code || v.text AS value
		FROM register_rows g CROSS JOIN register_values v
		WHERE g.tenant_id = ? AND v.tenant_id = g.tenant_id AND v.row_id = g.id AND g.list = ? AND g.removed = FALSE AND g.id <> ? AND
		COALESCE(g.provider_id, '') = ? AND v.field IN (?, 'quarter')`,
		w.Tenant, list.Code, row.ID, row.Provider, list.Naming)
	if err != nil {
		return err
	}
	others := map[string]register.Row{}
	for _, v := range values {
		other, ok := others[v.Row]
		if !ok {
			other = register.Row{ID: v.Row, Provider: row.Provider, Values: map[string]string{}}
			others[v.Row] = other
		}
		other.Values[v.Field] = v.Value
	}
	for _, other := range others {
		if list.Key(other) == key && !evidence.IsRemoved(other.Values[list.Naming]) {
			return problem.List{{
				Field:   cmp.Or(list.Naming, register.WhichQuarter.Name),
				Message: list.Title(row) + " is in this list already",
			}}
		}
	}
	return nil
}

func (w *writing) putRow(list register.List, row register.Row, by string) error {
	_, err := w.Exec(`
		INSERT INTO register_rows (tenant_id, id, list, provider_id, removed, confirmed, changed_at, changed_by, version)
		VALUES (?, ?, ?, NULLIF(?, ''), FALSE, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET provider_id = excluded.provider_id, confirmed = excluded.confirmed,
		    changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = register_rows.version + 1`,
		w.Tenant, row.ID, list.Code, row.Provider, row.Confirmed, w.At, by)
	return err
}

// putValues writes the answers that changed, each with its words in the history.
func (w *writing) putValues(list register.List, row, old register.Row) error {
	for _, f := range list.Fields {
		was, is := old.Values[f.Name], row.Values[f.Name]
		if was == is {
			continue
		}
		w.Changed(f.Name, was, is)
		if _, err := w.Exec(`DELETE FROM register_values WHERE tenant_id = ? AND row_id = ? AND field = ?`, w.Tenant, row.ID,
			f.Name); err != nil {
			return err
		}
		if is == "" {
			continue
		}
		code, text := is, ""
		if f.Typed() {
			code, text = "", is
		}
		_, err := w.Exec(`INSERT INTO register_values (tenant_id, row_id, field, code, text) VALUES (?, ?, ?, ?, ?)`, w.Tenant, row.ID,
			f.Name, code, text)
		if err != nil {
			return err
		}
	}
	w.Changed("confirmed", old.Confirmed, row.Confirmed)
	return nil
}
