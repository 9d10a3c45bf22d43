package figures

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// numberColumns are the columns with a number beside one of the rows, when each figure has a row.
func (w Wanted) numberColumns(g grid.Grid, header, labels int, rows []int) []candidate {
	var list []candidate
	for _, p := range g.Columns(header) {
		number := slices.ContainsFunc(rows, func(row int) bool {
			text := g.At(row, p.Index)
			return text != "" && (isNumber(text) || grid.NoNumber(text) || strings.ContainsAny(text, "*<~[=#"))
		})
		if p.Index != labels && number {
			list = append(list, w.columnCandidate(g, header, labels, p))
		}
	}
	return list
}

// headedByQuarter is the column that is headed by the quarter; -1, with a problem, when there is none or more than one.
func (r *reader) headedByQuarter(labels int, rows []int) int {
	all := r.numberColumns(r.g, r.Header, labels, rows)
	list := best(all)
	said := slices.DeleteFunc(slices.Clone(list), func(c candidate) bool { return !c.said })
	switch {
	case len(said) == 1 && said[0].fit == calendar.Within && r.single(said[0].month, months(all)):
		r.wrong.Add(ImportNumbers, "%s is for a single month, not for all of %s. Choose the column with the numbers of the quarter",
			said[0].Text, r.Wanted.Quarter.Short())
	case len(said) == 1:
		return said[0].Index
	default:
		r.wrong.Add(ImportNumbers, "%s", r.whichColumn(list, all))
	}
	return -1
}

func months(list []candidate) []int {
	var all []int
	for _, c := range list {
		if c.one {
			all = append(all, c.month)
		}
	}
	return all
}

// whichColumn says why no column is taken for the numbers.
func (w Wanted) whichColumn(list, all []candidate) string {
	if len(list) > 1 {
		return "Several columns may hold the numbers of " + w.Quarter.Short() + ": " + candidatesWords(list) + ". Choose one"
	}
	var others []string
	for _, c := range all {
		others = appendNew(others, c.other)
	}
	if len(others) > 0 {
		return "No column is headed " + w.Quarter.Short() + ". The file names " + joined(others) + ". Choose the column with the numbers"
	}
	return "No column is headed " + w.Quarter.Short() + ". Choose the column with the numbers"
}

func candidatesWords(list []candidate) string {
	var names []string
	for _, c := range list {
		names = append(names, "‘"+c.Text+"’")
	}
	return joined(names)
}

// sections are the words that say to what a row of a figure belongs: its label, what is left of it, and the rows without
// numbers above it.
func (r *reader) sections(row, labels int) []string { return r.sectionsOf(r.g, row, labels, r.Header) }

// sectionsOf goes up to the row until.
func (w Wanted) sectionsOf(g grid.Grid, row, labels, until int) []string {
	texts := []string{question.ReplaceAllString(g.At(row, labels), "")}
	for column := labels - 1; column >= 0; column-- {
		for up := row; up >= until; up-- {
			if text := g.At(up, column); text != "" {
				texts = append(texts, text)
				break
			}
		}
	}
	for up := row - 1; up >= until; up-- {
		if text := g.At(up, labels); text != "" && !w.dataRow(g, up) {
			texts = append(texts, text)
		}
	}
	return texts
}
