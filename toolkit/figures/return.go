// Package figures holds what providers report each quarter, as counts only: nothing about a single person.
package figures

import (
	"maps"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Return is one provider's figures for one quarter. A person counts once as access, in the quarter of first contact, so
// quarters add up. Job starts and people kept in work may come from people who accessed earlier. Posts are those at the
// quarter's end.
type Return struct {
	Provider string
	Quarter  calendar.Quarter
	State    State
	// Asked is the agreed set that the return answers; a submitted return keeps its set.
	Asked Set

	AccessUnemployed number.Count // people out of work at the start who accessed
	AccessRetention  number.Count // people in work at the start who accessed, to be supported to keep a job
	FirstJobStarts   number.Count // people out of work at the start who started a competitive job: people, first job only
	KeptWork         number.Count // people in work at the start who kept it

	InPost Posts
	Funded Posts

	// Other are the known figures that have no field of their own, by name, in hundredths.
	Other map[string]int64
	// Reasons are the words beside figures, by the figure's name.
	Reasons map[string]string
	// Teams are the provider's teams with the people counts that it divides by team.
	Teams []Team

	Note   string // what the provider says about the quarter
	Query  string // what the commissioner asked
	Answer string // what the provider answered
	Reason string // why submitted figures were corrected

	// Confirmed holds the fingerprints of the numbers in the texts that a person has said are not NHS numbers
	// (privacy.Confirmation).
	Confirmed   string
	SubmittedAt calendar.Instant
	ChangedAt   calendar.Instant
	ChangedBy   string // who saved it last, by name
	Version     int
}

// Posts are full-time equivalents by role: employment specialists (with senior ones who carry a caseload), team leaders
// and service managers.
type Posts struct{ ES, TL, SM number.FTE }

// Fields are the numbers that the return asks for: those of all providers, then those of its set.
func (r Return) Fields() []Field { return slices.Concat(Fields, r.Asked.Fields()) }

// The most characters of a note, query, answer or reason for a correction, and of the word beside a figure.
const (
	LongestText = 2000
	LongestWhy  = 300
)

// Read fills a return from a form; typed gives the text of a field by its name. What is wrong comes back in the order
// of the form. The return still takes what is right.
func Read(r *Return, typed func(name string) string) problem.List {
	var wrong problem.List
	r.Other, r.Reasons = nil, nil
	for _, f := range r.Fields() {
		if err := f.Read(r, typed(f.Name)); err != nil {
			wrong.Add(f.Name, "%s %s", f.Label, err)
		}
		if why := typed(f.Why()); why != "" {
			r.Reasons = with(r.Reasons, f.Name, why)
		}
	}
	r.Teams = readTeams(r.Fields(), typed, &wrong)
	r.Note = typed("note")
	return wrong
}

// Figures is the return with another's figures, their reasons and its note, as far as it asks for them.
func (r Return) Figures(of Return) Return {
	r.Other, r.Reasons, r.Teams = nil, nil, nil
	for _, f := range r.Fields() {
		h, known := f.Hundredths(of)
		f.Set(&r, h, known)
		if why := of.Reasons[f.Name]; why != "" {
			r.Reasons = with(r.Reasons, f.Name, why)
		}
	}
	for _, t := range of.Teams {
		if !t.blank() {
			r.Teams = append(r.Teams, t)
		}
	}
	r.Note = of.Note
	return r
}

// text is one text of a return: its field in the form, and its name on screen.
type text struct {
	field, name, text string
	most              int
}

func (r Return) texts() []text {
	var list []text
	for _, name := range slices.Sorted(maps.Keys(r.Reasons)) {
		if f, ok := Named(name); ok {
			list = append(list, text{f.Why(), "The reason for " + f.Label, r.Reasons[name], LongestWhy})
		}
	}
	for i, t := range r.Teams {
		list = append(list, text{TeamBox(i+1, ""), "The name of team " + number.Grouped(int64(i+1)), t.Name, longestTeam})
	}
	return append(list, text{"note", "Note", r.Note, LongestText}, text{"query", "Question", r.Query, LongestText},
		text{"answer", "Answer", r.Answer, LongestText}, text{"reason", "Reason", r.Reason, LongestText})
}

// Numbers are the parts of the return's texts that look like NHS numbers.
func (r Return) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, t := range r.texts() {
		finds = append(finds, privacy.NHSNumbers(t.text)...)
	}
	return finds
}
