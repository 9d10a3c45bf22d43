package figures

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Set is what an ICB and its providers have agreed to collect, besides the figures of all providers, from a quarter on:
// the metrics template of the toolkit's 3.2 (March 2026, page 18). A set never changes: a new agreement is the next
// version. The zero Set adds nothing.
type Set struct {
	N        int // its version: 1 is the first agreed
	From     calendar.Quarter
	Parts    []string // codes of Parts, in their order
	AgreedOn calendar.Date
	Note     string // how it was agreed, and with whom

	Confirmed string
	At        calendar.Instant
	By        string // who recorded it, by name
}

// SetFor is the set that applies to a quarter: of those that have begun by then, the one agreed last.
func SetFor(sets []Set, q calendar.Quarter) Set {
	var found Set
	for _, s := range sets {
		if s.From <= q && s.N > found.N {
			found = s
		}
	}
	return found
}

// Fields are the figures that the set adds to those of all providers, in the order of the form.
func (s Set) Fields() []Field {
	var list []Field
	for _, p := range Parts {
		if slices.Contains(s.Parts, p.Code) {
			list = append(list, p.fields()...)
		}
	}
	return list
}

// Words names the set: "Version 2, from Quarter 3 2026/27".
func (s Set) Words() string {
	if s.N == 0 {
		return "What all providers are asked for"
	}
	return "Version " + number.Grouped(int64(s.N)) + ", from " + s.From.Short()
}

// PartNames are the parts as people read them.
func (s Set) PartNames() []string {
	var names []string
	for _, p := range Parts {
		if slices.Contains(s.Parts, p.Code) {
			names = append(names, p.Name)
		}
	}
	return names
}

// LastSetQuarter is how many quarters ahead a set may begin.
const LastSetQuarter = 4

// Check says what is wrong with a new set on a day. It may begin with the quarter before, while that quarter's figures
// are being collected. Submitted returns keep their set.
func (s Set) Check(today calendar.Date) problem.List {
	var wrong problem.List
	present := today.Quarter()
	switch {
	case s.From == "":
		wrong.Add("from", "Choose the quarter from which the figures are asked for")
	case s.From < present.Add(-1) || s.From > present.Add(LastSetQuarter):
		wrong.Add("from", "The quarter must be from %s to %s", present.Add(-1).Short(), present.Add(LastSetQuarter).Short())
	}
	for _, code := range s.Parts {
		if _, ok := PartOf(code); !ok {
			wrong.Add("parts", "Choose figures from the list")
			break
		}
	}
	switch {
	case s.AgreedOn == "":
		wrong.Add("agreed_on-day", "Enter the date the providers agreed")
	case s.AgreedOn > today:
		wrong.Add("agreed_on-day", "The date the providers agreed must be today or in the past")
	}
	switch {
	case strings.TrimSpace(s.Note) == "":
		wrong.Add("note", "Enter how it was agreed, and with which providers")
	case len([]rune(s.Note)) > LongestText:
		wrong.Add("note", "How it was agreed must be %s characters or fewer", number.Grouped(LongestText))
	}
	privacy.Guard(&wrong, "note", "How it was agreed", s.Note, s.Confirmed)
	return wrong
}
