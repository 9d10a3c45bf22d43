package register

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// A national list names organisations of all of England. Some of them have closed. NHS England's list of PCNs has the headings
// "PCN Code", "PCN Name", "Sub ICB Location" and "Close Date", and dates like 20190701.

// closesOn is the place of the day on which an organisation closed among the cells of a line.
const closesOn = "closes on"

// closed says why an organisation is left out that has closed; "" while it is open.
func (i Importer) closed(text string, recorded bool) string {
	if text == "" {
		return ""
	}
	day, ok := calendar.Read(text)
	why := "its closing date, ‘" + text + "’, cannot be read"
	switch {
	case ok && day > i.Today:
		return ""
	case ok:
		why = "it closed on " + day.Words()
	}
	if recorded {
		why += ". It is in this list: remove it there if it has ended"
	}
	return why
}

// ofICB are headings of the column in which a national list names the ICB of each row, in the form of grid.Bare.
var ofICB = []string{"sub icb location", "sub icb location name", "icb", "icb name", "integrated care board"}

func (i Importer) namesICB(heading string) bool { return slices.Contains(ofICB, grid.Bare(heading)) }

// own is a list without the rows of other ICBs, and how many those are. A list that names the ICB in no row stays whole.
func (i Importer) own(g grid.Grid) (own grid.Grid, others int) {
	first := i.headings(g)
	if first < 0 || i.ICB == "" {
		return g, 0
	}
	column := slices.IndexFunc(g.Rows[first], i.namesICB)
	if column < 0 {
		return g, 0
	}
	ours := func(row []string) bool { return column < len(row) && bareICB(row[column]) == bareICB(i.ICB) }
	if !slices.ContainsFunc(g.Rows[first+1:], ours) {
		return g, 0
	}
	own = grid.Grid{Name: g.Name, Rows: slices.Clone(g.Rows)}
	for n := first + 1; n < len(own.Rows); n++ {
		if row := own.Rows[n]; !ours(row) && !blank(row) {
			own.Rows[n] = nil // so that lines keep their numbers
			others++
		}
	}
	return own, others
}

// bareICB is an ICB's name without what surrounds it: "NHS SOUTH WEST LONDON ICB - 36L" is "south west london".
func bareICB(name string) string {
	name, _, _ = strings.Cut(name, " - ")
	name = " " + grid.Bare(name) + " "
	for _, words := range []string{" nhs ", " icb ", " integrated care board "} {
		name = strings.ReplaceAll(name, words, " ")
	}
	return strings.TrimSpace(name)
}
