package page

import (
	"html/template"
	"strings"

	"ipstoolkit/toolkit/snapshot"
)

// HistoryTable is the history of what a page is about, newest first.
func HistoryTable(events []snapshot.Event) Table {
	t := Table{
		ID: "history", Caption: "History", Stacked: true, Columns: []Column{{Text: "When"}, {Text: "Who"}, {Text: "What"}}, Empty: "Nothing recorded yet.",
	}
	for _, e := range events {
		who := Text(e.Who)
		who.Note = e.Role
		did := e.ActWords()
		if year, ok := e.Year(); ok {
			did += " for " + year.Words()
		}
		what := "<p class=\"nhsuk-u-margin-bottom-1\">" + template.HTMLEscapeString(did) + "</p>"
		for _, c := range e.Told() {
			what += "<p class=\"nhsuk-u-margin-bottom-1 app-typed\">" + template.HTMLEscapeString(changeLine(c)) + "</p>"
		}
		t.Rows = append(t.Rows, []Cell{Text(e.At.Words()), who, {HTML: template.HTML(what)}}) //nolint:gosec // every part is escaped above
	}
	return t
}

// changeLine is one changed field, "Review by: 1 May 2026 to 1 June 2026"; longer texts stand below each other.
func changeLine(c snapshot.Change) string {
	name, before, after := snapshot.FieldWords(c.Field), c.Words(c.Old), c.Words(c.New)
	switch {
	case c.Removed != "":
		return name + ": " + c.Words("") + ", " + c.Removed.Date().Words()
	case before == "":
		return name + ": " + after
	case after == "":
		return name + ": taken away, was " + before
	case strings.Contains(before+after, "\n"):
		return name + ", before:\n" + before + "\nafter:\n" + after
	}
	return name + ": " + before + " to " + after
}
