package returns

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// savedPage is the receipt of several quarters that were saved as drafts from one file, to be printed.
type savedPage struct {
	page.Base
	Facts    page.SummaryList
	Quarters []savedQuarter
	Back     string
}

type savedQuarter struct {
	Words, Draft string
	Figures      page.Table
}

var savedTemplate = page.Parse[savedPage](files, "saved.html")

// toReceipt goes to the receipt of drafts that have just been saved: it names the save of each by its number in the history.
func (p Pages) toReceipt(c *gin.Context, in importing, drafts []figures.Return) error {
	query := url.Values{}
	for _, d := range drafts {
		events, err := p.rows(c).History(c, record.Return, d.Provider+" "+string(d.Quarter))
		if err != nil {
			return err
		}
		for _, e := range events { // the newest first
			if e.Act == string(figures.Save) {
				query.Add("of", fmt.Sprintf("%s.%d", d.Quarter, e.Seq))
				break
			}
		}
	}
	c.Redirect(http.StatusSeeOther, path(c)+"/"+in.provider.ID+"/saved?"+query.Encode())
	return nil
}

// saved shows the receipt. Not found: a save that is none of the provider's.
func (p Pages) saved(c *gin.Context) error {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return err
	}
	o, err := p.rows(c).Entered(c, c.Param("provider"))
	if err != nil {
		return err
	}
	list := c.QueryArray("of")
	if len(list) == 0 || len(list) > figures.MostQuarters {
		return tenants.ErrNotFound
	}
	data := savedPage{
		Base: page.New(c, "Receipt: drafts of "+o.Name).Under(page.Crumb{Href: path(c), Text: "Quarterly figures"}), Back: path(c),
	}
	var first snapshot.Event
	var numbers []string
	for i, one := range list {
		e, q, err := p.savedAt(c, o, one)
		if err != nil {
			return err
		}
		if i == 0 {
			first = e
		}
		numbers = append(numbers, fmt.Sprintf("%s-%d", page.Member(c).Tenant.Code, e.Seq))
		data.Quarters = append(data.Quarters, savedQuarter{
			Words: q.Words() + ", " + q.Year().Words(), Draft: fmt.Sprintf("%s/%s/%s", path(c), o.ID, q), Figures: savedTable(e, q),
		})
	}
	data.Facts = page.SummaryList{Rows: []page.SummaryRow{
		{Key: "Provider", Lines: []string{o.Name}},
		{Key: "ICB", Lines: []string{page.Member(c).Tenant.Name}},
		{Key: "Saved as drafts", Lines: []string{number.Counting(len(list), "quarter", "quarters") + ", from one file"}},
		{Key: "Saved by", Lines: []string{first.By()}},
		{Key: "Saved on", Lines: []string{first.At.Words()}},
		{Key: "Receipt numbers", Lines: []string{strings.Join(numbers, ", ")}},
	}}
	return savedTemplate.OK(c, data)
}

// savedAt is the save of a quarter that the address names, "2026Q1.12".
func (p Pages) savedAt(c *gin.Context, o provider.Provider, of string) (snapshot.Event, calendar.Quarter, error) {
	quarter, seq, _ := strings.Cut(of, ".")
	q, err := calendar.ParseQuarter(quarter)
	n, bad := strconv.ParseInt(seq, 10, 64)
	if err != nil || bad != nil || n < 1 {
		return snapshot.Event{}, q, tenants.ErrNotFound
	}
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{Save: n}, record.Return, o.ID+" "+string(q))
	if err != nil {
		return snapshot.Event{}, q, err
	}
	return h.Events[0], q, nil
}

// savedTable is what a save has changed.
func savedTable(e snapshot.Event, q calendar.Quarter) page.Table {
	t := page.Table{
		ID: "figures-" + string(q), Caption: "The figures of " + q.Short() + " that were saved", HideCaption: true,
		Columns: []page.Column{{Text: "Figure"}, {Text: "Saved", Numeric: true}, {Text: "Before", Numeric: true}},
		Empty:   "No figure changed.",
	}
	for _, c := range e.Changes {
		if f, ok := figures.Named(c.Field); ok {
			t.Rows = append(t.Rows, []page.Cell{
				page.Text(f.Label), page.Text(cmp.Or(e.Said(c, c.New), "–")), page.Text(cmp.Or(e.Said(c, c.Old), "–")),
			})
		}
	}
	return t
}
