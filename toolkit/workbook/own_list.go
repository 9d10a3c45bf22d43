package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// Listed is what a row of an ICB's own list says of a priority.
type Listed struct {
	Priority edition.Priority
	Status   assessment.Status // NotAnswered where the row says none that is known
	Notes    string
	row      string
}

// OwnList is an ICB's own spreadsheet of the priorities, read.
type OwnList struct {
	Rows []Listed
	// Words are how statuses were read, "“Green” as In place"; Unread what was not taken, "row 7, Parking".
	Words, Unread []string
}

var (
	priorityHeading = regexp.MustCompile(`^(toolkit )?(priority|priorities|no|number|ref|reference|name|item)( (no|number|name|ref))?$`)
	statusHeading   = regexp.MustCompile(`^(current |overall )?(status|rag|rag status|rag rating|rating|progress|position)$`)
	notesHeading    = regexp.MustCompile(`^(notes?|comments?|commentary|narrative|updates?|status notes)$`)
	listNumber      = regexp.MustCompile(`^\D{0,12}(\d\.\d)\b`)
)

// listWords are the words for statuses in people's own lists, in the form of grid.Bare.
var listWords = []struct {
	status assessment.Status
	words  *regexp.Regexp
}{
	{assessment.InPlace, regexp.MustCompile(`^(in place|met|fully met|yes|y|complete|completed|done|achieved|green|g|embedded)$`)},
	{assessment.InProgress, regexp.MustCompile(
		`^(in progress|progressing|partly met|partially met|partial|partly|ongoing|under way|underway|started|amber|a)$`)},
	{assessment.NotStarted, regexp.MustCompile(`^(not started|not met|not in place|no|n|red|r|to do|outstanding)$`)},
}

// ReadOwnList reads a list that has a row for each priority, by its number or name, under headings. field is the box that
// problems are said of. A priority that is there twice and a heading that is there twice are problems; what names no
// priority, and words that are no known status, are left out and named.
func ReadOwnList(grids []grid.Grid, e *edition.Edition, field string) (OwnList, problem.List) {
	var list OwnList
	var wrong problem.List
	found := false
	for _, g := range grids {
		columns, header := listHeadings(g, field, &wrong)
		if header < 0 {
			continue
		}
		found = true
		for at := header + 1; at < len(g.Rows); at++ {
			if !g.RowHidden(at) {
				list.row(g, at, columns, e, field, &wrong)
			}
		}
	}
	switch {
	case !found:
		wrong.Add(field, "No row has the headings Priority and Status or Notes. Put them above the columns")
	case len(wrong) == 0 && len(list.Rows) == 0:
		wrong.Add(field, "No row has the number or name of a priority. Nothing was imported")
	}
	return list, wrong
}

// listColumns are the columns with priorities (a number and a name can be apart), statuses and notes; -1 for none.
type listColumns struct {
	priority      []int
	status, notes int
}

func listHeadings(g grid.Grid, field string, wrong *problem.List) (listColumns, int) {
	for at, cells := range g.Rows {
		c := listColumns{status: -1, notes: -1}
		for i := range cells {
			bare := grid.Bare(g.At(at, i))
			set := func(column *int, what string) {
				if *column >= 0 {
					wrong.Add(field, "Columns %s and %s are both %s. Remove one of them", grid.ColumnName(*column),
						grid.ColumnName(i), what)
				}
				*column = i
			}
			switch {
			case g.ColumnHidden(i):
			case priorityHeading.MatchString(bare):
				c.priority = append(c.priority, i)
			case statusHeading.MatchString(bare):
				set(&c.status, "a status")
			case notesHeading.MatchString(bare):
				set(&c.notes, "notes")
			}
		}
		if len(c.priority) > 0 && (c.status >= 0 || c.notes >= 0) {
			return c, at
		}
	}
	return listColumns{}, -1
}

func (l *OwnList) row(g grid.Grid, at int, c listColumns, e *edition.Edition, field string, wrong *problem.List) {
	var p edition.Priority
	var names []string
	known := false
	for _, column := range c.priority {
		text := g.At(at, column)
		if text != "" {
			names = append(names, text)
		}
		if one, ok := priorityCalled(e, text); ok && !known {
			p, known = one, true
		}
	}
	status, notes := g.At(at, c.status), g.At(at, c.notes)
	if len(names) == 0 || status == "" && notes == "" {
		return
	}
	place := fmt.Sprintf("row %d, %s", at+1, strings.Join(names, " "))
	if !known {
		l.Unread = append(l.Unread, place)
		return
	}
	if i := slices.IndexFunc(l.Rows, func(x Listed) bool { return x.Priority.Key == p.Key }); i >= 0 {
		wrong.Add(field, "%s is in the list twice (%s and %s). Remove one of them", p.Key, l.Rows[i].row, place)
		return
	}
	one := Listed{Priority: p, Notes: notes, row: place}
	for _, s := range listWords {
		if s.words.MatchString(grid.Bare(status)) {
			one.Status = s.status
		}
	}
	switch words := fmt.Sprintf("“%s” as %s", status, one.Status.Words()); {
	case status == "" || strings.EqualFold(status, one.Status.Words()):
	case one.Status == assessment.NotAnswered:
		l.Unread = append(l.Unread, "the status “"+status+"” of "+p.Key)
	case !slices.Contains(l.Words, words):
		l.Words = append(l.Words, words)
	}
	l.Rows = append(l.Rows, one)
}

// priorityCalled is the priority that a text names by its number, "3.4" or "Priority 3.4: ...", or by its name.
func priorityCalled(e *edition.Edition, text string) (edition.Priority, bool) {
	if m := listNumber.FindStringSubmatch(text); m != nil {
		return e.Priority(m[1])
	}
	for _, p := range e.Priorities() {
		if grid.Bare(p.Name) == grid.Bare(text) && text != "" {
			return p, true
		}
	}
	return edition.Priority{}, false
}
