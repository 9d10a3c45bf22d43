// Package assessment holds what an ICB records against the toolkit's priorities, and counts its progress.
package assessment

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/view"
)

// Status is how far an ICB has come with a priority. The toolkit has exactly three. "" means not answered yet, which
// differs from "not started".
type Status string

const (
	InPlace     Status = "in_place"
	InProgress  Status = "in_progress"
	NotStarted  Status = "not_started"
	NotAnswered Status = ""
)

// Statuses are the three that people can give, in the toolkit's order.
var Statuses = []Status{InPlace, InProgress, NotStarted}

// Words is the status as the toolkit writes it.
func (s Status) Words() string {
	switch s {
	case InPlace:
		return "In place"
	case InProgress:
		return "In progress"
	case NotStarted:
		return "Not started"
	}
	return "Not answered"
}

// rank orders statuses by how far along they are. It decides what counts as forward and what as back.
func (s Status) rank() int {
	return slices.Index([]Status{NotAnswered, NotStarted, InProgress, InPlace}, s)
}

// Further says whether the status is further along than an earlier one.
func (s Status) Further(than Status) bool { return s.rank() > than.rank() }

// NotesLimit is the most characters that each of the two notes may have.
const NotesLimit = 10_000

// Entry is what an ICB records against one priority. Version is 0 while nothing has been recorded.
type Entry struct {
	Priority     string
	Status       Status
	Notes        string
	PrivateNotes string
	// Owner is the membership id of the person who looks after the priority, "" for nobody. OwnerName and OwnerTitle
	// are what people see.
	Owner      string
	OwnerName  string
	OwnerTitle view.Title
	ReviewOn   calendar.Date
	// Confirmed holds the fingerprints of the numbers in the notes that a person has said are not NHS numbers
	// (privacy.Confirmation). The person is asked once.
	Confirmed string
	// Points are the ids of the statements met, in the edition's order. A point that has become background can still be
	// among them from before: Met leaves it out.
	Points         []string
	Version        int
	ChangedAt      calendar.Instant
	ChangedBy      string
	ChangedByTitle view.Title
}

// Has says whether the priority meets a statement.
func (e Entry) Has(point string) bool { return slices.Contains(e.Points, point) }

// Met are the ids of the priority's statements that the entry meets, in the edition's order.
func (e Entry) Met(p edition.Priority) []string { return met(p, e.Points) }

// Blank says whether nothing has been recorded.
func (e Entry) Blank() bool { return e.Version == 0 }

// ReviewedIn says whether the entry was saved since the review began.
func (e Entry) ReviewedIn(r Review) bool { return e.ChangedAt != "" && e.ChangedAt >= r.Since }

// Check says what is wrong with an entry as typed, in the order of the form (a problem.List). It also puts the points
// into the edition's order and leaves out those that are background, which a form from before may still send. Confirmed
// may hold what the person has said in this form as well as what was kept before.
func (e *Entry) Check(p edition.Priority) error {
	var wrong problem.List
	if e.Status != NotAnswered && !slices.Contains(Statuses, e.Status) {
		wrong.Add("status", "Choose In place, In progress or Not started")
	}
	e.checkNotes(&wrong, "notes", "Notes", e.Notes)
	e.checkNotes(&wrong, "private_notes", "Notes for commissioners only", e.PrivateNotes)
	for _, id := range e.Points {
		if !slices.ContainsFunc(p.Points(), func(point edition.Point) bool { return point.ID == id }) {
			wrong.Add("point", "Choose statements from the list: this priority has none called %q", id)
			break
		}
	}
	e.Points = e.Met(p)
	if wrong == nil {
		e.Confirmed = privacy.Confirmation(e.Numbers())
	}
	return wrong.Err()
}

// Numbers are the parts of the notes that look like NHS numbers.
func (e *Entry) Numbers() []privacy.Find {
	return append(privacy.NHSNumbers(e.Notes), privacy.NHSNumbers(e.PrivateNotes)...)
}

func (e *Entry) checkNotes(wrong *problem.List, field, name, text string) {
	if n := utf8.RuneCountInString(text); n > NotesLimit {
		wrong.Add(field, "%s must be 10,000 characters or fewer. You have %s too many", name,
			number.Counting(n-NotesLimit, "character", "characters"))
	}
	privacy.Guard(wrong, field, name, text, e.Confirmed)
}

// met are the ids among points that are statements of the priority, each once, in the edition's order.
func met(p edition.Priority, points []string) []string {
	var ids []string
	for _, point := range p.Statements() {
		if slices.Contains(points, point.ID) {
			ids = append(ids, point.ID)
		}
	}
	return ids
}

// Suggest is the status that the statements met point to: In place when all are met, Not started when none is, else In
// progress. Background counts for nothing. It is only a suggestion; people decide.
func Suggest(p edition.Priority, points []string) Status {
	switch len(met(p, points)) {
	case len(p.Statements()):
		return InPlace
	case 0:
		return NotStarted
	}
	return InProgress
}

// PointsText turns points into the one text that is stored and shown in the history, "c1 b2.1".
func PointsText(points []string) string { return strings.Join(points, " ") }

// PointsFromText reads what PointsText wrote.
func PointsFromText(text string) []string { return strings.Fields(text) }
