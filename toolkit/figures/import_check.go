package figures

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// checkWords looks at the headings over the cells, at the titles and at the sheet's name: they must not name another
// quarter or provider.
func (r *reader) checkWords(cells map[string][]cell) {
	if r.Sure {
		return
	}
	left := -1
	if r.InRows {
		if at := slices.IndexFunc(r.columns, func(p grid.Place) bool { return p.Key == r.Labels }); at >= 0 {
			left = at
		}
	}
	titles, another := r.titles(r.g, r.Header)
	for _, f := range r.Fields {
		for _, c := range cells[f.Name] {
			texts := r.above(r.g, r.Header, c.column, left)
			owned := nobody
			for _, text := range texts {
				if owned == nobody {
					owned = r.owner(text)
				}
				if owned == anothers {
					another = text
				}
			}
			if owned == ours {
				another = ""
			}
			var own []string
			if !r.InRows {
				own = r.words(c.row)
				if slices.ContainsFunc(own, func(text string) bool { return r.owner(text) == ours }) || r.Whose != "" {
					another = ""
				}
				own = r.times(c.row)
			} else {
				own = r.sections(c.row, left)
				for _, text := range own {
					if whose := r.owner(text); whose != nobody {
						another = map[bool]string{true: text}[whose == anothers]
						break
					}
				}
			}
			if other := r.otherTime(append(own, texts...), titles); other != "" {
				r.notOurs(other)
				return
			}
		}
	}
	if another != "" {
		r.wrong.Add(ImportSure, "The file names ‘%s’, not ‘%s’. Choose another file, or confirm that these figures are for ‘%s’",
			another, r.Provider, r.Provider)
	}
}

// otherTime is what the words near a number, and the titles, name in place of the quarter; "" when they name no other.
func (w Wanted) otherTime(near, titles []string) string {
	whole := w.judge(near...).year // a column or a row of the year
	v := w.judge(append(near, titles...)...)
	switch {
	case v.other != "":
		return v.other
	case v.said && v.fit == calendar.Around:
		return "a year to date"
	case !v.said && whole != "":
		return "the year " + whole
	}
	return ""
}

// notOurs says that the file names other quarters.
func (r *reader) notOurs(others string) {
	r.wrong.Add(ImportSure, "The file names %s, not %s. Choose another file, or confirm that these figures are for %s",
		others, r.Wanted.Quarter.Short(), r.Wanted.Quarter.Short())
}

// threeDigits are what a comma without quotation marks cuts off a number: "1,234" is 1 and 234.
var threeDigits = regexp.MustCompile(`^\d{3}$`)

// checkWidth refuses a row that has more cells than there are headings: a comma in it has parted a number or a note, so
// that cells are not where their headings say.
func (r *reader) checkWidth(cells map[string][]cell) {
	if r.Header < 1 {
		return
	}
	last := len(r.g.Rows[r.Header-1])
	whole := last // with the empty headings at its end
	for last > 0 && r.g.At(r.Header-1, last-1) == "" {
		last--
	}
	used := map[int]bool{}
	for _, list := range cells {
		for _, c := range list {
			used[c.row] = true
		}
	}
	text := r.g.Name == "" // workbooks do not part a cell
	below := true
	for row := r.Header; row < len(r.g.Rows); row++ {
		if below = below && !blank(r.g.Rows[row]); !below && !used[row] {
			continue
		}
		for column := last; column < len(r.g.Rows[row]); column++ {
			more := r.g.At(row, column)
			parted := column >= whole || threeDigits.MatchString(more)
			beside := used[row] && column == last && isNumber(more)
			if more != "" && (text && parted || !text && beside) {
				r.wrong.Add(ImportHeader, "Row %d has more cells than headings: %s holds ‘%s’. A number with a comma needs quotation "+
					"marks around it, and each column a heading. Correct the file and choose it again",
					row+1, grid.CellName(row, column), more)
				return
			}
		}
	}
}

// blank says whether all cells of a row are empty.
func blank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// isNumber says whether a cell holds a number, as it is read.
func isNumber(text string) bool {
	if strings.ContainsFunc(text, unicode.IsLetter) {
		return false // most cells are words, and this is asked of each many times
	}
	typed, err := grid.Number(text)
	return err == nil && typed != "" && number.IsNumber(typed)
}

// rowsWords is "Row 4 is" or "Rows 2, 3 and 4 are".
func rowsWords(rows []int) string {
	var names []string
	for _, row := range rows {
		names = append(names, fmt.Sprint(row+1))
	}
	if len(rows) == 1 {
		return "Row " + names[0] + " is"
	}
	return "Rows " + joined(names) + " are"
}

// joined is names as people read them, "a, b and c"; the first five of many.
func joined(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + " and more"
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func appendNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
