package steering

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// listPage are the meetings of the group.
type listPage struct {
	page.Base
	Sections page.Sections
	// Next is the meeting to come, in words, and Open leads to it.
	Next string
	Open page.LinkButton
	Plan page.LinkButton
	// Ask are meetings that were planned for a day that is over.
	Ask     []page.LinkButton
	Missing []string // seats that the toolkit asks for
	// Missed says which quarters had no meeting, and NotSeen which seats nobody came from twice running.
	Missed, NotSeen []string
	// Seats are where the seats are recorded, and Usual where those that the toolkit asks for are recorded at once; "" for those who
	// do not keep them.
	Seats, Usual string
	Meetings     page.Table
}

var listTemplate = page.Parse[listPage](files, "meetings.html")

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

func home(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/steering" }

// list shows the meetings, the newest first.
func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.WorkbookGroup); err != nil {
		return err
	}
	all, err := p.rows(c).GroupMeetings(c)
	if err != nil {
		return err
	}
	drafts, err := p.rows(c).DraftsForGroup(c)
	if err != nil {
		return err
	}
	seats, err := p.rows(c).GroupSeats(c)
	if err != nil {
		return err
	}
	data := listPage{
		Base: page.New(c, "Meetings of the steering group"), Missing: steering.MissingSeats(seats),
		Meetings: meetingTable(c, all), NotSeen: steering.NotSeen(all),
	}
	for _, q := range steering.Missed(all, p.Store.Today()) {
		data.Missed = append(data.Missed, q.Words())
	}
	data.Sections = page.SteeringSections(data.Base, "/steering")
	if page.Member(c).Can(tenants.KeepRegisters) {
		data.Seats = home(c) + "/group"
		if len(seats) == 0 {
			data.Usual = home(c) + "/seats"
		}
	}
	next, ok := steering.Next(all, p.Store.Today())
	if ok {
		data.Next = "The next meeting is on " + next.On().Words() + "."
		data.Open = page.NewLinkButton(home(c)+"/meetings/"+next.ID, "Open its agenda", "")
	}
	if drafts {
		style := "secondary"
		if !ok {
			style = ""
		}
		data.Plan = page.NewLinkButton(home(c)+"/meetings/new", "Plan or record a meeting", style)
		for _, m := range steering.NotRecorded(all, p.Store.Today()) {
			data.Ask = append(data.Ask, page.NewLinkButton(home(c)+"/meetings/"+m.ID+"/details",
				"Say whether the meeting of "+m.On().Words()+" took place", "secondary"))
		}
	}
	return listTemplate.OK(c, data)
}

// meetingTable are the meetings with how far each is.
func meetingTable(c *gin.Context, all []steering.Meeting) page.Table {
	t := page.Table{ID: "meetings", Caption: "All meetings", Stacked: true, Empty: "No meeting is recorded yet.", Columns: []page.Column{
		{Text: "Meeting"}, {Text: "State"}, {Text: "Agenda"}, {Text: "Decisions"},
	}}
	for _, m := range all {
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(home(c)+"/meetings/"+m.ID, m.On().Words()),
			page.Text(steering.StageOf(m.Row).Words()),
			page.Text(number.Counting(len(m.Items), "item", "items")),
			page.Text(number.Counting(len(m.Decisions), "decision", "decisions")),
		})
	}
	return t.PagedAt(c, "page", -1)
}

// title is what a meeting is called.
func title(m steering.Meeting) string { return "Steering group, " + m.On().Words() }

// meeting is the meeting in the address, for those who may read it.
func (p Pages) meeting(c *gin.Context) (steering.Meeting, error) {
	if err := page.Allow(c, tenants.WorkbookGroup); err != nil {
		return steering.Meeting{}, err
	}
	return p.rows(c).GroupMeeting(c, c.Param("meeting"))
}

// drafted is the meeting in the address, for those who write its agenda and minutes. Minutes that are agreed are for commissioners.
func (p Pages) drafted(c *gin.Context) (steering.Meeting, error) {
	m, err := p.meeting(c)
	if err != nil {
		return m, err
	}
	drafts, err := p.rows(c).DraftsForGroup(c)
	agreed := steering.StageOf(m.Row) == steering.MinutesAgreed && !page.Member(c).Can(tenants.KeepRegisters)
	if err == nil && (!drafts || agreed) {
		err = tenants.ErrForbidden
	}
	return m, err
}

// crumbs lead from a page of a meeting to it.
func crumbs(c *gin.Context, m steering.Meeting) []page.Crumb {
	return []page.Crumb{{Href: home(c), Text: "Meetings of the steering group"}, {Href: home(c) + "/meetings/" + m.ID, Text: title(m)}}
}

// asks is a list as one page asks it: these fields alone.
func asks(code string, fields ...register.Field) register.List {
	list, _ := register.Of(code)
	list.Fields = fields
	return list
}
