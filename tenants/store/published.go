package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

type publishedRow struct {
	Provider    string           `db:"provider_id"`
	To          calendar.Date    `db:"period_to"`
	People      sql.NullInt64    `db:"people"`
	Provisional bool             `db:"provisional"`
	PublishedOn calendar.Date    `db:"published_on"`
	Source      string           `db:"source"`
	Confirmed   string           `db:"confirmed"`
	ChangedAt   calendar.Instant `db:"changed_at"`
	ChangedBy   string           `db:"changed_name"`
	Version     int              `db:"version"`
}

func (row publishedRow) published() figures.Published {
	return figures.Published{
		Provider: row.Provider, To: row.To, People: count(row.People), Hidden: !row.People.Valid, Provisional: row.Provisional,
		PublishedOn: row.PublishedOn, Source: row.Source, Confirmed: row.Confirmed, ChangedAt: row.ChangedAt,
		ChangedBy: row.ChangedBy, Version: row.Version,
	}
}

const publishedQuery = `
	SELECT a.provider_id, a.period_to, a.people, a.provisional, a.published_on, a.source, a.confirmed, a.changed_at, COALESCE(p.name,
	a.changed_by) AS
	changed_name, a.version
	FROM published_access a
	LEFT JOIN memberships c ON c.tenant_id = a.tenant_id AND c.id = a.changed_by
	LEFT JOIN people p ON p.id = c.person_id
	WHERE a.tenant_id = ?`

// Published is the access published from MHSDS, the newest period first: every provider's for commissioners, a
// provider's own for its people. Error: tenants.ErrForbidden for everybody else.
func (r *Rows) Published(ctx context.Context) ([]figures.Published, error) {
	var list []figures.Published
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		q.askPublished(&list, r.member.Provider)
		return nil
	})
	return list, err
}

// askPublished asks for one provider's, or all when own is "".
func (q reading) askPublished(list *[]figures.Published, own string) {
	if own == "" {
		q.askPublishedWhere(list, forList)
		return
	}
	q.askPublishedWhere(list, ` AND a.provider_id = ?`, own)
}

func (q reading) askPublishedWhere(list *[]figures.Published, where string, args ...any) {
	var rows []publishedRow
	q.Ask(&rows, publishedQuery+where, append([]any{q.Tenant}, args...)...)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.published())
		}
		slices.SortFunc(*list, func(a, b figures.Published) int {
			return cmp.Or(cmp.Compare(b.To, a.To), cmp.Compare(a.Provider, b.Provider))
		})
	})
}

// SavePublished records published figures, all of them or none; each if it is still the version that was read (0: there
// was none). Errors: a problem.List, tenants.ErrStale,
// tenants.ErrNotFound for a provider that is not the ICB's, tenants.ErrForbidden.
func (r *Rows) SavePublished(ctx context.Context, list ...figures.Published) error {
	var wrong problem.List
	for _, p := range list {
		wrong = append(wrong, p.Check(r.store.Today())...)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		for i, p := range list {
			act := db.Act{Act: "recorded", Kind: "published", Subject: p.Provider + " " + string(p.To)}
			err := r.audited(tx, tenants.AgreeFigures, act, func(w *writing) error {
				if i == 0 {
					if err := first(w); err != nil {
						return err
					}
				}
				return w.putPublished(p, w.member.ID)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writing) putPublished(p figures.Published, member string) error {
	q := w.reading
	if err := q.mayEnter("", p.Provider); err != nil {
		return err
	}
	old, err := q.publishedAt(p.Provider, p.To)
	if err != nil {
		return err
	}
	if old.Version != p.Version {
		return tenants.ErrStale
	}
	if why := p.KeptBack(old); why != "" {
		return problem.List{{Field: "provisional", Message: why}}
	}
	p.Confirmed = privacy.Confirmed(privacy.NHSNumbers(p.Source), old.Confirmed, p.Confirmed)
	w.became(old.Kept(), p.Kept())
	_, err = w.Exec(`
		INSERT INTO published_access (tenant_id, provider_id, period_to, people, provisional, published_on, source, confirmed,
		changed_at, changed_by, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, provider_id, period_to) DO UPDATE SET people = excluded.people, provisional = excluded.provisional,
		published_on = excluded.published_on,
		    source = excluded.source, confirmed = excluded.confirmed, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
		    version = published_access.version + 1`,
		w.Tenant, p.Provider, p.To, people(p.People), p.Provisional, p.PublishedOn, p.Source, p.Confirmed, w.At, member)
	return err
}

// publishedAt is the figure of a provider and a period, of version 0 while there is none.
func (q reading) publishedAt(provider string, to calendar.Date) (figures.Published, error) {
	var list []figures.Published
	q.askPublishedWhere(&list, ` AND a.provider_id = ? AND a.period_to = ?`, provider, to)
	err := q.Answered()
	if err != nil || len(list) == 0 {
		return figures.Published{Provider: provider, To: to}, err
	}
	return list[0], nil
}

// RemovePublished takes out a figure that was recorded by mistake, if it is still the version that was read; its history
// stays. Errors: tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) RemovePublished(ctx context.Context, p figures.Published) error {
	act := db.Act{Act: "removed", Kind: "published", Subject: p.Provider + " " + string(p.To)}
	return r.write(ctx, tenants.AgreeFigures, act, func(w *writing) error {
		old, err := w.reading.publishedAt(p.Provider, p.To)
		switch {
		case err != nil:
			return err
		case old.Version == 0:
			return tenants.ErrNotFound
		case old.Version != p.Version:
			return tenants.ErrStale
		}
		w.became(old.Kept(), figures.Published{}.Kept())
		return w.Must(`DELETE FROM published_access WHERE tenant_id = ? AND provider_id = ? AND period_to = ? AND version = ?`, w.Tenant,
			p.Provider, p.To, p.Version)
	})
}
