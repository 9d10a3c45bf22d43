package snapshot

import (
	"slices"
	"sync"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// Kinds are the kinds of record in the history, without the lists of the registers (KindOf), in the order of the
// history's filter.
var Kinds = []record.Kind{
	assessment.Record,
	assessment.ViewRecord,
	question.Record,
	evidence.Record,
	figures.ReturnRecord,
	figures.SetRecord,
	equity.BreakdownRecord,
	equity.CollectionRecord,
	figures.ImportRecord,
	figures.PublishedRecord,
	planRecord(),
	contract.Record,
	measure.Record,
	action.Record,
	{Code: record.Provider, Words: "Provider", Fields: []record.Field{
		{Name: "name", Typed: true},
		{Name: "kind", Words: "Type of organisation", Of: "organisation"},
		{Name: "stage", Words: "New or mature service", Say: stageWords},
		{Name: "place", Typed: true},
		{Name: "ended", Say: record.SayYesNo},
		{Name: "delivers_under", Words: "Subcontractor of", Of: record.Provider},
	}},
	{Code: record.Member, Words: "Member", Fields: []record.Field{
		{Name: "person", Personal: true},
		{Name: "role", Of: "role"},
		{Name: "provider", Of: record.Provider},
		{Name: "why", Words: "Why the operator did it", Typed: true},
		{Name: "invitation", Of: record.Invitation},
		{Name: "void", Words: "Invitations that no longer work", Of: record.Invitation},
	}},
	{Code: record.Invitation, Words: "Invitation", Fields: []record.Field{
		{Name: "name", Personal: true},
		{Name: "email", Words: "Email address", Personal: true},
		{Name: "role", Of: "role"},
		{Name: "provider", Of: record.Provider},
		{Name: "expires", Words: "Link works until", Say: sayInstant},
	}},
	{Code: record.Settings, Words: "Settings", Fields: []record.Field{
		{Name: "show_by_provider", Words: "Figures by provider shown to the steering group", Say: record.SayYesNo},
		{Name: "retention_years", Words: "Years to keep records"},
		{Name: "next_meeting", Words: "Next steering group"},
		{Name: "figures_due", Words: "When figures are due", Say: calendar.SayDeadline},
	}},
	{Code: record.Procurement, Words: "Procurement", Fields: []record.Field{
		{Name: "since", Words: "Under way since"},
		{Name: "reason", Typed: true},
		record.Confirmed,
		{Name: "named", Words: "Who sees what is hidden", Of: record.Member, Personal: true},
		{Name: "why", Words: "Why the operator did it", Typed: true},
	}},
	{Code: record.Round, Words: "Round", Fields: []record.Field{
		{Name: "edition", Words: "Edition of the toolkit"},
		{Name: "reason", Words: "Why it is sealed again", Typed: true},
		{Name: "why", Words: "Why personal data was removed", Typed: true},
		{Name: "files", Words: "Sealed files"},
		{Name: "file"},
	}},
	{Code: record.Workbook, Words: "Workbook", Fields: []record.Field{{Name: "version"}, {Name: "reason", Typed: true}}},
	{Code: record.ICB, Words: "ICB", Fields: []record.Field{
		{Name: "name"},
		{Name: "region"},
		{Name: "edition", Words: "Edition of the toolkit"},
		{Name: "moved", Words: "Priorities with another number, or no longer there"},
		{Name: "carried", Words: "Statements met that have the same words"},
		{Name: "next_meeting", Words: "Next steering group"},
		{Name: "reason", Typed: true},
		{Name: "text", Of: record.Place},
		{Name: "history", Of: record.Place},
	}},
}

func planRecord() record.Kind {
	k := staffing.Recorded.Record()
	k.Words, k.Closed = "Staffing plan", true
	return k
}

// KindOf finds a kind by its code. A kind that no longer exists has its code as its name.
func KindOf(code string) record.Kind {
	if k, ok := byCode()[code]; ok {
		return k
	}
	return record.Kind{Code: code, Words: record.Sentence(code)}
}

var byCode = sync.OnceValue(func() map[string]record.Kind {
	all := map[string]record.Kind{}
	for _, k := range Kinds {
		all[k.Code] = k
	}
	for _, l := range register.Lists {
		k := l.Record()
		k.Closed = l.Code == register.Events
		all[l.Code] = k
	}
	return all
})

// ClosedKinds are the codes of the kinds that procurement keeps back altogether.
func ClosedKinds() []string {
	var codes []string
	for code, k := range byCode() {
		if k.Closed {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Field is the field that a change of the event is about.
func (e Event) Field(c Change) record.Field { return KindOf(e.Kind).Field(c.Field) }

// FieldWords is the name of a change's field, as people read it.
func (e Event) FieldWords(c Change) string { return e.Field(c).Words }

// Said is one of a change's two texts as people read it.
func (e Event) Said(c Change, text string) string {
	if c.Removed != "" {
		return evidence.RemovedWords
	}
	if say := e.Field(c).Say; say != nil {
		return say(text)
	}
	switch len(text) { // most texts are not dates, and a parser's error takes time
	case len("2026-04-01"):
		if d, err := calendar.ParseDate(text); err == nil {
			return d.Words()
		}
	case len("2026Q1"):
		if q, err := calendar.ParseQuarter(text); err == nil {
			return q.Words()
		}
	}
	return text
}

func sayInstant(text string) string {
	at := calendar.Instant(text)
	if text == "" {
		return ""
	}
	return at.Words()
}
