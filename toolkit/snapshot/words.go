package snapshot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/target"
)

// The history in words, the same on a page and in the workbook.

// kindWords are the sorts of subject that a history tells about, as people call them.
var kindWords = map[string]string{
	"priority": "Priority", "evidence": "Evidence", "return": "Figures", "contract": "Contract", "target": "Target",
	"provider": "Provider", "member": "Member", "invitation": "Invitation", "settings": "Settings", "icb": "ICB", "workbook": "Workbook",
}

// KindWords is a sort of subject as people call it.
func KindWords(kind string) string {
	if words := kindWords[kind]; words != "" {
		return words
	}
	return sentence(kind)
}

// actWords are acts whose name alone does not say what was done.
var actWords = map[string]string{
	"query": "Asked a question", "ask": "Asked a question", "answer": "Answered", "accept": "Accepted", "withdraw": "Withdrew",
	"save": "Saved a draft", "submit": "Submitted", "correct": "Corrected",
}

// ActWords is what was done, "Saved".
func (e Event) ActWords() string {
	if words := actWords[e.Act]; words != "" {
		return words
	}
	return sentence(e.Act)
}

// Subject is what an event is about: "Priority 3.4 At least 40% ...", "Figures of Northside, Quarter 2 2026/27".
func (s Snapshot) Subject(e Event) string {
	kind := KindWords(e.Kind)
	switch e.Kind {
	case PriorityEvent:
		p, _ := s.Edition.Priority(e.Subject)
		return strings.TrimSpace(kind + " " + e.Subject + " " + p.Name)
	case EvidenceEvent:
		for _, item := range s.Evidence {
			if item.ID == e.Subject {
				return kind + ": " + item.Title
			}
		}
	case "contract":
		if c, ok := s.Contract(e.Subject); ok {
			return kind + ": " + c.Name
		}
	case "provider":
		if name := s.Provider(e.Subject).Name; name != "" {
			return kind + ": " + name
		}
	case ReturnEvent:
		provider, quarter, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + " of " + s.Provider(provider).Name + ", " + calendar.Quarter(quarter).Short())
	case "target":
		return s.targetSubject(kind, e.Subject)
	case "workbook":
		return kind + ": " + e.Subject
	}
	return kind
}

func (s Snapshot) targetSubject(kind, subject string) string {
	code, rest, _ := strings.Cut(subject, " ")
	if k, ok := target.KindOf(code); ok {
		return strings.TrimSpace(kind + ": " + k.Name + " " + rest)
	}
	for _, o := range s.Own {
		if o.ID == code {
			return strings.TrimSpace(kind + ": " + o.Name + " " + rest)
		}
	}
	return kind
}

// fields are the names of fields in words, where the name with spaces does not say it.
var fields = map[string]string{
	"private_notes": "Notes for commissioners only", "review_on": "Review by", "points": "Statements met",
	"confirmed": "Numbers confirmed as no NHS numbers", "stage": "New or mature service", "ended": "Ended",
	"show_by_provider": "Figures by provider shown to the steering group", "retention_years": "Years to keep records",
	"next_meeting": "Next steering group", "starts_on": "Starts", "ends_on": "Ends", "query": "Question", "edition": "Edition of the toolkit",
	"short_reason": "Why it is shorter than 3 years", "withdraw": "Reason", "accept": "Remark",
}

// FieldWords is the name of a field that changed, as people call it.
func FieldWords(field string) string {
	if words := fields[field]; words != "" {
		return words
	}
	for _, f := range figures.Fields {
		if f.Name == field {
			return f.Label
		}
	}
	return sentence(strings.ReplaceAll(field, "_", " "))
}

// returnStates are the states of a return, which the history keeps by their codes.
var returnStates = []figures.State{figures.Draft, figures.Submitted, figures.Queried, figures.Accepted, figures.Corrected}

// Words is one of the change's two texts as people read it.
func (c Change) Words(text string) string {
	switch {
	case c.Removed != "":
		return evidence.RemovedWords
	case c.Field == "status":
		return assessment.Status(text).Words()
	case c.Field == "state" && slices.Contains(returnStates, figures.State(text)):
		return figures.State(text).Words()
	case c.Field == "points" && text == "":
		return "None"
	case c.Field == "confirmed" && text != "":
		return "Confirmed"
	}
	switch len(text) { // most texts are not dates, and saying why not takes time
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

// sentence is a text with a capital at its beginning.
func sentence(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[size:]
}
