package figures

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// Imported is one figure as a file gives it.
type Imported struct {
	Field Field
	// Cell is its cell, "C4", or "C4 + C9" when rows are added up; Typed is the text there.
	Cell, Typed string
	// Number is the figure as a person would type it. It is "" when the file gives none; the recorded number then
	// stays.
	Number string
	// Wrong is what is wrong with the cell, a sentence; "" when nothing is.
	Wrong string
}

// Import is the figures that a file gives for a quarter, in the order of the form.
type Import struct {
	Figures []Imported
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
	importFrom    = "from_"
)

// ImportFrom is the form's field that says where a figure comes from.
func ImportFrom(field string) string { return importFrom + field }

// Read takes a quarter's figures from a grid. The list says what is wrong with the mapping for this grid; then there
// are no figures. What is wrong with single cells is in Imported.Wrong.
func (m Mapping) Read(g grid.Grid, q calendar.Quarter, fields []Field) (Import, problem.List) {
	var wrong problem.List
	columns := g.Columns(m.Header)
	if m.Header < 0 || m.Header > len(g.Rows) {
		wrong.Add(ImportHeader, "The row with the headings must be from 1 to %d, or 0 if there are none", len(g.Rows))
		return Import{}, wrong
	}
	read := m.inColumns
	if m.InRows {
		read = m.inRows
	}
	cells := read(g, q, columns, fields, &wrong)
	if len(wrong) == 0 && len(cells) == 0 {
		first := ""
		if len(fields) > 0 {
			first = ImportFrom(fields[0].Name)
		}
		wrong.Add(first, "Choose where at least one figure comes from")
	}
	if len(wrong) > 0 {
		return Import{}, wrong
	}
	var i Import
	for _, f := range fields {
		if places, ok := cells[f.Name]; ok {
			i.Figures = append(i.Figures, imported(g, f, places))
		}
	}
	return i, nil
}

// cell is a place in a grid.
type cell struct{ row, column int }

// find finds a place by its key. If the file lacks it, find returns nil and adds a problem to the field.
func find(list []grid.Place, key, field, what string, wrong *problem.List) *grid.Place {
	for _, p := range list {
		if p.Key == key {
			return &p
		}
	}
	wrong.Add(field, "%s: the file has no ‘%s’. Choose again", what, key)
	return nil
}

// inColumns finds each figure's cells when each figure has a column.
func (m Mapping) inColumns(g grid.Grid, q calendar.Quarter, columns []grid.Place, fields []Field, wrong *problem.List) map[string][]cell {
	from := map[string]int{}
	for _, f := range fields {
		if m.From[f.Name] == "" {
			continue
		}
		if p := find(columns, m.From[f.Name], ImportFrom(f.Name), f.Label, wrong); p != nil {
			from[f.Name] = p.Index
		}
	}
	rows := m.rows(g, q, columns, wrong)
	cells := map[string][]cell{}
	for name, column := range from {
		for _, row := range rows {
			cells[name] = append(cells[name], cell{row, column})
		}
	}
	return cells
}

// rows are the rows below the headings that belong to the quarter and to the provider or team. More than one is a
// problem unless the mapping adds them up.
func (m Mapping) rows(g grid.Grid, q calendar.Quarter, columns []grid.Place, wrong *problem.List) []int {
	quarter, whose := -1, -1
	if m.Quarter != "" {
		if p := find(columns, m.Quarter, ImportQuarter, "Column that says the quarter", wrong); p != nil {
			quarter = p.Index
		}
	}
	if m.Whose != "" {
		if p := find(columns, m.Whose, ImportWhose, "Column that says whose row it is", wrong); p != nil {
			whose = p.Index
		}
	}
	if len(*wrong) > 0 {
		return nil
	}
	var rows []int
	for row := m.Header; row < len(g.Rows); row++ {
		empty := !slices.ContainsFunc(g.Rows[row], func(c string) bool { return strings.TrimSpace(c) != "" })
		if empty || quarter >= 0 && !Says(g.At(row, quarter), q) || whose >= 0 && grid.Bare(g.At(row, whose)) != grid.Bare(m.Is) {
			continue
		}
		rows = append(rows, row)
	}
	field := ImportQuarter
	if whose >= 0 {
		field = ImportWhose
	}
	which := ""
	if quarter >= 0 {
		which = " for " + q.Short()
	}
	if whose >= 0 {
		which += " with ‘" + m.Is + "’"
	}
	switch {
	case len(rows) == 0:
		wrong.Add(field, "The file has no row%s. Choose another column, or another file", which)
	case len(rows) > 1 && !m.Add:
		wrong.Add(field, "The file has %d rows%s, the first two in rows %d and %d. Choose a column that tells them apart, or add them up",
			len(rows), which, rows[0]+1, rows[1]+1)
		return nil
	}
	return rows
}

// inRows finds each figure's cell when each figure has a row.
func (m Mapping) inRows(g grid.Grid, q calendar.Quarter, columns []grid.Place, fields []Field, wrong *problem.List) map[string][]cell {
	labels := find(columns, m.Labels, ImportLabels, "Column with the names of the figures", wrong)
	if labels == nil {
		return nil
	}
	numbers := -1
	if m.Numbers != "" {
		if p := find(columns, m.Numbers, ImportNumbers, "Column with the numbers", wrong); p != nil {
			numbers = p.Index
		}
	} else if numbers = slices.IndexFunc(columns, func(p grid.Place) bool { return Says(g.At(m.Header-1, p.Index), q) }); numbers < 0 {
		wrong.Add(ImportNumbers, "No column is headed %s. Choose the column with the numbers", q.Short())
	}
	rows, cells := g.Labelled(m.Header, labels.Index), map[string][]cell{}
	for _, f := range fields {
		if m.From[f.Name] == "" {
			continue
		}
		if p := find(rows, m.From[f.Name], ImportFrom(f.Name), f.Label, wrong); p != nil {
			cells[f.Name] = []cell{{p.Index, numbers}}
		}
	}
	return cells
}

// imported reads a figure from its cells.
func imported(g grid.Grid, f Field, cells []cell) Imported {
	i := Imported{Field: f}
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
		i.Wrong = fmt.Sprintf("%d of the %d rows have no number, so they cannot be added up. Enter 0 in the file where there were none",
			unknown, len(cells))
	case len(cells) > 1 && f.Unit == Days:
		i.Wrong = fmt.Sprintf("The numbers in %s are means, which cannot be added up", i.Cell)
	case total > f.most():
		i.Wrong = "The sum must be " + number.Decimal(f.most(), 0) + " or less"
	default:
		i.Number = number.Plain(total)
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
