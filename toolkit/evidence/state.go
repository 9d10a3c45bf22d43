package evidence

import (
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// State says what a piece of evidence waits for, the commissioner or the provider.
type State string

const (
	// New: a commissioner has not looked at it yet, or at the answer to a query.
	New State = "new"
	// Queried: a commissioner has asked a question that has no answer yet.
	Queried State = "queried"
	// Accepted: a commissioner accepts it as evidence.
	Accepted State = "accepted"
	// Withdrawn: it no longer counts; people can still see it.
	Withdrawn State = "withdrawn"
)

// States are all states, in the order of the filter.
var States = []State{New, Queried, Accepted, Withdrawn}

// Words is the state as people read it.
func (s State) Words() string {
	switch s {
	case New:
		return "To review"
	case Queried:
		return "Queried"
	case Accepted:
		return "Accepted"
	case Withdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Act is something that a person says or does about a piece of evidence. Its messages carry the act.
type Act string

const (
	Query    Act = "query"
	Answer   Act = "answer"
	Accept   Act = "accept"
	Withdraw Act = "withdraw"
)

// Words is the act in a list of what happened, after a name.
func (a Act) Words() string {
	switch a {
	case Query:
		return "asked"
	case Answer:
		return "answered"
	case Accept:
		return "accepted it"
	case Withdraw:
		return "withdrew it"
	}
	return string(a)
}

// After is the state that an act leads to; false when the act makes no sense in this state.
func (s State) After(a Act) (State, bool) {
	switch {
	case s == Withdrawn:
		return s, false
	case a == Query:
		return Queried, true
	case a == Answer && s == Queried:
		return New, true
	case a == Accept && s != Accepted:
		return Accepted, true
	case a == Withdraw:
		return Withdrawn, true
	}
	return s, false
}

// Message is something that a person said about a piece of evidence, with the number of the ICB's save. By and Title
// are the person's name and role. Removed is set when its text held personal data and was removed for good.
type Message struct {
	Seq       int64
	Act       Act
	Text      string
	At        calendar.Instant
	By, Title string
	Removed   calendar.Instant
}

// CheckMessage says what is wrong with the text of an act (a problem.List). Accepting needs no text.
func CheckMessage(a Act, text string, confirmed string) error {
	var wrong problem.List
	field, name, ask := "text", "Question", "Enter your question"
	switch a {
	case Answer:
		name, ask = "Answer", "Enter your answer"
	case Withdraw:
		name, ask = "Reason", "Enter why it is withdrawn"
	case Query, Accept:
	}
	if strings.TrimSpace(text) == "" && a != Accept {
		wrong.Add(field, "%s", ask)
	}
	if utf8.RuneCountInString(text) > TextLimit {
		wrong.Add(field, "%s must be 2,000 characters or fewer", name)
	}
	privacy.Guard(&wrong, field, name, text, confirmed)
	return wrong.Err()
}
