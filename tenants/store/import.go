package store

import (
	"context"
	"errors"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/figures"
)

// ImportMapping is how the provider's last file was read; the zero Mapping while there is none. Errors:
// tenants.ErrNotFound for a provider that the member may not enter returns for, tenants.ErrForbidden for a member who
// has nothing to do with figures.
func (r *Rows) ImportMapping(ctx context.Context, provider string) (figures.Mapping, error) {
	var text string
	err := r.read(ctx, tenants.EnterReturns, func(q reading) (err error) {
		if err := q.mayEnter(r.member.Provider, provider); err != nil {
			return err
		}
		text, err = q.importMapping(provider)
		return err
	})
	m, broken := figures.ParseMapping(text)
	if broken != nil {
		m = figures.Mapping{} // none, or taken out because it held personal data: the person chooses again
	}
	return m, err
}

func (q reading) importMapping(provider string) (text string, err error) {
	err = q.Get(&text, `SELECT m.mapping FROM import_mappings m WHERE m.tenant_id = ? AND m.provider_id = ?`, q.Tenant, provider)
	if errors.Is(err, tenants.ErrNotFound) {
		return "", nil
	}
	return text, err
}

// SaveImportMapping remembers how a provider's file was read; the last one counts. Nothing is saved when it is the one
// that is remembered. Errors: as ImportMapping's.
func (r *Rows) SaveImportMapping(ctx context.Context, provider string, m figures.Mapping) error {
	old, err := r.ImportMapping(ctx, provider)
	if err != nil || old.Text() == m.Text() {
		return err
	}
	return r.write(ctx, tenants.EnterReturns, db.Act{Act: "remembered", Kind: "import", Subject: provider}, func(w *writing) error {
		q := w.reading
		if err := q.mayEnter(w.member.Provider, provider); err != nil {
			return err
		}
		w.Changed("mapping", keptMapping(old), keptMapping(m))
		_, err := w.Exec(`
			INSERT INTO import_mappings (tenant_id, provider_id, mapping, changed_at, changed_by, version) VALUES (?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, provider_id) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at,
			    changed_by = excluded.changed_by, version = import_mappings.version + 1`,
			w.Tenant, provider, m.Text(), w.At, w.member.ID)
		return err
	})
}

// keptMapping is a mapping as the history keeps it; "" for none.
func keptMapping(m figures.Mapping) string {
	if len(m.From) == 0 {
		return ""
	}
	return m.Text()
}
