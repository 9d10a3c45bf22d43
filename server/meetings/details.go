package meetings

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// askDetails is the form of a meeting.
func (p pages) askDetails(c *gin.Context) error {
	m, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.showDetails(c, m, page.RowOf(p.detailsFor(c), m.Row), page.Refusal{})
}

func (p pages) showDetails(c *gin.Context, m steering.Meeting, t page.TypedRow, r page.Refusal) error {
	at := p.at(c, m)
	return rowTemplate.Show(c, r.Status(), rowPage{
		Base:   page.New(c, "Details of the meeting").Under(p.crumbs(c, m)...).Refused(r),
		Lede:   p.sent,
		Action: at + "/details", Version: t.Version, Parts: p.parts(c, p.detailsFor(c), t, r), Submit: "Save", Cancel: at,
	})
}

// saveDetails saves them.
func (p pages) saveDetails(c *gin.Context) error {
	m, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Save(c, p.saving(c, saved{
		asked: p.detailsFor(c), row: m.Row,
		now: func() (register.Row, error) {
			present, err := p.rows(c).Meeting(c, p.code, m.ID)
			return present.Row, err
		},
		to:   p.at(c, m) + "?saved=yes",
		show: func(t page.TypedRow, r page.Refusal) error { return p.showDetails(c, m, t, r) },
	}))
}

// detailsFor is what is asked of a meeting beside its agenda and who came. A provider is not asked what commissioners say of its own.
func (p pages) detailsFor(c *gin.Context) register.List {
	asked := p.details
	if p.onlyHeld(c) {
		asked.Fields = slices.DeleteFunc(slices.Clone(asked.Fields), func(f register.Field) bool {
			return register.ICBsOnly(f) || f.Commissioners
		})
	}
	return asked
}
