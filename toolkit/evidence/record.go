package evidence

import (
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
)

// Record is how the history keeps a piece of evidence, its messages, and the states of its files.
var Record = record.Kind{Code: record.Evidence, Words: "Evidence", Fields: []record.Field{
	{Name: "title", Typed: true},
	{Name: "link", Typed: true},
	{Name: "period", Words: "Covers", Say: sayPeriod},
	{Name: "review_on", Words: "Review by"},
	{Name: "shared", Words: "Shared with all providers", Say: record.SayYesNo},
	{Name: "state", Say: record.SayCode(State.Words)},
	{Name: "priorities"},
	record.Confirmed,
	{Name: "provider", Of: record.Provider},
	{Name: "file", Typed: true, Say: sayFile},
	{Name: "query", Words: "Question", Typed: true},
	{Name: "answer", Typed: true},
	{Name: "withdraw", Words: "Reason", Typed: true},
	{Name: "accept", Words: "Comment", Typed: true},
	{Name: "reason", Typed: true},
	{Name: "history", Of: record.Place},
}}

// Kept is what the history keeps of a piece of evidence.
func (e *Evidence) Kept() []record.Text {
	period := ""
	if e.From != "" {
		period = string(e.From) + " " + string(e.To)
	}
	return []record.Text{
		{Field: "title", Text: e.Title},
		{Field: "link", Text: e.Link},
		{Field: "period", Text: period},
		{Field: "review_on", Text: string(e.ReviewOn)},
		{Field: "shared", Text: record.YesNo(e.Shared)},
		{Field: "state", Text: string(e.State)},
		{Field: "priorities", Text: e.PlacesText()},
		{Field: "confirmed", Text: e.Confirmed},
		{Field: "provider", Text: e.Provider},
	}
}

func sayPeriod(text string) string {
	from, to, found := strings.Cut(text, " ")
	if !found {
		return text
	}
	return (&Evidence{From: calendar.Date(from), To: calendar.Date(to)}).Covers()
}

// KeptState is a file and its state, as the history keeps them after the virus scanner has looked.
func (f File) KeptState(s FileState) string { return f.Name + ": " + string(s) }

// sayFile puts the state at the end of a text into words. Other texts about files are a name and a digest.
func sayFile(text string) string {
	at := strings.LastIndex(text, ": ")
	if at < 0 {
		return text
	}
	switch s := FileState(text[at+2:]); s {
	case Clean:
		return text[:at] + ": The virus scan found nothing"
	case Unscanned, Held, Infected, Removed:
		return text[:at] + ": " + s.Words()
	}
	return text
}
