package figures

import (
	"encoding/json"
	"fmt"
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
