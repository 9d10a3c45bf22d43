package assessment

import (
	"strconv"

	"ipstoolkit/toolkit/record"
)

// Record is how the history keeps an entry, and the commissioners' answers where its status and the figures differ.
var Record = record.Kind{Code: record.Priority, Words: "Priority", Fields: []record.Field{
	{Name: "status", Say: record.SayCode(Status.Words)},
	{Name: "notes", Typed: true},
	{Name: "private_notes", Words: "Notes for commissioners only", Typed: true, Private: true},
	{Name: "owner", Of: record.Member, Personal: true},
	{Name: "review_on", Words: "Review by"},
	{Name: "points", Words: "Statements met", Say: sayPoints},
	record.Confirmed,
	{Name: "claim_answer", Words: "Why the status is right although figures differ", Typed: true, Private: true},
	{Name: CommentField, Words: "What the ICB says where views differ", Typed: true},
}}

func sayPoints(text string) string {
	n := len(PointsFromText(text))
	if n == 0 {
		return "None"
	}
	return strconv.Itoa(n)
}

// Kept is what the history keeps of an entry.
func (e Entry) Kept() []record.Text {
	return []record.Text{
		{Field: "status", Text: string(e.Status)},
		{Field: "notes", Text: e.Notes},
		{Field: "private_notes", Text: e.PrivateNotes},
		{Field: "owner", Text: e.Owner},
		{Field: "review_on", Text: string(e.ReviewOn)},
		{Field: "points", Text: PointsText(e.Points)},
		{Field: "confirmed", Text: e.Confirmed},
	}
}
