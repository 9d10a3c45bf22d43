package returns

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
)

type listPage struct {
	page.Base
	Sections page.Sections
	// Lede says what the page is for, to the role that reads it.
	Lede  string
	Table page.Table
	// Set is which figures are asked this quarter.
	Set string
	// Due says when figures are due.
	Due     string
	SetHref string
	// Published is the page with the access published from MHSDS beside the figures.
	Published string
	// Beside leads to the quarters after and before those of the table.
	Beside page.Pagination
	// Mine says that the person enters figures for several ICBs.
	Mine bool
	// Asks lead to the texts that ask providers for the last quarter, for those who may.
	Asks []page.Ask
}

var listTemplate = page.Parse[listPage](files, "list.html")

// listedQuarters is how many quarters the list shows, the newest included.
const listedQuarters = 9

// list is a row for each quarter and a column for each provider. A provider sees its own column.
func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return err
	}
	providers, returns, err := p.rows(c).ReturnsToEnter(c)
	if err != nil {
		return err
	}
	sets, err := p.rows(c).ReturnSets(c)
	if err != nil {
		return err
	}
	data := listPage{
		Base: page.New(c, "Quarterly figures"),
		Lede: "Each provider sends its figures once a quarter. They count towards the targets as soon as they are submitted.",
	}
	if page.Member(c).Role == tenants.Provider {
		data.Lede = "Send your figures once a quarter, when the quarter has ended. " +
			"Your ICB reads them; no other provider sees them, except your lead provider if you are a subcontractor."
		if len(providers) > 1 {
			data.Lede = "Send your figures once a quarter, when the quarter has ended. You can send your subcontractors’ figures too."
		}
	}
	data.Due = dueOf(page.Member(c).Tenant.FiguresDue, p.Store.Today())
	data.Set, data.SetHref = figures.SetFor(sets, p.Store.Today().Quarter()).Words(), path(c)+"/set"
	data.Published, data.Mine = publishedPath(c), len(providing(c)) > 1
	data.Sections = page.FiguresSections(data.Base, "/returns")
	newest := p.Store.Today().Quarter()
	if q, err := calendar.ParseQuarter(c.Query("from")); err == nil && q < newest {
		newest = q
	}
	data.Table = table(page.Member(c), p.Store.Today(), newest, providers, returns)
	if last := p.Store.Today().Quarter().Add(-1); data.Can(tenants.ReviewReturns) {
		for _, o := range providers {
			if !o.Ended {
				data.Asks = append(data.Asks, page.NewAsk(data.Tenant(), o.ID, o.Name, last))
			}
		}
	}
	data.Beside = beside(path(c), newest, p.Store.Today().Quarter(), returns)
	return listTemplate.OK(c, data)
}

// beside leads from the quarters down from newest to later ones, up to the present, and to earlier ones that have returns.
func beside(path string, newest, present calendar.Quarter, returns []figures.Return) page.Pagination {
	b := page.Pagination{Label: "Quarters"}
	if newest < present {
		b.Previous, b.PreviousHref = "Later quarters", path
		if later := newest.Add(listedQuarters); later < present {
			b.PreviousHref += "?from=" + string(later)
		}
	}
	earlier := newest.Add(-listedQuarters)
	if slices.ContainsFunc(returns, func(r figures.Return) bool { return r.Quarter <= earlier }) {
		b.Next, b.NextHref = "Earlier quarters", path+"?from="+string(earlier)
	}
	return b
}

// dueOf says when figures are due, and when those of the last quarter are.
func dueOf(due calendar.Deadline, today calendar.Date) string {
	last := today.Quarter().Add(-1)
	by, verb := due.For(last), "are"
	if by < today {
		verb = "were"
	}
	return fmt.Sprintf("Figures are due by %s. Those for %s %s due by %s.", due.Words(), last.Short(), verb, by.Words())
}

// table is the quarters down from newest, with the providers that deliver now or sent a return in them, for a member.
func table(m tenants.Member, today calendar.Date, newest calendar.Quarter, providers []provider.Provider,
	returns []figures.Return,
) page.Table {
	path, own := page.Home(m.Tenant.Code)+"/returns", m.Provider
	t := page.Table{
		ID: "returns", Caption: "Figures by quarter and provider", HideCaption: true, Columns: []page.Column{{Text: "Quarter"}},
		Empty: "No provider is recorded yet. An ICB administrator or a commissioner adds providers under Settings.",
	}
	var shown []provider.Provider
	for _, o := range providers {
		if !o.Ended || has(returns, o.ID, newest) {
			shown = append(shown, o)
			name := o.Name
			if own != "" && o.ID != own {
				name += " (your subcontractor)"
			}
			t.Columns = append(t.Columns, page.Column{Text: name})
		}
	}
	if len(shown) == 0 {
		return t
	}
	for i := range listedQuarters {
		q := newest.Add(-i)
		row := []page.Cell{{Text: q.Words(), Note: q.Year().Words()}}
		for _, o := range shown {
			row = append(row, cell(path, m.Tenant.FiguresDue, today, q, o, find(returns, o.ID, q)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell is the state of one return, leading to it.
func cell(path string, due calendar.Deadline, today calendar.Date, q calendar.Quarter, o provider.Provider,
	r figures.Return,
) page.Cell {
	cell := page.Link(fmt.Sprintf("%s/%s/%s", path, o.ID, q), r.State.Words())
	switch {
	case r.Version > 0:
		cell.Note = r.ChangedAt.Date().Words()
		if r.State == figures.Draft && today > q.Last() {
			cell.Note += "; " + due.DueWords(q, today)
		}
	case q == today.Quarter().Add(-1):
		cell.Note = due.DueWords(q, today)
	case today <= q.Last():
		cell.Note = "can be sent from " + q.Last().AddDays(1).Words()
	}
	return cell
}

// has says whether a provider has a return in the listed quarters down from newest.
func has(returns []figures.Return, provider string, newest calendar.Quarter) bool {
	return slices.ContainsFunc(returns, func(r figures.Return) bool {
		return r.Provider == provider && r.Quarter <= newest && r.Quarter > newest.Add(-listedQuarters)
	})
}

func find(returns []figures.Return, provider string, q calendar.Quarter) figures.Return {
	for _, r := range returns {
		if r.Provider == provider && r.Quarter == q {
			return r
		}
	}
	return figures.Return{Provider: provider, Quarter: q}
}
