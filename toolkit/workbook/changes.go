package workbook

import (
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/target"
)

// changes writes the whole history that the audience may see, newest first, a row for each field that changed.
func (b *book) changes() error {
	t := table{name: Changes, columns: []column{
		{"When", 18, dateTime, true},
		{"Who", 22, wrapped, true},
		{"About", 30, wrapped, true},
		{"Done", 14, wrapped, true},
		{"What changed", 18, wrapped, true},
		{"Before", 46, wrapped, false},
		{"After", 46, wrapped, false},
	}}
	reasons := b.s.Audience == snapshot.Full
	if reasons {
		t.columns = append(t.columns, column{"Reason", 24, wrapped, false})
	}
	for _, e := range b.s.Events {
		start := []any{moment(e.At), e.By(), b.subject(e), sentence(e.Act)}
		changes := e.Changes
		if len(changes) == 0 {
			changes = []snapshot.Change{{}}
		}
		for _, c := range changes {
			row := append(append([]any{}, start...), fieldWords(c.Field), changeText(c, c.Old), changeText(c, c.New))
			if reasons {
				row = append(row, e.Reason)
			}
			t.rows = append(t.rows, row)
		}
	}
	return b.write(t)
}

// kindWords are the sorts of subject that a history tells about, as people call them.
var kindWords = map[string]string{
	"priority": "Priority", "evidence": "Evidence", "return": "Figures", "contract": "Contract", "target": "Target",
	"provider": "Provider", "member": "Member", "invitation": "Invitation", "settings": "Settings", "icb": "ICB", "workbook": "Workbook",
}

// subject is what an event is about: "Priority 3.4 At least 40% ...", "Figures of Northside, Quarter 2 2026/27".
func (b *book) subject(e snapshot.Event) string {
	kind := kindWords[e.Kind]
	if kind == "" {
		kind = sentence(e.Kind)
	}
	switch e.Kind {
	case "priority":
		p, _ := b.s.Edition.Priority(e.Subject)
		return strings.TrimSpace(kind + " " + e.Subject + " " + p.Name)
	case "evidence":
		for _, item := range b.s.Evidence {
			if item.ID == e.Subject {
				return kind + ": " + item.Title
			}
		}
	case "contract":
		if c, ok := b.s.Contract(e.Subject); ok {
			return kind + ": " + c.Name
		}
	case "provider":
		if name := b.s.Provider(e.Subject).Name; name != "" {
			return kind + ": " + name
		}
	case "return":
		provider, quarter, _ := strings.Cut(strings.ReplaceAll(e.Subject, "/", " "), " ")
		return strings.TrimSpace(kind + " of " + b.s.Provider(provider).Name + ", " + calendar.Quarter(quarter).Short())
	case "target":
		code, rest, _ := strings.Cut(strings.ReplaceAll(e.Subject, "/", " "), " ")
		if k, ok := target.KindOf(code); ok {
			return strings.TrimSpace(kind + ": " + k.Name + " " + rest)
		}
		for _, o := range b.s.Own {
			if o.ID == code {
				return strings.TrimSpace(kind + ": " + o.Name + " " + rest)
			}
		}
	case "settings", "icb":
		return kind
	case "workbook":
		return kind + ": " + e.Subject
	}
	return kind
}

// fields are the names of fields in words, where the name with spaces does not say it.
var fields = map[string]string{
	"private_notes": "Notes for commissioners only", "review_on": "Review by", "points": "Statements met",
	"confirmed": "Numbers confirmed as no NHS numbers", "stage": "New or mature service", "ended": "Ended", "es": "Employment specialists",
	"show_by_provider": "Figures by provider shown to the steering group", "retention_years": "Years to keep records",
	"next_meeting": "Next steering group", "starts_on": "Starts", "ends_on": "Ends", "query": "Question", "edition": "Edition of the toolkit",
}

func fieldWords(field string) string {
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

// changeText is a field's text as people read it.
func changeText(c snapshot.Change, text string) string {
	switch {
	case c.Removed != "":
		return evidence.RemovedWords
	case c.Field == "status":
		return assessment.Status(text).Words()
	case c.Field == "points" && text == "":
		return "None"
	case c.Field == "confirmed" && text != "":
		return "Confirmed"
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return d.Words()
	}
	if q, err := calendar.ParseQuarter(text); err == nil {
		return q.Words()
	}
	return text
}
