package equity

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/problem"
)

// quarterPage is where a provider's people count all characteristics of a quarter.
type quarterPage struct {
	page.Base
	Provider string
	Asked    string // what the groups have to add up to
	Return   string
	Action   string // where it is saved, and below it where files are taken
	Version  int
	Unsaved  page.Notice // what was put into the boxes
	Left     []string    // what was not
	Paste    page.Textarea
	File     page.FileUpload
	Counts   []string
	Parts    []quarterPart
	Rest     page.Checkboxes
}

// quarterPart is one characteristic.
type quarterPart struct {
	ID, Name string
	Standing page.Tag
	Alone    string // the characteristic's own page, with its history
	Lacks    []string
	Rows     []countRow
}

var quarterTemplate = page.Parse[quarterPage](files, "quarter.html")

// typedQuarter is a quarter with what was typed in each box.
type typedQuarter struct {
	version int
	parts   []store.Counted
	text    map[string]string
	rest    bool
	pasted  string
	notice  string
	left    []string
}

// quarter finds the quarter in the address, for the provider's own people.
func (p Pages) quarter(c *gin.Context) ([]store.Counted, calendar.Quarter, error) {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return nil, "", err
	}
	q, err := calendar.ParseQuarter(c.Param("quarter"))
	if err != nil || q > p.Store.Today().Quarter() {
		return nil, "", tenants.ErrNotFound
	}
	if _, err := p.rows(c).Provider(c, c.Param("provider")); err != nil {
		return nil, "", err
	}
	parts, err := p.rows(c).BreakdownsOf(c, c.Param("provider"), q)
	if err == nil && len(parts) == 0 {
		err = tenants.ErrNotFound
	}
	return parts, q, err
}

// field is the name of a count's box.
func field(b store.Counted, n equity.Count, g equity.Group) string { return b.Collection.Field(n, g) }

// versions is the version of the whole quarter: each save of a part makes it a higher one.
func versions(parts []store.Counted) int {
	sum := 0
	for _, b := range parts {
		sum += b.Version
	}
	return sum
}

func (p Pages) showQuarter(c *gin.Context) error {
	parts, q, err := p.quarter(c)
	if err != nil {
		return err
	}
	t := typedQuarter{version: versions(parts), parts: parts, text: map[string]string{}}
	finished := 0
	for _, b := range parts {
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				t.text[field(b, n, g)] = n.Of(b.Counts[g.Key]).Words()
			}
		}
		if b.Finished {
			finished++
		}
	}
	data := p.quarterPage(c, t, q, page.Refusal{})
	if c.Query("saved") != "" {
		data.Base = data.Saved(fmt.Sprintf("Saved: %d of %d characteristics of %s are finished", finished, len(parts), q.Short()))
	}
	return quarterTemplate.OK(c, data)
}

func (p Pages) quarterPage(c *gin.Context, t typedQuarter, q calendar.Quarter, r page.Refusal) quarterPage {
	f := t.parts[0].Return
	data := quarterPage{
		Base:     page.New(c, "Breakdowns: "+q.Words()).Under(page.Crumb{Href: path(c), Text: "Equity"}).Refused(r),
		Provider: page.Member(c).ProviderName, Asked: asked(f), Version: t.version, Unsaved: page.Notice{Text: t.notice}, Left: t.left,
		Return: page.Home(page.Member(c).Tenant.Code) + "/returns/" + f.Provider + "/" + string(q),
		Action: fmt.Sprintf("%s/%s/%s", path(c), f.Provider, q),
		Paste: page.Textarea{
			Name: "cells", Label: "Cells from a spreadsheet", Rows: 6, Value: t.pasted, Error: r.Problems.For("cells"),
			Hint: "A row for each group, with its name first. Copy the row with the headings too, and the names of the characteristics",
		},
		File: page.FileUpload{
			Name: "file", Label: "Or a CSV or Excel (xlsx) file", Error: r.Problems.For("file"), Accept: ".csv,.tsv,.txt,.xlsx",
			Hint: "Counts only: nothing about individual people. The file is not kept",
		},
		Rest: page.Checkboxes{Name: "rest", Legend: "Empty boxes", LegendSize: "s", Items: []page.Item{{
			Value: "0", Text: "Count the boxes I left empty as 0",
			Hint: "Only for characteristics where you entered a number. The others stay as they are",
		}}},
	}
	if t.rest {
		data.Rest.Values = []string{"0"}
	}
	for _, n := range equity.Counts {
		data.Counts = append(data.Counts, n.Label)
	}
	for _, b := range t.parts {
		part := quarterPart{
			ID: b.Characteristic, Name: b.Collection.Title(), Standing: tag(b), Lacks: b.Lacks(b.Collection, b.Return),
			Alone: data.Action + "/" + b.Characteristic,
		}
		for _, g := range b.Collection.Groups() {
			row := countRow{Label: g.Label}
			for _, n := range equity.Counts {
				name := field(b, n, g)
				label := b.Collection.Title() + ": " + g.Label + ", " + n.Label
				row.Boxes = append(row.Boxes, countBox{name, n.Label, label, t.text[name], r.Problems.For(name)})
			}
			part.Rows = append(part.Rows, row)
		}
		data.Parts = append(data.Parts, part)
	}
	return data
}

// readQuarter takes what was typed. A part that adds up is finished.
func readQuarter(f page.Form, now []store.Counted) (typedQuarter, error) {
	t := typedQuarter{
		version: f.Version(), parts: slices.Clone(now), text: map[string]string{}, rest: f.Text("rest") != "", pasted: f.Pasted("cells"),
	}
	for _, b := range now {
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				t.text[field(b, n, g)] = f.Text(field(b, n, g))
			}
		}
	}
	return t, t.read().Err()
}

// read takes the numbers from the texts, and says what is wrong with them.
func (t *typedQuarter) read() problem.List {
	var wrong problem.List
	for i := range t.parts {
		b := &t.parts[i]
		groups := b.Collection.Groups()
		begun := slices.ContainsFunc(groups, func(g equity.Group) bool {
			return slices.ContainsFunc(equity.Counts, func(n equity.Count) bool { return t.text[field(*b, n, g)] != "" })
		})
		list := b.Read(groups, func(name string) string {
			text := t.text[b.Characteristic+"-"+name]
			if text == "" && t.rest && begun {
				return "0"
			}
			return text
		})
		for _, more := range b.Check(b.Collection, b.Return, false) {
			if list.For(more.Field) == "" {
				list = append(list, more)
			}
		}
		b.Finished = len(list) == 0 && b.AddsUp(b.Collection, b.Return)
		for _, one := range list {
			wrong.Add(b.Characteristic+"-"+one.Field, "%s: %s", b.Collection.Title(), one.Message)
		}
	}
	return wrong
}
