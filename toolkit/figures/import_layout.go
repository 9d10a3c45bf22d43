package figures

import (
	"cmp"
	"slices"
	"strconv"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// guessRows is how far down a sheet Guess looks for headings, guessColumns how far across it looks for labels, and
// guessBelow how many rows below the headings it searches for the quarter and the provider.
const guessRows, guessColumns, guessBelow = 30, 6, 300

// ImportSheet is the form's field in which a person chooses the sheet.
const ImportSheet = "sheet"

// layout is one way to read a sheet: with its headings in a row, or its labels in a column.
type layout struct {
	grid.Grid
	Mapping
	found   int    // how many figures it has
	numbers int    // how many of them with a number
	rows    string // where it has them
	rank    int    // see Wanted.rank
}

// Guess makes a first mapping from the words in the file, for a person to check. Of several sheets, tables or columns
// that fit equally it takes none. The list says what to choose, and what the file says of another quarter or provider;
// the mapping has no sheet when that is to be chosen. Its From is empty when it finds nothing.
func Guess(grids []grid.Grid, w Wanted) (Mapping, problem.List) {
	w = w.keeping()
	k := w.known
	var sheets [][]layout
	most := 0
	for _, g := range grids {
		if list := k.layouts(g, w); len(list) > 0 {
			sheets = append(sheets, list)
			most = max(most, list[0].found)
		}
	}
	if most == 0 {
		if len(grids) == 0 {
			return Mapping{}, nil
		}
		return Mapping{Header: 1, Years: w.Years}.Laid(grids[0], w)
	}
	// A sheet of notes may have a heading or two like those of the figures.
	sheets = slices.DeleteFunc(sheets, func(list []layout) bool { return 2*list[0].found < most })
	ranks := make([]int, len(sheets))
	for i, list := range sheets {
		for j := range list {
			list[j].rank = w.rank(list[j])
			ranks[i] = max(ranks[i], list[j].rank)
		}
	}
	top := slices.Max(ranks)
	var names []string
	chosen := -1
	for i, list := range sheets {
		if ranks[i] == top {
			names, chosen = append(names, "‘"+list[0].Name+"’"), i
		}
	}
	if len(names) > 1 {
		words := "Several sheets may hold the figures of %s: %s. Choose one"
		if top == 0 {
			words = "No sheet is for ‘" + w.Provider + "’ in %s. The sheets with figures are %s. Choose one, or another file"
		}
		var wrong problem.List
		wrong.Add(ImportSheet, words, w.Quarter.Short(), joined(names))
		return Mapping{Header: 1, Years: w.Years}, wrong
	}
	return w.table(sheets[chosen])
}

// table chooses between the tables of a sheet.
func (w Wanted) table(list []layout) (Mapping, problem.List) {
	top := 0
	for _, l := range list {
		top = max(top, l.rank)
	}
	list = slices.DeleteFunc(list, func(l layout) bool { return l.rank < top })
	if len(list) > 1 && list[0].rows != list[1].rows && !list[0].InRows {
		var rows []string
		for _, l := range list {
			rows = append(rows, strconv.Itoa(l.Header))
		}
		var wrong problem.List
		wrong.Add(ImportHeader, "The sheet has headings in rows %s. Enter the row of the table to read", joined(rows))
		return Mapping{Sheet: list[0].Name, Header: -1, Years: w.Years}, wrong
	}
	return list[0].Mapping.Laid(list[0].Grid, w)
}

// rank says how well a table fits: 0 when it names another quarter or provider, 2 or 3 when it or its sheet is named
// after this one.
func (w Wanted) rank(l layout) int {
	name := w.judge(l.Name)
	if name.other != "" || w.owner(l.Name) == anothers {
		return 0
	}
	m, _ := l.Mapping.Laid(l.Grid, w)
	if _, wrong := m.Read(l.Grid, w); wrong.For(ImportSure) != "" {
		return 0
	}
	if name.said && name.fit == calendar.Whole || w.owner(l.Name) == ours {
		return 3
	}
	if l.Header > 1 {
		for row := l.Header - 2; row >= 0 && !w.dataRow(l.Grid, row); row-- {
			for column := range l.Rows[row] {
				if v := w.judge(l.At(row, column)); w.owner(l.At(row, column)) == ours || v.said && v.fit == calendar.Whole {
					return 2
				}
			}
		}
	}
	return 1
}

// compare says which of two layouts finds more.
func (l layout) compare(other layout) int {
	return cmp.Or(cmp.Compare(l.found, other.found), cmp.Compare(l.numbers, other.numbers))
}

// mostTables is how many tables of a sheet are compared, and lastHeader how far down they may begin.
const mostTables, lastHeader = 12, 300

// layouts are the ways to read a sheet that give the most figures.
func (k known) layouts(g grid.Grid, w Wanted) []layout {
	var list []layout
	add := func(l layout, found int, places []candidate) {
		l.found = found
		for _, c := range places {
			l.rows += strconv.Itoa(c.Index) + " "
			if c.number {
				l.numbers++
			}
		}
		if found > 0 {
			list = append(list, l)
		}
	}
	for header := range min(len(g.Rows), lastHeader) {
		if header >= guessRows && len(list) == 0 {
			break // a file begins with its first table
		}
		columns := k.columnsOf(g, header+1, w)
		from, asked := k.match(columns, func(p grid.Place) string { return g.At(header, p.Index) })
		l := layout{Grid: g, Mapping: Mapping{Header: header + 1, Years: w.Years}}
		l.rows = strconv.Itoa(header) + ":"
		add(l, len(from)+len(asked), columns)
	}
	for column := range min(g.Width(), guessColumns) {
		rows := k.rowsOf(g, 0, column, w)
		from, asked := k.match(rows, func(p grid.Place) string { return g.At(p.Index, column) })
		if len(from)+len(asked) == 0 {
			continue
		}
		header := headerOver(g, column, rows[0].Index)
		m := Mapping{Header: header, InRows: true, Years: w.Years, Labels: g.Columns(header)[column].Key}
		add(layout{Grid: g, Mapping: m}, len(from)+len(asked), rows)
	}
	if len(list) == 0 {
		return nil
	}
	top := slices.MaxFunc(list, layout.compare)
	// The table of another provider may have a figure more or less.
	list = slices.DeleteFunc(list, func(l layout) bool { return l.InRows != top.InRows || 2*l.found <= top.found })
	slices.SortStableFunc(list, func(a, b layout) int { return b.found - a.found })
	return list[:min(len(list), mostTables)]
}

// headerOver is the row of headings above the first figure in a column of labels, counted from 1; 0 for none.
func headerOver(g grid.Grid, column, first int) int {
	for row := first - 1; row >= 0; row-- {
		for c := range g.Rows[row] {
			if c != column && g.At(row, c) != "" {
				return row + 1
			}
		}
	}
	return 0
}
