package home

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// mostThings is how many things to do the start page shows: a list that long is read, a longer one is not.
const mostThings = 5

type startPage struct {
	page.Base
	// Where is the quarter with how far its review is, and the next steering group.
	Where string
	// Workbook is what the button downloads, and Pack leads to the steering group's; "" for a role that has none.
	Workbook, Pack string
	// Empty is set while the ICB has recorded nothing.
	Empty bool
	// Steps are the first steps, until all of them are done.
	Steps  page.TaskList
	Next   page.TaskList
	More   string
	Counts string
	Chart  page.BarChart
	Table  page.Table
	// Review is the link to all priorities on one page.
	Review string
	// Targets are the results that the person may see, the ICB's or the provider's own; Others says which are left to the
	// page of targets.
	Targets page.Table
	Others  string
	// Waiting says which providers' figures the newest quarter waits for, Asks leads to the texts that ask for them.
	Waiting []string
	Asks    []page.Ask
	// Differ are the differences between status and figures that nobody has answered, for commissioners.
	Differ []difference
	Moves  snapshot.Moves
}

var startTemplate = page.Parse[startPage](files, "start.html")

func (p Pages) start(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	m, today := page.Member(c), p.Store.Today()
	rows := p.Store.For(m)
	k, err := know(c, rows, m, e, today)
	if err != nil {
		return err
	}
	progress := assessment.Count(e, k.Entries, k.Review)
	home := page.Home(m.Tenant.Code)
	data := startPage{
		Base: page.New(c, m.Tenant.Name), Where: where(progress, k.Review, k.nextMeeting(), today),
		Counts: counts(progress.Counts), Chart: chart(progress), Table: table(progress, home+"/toolkit"),
		Review: page.ReviewText(progress.Total(), m), Pack: pack(m, home),
	}
	data.Crumbs = nil // this is the first step itself
	if m.Can(tenants.WorkbookFull) || m.Can(tenants.WorkbookGroup) || m.Can(tenants.WorkbookOwn) {
		data.Workbook = home + "/workbook.xlsx"
	}
	if data.Empty = len(k.Entries) == 0; data.Empty {
		data.Steps = k.stepList(k.firstSteps())
		return startTemplate.OK(c, data)
	}
	if data.Moves, err = p.since(c, rows, k); err != nil {
		return err
	}
	data.Steps = k.stepList(unfinished(k.firstSteps()))
	things := k.agenda()
	results := measure.All(k.in)
	data.Waiting, data.Asks = measure.Waiting(results), page.Asks(m, results...)
	here, others := shown(results)
	data.Targets, data.Others = standing(here, home, m.Can(tenants.ReadAllFigures)), others
	data.Differ = differ(k, results, home)
	data.Next = tasks("next", things[:min(len(things), mostThings)])
	if more := len(things) - mostThings; more > 0 {
		data.More = fmt.Sprintf("%d more in My work", more)
	}
	return startTemplate.OK(c, data)
}

// where is the line under the heading: "Quarter 3, October to December 2026. 17 of 22 priorities reviewed. Steering
// group on 9 December 2026."
func where(p assessment.Progress, r assessment.Review, meeting, today calendar.Date) string {
	line := fmt.Sprintf("%s. %d of %d priorities reviewed %s.", today.Quarter().Words(), p.Reviewed, p.Total(), r.Words())
	if meeting != "" {
		line += " Steering group on " + meeting.Words() + "."
	}
	return line
}

// counts is a count by status in one line.
func counts(c assessment.Counts) string {
	var words []string
	for _, s := range append(assessment.Statuses, assessment.NotAnswered) {
		words = append(words, fmt.Sprintf("%d %s", c.Of(s), strings.ToLower(s.Words())))
	}
	return strings.Join(words, ", ")
}

// chart and table show the same counts by section, as bars and as numbers.
func chart(p assessment.Progress) page.BarChart {
	chart := page.BarChart{
		ID: "progress", Title: "Priorities by status in each section",
		Description: "One bar for each section, with its counts. Open the table below for the same numbers.",
	}
	statuses := append(assessment.Statuses, assessment.NotAnswered)
	for _, s := range statuses {
		chart.Parts = append(chart.Parts, s.Words())
	}
	for _, part := range p.Sections {
		row := page.BarRow{Label: fmt.Sprintf("%d %s", part.Section.Number, part.Section.Title)}
		for _, s := range statuses {
			row.Counts = append(row.Counts, part.Of(s))
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}

func table(p assessment.Progress, path string) page.Table {
	t := page.Table{
		ID: "sections", Caption: "Priorities by section", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Section"}},
	}
	statuses := append(assessment.Statuses, assessment.NotAnswered)
	for _, s := range statuses {
		t.Columns = append(t.Columns, page.Column{Text: s.Words(), Numeric: true})
	}
	for _, part := range p.Sections {
		row := []page.Cell{page.Link(fmt.Sprintf("%s/%d", path, part.Section.Number),
			fmt.Sprintf("%d %s", part.Section.Number, part.Section.Title))}
		for _, s := range statuses {
			row = append(row, page.Text(fmt.Sprint(part.Of(s))))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// further are the kinds that the start page shows while they need attention; the page of targets shows all.
var further = []string{
	measure.TLPerSM, measure.RetentionShare, measure.ContractLength, measure.EarlyTalks, measure.SteeringMeetings,
	measure.ContractMeetings, measure.FlowToMHSDS, measure.FlowToTool, measure.Onboarding, measure.Level3,
	measure.PermanentShare, measure.PCNCoverage,
}

// shown are the results for the start page, and words for those that are left to the page of targets.
func shown(all []measure.Result) (results []measure.Result, others string) {
	fine, without := 0, 0
	for _, r := range all {
		switch {
		case !slices.Contains(further, r.Kind.Code) || r.NeedsAttention():
			results = append(results, r)
		case r.Line.Available():
			fine++
		default:
			without++
		}
	}
	var words []string
	if fine > 0 {
		words = append(words, "Other targets that need no attention: "+fmt.Sprint(fine)+".")
	}
	if without > 0 {
		words = append(words, "Other targets without figures: "+fmt.Sprint(without)+".")
	}
	return results, strings.Join(words, " ")
}

// standing is a line for each target, as on the page of targets, with those of the providers beside the value for
// commissioners, and the quarters as a picture.
func standing(results []measure.Result, home string, byProvider bool) page.Table {
	t := page.ResultTable(home+"/targets", results)
	t.Brief = true
	for i, r := range results {
		var others []string
		for _, l := range r.Lines {
			if byProvider && l.Available() && l.Contract == "" {
				words := l.Name + " " + l.Shown
				if l.Period != r.Line.Period {
					words += " (" + l.Period + ")"
				}
				others = append(others, words)
			}
		}
		t.Rows[i][2].Note = strings.Join(others, ", ")
		if len(r.Trend) > 0 {
			t.Rows[i][4] = trend(r)
		}
	}
	return t
}

// stage is how far a thing to do is.
type stage int

const (
	toDo stage = iota
	isDue
	overdue // its day has passed
	reminder
	wasAsked
	toReview
	submitted
	corrected
)

func (s stage) words() string {
	return [...]string{
		toDo: "To do", isDue: "Due", overdue: "Overdue", reminder: "Reminder", wasAsked: "Asked", toReview: "To review",
		submitted: figures.Submitted.Words(), corrected: figures.Corrected.Words(),
	}[s]
}

// state shows how far a thing is: what is overdue is highlighted, the rest is plain words.
func state(s stage) page.Tag {
	if s == overdue {
		return page.Tag{Text: s.words(), Colour: "orange"}
	}
	return page.Tag{Text: s.words()}
}

// since is what has changed since the last quarter's end, as the workbook tells it too.
func (p Pages) since(ctx context.Context, rows *store.Rows, k known) (snapshot.Moves, error) {
	events, err := rows.StatusesSince(ctx, k.Today.Quarter().First().Begins())
	if err != nil {
		return snapshot.Moves{}, err
	}
	s := snapshot.Snapshot{Audience: k.Member.Audience(), At: calendar.At(p.Store.Now()), Edition: k.Edition, Entries: k.Entries}
	s.Began = snapshot.StatusesAt(s.Quarter().First(), s.Entries, events)
	return s.Since(), nil
}
