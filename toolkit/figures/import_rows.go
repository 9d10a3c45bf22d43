package figures

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// column is the place of a heading, -1 for "". A heading that the file lacks is a problem of the form's field.
func (r *reader) column(key, field, what string) int {
	if key == "" {
		return -1
	}
	if p := r.find(r.columns, key, field, what); p != nil {
		return p.Index
	}
	return -1
}

// chosen are the rows that may be the quarter's, by how their words lie to it.
type chosen struct {
	whole, within, plain []int
	months               []int    // of all rows that name a single month
	others               []string // other quarters that rows name
	owners               []string // what the column of providers holds instead
}

// rows are the rows below the headings that belong to the quarter and to the provider or team. More than one is a
// problem unless the mapping adds them up.
func (r *reader) rows(from map[string]int) []int {
	whose := r.column(r.Whose, ImportWhose, "Column that says whose figures they are")
	quarter := r.column(r.Mapping.Quarter, ImportQuarter, "Column with the quarter")
	if len(r.wrong) > 0 {
		return nil
	}
	var c chosen
	end := r.end()
	for row := r.Header; row < end; row++ {
		if blank(r.g.Rows[row]) || len(from) > 0 && !r.holdsAny(row, from) {
			continue
		}
		if text := r.carried(row, whose); whose >= 0 && grid.Bare(text) != grid.Bare(r.Is) {
			c.owners = appendNew(c.owners, text)
			continue
		}
		c.take(r, row, quarter)
	}
	rows := r.pick(c)
	if len(r.wrong) > 0 {
		return nil
	}
	rows = r.visible(rows)
	which := ""
	if quarter >= 0 {
		which = " for " + r.Wanted.Quarter.Short()
	}
	field := ImportQuarter
	if whose >= 0 {
		field, which = ImportWhose, which+" with ‘"+r.Is+"’"
	}
	switch {
	case len(r.wrong) > 0:
		return nil
	case len(rows) == 0 && len(c.others) > 0 && quarter < 0 && !r.Sure:
		r.notOurs(joined(c.others))
	case len(rows) == 0 && len(c.others) > 0:
		r.wrong.Add(field, "The file has no row%s. It names %s. Choose another file, or another column", which, joined(c.others))
	case len(rows) == 0 && len(c.owners) > 0:
		r.wrong.Add(field, "The file has no row%s. It names ‘%s’. Choose another file, or another column",
			which, strings.Join(c.owners, "’, ‘"))
	case len(rows) == 0:
		r.wrong.Add(field, "The file has no row%s. Choose another column, or another file", which)
	case whose < 0 && !r.ownRows(rows):
	case len(rows) > 1 && !r.Add:
		r.wrong.Add(field, "The file has %d rows%s, the first two in rows %d and %d. Choose a column that tells them apart, or add them up",
			len(rows), which, rows[0]+1, rows[1]+1)
	}
	if len(r.wrong) > 0 {
		return nil
	}
	return rows
}

// take sorts a row by its words about time.
func (c *chosen) take(r *reader, row, quarter int) {
	times := r.times(row)
	v := r.judge(times...)
	if v.one {
		c.months = append(c.months, v.month)
	}
	switch {
	case v.other != "" && r.Sure && quarter < 0:
		c.plain = append(c.plain, row)
	case v.other != "":
		c.others = appendNew(c.others, v.other)
	case v.said && v.fit == calendar.Whole:
		c.whole = append(c.whole, row)
	case v.said && v.fit == calendar.Within:
		c.within = append(c.within, row)
	case v.said:
		c.others = appendNew(c.others, "a year to date")
	case quarter < 0:
		c.plain = append(c.plain, row)
	}
}

// pick takes the rows of the quarter before those of its months, and those before rows without a time.
func (r *reader) pick(c chosen) []int {
	switch {
	case len(c.whole) > 0:
		if len(c.within) > 0 {
			r.left = append(r.left, rowsWords(c.within)+" for single months: left out, because the quarter has its own row")
		}
		return c.whole
	case len(c.within) == 0:
		return c.plain
	}
	months := map[int]bool{}
	for _, row := range c.within {
		months[r.judge(r.times(row)...).month] = true
	}
	if len(months) > 1 {
		if r.months = r.Add; !r.Add {
			r.wrong.Add(ImportQuarter, "%s for single months of %s. Choose a column that tells them apart, or add them up",
				rowsWords(c.within), r.Wanted.Quarter.Short())
		}
		return c.within
	}
	if month := r.judge(r.times(c.within[0])...).month; r.single(month, c.months) && !r.Sure {
		r.wrong.Add(ImportQuarter, "%s for a single month, not for all of %s. Give the quarter a row of its own", rowsWords(c.within),
			r.Wanted.Quarter.Short())
	}
	return c.within
}

// single says whether a month of the quarter is that month alone. Its first or last month may name the quarter, as it
// does where all the file's months are three apart.
func (w Wanted) single(month int, all []int) bool {
	for _, other := range all {
		if other != month && (other-month < 3 && month-other < 3 || (other-month)%3 != 0) {
			return true
		}
	}
	return month%3 != 2 && len(all) < 2 && month%3 != 0
}

// end is the row after the last one that belongs to the headings: the next table begins where they are repeated.
func (r *reader) end() int {
	if r.Header < 1 {
		return len(r.g.Rows)
	}
	for row := r.Header; row < len(r.g.Rows); row++ {
		same := 0
		for column := range r.g.Rows[r.Header-1] {
			heading := grid.Bare(r.g.At(r.Header-1, column))
			if heading != "" && heading == grid.Bare(r.g.At(row, column)) {
				same++
			} else if heading != "" {
				same = -len(r.columns)
			}
		}
		if same > 0 {
			return row
		}
	}
	return len(r.g.Rows)
}

func (r *reader) holdsAny(row int, from map[string]int) bool {
	for _, column := range from {
		if r.g.At(row, column) != "" {
			return true
		}
	}
	return false
}

// carried is a cell's text, or that of the cell above when it is empty: a merged cell has its text in its first row.
func (r *reader) carried(row, column int) string {
	for ; column >= 0 && row >= r.Header && row < len(r.g.Rows) && !blank(r.g.Rows[row]); row-- {
		if text := r.g.At(row, column); text != "" {
			return text
		}
	}
	return ""
}

// words are a row's words, without its figures.
func (r *reader) words(row int) []string {
	var texts []string
	for _, p := range r.columns {
		figure := false
		for _, key := range r.From {
			figure = figure || p.Key == key
		}
		if text := r.g.At(row, p.Index); !figure && text != "" && !isNumber(text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// rowWords are the words that name the rows of some cells, for the preview.
func (r *reader) rowWords(cells []cell) string {
	if r.InRows {
		for _, p := range r.columns {
			if p.Key == r.Labels {
				return r.g.At(cells[0].row, p.Index)
			}
		}
	}
	if len(cells) == 1 {
		words := r.words(cells[0].row)
		return strings.Join(words[:min(2, len(words))], ", ")
	}
	var names []string
	for _, c := range cells {
		names = appendNew(names, r.name(c.row))
	}
	return joined(names)
}

// name are the words that tell a row from others of the quarter; its time where it has no others.
func (r *reader) name(row int) string {
	for _, timed := range []bool{false, true} {
		for _, p := range r.columns {
			text := r.g.At(row, p.Index)
			if text != "" && !isNumber(text) && slices.Contains(r.timeColumns(), p.Index) == timed {
				return text
			}
		}
	}
	return ""
}

// visible leaves out the rows that the workbook hides.
func (r *reader) visible(rows []int) []int {
	var seen, hidden []int
	for _, row := range rows {
		if r.g.RowHidden(row) {
			hidden = append(hidden, row)
		} else {
			seen = append(seen, row)
		}
	}
	switch {
	case len(hidden) > 0 && len(seen) == 0:
		r.wrong.Add(ImportQuarter, "%s hidden in the file. Unhide them, save the file and choose it again", rowsWords(hidden))
	case len(hidden) > 0:
		r.left = append(r.left, rowsWords(hidden)+" hidden in the file: left out")
	}
	return seen
}

// ownRows looks at the columns that name providers, when the mapping chooses none: rows of others are a problem.
func (r *reader) ownRows(rows []int) bool {
	if r.Sure {
		return true
	}
	for _, p := range r.columns {
		headed := providerWords[grid.Bare(r.g.At(r.Header-1, p.Index))]
		for _, row := range rows {
			text := r.carried(row, p.Index)
			whose := r.owner(text)
			if whose == ours || text == "" || whose == nobody && !headed {
				continue
			}
			r.wrong.Add(ImportWhose, "The file names ‘%s’, not only ‘%s’. Choose the column that says whose figures they are", text,
				r.Provider)
			return false
		}
	}
	return true
}
