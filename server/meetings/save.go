package meetings

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// saved is how a row of a meeting is saved: the fields that a form asks, of the row as it is recorded; one without an id is new.
type saved struct {
	asked register.List
	row   register.Row
	// now is the row as somebody else left it.
	now func() (register.Row, error)
	// to is where to go when it is saved.
	to   string
	show func(t page.TypedRow, r page.Refusal) error
}

// saving joins a form with the store's one way of saving a row.
func (p pages) saving(c *gin.Context, s saved) page.Saving[page.TypedRow] {
	return page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) { return p.readRow(c, f, s.asked, s.row) },
		Keep: func(t page.TypedRow) (string, error) {
			_, err := p.rows(c).SaveRow(c, s.asked.Code, t.Row)
			return s.to, page.RowError(s.asked, err)
		},
		Now: func(t page.TypedRow) (page.Conflict, error) {
			present, err := s.now()
			return t.Conflict(s.asked, present), err
		},
		Opened: func(t page.TypedRow, seen int64) (map[string]string, []record.Text, error) {
			if !page.Member(c).Can(tenants.KeepRegisters) {
				return nil, nil, nil // the service's people read no history of the ICB's rows: they are asked about every difference
			}
			was, err := p.rows(c).ChangedSince(c, s.asked.Code, t.ID, seen)
			whole, _ := register.Of(s.asked.Code)
			return was, whole.Kept(t.Row), err
		},
		Show: s.show,
	}
}

// readRow fills a row from a form that asks some of its list's fields.
func (p pages) readRow(c *gin.Context, f page.Form, asked register.List, r register.Row) (page.TypedRow, error) {
	whole, _ := register.Of(asked.Code)
	return f.Row(asked, r, p.rows(c).MayFill, func(r register.Row) problem.List { return whole.Check(r, p.Store.Today()) })
}
