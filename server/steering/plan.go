package steering

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
)

// rowPage is the form of a row that is part of a meeting, or of the meeting itself.
type rowPage struct {
	page.Base
	Lede    string
	Action  string
	Version int
	Parts   []page.RowPart
	Confirm page.Checkboxes
	Submit  string
	Cancel  string
	// Remove takes an item off the agenda; "" where there is nothing to take off.
	Remove string
}

var rowTemplate = page.Parse[rowPage](files, "row.html")

// planned is what is asked of a meeting that is to come.
var planned = asks(register.Meetings, register.Meeting.On, register.Meeting.Chair)

// mayDraft refuses those who do not write agendas and minutes.
func (p Pages) mayDraft(c *gin.Context) error {
	if err := page.Allow(c, tenants.WorkbookGroup); err != nil {
		return err
	}
	drafts, err := p.rows(c).DraftsForGroup(c)
	if err == nil && !drafts {
		err = tenants.ErrForbidden
	}
	return err
}

// askPlan is the form of a new meeting. It begins with the day that the settings name, else three months from now.
func (p Pages) askPlan(c *gin.Context) error {
	if err := p.mayDraft(c); err != nil {
		return err
	}
	day := page.Member(c).Tenant.NextMeeting
	if day < p.Store.Today() {
		day = p.Store.Today().AddMonths(3)
	}
	return p.showPlan(c, page.RowOf(planned, register.Row{Values: register.Values(register.Meeting.On.As(string(day)))}), page.Refusal{})
}

func (p Pages) showPlan(c *gin.Context, t page.TypedRow, r page.Refusal) error {
	return rowTemplate.Show(c, r.Status(), rowPage{
		Base: page.New(c, "Plan or record a meeting of the steering group").Under(crumbs(c, steering.Meeting{})[:1]...).Refused(r),
		Lede: "The agenda is made from what is due now: actions, targets that are not met, priorities that need a conversation, and " +
			"risks. " +
			"You can change it. Enter a past date to record a meeting that was held.",
		Action: home(c) + "/meetings/new", Parts: p.parts(c, planned, t, r), Submit: "Save the meeting", Cancel: home(c),
	})
}

// parts are the fields of a form.
func (p Pages) parts(c *gin.Context, asked register.List, t page.TypedRow, r page.Refusal) []page.RowPart {
	return t.Parts(asked, p.Store.Today().Quarter(), r.Problems, p.rows(c).MayFill)
}

// plan records a meeting with its agenda.
func (p Pages) plan(c *gin.Context) error {
	if err := p.mayDraft(c); err != nil {
		return err
	}
	m := register.Meeting
	begun := register.Row{Values: register.Values(m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned))}
	past := func(t page.TypedRow) bool { return t.Date(m.On) < p.Store.Today() }
	return page.Save(c, page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) { return p.readRow(c, f, planned, begun) },
		Keep: func(t page.TypedRow) (to string, err error) {
			var items []register.Row
			if past(t) { // a meeting that was held is recorded: what is due today was not on its agenda
				t.Values = register.With(t.Values, m.Stage.Name, register.MeetingHeld)
			} else if items, err = p.agenda(c); err != nil {
				return "", err
			}
			saved, err := p.rows(c).PlanMeeting(c, t.Row, items)
			return home(c) + "/meetings/" + saved.ID + "?saved=yes", page.RowError(planned, err)
		},
		Show: func(t page.TypedRow, r page.Refusal) error { return p.showPlan(c, t, r) },
	})
}

// agenda is what is due now. The service's people, who may draft it too, see of it what the group sees.
func (p Pages) agenda(c *gin.Context) ([]register.Row, error) {
	s, err := p.rows(c).Snapshot(c, p.Editions, view.SteeringGroup)
	if err != nil {
		return nil, err
	}
	return steering.Agenda(s), nil
}

// day is a day as a line of text shows it.
func day(d calendar.Date) string {
	if d == "" {
		return "Not recorded"
	}
	return d.Words()
}
