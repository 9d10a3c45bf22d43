package snapshot

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
)

// Told is what the workbook puts together from the rows themselves, in words beside the rows' exact values. A sealed round
// keeps it, so that its workbook says the same whatever a later program would make of the rows.
type Told struct {
	Headline string
	Sections []SectionTold
	All      SectionTold
	Since    string // what has moved since the last sealed round, or without one since the last quarter's end, in one line
	Moves    []MoveTold
	// Asked is what is asked of whom, for the steering group.
	Asked []AskedTold
	// Pack is the steering group's, too.
	Pack PackTold
	// Compared is what has changed since the last sealed round.
	Compared Compared
	// Priorities are by code, Contracts and Clauses by the contract's id, Lists by PartOf.
	Priorities map[string]PriorityTold
	Contracts  map[string]ContractTold
	Clauses    map[string][]ClauseTold
	Lists      map[string][]string
}

// SectionTold is how many priorities of a section have each status.
type SectionTold struct {
	Section                                      int
	Title                                        string
	InPlace, InProgress, NotStarted, NotAnswered int
}

// MoveTold is a priority with another status than at the last quarter's end, in words: Part is "Moved forward".
type MoveTold struct{ Priority, Name, From, To, Part string }

// AskedTold is something that is asked of somebody, with the code of the priority that it is about. Of is "The trust".
type AskedTold struct{ Priority, Of, What string }

// PriorityTold is what is worked out of one priority.
type PriorityTold struct{ Responsible, Status, Met, Evidence, Reviewed string }

// Told works it out; of a sealed round it is what was said then. The first documents did not keep it, and those after them no pack.
func (s Snapshot) Told() Told {
	if s.Sealed != nil && s.Sealed.Told.Headline != "" {
		t := s.Sealed.Told
		if s.Audience.IsSteeringGroup() && t.Pack.Parts == nil {
			t.Pack = s.packTold(t)
		}
		return t
	}
	t := Told{Compared: s.comparedTold(), Priorities: map[string]PriorityTold{}}
	t.Headline = s.headline(t)
	progress := s.Progress()
	for _, one := range progress.Sections {
		t.Sections = append(t.Sections, sectionTold(one.Section.Number, one.Section.Title, one.Counts))
	}
	t.All = sectionTold(0, "", progress.Counts)
	t.movesTold(s.Since())
	for _, p := range s.Edition.Priorities() {
		t.Priorities[p.Key] = s.priorityTold(p)
	}
	if len(s.Contracts) > 0 {
		t.Contracts, t.Clauses = map[string]ContractTold{}, map[string][]ClauseTold{}
	}
	for _, c := range s.Contracts {
		t.Contracts[c.ID], t.Clauses[c.ID] = s.contractTold(c), clausesTold(c)
	}
	if s.Audience.IsSteeringGroup() {
		t.Asked, t.Lists = s.asks(), s.groupListsTold()
		t.Pack = s.packTold(t)
	} else {
		t.Lists = s.listsTold()
	}
	return t
}

func sectionTold(n int, title string, c assessment.Counts) SectionTold {
	return SectionTold{n, title, c.InPlace, c.InProgress, c.NotStarted, c.NotAnswered}
}

// movesTold are the moves, those that need attention first.
func (t *Told) movesTold(m Moves) {
	t.Since = m.Words()
	for _, part := range []struct {
		words string
		list  []Move
	}{{"Moved back", m.Back}, {"Moved forward", m.Forward}, {"First answer", m.First}} {
		for _, move := range part.list {
			t.Moves = append(t.Moves, MoveTold{move.Priority.Key, move.Priority.Name, move.From.Words(), move.To.Words(), part.words})
		}
	}
}

func (s Snapshot) priorityTold(p edition.Priority) PriorityTold {
	e := s.Entry(p.Key)
	told := PriorityTold{
		Responsible: p.Responsibility.Words(), Status: e.Status.Words(), Met: statementsMet(p, e), Reviewed: s.reviewed(e),
	}
	switch {
	case s.Audience.IsSteeringGroup():
	case s.Hides(p.Key):
		told.Evidence = "Not shown while procurement is under way"
	default:
		told.Evidence = evidenceCount(s.EvidenceFor(p.Key))
	}
	return told
}

// statementsMet is "2 of 4", and the status that this suggests, if it differs.
func statementsMet(p edition.Priority, e assessment.Entry) string {
	met := len(e.Met(p))
	words := fmt.Sprintf("%d of %d", met, len(p.Statements()))
	if suggested := assessment.Suggest(p, e.Points); met > 0 && suggested != e.Status {
		words += ", which suggests " + suggested.Words()
	}
	return words
}

// evidenceCount is "2 accepted, 1 to review"; withdrawn evidence does not count.
func evidenceCount(list []evidence.Evidence) string {
	var parts []string
	for _, state := range evidence.States {
		n := 0
		for _, e := range list {
			if e.State == state {
				n++
			}
		}
		if n > 0 && state != evidence.Withdrawn {
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToLower(state.Words())))
		}
	}
	if len(parts) == 0 {
		return "None"
	}
	return strings.Join(parts, ", ")
}

// reviewed says whether somebody has reviewed the priority this quarter, and whether its review is overdue.
func (s Snapshot) reviewed(e assessment.Entry) string {
	switch {
	case e.Overdue(s.Today()):
		return "Overdue"
	case e.ReviewedIn(s.Review()):
		return record.Sentence(s.Review().Words())
	}
	return "Not yet " + s.Review().Words()
}

// headline is the ICB's position in one sentence, made from the data.
func (s Snapshot) headline(t Told) string {
	progress := s.Progress()
	are := "are"
	if progress.InPlace == 1 {
		are = "is"
	}
	parts := []string{fmt.Sprintf("%d of %d priorities %s in place, %s", progress.InPlace, progress.Total(), are,
		compared(progress.InPlace-s.InPlaceBefore(), s.thenIn(t)))}
	for _, r := range s.Results {
		if r.Kind.Code == measure.JobOutcomeRate {
			parts = append(parts, s.rateWords(r))
		}
	}
	switch n := len(s.Overdue()) + len(s.LateActions()); n {
	case 0:
		parts = append(parts, "nothing is overdue")
	case 1:
		parts = append(parts, "1 thing is overdue")
	default:
		parts = append(parts, fmt.Sprintf("%d things are overdue", n))
	}
	return strings.Join(parts, "; ") + "."
}

// thenIn is the moment before: "in the round of Quarter 2 2026/27", "at the end of Quarter 2 2026/27".
func (s Snapshot) thenIn(t Told) string {
	if t.Compared.Round != "" {
		return "in " + s.SinceWhen(t)
	}
	return "at " + s.SinceWhen(t)
}

// compared is how many more are in place than then, "2 more than at the end of Quarter 2 2026/27".
func compared(more int, then string) string {
	switch {
	case more > 0:
		return fmt.Sprintf("%d more than %s", more, then)
	case more < 0:
		return fmt.Sprintf("%d fewer than %s", -more, then)
	}
	return "as many as " + then
}

// rateWords is the job outcome rate in a clause: the ICB's, or a provider's own.
func (s Snapshot) rateWords(r measure.Result) string {
	rate := "the job outcome rate"
	if s.Audience.IsProvider() {
		rate += " of " + r.Line.Name
	}
	switch {
	case r.Line.Shown == "" && len(r.Line.Notes) > 0:
		return rate + " is not available: " + strings.Join(r.Line.Notes, ", ")
	case r.Line.Shown == "":
		return rate + " is not available"
	case r.Line.Masked:
		return rate + " is " + masking.NotShown
	case r.Line.Verdict.Words == "":
		return rate + " is " + r.Line.Shown + ": " + r.Line.Result()
	}
	return fmt.Sprintf("%s is %s: the %s %s is %s", rate, r.Line.Shown, r.Target(), r.Kind.Standing, r.Line.Verdict.Words)
}
