package returns

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
)

// minePage is a person's own returns in all ICBs for which their provider works, a table a quarter.
type minePage struct {
	page.Base
	Quarters []mineQuarter
}

type mineQuarter struct {
	Heading string
	Table   page.Table
}

var mineTemplate = page.Parse[minePage](files, "mine.html")

// mineQuarters is how many quarters the page shows, the present one included.
const mineQuarters = 5

// ofICB is what one membership gives to read: each is read by itself, as its own member.
type ofICB struct {
	member  tenants.Member
	returns []figures.Return
}

// providing are the person's memberships as a provider's.
func providing(c *gin.Context) []tenants.Member {
	var list []tenants.Member
	for _, m := range page.VisitOf(c).Memberships {
		if m.Role == tenants.Provider {
			list = append(list, m)
		}
	}
	return list
}

// mine is not found for somebody who is no provider's anywhere.
func (p Pages) mine(c *gin.Context) error {
	var all []ofICB
	for _, m := range providing(c) {
		returns, err := p.Store.For(m).Returns(c, p.Store.Today().Quarter().Add(1-mineQuarters))
		if err != nil {
			return err
		}
		all = append(all, ofICB{m, returns})
	}
	if len(all) == 0 {
		return tenants.ErrNotFound
	}
	data := minePage{Base: page.New(c, "Your figures for all your ICBs")}
	for i := range mineQuarters {
		q := p.Store.Today().Quarter().Add(-i)
		data.Quarters = append(data.Quarters, mineQuarter{q.Words(), sideBySide(p.Store.Today(), q, all)})
	}
	return mineTemplate.OK(c, data)
}

// sideBySide has a row for each figure and a column for each ICB. The first row leads to each return; it is the only
// row while there are no figures.
func sideBySide(today calendar.Date, q calendar.Quarter, all []ofICB) page.Table {
	t := page.Table{ID: "q" + string(q), Caption: q.Words() + ", by ICB", HideCaption: true, Columns: []page.Column{{Text: "Figure"}}}
	states := []page.Cell{page.Text("State")}
	for _, one := range all {
		t.Columns = append(t.Columns, page.Column{
			Text:    fmt.Sprintf("%s (%s)", one.member.Tenant.Name, one.member.ProviderName),
			Numeric: true,
		})
		o := provider.Provider{ID: one.member.Provider}
		t := one.member.Tenant
		states = append(states, cell(page.Home(t.Code)+"/returns", t.FiguresDue, today, q, o, find(one.returns, o.ID, q)))
	}
	t.Rows = append(t.Rows, states)
	begun := slices.ContainsFunc(all, func(one ofICB) bool { return find(one.returns, one.member.Provider, q).Version > 0 })
	if !begun {
		return t
	}
	for _, f := range figures.Fields {
		row := []page.Cell{page.Text(f.Label)}
		for _, one := range all {
			row = append(row, page.Text(cmp.Or(f.Text(find(one.returns, one.member.Provider, q)), "–")))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
