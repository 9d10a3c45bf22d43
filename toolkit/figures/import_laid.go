package figures

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// Laid keeps the mapping's layout, row of headings and column of labels, and guesses the rest for a grid. The list is
// as that of Guess.
func (m Mapping) Laid(g grid.Grid, w Wanted) (Mapping, problem.List) {
	w.Years = m.Years
	w = w.keeping()
	laid, k := Mapping{Sheet: g.Name, Header: m.Header, InRows: m.InRows, Years: m.Years}, w.known
	columns := g.Columns(m.Header)
	var asked map[string][]candidate
	if m.InRows {
		labels := max(0, slices.IndexFunc(columns, func(p grid.Place) bool { return p.Key == m.Labels }))
		if len(columns) > 0 {
			laid.Labels = columns[labels].Key
		}
		rows := k.rowsOf(g, m.Header, labels, w)
		laid.From, asked = k.match(rows, func(p grid.Place) string { return g.At(p.Index, labels) })
		var used []int
		for _, p := range rows {
			used = append(used, p.Index)
		}
		if list := best(w.numberColumns(g, m.Header, labels, used)); len(list) == 1 && !list[0].said {
			laid.Numbers = list[0].Key
		}
	} else {
		laid.From, asked = k.match(k.columnsOf(g, m.Header, w), func(p grid.Place) string { return g.At(m.Header-1, p.Index) })
		laid.guessRows(g, w, asked)
	}
	var wrong problem.List
	for _, f := range w.Fields {
		if list := asked[f.Name]; len(list) > 0 {
			w.absent[ImportFrom(f.Name)] = len(elsewheres(list)) > 0
			wrong.Add(ImportFrom(f.Name), "%s", f.question(list))
		}
	}
	if len(laid.From) > 0 {
		_, more := laid.Read(g, w)
		wrong = append(wrong, more...)
	}
	return laid, wrong
}

// guessRows guesses the columns that say a row's quarter and provider.
func (m *Mapping) guessRows(g grid.Grid, w Wanted, asked map[string][]candidate) {
	bestTime := 0
	for _, p := range g.Columns(m.Header) {
		figure := false
		for _, key := range m.From {
			figure = figure || p.Key == key
		}
		for _, list := range asked {
			figure = figure || slices.ContainsFunc(list, func(c candidate) bool { return c.Key == p.Key })
		}
		if figure {
			continue
		}
		heading := g.At(m.Header-1, p.Index)
		if rank := w.timeRank(g, m.Header, p.Index, heading); rank > bestTime {
			m.Quarter, bestTime = p.Key, rank
		}
		if is := w.ownName(g, m.Header, p.Index, heading); m.Whose == "" && is != "" && m.Quarter != p.Key {
			m.Whose, m.Is = p.Key, is
		}
	}
}

// timeRank says how well a column tells the quarters of its rows apart: 0 when it does not.
func (w Wanted) timeRank(g grid.Grid, header, column int, heading string) int {
	if !w.isTime(g, header, column, heading) {
		return 0
	}
	rank := 0
	for row := header; row < min(len(g.Rows), header+guessBelow); row++ {
		p, ok := w.period(timeOf(g.At(row, column), heading))
		switch {
		case !ok || p.IsYear():
		case p.Against(w.Quarter) == calendar.Whole:
			return 3
		case p.Against(w.Quarter) == calendar.Within:
			rank = 2
		default:
			rank = max(rank, 1)
		}
	}
	return rank
}

// ownName is how a column names the provider; "" when it does not, or in several ways.
func (w Wanted) ownName(g grid.Grid, header, column int, heading string) string {
	var named []string
	for row := header; row < min(len(g.Rows), header+guessBelow); row++ {
		text := g.At(row, column)
		switch {
		case w.Provider != "" && grid.Bare(text) == grid.Bare(w.Provider):
			return text
		case w.owner(text) == ours && !slices.ContainsFunc(named, func(n string) bool { return grid.Bare(n) == grid.Bare(text) }):
			named = append(named, text)
		}
	}
	if len(named) == 1 && providerWords[grid.Bare(heading)] {
		return named[0]
	}
	return ""
}
