package snapshot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
)

// Move is a priority with another status than at the end of the quarter before.
type Move struct {
	Priority edition.Priority
	From, To assessment.Status
}

// Moves is what changed since the end of the quarter before, in the edition's order.
type Moves struct {
	Forward []Move
	Back    []Move
	// First are those that nobody had answered by then: an answer where there was none is no move.
	First []Move
	Same  int
}

// None says that no status has changed.
func (m Moves) None() bool { return len(m.Forward)+len(m.Back)+len(m.First) == 0 }

// Words count them: "2 moved forward, 1 moved back, 3 first answers, 16 the same".
func (m Moves) Words() string {
	words := fmt.Sprintf("%d moved forward, %d moved back, ", len(m.Forward), len(m.Back))
	if n := len(m.First); n > 0 {
		words += number.Counting(n, "first answer", "first answers") + ", "
	}
	return words + fmt.Sprintf("%d the same", m.Same)
}

// Since is what has changed since the last quarter's end.
func (s Snapshot) Since() Moves {
	var m Moves
	for _, p := range s.Edition.Priorities() {
		from, to := s.Began[p.Key], s.Entries[p.Key].Status
		switch {
		case from == to:
			m.Same++
		case from == assessment.NotAnswered:
			m.First = append(m.First, Move{p, from, to})
		case to.Further(from):
			m.Forward = append(m.Forward, Move{p, from, to})
		default:
			m.Back = append(m.Back, Move{p, from, to})
		}
	}
	return m
}

// InPlaceBefore is how many priorities were in place at the end of the quarter before.
func (s Snapshot) InPlaceBefore() int {
	n := 0
	for _, p := range s.Edition.Priorities() {
		if s.Began[p.Key] == assessment.InPlace {
			n++
		}
	}
	return n
}

// StatusesAt are the statuses at the beginning of a day: the present ones with each later change undone, newest first.
func StatusesAt(day calendar.Date, entries map[string]assessment.Entry, events []Event) map[string]assessment.Status {
	was := map[string]assessment.Status{}
	for key, e := range entries {
		was[key] = e.Status
	}
	for _, e := range events {
		if e.At.Date() < day {
			break
		}
		if e.Kind != record.Priority {
			continue
		}
		for _, c := range e.Changes {
			if c.Field == "status" {
				was[e.Subject] = assessment.Status(c.Old)
			}
		}
	}
	return was
}

// Late is something with a day that has passed. Owner is who looks after it, "" for nobody.
type Late struct {
	Priority string // the key of its priority
	What     string
	Since    calendar.Date
	Owner    string
}

// Overdue is what the audience can see and should have been done by now, the longest overdue first.
func (s Snapshot) Overdue() []Late {
	if s.Sealed != nil {
		return s.Sealed.Overdue
	}
	var late []Late
	today := s.Today()
	for _, p := range s.Edition.Priorities() {
		e := s.Entries[p.Key]
		if e.Overdue(today) {
			late = append(late, Late{p.Key, "Review: " + p.Name, e.ReviewOn, Owner(e)})
		}
	}
	early, _ := measure.KindOf(measure.EarlyTalks)
	for _, c := range s.Contracts {
		if t := c.TalksOn(today, measure.EarlyMonths()); t.Standing == contract.Overdue && !c.Over(today) && s.Audience.AreCommissioners() {
			what := "Conversation about extension or re-procurement: " + c.Name
			late = append(late, Late{early.Priority, what, t.By, s.Provider(c.Provider).Name})
		}
	}
	for _, e := range s.Evidence {
		if e.ReviewOn != "" && e.ReviewOn < today && e.State != evidence.Withdrawn {
			late = append(late, Late{strings.Join(e.Priorities(), " "), "Review the evidence: " + e.Title, e.ReviewOn, e.Source()})
		}
	}
	slices.SortStableFunc(late, func(a, b Late) int { return cmp.Compare(a.Since, b.Since) })
	return late
}

// Owner is who looks after a priority, "Person, Commissioner"; only the title where names are not shown.
func Owner(e assessment.Entry) string { return named(e.OwnerName, e.OwnerTitle.Words) }

// ChangedBy is who saved a priority last, in the same form.
func ChangedBy(e assessment.Entry) string { return named(e.ChangedBy, e.ChangedByTitle.Words) }

// By is who did what an event tells, in the same form.
func (e Event) By() string { return named(e.Who, e.Role.Words) }

func named(name, title string) string {
	switch {
	case name == "":
		return title
	case title == "", title == name: // this is how the service's operator appears
		return name
	}
	return name + ", " + title
}
