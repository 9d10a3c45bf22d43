package page

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/evidence"
)

// EvidenceTag is the tag of a state of evidence.
func EvidenceTag(s evidence.State) Tag {
	colour := map[evidence.State]string{
		evidence.New: "blue", evidence.Queried: "yellow", evidence.Accepted: "green", evidence.Withdrawn: "grey",
	}[s]
	return Tag{s.Words(), colour}
}

// EvidencePath is the address of an ICB's evidence.
func EvidencePath(code string) string { return Home(code) + "/evidence" }

// EvidenceTable is a list of evidence, each leading to its page: for the register, and for a priority's page.
func EvidenceTable(code, caption, empty string, list []evidence.Evidence) Table {
	t := Table{
		ID: "evidence", Caption: caption, Empty: empty,
		Columns: []Column{{Text: "Evidence"}, {Text: "State"}, {Text: "From"}, {Text: "Priorities"}, {Text: "Covers"}},
	}
	for _, e := range list {
		title := Link(EvidencePath(code)+"/"+e.ID, e.Title)
		title.Note = attached(e)
		covers := e.Covers()
		if covers == "" {
			covers = "Not given"
		}
		t.Rows = append(t.Rows, []Cell{
			title, Tagged(EvidenceTag(e.State)), Text(e.Source()), Text(strings.Join(e.Priorities(), ", ")),
			Text(covers),
		})
	}
	return t
}

// attached says what a piece of evidence is: "Link and 2 files".
func attached(e evidence.Evidence) string {
	files := fmt.Sprintf("%d files", len(e.Files))
	if len(e.Files) == 1 {
		files = "1 file"
	}
	switch {
	case e.Link == "":
		return files
	case len(e.Files) == 0:
		return "Link"
	}
	return "Link and " + files
}
