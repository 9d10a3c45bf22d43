package meetings

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
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

// mayPlan refuses those who do not begin meetings of the kind. A provider records contract meetings that were held.
func (p pages) mayPlan(c *gin.Context) error {
	if err := page.Allow(c, p.reads); err != nil || p.onlyHeld(c) {
		return err
	}
	drafts, err := p.rows(c).Drafts(c, p.code)
	if err == nil && !drafts {
		err = tenants.ErrForbidden
	}
	return err
}

// onlyHeld says whether the member is of a provider, and records its own contract meetings once they were held.
func (p pages) onlyHeld(c *gin.Context) bool {
	return p.code == register.ContractMeeting && page.Member(c).Provider != ""
}

// askPlan is the form of a new meeting. It begins with the day that the settings name for the group, else three months from now.
func (p pages) askPlan(c *gin.Context) error {
	if err := p.mayPlan(c); err != nil {
		return err
	}
	day := p.Store.Today()
	switch set := page.Member(c).Tenant.NextMeeting; {
	case p.onlyHeld(c):
	case p.code == register.SteeringMeeting && set >= day:
		day = set
	default:
		day = day.AddMonths(3)
	}
	begun := register.Row{Provider: page.Member(c).Provider, Values: register.Values(register.Meeting.On.As(string(day)))}
	return p.showPlan(c, page.RowOf(p.planned, begun), page.Refusal{})
}

func (p pages) showPlan(c *gin.Context, t page.TypedRow, r page.Refusal) error {
	data := rowPage{
		Base: page.New(c, p.plan).Under(p.crumbs(c, steering.Meeting{})[:1]...).Refused(r), Lede: p.lede,
		Action: p.above(c) + "/new", Parts: p.parts(c, p.planned, t, r), Submit: "Save the meeting", Cancel: p.home(c),
	}
	switch {
	case p.onlyHeld(c):
		data.Base = page.New(c, "Record a contract meeting").Under(p.crumbs(c, steering.Meeting{})[:1]...).Refused(r)
		data.Lede = "Record a meeting that was held. The next page asks what was discussed. Commissioners plan the meetings that are " +
			"to come."
	case p.code == register.ContractMeeting:
		providers, err := p.rows(c).Providers(c)
		if err != nil {
			return err
		}
		whole, _ := register.Of(register.Meetings)
		whole.Keeper = register.Provider // nobody else has one
		field := page.RowField{Select: page.ChooseProvider(whole, t.Provider, providers, r.Problems)}
		data.Parts = slices.Insert(data.Parts, 0, page.RowPart{Fields: []page.RowField{field}})
	}
	return rowTemplate.Show(c, r.Status(), data)
}

// parts are the fields of a form.
func (p pages) parts(c *gin.Context, asked register.List, t page.TypedRow, r page.Refusal) []page.RowPart {
	return t.Parts(asked, p.Store.Today().Quarter(), r.Problems, p.rows(c).MayFill)
}

// savePlan records a meeting with its agenda.
func (p pages) savePlan(c *gin.Context) error {
	if err := p.mayPlan(c); err != nil {
		return err
	}
	m := register.Meeting
	begun := register.Row{Values: register.Values(m.Kind.As(p.code), m.Stage.As(register.MeetingPlanned))}
	if p.onlyHeld(c) {
		begun = register.Row{Provider: page.Member(c).Provider, Values: register.Values(m.Kind.As(p.code))}
	}
	return page.Save(c, page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) {
			if p.code == register.ContractMeeting && !p.onlyHeld(c) {
				begun.Provider = f.Text("provider")
			}
			return p.readRow(c, f, p.planned, begun)
		},
		Keep: func(t page.TypedRow) (to string, err error) {
			var items []register.Row
			to = "?saved=yes"
			if t.Date(m.On) < p.Store.Today() || p.onlyHeld(c) { // it was held: what is due today was not on its agenda
				t.Values = register.With(t.Values, m.Stage.Name, register.MeetingHeld)
				if p.code == register.ContractMeeting {
					to = "/details?saved=yes"
				}
			} else if items, err = p.dueItems(c, t.Row); err != nil {
				return "", err
			}
			saved, err := p.rows(c).PlanMeeting(c, t.Row, items)
			return p.above(c) + "/" + saved.ID + to, page.RowError(p.planned, err)
		},
		Show: func(t page.TypedRow, r page.Refusal) error { return p.showPlan(c, t, r) },
	})
}

// dueItems are the agenda that is due now.
func (p pages) dueItems(c *gin.Context, meeting register.Row) ([]register.Row, error) {
	s, err := p.inTheRoom(c, meeting)
	if err != nil {
		return nil, err
	}
	return p.agenda(s), nil
}

// inTheRoom is what all who are at a meeting may read: what the steering group reads, or what the provider reads that a contract meeting
// is with. The service's people, who may write the group's agenda too, see of it what the group sees.
func (p pages) inTheRoom(c *gin.Context, meeting register.Row) (snapshot.Snapshot, error) {
	if meeting.Provider == "" {
		return p.rows(c).Snapshot(c, p.Editions, view.SteeringGroup)
	}
	s, err := p.rows(c).Snapshot(c, p.Editions, view.Commissioners)
	return s.For(view.Provider(meeting.Provider)), err
}

// day is a day as a line of text shows it.
func day(d calendar.Date) string {
	if d == "" {
		return "Not recorded"
	}
	return d.Words()
}
