package meetings

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// group is the steering group's meetings (1.2). Its members read them.
var group = kind{
	code: register.SteeringMeeting, list: "/steering", under: "/steering/meetings", reads: tenants.WorkbookGroup,
	name: "steering group", all: "Meetings of the steering group", about: record.GroupMeeting, shared: true,
	plan: "Plan or record a meeting of the steering group",
	lede: "The agenda is made from what is due now: actions, targets that are not met, priorities that need a conversation, and risks. " +
		"You can change it. Enter a past date to record a meeting that was held.",
	sent:    "Members can read the minutes once they are sent for comment. A commissioner agrees them.",
	planned: asks(register.Meetings, register.Meeting.On, register.Meeting.Chair),
	details: asks(register.Meetings, register.Meeting.On, register.Meeting.Stage, register.Meeting.Chair, register.Meeting.Minuted,
		register.Meeting.Actions, register.Meeting.ZeroExclusion, register.Meeting.Minutes, register.Meeting.AgreedOn),
	detailsOf: "day, chair, minutes",
	shown: []register.Field{
		register.Meeting.Chair, register.Meeting.Minuted, register.Meeting.Actions, register.Meeting.ZeroExclusion,
	},
	items: []string{
		register.ItemApologies, register.ItemInterests, register.ItemMinutes, register.ItemActions, register.ItemFigures,
		register.ItemPriority, register.ItemRisks, register.ItemOther, register.ItemAnyOther, register.ItemNext,
	},
	title:  func(m steering.Meeting) string { return "Steering group, " + m.On().Words() },
	agenda: steering.Agenda, facts: groupFacts,
}

// groupPage are the meetings of the group.
type groupPage struct {
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

var groupTemplate = page.Parse[groupPage](files, "group.html")

// showGroup shows the meetings of the group, the newest first.
func (p pages) showGroup(c *gin.Context) error {
	if err := page.Allow(c, p.reads); err != nil {
		return err
	}
	all, err := p.rows(c).Meetings(c, p.code)
	if err != nil {
		return err
	}
	drafts, err := p.rows(c).Drafts(c, p.code)
	if err != nil {
		return err
	}
	seats, err := p.rows(c).GroupSeats(c)
	if err != nil {
		return err
	}
	data := groupPage{
		Base: page.New(c, p.all), Missing: steering.MissingSeats(seats),
		Meetings: p.groupTable(c, all), NotSeen: steering.NotSeen(all),
	}
	for _, q := range steering.Missed(all, p.Store.Today()) {
		data.Missed = append(data.Missed, q.Words())
	}
	data.Sections = page.SteeringSections(data.Base, "/steering")
	if page.Member(c).Can(tenants.KeepRegisters) {
		data.Seats = p.home(c) + "/group"
		if len(seats) == 0 {
			data.Usual = p.home(c) + "/seats"
		}
	}
	next, ok := steering.Next(all, p.Store.Today())
	if ok {
		data.Next = "The next meeting is on " + next.On().Words() + "."
		data.Open = page.NewLinkButton(p.at(c, next), "Open its agenda", "")
	}
	if drafts {
		style := "secondary"
		if !ok {
			style = ""
		}
		data.Plan = page.NewLinkButton(p.above(c)+"/new", "Plan or record a meeting", style)
		data.Ask = p.notRecorded(c, all)
	}
	return groupTemplate.OK(c, data)
}

// notRecorded lead to the meetings that were planned for a day that is over, where nobody has said whether they took place.
func (p pages) notRecorded(c *gin.Context, all []steering.Meeting) []page.LinkButton {
	var ask []page.LinkButton
	for _, m := range steering.NotRecorded(all, p.Store.Today()) {
		words := "Say whether the meeting of " + m.On().Words()
		if m.With != "" {
			words += " with " + m.With
		}
		ask = append(ask, page.NewLinkButton(p.at(c, m)+"/details", words+" took place", "secondary"))
	}
	return ask
}

// groupTable are the meetings with how far each is.
func (p pages) groupTable(c *gin.Context, all []steering.Meeting) page.Table {
	t := page.Table{ID: "meetings", Caption: "All meetings", Stacked: true, Empty: "No meeting is recorded yet.", Columns: []page.Column{
		{Text: "Meeting"}, {Text: "State"}, {Text: "Agenda"}, {Text: "Decisions"},
	}}
	for _, m := range all {
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(p.at(c, m), m.On().Words()),
			page.Text(steering.StageOf(m.Row).Words()),
			page.Text(number.Counting(len(m.Items), "item", "items")),
			page.Text(number.Counting(len(m.Decisions), "decision", "decisions")),
		})
	}
	return t.PagedAt(c, "page", -1)
}
