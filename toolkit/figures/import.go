package figures

import (
	"encoding/json"
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Mapping says which part of a provider's file is which figure. It names headings and labels, not places, so that it
// fits the next quarter's file although rows have moved. The zero value maps nothing.
type Mapping struct {
	Sheet string `json:"sheet,omitempty"`
	// Header is the row of the headings, counted from 1 as in spreadsheets; 0 when the file has none.
	Header int `json:"header,omitempty"`
	// InRows means that each figure has a row. Otherwise each figure has a column, and each quarter, provider or team a
	// row.
	InRows bool `json:"in_rows,omitempty"`
	// From is the heading of a figure's column, or the label of its row, by the figure's name. Figures that are not in
	// the file have no entry.
	From map[string]string `json:"from,omitempty"`

	// Years is what a year alone means in the file, "" while nobody has said it.
	Years calendar.Naming `json:"years,omitempty"`

	// Sure means that the person takes the figures although the file names another quarter or provider. It holds for one
	// file and is not remembered.
	Sure bool `json:"sure,omitempty"`

	// For a column for each figure: the heading of the column with the quarter ("" when the file has one quarter only),
	// the heading of the column that names the provider or team, the name to look for there, and whether several rows
	// are added up.
	Quarter string `json:"quarter,omitempty"`
	Whose   string `json:"whose,omitempty"`
	Is      string `json:"is,omitempty"`
	Add     bool   `json:"add,omitempty"`

	// For a row for each figure: the heading of the column with the labels, and of the column with the numbers; "" is
	// the column that has the quarter as its heading.
	Labels  string `json:"labels,omitempty"`
	Numbers string `json:"numbers,omitempty"`
}

// ParseMapping reads what Text wrote. The error is for logs.
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
		panic(err) // only strings and numbers
	}
	return string(text)
}

// Tidy is the mapping without what its layout does not use, and without figures that are not asked for.
func (m Mapping) Tidy(fields []Field) Mapping {
	from := map[string]string{}
	for _, f := range fields {
		if m.From[f.Name] != "" {
			from[f.Name] = m.From[f.Name]
		}
	}
	m.From, m.Sure = from, false
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

// Words is the mapping in one line for the history: where each figure comes from, without any number.
func (m Mapping) Words(fields []Field) string {
	var words []string
	for _, f := range fields {
		if from := m.From[f.Name]; from != "" {
			words = append(words, f.Label+": ‘"+from+"’")
		}
	}
	return strings.Join(words, "; ")
}
