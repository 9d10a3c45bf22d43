package figures

import (
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
)

// How the history keeps a return, what an ICB and its providers agreed to collect, published access, and how to read a
// provider's files.
var (
	ReturnRecord = record.Kind{Code: record.Return, Words: "Figures", Others: recordOf, Fields: []record.Field{
		{Name: "state", Say: record.SayCode(State.Words)},
		{Name: "teams", Words: "By team", Typed: true, Say: record.SayList(Team.words)},
		{Name: "asked", Words: "Figures asked for", Say: sayAsked},
		{Name: "note", Typed: true},
		{Name: "query", Words: "Question", Typed: true},
		{Name: "answer", Typed: true},
		{Name: "reason", Typed: true},
		record.Confirmed,
	}}
	SetRecord = record.Kind{Code: record.ReturnSet, Words: "Figures asked for", Fields: []record.Field{
		{Name: "from_quarter", Words: "From"},
		{Name: "parts", Words: "Also asked for", Say: sayParts},
		{Name: "agreed_on", Words: "Agreed on"},
		{Name: "note", Words: "How it was agreed", Typed: true},
		record.Confirmed,
	}}
	PublishedRecord = record.Kind{Code: record.Published, Words: "Published access", Fields: []record.Field{
		{Name: "published", Words: "Published number", Say: sayPublished},
		{Name: "provisional", Say: record.SayYesNo},
		{Name: "published_on"},
		{Name: "source", Words: "Where it was published", Typed: true},
		record.Confirmed,
	}}
	ImportRecord = record.Kind{Code: record.Import, Words: "How files are read", Fields: []record.Field{
		{Name: "mapping", Words: "Figures and their headings", Typed: true, Say: sayMapping},
	}}
)

// recordOf is a figure of a return, or the word beside it, as a field of the history.
func recordOf(name string) (record.Field, bool) {
	figure, why := strings.CutPrefix(name, "why_")
	f, ok := Named(figure)
	switch {
	case !ok:
		return record.Field{}, false
	case why:
		return record.Field{Name: name, Words: "Reason for: " + f.Label, Typed: true}, true
	}
	return record.Field{Name: name, Words: f.Label, Say: record.SayCount(f.Words)}, true
}

// Kept is what the history keeps of a return.
func (r Return) Kept() []record.Text {
	texts := []record.Text{{Field: "state", Text: string(r.State)}}
	for _, f := range AllFields() {
		h, known := f.Hundredths(r)
		texts = append(texts, record.Text{Field: f.Name, Text: record.Count(h, known)},
			record.Text{Field: f.Why(), Text: r.Reasons[f.Name]})
	}
	return append(texts, []record.Text{
		{Field: "teams", Text: record.List(r.Teams)},
		{Field: "note", Text: r.Note},
		{Field: "reason", Text: r.Reason},
		{Field: "confirmed", Text: r.Confirmed},
	}...)
}

// KeptAsked is the set that a return was submitted with, as the history keeps it: "2 2026Q3".
func (s Set) KeptAsked() string {
	if s.N == 0 {
		return "0"
	}
	return strconv.Itoa(s.N) + " " + string(s.From)
}

func sayAsked(text string) string {
	n, from, _ := strings.Cut(text, " ")
	version, err := strconv.Atoi(n)
	if err != nil {
		return text
	}
	return Set{N: version, From: calendar.Quarter(from)}.Words()
}

// words is the team with its numbers in one line.
func (t Team) words() string {
	var words []string
	for _, f := range ByTeam(AllFields()) {
		if text := t.Text(f); text != "" {
			words = append(words, f.Label+" "+text)
		}
	}
	return t.Name + ": " + strings.Join(words, "; ")
}

// Kept is what the history keeps of a set.
func (s Set) Kept() []record.Text {
	return []record.Text{
		{Field: "from_quarter", Text: string(s.From)},
		{Field: "parts", Text: strings.Join(s.Parts, " ")},
		{Field: "agreed_on", Text: string(s.AgreedOn)},
		{Field: "note", Text: s.Note},
		{Field: "confirmed", Text: s.Confirmed},
	}
}

func sayParts(text string) string {
	return strings.Join(Set{Parts: strings.Fields(text)}.PartNames(), ", ")
}

// Kept is what the history keeps of a published figure.
func (p Published) Kept() []record.Text {
	people := record.Count(p.People.N, p.People.Known)
	if p.Hidden {
		people = "*"
	}
	return []record.Text{
		{Field: "published", Text: people},
		{Field: "provisional", Text: record.YesNo(p.Provisional)},
		{Field: "published_on", Text: string(p.PublishedOn)},
		{Field: "source", Text: p.Source},
		{Field: "confirmed", Text: p.Confirmed},
	}
}

func sayPublished(text string) string { return record.SayCount(number.Grouped)(text) }

// sayMapping is a mapping in one line: where each figure comes from, without any number.
func sayMapping(text string) string {
	m, err := ParseMapping(text)
	if err != nil {
		return text
	}
	return m.Words(slices.Clone(AllFields()))
}

// TeamsText is the teams with their numbers in words, one on each line.
func (r Return) TeamsText() string {
	lines := make([]string, len(r.Teams))
	for i, t := range r.Teams {
		lines[i] = t.words()
	}
	return strings.Join(lines, "\n")
}
