package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// Listed is what a row of an ICB's own list says of a priority.
type Listed struct {
	Priority edition.Priority
	Status   assessment.Status // NotAnswered where the row says none that is known
	Notes    string
	Review   calendar.Date // "" where the row gives none
	Owner    string        // a name or an email address, as the row has it; "" where it has none
	row      string
}

// OwnList is an ICB's own spreadsheet of the priorities, read.
type OwnList struct {
	Rows []Listed
	// Words are how statuses were read, "“Green” as In place"; Unread what was not taken, "row 7, Parking".
	Words, Unread []string
	// Strange are words for statuses that are not known: a person says what they mean.
	Strange []string
}

var (
	priorityHeading = regexp.MustCompile(`^(toolkit )?(priority|priorities|no|number|ref|reference|name|item)( (no|number|name|ref))?$`)
	statusHeading   = regexp.MustCompile(`^(current |overall )?(status|rag|rag status|rag rating|rating|progress|position)$`)
	notesHeading    = regexp.MustCompile(`^(notes?|comments?|commentary|narrative|updates?|status notes)$`)
	reviewHeading   = regexp.MustCompile(`^(next )?(review|review (date|by|on)|date of (next )?review|review due|due for review)$`)
	ownerHeading    = regexp.MustCompile(`^((priority|ips|icb|commissioning|named) )?(owner|owners|lead|lead officer|responsible|` +
		`responsible (person|officer|owner|lead)|person responsible|owned by|assigned to|who)( name| email| e mail)?$`)
	listNumber = regexp.MustCompile(`^\D{0,12}(\d\.\d)\b`)
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

// ListLayout says where an ICB's own list has what, on one sheet. Columns count from 0; -1 is none. Header is the row of the
// headings, counted from 1 as in spreadsheets.
type ListLayout struct {
	Header                       int
	Priority                     []int // the number and the name can be apart
	Status, Notes, Review, Owner int
	// Words are what a person has said that the list's own words for statuses mean, by the word in the form of grid.Bare; one
	// that is not among them is read as usual.
	Words map[string]assessment.Status
}

// ReadOwnList reads a list that has a row for each priority, by its number or name, under headings. field is the box that
// problems are said of. A priority that is there twice and a heading that is there twice are problems; what names no
// priority, and words that are no known status, are left out and named.
func ReadOwnList(grids []grid.Grid, e *edition.Edition, field string) (OwnList, problem.List) {
	var list OwnList
	var wrong problem.List
	found := false
	for _, g := range grids {
		layout, again := GuessList(g)
		if layout.Header == 0 {
			continue
		}
		found = true
		for _, words := range again {
			wrong.Add(field, "%s", words)
		}
		list.read(g, layout, e, field, &wrong)
	}
	if !found {
		wrong.Add(field, "No row has the headings Priority and Status or Notes. Put them above the columns")
		return list, wrong
	}
	list.needsOne(field, &wrong)
	return list, wrong
}

// ReadList reads a list in the layout that a person has chosen. Its problems are as those of ReadOwnList.
func ReadList(g grid.Grid, layout ListLayout, e *edition.Edition, field string) (OwnList, problem.List) {
	var list OwnList
	var wrong problem.List
	list.read(g, layout, e, field, &wrong)
	list.needsOne(field, &wrong)
	return list, wrong
}

func (l *OwnList) needsOne(field string, wrong *problem.List) {
	if len(*wrong) == 0 && len(l.Rows) == 0 {
		wrong.Add(field, "No row has the number or name of a priority. Nothing was imported")
	}
}

func (l *OwnList) read(g grid.Grid, layout ListLayout, e *edition.Edition, field string, wrong *problem.List) {
	for at := layout.Header; at < len(g.Rows); at++ {
		if !g.RowHidden(at) {
			l.row(g, at, layout, e, field, wrong)
		}
	}
}

// GuessList finds the headings of a list on a sheet; its Header is 0 where there are none. again says which columns have a
// heading of one kind twice; then the last one is taken.
func GuessList(g grid.Grid) (layout ListLayout, again []string) {
	for at, cells := range g.Rows {
		c := noColumns()
		c.Header = at + 1
		again = nil
		for i := range cells {
			bare := grid.Bare(g.At(at, i))
			set := func(column *int, what string) {
				if *column >= 0 {
					again = append(again, fmt.Sprintf("Columns %s and %s both hold %s. Leave one of the two, or choose the columns "+
						"yourself",
						grid.ColumnName(*column), grid.ColumnName(i), what))
				}
				*column = i
			}
			switch {
			case g.ColumnHidden(i):
			case priorityHeading.MatchString(bare):
				c.Priority = append(c.Priority, i)
			case statusHeading.MatchString(bare):
				set(&c.Status, "a status")
			case notesHeading.MatchString(bare):
				set(&c.Notes, "notes")
			case reviewHeading.MatchString(bare):
				set(&c.Review, "a review date")
			case ownerHeading.MatchString(bare):
				set(&c.Owner, "an owner")
			}
		}
		if len(c.Priority) > 0 && (c.Status >= 0 || c.Notes >= 0) {
			return c, again
		}
	}
	return noColumns(), nil
}

func noColumns() ListLayout { return ListLayout{Status: -1, Notes: -1, Review: -1, Owner: -1} }

// mostListWords is how many words for statuses a list may have: more are notes.
const mostListWords = 15

// StatusWords are the different words that a column of statuses holds below the headings, in their order; at most
// mostListWords.
func (layout ListLayout) StatusWords(g grid.Grid) []string {
	var words []string
	for at := layout.Header; at < len(g.Rows); at++ {
		text := g.At(at, layout.Status)
		same := func(w string) bool { return grid.Bare(w) == grid.Bare(text) }
		if text != "" && !g.RowHidden(at) && len(words) < mostListWords && !slices.ContainsFunc(words, same) {
			words = append(words, text)
		}
	}
	return words
}

// StatusCalled is the status that a list's word means; NotAnswered for a word that is not known.
func StatusCalled(word string) assessment.Status {
	for _, s := range listWords {
		if s.words.MatchString(grid.Bare(word)) {
			return s.status
		}
	}
	return assessment.NotAnswered
}

func (l *OwnList) row(g grid.Grid, at int, c ListLayout, e *edition.Edition, field string, wrong *problem.List) {
	var p edition.Priority
	var names []string
	known := false
	for _, column := range c.Priority {
		text := g.At(at, column)
		if text != "" {
			names = append(names, text)
		}
		if one, ok := priorityCalled(e, text); ok && !known {
			p, known = one, true
		}
	}
	status, notes, review, owner := g.At(at, c.Status), g.At(at, c.Notes), g.At(at, c.Review), g.At(at, c.Owner)
	if len(names) == 0 || status+notes+review+owner == "" {
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
	one := Listed{Priority: p, Notes: notes, Owner: owner, row: place}
	said := false
	if one.Status, said = c.Words[grid.Bare(status)]; !said {
		one.Status = StatusCalled(status)
	}
	if day, ok := calendar.Read(review); ok {
		one.Review = day
	} else if review != "" {
		l.Unread = append(l.Unread, "the review date “"+review+"” of "+p.Key)
	}
	switch words := fmt.Sprintf("“%s” as %s", status, one.Status.Words()); {
	case status == "" || strings.EqualFold(status, one.Status.Words()):
	case one.Status == assessment.NotAnswered:
		l.Unread = append(l.Unread, "the status “"+status+"” of "+p.Key)
		if !said && !slices.Contains(l.Strange, status) {
			l.Strange = append(l.Strange, status)
		}
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
