package equity

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
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

// The buttons that put something into the boxes and save nothing.
const (
	stepPaste = "paste"
	stepFile  = "file"
)

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
			Name: "cells", Label: "Cells of a spreadsheet", Rows: 6, Value: t.pasted, Error: r.Problems.For("cells"),
			Hint: "A row for each group, with its name first. Copy the row with the headings too, and the names of the characteristics",
		},
		File: page.FileUpload{
			Name: "file", Label: "Or a CSV or Excel (xlsx) file", Error: r.Problems.For("file"), Accept: ".csv,.tsv,.txt,.xlsx",
			Hint: "Counts only: nothing about single people. The file is not kept",
		},
		Rest: page.Checkboxes{Name: "rest", Legend: "Empty boxes", LegendSize: "s", Items: []page.Item{{
			Value: "0", Text: "The boxes that I left empty are 0",
			Hint: "Of the characteristics that you have begun. Those without any number stay as they are",
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
	t := typedQuarter{version: f.Version(), parts: slices.Clone(now), text: map[string]string{}, rest: f.Text("rest") != "", pasted: f.Pasted("cells")}
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

// changed are the parts that differ from what is recorded, at the versions that are there.
func changed(now, mine []store.Counted) []equity.Breakdown {
	var list []equity.Breakdown
	for i, b := range mine {
		groups := b.Collection.Groups()
		if !slices.Equal(now[i].Kept(groups), b.Kept(groups)) {
			list = append(list, b.Breakdown)
		}
	}
	return list
}

// importQuarter puts a file into the boxes.
func (p Pages) importQuarter(c *gin.Context) error {
	now, q, err := p.quarter(c)
	if err != nil {
		return err
	}
	f, err := page.ReadFiles(c, formRoom+sheetRoom)
	if err != nil {
		return err
	}
	return p.fillQuarter(c, f, stepFile, now, q)
}

// saveQuarter puts pasted cells into the boxes, or records what was typed: each part that was changed, all in one save.
func (p Pages) saveQuarter(c *gin.Context) error {
	now, q, err := p.quarter(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if f.Text("step") == stepPaste {
		return p.fillQuarter(c, f, stepPaste, now, q)
	}
	return page.SaveForm(c, f, page.Saving[typedQuarter]{
		Read: func(f page.Form) (typedQuarter, error) { return readQuarter(f, now) },
		Keep: func(t typedQuarter) (string, error) {
			mine := changed(now, t.parts)
			switch {
			case t.version == versions(now) || len(mine) == 0:
			case t.version > 0:
				return "", tenants.ErrStale
			default: // the first form of the quarter: the store knows whether it is one that was sent twice
				for i := range mine {
					mine[i].Version = 0
				}
			}
			return c.Request.URL.Path + "?saved=yes", p.rows(c).SaveBreakdowns(c, mine)
		},
		Now: func(t typedQuarter) (page.Conflict, error) {
			if now, _, err = p.quarter(c); err != nil {
				return page.Conflict{}, err
			}
			return quarterConflict(now, t.parts), nil
		},
		Opened: func(t typedQuarter, seen int64) (map[string]string, []record.Text, error) {
			return p.opened(c, t.parts, seen)
		},
		Show: func(t typedQuarter, r page.Refusal) error {
			return quarterTemplate.Show(c, r.Status(), p.quarterPage(c, t, q, r))
		},
	})
}

// quarterConflict is what others have saved of a quarter, against what was typed.
func quarterConflict(now, mine []store.Counted) page.Conflict {
	k := page.Conflict{What: "these numbers", Version: versions(now)}
	var at calendar.Instant
	for i, b := range now {
		if b.ChangedAt > at {
			at, k.Who, k.When = b.ChangedAt, b.ChangedBy, b.ChangedAt.Words()
		}
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				theirs, name := n.Of(b.Counts[g.Key]).Words(), field(b, n, g)
				both := page.Either(b.Collection.Title()+": "+g.Label+", "+n.Label, theirs, n.Of(mine[i].Counts[g.Key]).Words())
				k.Fields = append(k.Fields, both.Of(name, name, theirs))
			}
		}
	}
	return k
}

// opened is what the history tells of all parts since the form was opened, by the names of the boxes.
func (p Pages) opened(c *gin.Context, parts []store.Counted, seen int64) (map[string]string, []record.Text, error) {
	was := map[string]string{}
	var mine []record.Text
	for _, b := range parts {
		subject := strings.Join([]string{b.Provider, string(b.Quarter), b.Characteristic}, " ")
		some, err := p.rows(c).ChangedSince(c, record.Breakdown, subject, seen)
		if err != nil {
			return nil, nil, err
		}
		for name, old := range some {
			was[b.Characteristic+"-"+name] = old
		}
		for _, text := range b.Kept(b.Collection.Groups()) {
			mine = append(mine, record.Text{Field: b.Characteristic + "-" + text.Field, Text: text.Text})
		}
	}
	return was, mine, nil
}

// fillQuarter puts what was pasted, or what a file holds, into the boxes, to be looked at before it is saved.
func (p Pages) fillQuarter(c *gin.Context, f page.Form, step string, now []store.Counted, q calendar.Quarter) error {
	t, _ := readQuarter(f, now)
	var sheet equity.Sheet
	grids, wrong, err := p.sheet(c, f, step)
	if err == nil && len(wrong) == 0 {
		var all []equity.Collection
		for _, b := range now {
			all = append(all, b.Collection)
		}
		sheet, wrong = equity.ReadSheet(grids, all, q, map[string]string{stepPaste: "cells", stepFile: "file"}[step])
	}
	var busy *page.Waiting
	switch {
	case errors.As(err, &busy):
		wrong.Add("file", "%s. Nothing is lost: wait half a minute, then choose it again", busy.Words())
	case err != nil:
		return err
	}
	if len(wrong) == 0 {
		t.take(sheet, now)
		wrong = t.read()
	}
	r := page.Refusal{Problems: wrong}
	return quarterTemplate.Show(c, r.Status(), p.quarterPage(c, t, q, r))
}

// take puts a sheet into the boxes, and says which boxes held another number.
func (t *typedQuarter) take(s equity.Sheet, parts []store.Counted) {
	t.notice = fmt.Sprintf("%d numbers are in the boxes. Nothing is saved yet: look through them, then save.", len(s.Texts))
	for _, b := range parts {
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				name := field(b, n, g)
				text, given := s.Texts[name]
				if !given {
					continue
				}
				if old := t.text[name]; old != "" && old != text {
					t.left = append(t.left, fmt.Sprintf("%s: %s, %s was %s and is now %s", b.Collection.Title(), g.Label, n.Label, old, text))
				}
				t.text[name] = text
			}
		}
	}
	if s.Totals > 0 {
		t.left = append(t.left, "Left out, since they add up others: "+number.Counting(s.Totals, "row", "rows"))
	}
	for _, one := range s.Unread {
		t.left = append(t.left, "Not taken, since it is no group that is asked for: "+one)
	}
	t.pasted = ""
}
