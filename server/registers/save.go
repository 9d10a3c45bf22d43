package registers

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// add records a new row.
func (p Pages) add(c *gin.Context, at place) error {
	r := register.Row{Provider: page.Member(c).Provider}
	if at.list.Keeper == register.ICB {
		r.Provider = ""
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	return page.Save(c, p.saving(c, at, r))
}

// save changes a row.
func (p Pages) save(c *gin.Context, at place) error {
	present, err := p.kept(c, at)
	if err != nil {
		return err
	}
	return page.Save(c, p.saving(c, at, present))
}

// kept is the row in the address, for those who keep it.
func (p Pages) kept(c *gin.Context, at place) (register.Row, error) {
	if err := at.subject.allow(c); err != nil {
		return register.Row{}, err
	}
	r, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err == nil && !p.rows(c).MayKeep(at.list, r.Provider) {
		err = tenants.ErrForbidden
	}
	return r, err
}

// saving is how a row is saved; one without an id is new.
func (p Pages) saving(c *gin.Context, at place, r register.Row) page.Saving[page.TypedRow] {
	return page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) { return p.readRow(c, at, f, r) },
		Keep: func(t page.TypedRow) (string, error) {
			saved, err := p.rows(c).SaveRow(c, at.list.Code, t.Row)
			return at.subject.href(c) + "?saved=" + saved.ID, page.RowError(at.asked, err)
		},
		Now: func(t page.TypedRow) (page.Conflict, error) {
			present, err := p.rows(c).RegisterRow(c, at.list.Code, t.ID)
			if err != nil {
				return page.Conflict{}, err
			}
			k := t.Conflict(at.asked, present)
			if present.Provider != t.Provider {
				names, err := p.namesOf(c, present.Provider, t.Provider)
				if err != nil {
					return k, err
				}
				k.Fields = append(k.Fields, page.Either("Provider", names[0], names[1]).Of("provider", "provider", present.Provider))
			}
			return k, nil
		},
		Opened: func(t page.TypedRow, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, at.list.Code, t.ID, seen)
			return was, at.list.Kept(t.Row), err
		},
		Show: func(t page.TypedRow, r page.Refusal) error { return p.form(c, at, t, r) },
	}
}

// readRow fills a row from its form.
func (p Pages) readRow(c *gin.Context, at place, f page.Form, r register.Row) (page.TypedRow, error) {
	switch {
	case at.list.Keeper == register.ICB:
		r.Provider = ""
	case page.Member(c).Provider != "":
		r.Provider = page.Member(c).Provider
	default:
		r.Provider = f.Text("provider")
	}
	return f.Row(at.asked, r, p.rows(c).MayFill, func(r register.Row) problem.List { return at.list.Check(r, p.Store.Today()) })
}

// namesOf are the names of providers, "The ICB" for no id.
func (p Pages) namesOf(c *gin.Context, ids ...string) ([]string, error) {
	providers, err := p.rows(c).Providers(c)
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = view{providers: providers}.provider(id)
	}
	return names, err
}
