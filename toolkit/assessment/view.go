package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// View is what a provider says of a priority that it answers for together with the ICB: its own status and note. The ICB's
// status stays the commissioner's. Version is 0 while the provider has given no view.
type View struct {
	Provider     string // id
	ProviderName string
	Priority     string
	Status       Status
	Note         string
	// Confirmed holds the fingerprints of the numbers in the note that a person has said are not NHS numbers.
	Confirmed      string
	ChangedAt      calendar.Instant
	ChangedBy      string
	ChangedByTitle view.Title
	Version        int
}

// ViewRecord is how the history keeps a provider's view. Its subject is "PROVIDER 3.4".
var ViewRecord = record.Kind{Code: record.View, Words: "Provider’s view", Fields: []record.Field{
	{Name: "status", Say: record.SayCode(Status.Words)},
	{Name: "note", Typed: true},
	record.Confirmed,
}}

// Subject is the view as the history names it.
func (v View) Subject() string { return v.Provider + " " + v.Priority }

// Kept is what the history keeps of a view.
func (v View) Kept() []record.Text {
	return []record.Text{
		{Field: "status", Text: string(v.Status)}, {Field: "note", Text: v.Note}, {Field: "confirmed", Text: v.Confirmed},
	}
}

// Check says what is wrong with a view as typed, in the order of the form (a problem.List). Confirmed may hold what the
// person has said in this form as well as what was kept before.
func (v *View) Check() error {
	var wrong problem.List
	if v.Status != NotAnswered && !slices.Contains(Statuses, v.Status) || v.Status == NotAnswered && v.Version == 0 {
		wrong.Add("view_status", "Choose In place, In progress or Not started")
	}
	checkShort(&wrong, "view_note", "Note", v.Note, v.Confirmed)
	if wrong == nil {
		v.Confirmed = privacy.Confirmation(privacy.NHSNumbers(v.Note))
	}
	return wrong.Err()
}

// SortViews puts views in the order of priorities, then of the names of their providers.
func SortViews(views []View) {
	slices.SortFunc(views, func(a, b View) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.ProviderName, b.ProviderName), cmp.Compare(a.Provider, b.Provider))
	})
}

// HasViews says whether providers give their views on a priority: on those that are not the commissioner's alone.
func HasViews(p edition.Priority) bool { return p.Responsibility == edition.Joint }

// ViewLimit is the most characters of the note of a view, and of the ICB's comment.
const ViewLimit = 2000

func checkShort(wrong *problem.List, field, name, text, confirmed string) {
	if n := utf8.RuneCountInString(text); n > ViewLimit {
		wrong.Add(field, "%s must be 2,000 characters or fewer. You have %s too many", name,
			number.Counting(n-ViewLimit, "character", "characters"))
	}
	privacy.Guard(wrong, field, name, text, confirmed)
}

// Comment is what the ICB says where views differ. State says which views these were: a comment says nothing of others.
// Version is 0 while there is none.
type Comment struct {
	Priority  string
	State     string
	Text      string
	Confirmed string
	ChangedAt calendar.Instant
	ChangedBy string
	Version   int
}

// CommentField is the comment as a field of its priority's history.
const CommentField = "views_comment"

// Kept is what the history of the priority keeps of a comment.
func (c Comment) Kept() []record.Text { return []record.Text{{Field: CommentField, Text: c.Text}} }

// Check says what is wrong with a comment as typed (a problem.List).
func (c *Comment) Check() error {
	var wrong problem.List
	if c.Text == "" {
		wrong.Add("views_comment", "Enter what the ICB says about the difference")
	}
	checkShort(&wrong, "views_comment", "What the ICB says", c.Text, c.Confirmed)
	if wrong == nil {
		c.Confirmed = privacy.Confirmation(privacy.NHSNumbers(c.Text))
	}
	return wrong.Err()
}

// Spread is what providers say of a priority together, without who says what.
type Spread struct {
	Priority string
	// At is how many providers give each of Statuses.
	At [3]int
	// Differ says that a view differs from the ICB's status or from another view. A status that nobody has given differs from
	// nothing.
	Differ bool
	// State says which views these are, for a comment on them; only commissioners have it.
	State string
	// Comment is the ICB's last comment. Commented says that it is on these very views, and not on what they were before.
	Comment   Comment
	Commented bool
}

// Spreads are what views come to, with the ICB's statuses and comments, by priority. A priority without a view has none.
func Spreads(views []View, statuses map[string]Status, comments []Comment) map[string]Spread {
	all := map[string]Spread{}
	views = slices.Clone(views)
	slices.SortFunc(views, func(a, b View) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.Provider, b.Provider))
	})
	for _, v := range views {
		i := slices.Index(Statuses, v.Status)
		if i < 0 {
			continue
		}
		icbs := statuses[v.Priority]
		s, begun := all[v.Priority]
		if !begun {
			s = Spread{Priority: v.Priority, State: string(icbs)}
		}
		s.At[i]++
		s.State += " " + v.Provider + ":" + string(v.Status)
		s.Differ = s.At[i] < s.Of() || s.Differ || icbs != NotAnswered && icbs != v.Status
		all[v.Priority] = s
	}
	for _, c := range comments {
		if s, ok := all[c.Priority]; ok {
			s.Comment, s.Commented = c, s.Differ && c.Text != "" && c.State == s.State
			all[c.Priority] = s
		}
	}
	return all
}

// Of is how many providers have given a view.
func (s Spread) Of() int { return s.At[0] + s.At[1] + s.At[2] }

// Words are the spread, "In place at 2 of 3 providers, in progress at 1"; "" where it is not shown.
func (s Spread) Words() string {
	var parts []string
	for i, n := range s.At {
		switch {
		case n == 0:
		case parts == nil && s.Of() == 1:
			parts = []string{Statuses[i].Words() + " at the 1 provider that has given its view"}
		case parts == nil:
			parts = []string{fmt.Sprintf("%s at %d of %d providers", Statuses[i].Words(), n, s.Of())}
		default:
			parts = append(parts, fmt.Sprintf("%s at %d", strings.ToLower(Statuses[i].Words()), n))
		}
	}
	return strings.Join(parts, ", ")
}

// anonymous is the fewest views from which the spread is shown to those who are not commissioners: from a smaller one a
// provider could take away its own view, and would read a rival's.
const anonymous = 3

// For is the spread as an audience may see it; ok is false where it sees nothing of it. Providers and the steering group see
// how many providers say what from three views up, and the comment when it is on these very views. A difference that the
// commissioner has not commented on is kept from the steering group altogether. A provider knows its own view and the ICB's
// status, and with three views or more it reads the spread.
func (s Spread) For(a view.Audience) (seen Spread, ok bool) {
	if a.AreCommissioners() {
		return s, true
	}
	if a.IsNobody() || a.IsSteeringGroup() && s.Differ && !s.Commented {
		return Spread{}, false
	}
	seen = Spread{Priority: s.Priority}
	if s.Of() >= anonymous {
		seen.At, seen.Differ = s.At, s.Differ
	}
	if s.Commented {
		seen.Differ, seen.Commented = true, true
		seen.Comment = Comment{Priority: s.Priority, Text: s.Comment.Text, ChangedAt: s.Comment.ChangedAt}
	}
	return seen, seen.Of() > 0 || seen.Differ
}
