package returns

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// returnPage is a provider's figures for a quarter: as a form while they are a draft or are being corrected, to read
// afterwards, with what the person's role can do.
type returnPage struct {
	page.Base
	Provider string
	Quarter  string
	State    page.Tag
	Saved    string // who saved it last
	Due      string // when it is due, while it has not been sent
	Ask      string // where the provider is asked for it, "" for those who may not
	Asked    string // which set it is asked with
	Sets     string // where the sets are
	Import   string // where the figures are taken from a file, "" when they cannot be
	Notices  []string
	// Unsaved says what has been put into the form without being saved.
	Unsaved page.Notice
	Form    *numbersForm
	Read    page.Table       // the figures, beside those of the quarter before
	Teams   page.Table       // the figures by team
	Said    page.SummaryList // what has been said about them
	Steps   steps
	// Questions are those about the figures.
	Questions *page.Questions
	Actions   page.Actions // about the figures
	Versions  page.Table
	History   page.History
}

// steps are what can be done to figures that have been submitted.
type steps struct {
	Version int
	Accept  bool
	Correct string // where they are corrected, "" when they cannot be
	Receipt string
}

var returnTemplate = page.Parse[returnPage](files, "return.html")

// subject finds the provider and the quarter in the address. Another provider's is not found, and so is a quarter that
// has not started.
func (p Pages) subject(c *gin.Context) (provider.Provider, figures.Return, error) {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return provider.Provider{}, figures.Return{}, err
	}
	q, err := calendar.ParseQuarter(c.Param("quarter"))
	if err != nil || q > p.Store.Today().Quarter() {
		return provider.Provider{}, figures.Return{}, tenants.ErrNotFound
	}
	o, err := p.rows(c).Entered(c, c.Param("provider"))
	if err != nil {
		return o, figures.Return{}, err
	}
	r, err := p.rows(c).Return(c, o.ID, q)
	return o, r, err
}

// at is the address of a return.
func at(c *gin.Context, r figures.Return) string {
	return fmt.Sprintf("%s/%s/%s", path(c), r.Provider, r.Quarter)
}

func (p Pages) show(c *gin.Context) error {
	o, r, err := p.subject(c)
	if err != nil {
		return err
	}
	t := asTyped(r)
	t.text["reason"] = "" // a new correction has a reason of its own
	data, err := p.page(c, o, r, t, c.Query("correct") != "", page.Refusal{})
	if err != nil {
		return err
	}
	if saved := figures.Step(c.Query("saved")); done[saved] != "" {
		data.Base = data.Base.Saved(fmt.Sprintf("%s, %s: %s", o.Name, r.Quarter.Short(), done[saved]))
	}
	return returnTemplate.OK(c, data)
}

// done is what a step has done, for the banner.
var done = map[figures.Step]string{
	figures.Save: "draft saved", figures.Submit: "submitted",
	figures.Accept: "accepted", figures.Correct: "correction saved",
}

// page is the return as it is recorded with, in its form, what was typed.
func (p Pages) page(c *gin.Context, o provider.Provider, r figures.Return, t typed, correcting bool,
	refusal page.Refusal,
) (returnPage, error) {
	wrong := refusal.Problems
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return order(r, a.Field) - order(r, b.Field) })
	data := returnPage{
		Base:     page.New(c, o.Name+": "+r.Quarter.Words()).Under(page.Crumb{Href: path(c), Text: "Quarterly figures"}).Refused(refusal),
		Provider: o.Name, Quarter: r.Quarter.Words(), State: stateTag(r.State), Notices: r.Notices(), Asked: r.Asked.Words(),
		Sets: path(c) + "/set",
	}
	if r.Version > 0 {
		data.Saved = fmt.Sprintf("Saved by %s, %s", r.ChangedBy, r.ChangedAt.Words())
	}
	if today := p.Store.Today(); !r.State.Measured() {
		m := page.Member(c)
		data.Due = page.Sentence(m.Tenant.FiguresDue.DueWords(r.Quarter, today))
		if m.Can(tenants.ReviewReturns) && today > r.Quarter.Last() {
			data.Ask = at(c, r) + "/ask"
		}
	}
	_, draft := r.State.After(figures.Save)
	_, correctable := r.State.After(figures.Correct)
	switch {
	case draft:
		data.Form, data.Import = p.form(r, t, wrong), at(c, r)+"/import"
	case correcting && correctable:
		data.Form = p.form(r, t, wrong)
		data.Form.Correcting, data.Form.Submit, data.Form.Cancel = true, "Save the correction", at(c, r)
	}
	if !draft {
		before, err := p.rows(c).Return(c, r.Provider, r.Quarter.Add(-1))
		if err != nil {
			return data, err
		}
		data.Read, data.Teams, data.Said = numbers(r, before), byTeam(r), said(r)
	}
	if !draft && !data.correcting() {
		data.Steps = possible(c, r)
	}
	subject := r.Provider + " " + string(r.Quarter)
	if err := p.beside(c, &data, r, question.About{Kind: record.Return, ID: subject}); err != nil {
		return data, err
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Return, subject)
	if err != nil {
		return data, err
	}
	data.History = page.NewHistory(at(c, r), h)
	if !r.State.Measured() {
		return data, nil
	}
	events, err := p.rows(c).History(c, record.Return, subject)
	data.Versions = versionsTable(at(c, r), versions(events)).Paged(c, "versions-page")
	data.Versions.Stacked = true
	return data, err
}

// beside puts onto the page what is asked and to be done about the figures.
func (p Pages) beside(c *gin.Context, data *returnPage, r figures.Return, about question.About) error {
	list, err := p.rows(c).Beside(c, about.Kind, about.ID)
	if err != nil {
		return err
	}
	data.Questions = page.NewQuestions(page.Member(c).Tenant.Code, about, list.Questions)
	data.Actions = page.NewActions(page.Member(c), action.About(about), list.Actions, p.Store.Today())
	if r.Version == 0 { // there is nothing yet that an action could be about
		data.Actions.Add = ""
	}
	return nil
}

func (d returnPage) correcting() bool { return d.Form != nil && d.Form.Correcting }

func stateTag(s figures.State) page.Tag {
	colour := map[figures.State]string{
		figures.Submitted: "blue", figures.Queried: "yellow", figures.Accepted: "green", figures.Corrected: "blue", figures.Draft: "grey",
		"": "grey",
	}[s]
	return page.Tag{Text: s.Words(), Colour: colour}
}

// numbers are the figures to read, beside those of the quarter before, so that a typing mistake shows. The word beside
// a figure is under its name.
func numbers(r, before figures.Return) page.Table {
	t := page.Table{
		ID: "figures", Caption: "The figures as they are now", HideCaption: true,
		Columns: []page.Column{{Text: "Figure"}, {Text: "This quarter", Numeric: true}, {Text: "Quarter before", Numeric: true}},
	}
	for _, f := range r.Fields() {
		t.Rows = append(t.Rows, []page.Cell{
			{Text: f.Label, Note: r.Reasons[f.Name]}, page.Text(cmp.Or(f.Text(r), "Not given")), page.Text(cmp.Or(f.Text(before), "–")),
		})
	}
	return t
}

// byTeam are the figures that are divided by team; no rows when none are.
func byTeam(r figures.Return) page.Table {
	t := page.Table{ID: "by-team", Caption: "By team", Columns: []page.Column{{Text: "Figure"}}}
	for _, team := range r.Teams {
		t.Columns = append(t.Columns, page.Column{Text: team.Name, Numeric: true})
	}
	for _, f := range figures.ByTeam(r.Fields()) {
		row, divided := []page.Cell{page.Text(f.Label)}, false
		for _, team := range r.Teams {
			text := team.Text(f)
			row, divided = append(row, page.Text(cmp.Or(text, "–"))), divided || text != ""
		}
		if divided {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// said is what the provider and the ICB have said about the figures.
func said(r figures.Return) page.SummaryList {
	list := page.SummaryList{Rows: []page.SummaryRow{{Key: "Note", Lines: []string{cmp.Or(r.Note, "None")}}}}
	if r.Reason != "" {
		list.Rows = append(list.Rows, page.SummaryRow{Key: "Reason for the correction", Lines: []string{r.Reason}})
	}
	return list
}

// possible are the steps that the person can take now.
func possible(c *gin.Context, r figures.Return) steps {
	can := func(s figures.Step) bool { _, ok := r.State.After(s); return ok }
	s := steps{Version: r.Version, Receipt: at(c, r) + "/receipt"}
	if page.Member(c).Can(tenants.ReviewReturns) {
		s.Accept = can(figures.Accept)
	}
	if can(figures.Correct) {
		s.Correct = at(c, r) + "?correct=yes"
	}
	return s
}
