package priorities

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

// happening is one save of the history, newest first.
type happening struct {
	When, Who, Title string
	Changes          []changed
}

// changed is one field of it in words. Long texts are shown behind a summary.
type changed struct {
	Name     string
	Old, New []string
	Long     bool
	Removed  string
}

func history(p edition.Priority, events []snapshot.Event) []happening {
	var list []happening
	for _, e := range events {
		h := happening{When: e.At.Words(), Who: e.Who, Title: e.Role}
		for _, c := range e.Told() {
			h.Changes = append(h.Changes, words(p, c))
		}
		list = append(list, h)
	}
	return list
}

// words says one change as people read it.
func words(p edition.Priority, c snapshot.Change) changed {
	name := snapshot.FieldWords(c.Field)
	if c.Removed != "" {
		return changed{Name: name, Removed: c.Words("") + ", " + c.Removed.Date().Words()}
	}
	if c.Field == "points" {
		return changed{Name: name, Long: true, Old: pointLines(p, assessment.PointsFromText(c.Old)), New: pointLines(p, assessment.PointsFromText(c.New))}
	}
	empty := cmp.Or(nothing[c.Field], "Nothing")
	return changed{Name: name, Old: lines(c.Words(c.Old), empty), New: lines(c.Words(c.New), empty), Long: strings.HasSuffix(c.Field, "notes")}
}

// nothing stands for an empty text, by field.
var nothing = map[string]string{"owner": "Nobody", "review_on": "No date", "notes": "No notes", "private_notes": "No notes"}

// lines is a text line by line, or what stands for an empty one.
func lines(text, empty string) []string {
	if text == "" {
		return []string{empty}
	}
	return strings.Split(text, "\n")
}

// pointLines are statements in words, after how many there are.
func pointLines(p edition.Priority, ids []string) []string {
	list := []string{fmt.Sprintf("%d of %d", len(ids), len(p.Points()))}
	for _, point := range p.Points() {
		if slices.Contains(ids, point.ID) {
			list = append(list, point.Plain())
		}
	}
	return list
}

func pointsWords(p edition.Priority, ids []string) string {
	return strings.Join(pointLines(p, ids), "\n")
}
