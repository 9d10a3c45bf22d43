// Package steering holds the pages that members of the steering group read: the pack, and the details behind it. They show what the
// group's workbook holds, made from the same snapshot.
package steering

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

//go:embed *.html
var files embed.FS

// Pages are the steering group's pages.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
}

// Mount puts them under an ICB's address.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/pack", page.Handle(p.pack))
	icb.GET("/steering-group", page.Handle(p.show))
}

// showPage is what the group reads. A part that has nothing says so.
type showPage struct {
	page.Base
	Sections             page.Sections
	Headline, Next       string
	Workbook             page.LinkButton
	Asked, MoreAsked     page.Table // the first of what is needed, and the rest
	Actions, MoreActions page.Table // likewise
	ByProvider           page.Table // no columns where the group's terms do not allow it
	Feedback, Earlier    page.Table // likewise, the newest first
	Posts                page.Table
	PostsOf              string // which quarter they are of
	Gaps                 []string
	PostsKept            bool // back, by procurement
	Conditions           page.Table
	PCNs                 page.Table
	PCNWords             []string
	Meetings             page.Table
	Groups               []groupTable
}

// groupTable is how people divide by one characteristic.
type groupTable struct {
	Opens page.Details
	Words string
	Table page.Table
}

var showTemplate = page.Parse[showPage](files, "steering.html")

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.WorkbookGroup); err != nil {
		return err
	}
	m := page.Member(c)
	s, err := p.Store.For(m).Snapshot(c, p.Editions, view.SteeringGroup)
	if err != nil {
		return err
	}
	home, told := page.Home(m.Tenant.Code), s.Told()
	data := showPage{
		Base: page.New(c, "Details behind the pack").Under(page.Crumb{Href: home + "/pack", Text: "Pack"}), Headline: told.Headline,
		Workbook: page.NewLinkButton(home+"/workbook.xlsx?for=steering", "Download the steering group’s workbook", "secondary"),
		Asked:    asked(s, told, home), Actions: actions(m, s), ByProvider: byProvider(s, home), Feedback: feedback(s), Posts: posts(s),
		PostsKept:  s.Shut,
		Conditions: conditions(s), PCNs: pcns(s), PCNWords: told.Lists[register.PCNs], Meetings: meetings(s), Groups: groups(s),
	}
	data.Sections = page.SteeringSections(data.Base, "/pack")
	data.Asked, data.MoreAsked = divided(data.Asked, 4)
	data.Actions, data.MoreActions = divided(data.Actions, 4)
	data.Feedback, data.Earlier = divided(data.Feedback, 2)
	data.PostsOf, data.Gaps = postsOf(s), gaps(s)
	if s.ICB.NextMeeting >= s.Today() {
		data.Next = "The next meeting is on " + s.ICB.NextMeeting.Words() + "."
	}
	return showTemplate.OK(c, data)
}

// table is a table with a hidden caption, since a heading is above it.
func table(id, caption, empty string, columns ...string) page.Table {
	t := page.Table{ID: id, Caption: caption, HideCaption: true, Stacked: true, Empty: empty}
	for _, text := range columns {
		t.Columns = append(t.Columns, page.Column{Text: text})
	}
	return t
}

func add(t *page.Table, cells ...page.Cell) { t.Rows = append(t.Rows, cells) }

// asked is what is asked of whom, and what is overdue.
func asked(s snapshot.Snapshot, told snapshot.Told, home string) page.Table {
	t := table("asked", "What is needed, and who is asked", "Nobody is asked for anything, and nothing is overdue.", "Priority",
		"What is needed",
		"Who is asked")
	for _, a := range told.Asked {
		add(&t, page.Link(home+"/toolkit/"+a.Priority, a.Priority), page.Text(a.What), page.Text(a.Of))
	}
	for _, l := range s.Overdue() {
		of := l.Owner
		if of == "" {
			of = "Nobody yet"
		}
		what := page.Text(l.What)
		what.Note = "Overdue since " + l.Since.Words()
		add(&t, page.Link(home+"/toolkit/"+l.Priority, l.Priority), what, page.Text(of))
	}
	return t
}

// actions are the open ones that are shared with the group, by whom they are asked of: the trust, the PCNs, the ICB, a provider.
func actions(m tenants.Member, s snapshot.Snapshot) page.Table {
	var list []action.Action
	for _, asked := range append(slices.Clone(action.AskedOf), "") {
		for _, a := range s.Actions {
			if a.State == action.Open && a.Asked == asked {
				list = append(list, a)
			}
		}
	}
	return page.ActionTable(m, "", "No open action is shared with the group.", list, s.Today(), true)
}

// byProvider are the results of providers, where the group's terms of reference agree that it reads them.
func byProvider(s snapshot.Snapshot, home string) page.Table {
	if !s.ICB.ByProvider {
		return page.Table{}
	}
	t := table("providers", "Results by provider", "No provider’s figures can be shown yet.", "Target", "Provider", "Result", "Value")
	for _, r := range s.Results {
		for _, l := range r.Lines {
			if l.Contract == "" && l.Available() {
				add(&t, page.Link(home+"/targets/"+r.Kind.Code, r.Kind.Name), page.Text(l.Name), page.ResultCell(l),
					page.Text(page.ResultValue(l)))
			}
		}
	}
	return t
}

func feedback(s snapshot.Snapshot) page.Table {
	t := table("feedback", "You said, we did", "Nothing is recorded yet.", "When and what", "You said", "We did")
	for _, r := range s.Registers[register.Events] {
		said, did := r.Text(register.Event.Said), r.Text(register.Event.Did)
		if said == "" && did == "" {
			continue
		}
		what := page.Text(r.Date(register.Event.On).Words() + ", " + r.Text(register.Event.What))
		what.Note = register.Event.Stage.Words(r.Text(register.Event.Stage))
		if paid := r.Text(register.Event.Paid); paid != "" {
			what.Note += ". People who took part: " + strings.ToLower(register.Event.Paid.Words(paid))
		}
		add(&t, what, page.Text(said), page.Text(did))
	}
	return t
}

// divided is a table's first rows, and the rest as a table of its own, which people open.
func divided(t page.Table, most int) (first, rest page.Table) {
	n := min(len(t.Rows), most)
	first, rest = t, t
	first.Rows, rest.Rows = t.Rows[:n:n], t.Rows[n:]
	rest.ID += "-rest"
	rest.Caption += ", the rest"
	return first, rest
}

func conditions(s snapshot.Snapshot) page.Table {
	t := table("conditions", "Conditions for fidelity", "No team is recorded yet.", "Condition", "Teams", "Who is asked")
	teams := s.Registers[register.Teams]
	if len(teams) == 0 {
		return t
	}
	for _, c := range coverage.OfConditions(teams) {
		add(&t, page.Text(c.Label), page.Text(workbook.TeamsWords(c)), page.Text(workbook.AskWords(c, len(teams))))
	}
	return t
}

func pcns(s snapshot.Snapshot) page.Table {
	f := register.PCN
	t := table("pcns", "Primary care networks", "No PCN is recorded yet.", "PCN", f.ES.Heading(), f.MDT.Heading(), f.Systems.Heading(),
		f.HealthCheck.Heading())
	for _, r := range s.Registers[register.PCNs] {
		name := page.Text(r.Text(f.Name))
		name.Note = r.Text(f.Code)
		cells := []page.Cell{name}
		for _, field := range []register.Field{f.ES, f.MDT, f.Systems, f.HealthCheck} {
			words := "Not recorded"
			if text := r.Text(field); text != "" {
				words = field.Words(text)
			}
			cells = append(cells, page.Text(words))
		}
		add(&t, cells...)
	}
	return t
}

// meetings are the group's own.
func meetings(s snapshot.Snapshot) page.Table {
	t := table("meetings", "Meetings", "No meeting is recorded yet.", "When", "What was recorded", "Who was there")
	for _, r := range s.Registers[register.Meetings] {
		recorded, there := workbook.AgreedWords(r), workbook.SeatsWords(r)
		if !register.WasHeld(r) {
			recorded, there = steering.StageOf(r).Words(), ""
		}
		add(&t, page.Text(r.Date(register.Meeting.On).Words()), page.Text(recorded), page.Text(there))
	}
	return t
}

// groups are the ICB's people by characteristic, masked.
func groups(s snapshot.Snapshot) []groupTable {
	var list []groupTable
	for i, r := range s.Equity() {
		for _, one := range r.Tables {
			t := table(fmt.Sprintf("groups-%d", i), r.Collection.Title(), "", "Group", "People who accessed", "Share of everyone",
				"Job outcome rate")
			t.MaskedAs = workbook.MaskedWords
			for _, g := range append([]equity.Row{one.Everyone}, one.Rows...) {
				add(&t, page.Text(g.Label), page.Text(g.People), page.Text(g.Share.Shown), page.Text(g.Rate.Shown))
			}
			list = append(list, groupTable{
				page.Details{Summary: r.Collection.Title()},
				one.Period + ". People who stated their group: " + one.Completeness.Shown + ".", t,
			})
		}
	}
	return list
}
