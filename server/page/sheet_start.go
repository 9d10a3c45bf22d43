package page

import (
	"strconv"

	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/masking"
)

// shownRows and shownColumns are how much of a sheet's start is shown.
const shownRows, shownColumns = 8, 12

// SheetStart is the beginning of a sheet, as a spreadsheet shows it.
func SheetStart(g grid.Grid) Table {
	t := Table{ID: "start", Caption: "How the file begins", CaptionSize: "s", Columns: []Column{{Text: "Row"}}}
	width := min(g.Width(), shownColumns)
	for column := range width {
		t.Columns = append(t.Columns, Column{Text: grid.ColumnName(column)})
	}
	for row := range min(len(g.Rows), shownRows) {
		cells := []Cell{Text(strconv.Itoa(row + 1))}
		for column := range width {
			cells = append(cells, Text(ShortCell(g.At(row, column))))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// ShortCell is a text as a narrow column shows it. A lone * would be taken for a number that this page hides.
func ShortCell(text string) string {
	if text == masking.Masked {
		return "‘*’"
	}
	if r := []rune(text); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return text
}
