package action

import "ipstoolkit/toolkit/record"

// Record is how the history keeps an action.
var Record = record.Kind{Code: record.Action, Words: "Action", Fields: []record.Field{
	{Name: "what", Words: "What is to be done", Typed: true},
	{Name: "owner", Of: record.Member, Personal: true},
	{Name: "provider", Of: record.Provider},
	{Name: "role", Words: "Owner outside the service", Typed: true},
	{Name: "asked", Words: "Asked of", Say: record.SayCode(Asked.Words)},
	{Name: "about", Words: "What it is about", Say: sayAbout},
	{Name: "due_on", Words: "Due"},
	{Name: "state", Say: record.SayCode(State.Words)},
	{Name: "done_on", Words: "Done on"},
	{Name: "reason", Words: "Why it was dropped", Typed: true},
	{Name: "note", Words: "Progress", Typed: true},
	{Name: "shared", Words: "Shared with the steering group", Say: record.SayYesNo},
	record.Confirmed,
}}

// Kept is what the history keeps of an action.
func (a Action) Kept() []record.Text {
	return []record.Text{
		{Field: "what", Text: a.What},
		{Field: "owner", Text: a.Member},
		{Field: "provider", Text: a.Provider},
		{Field: "role", Text: a.Role},
		{Field: "asked", Text: string(a.Asked)},
		{Field: "about", Text: a.About.Text()},
		{Field: "due_on", Text: string(a.Due)},
		{Field: "state", Text: string(a.State)},
		{Field: "done_on", Text: string(a.DoneOn)},
		{Field: "reason", Text: a.Reason},
		{Field: "note", Text: a.Note},
		{Field: "shared", Text: record.YesNo(a.Shared)},
		{Field: "confirmed", Text: a.Confirmed},
	}
}
