package equity

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// Field is the name of a characteristic's count on the page that has all of a quarter, "age-access-1".
func (c Collection) Field(count Count, g Group) string {
	return c.Characteristic + "-" + count.Field(g)
}

// Sheet is what a spreadsheet gives for a quarter: rows are groups, under a heading with the characteristic's name or beside
// it. Texts are by Collection.Field; nothing is saved by it.
type Sheet struct {
	Texts  map[string]string
	Totals int      // rows that add up others, which are left out
	Unread []string // rows that name no group, or one of several: "row 7, White British"
}

// reader reads one sheet after the other into a Sheet.
type reader struct {
	Sheet
	all     []Collection
	quarter calendar.Quarter
	now     string            // the characteristic that the rows belong to, "" before one is known
	columns []int             // of Counts, as headed; nil without headings
	from    map[string]string // where each group was read
	named   bool              // the quarter is named
	others  []string          // other periods that are
	wrong   problem.List
	field   string // that problems are said of
}

// ReadSheet reads what was pasted or what a file holds. field is the box that problems are said of. What is not certain is a
// problem or is left out and named: a group that is there twice, two columns for one count, another quarter, hidden cells.
func ReadSheet(grids []grid.Grid, all []Collection, q calendar.Quarter, field string) (Sheet, problem.List) {
	r := reader{Sheet: Sheet{Texts: map[string]string{}}, all: all, quarter: q, from: map[string]string{}, field: field}
	for _, g := range grids {
		r.columns, r.now = nil, r.titled(g.Name)
		r.period(g.Name)
		for i, cells := range g.Rows {
			if !g.RowHidden(i) {
				r.row(g, i, cells)
			}
		}
	}
	switch {
	case len(r.others) > 0 && !r.named:
		r.wrong.Add(field, "The cells name %s, not %s. Nothing was filled in", number.Listing(r.others), q.Short())
	case len(r.wrong) == 0 && len(r.Texts) == 0:
		r.wrong.Add(field, "No row has the name of a group that is asked for. Nothing was filled in")
	}
	return r.Sheet, r.wrong
}

// row reads a row: headings, a characteristic's name, or a group with its numbers.
func (r *reader) row(g grid.Grid, at int, cells []string) {
	label, title := -1, ""
	for i := range cells {
		switch text := g.At(at, i); {
		case text == "" || g.ColumnHidden(i):
		case label < 0 && title == "" && r.titled(text) != "":
			title = r.titled(text)
		case label < 0:
			label = i
		}
	}
	if title != "" {
		r.now = title
	}
	if columns, ok := r.headings(g, at, cells); ok {
		r.columns = columns
		return
	}
	if label < 0 {
		return
	}
	text := g.At(at, label)
	if totals.MatchString(grid.Bare(text)) {
		r.Totals++
		return
	}
	numbers := r.numbers(g, at, label, cells)
	if len(numbers) == 0 {
		for i := range cells {
			r.period(g.At(at, i))
		}
		return
	}
	place := fmt.Sprintf("row %d, %s", at+1, text)
	if g.Name != "" {
		place = g.Name + ", " + place
	}
	c, group, ok := r.group(text)
	if !ok || len(numbers) > len(Counts) {
		r.Unread = append(r.Unread, place)
		return
	}
	r.now = c.Characteristic
	key := c.Characteristic + " " + group.Key
	if before, twice := r.from[key]; twice {
		r.wrong.Add(r.field, "%s: %s is there twice (%s and %s). Remove one of them", c.Title(), group.Label, before, place)
		return
	}
	r.from[key] = place
	r.take(c, group, numbers)
}

// totals are the names of rows that add up others, in the form of grid.Bare.
var totals = regexp.MustCompile(`^(total( .*)?|grand total|all|all people|everyone|everybody|sum)$`)

// take puts a group's numbers into the texts.
func (r *reader) take(c Collection, g Group, numbers []string) {
	for i, text := range numbers {
		if grid.NoNumber(text) {
			continue
		}
		plain, err := grid.Number(text)
		if err != nil {
			r.wrong.Add(r.field, "%s, %s: “%s” %s", c.Title(), g.Label, text, err)
			continue
		}
		r.Texts[c.Field(Counts[i], g)] = plain
	}
}

// numbers are the cells of a group in the order of Counts: those that are headed, or all that follow its name. None when
// all are empty.
func (r *reader) numbers(g grid.Grid, at, label int, cells []string) []string {
	var list []string
	if r.columns != nil {
		for _, column := range r.columns {
			text := ""
			if column > label {
				text = g.At(at, column)
			}
			list = append(list, text)
		}
	} else {
		for i := label + 1; i < len(cells); i++ {
			if !g.ColumnHidden(i) {
				list = append(list, g.At(at, i))
			}
		}
		for len(list) > 0 && list[len(list)-1] == "" {
			list = list[:len(list)-1]
		}
	}
	if !slices.ContainsFunc(list, func(s string) bool { return s != "" }) {
		return nil
	}
	return list
}

// headings are the columns of Counts in a row of headings, -1 for one that lacks; false for any other row.
func (r *reader) headings(g grid.Grid, at int, cells []string) (columns []int, ok bool) {
	columns = []int{-1, -1, -1}
	found := 0
	for i := range cells {
		n := headed(grid.Bare(g.At(at, i)))
		if n < 0 || g.ColumnHidden(i) {
			continue
		}
		if columns[n] >= 0 {
			r.wrong.Add(r.field, "Columns %s and %s are both “%s”. Remove one of them", grid.ColumnName(columns[n]), grid.ColumnName(i),
				Counts[n].Label)
			return columns, true
		}
		columns[n] = i
		found++
	}
	if found < 2 {
		return nil, false
	}
	for i := range cells {
		r.period(g.At(at, i))
	}
	return columns, true
}

// headings are what columns are headed, in the form of grid.Bare, by place in Counts. The last that fits counts: "people
// out of work who accessed" are people out of work.
var headings = []*regexp.Regexp{
	regexp.MustCompile(`access`), regexp.MustCompile(`out of work|unemployed`), regexp.MustCompile(`job`),
}

// headed is the place in Counts of what a heading names, -1 for none.
func headed(bare string) int {
	for i, heading := range slices.Backward(headings) {
		if heading.MatchString(bare) {
			return i
		}
	}
	return -1
}

// titled is the characteristic that a text names; "" for none.
func (r *reader) titled(text string) string {
	bare := grid.Bare(text)
	for _, c := range r.all {
		known, _ := CharacteristicOf(c.Characteristic)
		if bare != "" && (bare == grid.Bare(c.Title()) || bare == grid.Bare(known.Name) || bare == grid.Bare(known.Code)) {
			return c.Characteristic
		}
	}
	return ""
}

// group is the group that a text names: of the characteristic that the rows belong to, or else the only one of all.
func (r *reader) group(text string) (Collection, Group, bool) {
	var c Collection
	var found []Group
	for _, one := range r.all {
		groups := groupsCalled(one, text)
		if one.Characteristic == r.now && len(groups) == 1 {
			return one, groups[0], true
		}
		if len(groups) > 0 {
			c, found = one, append(found, groups...)
		}
	}
	if len(found) != 1 {
		return c, Group{}, false
	}
	return c, found[0], true
}

func groupsCalled(c Collection, text string) []Group {
	name := called(text)
	return slices.DeleteFunc(c.Groups(), func(g Group) bool {
		first := numbered.FindStringSubmatch(g.Label)
		return called(g.Label) != name && (first == nil || first[1] != name)
	})
}

var (
	span  = regexp.MustCompile(`(\d) ?[-–—] ?(\d)`)
	over  = regexp.MustCompile(`^(\d+) ?\+$|^(\d+) (?:and|or) (?:over|older|more)$`)
	under = regexp.MustCompile(`^(?:<|under|below|younger than) ?(\d+)$`)
	// "1" is "1, most deprived fifth".
	numbered = regexp.MustCompile(`^(\d+), `)

	stated = map[string]string{
		"prefer not to say": "not stated", "declined": "not stated", "not disclosed": "not stated",
		"unknown": "not known", "not recorded": "not known", "missing": "not known",
	}
)

// called is a group's name so that the ways to write it are the same: "18-24" is "18 to 24", "65+" is "65 and over".
func called(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	switch text = span.ReplaceAllString(text, "$1 to $2"); {
	case over.MatchString(text):
		return over.ReplaceAllString(text, "$1$2") + " and over"
	case under.MatchString(text):
		return under.ReplaceAllString(text, "under $1")
	}
	bare := grid.Bare(text)
	return cmp.Or(stated[bare], bare)
}

// period notes a period that a text names, where it is not the quarter.
func (r *reader) period(text string) {
	if _, err := number.ParseCount(text); err == nil || text == "" {
		return
	}
	p, ok := calendar.ReadPeriod(text)
	if !ok {
		return
	}
	switch p.Against(r.quarter) {
	case calendar.Whole, calendar.Within:
		r.named = true
	case calendar.Elsewhere:
		if words := p.Words(); !slices.Contains(r.others, words) {
			r.others = append(r.others, words)
		}
	case calendar.Around:
	}
}
