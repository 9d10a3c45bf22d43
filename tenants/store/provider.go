package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
)

type providerRow struct {
	ID      string         `db:"id"`
	Name    string         `db:"name"`
	Kind    provider.Kind  `db:"kind"`
	Stage   provider.Stage `db:"stage"`
	Place   string         `db:"place"`
	Ended   bool           `db:"ended"`
	Under   string         `db:"under_id"`
	Version int            `db:"version"`
}

const providerQuery = `
	SELECT o.id, o.name, o.kind, o.stage, o.place, o.ended, COALESCE(u.lead_id, '') AS under_id, o.version
	FROM providers o
	LEFT JOIN provider_leads u ON u.tenant_id = o.tenant_id AND u.provider_id = o.id
	WHERE o.tenant_id = ?`

// Providers are the organisations that deliver IPS for the ICB, the ended ones last, by name. A member with the role
// Provider sees its own only.
func (r *Rows) Providers(ctx context.Context) ([]provider.Provider, error) {
	var list []provider.Provider
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askProviders(&list, r.member.Provider)
		return nil
	})
	return list, err
}

// Provider is one of them. Errors: tenants.ErrNotFound, for a member with the role Provider also about any but its own.
func (r *Rows) Provider(ctx context.Context, id string) (provider.Provider, error) {
	var list []provider.Provider
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		if id != "" && (r.member.Provider == "" || r.member.Provider == id) {
			q.askProviders(&list, id)
		}
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

// askProviders asks for one provider, or all when own is "".
func (q reading) askProviders(list *[]provider.Provider, own string) {
	if own == "" {
		q.askProvidersWhere(list, ``, nil)
		return
	}
	q.askProvidersWhere(list, ` AND o.id = ?`, []any{own})
}

// askProvidersWhere asks for the providers (table o) for which a condition holds, the ended ones last, by name.
func (q reading) askProvidersWhere(list *[]provider.Provider, where string, args []any) {
	var rows []providerRow
	q.Ask(&rows, providerQuery+where, append([]any{q.Tenant}, args...)...)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, provider.Provider(row))
		}
		slices.SortFunc(*list, func(a, b provider.Provider) int {
			return cmp.Or(cmp.Compare(yesNo(a.Ended), yesNo(b.Ended)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	})
}

// SaveProvider records a new provider (ID "") or changes one, and returns it as saved. Errors: a problem.List,
// tenants.ErrStale, tenants.ErrNotFound.
func (r *Rows) SaveProvider(ctx context.Context, o provider.Provider) (provider.Provider, error) {
	o.Name, o.Place = strings.TrimSpace(o.Name), strings.TrimSpace(o.Place)
	if err := checkProvider(o); err != nil {
		return o, err
	}
	act := "changed"
	if o.ID == "" {
		o.ID, act = newID(ctx), "added"
	}
	err := r.write(ctx, tenants.ManageProviders, db.Act{Act: act, Kind: "provider", Subject: o.ID}, func(w *writing) error {
		var old providerRow
		if act == "changed" {
			if err := w.Get(&old, providerQuery+` AND o.id = ?`, w.Tenant, o.ID); err != nil {
				return err
			}
			if old.Version != o.Version {
				return tenants.ErrStale
			}
		}
		var all []providerRow
		if err := w.All(&all, providerQuery, w.Tenant); err != nil {
			return err
		}
		if err := fits(o, all); err != nil {
			return err
		}
		w.became(KeptProvider(provider.Provider(old)), KeptProvider(o))
		_, err := w.Exec(`
			INSERT INTO providers (tenant_id, id, name, kind, stage, place, ended, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, kind = excluded.kind, stage = excluded.stage,
			    place = excluded.place, ended = excluded.ended, version = providers.version + 1`,
			w.Tenant, o.ID, o.Name, o.Kind, o.Stage, o.Place, o.Ended)
		if err != nil {
			return err
		}
		return w.putLead(o)
	})
	o.Version++
	return o, err
}

// putLead records which provider another delivers under, and replaces what there was.
func (w *writing) putLead(o provider.Provider) error {
	if _, err := w.Exec(`DELETE FROM provider_leads WHERE tenant_id = ? AND provider_id = ?`, w.Tenant, o.ID); err != nil || o.Under == "" {
		return err
	}
	_, err := w.Exec(`INSERT INTO provider_leads (tenant_id, provider_id, lead_id) VALUES (?, ?, ?)`, w.Tenant, o.ID, o.Under)
	return err
}

// fits refuses a second provider with a name that one has already, since people could not tell them apart, and a lead
// that is none of the ICB's providers, or delivers under another itself: one step is as far as figures can be passed.
func fits(o provider.Provider, all []providerRow) error {
	var wrong problem.List
	lead := o.Under == ""
	for _, other := range all {
		switch {
		case other.ID == o.ID:
		case strings.EqualFold(other.Name, o.Name):
			wrong.Add("name", "There is a provider with this name already")
		case other.ID == o.Under && other.Under != "":
			wrong.Add("under", "%s is a subcontractor itself: choose its lead provider", other.Name)
			lead = true
		case other.ID == o.Under:
			lead = true
		case o.Under != "" && other.Under == o.ID:
			wrong.Add("under", "%s is a subcontractor of this provider, so this provider cannot be a subcontractor too", other.Name)
		}
	}
	if !lead {
		wrong.Add("under", "Choose a provider from the list")
	}
	return wrong.Err()
}

func checkProvider(o provider.Provider) error {
	var wrong problem.List
	switch n := utf8.RuneCountInString(o.Name); {
	case n == 0:
		wrong.Add("name", "Enter the provider's name")
	case n > 120:
		wrong.Add("name", "The provider's name must be 120 characters or fewer")
	}
	if !slices.Contains(provider.Kinds, o.Kind) {
		wrong.Add("kind", "Choose the type of organisation")
	}
	if o.Stage != "" && o.Stage != provider.NewService && o.Stage != provider.MatureService {
		wrong.Add("stage", "Choose whether the service is new or mature")
	}
	if utf8.RuneCountInString(o.Place) > 120 {
		wrong.Add("place", "The place must be 120 characters or fewer")
	}
	return wrong.Err()
}

// KeptProvider is what the history keeps of a provider.
func KeptProvider(o provider.Provider) []record.Text {
	return []record.Text{
		{Field: "name", Text: o.Name},
		{Field: "kind", Text: string(o.Kind)},
		{Field: "stage", Text: string(o.Stage)},
		{Field: "place", Text: o.Place},
		{Field: "ended", Text: record.YesNo(o.Ended)},
		{Field: "delivers_under", Text: o.Under},
	}
}
