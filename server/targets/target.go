package targets

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// targetPage is one target: the result with its sum, who it is made of, the quarters, where it comes from, and for
// commissioners the forms of local values or of an own target.
type targetPage struct {
	page.Base
	Name    string
	Summary page.SummaryList
	Asks    []page.Ask
	Missing []missing
	Lines   page.Table
	Chart   page.LineChart
	Quarter page.Table // the chart's numbers
	How     string
	Source  string
	Compare string // the page with published access beside what providers report; "" on other targets
	Locals  page.Table
	Actions page.Actions
	Local   *localForm
	Own     *ownForm
	Measure *measureForm
	History page.History
}

// missing is a figure that lacks and where it is entered; Href is "" for those who cannot.
type missing struct{ Words, Href string }

var targetTemplate = page.Parse[targetPage](files, "target.html")

func (p Pages) show(c *gin.Context) error {
	in, r, err := p.result(c)
	if err != nil {
		return err
	}
	data, err := p.page(c, in, r, page.Refusal{})
	if err != nil {
		return err
	}
	if data.Can(tenants.SetTargets) {
		p.forms(c, &data, in, r)
	}
	if what := saved[c.Query("saved")]; what != "" {
		data.Base = data.Base.Saved(what)
	}
	return targetTemplate.OK(c, data)
}

// saved is what was saved, for the banner.
var saved = map[string]string{
	"value": "Local value saved", "removed": "Local value removed", "own": "Target saved", "added": "Target added",
	"measure": "Value for the quarter saved",
}

// page is everything but the forms.
func (p Pages) page(c *gin.Context, in measure.Input, r measure.Result, refusal page.Refusal) (targetPage, error) {
	data := targetPage{
		Base: page.New(c, r.Kind.Name).Under(page.Crumb{Href: path(c), Text: "Targets"}).Refused(refusal),
		Name: r.Kind.Name, Summary: summary(r), How: r.Kind.Measured, Source: page.Sentence(r.Kind.Source()),
	}
	data.Missing, data.Asks = gaps(c, r), page.Asks(page.Member(c), r)
	data.Lines = lines(r, in.Audience)
	if known(r) {
		data.Chart, data.Quarter = chart(r.Kind, r.Trend[0]), quarters(r)
	}
	if r.Kind.Code == measure.YearsAccess && data.Can(tenants.EnterReturns) {
		data.Compare = page.Home(data.Tenant().Code) + "/returns/published"
	}
	if err := p.actions(c, &data, r); err != nil || !data.Can(tenants.SetTargets) {
		return data, err
	}
	data.Locals = locals(r.Kind, in.Locals)
	var err error
	data.History, err = p.history(c, r, in)
	return data, err
}

// actions are those about the target.
func (p Pages) actions(c *gin.Context, data *targetPage, r measure.Result) error {
	about := action.About{Kind: record.Target, ID: r.Kind.Code}
	if r.Own != nil {
		about.ID = r.Own.ID
	}
	list, err := p.rows(c).ActionsAbout(c, about)
	data.Actions = page.NewActions(page.Member(c), about, list, p.Store.Today())
	return err
}

// summary is the headline result in full.
func summary(r measure.Result) page.SummaryList {
	var list page.SummaryList
	add := func(key string, lines ...string) {
		list.Rows = append(list.Rows, page.SummaryRow{Key: key, Lines: lines})
	}
	l := r.Line
	if r.Kind.Default.Known {
		key := "Toolkit’s target"
		if r.Own != nil {
			key = "Target"
		}
		add(key, r.Kind.Target())
	}
	if r.Local != nil {
		key := "Local value for " + r.Local.Year.Words()
		if r.Kind.Code == measure.YearsAccess {
			key = "Target for " + r.Local.Year.Words()
		}
		add(key, r.Kind.Unit.Value(r.Local.Value), r.Local.Reason)
	}
	if l.Asked != "" {
		add("Target", page.Sentence(r.Against(l)))
	}
	if l.Shown != "" {
		add("Value", l.Shown)
	}
	add("Result", resultLines(l)...)
	if l.Sum != "" {
		add("Worked out from", l.Sum)
	}
	add("Period", page.Sentence(l.Period))
	var since []string
	for _, s := range r.Since {
		since = append(since, s.Words())
	}
	if len(since) > 0 {
		add("Not counted yet", since...)
	}
	return list
}

// resultLines are a line's result: the verdicts first, then what else is to be said.
func resultLines(l measure.Line) []string {
	switch {
	case l.Masked:
		return []string{page.Sentence(l.Result()), page.MaskedNote}
	case l.Local != "":
		return append([]string{page.Sentence(l.Local + "; " + l.Versus)}, sentences(l.Notes)...)
	case l.Verdict.Words != "":
		return append([]string{page.Sentence(l.Verdict.Words)}, sentences(l.Notes)...)
	case l.Shown == "":
		return append([]string{page.NotAvailable}, sentences(l.Notes)...)
	case len(l.Notes) == 0:
		return []string{page.Sentence(l.Result())}
	}
	return sentences(l.Notes)
}

func sentences(notes []string) []string {
	list := make([]string, len(notes))
	for i, note := range notes {
		list[i] = page.Sentence(note)
	}
	return list
}

// gaps are the figures that lack, with where this person can enter them.
func gaps(c *gin.Context, r measure.Result) []missing {
	m := page.Member(c)
	home := page.Home(m.Tenant.Code)
	var list []missing
	for _, g := range r.Line.Missing {
		one := missing{Words: g.Words}
		switch {
		case g.Place == measure.InReturns && g.Provider != "" && m.Can(tenants.EnterReturns):
			one.Href = fmt.Sprintf("%s/returns/%s/%s", home, g.Provider, g.Quarter)
		case g.Place == measure.InReturns && m.Can(tenants.EnterReturns):
			one.Href = home + "/returns"
		case g.Place == measure.InContracts && m.Can(tenants.KeepContracts):
			one.Href = home + "/contracts/new"
		case slices.Contains(measure.InRegisters, g.Place) && m.Can(tenants.ReadRegisters):
			one.Href = home + "/" + string(g.Place)
		case g.Place == measure.InTargets && m.Can(tenants.SetTargets):
			one.Href = "#value"
			if r.Own != nil {
				one.Href = "#measured"
			}
		}
		list = append(list, one)
	}
	return list
}

// lines are the results by provider or by contract.
func lines(r measure.Result, a view.Audience) page.Table {
	t := page.Table{
		ID: "lines", Caption: withParts("By provider", r.Kind), Stacked: true,
		Columns: []page.Column{{Text: "Provider"}, {Text: "Result"}, {Text: "Value"}, {Text: "Worked out from"}},
	}
	if len(r.Lines) > 0 && r.Lines[0].Contract != "" {
		t.Caption, t.Columns[0].Text = "By contract", "Contract"
		if a.IsProvider() {
			t.Caption = "Your contracts"
		}
	}
	for _, l := range r.Lines {
		name := page.Text(l.Name)
		name.Note = l.Period
		t.Rows = append(t.Rows, []page.Cell{
			name, page.ResultCell(l), page.Text(page.ResultValue(l)),
			page.Text(cmp.Or(l.Numbers, l.Sum, page.NotAvailable)),
		})
	}
	return t
}

// withParts is a table's caption with what its sums are sums of, so that its cells need not repeat it: "By provider
// (people who started a job / people out of work at the start)".
func withParts(caption string, k measure.Kind) string {
	if parts := k.Parts(); parts != "" {
		return caption + " (" + parts + ")"
	}
	return caption
}

// locals are the ICB's values for a kind, year by year.
func locals(k measure.Kind, all []measure.Local) page.Table {
	caption := "Local values by year"
	if k.Code == measure.YearsAccess {
		caption = "Targets by year"
	}
	t := page.Table{
		ID: "locals", Caption: caption,
		Columns: []page.Column{{Text: "Financial year"}, {Text: "Value", Numeric: true}, {Text: "Reason"}},
	}
	for _, l := range all {
		if l.Kind == k.Code {
			t.Rows = append(t.Rows, []page.Cell{
				page.Link("?year="+fmt.Sprint(int(l.Year)), l.Year.Words()),
				page.Text(k.Unit.Value(l.Value)), page.Text(l.Reason),
			})
		}
	}
	return t
}

// years are those for which a value can be set: two back, for the record, to two ahead, for the plan.
func years(today calendar.Date) []calendar.Year {
	y := today.Year()
	return []calendar.Year{y, y + 1, y + 2, y - 1, y - 2}
}
