package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/staffing"
)

// What is recorded for the staffing plan of a year is kept among the rows of the registers, but is no register. It is
// for commissioners alone, and procurement keeps it back.

// PlanFacts are what the ICB's staffing plans are worked out from, read at one moment. Error: tenants.ErrForbidden for
// all but commissioners, and while procurement keeps the plan from them.
func (r *Rows) PlanFacts(ctx context.Context) (staffing.Facts, error) {
	f := staffing.Facts{ICB: r.member.Tenant.Name, Today: r.store.Today()}
	if err := r.member.Allow(tenants.ReadPlan); err != nil {
		return f, err
	}
	err := r.read(ctx, tenants.ReadPlan, func(q reading) error {
		var locals []measure.Local
		q.askProviders(&f.Providers, "")
		q.askReturnsOfPlans(&f.Returns, f.Today)
		q.askContracts(&f.Contracts, everything, "", contractOptions)
		q.askLocals(&locals)
		q.askPlanYears(&f.Years)
		q.Then(func() { f.Targets = measure.AccessTargets(locals) })
		return nil
	})
	return f, err
}

// askReturnsOfPlans asks for the returns with posts that can count in a plan, from the year before on. They have columns for the
// other posts but not for admin staff.
func (q reading) askReturnsOfPlans(list *[]figures.Return, today calendar.Date) {
	from := calendar.QuarterOf(today.Year()-1, 1)
	q.askReturnsInShort(list, ` AND f.quarter >= ?`, []any{from})
	var rows []figureRow
	q.Ask(&rows, `
		SELECT f.provider_id, f.quarter, x.team, '' AS name, x.figure, x.value, '' AS reason
		FROM returns f CROSS JOIN return_figures x
		WHERE f.tenant_id = ? AND f.quarter >= ? AND x.tenant_id = f.tenant_id AND x.provider_id = f.provider_id AND x.quarter = f.quarter
		  AND x.team = 0 AND x.figure IN ('admin_in_post', 'admin_funded')`, q.Tenant, from)
	q.Then(func() {
		for _, row := range rows {
			i := slices.IndexFunc(*list, func(r figures.Return) bool { return r.Provider == row.Provider && r.Quarter == row.Quarter })
			row.putInto(&(*list)[i])
		}
	})
}

// askPlanYears asks for what is recorded for each year, the newest first.
func (q reading) askPlanYears(years *[]staffing.Year) {
	var rows []registerRow
	q.Ask(&rows, registerSelect+` WHERE g.tenant_id = ? AND g.list = ? AND g.removed = FALSE`, q.Tenant, staffing.Recorded.Code)
	var values []registerValue
	q.Ask(&values, `
		SELECT v.row_id, v.field, v.code || v.text AS value FROM register_rows g CROSS JOIN register_values v
		WHERE g.tenant_id = ? AND v.tenant_id = g.tenant_id AND v.row_id = g.id AND g.list = ? AND g.removed = FALSE`, q.Tenant,
		staffing.Recorded.Code)
	q.Then(func() {
		slices.SortFunc(rows, func(a, b registerRow) int { return cmp.Compare(b.ID, a.ID) })
		for _, row := range rows {
			year := staffing.Year{Row: row.row(nil)}
			for _, v := range values {
				if v.Row == row.ID {
					year.Values[v.Field] = v.Value
				}
			}
			*years = append(*years, year)
		}
	})
}

// SavePlanYear records what the plan of a year begins from, if it is still the version that was read (0: nothing was
// recorded). Errors: a problem.List, tenants.ErrStale, tenants.ErrForbidden.
func (r *Rows) SavePlanYear(ctx context.Context, y staffing.Year) error {
	return r.write(ctx, tenants.KeepPlan, db.Act{Act: "saved", Kind: staffing.Recorded.Code, Subject: strconv.Itoa(int(y.Year()))},
		func(w *writing) error {
			old, err := w.registerRow(staffing.Recorded, y.ID)
			switch {
			case errors.Is(err, tenants.ErrNotFound):
				old = staffing.YearOf(y.Year()).Row
			case err != nil:
				return err
			}
			if old.Version != y.Version {
				return tenants.ErrStale
			}
			if err := y.Check(r.store.Today()).Err(); err != nil {
				return err
			}
			y.Confirmed = privacy.Confirmed(staffing.Recorded.Numbers(y.Row), y.Confirmed, old.Confirmed)
			if err := w.putRow(staffing.Recorded, y.Row, w.member.ID); err != nil {
				return err
			}
			return w.putValues(staffing.Recorded, y.Row, old)
		})
}
