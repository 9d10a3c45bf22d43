package workbook

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// How much feedback and how many meetings come before the rest, which may not be printed.
const (
	newestSaid = 3
	newestMet  = 4
)

// group is what members of the steering group come for, on one sheet: feedback and what happened as a result, the posts, the conditions for
// fidelity, and the group's own meetings.
func (b *book) group() table {
	t := table{name: Group, remaining: true, columns: []column{
		{"About", 18, wrapped, true},
		{"Date or item", 44, wrapped, true},
		{"What was said or found", 56, wrapped, false},
		{"What was done or is needed", 53, wrapped, false},
	}}
	said, met := b.feedback(), b.meetingsHeld()
	newSaid, newMet := min(len(said), newestSaid), min(len(met), newestMet)
	t.rows = slices.Concat(said[:newSaid], b.decided(), b.agreedActions(), b.risksOpen(), b.postsGap(), b.conditionsAsked(), met[:newMet],
		b.termsNow(),
		b.concernsRaised(), b.viewsTold(), said[newSaid:], met[newMet:])
	return t
}

// feedback is "you said, we did".
func (b *book) feedback() (rows [][]any) {
	for _, r := range b.s.Registers[register.Events] {
		said, did := r.Text(register.Event.Said), r.Text(register.Event.Did)
		if said == "" && did == "" {
			continue
		}
		what := r.Date(register.Event.On).Words() + ": " + r.Text(register.Event.What) + " (" +
			register.Event.Stage.Words(r.Text(register.Event.Stage)) + ")"
		if paid := r.Text(register.Event.Paid); paid != "" {
			what += ". People who took part: " + strings.ToLower(register.Event.Paid.Words(paid))
		}
		rows = append(rows, []any{"You said, we did", what, said, did})
	}
	return rows
}

// postsGap is this year's posts of the ICB: needed, funded and in post.
func (b *book) postsGap() (rows [][]any) {
	years, _ := b.s.StaffingYears()
	for _, w := range years {
		for _, p := range w.Plan.ICB.Posts {
			if p.Needed == nil && !p.Funded.Known && !p.InPost.Known {
				continue
			}
			rows = append(rows, []any{postsWords(w), p.Role.Words(), PostsWords(p), GapWords(p)})
		}
	}
	return rows
}

// postsWords name the year of the posts needed, and the quarter of those that there are: "Posts 2026/27, at the end of Quarter 2 2026/27".
func postsWords(w staffing.Worked) string {
	words := "Posts " + w.Recorded.Year().Words()
	if q := w.Plan.ICB.Quarter; q != "" {
		words += ", at the end of " + q.Short()
	}
	return words
}

// PostsWords are the posts of a role: "Needed 10.50, funded 9.00, in post 7.60 (full-time equivalents)".
func PostsWords(p staffing.Post) string {
	needed := "no ratio in the toolkit"
	switch {
	case p.Needed != nil:
		needed = "needed " + staffing.Needed(p.Needed)
	case p.Role != staffing.Admin:
		needed = "needed not known"
	}
	return sentence(fmt.Sprintf("%s, funded %s, in post %s (full-time equivalents)", needed, strings.ToLower(FTEWords(p.Funded)),
		strings.ToLower(FTEWords(p.InPost))))
}

// FTEWords are posts as people read them; "Not known" for those that nobody has reported.
func FTEWords(f number.FTE) string {
	if !f.Known {
		return "Not known"
	}
	return f.Words()
}

// GapWords are what lacks of a role's posts: "2.90 short (1.50 not funded, 1.40 vacant)".
func GapWords(p staffing.Post) string {
	gap, unfunded, vacant := p.Gap(), p.Unfunded(), p.Vacant()
	switch {
	case gap == nil:
		return "Not known"
	case gap.Sign() <= 0:
		return "No gap"
	}
	words := staffing.Needed(gap) + " short"
	var parts []string
	if unfunded != nil && unfunded.Sign() > 0 {
		parts = append(parts, staffing.Needed(unfunded)+" not funded")
	}
	if vacant != nil && vacant.Sign() > 0 {
		parts = append(parts, staffing.Needed(vacant)+" vacant")
	}
	if len(parts) > 0 {
		words += " (" + strings.Join(parts, ", ") + ")"
	}
	return words
}

// conditionsAsked are the conditions for fidelity, with how many teams find each, and who is asked where it is not there.
func (b *book) conditionsAsked() (rows [][]any) {
	teams := b.s.Registers[register.Teams]
	if len(teams) == 0 {
		return nil
	}
	for _, c := range coverage.OfConditions(teams) {
		rows = append(rows, []any{"Conditions for fidelity", c.Label, TeamsWords(c), AskWords(c, len(teams))})
	}
	return rows
}

// TeamsWords is how many teams find a condition: "In place in 2 teams, not in place in 3".
func TeamsWords(c coverage.Condition) string {
	words := "In place in " + number.Counting(c.Yes, "team", "teams")
	for _, of := range []struct {
		n    int
		said string
	}{{c.Part, "in part in"}, {c.No, "not in place in"}, {c.Unknown, "not recorded for"}} {
		if of.n > 0 {
			words += fmt.Sprintf(", %s %d", of.said, of.n)
		}
	}
	return words
}

// AskWords says who is asked for a condition; "In place" where all teams have it.
func AskWords(c coverage.Condition, teams int) string {
	if c.Yes == teams {
		return "In place in all teams"
	}
	return "Asked: " + strings.ToLower(snapshot.AskedOf(c))
}

// meetingsHeld are the group's own meetings: what was agreed and who was there.
func (b *book) meetingsHeld() (rows [][]any) {
	for _, r := range b.s.Registers[register.Meetings] {
		if register.WasHeld(r) {
			rows = append(rows, []any{"Meetings", r.Date(register.Meeting.On).Words(), AgreedWords(r), SeatsWords(r)})
		}
	}
	return rows
}

// AgreedWords are what is recorded of a meeting of the group: "Minuted: yes, actions agreed: no, chair: the service".
func AgreedWords(r register.Row) string {
	var words []string
	for _, f := range []register.Field{register.Meeting.Minuted, register.Meeting.Actions} {
		if r.Text(f) != "" {
			words = append(words, strings.ToLower(f.Heading()+": "+f.Words(r.Text(f))))
		}
	}
	if chair := r.Text(register.Meeting.Chair); chair != "" {
		words = append(words, "chair: "+strings.ToLower(register.Meeting.Chair.Words(chair)))
	}
	return sentence(strings.Join(words, ", "))
}

// SeatsWords say who was at a meeting of the group and who was not: "Present: ... Absent: ...".
func SeatsWords(r register.Row) string {
	m := register.Meeting
	var there, absent []string
	for _, f := range []register.Field{m.ICBLead, m.Service, m.NHSE, m.IPSGrow, m.Executive} {
		switch {
		case r.Yes(f):
			there = append(there, within(f.Label))
		case r.No(f):
			absent = append(absent, within(f.Label))
		}
	}
	var words []string
	if len(there) > 0 {
		words = append(words, "Present: "+strings.Join(there, "; ")+".")
	}
	if len(absent) > 0 {
		words = append(words, "Absent: "+strings.Join(absent, "; ")+".")
	}
	if words == nil {
		return "Not recorded"
	}
	return strings.Join(words, " ")
}

// within is who sits on the group within a sentence, "the service" or "NHS England’s lead".
func within(label string) string {
	for _, article := range []string{"The ", "A "} {
		if strings.HasPrefix(label, article) {
			return strings.ToLower(article) + strings.TrimPrefix(label, article)
		}
	}
	return label
}

// byProvider is what a provider has reached, beside a result of the ICB: "► Riverside 42.6 (not met)".
func byProvider(r measure.Result, l measure.Line) string {
	words := l.Name + " " + valueWords(l)
	if notReached(l) {
		words = notReachedSign + words
	}
	if l.Verdict.Words != "" && !l.Masked {
		words += " (" + l.Verdict.Words + ")"
	}
	if l.Period != r.Line.Period {
		words += ", " + l.Period
	}
	return words
}

// groupTargets is a row for each target. Where the group's terms allow it, what providers have reached is beside the ICB's.
func (b *book) groupTargets() table {
	t := table{name: Targets, columns: []column{
		{"Code", 6, wrapped, true},
		{"Target", 28, wrapped, true},
		{"Measured over", 16, wrapped, false},
		{"Value", 11, wrapped, false},
		{"Target value, local value and reason", 21, wrapped, false},
		{"Result", 20, wrapped, false},
		{"Worked out from", 27, wrapped, false},
		{"Not counted yet", 42, wrapped, false},
	}}
	if b.s.ICB.ByProvider {
		t.columns[7].title = "By provider, and what is not counted yet"
	}
	for _, r := range b.s.Results {
		var by []string
		for _, l := range r.Lines {
			if l.Contract == "" {
				by = append(by, byProvider(r, l))
			}
		}
		t.rows = append(t.rows, []any{
			r.Kind.Priority, r.Kind.Name, sentence(r.Line.Period), sentence(valueWords(r.Line)),
			strings.TrimSpace(sentence(r.Goal(r.Line)) + "\n" + localWords(r)),
			resultCell(r.Line), r.Line.Sum, strings.TrimSpace(strings.Join(append(by, sinceWords(r.Since)), "\n")),
		})
	}
	return t
}
