// Package claims finds where a status and the figures differ: a priority is In place although its figures say
// otherwise, or Not started although they say that it is there. A figure suggests and never overwrites. A commissioner
// answers with a note, and the difference rests until the figures differ in another way.
package claims

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Claim is a difference: a status that the figures speak to and do not support.
type Claim struct {
	Priority string
	Status   assessment.Status
	// Says is what the figures say. Each line begins in lower case and has no full stop: "1 of 3 contracts runs for
	// less than 3 years: Northside: IPS service (2 years)".
	Says []string
	// State says which figures differ, and about whom. It does not change with each new number.
	State string
	// Answer is a commissioner's answer to this state; its Note is "" while there is none.
	Answer Answer
}

// Answer is a commissioner's note on a difference.
type Answer struct {
	Priority   string
	State      string
	Note       string
	Confirmed  string
	AnsweredAt calendar.Instant
	AnsweredBy string // by name
	Version    int
}

// LongestNote is how many characters a note may have.
const LongestNote = 2000

// Check says what is wrong with an answer, by the field note.
func (a Answer) Check() problem.List {
	var wrong problem.List
	switch n := utf8.RuneCountInString(a.Note); {
	case strings.TrimSpace(a.Note) == "":
		wrong.Add("note", "Enter why the status is right although the figures say otherwise")
	case n > LongestNote:
		wrong.Add("note", "Note must be %s characters or fewer", number.Grouped(LongestNote))
	}
	privacy.Guard(&wrong, "note", "Note", a.Note, a.Confirmed)
	return wrong
}

// Open says whether nobody has answered yet.
func (c Claim) Open() bool { return c.Answer.Note == "" }

// Words is the claim in one sentence: "2.2 is In place, but 1 of 3 contracts runs for less than 3 years: ...".
func (c Claim) Words() string {
	return c.Priority + " is " + c.Status.Words() + ", but " + strings.Join(c.Says, "; ")
}

// Brief is the claim with the first that the figures say, and how much more there is.
func (c Claim) Brief() string {
	words := c.Priority + " is " + c.Status.Words() + ", but " + c.Says[0]
	if more := len(c.Says) - 1; more > 0 {
		words += fmt.Sprintf(" (and %d more)", more)
	}
	return words
}

// Of finds the differences among statuses, in the order of the priorities. in is what results are worked out from as
// commissioners see it. results must hold at least the kinds that the priorities use. While in is Closed, it says
// nothing that comes from contracts, and nothing of priorities that procurement keeps back.
func Of(in measure.Input, results []measure.Result, statuses map[string]assessment.Status, answers []Answer) []Claim {
	g := grounds{in: in, results: map[string]measure.Result{}}
	for _, r := range results {
		if r.Own == nil {
			g.results[r.Kind.Code] = r
		}
	}
	var list []Claim
	for _, p := range priorities() {
		if in.Audience.IsOutside() && assessment.InProcurement(p) {
			continue
		}
		if c, differs := g.claim(p, statuses[p]); differs {
			for _, a := range answers {
				if a.Priority != p {
					continue
				}
				c.Answer.Version = a.Version
				if a.State == c.State {
					c.Answer = a
				}
			}
			list = append(list, c)
		}
	}
	return list
}

// grounds are the facts that figures speak from.
type grounds struct {
	in      measure.Input
	results map[string]measure.Result
}

// claim compares a priority's status with its figures.
func (g grounds) claim(priority string, status assessment.Status) (Claim, bool) {
	c := Claim{Priority: priority, Status: status}
	var state, good []string
	for _, s := range table {
		if s.priority != priority || s.contract && g.in.Audience.IsOutside() {
			continue
		}
		w := s.says(g)
		if len(w.against) > 0 {
			c.Says = append(c.Says, w.against...)
			slices.Sort(w.whom)
			state = append(state, s.code+":"+strings.Join(w.whom, ","))
		} else if w.good {
			good = append(good, lower(s.about))
		}
	}
	switch {
	case status == assessment.InPlace && len(c.Says) > 0:
		c.State = string(status) + " " + strings.Join(state, ";")
		return c, true
	case status == assessment.NotStarted && len(c.Says) == 0 && len(good) > 0:
		c.Says = []string{"the figures say that it is in place: " + strings.Join(good, ", ")}
		c.State = string(status)
		return c, true
	}
	return c, false
}

// Speaks says which figures can speak to a priority, in words for people.
func Speaks(priority string) []string {
	var list []string
	for _, s := range table {
		if s.priority == priority && !slices.Contains(list, s.about) {
			list = append(list, s.about)
		}
	}
	return list
}

// priorities are the priorities in the table, in its order.
func priorities() []string {
	var list []string
	for _, s := range table {
		if !slices.Contains(list, s.priority) {
			list = append(list, s.priority)
		}
	}
	return list
}

// running are the contracts that have not ended.
func (g grounds) running() []contract.Contract {
	return slices.DeleteFunc(slices.Clone(g.in.Contracts), func(c contract.Contract) bool { return c.Over(g.in.Today) })
}

func (g grounds) provider(id string) string {
	for _, p := range g.in.Providers {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// lower changes words so that they can continue a sentence; an abbreviation keeps its capitals.
func lower(words string) string {
	r, size := utf8.DecodeRuneInString(words)
	next, _ := utf8.DecodeRuneInString(words[size:])
	if unicode.IsUpper(next) {
		return words
	}
	return string(unicode.ToLower(r)) + words[size:]
}
