package contract

import (
	"strings"

	"ipstoolkit/toolkit/record"
)

// Record is how the history keeps a contract.
var Record = record.Kind{Code: record.Contract, Words: "Contract", Closed: true, Others: recordOf, Fields: []record.Field{
	{Name: "provider", Of: record.Provider},
	{Name: "under", Words: "Runs under", Of: record.Contract},
	{Name: "name", Typed: true},
	{Name: "reference", Typed: true},
	{Name: "type", Say: record.SayCode(Type.Words)},
	{Name: "lead", Words: "Lead organisation", Typed: true},
	{Name: "place", Typed: true},
	{Name: "payment", Say: record.SayCode(Payment.Words)},
	{Name: "meeting", Words: "Contract meetings", Say: record.SayCode(Meeting.Words)},
	{Name: "starts_on", Words: "Start"},
	{Name: "ends_on", Words: "End"},
	{Name: "options", Words: "Extension options", Say: record.SayList(Option.Words)},
	{Name: "ended_on", Words: "Early end"},
	{Name: "ended_reason", Words: "Why it ends early", Typed: true},
	{Name: "talks", Words: "Conversations about extension or re-procurement", Typed: true, Private: true, Say: record.SayList(Talk.Words)},
	{Name: "short_reason", Words: "Why it runs for less than 3 years", Typed: true},
	{Name: "variations", Typed: true, Say: record.SayList(Variation.Words)},
	{Name: "value_mhis", Words: "Value a year, Mental Health Investment Standard", Private: true, Say: record.SayCount(sayPounds)},
	{Name: "value_sdf", Words: "Value a year, Service Development Funding", Private: true, Say: record.SayCount(sayPounds)},
	record.Confirmed,
}}

// recordOf is a number that a contract states, or one of its clauses, as a field of the history.
func recordOf(name string) (record.Field, bool) {
	for _, f := range StatedFields {
		if f.Name == name {
			return record.Field{Name: name, Words: f.Label, Say: record.SayCount(f.words)}, true
		}
	}
	if code, found := strings.CutPrefix(name, ClauseField); found {
		if clause, ok := ClauseOf(code); ok {
			return record.Field{Name: name, Words: clause.Asks, Typed: true, Say: sayTerm}, true
		}
	}
	return record.Field{}, false
}

// Kept is what the history keeps of a contract.
func (c Contract) Kept() []record.Text {
	texts := []record.Text{
		{Field: "provider", Text: c.Provider},
		{Field: "under", Text: c.Under},
		{Field: "name", Text: c.Name},
		{Field: "reference", Text: c.Reference},
		{Field: "type", Text: string(c.Type)},
		{Field: "lead", Text: c.Lead},
		{Field: "place", Text: c.Place},
		{Field: "payment", Text: string(c.Payment)},
		{Field: "meeting", Text: string(c.Meeting)},
		{Field: "starts_on", Text: string(c.Start)},
		{Field: "ends_on", Text: string(c.End)},
		{Field: "options", Text: record.List(c.Options)},
		{Field: "ended_on", Text: string(c.EndedOn)},
		{Field: "ended_reason", Text: c.EndedReason},
		{Field: "talks", Text: record.List(c.Talks)},
		{Field: "short_reason", Text: c.ShortReason},
		{Field: "variations", Text: record.List(c.Variations)},
		{Field: "value_mhis", Text: record.Count(c.Value.MHIS.Hundredths, c.Value.MHIS.Known)},
		{Field: "value_sdf", Text: record.Count(c.Value.SDF.Hundredths, c.Value.SDF.Known)},
	}
	for _, f := range StatedFields {
		n := f.Of(c.Stated)
		texts = append(texts, record.Text{Field: f.Name, Text: record.Count(n.Hundredths, n.Known)})
	}
	for _, k := range Clauses {
		texts = append(texts, record.Text{Field: ClauseField + k.Code, Text: c.Terms[k.Code].kept()})
	}
	return append(texts, record.Text{Field: "confirmed", Text: c.Confirmed})
}

// kept is the term as the history keeps it, "yes: Schedule 2A", or ": Annex 3" where only the reference is known.
func (t Term) kept() string {
	switch {
	case t == Term{}:
		return ""
	case t.Reference == "":
		return string(t.Answer)
	}
	return string(t.Answer) + ": " + t.Reference
}

func sayTerm(text string) string {
	answer, reference, _ := strings.Cut(text, ": ")
	return Term{Answer: Answer(answer), Reference: reference}.Words()
}

// Words is the talk in one line.
func (t Talk) Words() string {
	line := "held on " + t.HeldOn.Words() + " for the end date " + t.ForEnd.Words()
	if t.Note != "" {
		line += ": " + t.Note
	}
	return line
}
