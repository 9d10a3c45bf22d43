package page

import (
	"html/template"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Happening is one save as a page tells it: who did what when, and what changed, a line each.
type Happening struct {
	At         calendar.Instant
	Who, Title string
	Did        string
	Changes    []string
}

// HappeningsTable is a history, newest first.
func HappeningsTable(list []Happening) Table {
	t := Table{ID: "history", Caption: "History", Columns: []Column{{Text: "When"}, {Text: "Who"}, {Text: "What"}}, Empty: "Nothing recorded yet."}
	for _, h := range list {
		who := Text(h.Who)
		who.Note = h.Title
		what := "<p class=\"nhsuk-u-margin-bottom-1\">" + template.HTMLEscapeString(h.Did) + "</p>"
		for _, line := range h.Changes {
			what += "<p class=\"nhsuk-u-margin-bottom-1 app-typed\">" + template.HTMLEscapeString(line) + "</p>"
		}
		t.Rows = append(t.Rows, []Cell{Text(h.At.Words()), who, {HTML: template.HTML(what)}}) //nolint:gosec // every part is escaped above
	}
	return t
}

// ChangeWords is one changed field as a history tells it; the texts are "" when there was or is nothing, and removed is
// set when they held personal data and are gone.
func ChangeWords(name, old, now string, removed bool) string {
	switch {
	case removed:
		return name + ": removed because it held personal data"
	case old == "":
		return name + ": " + now
	case now == "":
		return name + ": taken away, was " + old
	case strings.Contains(old+now, "\n"):
		return name + ", before:\n" + old + "\nafter:\n" + now
	}
	return name + ": " + old + " to " + now
}

// Sections are the links between pages that share one item of the navigation, the present one without a link.
type Sections []NavItem

// FiguresSections are the parts of Figures that the person may see; current is one of their paths.
func FiguresSections(b Base, current string) Sections {
	home := Home(b.Tenant().Code)
	return Sections{
		{Href: home + "/returns", Text: "Returns", Current: current == "/returns"},
		{Href: home + "/contracts", Text: "Contracts", Current: current == "/contracts"},
	}
}
