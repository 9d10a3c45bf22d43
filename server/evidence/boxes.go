package evidence

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

// joined is all that is wrong with a field, since several files may each be refused for a reason of its own.
func joined(wrong problem.List, field string) string {
	var messages []string
	for _, p := range wrong {
		if p.Field == field {
			messages = append(messages, p.Message)
		}
	}
	return strings.Join(messages, ". ")
}

// section is a section of the toolkit with boxes for its priorities. It is open where something is ticked.
type section struct {
	Name  string
	Open  bool
	Boxes page.Checkboxes
}

// placeBoxes are the statements of the priorities that are ticked, and all priorities by section. When a priority must
// still be chosen, the first section is open: the error leads to it. Priorities that procurement keeps from the member are
// offered only where they are ticked already, so that an error about one has its place.
func placeBoxes(ed *edition.Edition, m tenants.Member, t typed,
	wrong problem.List,
) (points []page.Checkboxes, sections []section, problems string) {
	var ticked []string
	for _, place := range t.Places {
		ticked = append(ticked, place.Value())
	}
	problems = wrong.For("priority")
	for _, s := range ed.Sections {
		one := section{
			Name: fmt.Sprintf("Section %d: %s", s.Number, s.Title), Open: s.Number == 1 && problems != "",
			Boxes: page.Checkboxes{
				Name: "priority", ID: fmt.Sprintf("priority-section-%d", s.Number),
				Legend:     fmt.Sprintf("Priorities of section %d", s.Number),
				LegendSize: "s", Small: true, Values: ticked,
			},
		}
		if s.Number == 1 {
			one.Boxes.ID = "priority"
		}
		for _, p := range s.Priorities {
			chosen := slices.ContainsFunc(t.Places, func(place evidence.Place) bool { return place.Priority == p.Key })
			if m.Outside() && assessment.InProcurement(p.Key) && !chosen {
				continue
			}
			one.Boxes.Items = append(one.Boxes.Items, page.Item{Value: p.Key, Text: p.Key + " " + p.Name})
			if chosen {
				one.Open = true
				points = append(points, pointBoxes(p, ticked))
			}
		}
		sections = append(sections, one)
	}
	return points, sections, problems
}

func pointBoxes(p edition.Priority, ticked []string) page.Checkboxes {
	box := page.Checkboxes{
		Name: "point", ID: "point-" + strings.ReplaceAll(p.Key, ".", "-"), Legend: p.Key + " " + p.Name, LegendSize: "s", Small: true,
		Values: ticked,
		Hint:   "Tick the statements it supports, if it supports some in particular",
	}
	for _, point := range p.Points() {
		value := evidence.Place{Priority: p.Key, Point: point.ID}.Value()
		if point.Kind == edition.Background && !slices.Contains(ticked, value) {
			continue // evidence shows that something is met; what was ticked before can still be unticked
		}
		box.Items = append(box.Items, page.Item{Value: value, HTML: page.Bold(point.Text), Sub: point.Depth() > 0})
	}
	return box
}
