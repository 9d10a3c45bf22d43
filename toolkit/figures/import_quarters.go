package figures

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// MostQuarters is how many quarters of a file can be taken at once: two years and what has come since.
const MostQuarters = 12

// Mention is a quarter that a file names: ByName with its year, or put together of a year here and a quarter there.
type Mention struct {
	Quarter calendar.Quarter
	ByName  bool
}

// NamedQuarters are the quarters up to latest that a file names, the oldest first: at most MostQuarters, the newest ones. One that is
// named does not always have figures: HeldFor says that. noYear means that the file names no year, and that they are taken
// to be of the year of w.Quarter.
func NamedQuarters(grids []grid.Grid, w Wanted, latest calendar.Quarter) (list []Mention, noYear bool) {
	w = w.keeping()
	found := names{quarters: map[calendar.Quarter]bool{}, years: map[calendar.Year]bool{}, bare: map[int]bool{}}
	for _, g := range grids {
		found.see(w, g.Name, "")
		for row := range g.Rows {
			for column := range g.Rows[row] {
				heading := ""
				if row > 0 {
					heading = g.At(0, column)
				}
				found.see(w, g.At(row, column), heading)
			}
		}
	}
	for _, text := range found.apart.joined(w) {
		p, _ := w.period(text)
		for _, q := range p.Quarters() {
			found.quarters[q] = found.quarters[q] || false
		}
	}
	if len(found.bare) > 0 && len(found.years) == 0 && len(found.apart.years) == 0 {
		noYear = len(found.quarters) == 0
		found.years[w.Quarter.Year()] = true
	}
	for number := range found.bare {
		for year := range found.years {
			if q := calendar.QuarterOf(year, number); !found.quarters[q] {
				found.quarters[q] = false
			}
		}
	}
	for _, q := range slices.Sorted(maps.Keys(found.quarters)) {
		if q <= latest {
			list = append(list, Mention{q, found.quarters[q]})
		}
	}
	return list[max(0, len(list)-MostQuarters):], noYear
}

// names are the times that a file names.
type names struct {
	quarters map[calendar.Quarter]bool // true for one that is named with its year
	years    map[calendar.Year]bool
	bare     map[int]bool // quarters without their year, by number
	apart    apart
}

// see reads a text. A number is a time only under a heading that says so, and a year where it can be one.
func (n *names) see(w Wanted, text, heading string) {
	if text == "" || len(text) > longestRow {
		return
	}
	if strings.Trim(text, "0123456789") == "" && len(text) < 5 {
		if !timeHeading(heading) && (len(text) < 4 || text < "2015" || text > "2099") {
			return
		}
		text = timeOf(text, heading)
	} else if isNumber(text) {
		return
	}
	p, ok := w.period(text)
	if !ok || notThePeriod.MatchString(strings.ToLower(text)) && !numbered.MatchString(strings.ToLower(text)) {
		return
	}
	for _, q := range p.Quarters() {
		n.quarters[q] = true
	}
	n.apart.see(text, p)
	if alone, _ := p.YearAlone(); alone > 0 {
		return
	}
	if year, ok := p.Year(); ok {
		n.years[year] = true
	}
	for _, number := range p.Bare() {
		n.bare[number] = true
	}
}

// Held is one quarter of a file: its figures as they would be read alone, or what hinders that.
type Held struct {
	Quarter calendar.Quarter
	Mapping Mapping
	Import  Import
	Wrong   problem.List
}

// HeldFor reads one quarter of a file that may hold several: with the mapping that a person has chosen for another quarter
// of it where that fits, else as Guess reads it.
func (m Mapping) HeldFor(grids []grid.Grid, w Wanted) Held {
	w.Years = m.Years
	w = w.keeping()
	m.Sure = false
	for _, like := range []Mapping{m, m.anyColumn()} {
		if fit, ok := like.Refit(grids, w); ok {
			return fit.held(grids, w)
		}
	}
	guess, wrong := Guess(grids, w)
	if len(guess.From) > 0 && guess.Header >= 0 {
		// A figure that the file has for other quarters alone is not one of this quarter, and hinders no other.
		wrong = slices.DeleteFunc(wrong, func(p problem.Problem) bool { return w.absent[p.Field] })
	}
	switch {
	case len(wrong) > 0:
	case len(guess.From) == 0:
		wrong.Add("", "We do not recognise any of the figures’ names")
	default:
		return guess.held(grids, w)
	}
	return Held{Quarter: w.Quarter, Mapping: guess, Wrong: wrong}
}

// anyColumn is the mapping without the column of the numbers, which is another in each quarter.
func (m Mapping) anyColumn() Mapping {
	m.Numbers = ""
	return m
}

func (m Mapping) held(grids []grid.Grid, w Wanted) Held {
	h := Held{Quarter: w.Quarter, Mapping: m}
	g, ok := grid.Of(grids, m.Sheet)
	if !ok {
		h.Wrong.Add(ImportSheet, "The file has no such sheet")
		return h
	}
	h.Import, h.Wrong = m.Read(g, w)
	return h
}

// Apart takes out what two quarters read from one cell: the file does not tell those quarters apart. It changes the list.
func Apart(list []Held) {
	first := map[string]int{}
	for i, h := range list {
		for _, f := range h.Import.Figures {
			key := h.Mapping.Sheet + "!" + f.Cell
			j, found := first[key]
			if !found {
				first[key] = i
				continue
			}
			if j == i {
				continue
			}
			for _, k := range []int{i, j} {
				if len(list[k].Wrong) == 0 {
					list[k].Wrong.Add("", "Cell %s would be read for both %s and %s", f.Cell, list[j].Quarter.Short(), h.Quarter.Short())
				}
			}
		}
	}
}
