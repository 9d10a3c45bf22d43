package figures

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Mapping says which part of a provider's file is which figure. It names headings and labels, not places, so that it
// fits the next quarter's file although rows have moved. The zero value is a mapping of nothing.
type Mapping struct {
	Sheet string `json:"sheet,omitempty"`
	// Header is the row of the headings, counted from 1 as spreadsheets do; 0 when the file has none.
	Header int `json:"header,omitempty"`
	// InRows: a row for each figure. Otherwise a row for each quarter, provider or team, and a column for each figure.
	InRows bool `json:"in_rows,omitempty"`
	// From is the heading of a figure's column, or the label of its row, by the figure's name. A figure that is not
	// named is not in the file.
	From map[string]string `json:"from,omitempty"`

	// With a column for each figure: the heading of the column that says the quarter ("" when the file is of one); of
	// the column that says whose row it is, with what has to stand there; and whether several rows are added up.
	Quarter string `json:"quarter,omitempty"`
	Whose   string `json:"whose,omitempty"`
	Is      string `json:"is,omitempty"`
	Add     bool   `json:"add,omitempty"`

	// With a row for each figure: the heading of the column with the labels, and of the one with the numbers; "" is the
	// column whose heading is the quarter.
	Labels  string `json:"labels,omitempty"`
	Numbers string `json:"numbers,omitempty"`
}

// ParseMapping reads a mapping as Text wrote it. The error is for logs.
func ParseMapping(text string) (Mapping, error) {
	var m Mapping
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return Mapping{}, fmt.Errorf("mapping: %w", err)
	}
	return m, nil
}

// Text is the mapping as it is kept.
func (m Mapping) Text() string {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	return string(text)
}

// Tidy is the mapping without what its layout does not use and without figures that are not asked: the rest has been
// found in the file.
func (m Mapping) Tidy(fields []Field) Mapping {
	from := map[string]string{}
	for _, f := range fields {
		if m.From[f.Name] != "" {
			from[f.Name] = m.From[f.Name]
		}
	}
	m.From = from
	if m.InRows {
		m.Quarter, m.Whose, m.Is, m.Add = "", "", "", false
		return m
	}
	m.Labels, m.Numbers = "", ""
	if m.Whose == "" {
		m.Is = ""
	}
	return m
}

// Words is the mapping in a line for the history: what is taken from where, without any number.
func (m Mapping) Words(fields []Field) string {
	var words []string
	for _, f := range fields {
		if from := m.From[f.Name]; from != "" {
			words = append(words, f.Label+": ‘"+from+"’")
		}
	}
	return strings.Join(words, "; ")
}

// Place is a column or a row that a mapping can name. Key is its heading or label, with a number where there are several
// of one name ("total (2)"); Text is what a list shows, "C: Referrals" or "Row 7: Job starts".
type Place struct {
	Index     int
	Key, Text string
}

// places gives each heading or label its key; unnamed is what one without words is called.
func places(n int, words func(i int) string, shown, unnamed func(i int) string) []Place {
	seen, list := map[string]int{}, make([]Place, n)
	for i := range n {
		text := words(i)
		key := bare(text)
		if key == "" {
			key = bare(unnamed(i))
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

// Columns are a grid's columns by their headings in a row counted from 1; 0 is no row of headings.
func (g Grid) Columns(header int) []Place {
	column := func(i int) string { return "Column " + ColumnName(i) }
	return places(g.Width(), func(i int) string { return g.At(header-1, i) }, column, column)
}

// mostLabels is how many rows can be chosen between.
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
