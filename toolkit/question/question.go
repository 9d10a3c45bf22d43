// Package question holds the questions that an ICB's commissioners and one of its providers ask each other: a short thread
// about a priority, a piece of evidence, a provider's figures or a contract meeting.
package question

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// TextLimit is the most characters of what somebody says.
const TextLimit = 2000

// Side is one of the two who ask each other.
type Side string

const (
	ICB      Side = "icb"
	Provider Side = "provider"
)

// SideOf is the side of the people of a provider; "" for the ICB's own.
func SideOf(provider string) Side {
	if provider != "" {
		return Provider
	}
	return ICB
}

// State says whether anybody is waited for.
type State string

const (
	// Open: the side that did not ask is waited for.
	Open State = "open"
	// Answered: nobody is waited for. Who asked may ask further, or close it.
	Answered State = "answered"
	// Closed: it is over, and nothing more is said.
	Closed State = "closed"
)

// States are all states, in the order of the filter.
var States = []State{Open, Answered, Closed}

// Words is the state as people read it.
func (s State) Words() string { return record.Sentence(string(s)) }

// Act is what somebody does in a thread. Its messages carry the act.
type Act string

const (
	Ask    Act = "ask"
	Answer Act = "answer"
	Close  Act = "close"
)

// Acts are all acts.
var Acts = []Act{Ask, Answer, Close}

// Words is the act after a name, in a list of what was said.
func (a Act) Words() string {
	return map[Act]string{Ask: "asked", Answer: "answered", Close: "closed the question"}[a]
}

// Kinds are the kinds of record that a question can be about.
var Kinds = []string{record.Priority, record.Evidence, record.Return, Meeting}

// Meeting is the kind of a contract meeting: a list of the registers.
const Meeting = "meeting"

// About is what a question is about: a kind of record and its id, as the history names both ("return", "PROVIDER 2026Q3").
type About struct{ Kind, ID string }

// Question is a thread between the ICB and one provider. Provider is its id, "" for a question within the ICB, about its own
// evidence. Version is 0 until it is saved.
type Question struct {
	ID                     string
	About                  About
	Title                  string // what it is about, as it is called now
	Provider, ProviderName string
	AskedBy                Side
	State                  State
	Messages               []Message
	AskedAt, ChangedAt     calendar.Instant
	Version                int
}

// Message is something that was said. By and Title are the person's name and role. Removed is set when its text held personal
// data and was removed for good.
type Message struct {
	N         int64
	Act       Act
	Text      string
	At        calendar.Instant
	By, Title string
	Removed   calendar.Instant
}

// Record is how the history keeps a question and what is said in it.
var Record = record.Kind{Code: record.Question, Words: "Question", Fields: []record.Field{
	{Name: "about", Say: sayAbout},
	{Name: "provider", Words: "With", Of: record.Provider},
	{Name: "asked_by", Say: record.SayCode(Side.Words)},
	{Name: "state", Say: record.SayCode(State.Words)},
	{Name: "question", Typed: true},
	{Name: "answer", Typed: true},
	record.Confirmed,
}}

// Kept is what the history keeps of a question: which, with whom, and its last question and answer.
func (q Question) Kept() []record.Text {
	return []record.Text{
		{Field: "about", Text: strings.TrimSpace(q.About.Kind + " " + q.About.ID)},
		{Field: "provider", Text: q.Provider},
		{Field: "asked_by", Text: string(q.AskedBy)},
		{Field: "state", Text: string(q.State)},
		{Field: "question", Text: q.last(Ask).Text},
		{Field: "answer", Text: q.last(Answer).Text},
	}
}

func sayAbout(text string) string {
	kind, id, _ := strings.Cut(text, " ")
	switch kind {
	case record.Priority:
		return "Priority " + id
	case record.Return:
		_, quarter, _ := strings.Cut(id, " ")
		return "Figures, " + calendar.Quarter(quarter).Short()
	case record.Evidence:
		return "Evidence"
	case Meeting:
		return "Contract meeting"
	}
	return text
}

// Words is the side as people read it.
func (s Side) Words() string {
	switch s {
	case ICB:
		return "The ICB"
	case Provider:
		return "The provider"
	}
	return string(s)
}

// Asked is the last question that was asked in it.
func (q Question) Asked() Message { return q.last(Ask) }

func (q Question) last(a Act) Message {
	for _, m := range slices.Backward(q.Messages) {
		if m.Act == a {
			return m
		}
	}
	return Message{}
}

// Waits is the side that is waited for; ok is false when nobody is.
func (q Question) Waits() (s Side, ok bool) {
	return q.other(), q.State == Open
}

// other is the side that did not ask.
func (q Question) other() Side {
	if q.AskedBy == ICB && q.Provider != "" {
		return Provider
	}
	return ICB
}

// Who is a side by its name: the provider's, or the ICB.
func (q Question) Who(s Side) string {
	if s == Provider {
		return q.ProviderName
	}
	return "the ICB"
}

// StateWords are the state with who is waited for: "Open: Northside is asked".
func (q Question) StateWords() string {
	if s, waits := q.Waits(); waits {
		return "Open: waiting for " + q.Who(s)
	}
	return q.State.Words()
}

// After is the state after an act of a side; ok is false when that side cannot do this now. Who asked says more, and then an
// answer is waited for again, or closes it. The other side answers, as often as it likes. Within the ICB everybody may do all
// of it.
func (q Question) After(a Act, by Side) (State, bool) {
	within := q.Provider == ""
	switch {
	case q.State == Closed:
	case a == Ask && by == q.AskedBy:
		return Open, true
	case a == Answer && (by != q.AskedBy || within):
		return Answered, true
	case a == Close && by == q.AskedBy:
		return Closed, true
	}
	return q.State, false
}

// Check says what is wrong with what somebody says (a problem.List); closing has no words.
func Check(a Act, text, confirmed string) problem.List {
	var wrong problem.List
	name, ask := "Question", "Enter your question"
	switch {
	case a == Close:
		return nil
	case a == Answer:
		name, ask = "Answer", "Enter your answer"
	}
	if text == "" {
		wrong.Add("text", "%s", ask)
	}
	if n := utf8.RuneCountInString(text); n > TextLimit {
		wrong.Add("text", "%s must be 2,000 characters or fewer. You have %s too many", name,
			number.Counting(n-TextLimit, "character", "characters"))
	}
	privacy.Guard(&wrong, "text", name, text, confirmed)
	return wrong
}

// CountWords is how many questions there are about something, "Questions (1 open)".
func CountWords(list []Question) string {
	open := 0
	for _, q := range list {
		if q.State == Open {
			open++
		}
	}
	switch {
	case open > 0:
		return fmt.Sprintf("Questions (%d open)", open)
	case len(list) > 0:
		return fmt.Sprintf("Questions (%d, none open)", len(list))
	}
	return "Questions"
}

// Before says that it was asked before there were threads, and was put into one later.
func (q Question) Before() bool { return strings.Contains(q.ID, "-") }

// Rank orders states: who waits comes first.
func (s State) Rank() int {
	if s == Open {
		return 0
	}
	return 1
}

// SortRecent sorts what was changed last first; of what is changed at and the id are asked.
func SortRecent[T any](list []T, of func(T) (calendar.Instant, string)) {
	slices.SortFunc(list, func(a, b T) int {
		x, i := of(a)
		y, j := of(b)
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(i, j))
	})
}
