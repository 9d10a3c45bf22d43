package meetings

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// contracts are the meetings with a provider on its contract (3.2). Commissioners write their agendas and minutes. The provider reads its
// own ones, and records those that were held.
var contracts = kind{
	code: register.ContractMeeting, list: "/meetings", under: "/meetings", reads: tenants.ReadRegisters,
	name: "contract meeting", all: "Contract meetings", about: register.Meetings,
	plan: "Plan or record a contract meeting",
	lede: "The agenda is made from what is due now: the last minutes, actions, figures against the contract, data quality, evidence, " +
		"fidelity " +
		"and workforce. You can change it. Enter a past date to record a meeting that was held.",
	sent:    "The provider can read the minutes once they are sent for comment. Nobody else outside the ICB reads them.",
	planned: asks(register.Meetings, register.Meeting.On),
	details: asks(register.Meetings, register.Meeting.On, register.Meeting.Stage, register.Meeting.Minuted, register.Meeting.Actions,
		register.Meeting.Minutes, register.Meeting.AgreedOn, register.Meeting.OwnTime, register.Meeting.Outcomes, register.Meeting.Equity,
		register.Meeting.Employers, register.Meeting.Integration, register.Meeting.Workforce, register.Meeting.Notes),
	detailsOf: "day, minutes, what was discussed",
	shown:     []register.Field{register.Meeting.Minuted, register.Meeting.Actions, register.Meeting.OwnTime},
	discussed: []register.Field{
		register.Meeting.Outcomes, register.Meeting.Equity, register.Meeting.Employers, register.Meeting.Integration,
		register.Meeting.Workforce,
	},
	items: []string{
		register.ItemApologies, register.ItemMinutes, register.ItemActions, register.ItemFigures, register.ItemReturns, register.ItemEquity,
		register.ItemEvidence, register.ItemFidelity, register.ItemWorkforce, register.ItemPriority, register.ItemOther,
		register.ItemAnyOther, register.ItemNext,
	},
	title:  func(m steering.Meeting) string { return "Contract meeting with " + m.With + ", " + m.On().Words() },
	agenda: steering.ContractAgenda, facts: contractFacts,
}

// contractsPage are the contract meetings, of all providers for commissioners, its own for a provider.
type contractsPage struct {
	page.Base
	Sections page.Sections
	Plan     page.LinkButton
	Import   string
	Ask      []page.LinkButton // as on the group's page
	Held     page.Table        // how many were held in each quarter; empty while none is recorded
	Meetings page.Table
}

var contractsTemplate = page.Parse[contractsPage](files, "contract.html")

// showContracts shows the contract meetings, the newest first.
func (p pages) showContracts(c *gin.Context) error {
	if err := page.Allow(c, p.reads); err != nil {
		return err
	}
	all, err := p.rows(c).MeetingDays(c, p.code)
	if err != nil {
		return err
	}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return err
	}
	data := contractsPage{
		Base: page.New(c, p.all), Import: p.home(c) + "/meeting/import", Held: p.heldByQuarter(all, providers),
		Meetings: p.contractTable(c, all),
	}
	data.Sections = page.FiguresSections(data.Base, p.list)
	switch {
	case c.Query("imported") != "":
		data.Base = data.Saved("Imported into the list: Meetings held")
	case c.Query("removed") != "":
		data.Base = data.Saved("Meeting removed")
	}
	if p.onlyHeld(c) {
		data.Plan = page.NewLinkButton(p.above(c)+"/new", "Record a meeting", "")
	} else if page.Member(c).Can(tenants.KeepRegisters) {
		data.Plan = page.NewLinkButton(p.above(c)+"/new", "Plan or record a meeting", "")
		data.Ask = p.notRecorded(c, all)
	}
	if data.Plan.Href == "" {
		data.Import = ""
	}
	return contractsTemplate.OK(c, data)
}

// contractTable are the contract meetings with how far each is.
func (p pages) contractTable(c *gin.Context, all []steering.Meeting) page.Table {
	f := register.Meeting
	t := page.Table{ID: "meetings", Caption: "All meetings", Stacked: true, Empty: "No meeting is recorded yet.", Columns: []page.Column{
		{Text: "Meeting"}, {Text: "Provider"}, {Text: "State"}, {Text: f.Minuted.Heading()}, {Text: f.Actions.Heading()},
	}}
	words := func(field register.Field, m steering.Meeting) page.Cell {
		switch {
		case !register.WasHeld(m.Row):
			return page.Text("Not held")
		case m.Text(field) == "":
			return page.Text("Not recorded")
		}
		return page.Text(field.Words(m.Text(field)))
	}
	for _, m := range all {
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(p.at(c, m), m.On().Words()), page.Text(m.With), page.Text(steering.StageOf(m.Row).Words()), words(f.Minuted, m),
			words(f.Actions, m),
		})
	}
	return t.PagedAt(c, "page", -1)
}

// heldByQuarter is how many meetings were held with each provider in each of the last four quarters that have ended, and in this one. Where
// none is recorded, nobody knows.
func (p pages) heldByQuarter(all []steering.Meeting, providers []provider.Provider) page.Table {
	if len(all) == 0 {
		return page.Table{}
	}
	t := page.Table{ID: "held", Caption: "Meetings held, by quarter", Columns: []page.Column{{Text: "Meeting"}}}
	present := p.Store.Today().Quarter()
	var rows []register.Row
	for _, m := range all {
		rows = append(rows, m.Row)
	}
	for i := 4; i >= 0; i-- {
		column := page.Column{Text: present.Add(-i).Short(), Numeric: true}
		if i == 0 {
			column.Text += " so far"
		}
		t.Columns = append(t.Columns, column)
	}
	for _, o := range providers {
		if o.Ended {
			continue
		}
		held := coverage.Held(rows, register.ContractMeeting, o.ID)
		cells := []page.Cell{page.Text("Contract meeting with " + o.Name)}
		for i := 4; i >= 0; i-- {
			cells = append(cells, page.Text(fmt.Sprint(held[present.Add(-i)])))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
