package figures

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// Imported is one figure as a file gives it.
type Imported struct {
	Field Field
	// Cell is its cell, "C4", or "C4 + C9" when rows are added up; Typed is the text there. Column is the heading over it
	// and Row the words beside it, as the file has them; "" where it has none.
	Cell, Typed string
	Column, Row string
	Several     bool // rows are added up
	// Number is the figure as a person would type it. It is "" when the file gives none; the recorded number then
	// stays.
	Number string
	// Wrong is what is wrong with the cell, a sentence; "" when nothing is.
	Wrong string
}

// Import is the figures that a file gives for a quarter, in the order of the form.
type Import struct {
	Figures []Imported
	// LeftOut says which rows were not counted, and why, a sentence each.
	LeftOut []string
}

// Wrong says whether any cell is wrong.
func (i Import) Wrong() bool {
	return slices.ContainsFunc(i.Figures, func(f Imported) bool { return f.Wrong != "" })
}

func (i Import) Given() int {
	n := 0
	for _, f := range i.Figures {
		if f.Number != "" {
			n++
		}
	}
	return n
}

// Into puts the figures into a return. It leaves what the file does not give.
func (i Import) Into(r *Return) {
	for _, f := range i.Figures {
		if f.Number != "" {
			_ = f.Field.Read(r, f.Number) // read before, without an error
		}
	}
}

// The form's fields in which a person says how to read a file. Problems with the mapping name them.
const (
	ImportHeader  = "header"
	ImportQuarter = "quarter"
	ImportWhose   = "whose"
	ImportLabels  = "labels"
	ImportNumbers = "numbers"
	ImportYears   = "years" // what a year alone means
	ImportSure    = "sure"  // the person says that the figures are the provider's and the quarter's all the same
	importFrom    = "from_"
)

// ImportFrom is the form's field that says where a figure comes from.
func ImportFrom(field string) string { return importFrom + field }

// Read takes a quarter's figures from a grid. The list says what is wrong with the mapping for this grid, and what the
// file says of another quarter or provider; then there are no figures. What is wrong with single cells is in
// Imported.Wrong.
func (m Mapping) Read(g grid.Grid, w Wanted) (Import, problem.List) {
	w.Years = m.Years
	w = w.keeping()
	r := reader{Mapping: m, Wanted: w, g: g, columns: g.Columns(m.Header), total: -1}
	if m.Header < 0 || m.Header > len(g.Rows) {
		r.wrong.Add(ImportHeader, "The row with the headings must be from 1 to %d, or 0 if there are none", len(g.Rows))
		return Import{}, r.wrong
	}
	if l := r.loneYears(g); l.asked && m.Years == "" && !m.Sure {
		r.wrong.Add(ImportYears, "‘%s’ can mean a financial year or a calendar year. Choose which", l.text)
		return Import{}, r.wrong
	}
	read := r.inColumns
	if m.InRows {
		read = r.inRows
	}
	cells := read()
	if len(r.wrong) == 0 && len(cells) == 0 {
		first := ""
		if len(w.Fields) > 0 {
			first = ImportFrom(w.Fields[0].Name)
		}
		r.wrong.Add(first, "Choose where at least one figure comes from")
	}
	if len(r.wrong) == 0 {
		r.checkWords(cells)
		r.checkWidth(cells)
	}
	if len(r.wrong) > 0 {
		return Import{}, r.wrong
	}
	i := Import{LeftOut: r.left}
	for _, f := range w.Fields {
		if places, ok := cells[f.Name]; ok {
			i.Figures = append(i.Figures, r.imported(f, places))
		}
	}
	return i, nil
}

// reader is a reading under way.
type reader struct {
	Mapping
	Wanted
	g       grid.Grid
	columns []grid.Place
	wrong   problem.List
	left    []string // what is left out
	months  bool     // the rows that are added up are months
	total   int      // the row of the grand total that is left out, -1 for none

	timesIn   []int    // see timeColumns
	yearAbove []string // for each row the year that a row above it names alone
}

// cell is a place in a grid.
type cell struct{ row, column int }

// find finds a place by its key. If the file lacks it, find returns nil and adds a problem to the field.
func (r *reader) find(list []grid.Place, key, field, what string) *grid.Place {
	for _, p := range list {
		if p.Key == key {
			return &p
		}
	}
	if key == "" {
		r.wrong.Add(field, "%s: choose it", what)
	} else {
		r.wrong.Add(field, "%s: the file has no ‘%s’. Choose again", what, key)
	}
	return nil
}

// inColumns finds each figure's cells when each figure has a column.
func (r *reader) inColumns() map[string][]cell {
	from := map[string]int{}
	for _, f := range r.Fields {
		if r.From[f.Name] == "" {
			continue
		}
		if p := r.find(r.columns, r.From[f.Name], ImportFrom(f.Name), f.Label); p != nil {
			from[f.Name] = p.Index
		}
	}
	cells := map[string][]cell{}
	rows := r.rows(from)
	if r.Add && len(rows) > 1 {
		rows = r.counted(rows, from)
	}
	for name, column := range from {
		for _, row := range rows {
			cells[name] = append(cells[name], cell{row, column})
		}
	}
	return cells
}

// inRows finds each figure's cell when each figure has a row.
func (r *reader) inRows() map[string][]cell {
	labels := r.find(r.columns, r.Labels, ImportLabels, "Column with the names of the figures")
	if labels == nil {
		return nil
	}
	rows, cells := r.g.Labelled(r.Header, labels.Index), map[string][]cell{}
	var used []int
	for _, f := range r.Fields {
		if r.From[f.Name] == "" {
			continue
		}
		if p := r.find(rows, r.From[f.Name], ImportFrom(f.Name), f.Label); p != nil {
			cells[f.Name] = []cell{{p.Index, -1}}
			used = append(used, p.Index)
			if r.g.RowHidden(p.Index) {
				r.wrong.Add(ImportFrom(f.Name), "%s: row %d is hidden in the file. Unhide it and save the file, or choose another row",
					f.Label, p.Index+1)
			}
		}
	}
	numbers := -1
	if r.Numbers == "" {
		numbers = r.headedByQuarter(labels.Index, used)
	} else if p := r.find(r.columns, r.Numbers, ImportNumbers, "Column with the numbers"); p != nil {
		numbers = p.Index
	}
	for name := range cells {
		cells[name][0].column = numbers
	}
	return cells
}

// imported reads a figure from its cells.
func (r *reader) imported(f Field, cells []cell) Imported {
	g := r.g
	i := Imported{Field: f, Column: g.At(r.Header-1, cells[0].column), Row: r.rowWords(cells), Several: len(cells) > 1}
	var names, texts []string
	total, unknown := int64(0), 0
	for _, c := range cells {
		text, at := g.At(c.row, c.column), grid.CellName(c.row, c.column)
		names, texts = append(names, at), append(texts, text)
		if grid.NoNumber(text) {
			unknown++
			continue
		}
		h, err := f.fromCell(text)
		if err != nil && i.Wrong == "" {
			i.Wrong = fmt.Sprintf("Cell %s %s. It holds ‘%s’", at, err, text)
		}
		total += h
	}
	i.Cell, i.Typed = strings.Join(names, " + "), strings.Join(texts, " + ")
	switch {
	case i.Wrong != "" || unknown == len(cells):
		return i
	case unknown > 0:
		i.Wrong = fmt.Sprintf("Of the %d rows, %s no number, so they cannot be added up. Enter 0 in the file where there were none",
			len(cells), number.Counting(unknown, "has", "have"))
	case r.months && !f.People:
		i.Wrong = fmt.Sprintf("The rows of %s are months. Use the number at the end of the quarter, or give the quarter a row of its own",
			i.Cell)
	case len(cells) > 1 && f.Unit == Days:
		i.Wrong = fmt.Sprintf("The numbers in %s are averages, which cannot be added up", i.Cell)
	case total > f.most():
		i.Wrong = "The sum must be " + number.Decimal(f.most(), 0) + " or less"
	default:
		i.Number = number.Plain(total)
		i.Wrong = r.againstTotal(f, total)
	}
	if i.Wrong != "" {
		i.Number = ""
	}
	return i
}

// fromCell reads one cell, in hundredths. The error continues the cell's name.
func (f Field) fromCell(text string) (int64, error) {
	text, err := grid.Number(text)
	if err != nil {
		return 0, err
	}
	h, _, err := f.Parse(text)
	return h, err
}
