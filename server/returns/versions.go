package returns

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/snapshot"
)

// version is a return as it was submitted or corrected, told from its history: the first submission is version 1.
type version struct {
	N     int
	Event snapshot.Event
	// Text is what each field held, as the history has it.
	Text map[string]string
	// Changed are the figures that differ from the version before.
	Changed []snapshot.Change
}

// versions are all versions that were submitted or corrected, the first one first. events are the return's history,
// newest first.
func versions(events []snapshot.Event) []version {
	var list []version
	text := map[string]string{}
	for _, e := range slices.Backward(events) {
		for _, c := range e.Changes {
			text[c.Field] = e.Said(c, c.New)
		}
		if e.Act != string(figures.Submit) && e.Act != string(figures.Correct) {
			continue
		}
		v := version{N: len(list) + 1, Event: e, Text: maps.Clone(text)}
		for _, c := range e.Changes {
			if _, ok := figures.Named(c.Field); ok && len(list) > 0 {
				v.Changed = append(v.Changed, c)
			}
		}
		list = append(list, v)
	}
	return list
}

// what says how the version came to be, with the reason for a correction.
func (v version) what() string {
	if v.Event.Act == string(figures.Correct) {
		return "Corrected: " + v.Text["reason"]
	}
	return "Submitted"
}

// versionsTable is the versions, the newest first, each leading to all its figures.
func versionsTable(at string, list []version) page.Table {
	t := page.Table{
		ID: "versions", Caption: "Versions of the figures",
		Columns: []page.Column{{Text: "Version"}, {Text: "When and by whom"}, {Text: "What changed"}},
	}
	for _, v := range slices.Backward(list) {
		when := page.Text(v.Event.At.Words())
		when.Note = v.Event.By()
		what := `<p class="nhsuk-u-margin-bottom-1 app-typed">` + template.HTMLEscapeString(v.what()) + "</p>"
		for _, c := range v.Changed {
			e := v.Event
			line := fmt.Sprintf("%s: %s, was %s", e.FieldWords(c), cmp.Or(e.Said(c, c.New), "not given"),
				cmp.Or(e.Said(c, c.Old), "not given"))
			what += `<p class="nhsuk-u-margin-bottom-1">` + template.HTMLEscapeString(line) + "</p>"
		}
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(fmt.Sprintf("%s/receipt?version=%d", at, v.N), fmt.Sprintf("Version %d", v.N)), when,
			{HTML: template.HTML(what)}, //nolint:gosec // every part is escaped above
		})
	}
	return t
}
