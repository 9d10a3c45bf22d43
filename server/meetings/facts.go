package meetings

import (
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

// fact is one fact on the screen of a meeting, with its heading.
type fact struct {
	Heading string
	Lines   []string
}

// groupFacts are what the group reads about an item.
func groupFacts(s snapshot.Snapshot, m steering.Meeting, row register.Row) []fact {
	switch about := action.AboutOf(row.Text(register.Item.About)); about.Kind {
	case record.Priority:
		return priorityFacts(s, about.ID)
	case record.Target:
		return targetFacts(s, about.ID)
	}
	switch row.Text(register.Item.Kind) {
	case register.ItemApologies:
		return []fact{{"Apologies", m.Absent()}}
	case register.ItemMinutes:
		return []fact{{"Decided at the last meeting", lastDecisions(s, m)}}
	case register.ItemActions:
		return []fact{{"Overdue", overdueLines(s)}, {"Actions still open", openLines(s)}, {"What is needed", askedLines(s)}}
	case register.ItemFigures:
		return []fact{{"Targets", resultLines(s)}}
	case register.ItemRisks:
		return []fact{{"Open risks", riskLines(s)}}
	case register.ItemNext:
		return []fact{{"Next meeting", []string{next(m, s.ICB.NextMeeting)}}}
	}
	return nil
}

// priorityFacts are a priority's status, what changed, what it asks, and what is asked of whom.
func priorityFacts(s snapshot.Snapshot, key string) []fact {
	p, ok := s.Edition.Priority(key)
	if !ok {
		return nil
	}
	e, told := s.Entry(key), s.Told()
	list := []fact{{"Status", []string{e.Status.Words()}}}
	for _, moved := range told.Moves {
		if moved.Priority == key {
			list = append(list, fact{"Since the last quarter", []string{moved.Part + ": " + moved.From + ", now " + moved.To}})
		}
	}
	if e.Notes != "" {
		list = append(list, fact{"Notes", strings.Split(e.Notes, "\n")})
	}
	var asks []string
	for _, a := range told.Asked {
		if a.Priority == key {
			asks = append(asks, a.Of+": "+a.What)
		}
	}
	if asks != nil {
		list = append(list, fact{"What is needed", asks})
	}
	return append(list, fact{"What the priority asks", []string{p.Asks}})
}

func targetFacts(s snapshot.Snapshot, code string) []fact {
	for _, r := range s.Results {
		if r.Kind.Code == code {
			return []fact{{"Result", []string{resultLine(r)}}, {"Measured over", []string{r.Line.Period}}, {
				"How it is measured",
				[]string{r.Kind.Measured},
			}}
		}
	}
	return nil
}

func resultLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, r := range s.Results {
		if r.Line.Available() {
			lines = append(lines, r.Kind.Name+": "+resultLine(r))
		}
	}
	return lines
}

// resultLine is a result in one line: "38.1%, target 40%: not met".
func resultLine(r measure.Result) string {
	words := page.ResultValue(r.Line)
	if target := r.Kind.Target(); target != "" {
		words += ", measured against: " + target
	}
	if r.Line.Verdict.Words != "" {
		words += ": " + r.Line.Verdict.Words
	}
	return words
}

// lastDecisions are the decisions of the last day before the meeting on which there were some.
func lastDecisions(s snapshot.Snapshot, m steering.Meeting) []string {
	var lines []string
	last := calendar.Date("")
	for _, d := range s.Registers[register.Decisions] { // the newest first
		if on := d.Date(register.Decision.On); on < m.On() && (last == "" || on == last) {
			last = on
			lines = append(lines, d.Text(register.Decision.Text))
		}
	}
	return lines
}

func overdueLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, l := range s.Overdue() {
		of := l.Owner
		if of == "" {
			of = "nobody yet"
		}
		lines = append(lines, l.Priority+" "+l.What+" (overdue since "+l.Since.Words()+", owner: "+of+")")
	}
	return append(lines, lateLines(s)...)
}

// lateLines are the actions that are overdue.
func lateLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, a := range s.LateActions() {
		lines = append(lines, a.What+" (action, overdue since "+a.Due.Words()+", owner: "+a.Owner.Words()+")")
	}
	return lines
}

// openLines are the actions that are not overdue yet.
func openLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, a := range s.Actions {
		if a.State == action.Open && !a.Overdue(s.Today()) {
			lines = append(lines, a.What+" (by "+a.Due.Words()+", owner: "+a.Owner.Words()+")")
		}
	}
	return lines
}

func askedLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, a := range s.Told().Asked {
		lines = append(lines, a.Of+": "+a.What+" ("+a.Priority+")")
	}
	return lines
}

func riskLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, r := range register.OpenRisks(s.Registers[register.Risks]) {
		line := register.Risk.Level.Words(r.Text(register.Risk.Level)) + ". " + r.Text(register.Risk.What)
		if path := r.Text(register.Risk.Path); path != "" {
			line += " Path to green: " + path
		}
		lines = append(lines, line)
	}
	return lines
}
