package equity

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
)

// showPage is one characteristic: of the ICB and by provider for commissioners, of its own people for a provider.
type showPage struct {
	page.Base
	Sections  page.Sections
	Lede      string
	Whole     []page.Crumb // a provider's quarters, each leading to all its characteristics on one page
	Entries   page.Table   // a provider's quarters by characteristic, each leading to where it is entered
	Choose    page.Sections
	Name      string
	Source    string
	Notes     string // what masked and rounded numbers mean, or that these are true
	Chart     page.BarChart
	Tables    []shown
	Nothing   string // why no number is shown
	Missing   page.Table
	True      *trueForm
	Keep      string // where it is said what is collected, "" for those who may not
	Undecided bool   // neither sex nor gender is collected
}

// shown is one table with what goes below it.
type shown struct {
	Heading, Period, Stated string
	Table                   page.Table
}

// trueForm switches true numbers on for one answer.
type trueForm struct {
	Characteristic string
	Reason         page.Textarea
}

var showTemplate = page.Parse[showPage](files, "show.html")

// maskedWords say what * and rounded numbers are in a breakdown.
const (
	maskedWords  = "* means fewer than 5 people (0 included), or a number from which fewer than 5 could be worked out."
	roundedWords = "Numbers are rounded to the nearest 5, so they may not add up. Percentages are worked out on the true numbers. " +
		maskedWords
	trueWords = "These are the true numbers, which you switched on for this page. Small numbers can point to a person: do not pass " +
		"them on. The history records that you saw them, and why."
	ownWords = "These are your own true numbers. Your ICB sees them rounded, with small numbers left out; no other provider sees them."
)

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return err
	}
	data, err := p.page(c, c.Query("characteristic"), false)
	if err != nil {
		return err
	}
	return showTemplate.OK(c, data)
}

// showTrue answers with the true numbers once it is recorded who sees them and why. They are on this answer alone: the
// page's address goes on to show masked ones.
func (p Pages) showTrue(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadAllFigures); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	code, reason := f.Text("characteristic"), f.Text("reason")
	all, err := p.rows(c).Breakdowns(c)
	if err != nil {
		return err
	}
	chosen := p.chosen(all)
	if code == "" && len(chosen) > 0 {
		code = chosen[0].Characteristic // the page without one shows the first
	}
	if !slices.ContainsFunc(chosen, func(k equity.Collection) bool { return k.Characteristic == code }) {
		return tenants.ErrNotFound
	}
	err = p.rows(c).SwitchOnTrueCounts(c, code, reason)
	var wrong problem.List
	if errors.As(err, &wrong) {
		data, err := p.page(c, code, false)
		if err != nil {
			return err
		}
		data.Base = data.With(wrong)
		data.True.Reason.Value, data.True.Reason.Error = reason, wrong.For("reason")
		return showTemplate.Show(c, http.StatusUnprocessableEntity, data)
	}
	if err != nil {
		return err
	}
	data, err := p.page(c, code, true)
	if err != nil {
		return err
	}
	return showTemplate.OK(c, data)
}

// last is the last quarter that has ended.
func (p Pages) last() calendar.Quarter { return p.Store.Today().Quarter().Add(-1) }

// chosen are the characteristics that the page shows.
func (p Pages) chosen(all equity.Breakdowns) []equity.Collection {
	return equity.Collected(all.Collections, p.last())
}

// page is the page of a characteristic; the first that is collected for a code that is none.
func (p Pages) page(c *gin.Context, code string, trueNumbers bool) (showPage, error) {
	m := page.Member(c)
	data := showPage{Base: page.New(c, "Equity")}
	data.Sections = page.FiguresSections(data.Base, "/equity")
	all, err := p.rows(c).Breakdowns(c)
	if err != nil {
		return data, err
	}
	data.Lede = "Who accesses IPS services, and who starts a job, by protected characteristic and deprivation. Each group is compared " +
		"with everyone."
	if m.Provider != "" {
		data.Whole = whole(path(c), all, m.Provider, p.Store.Today())
		data.Entries = entries(path(c), all, m.Provider, p.Store.Today())
	}
	if data.Can(tenants.AgreeFigures) {
		data.Keep = path(c) + "/collected"
		data.Undecided = undecided(all.Collections, p.last())
	}
	chosen := p.chosen(all)
	if len(chosen) == 0 {
		data.Nothing = "No characteristic is collected."
		return data, nil
	}
	now := chosen[0]
	for _, k := range chosen {
		if k.Characteristic == code {
			now = k
		}
	}
	for _, k := range chosen {
		data.Choose = append(data.Choose, page.NavItem{
			Href: path(c) + "?characteristic=" + k.Characteristic, Text: k.Title(), Current: k.Characteristic == now.Characteristic,
		})
	}
	view := equity.View{Today: p.Store.Today(), Own: m.Provider, True: trueNumbers}
	data.fill(all.Report(now.Characteristic, view), view)
	if data.Can(tenants.ReadAllFigures) && !trueNumbers {
		data.True = &trueForm{now.Characteristic, page.Textarea{
			Name: "reason", Label: "Why do you need the true numbers?", LabelSize: "s", Rows: 2, Limit: figures.LongestText,
			Hint: "They are shown once, to you alone. The history records who saw them, when and why",
		}}
	}
	return data, nil
}

// undecided says that the ICB has not said yet whether its data set holds sex or gender.
func undecided(all []equity.Collection, q calendar.Quarter) bool {
	for _, k := range equity.Characteristics {
		if k.AsNamed && equity.CollectionIn(all, k.Code, q.Add(1)).Collected {
			return false
		}
	}
	return true
}

// fill puts a report on the page.
func (d *showPage) fill(r equity.Report, v equity.View) {
	known, _ := equity.CharacteristicOf(r.Collection.Characteristic)
	d.Name, d.Source = r.Collection.Title(), known.Source
	switch {
	case v.Own != "":
		d.Notes = ownWords
	case v.True:
		d.Notes = trueWords
	default:
		d.Notes = roundedWords
	}
	d.Missing = missing(r.Missing, v.Own != "")
	if len(r.Tables) == 0 {
		d.Notes, d.Nothing = "", "Nothing can be shown yet. A breakdown counts when it is finished and the quarter’s figures are submitted."
		if r.Masked {
			d.Nothing += " It needs four whole quarters from every provider, so that no single quarter can be worked out."
		}
		return
	}
	for i, t := range r.Tables {
		d.Tables = append(d.Tables, tableOf(i, t))
	}
	d.Chart = chart(d.Name, r.Tables[0])
}

// tableOf is one provider's table, or the ICB's.
func tableOf(i int, t equity.Table) shown {
	s := shown{Heading: t.Name, Period: t.Period, Stated: "Stated their group: " + t.Completeness.Shown + " of people."}
	if t.Completeness.Masked {
		s.Stated = "How many people stated their group is not shown, because it is based on small numbers."
	}
	s.Table = page.Table{
		ID: fmt.Sprintf("groups-%d", i+1), Caption: "Groups compared with everyone: " + t.Name, HideCaption: true, MaskedAs: maskedWords,
		Columns: []page.Column{{Text: "Group"}, {Text: "People who accessed", Numeric: true}, {Text: "Job outcome rate", Numeric: true}},
	}
	row := func(r equity.Row, note string) {
		people, rate := page.Text(r.People), page.Text(r.Rate.Shown)
		if r.Share.Known && note != "" {
			people.Note = r.Share.Shown + " of everyone"
		}
		if r.Rate.Known {
			rate.Note = note
		}
		s.Table.Rows = append(s.Table.Rows, []page.Cell{page.Text(r.Label), people, rate})
	}
	row(t.Everyone, "")
	note := "everyone " + t.Everyone.Rate.Shown
	for _, r := range t.Rows {
		row(r, note)
	}
	return s
}

// chart is the groups' people as bars. What is masked in the table is masked in its labels and description too.
func chart(name string, t equity.Table) page.BarChart {
	bars := page.BarChart{ID: "groups-chart", Title: name + ": people who accessed, " + t.Name, Parts: []string{"People who accessed"}}
	var words []string
	for _, r := range t.Rows {
		label := r.Label
		if r.Masked {
			label += ": " + r.People
		}
		bars.Rows = append(bars.Rows, page.BarRow{Label: label, Counts: []int{r.Bar}})
		words = append(words, r.Label+" "+r.People)
	}
	bars.Description = t.Period + ". " + strings.Join(words, ", ") + "."
	return bars
}

// missing is what the last four quarters lack.
func missing(gaps []equity.Gap, own bool) page.Table {
	t := page.Table{
		ID: "missing", Caption: "What is missing from the last four quarters",
		Columns: []page.Column{{Text: "Quarter"}, {Text: "Provider"}, {Text: "What is missing"}},
	}
	if own {
		t.Columns = []page.Column{{Text: "Quarter"}, {Text: "What is missing"}}
	}
	for _, g := range gaps {
		row := []page.Cell{page.Text(g.Quarter.Short()), page.Text(page.Sentence(g.Why.Words()))}
		if !own {
			who := g.Name
			if who == "" {
				who = "All"
			}
			row = slices.Insert(row, 1, page.Text(who))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
