package figures

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// timeWords are the words of a heading over times; otherDates are those of dates about something else.
var timeWords = strings.Fields("quarter qtr q period month year years fy date ending ended from to start end starts ends")

// timeColumns are the columns that say a row's time: the chosen one first, then those with such a heading or with
// mostly such cells.
func (r *reader) timeColumns() []int {
	if r.timesIn == nil {
		r.timesIn = r.findTimes()
	}
	return r.timesIn
}

func (r *reader) findTimes() []int {
	list := []int{}
	used := map[int]bool{}
	for _, p := range r.columns {
		if p.Key == r.Mapping.Quarter && r.Mapping.Quarter != "" {
			list = append(list, p.Index)
			used[p.Index] = true
		}
		for _, key := range r.From {
			used[p.Index] = used[p.Index] || p.Key == key
		}
	}
	for _, p := range r.columns {
		if heading := r.g.At(r.Header-1, p.Index); !used[p.Index] && r.isTime(r.g, r.Header, p.Index, heading) {
			list = append(list, p.Index)
		}
	}
	return list
}

// timeRows is how many rows below the headings show whether a column holds times.
const timeRows = 60

// isTime says whether a column holds the times of its rows.
func (w Wanted) isTime(g grid.Grid, header, column int, heading string) bool {
	if notThePeriod.MatchString(strings.ToLower(heading)) || w.known.names(heading) {
		return false // "All job starts Q1" is a figure
	}
	named := timeHeading(heading)
	filled, times := 0, 0
	for row := header; row < min(len(g.Rows), header+timeRows); row++ {
		text := g.At(row, column)
		if text == "" {
			continue
		}
		filled++
		if len(text) <= 40 && (named || strings.Trim(text, "0123456789.,") != "") {
			if _, ok := w.period(timeOf(text, heading)); ok {
				times++
			}
		}
	}
	return times > 0 && (named || 2*times >= filled)
}

// timeHeading says whether a heading is one over times.
func timeHeading(heading string) bool {
	return slices.ContainsFunc(strings.Fields(grid.Bare(heading)), func(w string) bool { return slices.Contains(timeWords, w) })
}

// timeOf is a cell with what its heading says of it: "3" under "Quarter", "2026" under "Year" or under "Financial year".
func timeOf(text, heading string) string {
	switch {
	case strings.Trim(text, "0123456789") != "" || len(text) > 4:
		return text
	case len(text) == 4 && strings.HasPrefix(text, "20") && strings.Contains(grid.Bare(heading), "financial"):
		return "FY" + text
	}
	return heading + " " + text
}

// times are the words that say a row's time, from the nearest; a year may have a row of its own above its quarters.
func (r *reader) times(row int) []string {
	var texts []string
	columns := r.timeColumns()
	var days []string
	for _, column := range columns {
		text := r.carried(row, column)
		texts = append(texts, timeOf(text, r.g.At(r.Header-1, column)))
		if _, ok := calendar.Read(text); ok {
			days = append(days, text)
		}
	}
	if len(days) > 1 { // the first and the last day
		texts = append([]string{days[0] + " to " + days[1]}, texts...)
	}
	if r.yearAbove == nil {
		r.yearAbove = make([]string, len(r.g.Rows)+1)
		for i, cells := range r.g.Rows {
			r.yearAbove[i+1] = r.yearAbove[i]
			if i < r.Header || filled(cells) != 1 {
				continue
			}
			text := strings.TrimSpace(strings.Join(cells, ""))
			if p, ok := r.period(text); ok && p.IsYear() {
				r.yearAbove[i+1] = text
			}
		}
	}
	return append(texts, r.yearAbove[row], r.titleYear(r.g, r.Header))
}

func filled(row []string) int {
	n := 0
	for _, text := range row {
		if strings.TrimSpace(text) != "" {
			n++
		}
	}
	return n
}
