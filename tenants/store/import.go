package store

import (
	"context"
	"errors"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
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

// OtherProviders are the names of the ICB's providers beside one, to compare with the words of that one's file. They are also
// those that the member does not know, so a page shows none that the file does not hold itself. Errors: as ImportMapping's.
func (r *Rows) OtherProviders(ctx context.Context, provider string) (names []string, err error) {
	err = r.read(ctx, tenants.EnterReturns, func(q reading) error {
		if err := q.mayEnter(r.member.Provider, provider); err != nil {
			return err
		}
		return q.All(&names, `SELECT o.name FROM providers o WHERE o.tenant_id = ? AND o.id <> ? ORDER BY o.name`, q.Tenant, provider)
	})
	return names, err
}

// SaveImport saves drafts of one provider that come from one file, and remembers how the file was read: all of it, or
// nothing. The last mapping counts; one that is remembered already is not saved again. Errors: as ImportMapping's, and those
// of SaveReturn; of several drafts, each line of a problem.List begins with its quarter.
func (r *Rows) SaveImport(ctx context.Context, provider string, list []figures.Return, m figures.Mapping) error {
	old, err := r.ImportMapping(ctx, provider)
	if err != nil {
		return err
	}
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		begun := false
		begin := func(w *writing) error {
			if begun {
				return nil
			}
			begun = true
			return first(w)
		}
		for _, f := range list {
			err := r.audited(tx, tenants.EnterReturns, stepped(f, figures.Save), func(w *writing) error {
				if err := begin(w); err != nil {
					return err
				}
				f.Provider = provider
				return w.saveReturn(f, figures.Save, r.store.Today())
			})
			if err != nil {
				return ofQuarter(err, f, len(list) > 1)
			}
		}
		if old.Text() == m.Text() {
			return nil
		}
		act := db.Act{Act: "remembered", Kind: "import", Subject: provider}
		return r.audited(tx, tenants.EnterReturns, act, func(w *writing) error {
			if err := begin(w); err != nil {
				return err
			}
			return w.putMapping(provider, old, m)
		})
	})
}

// ofQuarter is an error that says which of several quarters it is about.
func ofQuarter(err error, f figures.Return, several bool) error {
	var wrong problem.List
	if !several || !errors.As(err, &wrong) {
		return err
	}
	for i := range wrong {
		wrong[i].Message = f.Quarter.Short() + ": " + wrong[i].Message
	}
	return wrong
}

func (w *writing) putMapping(provider string, old, m figures.Mapping) error {
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
}

// keptMapping is a mapping as the history keeps it; "" for none.
func keptMapping(m figures.Mapping) string {
	if len(m.From) == 0 {
		return ""
	}
	return m.Text()
}
