package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
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
	SELECT g.id, g.list, COALESCE(g.provider_id, '') AS provider, g.confirmed, g.changed_at, COALESCE(p.name, g.changed_by) AS changed_name,
	g.version
	FROM register_rows g
	LEFT JOIN memberships c ON c.tenant_id = g.tenant_id AND c.id = g.changed_by
	LEFT JOIN people p ON p.id = c.person_id`

// Register is one list's rows that the member may see, in the order of their names: all of them for commissioners, a
// provider's own for its people with those of a shared list that belong to no provider. Errors: tenants.ErrForbidden for
// everybody else, tenants.ErrNotFound when there is no such list.
func (r *Rows) Register(ctx context.Context, code string) ([]register.Row, error) {
	return r.registerRows(ctx, code, ``)
}

// RegisterOf are the rows of Register that are of one provider. Errors as Register's.
func (r *Rows) RegisterOf(ctx context.Context, code, provider string) ([]register.Row, error) {
	return r.registerRows(ctx, code, ` AND g.provider_id = ?`, provider)
}

// registerRows are those of a list's rows for which a condition on g holds.
func (r *Rows) registerRows(ctx context.Context, code, where string, args ...any) ([]register.Row, error) {
	if _, ok := register.Of(code); !ok {
		return nil, tenants.ErrNotFound
	}
	var rows []register.Row
	err := r.read(ctx, tenants.ReadRegisters, func(q reading) error {
		var lists map[string][]register.Row
		q.askRegisters(&lists, r.member, ` AND g.list = ?`+where, append([]any{code}, args...)...)
		q.Then(func() { rows = lists[code] })
		return nil
	})
	return rows, err
}

// Registers are the rows of every list that the member may see, by the list's code. Error: tenants.ErrForbidden.
func (r *Rows) Registers(ctx context.Context) (map[string][]register.Row, error) {
	var lists map[string][]register.Row
	err := r.read(ctx, tenants.ReadRegisters, func(q reading) error {
		q.askRegisters(&lists, r.member, forList)
		return nil
	})
	return lists, err
}

// resultFields are the fields of each list from which results, claims and things to do are worked out; nil is all of
// them. Lists that are not here have no part in these.
var resultFields = map[string][]register.Field{
	register.Teams: nil,
	register.PCNs: {
		register.PCN.Name, register.PCN.Code, register.PCN.Population, register.PCN.ES, register.PCN.Post, register.PCN.FTE,
		register.PCN.StartsOn,
		register.PCN.HealthCheck,
	},
	register.Workforce:  nil,
	register.Events:     {register.Event.On, register.Event.Priority, register.Event.Stage, register.Event.Paid},
	register.Plans:      {register.Plan.Name, register.Plan.Together},
	register.Strategies: {register.Strategy.Name, register.Strategy.Central},
	register.Meetings:   {register.Meeting.On, register.Meeting.Kind, register.Meeting.Stage},
}

// names are the names of fields, as they are kept.
func names(fields []register.Field) []string {
	var list []string
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return list
}

// valueEnd parts the values of a row that one column holds; no text holds it there.
const valueEnd = "\x1e"

// resultQuery reads a row of a list with its values in one column, each "field=value": there are thousands of values, and
// taking each out of the database alone was half of what a result cost. Of staff figures before a quarter it is read only
// that there are some.
var resultQuery = func() string {
	held := func(where string) string {
		return ` THEN (SELECT string_agg(v.field || '=' || v.code || REPLACE(v.text, '` + valueEnd + `', ' '), '` + valueEnd + `')
			FROM register_values v WHERE v.tenant_id = g.tenant_id AND v.row_id = g.id` + where + `)`
	}
	const quarter = `(SELECT d.code FROM register_values d WHERE d.tenant_id = g.tenant_id AND d.row_id = g.id AND d.field = 'quarter')`
	lists, each := ``, ` WHEN g.list = '`+register.Workforce+`' AND `+quarter+` < ? THEN 'quarter=' || `+quarter
	for _, code := range slices.Sorted(maps.Keys(resultFields)) {
		fields := ``
		if some := resultFields[code]; some != nil {
			fields = ` AND v.field IN ('` + strings.Join(names(some), `', '`) + `')`
		}
		lists, each = lists+`, '`+code+`'`, each+` WHEN g.list = '`+code+`'`+held(fields)
	}
	return `
		SELECT g.id, g.list, COALESCE(g.provider_id, '') AS provider, g.confirmed, g.changed_at, '' AS changed_name, g.version,
		       COALESCE(CASE` + each + ` END, '') AS held
		FROM register_rows g WHERE g.tenant_id = ? AND g.removed = FALSE AND g.list IN (` + lists[2:] + `)`
}()

// askRegistersForResults asks for the rows with what results, claims and things to do are worked out from, by list.
func (q reading) askRegistersForResults(lists *map[string][]register.Row, m tenants.Member, from calendar.Quarter) {
	query, args := resultQuery, []any{from, q.Tenant}
	theirs, own := reach(m.Audience(), record.AnyList, "g.provider_id", "TRUE") // which lists are shared, the program knows
	query, args = query+theirs, append(args, own...)
	var found []struct {
		registerRow
		Held string `db:"held"`
	}
	q.Ask(&found, query+forResults, args...)
	q.Then(func() {
		rows, byRow := make([]registerRow, len(found)), make(map[string]map[string]string, len(found))
		for i, f := range found {
			values := map[string]string{}
			for one := range strings.SplitSeq(f.Held, valueEnd) {
				if field, value, ok := strings.Cut(one, "="); ok {
					values[field] = value
				}
			}
			rows[i], byRow[f.ID] = f.registerRow, values
		}
		*lists = listed(m, rows, byRow)
	})
}

// askRegisters asks for the rows that a member may see and the conditions fit, by list, each in the order of their names, as people
// read them.
func (q reading) askRegisters(lists *map[string][]register.Row, m tenants.Member, where string, args ...any) {
	q.askKeptRegisters(lists, m, where, args...)
	q.Then(func() { register.Shown(*lists) })
}

// askKeptRegisters asks for the rows of askRegisters as they are kept, which is for nobody to read.
func (q reading) askKeptRegisters(lists *map[string][]register.Row, m tenants.Member, where string, args ...any) {
	where, args = ` WHERE g.tenant_id = ? AND g.removed = FALSE`+where, append([]any{q.Tenant}, args...)
	theirs, own := reach(m.Audience(), record.AnyList, "g.provider_id", "TRUE") // which lists are shared, the program knows
	where, args = where+theirs, append(args, own...)
	var rows []registerRow
	q.Ask(&rows, registerSelect+where, args...)
	var found []registerValue
	q.Ask(&found, `
		SELECT v.row_id, v.field, v.code || v.text AS value FROM register_rows g CROSS JOIN register_values v`+where+`
		  AND v.tenant_id = g.tenant_id AND v.row_id = g.id`, args...)
	q.Then(func() {
		byRow := map[string]map[string]string{}
		for _, v := range found {
			if byRow[v.Row] == nil {
				byRow[v.Row] = map[string]string{}
			}
			byRow[v.Row][v.Field] = v.Value
		}
		*lists = listed(m, rows, byRow)
	})
}

// listed are rows with their values, as far as a member may see them, by list, each in the order of their names.
func listed(m tenants.Member, rows []registerRow, byRow map[string]map[string]string) map[string][]register.Row {
	lists := map[string][]register.Row{}
	for _, row := range rows {
		list, known := register.Of(row.List)
		if !known || !m.Audience().Sees(record.AnyList, row.Provider, list.Shared) {
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
	return lists
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
	rows, err := r.registerRows(ctx, code, ` AND g.id = ?`, id)
	if err == nil && len(rows) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return register.Row{}, err
	}
	return rows[0], nil
}
