package meetings

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// meetingPage is one meeting with its agenda, who came, and its minutes.
type meetingPage struct {
	page.Base
	Stage page.Tag
	// Run leads to the meeting screen, Minutes to the minutes to print and copy.
	Run      page.LinkButton
	Minutes  string
	Calendar string // the file for a person's own calendar; "" for a meeting that is not planned
	Facts    page.SummaryList
	Details  string // where they are changed; "" for those who only read
	// DetailsOf says what they are.
	DetailsOf string
	Items     []itemRow
	Add       string
	Came      page.Table // by seat; without columns for a contract meeting, which has none
	Attend    string
	Remove    string // where a meeting without an agenda is removed
	// Questions are those about a contract meeting; nil for one of the steering group.
	Questions *page.Questions
	History   page.History
	AddTask   string // where an action from this meeting is added
	Acts      []actionLink
	NotShown  string // why members read no minutes yet
}

// actionLink leads to an action from the meeting.
type actionLink struct{ Href, Text string }

// itemRow is one item of the agenda.
type itemRow struct {
	ID, Title, Kind, Minute string
	Wanted                  bool
	Decisions               []string
	// Href leads to what it is about; Edit and Move change it, "" for those who only read.
	Href, Edit, Move string
	First, Last      bool
}

var meetingTemplate = page.Parse[meetingPage](files, "meeting.html")

// showMeeting is the page of a meeting.
func (p pages) showMeeting(c *gin.Context) error {
	m, err := p.meeting(c)
	if err != nil {
		return err
	}
	drafts, err := p.rows(c).Drafts(c, p.code)
	if err != nil {
		return err
	}
	stage := steering.StageOf(m.Row)
	mayChange := drafts && (stage != steering.MinutesAgreed || page.Member(c).Can(tenants.KeepRegisters))
	at := p.at(c, m)
	data := meetingPage{
		Base: page.New(c, p.title(m)).Under(p.crumbs(c, m)[:1]...), Stage: stageTag(stage), Minutes: at + "/minutes",
		Facts: p.factsOf(m), DetailsOf: p.detailsOf,
	}
	if m.Provider == "" {
		data.Came = came(m)
	}
	if stage == steering.Planned {
		data.Calendar = at + "/calendar.ics"
	}
	if c.Query("saved") != "" {
		data.Base = data.Saved("Meeting saved")
	}
	if mayChange {
		if len(m.Items) > 0 {
			data.Run = page.NewLinkButton(at+"/run", "Run the meeting", "")
		}
		data.Add = at + "/items/new"
		if m.Provider == "" {
			data.Attend = at + "/attendance"
		}
	} else if !m.Readable() && !drafts && stage != steering.Planned {
		data.NotShown = "The minutes are shown once they are sent for comment."
	}
	if keeps := mayChange || p.onlyHeld(c) && register.ProviderKeeps(m.Row); keeps {
		data.Details = at + "/details"
		if len(m.Items) == 0 {
			data.Remove = at + "/remove"
		}
	}
	if data.Acts, err = p.actionLinks(c, m); err != nil {
		return err
	}
	if page.Member(c).Can(tenants.KeepActions) {
		data.AddTask = page.NewActionPath(page.Member(c).Tenant.Code, p.aboutMeeting(m))
	}
	for i, r := range m.Items {
		data.Items = append(data.Items, p.itemOf(c, m, r, i, mayChange))
	}
	if err := p.talkedOf(c, m, &data); err != nil {
		return err
	}
	return meetingTemplate.OK(c, data)
}

// actionLinks are the actions from a meeting. A provider opens those that are its own.
func (p pages) actionLinks(c *gin.Context, m steering.Meeting) ([]actionLink, error) {
	acts, err := p.actionsOf(c, m)
	var links []actionLink
	for i, words := range agreedWords(acts) {
		href := page.ActionPath(page.Member(c).Tenant.Code) + "/" + acts[i].ID
		if p.onlyHeld(c) && acts[i].Provider != page.Member(c).Provider {
			href = ""
		}
		links = append(links, actionLink{href, words})
	}
	return links, err
}

// talkedOf adds to the page of a contract meeting the questions about it and the history of what is recorded of it.
func (p pages) talkedOf(c *gin.Context, m steering.Meeting, data *meetingPage) error {
	if m.Provider == "" {
		return nil
	}
	about := question.About{Kind: question.Meeting, ID: m.ID}
	list, err := p.rows(c).QuestionsAbout(c, about)
	if err != nil {
		return err
	}
	data.Questions = page.NewQuestions(page.Member(c).Tenant.Code, about, list)
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), register.Meetings, m.ID)
	data.History = page.NewHistory(c.Request.URL.EscapedPath(), h)
	return err
}

func stageTag(s steering.Stage) page.Tag {
	colour := map[steering.Stage]string{
		steering.Planned: "blue", steering.Cancelled: "grey", steering.Held: "grey", steering.MinutesDraft: "yellow",
		steering.MinutesSent: "yellow", steering.MinutesAgreed: "green",
	}[s]
	return page.Tag{Text: s.Words(), Colour: colour}
}

// factsOf are what is recorded of a meeting beside its agenda; of one that is planned, who chairs.
func (p pages) factsOf(m steering.Meeting) page.SummaryList {
	var s page.SummaryList
	add := func(key, words string) {
		s.Rows = append(s.Rows, page.SummaryRow{Key: key, Lines: strings.Split(words, "\n")})
	}
	f := register.Meeting
	for _, field := range p.shown {
		if steering.StageOf(m.Row) != steering.Planned || field.Name == f.Chair.Name {
			add(field.Heading(), cmp.Or(field.Words(m.Text(field)), "Not recorded"))
		}
	}
	var discussed, left []string
	for _, field := range p.discussed {
		switch {
		case m.Yes(field):
			discussed = append(discussed, field.Label)
		case m.No(field):
			left = append(left, field.Label)
		}
	}
	for _, row := range []page.SummaryRow{{Key: "Discussed", Lines: discussed}, {Key: "Not discussed", Lines: left}} {
		if row.Lines != nil {
			s.Rows = append(s.Rows, row)
		}
	}
	if notes := m.Text(f.Notes); notes != "" && p.code == register.ContractMeeting {
		add(f.Notes.Heading(), notes)
	}
	if agreed := m.Date(f.AgreedOn); agreed != "" {
		add("Minutes agreed on", day(agreed))
	}
	return s
}

// came is who came, by seat.
func came(m steering.Meeting) page.Table {
	t := page.Table{
		ID: "came", Caption: "Who came", HideCaption: true, Stacked: true, Empty: "Not recorded.",
		Columns: []page.Column{{Text: "Seat"}, {Text: "People", Numeric: true}},
	}
	for _, a := range m.Attendance {
		n, _ := a.Number(register.Attendance.People)
		people := strconv.FormatInt(n, 10)
		if n == 0 {
			people = "Apologies"
		}
		t.Rows = append(t.Rows, []page.Cell{page.Text(steering.SeatName(a)), page.Text(people)})
	}
	return t
}

func (p pages) itemOf(c *gin.Context, m steering.Meeting, r register.Row, i int, mayChange bool) itemRow {
	f := register.Item
	at := p.at(c, m) + "/items/" + r.ID
	row := itemRow{
		ID: r.ID, Title: r.Text(f.Title), Kind: f.Kind.Words(r.Text(f.Kind)), Minute: r.Text(f.Minute), Wanted: r.Yes(f.Wanted),
		Href: aboutHref(c, r.Text(f.About)), First: i == 0, Last: i == len(m.Items)-1,
	}
	if mayChange {
		row.Edit, row.Move = at, at+"/move"
	}
	for _, d := range m.DecisionsOn(r.ID) {
		row.Wanted = false // it has been taken
		row.Decisions = append(row.Decisions, d.Text(register.Decision.Text))
	}
	return row
}

// aboutHref leads to what an item is about: "priority 3.4", "target job-outcome-rate".
func aboutHref(c *gin.Context, about string) string {
	icb := page.Home(page.Member(c).Tenant.Code)
	switch of := action.AboutOf(about); of.Kind {
	case record.Priority:
		return icb + of.Path()
	case record.Target: // an item names a target by its address, an action an ICB's own one by its id
		return icb + "/targets/" + of.ID
	}
	return ""
}
