package figures

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// candidate is a column or row that may hold a figure or its number, with what the words around it say.
type candidate struct {
	grid.Place
	verdict
	owner  owner
	aside  bool // its own heading, or the one above, is of something beside the figures
	above  bool // only the one above counts where its own words are the figure's
	hidden bool
	number bool // there is a number below the heading, or beside the label
}

// best are the candidates that may hold the quarter's numbers: before all others those that name the quarter and the
// provider, and visible ones before hidden ones. Several mean that a person has to choose.
func best(list []candidate) []candidate {
	list = slices.DeleteFunc(slices.Clone(list), func(c candidate) bool {
		return c.aside || c.other != "" || c.owner == anothers || c.said && c.fit == calendar.Around
	})
	for _, better := range []func(candidate) bool{
		func(c candidate) bool { return !c.hidden },
		func(c candidate) bool { return c.said && c.fit == calendar.Whole },
		func(c candidate) bool { return c.owner == ours },
		func(c candidate) bool { return !c.said },
	} {
		if slices.ContainsFunc(list, better) {
			list = slices.DeleteFunc(list, func(c candidate) bool { return !better(c) })
		}
	}
	return list
}

// elsewhere is the other quarter or provider to which the place belongs; "" for none.
func (c candidate) elsewhere() string {
	if c.owner == anothers {
		return "another provider"
	}
	return c.other
}

// elsewheres are the other quarters and providers to which places belong.
func elsewheres(list []candidate) (others []string) {
	for _, c := range list {
		others = appendNew(others, c.elsewhere())
	}
	return others
}

// question says that a person has to choose between places for a figure.
func (f Field) question(list []candidate) string {
	if others := elsewheres(list); len(others) > 0 {
		return fmt.Sprintf("%s: the file has it only for %s. Choose it, or another file", f.Label, joined(others))
	}
	return fmt.Sprintf("%s: %s fit equally well. Choose one", f.Label, candidatesWords(list))
}

// look reads the words around a place, from the nearest.
func (w Wanted) look(p grid.Place, hidden bool, texts []string) candidate {
	c := candidate{Place: p, hidden: hidden, verdict: w.judge(texts...)}
	for _, text := range texts {
		if c.owner == nobody {
			c.owner = w.owner(text)
		}
	}
	return c
}

// columnCandidate looks at a column; labels is the last column to its left that holds labels, -1 for none.
func (w Wanted) columnCandidate(g grid.Grid, header, labels int, p grid.Place) candidate {
	texts := w.above(g, header, p.Index, labels)
	c := w.look(p, g.ColumnHidden(p.Index), append(slices.Clone(texts), w.titleYear(g, header)))
	c.above = len(texts) > 1 && aside(texts[1])
	c.aside = c.above || aside(texts[0])
	if strings.Contains(grid.Bare(texts[0]), "actual") {
		c.aside, c.above = false, false
	}
	return c
}

// match gives each figure the place that fits it, and each place to one figure. Exact words go before clues. asked are
// the figures that several places fit equally.
func (k known) match(list []candidate, words func(grid.Place) string) (from map[string]string, asked map[string][]candidate) {
	exact, clued := map[string][]candidate{}, map[string][]candidate{}
	for _, c := range list {
		text := words(c.Place)
		if text == "" || isNumber(text) {
			continue
		}
		if name := k.exact(text); name != "" {
			c.aside = c.above
			exact[name] = append(exact[name], c)
			continue
		}
		if aside(text) {
			continue
		}
		for _, name := range k.byClues(text) {
			clued[name] = append(clued[name], c)
		}
	}
	from, asked = map[string]string{}, map[string][]candidate{}
	taken := map[string]bool{}
	for _, lists := range []map[string][]candidate{exact, clued} {
		for _, f := range k.fields {
			if from[f.Name] != "" || len(asked[f.Name]) > 0 {
				continue
			}
			left := slices.DeleteFunc(best(lists[f.Name]), func(c candidate) bool { return taken[c.Key] })
			switch len(left) {
			case 0:
				// Places of other quarters and providers alone: none is chosen, and they are named.
				here := func(c candidate) bool { return c.aside || c.elsewhere() == "" }
				elsewhere := slices.DeleteFunc(slices.Clone(lists[f.Name]), here)
				if len(elsewhere) > 0 {
					asked[f.Name] = elsewhere
				}
			case 1:
				from[f.Name], taken[left[0].Key] = left[0].Key, true
			default:
				asked[f.Name] = left
			}
		}
	}
	return from, asked
}

// columnsOf are the columns that may hold a figure: those with anything below their heading that is no heading itself.
func (k known) columnsOf(g grid.Grid, header int, w Wanted) []candidate {
	var list []candidate
	for _, p := range g.Columns(header) {
		if text := g.At(header-1, p.Index); text == "" || !k.names(text) {
			continue
		}
		for row := header; row < len(g.Rows); row++ {
			if text := g.At(row, p.Index); text != "" {
				if !k.names(text) {
					c := w.columnCandidate(g, header, -1, p)
					c.number = isNumber(text)
					list = append(list, c)
				}
				break
			}
		}
	}
	return list
}

// rowsOf are the rows that may hold a figure, by their labels: those with anything right of the label that is no label
// itself.
func (k known) rowsOf(g grid.Grid, header, column int, w Wanted) []candidate {
	var list []candidate
	last := map[string]int{}
	for _, p := range g.Labelled(header, column) {
		text := g.At(p.Index, column)
		if !k.names(text) {
			continue
		}
		filled, number := false, false
		for right := column + 1; right < len(g.Rows[p.Index]) && !filled; right++ {
			next := g.At(p.Index, right)
			filled, number = next != "" && !k.names(next), isNumber(next)
		}
		if !filled {
			continue
		}
		// The title of a block is between this row and the last one with the same label.
		c := w.look(p, g.RowHidden(p.Index), w.sectionsOf(g, p.Index, column, max(header, last[grid.Bare(text)])))
		c.aside, c.number = aside(text), number
		last[grid.Bare(text)] = p.Index + 1
		list = append(list, c)
	}
	return list
}
