package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/jmoiron/sqlx"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

type registerRow struct {
	ID        string           `db:"id"`
	List      string           `db:"list"`
	Provider  string           `db:"provider"`
	Confirmed string           `db:"confirmed"`
	ChangedAt calendar.Instant `db:"changed_at"`
	ChangedBy string           `db:"changed_name"`
	Version   int              `db:"version"`
}

type registerValue struct {
	Row   string `db:"row_id"`
	Field string `db:"field"`
	Value string `db:"value"`
}

const registerSelect = `
	SELECT g.id, g.list, COALESCE(g.provider_id, '') AS provider, g.confirmed, g.changed_at, COALESCE(p.name, g.changed_by) AS changed_name, g.version
	FROM register_rows g
	LEFT JOIN memberships c ON c.tenant_id = g.tenant_id AND c.id = g.changed_by
	LEFT JOIN people p ON p.id = c.person_id`

// Register is one list's rows that the member may see, in the order of their names: all of them for commissioners, a
// provider's own for its people with those of a shared list that belong to no provider. Errors: tenants.ErrForbidden for
// everybody else, tenants.ErrNotFound when there is no such list.
func (r *Rows) Register(ctx context.Context, code string) ([]register.Row, error) {
	if _, ok := register.Of(code); !ok {
		return nil, tenants.ErrNotFound
	}
	if !r.member.Can(tenants.ReadRegisters) {
		return nil, tenants.ErrForbidden
	}
	var rows []register.Row
	err := r.read(ctx, func(q reading) error {
		lists, err := q.registers(r.member, ` AND g.list = ?`, code)
		rows = lists[code]
		return err
	})
	return rows, err
}

// Registers are the rows of every list that the member may see, by the list's code. Error: tenants.ErrForbidden.
func (r *Rows) Registers(ctx context.Context) (map[string][]register.Row, error) {
	if !r.member.Can(tenants.ReadRegisters) {
		return nil, tenants.ErrForbidden
	}
	var lists map[string][]register.Row
	err := r.read(ctx, func(q reading) error {
		var err error
		lists, err = q.registers(r.member, ``)
		return err
	})
	return lists, err
}

// registers are the rows that a member may see and the conditions fit, by list, each in the order of their names.
func (q reading) registers(m tenants.Member, where string, args ...any) (map[string][]register.Row, error) {
	where, args = ` WHERE g.tenant_id = ? AND g.removed = FALSE`+where, append([]any{q.tenant}, args...)
	if m.Provider != "" {
		where, args = where+` AND (g.provider_id = ? OR g.provider_id IS NULL)`, append(args, m.Provider)
	}
	var rows []registerRow
	if err := q.all(&rows, registerSelect+where, args...); err != nil {
		return nil, err
	}
	var values []registerValue
	err := q.all(&values, `
		SELECT v.row_id, v.field, v.code || v.text AS value FROM register_values v
		JOIN register_rows g ON g.tenant_id = v.tenant_id AND g.id = v.row_id`+where, args...)
	if err != nil {
		return nil, err
	}
	byRow := map[string]map[string]string{}
	for _, v := range values {
		if byRow[v.Row] == nil {
			byRow[v.Row] = map[string]string{}
		}
		byRow[v.Row][v.Field] = v.Value
	}
	lists := map[string][]register.Row{}
	for _, row := range rows {
		list, known := register.Of(row.List)
		if !known || m.Provider != "" && row.Provider == "" && !list.Shared {
			continue
		}
		one := row.row(byRow[row.ID])
		if hides(m, list.Priority(one)) {
			continue
		}
		lists[row.List] = append(lists[row.List], one)
	}
	for code, rows := range lists {
		list, _ := register.Of(code)
		list.Sort(rows)
	}
	return lists, nil
}

func (r registerRow) row(values map[string]string) register.Row {
	if values == nil {
		values = map[string]string{}
	}
	return register.Row{
		ID: r.ID, Provider: r.Provider, Values: values, Confirmed: r.Confirmed,
		ChangedAt: r.ChangedAt, ChangedBy: r.ChangedBy, Version: r.Version,
	}
}

// RegisterRow is one row of a list. Errors: tenants.ErrNotFound when it is not there or not the member's to see;
// tenants.ErrForbidden.
func (r *Rows) RegisterRow(ctx context.Context, code, id string) (register.Row, error) {
	rows, err := r.Register(ctx, code)
	if err != nil {
		return register.Row{}, err
	}
	i := slices.IndexFunc(rows, func(row register.Row) bool { return row.ID == id })
	if i < 0 {
		return register.Row{}, tenants.ErrNotFound
	}
	return rows[i], nil
}

// MayKeep says whether the member may change a list's rows of a provider ("" for the ICB's own).
func (r *Rows) MayKeep(list register.List, provider string) bool {
	m := r.member
	if m.Can(tenants.KeepRegisters) {
		return true
	}
	return m.Can(tenants.KeepOwnRows) && m.Provider != "" && m.Provider == provider && list.Keeper != register.ICB
}

// MayFill says whether the member fills in a field.
func (r *Rows) MayFill(f register.Field) bool {
	return r.member.Can(tenants.KeepRegisters) || !f.Commissioners
}

// SaveRow records a row of a list (ID "": a new one), if it is still the version that was read, and returns it as
// saved. Fields that the member does not fill in keep what they hold. Errors: a problem.List, tenants.ErrStale,
// tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveRow(ctx context.Context, code string, row register.Row) (register.Row, error) {
	saved, err := r.saveRows(ctx, code, "added", []register.Row{row})
	if err != nil {
		return row, err
	}
	return saved[0], nil
}

// ImportRows records rows of a list that came in a file, all of them or none: new ones (ID "") and changed ones. The
// errors are those of SaveRow.
func (r *Rows) ImportRows(ctx context.Context, code string, rows []register.Row) error {
	_, err := r.saveRows(ctx, code, "imported", rows)
	return err
}

func (r *Rows) saveRows(ctx context.Context, code, added string, rows []register.Row) ([]register.Row, error) {
	list, ok := register.Of(code)
	if !ok {
		return nil, tenants.ErrNotFound
	}
	for _, row := range rows {
		if !r.MayKeep(list, row.Provider) {
			return nil, r.notTheirs(row.Provider)
		}
	}
	if r.member.Tenant.Code == "" {
		return nil, tenants.ErrNotFound
	}
	var saved []register.Row
	err := r.store.transaction(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		saved = make([]register.Row, len(rows)) // it may run a second time
		for i, row := range rows {
			act := Act{Act: "changed", Kind: code, Subject: row.ID}
			if row.ID == "" {
				row.ID = newID()
				act = Act{Act: added, Kind: code, Subject: row.ID}
			}
			err := r.audited(ctx, tx, act, func(w *writing) error {
				var err error
				saved[i], err = r.saveRow(w, list, row)
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
func (r *Rows) notTheirs(provider string) error {
	if r.member.Provider != "" && provider != "" && provider != r.member.Provider {
		return tenants.ErrNotFound
	}
	return tenants.ErrForbidden
}

// saveRow is one row's part of a save.
func (r *Rows) saveRow(w *writing, list register.List, row register.Row) (register.Row, error) {
	old, err := w.registerRow(list, row.ID)
	switch {
	case err != nil && (!errors.Is(err, tenants.ErrNotFound) || w.act.Act == "changed"):
		return row, err
	case err == nil && !r.MayKeep(list, old.Provider):
		return row, r.notTheirs(old.Provider)
	case hides(r.member, list.Priority(old)) || hides(r.member, list.Priority(row)):
		return row, tenants.ErrProcurement
	case old.Version != row.Version:
		return row, tenants.ErrStale
	}
	for _, f := range list.Fields {
		if !r.MayFill(f) {
			row.Values = register.With(row.Values, f.Name, old.Values[f.Name])
		}
	}
	if err := list.Check(row, r.store.Today()).Err(); err != nil {
		return row, err
	}
	if err := w.ownProvider(row.Provider); err != nil {
		return row, err
	}
	row.Confirmed = privacy.Confirmed(list.Numbers(row), row.Confirmed, old.Confirmed)
	if err := w.namingIsFree(list, row); err != nil {
		return row, err
	}
	if err := w.putRow(list, row, r.member.ID); err != nil {
		return row, err
	}
	if err := w.putValues(list, row, old); err != nil {
		return row, err
	}
	row.Version++
	return row, nil
}

// registerRow is a row of a list as it stands.
func (w *writing) registerRow(list register.List, id string) (register.Row, error) {
	var head registerRow
	err := w.get(&head, registerSelect+` WHERE g.tenant_id = ? AND g.removed = FALSE AND g.list = ? AND g.id = ?`, w.tenant, list.Code, id)
	if err != nil {
		return register.Row{}, err
	}
	var values []registerValue
	if err := w.all(&values, `SELECT v.row_id, v.field, v.code || v.text AS value FROM register_values v WHERE v.tenant_id = ? AND v.row_id = ?`, w.tenant, id); err != nil {
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
	if id == "" {
		return nil
	}
	var found string
	err := w.get(&found, `SELECT o.id FROM providers o WHERE o.tenant_id = ? AND o.id = ?`, w.tenant, id)
	if errors.Is(err, tenants.ErrNotFound) {
		return problem.List{{Field: "provider", Message: "Choose one of the ICB’s providers"}}
	}
	return err
}

// naming stands for what no other row of the list may share; "" when rows may be alike.
func naming(list register.List, row register.Row) string {
	key := list.Key(row)
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// namingIsFree refuses a second row of the name that another has: people could not tell them apart.
func (w *writing) namingIsFree(list register.List, row register.Row) error {
	key := naming(list, row)
	if key == "" {
		return nil
	}
	var found []string
	err := w.all(&found, `
		SELECT g.id FROM register_rows g WHERE g.tenant_id = ? AND g.list = ? AND g.naming = ? AND g.removed = FALSE AND g.id <> ?`,
		w.tenant, list.Code, key, row.ID)
	if err != nil || len(found) == 0 {
		return err
	}
	return problem.List{{Field: cmp.Or(list.Naming, "quarter"), Message: "There is a " + list.One + " of this name already: " + list.Title(row)}}
}

func (w *writing) putRow(list register.List, row register.Row, by string) error {
	_, err := w.exec(`
		INSERT INTO register_rows (tenant_id, id, list, provider_id, naming, removed, confirmed, changed_at, changed_by, version)
		VALUES (?, ?, ?, NULLIF(?, ''), ?, FALSE, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET provider_id = excluded.provider_id, naming = excluded.naming, confirmed = excluded.confirmed,
		    changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = register_rows.version + 1`,
		w.tenant, row.ID, list.Code, row.Provider, naming(list, row), row.Confirmed, w.at, by)
	return err
}

// putValues writes the answers that changed, each with its words in the history.
func (w *writing) putValues(list register.List, row, old register.Row) error {
	for _, f := range list.Fields {
		was, is := old.Values[f.Name], row.Values[f.Name]
		if was == is {
			continue
		}
		w.changed(list.Code+"."+f.Name, f.Words(was), f.Words(is))
		if _, err := w.exec(`DELETE FROM register_values WHERE tenant_id = ? AND row_id = ? AND field = ?`, w.tenant, row.ID, f.Name); err != nil {
			return err
		}
		if is == "" {
			continue
		}
		code, text := is, ""
		if f.Typed() {
			code, text = "", is
		}
		_, err := w.exec(`INSERT INTO register_values (tenant_id, row_id, field, code, text) VALUES (?, ?, ?, ?, ?)`, w.tenant, row.ID, f.Name, code, text)
		if err != nil {
			return err
		}
	}
	w.changed("confirmed", old.Confirmed, row.Confirmed)
	return nil
}

// RemoveRow takes a row that was entered by mistake off its list, if it is the version that was read; its history
// stays. Errors: tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) RemoveRow(ctx context.Context, code, id string, version int) error {
	list, ok := register.Of(code)
	if !ok {
		return tenants.ErrNotFound
	}
	return r.write(ctx, Act{Act: "removed", Kind: code, Subject: id}, func(w *writing) error {
		old, err := w.registerRow(list, id)
		switch {
		case err != nil:
			return err
		case !r.MayKeep(list, old.Provider):
			return r.notTheirs(old.Provider)
		case old.Version != version:
			return tenants.ErrStale
		}
		w.changed("name", list.Title(old), "")
		return w.must(`UPDATE register_rows SET removed = TRUE, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.tenant, id)
	})
}
