package figures

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// PublishedRow is one row of a file of published figures: the figure, or what is wrong with the row.
type PublishedRow struct {
	Row int // counted from 1
	Published
	Name  string // the provider as the file names it
	Typed string // the figure as the file has it
	Wrong string
}

// headed are the headings that name the columns of a file of published figures, in the form of grid.Bare: those of NHS
// England's monthly file first, then plain words.
var headed = map[string][]string{
	"provider": {"primary level description", "provider", "provider name", "organisation", "organisation name"},
	"from":     {"reporting period start", "reporting period start date", "period start", "start date", "start", "from"},
	"to": {
		"reporting period end", "reporting period end date", "period end", "12 months to", "end date", "end", "to",
		"period", "month",
	},
	"people":       {"measure value", "metric value", "people", "referrals", "value", "published", "number", "mhs116"},
	"measure":      {"measure id", "metric id", "measure code", "metric", "measure"},
	"named":        {"measure name", "metric name", "measure description", "indicator"},
	"breakdown":    {"breakdown"},
	"second":       {"secondary level"},
	"status":       {"status", "data status", "publication status"},
	"published_on": {"published on", "date published", "publication date"},
	"source":       {"source"},
}

// ReadPublishedGrid takes published figures from a grid: a row of headings, then a row for each figure. From NHS
// England's own file it takes only rows of the measure, by provider. providers are the ICB's by name. general gives the
// dates and sources that the file lacks. Of several rows for a provider and a period one is taken at most. The error says
// which column is missing, or there twice.
func ReadPublishedGrid(g grid.Grid, providers map[string]string, general Published) ([]PublishedRow, error) {
	header, at, err := publishedColumns(g)
	if err != nil {
		return nil, err
	}
	var list []PublishedRow
	for row := header + 1; row < len(g.Rows); row++ {
		cell := func(what string) string {
			if column, found := at[what]; found {
				return g.At(row, column)
			}
			return ""
		}
		breakdown, second := cell("breakdown"), grid.Bare(cell("second"))
		of, why := measureOf(cell("measure"), cell("named"))
		_, byID := at["measure"]
		_, byName := at["named"]
		switch {
		case cell("provider") == "" && cell("people") == "":
			continue
		case breakdown != "" && !strings.EqualFold(breakdown, "provider"), second != "" && second != "none":
			continue
		case !of && why == "":
			continue
		case !byID && !byName:
			why = "" // the file is of one measure and does not say so in each row
		}
		r := PublishedRow{Row: row + 1, Published: general, Name: cell("provider"), Typed: cell("people"), Wrong: why}
		if why == "" {
			r.read(cell, providers)
		}
		list = append(list, r)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("has no row with a provider’s figure for %s", PublishedMeasure)
	}
	settle(list)
	return list, nil
}

// publishedColumns finds the row of headings, and the column of each field that is there.
func publishedColumns(g grid.Grid) (header int, at map[string]int, err error) {
	for header = range min(len(g.Rows), guessRows) {
		at = map[string]int{}
		twice := ""
		for what, names := range headed {
			for _, name := range names {
				columns := grid.Headed(g.Rows[header], name)
				if _, found := at[what]; len(columns) == 0 || found {
					continue
				}
				if at[what] = columns[0]; len(columns) > 1 {
					twice = fmt.Sprintf("has the heading ‘%s’ in columns %s: give one of them another name or take it out",
						g.At(header, columns[0]), grid.ColumnNames(columns))
				}
			}
		}
		if _, provider := at["provider"]; !provider || len(at) < 2 {
			continue
		}
		if twice != "" {
			return 0, nil, fmt.Errorf("%s", twice)
		}
		for _, need := range []struct{ what, words string }{
			{"to", "‘12 months to’, with the month’s last day"},
			{"people", "‘Published’, with the number or *"},
		} {
			if _, found := at[need.what]; !found {
				return 0, nil, fmt.Errorf("has no column headed %s", need.words)
			}
		}
		return header, at, nil
	}
	return 0, nil, fmt.Errorf("has no row of headings with ‘Provider’, ‘12 months to’ and ‘Published’")
}

// measureOf says whether a row is of the measure, by its id, else by its name. why is set where the row says neither.
func measureOf(id, name string) (of bool, why string) {
	switch {
	case strings.EqualFold(id, PublishedMeasure):
		return true, ""
	case id != "" && !strings.ContainsRune(id, ' '):
		return false, ""
	case id != "":
		return countsAccess(id), "" // a column ‘Measure’ with names in it
	case name != "":
		return countsAccess(name), ""
	}
	return false, "The row does not say which measure it is for"
}

// otherMeasures are words of measures about IPS that do not count the referrals that accessed it.
var otherMeasures = []string{
	"rate", "per", "proportion", "percentage", "percent", "average", "mean", "median", "days", "waiting", "outcome", "outcomes", "gained",
	"started", "retained",
}

// countsAccess tells whether a measure's name is that of PublishedMeasure: referrals that accessed IPS, their number.
func countsAccess(name string) bool {
	words := strings.Fields(grid.Bare(name))
	has := func(begin string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, begin) })
	}
	return has("access") && (slices.Contains(words, "ips") || has("individual") && has("placement")) &&
		!slices.ContainsFunc(otherMeasures, func(w string) bool { return slices.Contains(words, w) })
}

// read takes the figure out of the row's cells, or says what is wrong with it.
func (r *PublishedRow) read(cell func(string) string, providers map[string]string) {
	for name, id := range providers {
		if grid.Bare(name) == grid.Bare(r.Name) {
			r.Provider = id
		}
	}
	var why string
	switch r.To, why = twelveMonths(cell("from"), cell("to")); {
	case r.Provider == "":
		r.Wrong = "No provider of this ICB is called ‘" + r.Name + "’"
		return
	case why != "":
		r.Wrong = why
		return
	}
	err := r.Read(r.Typed)
	if err != nil {
		var n string
		if n, err = grid.Number(r.Typed); err == nil {
			err = r.Read(n)
		}
	}
	if err != nil {
		r.Wrong = "The published number " + err.Error()
		return
	}
	if status := cell("status"); status != "" {
		provisional, known := statuses[grid.Bare(status)]
		if !known {
			r.Wrong = "‘" + status + "’ is not a status, such as Performance, Final or Provisional"
			return
		}
		r.Provisional = provisional
	}
	if day, ok := calendar.Read(cell("published_on")); ok {
		r.PublishedOn = day
	} else if text := cell("published_on"); text != "" {
		r.Wrong = "‘" + text + "’ is not a date, such as 12/11/2026"
		return
	}
	if source := cell("source"); source != "" {
		r.Source = source
	}
}

// statuses of NHS England's files, and whether a figure of each is provisional.
var statuses = map[string]bool{
	"provisional": true, "primary": true,
	"final": false, "performance": false, "refresh": false, "refreshed": false, "revised": false,
}

// twelveMonths is the last day of the 12 months that a row says it is of, by their start and their end where it gives both.
// why says that it is of something else, or that it cannot be read.
func twelveMonths(from, to string) (end calendar.Date, why string) {
	day, isDay := calendar.Read(to)
	end, ok := calendar.ReadMonth(to)
	if !ok {
		p, named := calendar.ReadPeriod(to)
		if last, twelve := p.Twelve(); named && twelve {
			return last, ""
		}
		if named && p.HasYear() {
			return "", "‘" + to + "’ is not 12 months"
		}
		return "", "‘" + to + "’ is not a month, such as 30/09/2026 or September 2026"
	}
	// Spreadsheets keep a month as its first day.
	if isDay && day != end && !firstOfMonth(day) {
		return "", "‘" + to + "’ is not the last day of a month"
	}
	if from == "" {
		return end, ""
	}
	first, isDay := calendar.Read(from)
	last, ok := calendar.ReadMonth(from)
	if !ok {
		return "", "‘" + from + "’ is not a date, such as 01/10/2025"
	}
	if !isDay {
		year, month, _ := last.Parts()
		first = calendar.On(year, month, 1)
	}
	if firstOfMonth(first) && MonthEnd(first.AddMonths(11)) == end {
		return end, ""
	}
	why = first.Words() + " to " + end.Words() + " is not 12 whole months"
	if months := wholeMonths(first, end); months > 0 {
		why = first.Words() + " to " + end.Words() + " is " + number.Counting(months, "month", "months") + ", and this measure covers 12"
	}
	return "", why
}

// wholeMonths is how many months there are from a first day to a last one; 0 where they are not whole.
func wholeMonths(first, last calendar.Date) int {
	if !firstOfMonth(first) || last < first {
		return 0
	}
	y, m, _ := first.Parts()
	endYear, end, _ := last.Parts()
	return 12*(endYear-y) + end - m + 1
}

func firstOfMonth(d calendar.Date) bool {
	_, _, day := d.Parts()
	return day == 1
}

// settle leaves one row of each provider and period: a final figure before a provisional one. Rows of one standing with
// different numbers are left out, since nobody can tell which is right.
func settle(list []PublishedRow) {
	type key struct {
		provider string
		to       calendar.Date
	}
	best := map[key]int{}
	for i := range list {
		r := &list[i]
		if r.Wrong != "" {
			continue
		}
		k := key{r.Provider, r.To}
		j, found := best[k]
		if !found {
			best[k] = i
			continue
		}
		other := &list[j]
		switch {
		case r.Provisional && !other.Provisional:
			r.Wrong = fmt.Sprintf("Row %d has the final figure", other.Row)
		case other.Provisional && !r.Provisional:
			other.Wrong = fmt.Sprintf("Row %d has the final figure", r.Row)
			best[k] = i
		case r.Shown() == other.Shown():
			r.Wrong = fmt.Sprintf("Row %d is for the same provider and period", other.Row)
		default:
			clash := fmt.Sprintf("Rows %d and %d give different figures for this provider and period", other.Row, r.Row)
			r.Wrong, other.Wrong = clash, clash
		}
	}
}
