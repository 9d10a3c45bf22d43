package registers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

// readForm fills a row from its form.
func (p Pages) readForm(c *gin.Context, at place, r register.Row) (page.TypedRow, problem.List, error) {
	f, err := page.ReadForm(c)
	if err != nil {
		return page.TypedRow{}, nil, err
	}
	switch {
	case at.list.Keeper == register.ICB:
		r.Provider = ""
	case page.Member(c).Provider != "":
		r.Provider = page.Member(c).Provider
	default:
		r.Provider = f.Text("provider")
	}
	t, wrong := f.Row(at.asked, r, p.rows(c).MayFill)
	return t, page.RowProblems(at.list, wrong, at.list.Check(t.Row, p.Store.Today())), nil
}

// add records a new row: 303, or 422 with the form.
func (p Pages) add(c *gin.Context, at place) error {
	r := register.Row{Provider: page.Member(c).Provider}
	if at.list.Keeper == register.ICB {
		r.Provider = ""
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	t, wrong, err := p.readForm(c, at, r)
	if err != nil {
		return err
	}
	t.Version = 0
	return p.put(c, at, t, wrong)
}

// save changes a row: 303, 422 with the form, or 409 when somebody else changed it first.
func (p Pages) save(c *gin.Context, at place) error {
	present, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	if !p.rows(c).MayKeep(at.list, present.Provider) {
		return tenants.ErrForbidden
	}
	t, wrong, err := p.readForm(c, at, present)
	if err != nil {
		return err
	}
	return p.put(c, at, t, wrong)
}

// put records a row in which nothing is wrong so far.
func (p Pages) put(c *gin.Context, at place, t page.TypedRow, wrong problem.List) error {
	if wrong == nil {
		saved, err := p.rows(c).SaveRow(c, at.list.Code, t.Row)
		var refused problem.List
		switch {
		case errors.Is(err, tenants.ErrStale):
			return p.stale(c, at, t)
		case errors.As(err, &refused):
			wrong = page.RowProblems(at.list, nil, refused)
		case err != nil:
			return err
		default:
			c.Redirect(http.StatusSeeOther, at.subject.href(c)+"?saved="+saved.ID)
			return nil
		}
	}
	return p.form(c, http.StatusUnprocessableEntity, at, t, wrong, nil)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, at place, t page.TypedRow) error {
	present, err := p.rows(c).RegisterRow(c, at.list.Code, t.ID)
	if err != nil {
		return err
	}
	t.Version = present.Version
	return p.form(c, http.StatusConflict, at, t, nil, &page.Theirs{
		Who: present.ChangedBy, When: present.ChangedAt.Words(), Table: t.Against(at.asked, present), Keep: c.Request.URL.Path,
	})
}
