package priorities

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// history is the part of a priority's history that the address asks for, with how the views on it changed that the person reads:
// a provider's people their own, commissioners each provider's.
func (p Pages) history(c *gin.Context, priority edition.Priority, providers []provider.Provider) (page.History, error) {
	names := map[string]string{}
	if m := page.Member(c); m.Provider != "" {
		names[m.Provider] = m.ProviderName
	}
	for _, one := range providers {
		names[one.ID] = one.Name
	}
	h, err := p.rows(c).PriorityHistory(c, page.HistoryAsked(c), priority.Key, slices.Sorted(maps.Keys(names))...)
	if err != nil {
		return page.History{}, err
	}
	for i := range h.Events {
		h.Events[i].Changes = statements(priority, h.Events[i].Changes, h.Save > 0)
	}
	list := page.NewHistory(toolkitPath(c)+"/"+priority.Key, h)
	for i, save := range list.Saves {
		if e := h.Events[i]; e.Kind == record.View {
			of, _, _ := strings.Cut(e.Subject, " ")
			list.Saves[i].Did = "Saved " + names[of] + "’s view"
		} else if len(save.Changes) == 0 && e.Act == "saved" {
			list.Saves[i].Did = "Reviewed, nothing changed"
		}
	}
	return list, nil
}

// statements replaces the codes of the statements met with words: only those that were met on one side, or all of both
// sides.
func statements(p edition.Priority, changes []snapshot.Change, whole bool) []snapshot.Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		if c.Field != "points" || c.Removed != "" {
			continue
		}
		before, after := assessment.PointsFromText(c.Old), assessment.PointsFromText(c.New)
		only := func(ids, others []string) string {
			text := pointLines(p, ids)[0]
			for _, point := range p.Points() {
				if slices.Contains(ids, point.ID) && (whole || !slices.Contains(others, point.ID)) {
					text += "\n" + point.Plain()
				}
			}
			return text
		}
		changes[i].Field, changes[i].Old, changes[i].New = assessment.Record.Field(c.Field).Words, only(before, after), only(after, before)
	}
	return changes
}

// lines is a text line by line, or the words for an empty one.
func lines(text, empty string) []string {
	if text == "" {
		return []string{empty}
	}
	return strings.Split(text, "\n")
}

// pointLines are statements in words, after how many there are.
func pointLines(p edition.Priority, ids []string) []string {
	list := []string{fmt.Sprintf("%d of %d", len(assessment.Entry{Points: ids}.Met(p)), len(p.Statements()))}
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
