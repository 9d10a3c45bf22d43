package figures

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
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
	"provider":     {"primary level description", "provider", "provider name", "organisation", "organisation name"},
	"to":           {"reporting period end", "period end", "12 months to", "period", "month"},
	"people":       {"measure value", "metric value", "people", "referrals", "value", "published", "number", "mhs116"},
	"measure":      {"measure id", "metric", "measure"},
	"breakdown":    {"breakdown"},
	"published_on": {"published on", "date published", "publication date"},
	"source":       {"source"},
}

// ReadPublishedGrid takes published figures from a grid: a row of headings, then a row for each figure. From NHS
// England's own file it takes only rows of the measure, by provider. providers are the ICB's by name. general gives the
// dates and sources that the file lacks. The error says which column is missing.
func ReadPublishedGrid(g grid.Grid, providers map[string]string, general Published) ([]PublishedRow, error) {
	header, at := -1, map[string]int{}
	for row := 0; row < min(len(g.Rows), guessRows) && header < 0; row++ {
		clear(at)
		for what, names := range headed {
			for _, name := range names {
				column := slices.IndexFunc(g.Rows[row], func(text string) bool { return grid.Bare(text) == name })
				if _, found := at[what]; column >= 0 && !found {
					at[what] = column
				}
			}
		}
		if _, provider := at["provider"]; provider && len(at) > 1 {
			header = row
		}
	}
	if header < 0 {
		return nil, fmt.Errorf("has no row of headings with ‘Provider’, ‘12 months to’ and ‘Published’")
	}
	for _, need := range []struct{ what, words string }{
		{"to", "‘12 months to’, with the month’s last day"},
		{"people", "‘Published’, with the number or *"},
	} {
		if _, found := at[need.what]; !found {
			return nil, fmt.Errorf("has no column headed %s", need.words)
		}
	}
	var list []PublishedRow
	for row := header + 1; row < len(g.Rows); row++ {
		cell := func(what string) string {
			if column, found := at[what]; found {
				return g.At(row, column)
			}
			return ""
		}
		measure, breakdown := cell("measure"), cell("breakdown")
		switch {
		case cell("provider") == "" && cell("people") == "":
			continue
		case measure != "" && !strings.EqualFold(measure, PublishedMeasure), breakdown != "" && !strings.EqualFold(breakdown, "provider"):
			continue
		}
		list = append(list, readPublishedRow(row, cell, providers, general))
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("has no row with a provider’s figure of %s", PublishedMeasure)
	}
	return list, nil
}

func readPublishedRow(row int, cell func(string) string, providers map[string]string, general Published) PublishedRow {
	r := PublishedRow{Row: row + 1, Published: general, Name: cell("provider"), Typed: cell("people")}
	var known bool
	for name, id := range providers {
		if grid.Bare(name) == grid.Bare(r.Name) {
			r.Provider, known = id, true
		}
	}
	if !known {
		r.Wrong = "No provider of this ICB is called ‘" + r.Name + "’"
		return r
	}
	to, ok := monthOf(cell("to"))
	if !ok {
		r.Wrong = "‘" + cell("to") + "’ is no month, like 30/09/2026 or September 2026"
		return r
	}
	r.To = to
	if err := r.Read(r.Typed); err != nil {
		r.Wrong = "The published number " + err.Error()
		return r
	}
	if day, ok := dayOf(strings.ToLower(cell("published_on"))); ok {
		r.PublishedOn = day
	} else if text := cell("published_on"); text != "" {
		r.Wrong = "‘" + text + "’ is no day, like 12/11/2026"
		return r
	}
	if source := cell("source"); source != "" {
		r.Source = source
	}
	return r
}

// monthOf reads the month in which a period ends, as its last day.
func monthOf(text string) (calendar.Date, bool) {
	if d, ok := dayOf(strings.ToLower(text)); ok {
		return MonthEnd(d), true
	}
	for _, form := range []string{"January 2006", "Jan 2006", "Jan-06", "2006-01"} {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 2000 && t.Year() <= 2200 {
			return MonthEnd(calendar.On(t.Year(), int(t.Month()), 1)), true
		}
	}
	return "", false
}
