package meetings

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

// askRemoveMeeting asks before a meeting is removed that was recorded by mistake.
func (p pages) askRemoveMeeting(c *gin.Context) error {
	m, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.showRemoveMeeting(c, m, page.Refusal{})
}

func (p pages) showRemoveMeeting(c *gin.Context, m steering.Meeting, r page.Refusal) error {
	return removeTemplate.Show(c, r.Status(), removePage{
		Base: page.New(c, "Remove this meeting?").Under(p.crumbs(c, m)...).Refused(r),
		Lost: "It disappears from the list and from every figure. The history keeps who entered what and when. You cannot undo this, " +
			"but you " +
			"can enter it again.",
		Action: p.at(c, m) + "/remove", Back: p.at(c, m), Submit: "Remove it", Version: m.Version,
	})
}

// removeMeeting removes a meeting without an agenda, if it is still as the person saw it.
func (p pages) removeMeeting(c *gin.Context) error {
	m, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Remove(c, page.Removal{
		What: "this meeting", Undone: "It was not removed", To: p.home(c) + "?removed=1",
		Do: func(version int) error { return p.rows(c).RemoveRow(c, register.Meetings, m.ID, version) },
		Now: func() (int, snapshot.History, error) {
			m, err = p.kept(c)
			if err != nil || p.code == register.SteeringMeeting && !page.Member(c).Can(tenants.ReadHistory) {
				return m.Version, snapshot.History{}, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, register.Meetings, m.ID)
			return m.Version, h, err
		},
		Show: func(r page.Refusal) error { return p.showRemoveMeeting(c, m, r) },
	})
}
