// Package meetings holds the pages of meetings: the steering group's (1.2) and those with a provider on its contract (3.2). Both have an
// agenda that is made from what is due, a screen for the people in the room, decisions, actions and minutes, by the same pages. What
// differs is in group.go and contract.go.
package meetings

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of meetings.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
}

// kind is one of the two kinds of meeting.
type kind struct {
	code string // as register.Meeting.Kind keeps it
	// list is the page with all of them, and under is above each of them, both below the ICB's address.
	list, under string
	reads       tenants.Permission
	name, all   string // "steering group", "Meetings of the steering group"
	about       string // the kind of record that actions from it are about
	shared      bool   // the steering group reads these actions
	// plan and lede are above the form of a new meeting, sent above that of its details.
	plan, lede, sent string
	// planned is asked of a new meeting, details of one that is there; shown is what its page says of it.
	planned, details register.List
	detailsOf        string // "day, chair, minutes"
	shown            []register.Field
	discussed        []register.Field // yes or no for each: a contract meeting's page lists them under one heading
	items            []string         // the kinds of agenda item that people choose from
	title            func(m steering.Meeting) string
	// agenda is what is due by itself, and facts are what the service knows about an item, both from what all in the room may read.
	agenda func(s snapshot.Snapshot) []register.Row
	facts  func(s snapshot.Snapshot, m steering.Meeting, item register.Row) []fact
}

// pages are the pages of one kind of meeting.
type pages struct {
	Pages
	kind
}

// Mount puts the pages under an ICB's address.
func (p Pages) Mount(icb gin.IRouter) {
	of := pages{p, group}
	icb.GET(group.list, page.Handle(of.showGroup))
	icb.POST("/steering/seats", page.Handle(of.usualSeats))
	icb.GET(group.under+"/:meeting/attendance", page.Handle(of.askAttendance))
	icb.POST(group.under+"/:meeting/attendance", page.Handle(of.saveAttendance))
	of.mount(icb)
	of = pages{p, contracts}
	icb.GET(contracts.list, page.Handle(of.showContracts))
	of.mount(icb)
}

// mount puts what both kinds of meeting have under an ICB's address.
func (p pages) mount(icb gin.IRouter) {
	icb.GET(p.under+"/new", page.Handle(p.askPlan))
	icb.POST(p.under+"/new", page.Handle(p.savePlan))
	meeting := icb.Group(p.under + "/:meeting")
	meeting.GET("", page.Handle(p.showMeeting))
	meeting.GET("/calendar.ics", page.Handle(p.calendarFile))
	meeting.GET("/minutes", page.Handle(p.minutes))
	meeting.GET("/details", page.Handle(p.askDetails))
	meeting.POST("/details", page.Handle(p.saveDetails))
	meeting.GET("/remove", page.Handle(p.askRemoveMeeting))
	meeting.POST("/remove", page.Handle(p.removeMeeting))
	meeting.GET("/items/:item", page.Handle(p.askItem))
	meeting.POST("/items/:item", page.Handle(p.saveItem))
	meeting.POST("/items/:item/move", page.Handle(p.moveItem))
	meeting.GET("/items/:item/remove", page.Handle(p.askRemove))
	meeting.POST("/items/:item/remove", page.Handle(p.remove))
	meeting.GET("/run", page.Handle(p.begin))
	meeting.GET("/run/:item", page.Handle(p.run))
	meeting.GET("/run/:item/said", page.Handle(p.said))
	meeting.POST("/run/:item", page.Handle(p.saveRun))
	meeting.POST("/run/:item/decide", page.Handle(p.decide))
	meeting.POST("/run/:item/act", page.Handle(p.act))
}

func (p pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// home is the page with all meetings of the kind, above where they are, and at where one is.
func (p pages) home(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + p.list }

func (p pages) above(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + p.under }

func (p pages) at(c *gin.Context, m steering.Meeting) string { return p.above(c) + "/" + m.ID }

// meeting is the meeting in the address, for those who may read it.
func (p pages) meeting(c *gin.Context) (steering.Meeting, error) {
	if err := page.Allow(c, p.reads); err != nil {
		return steering.Meeting{}, err
	}
	return p.rows(c).Meeting(c, p.code, c.Param("meeting"))
}

// drafted is the meeting in the address, for those who write its agenda and minutes. Minutes that are agreed are for commissioners.
func (p pages) drafted(c *gin.Context) (steering.Meeting, error) {
	m, err := p.meeting(c)
	if err != nil {
		return m, err
	}
	drafts, err := p.rows(c).Drafts(c, p.code)
	agreed := steering.StageOf(m.Row) == steering.MinutesAgreed && !page.Member(c).Can(tenants.KeepRegisters)
	if err == nil && (!drafts || agreed) {
		err = tenants.ErrForbidden
	}
	return m, err
}

// kept is the meeting in the address, for those who keep what is recorded of it: those who write its agenda and minutes, and a provider
// that recorded its own contract meeting.
func (p pages) kept(c *gin.Context) (steering.Meeting, error) {
	m, err := p.meeting(c)
	if err == nil && page.Member(c).Provider != "" && m.Provider == page.Member(c).Provider {
		if !register.ProviderKeeps(m.Row) {
			err = tenants.ErrForbidden
		}
		return m, err
	}
	if err != nil {
		return m, err
	}
	return p.drafted(c)
}

// crumbs lead from a page of a meeting to it.
func (p pages) crumbs(c *gin.Context, m steering.Meeting) []page.Crumb {
	return []page.Crumb{{Href: p.home(c), Text: p.all}, {Href: p.at(c, m), Text: p.title(m)}}
}

// asks is a list as one page asks it: these fields alone.
func asks(code string, fields ...register.Field) register.List {
	list, _ := register.Of(code)
	list.Fields = fields
	return list
}
