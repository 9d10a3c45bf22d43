package store

import (
	"context"
	"database/sql"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

type breakdownRow struct {
	Provider       string           `db:"provider_id"`
	Quarter        calendar.Quarter `db:"quarter"`
	Characteristic string           `db:"characteristic"`
	Finished       bool             `db:"finished"`
	ChangedAt      calendar.Instant `db:"changed_at"`
	ChangedBy      string           `db:"changed_name"`
	Version        int              `db:"version"`
}

type breakdownCountRow struct {
	Provider       string           `db:"provider_id"`
	Quarter        calendar.Quarter `db:"quarter"`
	Characteristic string           `db:"characteristic"`
	Group          string           `db:"group_key"`
	Access         sql.NullInt64    `db:"access"`
	Unemployed     sql.NullInt64    `db:"unemployed"`
	FirstJobs      sql.NullInt64    `db:"first_jobs"`
}

const (
	breakdownQuery = `
		SELECT b.provider_id, b.quarter, b.characteristic, b.finished, b.changed_at, COALESCE(p.name, b.changed_by) AS changed_name,
		b.version
		FROM breakdowns b
		LEFT JOIN memberships c ON c.tenant_id = b.tenant_id AND c.id = b.changed_by
		LEFT JOIN people p ON p.id = c.person_id
		WHERE b.tenant_id = ?`
	breakdownCountQuery = `
		SELECT n.provider_id, n.quarter, n.characteristic, n.group_key, n.access, n.unemployed, n.first_jobs
		FROM breakdowns b CROSS JOIN breakdown_counts n
		WHERE b.tenant_id = ? AND n.tenant_id = b.tenant_id AND n.provider_id = b.provider_id AND n.quarter = b.quarter AND n.characteristic
		= b.characteristic`
)

func breakdownsOf(rows []breakdownRow, counts []breakdownCountRow) []equity.Breakdown {
	list := make([]equity.Breakdown, len(rows))
	at := map[[3]string]int{}
	for i, row := range rows {
		at[[3]string{row.Provider, string(row.Quarter), row.Characteristic}] = i
		list[i] = equity.Breakdown{
			Provider: row.Provider, Quarter: row.Quarter, Characteristic: row.Characteristic, Finished: row.Finished,
			Counts: map[string]equity.GroupCount{}, ChangedAt: row.ChangedAt, ChangedBy: row.ChangedBy, Version: row.Version,
		}
	}
	for _, n := range counts {
		if i, ok := at[[3]string{n.Provider, string(n.Quarter), n.Characteristic}]; ok {
			list[i].Counts[n.Group] = equity.GroupCount{
				Access: count(n.Access), Unemployed: count(n.Unemployed),
				FirstJobs: count(n.FirstJobs),
			}
		}
	}
	return list
}

// breakdownQuarters is how far back breakdowns are read: two spans of four quarters, and the quarter under way.
const breakdownQuarters = 9

// Breakdowns are all that breakdowns are worked out from: every provider's for commissioners, a provider's own for its
// people. What it holds are true numbers: a page shows them through Report alone. Error: tenants.ErrForbidden for
// everybody else.
func (r *Rows) Breakdowns(ctx context.Context) (equity.Breakdowns, error) {
	var all equity.Breakdowns
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		q.askBreakdowns(&all, r.member.Provider, r.store.Today())
		return nil
	})
	all.ICB = r.member.Tenant.Name
	return all, err
}

// askBreakdowns asks for one provider's, or all when own is "".
func (q reading) askBreakdowns(all *equity.Breakdowns, own string, today calendar.Date) {
	q.askCollections(&all.Collections)
	q.askProviders(&all.Providers, own)
	where, args := ofProvider(own)
	q.askReturnsInShort(&all.Returns, ` AND f.quarter >= ?`+where, append([]any{firstBrokenDown(today)}, args...))
	q.askBrokenDown(&all.Entered, own, today)
	q.askContracted(&all.Contracted, own, firstBrokenDown(today), today)
}

// firstBrokenDown is the first quarter that breakdowns are read for.
func firstBrokenDown(today calendar.Date) calendar.Quarter {
	return today.Quarter().Add(1 - breakdownQuarters)
}

// askBrokenDown asks for the breakdowns that one provider has entered, or all when own is "".
func (q reading) askBrokenDown(list *[]equity.Breakdown, own string, today calendar.Date) {
	where, args := ` AND b.quarter >= ?`, []any{q.Tenant, firstBrokenDown(today)}
	if own != "" {
		where, args = where+` AND b.provider_id = ?`, append(args, own)
	}
	var rows []breakdownRow
	q.Ask(&rows, breakdownQuery+where, args...)
	var counts []breakdownCountRow
	q.Ask(&counts, breakdownCountQuery+where, args...)
	q.Then(func() { *list = breakdownsOf(rows, counts) })
}

// askContracted asks for the providers with a contract, by quarter. It tells which providers there are, nothing of their
// contracts.
func (q reading) askContracted(by *map[calendar.Quarter][]string, own string, from calendar.Quarter, today calendar.Date) {
	m := everything
	if own != "" {
		m.Role, m.Provider = tenants.Provider, own
	}
	var contracts []contract.Contract
	q.askContracts(&contracts, m, "", contractOptions)
	q.Then(func() {
		*by = map[calendar.Quarter][]string{}
		for quarter := from; quarter <= today.Quarter(); quarter = quarter.Add(1) {
			for _, c := range contracts {
				if c.RunsIn(quarter) && !slices.Contains((*by)[quarter], c.Provider) {
					(*by)[quarter] = append((*by)[quarter], c.Provider)
				}
			}
		}
	})
}

// mayBreakDown says whether the member counts a provider's people by characteristic: its own people do, and nobody else
// sees the numbers of a single quarter. Another provider's are as if unknown.
func (r *Rows) mayBreakDown(provider string) error {
	switch {
	case !r.member.Can(tenants.EnterReturns) || r.member.Provider == "":
		return tenants.ErrForbidden
	case r.member.Provider != provider:
		return tenants.ErrNotFound
	}
	return nil
}

// Counted is a breakdown with what is collected in its quarter, and the return it has to agree with.
type Counted struct {
	equity.Breakdown
	Collection equity.Collection
	Return     figures.Return
}

// Breakdown is one characteristic of a provider's quarter: of version 0 while there is none. Errors: tenants.ErrNotFound
// for a characteristic that is not collected in the quarter and for another provider's; tenants.ErrForbidden for all but
// providers.
func (r *Rows) Breakdown(ctx context.Context, provider string, quarter calendar.Quarter, characteristic string) (Counted, error) {
	if err := r.mayBreakDown(provider); err != nil {
		return Counted{}, err
	}
	var b Counted
	err := r.read(ctx, tenants.EnterReturns, func(q reading) (err error) {
		b, err = q.breakdown(provider, quarter, characteristic)
		return err
	})
	return b, err
}

func (q reading) breakdown(provider string, quarter calendar.Quarter, characteristic string) (b Counted, err error) {
	var all []equity.Collection
	var rows []breakdownRow
	var counts []breakdownCountRow
	const where = ` AND b.provider_id = ? AND b.quarter = ? AND b.characteristic = ?`
	q.askCollections(&all)
	q.Ask(&rows, breakdownQuery+where, q.Tenant, provider, quarter, characteristic)
	q.Ask(&counts, breakdownCountQuery+where, q.Tenant, provider, quarter, characteristic)
	if err := q.Answered(); err != nil {
		return b, err
	}
	if b.Collection = equity.CollectionIn(all, characteristic, quarter); !b.Collection.Collected {
		return b, tenants.ErrNotFound
	}
	if len(rows) == 0 {
		rows = []breakdownRow{{Provider: provider, Quarter: quarter, Characteristic: characteristic}}
	}
	b.Breakdown = breakdownsOf(rows, counts)[0]
	b.Return, err = q.returnOf(provider, provider, quarter)
	return b, err
}

// SaveBreakdown records a provider's quarter by one characteristic, if it is still the version that was read, and
// returns its new version. Finished asks that every number is given and that the groups add up to the return. Errors: a
// problem.List; tenants.ErrStale, ErrNotFound, ErrForbidden as Breakdown's.
func (r *Rows) SaveBreakdown(ctx context.Context, b equity.Breakdown) (int, error) {
	if err := r.mayBreakDown(b.Provider); err != nil {
		return 0, err
	}
	err := r.write(ctx, tenants.EnterReturns, brokenDown(b), func(w *writing) error { return w.saveBreakdown(b, r.store.Today()) })
	return b.Version + 1, err
}

func brokenDown(b equity.Breakdown) db.Act {
	return db.Act{Act: "saved", Kind: record.Breakdown, Subject: b.Provider + " " + string(b.Quarter) + " " + b.Characteristic}
}

// saveBreakdown is SaveBreakdown inside a save.
func (w *writing) saveBreakdown(b equity.Breakdown, today calendar.Date) error {
	old, err := w.reading.breakdown(b.Provider, b.Quarter, b.Characteristic)
	switch {
	case err != nil:
		return err
	case b.Quarter > today.Quarter():
		return tenants.ErrNotFound
	case old.Version != b.Version:
		return tenants.ErrStale
	}
	if err := b.Check(old.Collection, old.Return, b.Finished).Err(); err != nil {
		return err
	}
	groups := old.Collection.Groups()
	w.became(old.Breakdown.Kept(groups), b.Kept(groups))
	return w.putBreakdown(b, groups, w.member.ID)
}

func (w *writing) putBreakdown(b equity.Breakdown, groups []equity.Group, member string) error {
	_, err := w.Exec(`
		INSERT INTO breakdowns (tenant_id, provider_id, quarter, characteristic, finished, changed_at, changed_by, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, provider_id, quarter, characteristic) DO UPDATE SET finished = excluded.finished,
		    changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = breakdowns.version + 1`,
		w.Tenant, b.Provider, b.Quarter, b.Characteristic, b.Finished, w.At, member)
	if err != nil {
		return err
	}
	for _, g := range groups {
		n := b.Counts[g.Key]
		_, err := w.Exec(`
			INSERT INTO breakdown_counts (tenant_id, provider_id, quarter, characteristic, group_key, access, unemployed, first_jobs)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (tenant_id, provider_id, quarter, characteristic, group_key) DO UPDATE SET
			    access = excluded.access, unemployed = excluded.unemployed, first_jobs = excluded.first_jobs`,
			w.Tenant, b.Provider, b.Quarter, b.Characteristic, g.Key, people(n.Access), people(n.Unemployed), people(n.FirstJobs))
		if err != nil {
			return err
		}
	}
	return nil
}

// SwitchOnTrueCounts writes into the audit that the member is shown the true numbers of a characteristic ("" is all of
// them), and why. A page that shows them calls it first. Errors: a problem.List without a reason; tenants.ErrForbidden
// for all but commissioners.
func (r *Rows) SwitchOnTrueCounts(ctx context.Context, characteristic, reason string) error {
	var wrong problem.List
	switch n := len([]rune(reason)); {
	case n == 0:
		wrong.Add("reason", "Enter why you need the true numbers")
	case n > figures.LongestText:
		wrong.Add("reason", "Reason must be %s characters or fewer", number.Grouped(figures.LongestText))
	}
	privacy.Guard(&wrong, "reason", "Reason", reason)
	if err := wrong.Err(); err != nil {
		return err
	}
	return r.write(ctx, tenants.ReadAllFigures, db.Act{Act: "shown", Kind: record.Breakdown, Subject: characteristic},
		func(w *writing) error {
			w.Changed("reason", "", reason)
			return nil
		})
}
