package returns

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/figures"
)

// receiptPage is one version of submitted figures, to be printed: who sent them, when, and all that was sent.
type receiptPage struct {
	page.Base
	Facts   page.SummaryList
	Figures page.Table
	Back    string
}

var receiptTemplate = page.Parse[receiptPage](files, "receipt.html")

// receipt shows the newest version, or the one that ?version= asks for; not found before anything was submitted.
func (p Pages) receipt(c *gin.Context) error {
	o, r, err := p.subject(c)
	if err != nil {
		return err
	}
	events, err := p.rows(c).History(c, "return", r.Provider+" "+string(r.Quarter))
	if err != nil {
		return err
	}
	all := versions(events)
	n := len(all)
	if asked := c.Query("version"); asked != "" {
		if n, err = strconv.Atoi(asked); err != nil {
			return tenants.ErrNotFound
		}
	}
	if n < 1 || n > len(all) {
		return tenants.ErrNotFound
	}
	v := all[n-1]
	data := receiptPage{
		Base: page.New(c, fmt.Sprintf("Receipt: %s, %s", o.Name, r.Quarter.Short())).
			Under(page.Crumb{Href: path(c), Text: "Quarterly figures"},
				page.Crumb{Href: at(c, r), Text: o.Name + ", " + r.Quarter.Short()}),
		Facts: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Provider", Lines: []string{o.Name}},
			{Key: "ICB", Lines: []string{page.Member(c).Tenant.Name}},
			{Key: "Quarter", Lines: []string{r.Quarter.Words()}},
			{Key: "Version", Lines: []string{fmt.Sprintf("%d of %d", v.N, len(all)), v.what()}},
			{Key: "Sent by", Lines: []string{v.Event.By()}},
			{Key: "Sent on", Lines: []string{v.Event.At.Words()}},
			{Key: "Receipt number", Lines: []string{fmt.Sprintf("%s-%d", page.Member(c).Tenant.Code, v.Event.Seq)}},
			{Key: "Figures asked for", Lines: []string{cmp.Or(v.Text["asked"], figures.Set{}.Words())}},
		}},
		Figures: v.table(), Back: at(c, r),
	}
	for _, more := range []struct{ key, field string }{{"Note", "note"}, {"By team", "teams"}} {
		if v.Text[more.field] != "" {
			data.Facts.Rows = append(data.Facts.Rows, page.SummaryRow{Key: more.key, Lines: strings.Split(v.Text[more.field], "\n")})
		}
	}
	return receiptTemplate.OK(c, data)
}

// table is every figure that all providers are asked for, and those of the set that were given, with the words beside
// them.
func (v version) table() page.Table {
	t := page.Table{
		ID: "figures", Caption: "The figures that were sent", HideCaption: true,
		Columns: []page.Column{{Text: "Figure"}, {Text: "Number", Numeric: true}},
	}
	for _, f := range figures.AllFields() {
		text, why := v.Text[f.Name], v.Text[f.Why()]
		if f.Part == "" || text != "" || why != "" {
			t.Rows = append(t.Rows, []page.Cell{{Text: f.Label, Note: why}, page.Text(cmp.Or(text, "Not given"))})
		}
	}
	return t
}
