package priorities

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
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

func history(p edition.Priority, events []store.Event) []happening {
	var list []happening
	for _, e := range events {
		h := happening{When: e.At.Words(), Who: e.Who, Title: e.Role}
		for _, c := range e.Changes {
			h.Changes = append(h.Changes, words(p, c))
		}
		list = append(list, h)
	}
	return list
}

// words says one change as people read it.
func words(p edition.Priority, c store.Change) changed {
	if c.Removed != "" {
		return changed{Name: fieldName(c.Field), Removed: "Removed because it held personal data, " + c.Removed.Date().Words()}
	}
	switch c.Field {
	case "status":
		return changed{Name: "Status", Old: []string{assessment.Status(c.Old).Words()}, New: []string{assessment.Status(c.New).Words()}}
	case "notes", "private_notes":
		return changed{Name: fieldName(c.Field), Old: lines(c.Old, "No notes"), New: lines(c.New, "No notes"), Long: true}
	case "review_on":
		return changed{Name: "Review by", Old: []string{dateOr(c.Old)}, New: []string{dateOr(c.New)}}
	case "points":
		return changed{
			Name: "Statements met", Long: true,
			Old: pointLines(p, assessment.PointsFromText(c.Old)), New: pointLines(p, assessment.PointsFromText(c.New)),
		}
	case "confirmed":
		return changed{Name: "Confirmed that a number in the notes is not an NHS number"}
	}
	return changed{Name: fieldName(c.Field), Old: lines(c.Old, "Nobody"), New: lines(c.New, "Nobody")}
}

func fieldName(field string) string {
	switch field {
	case "notes":
		return "Notes"
	case "private_notes":
		return "Notes for commissioners only"
	case "owner":
		return "Owner"
	}
	return strings.ReplaceAll(field, "_", " ")
}

func dateOr(text string) string {
	if text == "" {
		return "No date"
	}
	return calendar.Date(text).Words()
}

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
