package steering

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// details is what is asked of a meeting beside its agenda and who came.
var details = asks(register.Meetings, register.Meeting.On, register.Meeting.Stage, register.Meeting.Chair, register.Meeting.Minuted,
	register.Meeting.Actions, register.Meeting.ZeroExclusion, register.Meeting.Minutes, register.Meeting.AgreedOn)

// askDetails is the form of a meeting.
func (p Pages) askDetails(c *gin.Context) error {
	m, err := p.drafted(c)
	if err != nil {
		return err
	}
	return p.showDetails(c, m, page.RowOf(details, m.Row), page.Refusal{})
}

func (p Pages) showDetails(c *gin.Context, m steering.Meeting, t page.TypedRow, r page.Refusal) error {
	at := home(c) + "/meetings/" + m.ID
	return rowTemplate.Show(c, r.Status(), rowPage{
		Base:   page.New(c, "Details of the meeting").Under(crumbs(c, m)...).Refused(r),
		Lede:   "Members can read the minutes once they are sent for comment. A commissioner agrees them.",
		Action: at + "/details", Version: t.Version, Parts: p.parts(c, details, t, r), Submit: "Save", Cancel: at,
	})
}

// saveDetails saves them.
func (p Pages) saveDetails(c *gin.Context) error {
	m, err := p.drafted(c)
	if err != nil {
		return err
	}
	return page.Save(c, p.saving(c, saved{
		asked: details, row: m.Row,
		now: func() (register.Row, error) {
			present, err := p.rows(c).GroupMeeting(c, m.ID)
			return present.Row, err
		},
		to:   home(c) + "/meetings/" + m.ID + "?saved=yes",
		show: func(t page.TypedRow, r page.Refusal) error { return p.showDetails(c, m, t, r) },
	}))
}
