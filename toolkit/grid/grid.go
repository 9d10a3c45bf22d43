// Package grid reads the files that people bring, CSV and Excel, and cells that they paste, as rows and columns of
// text. It has one reader with one guard. The caller decides what the cells mean.
package grid

import (
	"fmt"
	"slices"
	"strings"
)

// Grid is the cells of one sheet as text, from the sheet's first row and column. Rows may differ in length. Name is the
// sheet's; a CSV file's is "".
type Grid struct {
	Name string     `json:"name"`
	Rows [][]string `json:"rows"`
	// The rows and columns that the workbook hides, counted from 0. Their cells are in Rows all the same.
	HiddenRows    []int `json:"hidden_rows,omitempty"`
	HiddenColumns []int `json:"hidden_columns,omitempty"`
	// Hidden says that the workbook hides this sheet. Only a caller that asks for hidden sheets gets it.
	Hidden bool `json:"hidden,omitempty"`
	// HiddenSheets are the names of the workbook's hidden sheets, which are not read unless the caller asks for them.
	HiddenSheets []string `json:"hidden_sheets,omitempty"`
	// Linked says that the workbook takes values from other files. Nobody opens those: its cells show what they held when it
	// was saved.
	Linked   bool `json:"linked,omitempty"`
	formulas map[[2]int]bool
}

// RowHidden and ColumnHidden say whether the workbook hides a row or a column, counted from 0.
func (g Grid) RowHidden(row int) bool       { return slices.Contains(g.HiddenRows, row) }
func (g Grid) ColumnHidden(column int) bool { return slices.Contains(g.HiddenColumns, column) }

// Formula says whether a cell of a workbook holds a formula. Its text is the value that was saved with it, or the
// formula itself. A grid that went through a person's browser has forgotten it.
func (g Grid) Formula(row, column int) bool { return g.formulas[[2]int{row, column}] }

func (g *Grid) noteFormula(row, column int) {
	if g.formulas == nil {
		g.formulas = map[[2]int]bool{}
	}
	g.formulas[[2]int{row, column}] = true
}

// At is a cell's text without the space around it; "" outside the grid. Rows and columns count from 0.
func (g Grid) At(row, column int) string {
	if row < 0 || row >= len(g.Rows) || column < 0 || column >= len(g.Rows[row]) {
		return ""
	}
	return strings.TrimSpace(g.Rows[row][column])
}

// Width is how many columns the widest row has.
func (g Grid) Width() int {
	widest := 0
	for _, row := range g.Rows {
		widest = max(widest, len(row))
	}
	return widest
}

// Of is the grid of a sheet; false when there is none of that name.
func Of(grids []Grid, sheet string) (Grid, bool) {
	i := slices.IndexFunc(grids, func(g Grid) bool { return g.Name == sheet })
	if i < 0 {
		return Grid{}, false
	}
	return grids[i], true
}

// ColumnName is a column as spreadsheets name it, "A" for 0.
func ColumnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func CellName(row, column int) string { return fmt.Sprintf("%s%d", ColumnName(column), row+1) }
