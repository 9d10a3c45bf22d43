package figures

import (
	"fmt"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// Many files have the year in one cell and the quarter or the month in another: beside it, above it, or in the title. What a year
// alone means depends on the two together, "Q4" and "2026", so they are read as one text.

// joined puts a quarter or months without a year, and the year alone that is nearest, into one text. Texts that say both stay as
// they are, and so do those behind one that says both.
func (w Wanted) joined(texts []string) []string {
	time, year := -1, -1
	for i, text := range texts {
		p, ok := w.period(text)
		if !ok {
			continue
		}
		if alone, _ := p.YearAlone(); alone > 0 {
			if year < 0 {
				year = i
			}
		} else if p.HasYear() {
			return texts
		} else if time < 0 {
			time = i
		}
		if time >= 0 && year >= 0 {
			both := slices.Clone(texts)
			both[time] = w.join(texts[time], texts[year])
			return slices.Delete(both, year, year+1)
		}
	}
	return texts
}

// join is a time and a year alone in one text, "Q4 2026". A year beside months is a calendar year, unless it is called a financial
// year or a person has said that the file's years are.
func (w Wanted) join(time, year string) string {
	p, _ := w.period(time)
	y, _ := w.period(year)
	number, fy := y.YearAlone()
	_, _, months := p.Months()
	if fy || months && (w.Years == calendar.YearBegins || w.Years == calendar.YearEnds) {
		return fmt.Sprintf("%s FY%d", time, number)
	}
	return fmt.Sprintf("%s %d", time, number)
}

// titleYear is the calendar year that the words above the headings name alone; "" for none. A quarter's number means others there
// than in a financial year, so it cannot be told without it.
func (w Wanted) titleYear(g grid.Grid, header int) string {
	if w.Years != calendar.YearCalendar {
		return ""
	}
	titles, _ := w.titles(g, header)
	for _, text := range titles {
		if p, ok := w.period(text); ok {
			if year, _ := p.YearAlone(); year > 0 {
				return text
			}
			return ""
		}
	}
	return ""
}

// mostApart bounds the texts of each sort that are put together.
const mostApart = 24

// apart are the years alone and the times without a year that a grid names, each text once.
type apart struct {
	years, times []string
	split        string // a year with a January behind its December

	rowYears  []string // of the row that is read
	rowMonths []calendar.Period
	year      string // the one year of that row, or of the last row with one
	before    calendar.Period
	of        string // the year of the months before
	ups       int    // steps to a later month of the same year
	downs     int
	back      string // a year with a January before its December
}

// see takes a text of a row.
func (a *apart) see(text string, p calendar.Period) {
	if year, _ := p.YearAlone(); year > 0 {
		a.years, a.rowYears = addNew(a.years, text), addNew(a.rowYears, text)
	} else if !p.HasYear() && !p.ToDate() {
		a.times = addNew(a.times, text)
		if _, _, ok := p.Months(); ok {
			a.rowMonths = append(a.rowMonths, p)
		}
	}
}

func addNew(list []string, text string) []string {
	if len(list) == mostApart || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// endRow looks whether the row's months, and those before them, go over the turn of a year within one year: from December to
// January, or from January to December in a file with the newest first.
func (a *apart) endRow() {
	const january = 9 // counted from April
	calendarMonth := func(month int) int { return (month + 3) % 12 }
	switch len(a.rowYears) {
	case 0:
	case 1:
		a.year = a.rowYears[0]
	default:
		a.year = ""
	}
	for _, p := range a.rowMonths {
		first, last, _ := p.Months()
		firstBefore, lastBefore, had := a.before.Months()
		switch {
		case !had || a.year == "" || a.of != a.year:
		case lastBefore == january-1 && first == january:
			a.split = a.year
		case firstBefore == january && last == january-1:
			a.back = a.year
		case calendarMonth(first) > calendarMonth(firstBefore):
			a.ups++
		case calendarMonth(first) < calendarMonth(firstBefore):
			a.downs++
		}
		a.before, a.of = p, a.year
	}
	a.rowYears, a.rowMonths = nil, nil
}

// oneYear is a year that holds both a December and the January after it, so that it is a financial year; "" for none.
func (a *apart) oneYear() string {
	if a.split == "" && a.downs > 0 && a.ups == 0 {
		return a.back
	}
	return a.split
}

// joined are all times with all years.
func (a *apart) joined(w Wanted) []string {
	var list []string
	for _, year := range a.years {
		for _, time := range a.times {
			list = append(list, w.join(time, year))
		}
	}
	return list
}
