package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
)

type returnRow struct {
	Provider         string           `db:"provider_id"`
	Quarter          calendar.Quarter `db:"quarter"`
	State            figures.State    `db:"state"`
	AccessUnemployed sql.NullInt64    `db:"access_unemployed"`
	AccessRetention  sql.NullInt64    `db:"access_retention"`
	FirstJobStarts   sql.NullInt64    `db:"first_job_starts"`
	KeptWork         sql.NullInt64    `db:"kept_work"`
	ESInPost         sql.NullInt64    `db:"es_in_post"`
	TLInPost         sql.NullInt64    `db:"tl_in_post"`
	SMInPost         sql.NullInt64    `db:"sm_in_post"`
	ESFunded         sql.NullInt64    `db:"es_funded"`
	TLFunded         sql.NullInt64    `db:"tl_funded"`
	SMFunded         sql.NullInt64    `db:"sm_funded"`
	Note             string           `db:"note"`
	Reason           string           `db:"reason"`
	Confirmed        string           `db:"confirmed"`
	SubmittedAt      calendar.Instant `db:"submitted_at"`
	ChangedAt        calendar.Instant `db:"changed_at"`
	ChangedBy        string           `db:"changed_name"`
	Version          int              `db:"version"`
	SetN             int              `db:"set_n"`
	SetFrom          calendar.Quarter `db:"set_from"`
	SetParts         string           `db:"set_parts"`
}

func (r returnRow) figures() figures.Return {
	return figures.Return{
		Provider: r.Provider, Quarter: r.Quarter, State: r.State, Asked: figures.Set{N: r.SetN, From: r.SetFrom, Parts: words(r.SetParts)},
		AccessUnemployed: count(r.AccessUnemployed), AccessRetention: count(r.AccessRetention),
		FirstJobStarts: count(r.FirstJobStarts), KeptWork: count(r.KeptWork),
		InPost: figures.Posts{ES: fte(r.ESInPost), TL: fte(r.TLInPost), SM: fte(r.SMInPost)},
		Funded: figures.Posts{ES: fte(r.ESFunded), TL: fte(r.TLFunded), SM: fte(r.SMFunded)},
		Note:   r.Note, Reason: r.Reason, Confirmed: r.Confirmed,
		SubmittedAt: r.SubmittedAt, ChangedAt: r.ChangedAt, ChangedBy: r.ChangedBy, Version: r.Version,
	}
}

func count(n sql.NullInt64) number.Count { return number.Count{N: n.Int64, Known: n.Valid} }
func fte(n sql.NullInt64) number.FTE     { return number.FTE{Hundredths: n.Int64, Known: n.Valid} }

func people(c number.Count) sql.NullInt64 { return sql.NullInt64{Int64: c.N, Valid: c.Known} }
func posts(f number.FTE) sql.NullInt64    { return sql.NullInt64{Int64: f.Hundredths, Valid: f.Known} }

const returnQuery = `
	SELECT f.provider_id, f.quarter, f.state, f.access_unemployed, f.access_retention, f.first_job_starts, f.kept_work,
	       f.es_in_post, f.tl_in_post, f.sm_in_post, f.es_funded, f.tl_funded, f.sm_funded,
	       f.note, f.reason, f.confirmed, f.submitted_at, f.changed_at, COALESCE(p.name, f.changed_by) AS changed_name,
	       f.version,
	       f.set_n, COALESCE(s.from_quarter, '') AS set_from, COALESCE(s.parts, '') AS set_parts
	FROM returns f
	LEFT JOIN return_sets s ON s.tenant_id = f.tenant_id AND s.n = f.set_n
	LEFT JOIN memberships c ON c.tenant_id = f.tenant_id AND c.id = f.changed_by
	LEFT JOIN people p ON p.id = c.person_id
	WHERE f.tenant_id = ?`

// Returns are the figures of a quarter and of all later ones that the member may see: every provider's for
// commissioners, a provider's own for its people; the newest quarter first. Error: tenants.ErrForbidden for everybody
// else.
func (r *Rows) Returns(ctx context.Context, from calendar.Quarter) ([]figures.Return, error) {
	var list []figures.Return
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		where, args := ofProvider(r.member.Provider)
		q.askReturns(&list, ` AND f.quarter >= ?`+where, append([]any{from}, args...))
		return nil
	})
	return list, err
}

// ReturnsInShort are what Returns are of all quarters, without the figures that not all providers are asked for, the
// teams and the words beside figures. Error: tenants.ErrForbidden.
func (r *Rows) ReturnsInShort(ctx context.Context) ([]figures.Return, error) {
	var list []figures.Return
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		where, args := ofProvider(r.member.Provider)
		q.askReturnsInShort(&list, where+forList, args)
		return nil
	})
	return list, err
}

// ReturnsToEnter are the returns that the member may enter, with their providers by name: what ReturnsInShort are, and
// for the people of a lead provider those of the providers that deliver under it too. Error: tenants.ErrForbidden.
func (r *Rows) ReturnsToEnter(ctx context.Context) (providers []provider.Provider, list []figures.Return, err error) {
	err = r.read(ctx, tenants.EnterReturns, func(q reading) error {
		own := r.member.Provider
		where, args := q.entering("o.id", own)
		q.askProvidersWhere(&providers, where, args)
		where, args = q.entering("f.provider_id", own)
		q.askReturnsInShort(&list, where+forList, args)
		return nil
	})
	return providers, list, err
}

// Entered is a provider that the member may enter returns for. Errors: tenants.ErrNotFound for any other,
// tenants.ErrForbidden for a member who has nothing to do with figures.
func (r *Rows) Entered(ctx context.Context, id string) (provider.Provider, error) {
	var list []provider.Provider
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		where, args := q.entering("o.id", r.member.Provider)
		q.askProvidersWhere(&list, where+` AND o.id = ?`, append(args, id))
		return nil
	})
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return provider.Provider{}, err
	}
	return list[0], nil
}

// entering restricts a column with the ids of providers to those that the people of provider own may enter returns for:
// own itself and the providers that deliver under it. For commissioners, "", these are all.
func (q reading) entering(column, own string) (where string, args []any) {
	if own == "" {
		return ``, nil
	}
	return ` AND (` + column + ` = ? OR ` + column + ` IN (
		SELECT l.provider_id FROM provider_leads l WHERE l.tenant_id = ? AND l.lead_id = ?))`, []any{own, q.Tenant, own}
}

// ofProvider restricts returns f to those of one provider; "" means all.
func ofProvider(own string) (where string, args []any) {
	if own == "" {
		return ``, nil
	}
	return ` AND f.provider_id = ?`, []any{own}
}

// askReturns asks for the returns (table f) for which a condition holds, the newest quarter first.
func (q reading) askReturns(list *[]figures.Return, where string, args []any) {
	found := q.askReturnsInShort(list, where, args)
	q.askOtherFigures(found, list, where, append([]any{q.Tenant}, args...))
}

// askReturnsInShort asks for returns without what askOtherFigures adds: for ten years that is a hundred times as many rows.
// It returns where the rows will be.
func (q reading) askReturnsInShort(list *[]figures.Return, where string, args []any) *[]returnRow {
	var rows []returnRow
	args = append([]any{q.Tenant}, args...)
	q.Ask(&rows, returnQuery+where, args...)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.figures())
		}
		slices.SortFunc(*list, func(a, b figures.Return) int {
			return cmp.Or(cmp.Compare(b.Quarter, a.Quarter), cmp.Compare(a.Provider, b.Provider))
		})
	})
	return &rows
}

// Return is one provider's figures for a quarter: an empty return of version 0 while there are none. Errors:
// tenants.ErrNotFound when the provider is not one of the ICB's, or the member may not enter its returns;
// tenants.ErrForbidden for a member who has nothing to do with figures.
func (r *Rows) Return(ctx context.Context, provider string, quarter calendar.Quarter) (figures.Return, error) {
	var f figures.Return
	err := r.read(ctx, tenants.EnterReturns, func(q reading) (err error) {
		f, err = q.returnOf(r.member.Provider, provider, quarter)
		return err
	})
	return f, err
}

// ReturnBefore is the provider's last submitted return of an earlier quarter, the zero Return while there is none.
// Errors as Return's.
func (r *Rows) ReturnBefore(ctx context.Context, provider string, quarter calendar.Quarter) (figures.Return, error) {
	var f figures.Return
	err := r.read(ctx, tenants.EnterReturns, func(q reading) (err error) {
		if err := q.mayEnter(r.member.Provider, provider); err != nil {
			return err
		}
		f, err = q.returnBefore(provider, quarter)
		return err
	})
	return f, err
}

// mayEnter says whether the people of provider own, or commissioners for "", have to do with a provider's figures;
// another provider's are as if unknown (tenants.ErrNotFound).
func (q reading) mayEnter(own, provider string) error {
	where, args := q.entering("o.id", own)
	var id string
	return q.Get(&id, `SELECT o.id FROM providers o WHERE o.tenant_id = ? AND o.id = ?`+where,
		append([]any{q.Tenant, provider}, args...)...)
}

// returnOf is a return as it is now, with the set that it is asked with.
func (q reading) returnOf(own, provider string, quarter calendar.Quarter) (figures.Return, error) {
	if err := q.mayEnter(own, provider); err != nil {
		return figures.Return{}, err
	}
	var list []figures.Return
	var sets []figures.Set
	q.askReturns(&list, ` AND f.provider_id = ? AND f.quarter = ?`, []any{provider, quarter})
	q.askReturnSets(&sets)
	if err := q.Answered(); err != nil {
		return figures.Return{}, err
	}
	f := figures.Return{Provider: provider, Quarter: quarter}
	if len(list) > 0 {
		f = list[0]
	}
	if f.State.Measured() {
		return f, nil
	}
	f.Asked = asked(sets, quarter)
	return f, nil
}

func (q reading) returnBefore(provider string, quarter calendar.Quarter) (figures.Return, error) {
	var list []figures.Return
	q.askReturns(&list, ` AND f.provider_id = ? AND f.state <> 'draft' AND f.quarter = (
		SELECT MAX(e.quarter) FROM returns e WHERE e.tenant_id = f.tenant_id AND e.provider_id = f.provider_id AND e.state <> 'draft' AND
		e.quarter < ?)`,
		[]any{provider, quarter})
	if err := q.Answered(); err != nil || len(list) == 0 {
		return figures.Return{}, err
	}
	return list[0], nil
}
