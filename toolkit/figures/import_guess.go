package figures

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// phrases change the ways in which people write such headings to one word each; the longer ones come first.
var phrases = strings.NewReplacer(
	" people out of work at the start ", " unemployed ", " out of work ", " unemployed ", " not in work ", " unemployed ", " workless ",
	" unemployed ",
	" in work at the start ", " inwork ", " in employment ", " inwork ", " in work ", " inwork ", " employed ", " inwork ", " retention ",
	" inwork ",
	" employment specialists ", " es ", " employment specialist ", " es ", " team leaders ", " tl ", " team leader ", " tl ",
	" service managers ", " sm ", " service manager ", " sm ", " administrators ", " admin ", " administrator ", " admin ",
	" started a first job ", " firstjob ", " started first job ", " firstjob ", " first job starts ", " firstjob ", " first job start ",
	" firstjob ",
	" first jobs ", " firstjob ", " first job ", " firstjob ", " supported into work ", " firstjob ", " people who started a job ",
	" firstjob ",
	" job starts ", " jobstarts ", " jobs started ", " jobstarts ",
	" kept their job ", " kept ", " kept work ", " kept ", " keep their job ", " kept ", " jobs retained ", " kept ", " retained ",
	" kept ",
	" first contact ", " access ", " accessed ", " access ", " accessing ", " access ",
	" in post ", " inpost ", " filled ", " inpost ", " budgeted ", " funded ", " establishment ", " funded ", " wte ", " fte ",
)

// clues are the words that a heading must have, or must not have, to match a figure.
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
	text = " " + grid.Bare(text) + " "
	for range 2 { // two phrases may share the space between them
		text = phrases.Replace(text)
	}
	words := strings.Fields(text)
	if slices.Contains(words, "inpost") {
		words = append(words, "fte")
	}
	return words
}

// known are the figures of a list by their exact words, and by the clues of the others.
type known struct {
	fields []Field
	byWord map[string]string
}

func knowing(fields []Field) known {
	k := known{fields, map[string]string{}}
	for _, f := range fields {
		k.byWord[grid.Bare(f.Label)], k.byWord[grid.Bare(f.Name)] = f.Name, f.Name
	}
	return k
}

// byClues are the figures that match a heading or label by their clues.
func (k known) byClues(text string) []string {
	words := plain(text)
	has := func(w string) bool { return slices.Contains(words, w) }
	lacks := func(w string) bool { return !has(w) }
	var names []string
	for _, f := range k.fields {
		clue, ok := clues[f.Name]
		if ok && !slices.ContainsFunc(strings.Fields(clue.all), lacks) && !slices.ContainsFunc(strings.Fields(clue.not), has) {
			names = append(names, f.Name)
		}
	}
	return names
}

// match gives each figure the place that fits it, and each place to one figure. Exact words go before clues, and
// earlier places in the file before later ones.
func (k known) match(list []grid.Place, words func(grid.Place) string) map[string]string {
	from, taken := map[string]string{}, map[string]bool{}
	take := func(p grid.Place, name string) {
		if name != "" && from[name] == "" && !taken[p.Key] {
			from[name], taken[p.Key] = p.Key, true
		}
	}
	for _, p := range list {
		take(p, k.byWord[grid.Bare(words(p))])
	}
	for _, p := range list {
		if text := words(p); text != "" && !taken[p.Key] && !number.IsNumber(text) {
			for _, name := range k.byClues(text) {
				take(p, name)
			}
		}
	}
	return from
}

// guessRows is how far down a sheet Guess looks for headings, guessColumns how far across it looks for labels, and
// guessBelow how many rows below the headings it searches for the quarter and the provider.
const guessRows, guessColumns, guessBelow = 30, 6, 300

// Guess makes a first mapping from the words in the file, for a person to check. It takes the sheet and the layout with
// the most figures. provider is the name that marks the provider's rows. Its From is empty when it finds nothing.
func Guess(grids []grid.Grid, q calendar.Quarter, provider string, fields []Field) Mapping {
	if len(grids) == 0 {
		return Mapping{}
	}
	k, found := knowing(fields), 0
	best, lay := grids[0], Mapping{Header: 1}
	for _, g := range grids {
		for header := range min(len(g.Rows), guessRows) {
			from := k.match(g.Columns(header+1), func(p grid.Place) string { return g.At(header, p.Index) })
			if len(from) > found {
				found, best, lay = len(from), g, Mapping{Header: header + 1}
			}
		}
		for column := range min(g.Width(), guessColumns) {
			rows := g.Labelled(0, column)
			from := k.match(rows, func(p grid.Place) string { return g.At(p.Index, column) })
			if len(from) > found {
				header := headerOver(g, column, rows, from)
				found, best, lay = len(from), g, Mapping{Header: header, InRows: true, Labels: g.Columns(header)[column].Key}
			}
		}
	}
	return lay.Laid(best, q, provider, fields)
}

// headerOver is the row of headings above the first figure in a column of labels, counted from 1; 0 for none.
func headerOver(g grid.Grid, column int, rows []grid.Place, from map[string]string) int {
	found := slices.Collect(maps.Values(from))
	first := slices.IndexFunc(rows, func(p grid.Place) bool { return slices.Contains(found, p.Key) })
	for row := rows[first].Index - 1; row >= 0; row-- {
		for c := range g.Rows[row] {
			if c != column && g.At(row, c) != "" {
				return row + 1
			}
		}
	}
	return 0
}

// Laid keeps the mapping's layout, row of headings and column of labels, and guesses the rest for a grid.
func (m Mapping) Laid(g grid.Grid, q calendar.Quarter, provider string, fields []Field) Mapping {
	columns := g.Columns(m.Header)
	heading := func(p grid.Place) string { return g.At(m.Header-1, p.Index) }
	laid, k := Mapping{Sheet: g.Name, Header: m.Header, InRows: m.InRows}, knowing(fields)
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
		laid.From = k.match(g.Labelled(m.Header, labels), func(p grid.Place) string { return g.At(p.Index, labels) })
		laid.Numbers = laid.numbers(g, labels, q, columns)
		return laid
	}
	laid.From = k.match(columns, heading)
	used := slices.Collect(maps.Values(laid.From))
	for _, p := range columns {
		if slices.Contains(used, p.Key) {
			continue
		}
		for row := max(m.Header, 0); row < min(len(g.Rows), m.Header+guessBelow); row++ {
			text := g.At(row, p.Index)
			switch {
			case laid.Quarter == "" && Says(text, q):
				laid.Quarter = p.Key
			case laid.Whose == "" && provider != "" && grid.Bare(text) == grid.Bare(provider):
				laid.Whose, laid.Is = p.Key, text
			}
		}
	}
	return laid
}

// numbers is the heading of the column with the numbers, when each figure has a row. It is "" for the column with the
// quarter as its heading, else the first column right of the labels that has a number beside one of them.
func (m Mapping) numbers(g grid.Grid, labels int, q calendar.Quarter, columns []grid.Place) string {
	if slices.ContainsFunc(columns, func(p grid.Place) bool { return Says(g.At(m.Header-1, p.Index), q) }) {
		return ""
	}
	for _, p := range columns {
		for _, row := range g.Labelled(m.Header, labels) {
			if p.Index > labels && number.IsNumber(g.At(row.Index, p.Index)) && g.At(row.Index, p.Index) != "" {
				return p.Key
			}
		}
	}
	return ""
}

// Refit fits an earlier mapping to another file. It looks for the headings where they were, then further down. A sheet
// named after the quarter goes before the sheet that was read last time. ok is false when the file lacks part of it;
// then the person chooses again.
func (m Mapping) Refit(grids []grid.Grid, q calendar.Quarter, fields []Field) (fit Mapping, ok bool) {
	if len(m.From) == 0 {
		return m, false
	}
	for _, want := range []func(g grid.Grid) bool{
		func(g grid.Grid) bool { return Says(g.Name, q) },
		func(g grid.Grid) bool { return g.Name == m.Sheet },
		func(grid.Grid) bool { return len(grids) == 1 },
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
