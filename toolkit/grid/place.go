package grid

import (
	"fmt"
	"slices"
	"strings"
)

// Place is a column or a row that a mapping can name. Key is its heading or label, with a number where several have the
// same name ("total (2)"). Text is its line in a list, "C: Referrals" or "Row 7: Job starts".
type Place struct {
	Index     int
	Key, Text string
}

// places gives each heading or label its key; unnamed names one without words.
func places(n int, words func(i int) string, shown, unnamed func(i int) string) []Place {
	seen, list := map[string]int{}, make([]Place, n)
	for i := range n {
		text := words(i)
		key := Bare(text)
		if key == "" {
			key = Bare(unnamed(i))
		}
		if seen[key]++; seen[key] > 1 {
			key = fmt.Sprintf("%s (%d)", key, seen[key])
		}
		if text == "" {
			text = "no words"
		}
		list[i] = Place{Index: i, Key: key, Text: shown(i) + ": " + text}
	}
	return list
}

// Columns are a grid's columns by their headings in a row counted from 1; 0 means no row of headings.
func (g Grid) Columns(header int) []Place {
	column := func(i int) string { return "Column " + ColumnName(i) }
	return places(g.Width(), func(i int) string { return g.At(header-1, i) }, column, column)
}

// mostLabels is the most rows that a person can choose from.
const mostLabels = 300

// Labelled are the first rows below the headings that have a label in a column.
func (g Grid) Labelled(header, column int) []Place {
	row := func(i int) string { return fmt.Sprintf("Row %d", header+i+1) }
	list := places(max(0, len(g.Rows)-header), func(i int) string { return g.At(header+i, column) }, row, row)
	list = slices.DeleteFunc(list, func(p Place) bool { return g.At(header+p.Index, column) == "" })
	list = list[:min(len(list), mostLabels)]
	for i := range list {
		list[i].Index += header
	}
	return list
}

// Bare is a text in lower case with only letters, digits and single spaces: "Date-of-birth:" is "date of birth".
func Bare(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Headed are the columns with a heading, given in the form of Bare.
func Headed(row []string, heading string) []int {
	var columns []int
	for i, text := range row {
		if Bare(text) == heading {
			columns = append(columns, i)
		}
	}
	return columns
}

// ColumnNames are columns as spreadsheets name them, "C and D".
func ColumnNames(columns []int) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = ColumnName(c)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
