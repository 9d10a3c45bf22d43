package figures

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// Refit fits an earlier mapping to another file. It looks for the headings where they were, then further down. A sheet
// named after the quarter goes before the sheet that was read last time. ok is false when the file lacks part of it, has
// a heading twice, or names another quarter or provider; then the person chooses again.
func (m Mapping) Refit(grids []grid.Grid, w Wanted) (fit Mapping, ok bool) {
	w.Years = m.Years
	w = w.keeping()
	if len(m.From) == 0 {
		return m, false
	}
	for _, want := range []func(g grid.Grid) bool{
		func(g grid.Grid) bool { v := w.judge(g.Name); return v.said && v.fit == calendar.Whole },
		func(g grid.Grid) bool { return g.Name == m.Sheet },
		func(grid.Grid) bool { return len(grids) == 1 },
	} {
		var fits []Mapping
		for _, g := range grids {
			if !want(g) {
				continue
			}
			if fit, ok := m.refitTo(g, w); ok {
				fits = append(fits, fit)
			}
		}
		if len(fits) > 0 {
			return fits[0], len(fits) == 1
		}
	}
	return m, false
}

func (m Mapping) refitTo(g grid.Grid, w Wanted) (Mapping, bool) {
	for row := range min(len(g.Rows), guessRows) + 1 {
		fit := m
		fit.Sheet, fit.Header = g.Name, row
		if row == 0 {
			fit.Header = min(m.Header, len(g.Rows))
		}
		if _, wrong := fit.Read(g, w); len(wrong) == 0 {
			return fit, !fit.doubled(g)
		}
	}
	return m, false
}

// doubled says whether a heading or label that the mapping names is there more than once.
func (m Mapping) doubled(g grid.Grid) bool {
	places := g.Columns(m.Header)
	again := func(key string) bool {
		return slices.ContainsFunc(places, func(p grid.Place) bool { return key != "" && p.Key == key+" (2)" })
	}
	if again(m.Quarter) || again(m.Whose) || again(m.Labels) || again(m.Numbers) {
		return true
	}
	if at := slices.IndexFunc(places, func(p grid.Place) bool { return p.Key == m.Labels }); m.InRows && at >= 0 {
		places = g.Labelled(m.Header, at)
	}
	for _, key := range m.From {
		if again(key) {
			return true
		}
	}
	return false
}
