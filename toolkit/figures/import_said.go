package figures

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// said keeps what the texts of a file say. Each way to read the file looks at the same cells, some of them a hundred times,
// so each text is read once.
type said struct {
	times  map[string]timeSaid
	owners map[string]owner
	naming calendar.Naming
}

type timeSaid struct {
	calendar.Period
	ok bool
}

// keeping is what is wanted, with room to keep what the texts of a file say.
func (w Wanted) keeping() Wanted {
	if w.said == nil || w.said.naming != w.Years {
		w.said, w.known = &said{map[string]timeSaid{}, map[string]owner{}, w.Years}, knowing(w.Fields)
		w.absent = map[string]bool{}
	}
	return w
}

// period is calendar.ReadPeriodAs.
func (w Wanted) period(text string) (calendar.Period, bool) {
	if text == "" {
		return calendar.Period{}, false
	}
	t, known := w.said.times[text]
	if !known {
		t.Period, t.ok = calendar.ReadPeriodAs(text, w.Years)
		w.said.times[text] = t
	}
	return t.Period, t.ok
}

// owner says which provider a text names.
func (w Wanted) owner(text string) owner {
	if text == "" {
		return nobody
	}
	whose, known := w.said.owners[text]
	if !known {
		whose = w.readOwner(text)
		w.said.owners[text] = whose
	}
	return whose
}

// loneYears are what a grid says with a year alone beside a quarter.
type loneYears struct {
	text    string // the first one that names the quarter, else the first one
	asked   bool   // quarter 4 of a year is beside quarter 1 of the next, so that both kinds of year fit
	settled bool   // something else says which years they are: 2026/27, or the months of a quarter
	ours    bool   // text names the quarter
	at      map[calendar.Lone]bool
}

// loneYears looks through the short texts of a grid.
func (w Wanted) loneYears(g grid.Grid) loneYears {
	l := loneYears{at: map[calendar.Lone]bool{}}
	var parts apart
	see := func(text string) {
		if len(text) < 2 || len(text) > 40 || strings.Trim(text, "0123456789.,") == "" {
			return
		}
		if p, ok := w.period(text); ok {
			parts.see(text, p)
			l.see(w, text, p)
		}
	}
	see(g.Name)
	parts.endRow()
	above := map[int]string{} // the nearest words above, by column
	for row := range g.Rows {
		for column := range g.Rows[row] {
			text := g.At(row, column)
			switch {
			case text == "":
			case len(text) > 4 || strings.Trim(text, "0123456789") != "":
				above[column] = text
				see(text)
			case timeHeading(above[column]):
				see(timeOf(text, above[column]))
			case len(text) == 4 && above[column] == "": // a year above the quarters
				see(timeOf(text, "Year"))
			}
		}
		parts.endRow()
	}
	for _, text := range parts.joined(w) {
		if p, ok := w.period(text); ok {
			l.see(w, text, p)
		}
	}
	for lone := range l.at {
		l.asked = l.asked || !l.settled && lone.Quarter == 4 && l.at[calendar.Lone{Year: lone.Year + 1, Quarter: 1}]
	}
	if p, ok := w.period(parts.oneYear()); ok && !l.settled {
		if year, fy := p.YearAlone(); !fy {
			l.asked, l.text = true, fmt.Sprintf("FY%d", year)
		}
	}
	return l
}

// see takes a text with a year. A year alone without a quarter says nothing before it is joined with one.
func (l *loneYears) see(w Wanted, text string, p calendar.Period) {
	if year, fy := p.YearAlone(); !p.HasYear() || year > 0 && !fy {
		return
	}
	lone := p.Lone()
	if lone.Year == 0 {
		l.settled = l.settled || p.IsYear() && strings.ContainsAny(text, "/-") ||
			len(p.Quarters()) > 0 && numbered.MatchString(strings.ToLower(text))
		return
	}
	if l.text == "" || !l.ours && p.Against(w.Quarter) == calendar.Whole {
		l.text, l.ours = text, p.Against(w.Quarter) == calendar.Whole
	}
	if !lone.FY {
		l.at[lone] = true
	}
}

// LoneYear is a text of a grid that names a year alone, "Q4 2026" or "FY26", and can be read in more than one way; "" for none.
func LoneYear(g grid.Grid, w Wanted) string {
	l := w.keeping().loneYears(g)
	if l.settled {
		return ""
	}
	return l.text
}
