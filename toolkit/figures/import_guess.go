package figures

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// phrases bring the ways in which people head such columns to one word each; the longer ones come first.
var phrases = strings.NewReplacer(
	" people out of work at the start ", " unemployed ", " out of work ", " unemployed ", " not in work ", " unemployed ", " workless ", " unemployed ",
	" in work at the start ", " inwork ", " in employment ", " inwork ", " in work ", " inwork ", " employed ", " inwork ", " retention ", " inwork ",
	" employment specialists ", " es ", " employment specialist ", " es ", " team leaders ", " tl ", " team leader ", " tl ",
	" service managers ", " sm ", " service manager ", " sm ", " administrators ", " admin ", " administrator ", " admin ",
	" started a first job ", " firstjob ", " started first job ", " firstjob ", " first job starts ", " firstjob ", " first job start ", " firstjob ",
	" first jobs ", " firstjob ", " first job ", " firstjob ", " supported into work ", " firstjob ", " people who started a job ", " firstjob ",
	" job starts ", " jobstarts ", " jobs started ", " jobstarts ",
	" kept their job ", " kept ", " kept work ", " kept ", " keep their job ", " kept ", " jobs retained ", " kept ", " retained ", " kept ",
	" first contact ", " access ", " accessed ", " access ", " accessing ", " access ",
	" in post ", " inpost ", " filled ", " inpost ", " budgeted ", " funded ", " establishment ", " funded ", " wte ", " fte ",
)

// clues are words that have to stand in a heading, or must not, for it to be a figure's.
var clues = map[string]struct{ all, not string }{
	"referrals":         {"referrals", "by source self declined accepted gp not"},
	"access_unemployed": {"access unemployed", "firstjob jobstarts"},
	"access_retention":  {"access inwork", "firstjob jobstarts unemployed"},
	"first_job_starts":  {"firstjob", "access kept days"},
	"job_starts":        {"jobstarts", "firstjob"},
	"kept_work":         {"kept", "access"},
	"es_in_post":        {"es fte", "funded senior vacant vacancy vacancies left leavers"},
	"senior_es_in_post": {"senior es fte", "funded"},
	"tl_in_post":        {"tl fte", "funded vacant vacancy vacancies left leavers"},
	"sm_in_post":        {"sm fte", "funded vacant vacancy vacancies left leavers"},
	"admin_in_post":     {"admin fte", "funded"},
	"es_funded":         {"es funded", "senior inpost"},
	"senior_es_funded":  {"senior es funded", "inpost"},
	"tl_funded":         {"tl funded", "inpost"},
	"sm_funded":         {"sm funded", "inpost"},
	"admin_funded":      {"admin funded", "inpost"},
}

// plain is a heading in the words of the clues. A post "in post" is one in full-time equivalents.
func plain(text string) []string {
	text = " " + bare(text) + " "
	for range 2 { // two phrases may share the space between them
		text = phrases.Replace(text)
	}
	words := strings.Fields(text)
	if slices.Contains(words, "inpost") {
		words = append(words, "fte")
	}
	return words
}

// fits says whether a heading or label is a figure's: 2 for its very words, 1 by its clues, 0 when it is not.
func (f Field) fits(text string) int {
	b := bare(text)
	if b == "" {
		return 0
	}
	if b == bare(f.Label) || b == bare(f.Name) {
		return 2
	}
	clue, ok := clues[f.Name]
	if !ok {
		return 0
	}
	words := plain(text)
	has := func(w string) bool { return slices.Contains(words, w) }
	if slices.ContainsFunc(strings.Fields(clue.not), has) {
		return 0
	}
	for _, w := range strings.Fields(clue.all) {
		if !has(w) {
			return 0
		}
	}
	return 1
}

// match gives each figure the place that fits it, each place to one figure: a figure's very words go before clues, and
// places at the start of the file before later ones.
func match(fields []Field, list []Place, words func(Place) string) map[string]string {
	from, taken := map[string]string{}, map[string]bool{}
	for _, best := range []int{2, 1} {
		for _, f := range fields {
			if from[f.Name] != "" {
				continue
			}
			for _, p := range list {
				if !taken[p.Key] && f.fits(words(p)) == best {
					from[f.Name], taken[p.Key] = p.Key, true
					break
				}
			}
		}
	}
	return from
}

// guessRows is how far down a sheet its headings are looked for, and guessColumns how far across its labels.
const guessRows, guessColumns = 30, 6

// Guess is a first mapping by the words in the file, for a person to look at: the sheet and the layout in which most
// figures are found. provider is the name by which a row may be the provider's. Its From is empty when nothing is found.
func Guess(grids []Grid, q calendar.Quarter, provider string, fields []Field) Mapping {
	var best Mapping
	for _, g := range grids {
		for header := range min(len(g.Rows), guessRows) {
			m := g.Laid(Mapping{Header: header + 1}, q, provider, fields)
			if len(m.From) > len(best.From) {
				best = m
			}
		}
		for column := range min(g.Width(), guessColumns) {
			m := g.labels(column, q, fields)
			if len(m.From) > len(best.From) {
				best = m
			}
		}
	}
	if len(best.From) == 0 && len(grids) > 0 {
		best = grids[0].Laid(Mapping{Header: 1}, q, provider, fields)
	}
	return best
}

// Laid is a mapping of the grid with the layout, the row of headings and the column of labels of another, and the rest
// guessed.
func (g Grid) Laid(m Mapping, q calendar.Quarter, provider string, fields []Field) Mapping {
	columns := g.Columns(m.Header)
	heading := func(p Place) string { return g.At(m.Header-1, p.Index) }
	laid := Mapping{Sheet: g.Name, Header: m.Header, InRows: m.InRows}
	if m.InRows {
		labels := 0
		for _, p := range columns {
			if p.Key == m.Labels {
				labels = p.Index
			}
		}
		if len(columns) > 0 {
			laid.Labels = columns[labels].Key
		}
		laid.From = match(fields, g.Labelled(m.Header, labels), func(p Place) string { return g.At(p.Index, labels) })
		laid.Numbers = g.numbers(laid, labels, q, columns)
		return laid
	}
	laid.From = match(fields, columns, heading)
	used := slices.Collect(maps.Values(laid.From))
	for _, p := range columns {
		if slices.Contains(used, p.Key) {
			continue
		}
		for row := m.Header; row < len(g.Rows); row++ {
			text := g.At(row, p.Index)
			switch {
			case laid.Quarter == "" && Says(text, q):
				laid.Quarter = p.Key
			case laid.Whose == "" && provider != "" && bare(text) == bare(provider):
				laid.Whose, laid.Is = p.Key, text
			}
		}
	}
	return laid
}

// labels is a mapping of the grid with the figures in rows, labelled in a column. The headings are the row above the
// first figure.
func (g Grid) labels(column int, q calendar.Quarter, fields []Field) Mapping {
	first := -1
	for row := range g.Rows {
		if slices.ContainsFunc(fields, func(f Field) bool { return f.fits(g.At(row, column)) > 0 }) {
			first = row
			break
		}
	}
	if first < 0 {
		return Mapping{}
	}
	header := 0
	for row := first - 1; row >= 0 && header == 0; row-- {
		for c := range g.Rows[row] {
			if c != column && g.At(row, c) != "" {
				header = row + 1
			}
		}
	}
	return g.Laid(Mapping{Header: header, InRows: true, Labels: g.Columns(header)[column].Key}, q, "", fields)
}

// numbers is the column in which the numbers of a mapping in rows stand: "" for the one that the quarter heads, else the
// first to the right of the labels that has a number beside one of them.
func (g Grid) numbers(m Mapping, labels int, q calendar.Quarter, columns []Place) string {
	if slices.ContainsFunc(columns, func(p Place) bool { return Says(g.At(m.Header-1, p.Index), q) }) {
		return ""
	}
	for _, p := range columns {
		for _, row := range g.Labelled(m.Header, labels) {
			if p.Index > labels && isNumber(g.At(row.Index, p.Index)) && g.At(row.Index, p.Index) != "" {
				return p.Key
			}
		}
	}
	return ""
}

// Refit is a mapping that was used before, for another file: its headings are looked for where they were, then further
// down. A sheet named after the quarter goes before the one that was read last time. ok is false when the file does not
// have all of it; then the person chooses again.
func (m Mapping) Refit(grids []Grid, q calendar.Quarter, fields []Field) (fit Mapping, ok bool) {
	if len(m.From) == 0 {
		return m, false
	}
	for _, want := range []func(g Grid) bool{
		func(g Grid) bool { return Says(g.Name, q) },
		func(g Grid) bool { return g.Name == m.Sheet },
		func(Grid) bool { return len(grids) == 1 },
	} {
		for _, g := range grids {
			if !want(g) {
				continue
			}
			for row := range min(len(g.Rows), guessRows) + 1 {
				fit = m
				fit.Sheet, fit.Header = g.Name, row
				if row == 0 {
					fit.Header = min(m.Header, len(g.Rows))
				}
				if _, wrong := fit.Read(g, q, fields); len(wrong) == 0 {
					return fit, true
				}
			}
		}
	}
	return m, false
}

// GridOf is the grid of a sheet; false when there is none of that name.
func GridOf(grids []Grid, name string) (Grid, bool) {
	i := slices.IndexFunc(grids, func(g Grid) bool { return g.Name == name })
	if i < 0 {
		return Grid{}, false
	}
	return grids[i], true
}
