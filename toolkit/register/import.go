package register

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// MostLines is how many rows are taken from a file, MostText how many bytes their text may have, and MostFile how many a
// file: a national list has the PCNs of every ICB.
const (
	MostLines = 500
	MostText  = 512 << 10
	MostFile  = 4 << 20
)

// textBounds let a text have empty rows, fileBounds let a file have other sheets and the rows of other ICBs too. They keep
// notes whole.
var (
	textBounds = grid.Bounds{Bytes: MostText, Rows: 2000, Columns: 200, Sheets: 1, Advice: advice}
	fileBounds = grid.Bounds{Bytes: MostFile, Rows: 20_000, Columns: 200, Sheets: 20, Advice: advice}
	advice     = fmt.Sprintf("Import up to %d lines at a time", MostLines)
)

// Import is what a file would change in a list. Reading it changes nothing.
type Import struct {
	Lines []ImportLine
	// Unknown are headings that match no field of the list: their columns are left out.
	Unknown []string
	// Others is how many lines are of other ICBs: they are left out.
	Others int
}

// ImportLine is one line of the file: the row that it makes, new or changed, and what is wrong with it. Changed are the
// names of the fields that it changes.
type ImportLine struct {
	N       int // in the file, where its first line is 1
	Row     Row
	Old     Row // what is recorded
	New     bool
	Changed []string
	Wrong   problem.List
	// Out says why the line is left out, "it closed on 31 March 2024"; "" for one that is not.
	Out string
}

// Sound says whether every line was read without a problem.
func (i Import) Sound() bool {
	return !slices.ContainsFunc(i.Lines, func(l ImportLine) bool { return len(l.Wrong) > 0 })
}

// Rows are the rows that the file adds or changes.
func (i Import) Rows() []Row {
	var rows []Row
	for _, l := range i.Lines {
		if l.Out == "" && (l.New || len(l.Changed) > 0) {
			rows = append(rows, l.Row)
		}
	}
	return rows
}

// Importer is what the reader of a file needs to know about the present list.
type Importer struct {
	List      List
	Rows      []Row
	Providers map[string]string // ids by name in lower case
	Names     map[string]string // of providers by id
	ICB       string            // its name, by which a national list names it
	Own       string            // the provider that imports; "" for the ICB
	Today     calendar.Date
	MayFill   func(Field) bool
}

// File is the content of a CSV or Excel file, as a text for Read, and how many of its rows are of other ICBs and left out.
// Of several sheets it takes the one with headings of the list. The error is an *evidence.Refused that says in words what is
// wrong with the file, or the context's.
func (i Importer) File(ctx context.Context, name string, body []byte) (text string, others int, err error) {
	// Read names what looks like an NHS number, with its line, where a field would take it.
	grids, _, err := grid.Read(ctx, name, body, fileBounds)
	if err != nil {
		return "", 0, err
	}
	if len(grids) > 1 {
		grids = slices.DeleteFunc(grids, func(g grid.Grid) bool { return i.headings(g) < 0 })
	}
	switch len(grids) {
	case 0:
		why := "has no sheet with this list’s headings: " + strings.Join(i.Headings(), ", ")
		return "", 0, &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
	case 1:
		own, others := i.own(grids[0])
		if others > 0 {
			last := i.headings(own)
			own.Rows = slices.Concat(own.Rows[:last+1], slices.DeleteFunc(own.Rows[last+1:], blank))
		}
		if text = own.Text(); len(text) > MostText {
			why := fmt.Sprintf("holds more than %d KB of text. %s", MostText>>10, advice)
			return "", 0, &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
		}
		return text, others, nil
	}
	var sheets []string
	for _, g := range grids {
		sheets = append(sheets, "‘"+g.Name+"’")
	}
	why := "has " + number.Counting(len(grids), "sheet", "sheets") + " with this list’s headings: " + strings.Join(sheets, ", ") +
		". Choose a file with only one of them, or copy its cells and paste them"
	return "", 0, &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
}

// Headings are the columns that a file can have, in the order of the form.
func (i Importer) Headings() []string {
	var list []string
	if i.List.Keeper != ICB && i.Own == "" {
		list = append(list, providerField.Label)
	}
	for _, f := range i.List.Fields {
		if i.MayFill(f) {
			list = append(list, f.Heading())
		}
	}
	return list
}
