package steering

import (
	"errors"

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
	// fill sets what the form does not ask; nil where that is nothing.
	fill func(r register.Row) register.Row
	// now is the row as somebody else left it.
	now func() (register.Row, error)
	// to is where to go when it is saved, Back after a conflict in which theirs is kept.
	to   func(id string) string
	show func(t page.TypedRow, r page.Refusal) error
}

// saving joins a form with the store's one way of saving a row.
func (p Pages) saving(c *gin.Context, s saved) page.Saving[page.TypedRow] {
	whole, _ := register.Of(s.asked.Code)
	return page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) {
			t, wrong := f.Row(s.asked, s.row, p.rows(c).MayFill)
			if s.row.ID == "" {
				t.Version = 0
			}
			if s.fill != nil {
				t.Row = s.fill(t.Row)
			}
			return t, page.RowProblems(s.asked, wrong, whole.Check(t.Row, p.Store.Today())).Err()
		},
		Keep: func(t page.TypedRow) (string, error) {
			kept, err := p.rows(c).SaveRow(c, s.asked.Code, t.Row)
			if refused, ok := errors.AsType[problem.List](err); ok {
				err = page.RowProblems(s.asked, nil, refused)
			}
			return s.to(kept.ID), err
		},
		Now: func(t page.TypedRow) (page.Conflict, error) {
			present, err := s.now()
			return page.Conflict{
				Who: present.ChangedBy, When: present.ChangedAt.Words(), Version: present.Version, Keep: s.to(present.ID),
				Fields: t.Against(s.asked, present),
			}, err
		},
		Opened: func(t page.TypedRow, seen int64) (map[string]string, []record.Text, error) {
			if !page.Member(c).Can(tenants.KeepRegisters) {
				return nil, nil, nil // the service's people read no history of the ICB's rows: they are asked about every difference
			}
			was, err := p.rows(c).ChangedSince(c, s.asked.Code, t.ID, seen)
			return was, whole.Kept(t.Row), err
		},
		Show: s.show,
	}
}
