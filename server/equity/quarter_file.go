package equity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// The buttons that put something into the boxes and save nothing.
const (
	stepPaste = "paste"
	stepFile  = "file"
)

// What a sheet of breakdowns may hold: some hundred rows are asked for at most.
var sheetBounds = grid.Bounds{
	Bytes: 1 << 20, Rows: 2000, Columns: 100, Sheets: 30, Longest: 200,
	Advice: "Choose a file that holds only the numbers of the quarter",
}

const (
	sheetRoom = 1<<20 + 1<<16 // bytes of a request for the file
	formRoom  = 1 << 20       // and for the boxes
	sheetTime = 10 * time.Second
)

// sheet is what was pasted, or the file that was chosen, as cells.
func (p Pages) sheet(c *gin.Context, f page.Form, step string) (grids []grid.Grid, wrong problem.List, err error) {
	if step == stepPaste {
		pasted := f.Pasted("cells")
		if pasted == "" {
			wrong.Add("cells", "Paste the cells first")
			return nil, wrong, nil
		}
		g, err := grid.Text(pasted, sheetBounds)
		if refused, ok := errors.AsType[*evidence.Refused](err); ok {
			wrong.Add("cells", "%s", refused)
			return nil, wrong, nil
		}
		return []grid.Grid{g}, nil, err
	}
	chosen := f.Files("file")
	if len(chosen) == 0 {
		wrong.Add("file", "Choose a file first")
		return nil, wrong, nil
	}
	err = page.Heavy(c, p.Reading, "Your file", func() error {
		opened, err := chosen[0].Open()
		if err != nil {
			return err
		}
		defer func() { _ = opened.Close() }()
		body, err := io.ReadAll(io.LimitReader(opened, int64(sheetBounds.Bytes)+1))
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(c, sheetTime)
		defer cancel()
		grids, _, err = grid.Read(ctx, chosen[0].Filename, body, sheetBounds)
		return err
	})
	switch refused, ok := errors.AsType[*evidence.Refused](err); {
	case ok:
		wrong.Add("file", "%s", refused)
		return nil, wrong, nil
	case errors.Is(err, context.DeadlineExceeded):
		wrong.Add("file", "The file took too long to read. Save it as CSV and choose that")
		return nil, wrong, nil
	}
	return grids, nil, err
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
	t.notice = number.Counting(len(s.Texts), "number is", "numbers are") + " in the boxes. Nothing is saved yet: check, then save."
	for _, b := range parts {
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				name := field(b, n, g)
				text, given := s.Texts[name]
				if !given {
					continue
				}
				if old := t.text[name]; old != "" && old != text {
					words := fmt.Sprintf("%s: %s, %s was %s and is now %s", b.Collection.Title(), g.Label, n.Label, old, text)
					t.left = append(t.left, words)
				}
				t.text[name] = text
			}
		}
	}
	if s.Totals > 0 {
		t.left = append(t.left, "Left out, because they add up other rows: "+number.Counting(s.Totals, "row", "rows"))
	}
	for _, one := range s.Unread {
		t.left = append(t.left, "Not used, because it is not a group that is asked for: "+one)
	}
	t.pasted = ""
}
