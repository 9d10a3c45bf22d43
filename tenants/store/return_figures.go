package store

import (
	"database/sql"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

// figureRow is one figure of a return without a column of its own, or the word beside any figure; of one of its teams
// where Team is not 0.
type figureRow struct {
	Provider string           `db:"provider_id"`
	Quarter  calendar.Quarter `db:"quarter"`
	Team     int              `db:"team"`
	Name     string           `db:"name"`
	Figure   string           `db:"figure"`
	Value    sql.NullInt64    `db:"value"`
	Reason   string           `db:"reason"`
}

// askOtherFigures adds what returns hold beside their columns to those that a condition has found. A team with only a name
// has one row, without a figure.
func (q reading) askOtherFigures(found *[]returnRow, list *[]figures.Return, where string, args []any) {
	var rows []figureRow
	q.AskWhen(func() bool { return len(*found) > 0 }, &rows, `
		SELECT f.provider_id, f.quarter, x.team, '' AS name, x.figure, x.value, x.reason
		FROM returns f CROSS JOIN return_figures x
		WHERE f.tenant_id = ? AND x.tenant_id = f.tenant_id AND x.provider_id = f.provider_id AND x.quarter = f.quarter`+where+`
		UNION ALL
		SELECT f.provider_id, f.quarter, t.team, t.name, '' AS figure, NULL AS value, '' AS reason
		FROM returns f CROSS JOIN return_teams t
		WHERE f.tenant_id = ? AND t.tenant_id = f.tenant_id AND t.provider_id = f.provider_id AND t.quarter = f.quarter`+where+`
		ORDER BY team, figure`, slices.Concat(args, args)...)
	q.Then(func() {
		at := map[string]*figures.Return{}
		for i, f := range *list {
			at[f.Provider+string(f.Quarter)] = &(*list)[i]
		}
		for _, row := range rows {
			row.putInto(at[row.Provider+string(row.Quarter)])
		}
	})
}

func (row figureRow) putInto(r *figures.Return) {
	if row.Team > 0 {
		if row.Figure == "" {
			r.Teams = append(r.Teams, figures.Team{Name: row.Name})
		} else if t := &r.Teams[row.Team-1]; row.Value.Valid {
			if t.Numbers == nil {
				t.Numbers = map[string]int64{}
			}
			t.Numbers[row.Figure] = row.Value.Int64
		}
		return
	}
	if row.Value.Valid {
		if r.Other == nil {
			r.Other = map[string]int64{}
		}
		r.Other[row.Figure] = row.Value.Int64
	}
	if row.Reason != "" {
		if r.Reasons == nil {
			r.Reasons = map[string]string{}
		}
		r.Reasons[row.Figure] = row.Reason
	}
}

// putOtherFigures saves what a return holds beside its columns, in place of what there was.
func (w *writing) putOtherFigures(f figures.Return) error {
	for _, query := range []string{
		`DELETE FROM return_figures WHERE tenant_id = ? AND provider_id = ? AND quarter = ?`,
		`DELETE FROM return_teams WHERE tenant_id = ? AND provider_id = ? AND quarter = ?`,
	} {
		if _, err := w.Exec(query, w.Tenant, f.Provider, f.Quarter); err != nil {
			return err
		}
	}
	for _, field := range figures.AllFields() {
		value, known := f.Other[field.Name]
		why := f.Reasons[field.Name]
		if !known && why == "" {
			continue
		}
		if err := w.putFigure(f, 0, field.Name, sql.NullInt64{Int64: value, Valid: known}, why); err != nil {
			return err
		}
	}
	for i, t := range f.Teams {
		_, err := w.Exec(`INSERT INTO return_teams (tenant_id, provider_id, quarter, team, name) VALUES (?, ?, ?, ?, ?)`,
			w.Tenant, f.Provider, f.Quarter, i+1, t.Name)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(t.Numbers)) {
			if err := w.putFigure(f, i+1, name, sql.NullInt64{Int64: t.Numbers[name], Valid: true}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writing) putFigure(f figures.Return, team int, figure string, value sql.NullInt64, why string) error {
	_, err := w.Exec(`INSERT INTO return_figures (tenant_id, provider_id, quarter, team, figure, value, reason) VALUES (?, ?, ?, ?, ?, ?,
		?)`,
		w.Tenant, f.Provider, f.Quarter, team, figure, value, why)
	return err
}

// words are the words of a column that holds several, nil when it holds none.
func words(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Fields(text)
}
