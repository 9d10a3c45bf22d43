package priorities

import (
	"html/template"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/edition"
)

// still is what of a priority's page is the same for everybody who looks at it, rendered once, as the service starts.
type still struct {
	Head, Resources template.HTML
	// considerations and bestPractice are the statements to tick, with their boxes.
	considerations, bestPractice page.Checkboxes
	// met and notMet are the statements as they are read, by id.
	met, notMet map[string]template.HTML
}

// stillOf renders the priorities of every edition, by the edition's id and the priority's key. Editions do not change
// while the service runs.
func stillOf(editions *edition.Library) map[string]map[string]still {
	all := map[string]map[string]still{}
	for _, e := range editions.Editions() {
		all[e.ID] = map[string]still{}
		for _, p := range e.Priorities() {
			section, _ := e.Section(p.Section())
			s := still{
				Head:           priorityTemplate.Part("head", head{Section: section, Priority: p}),
				Resources:      priorityTemplate.Part("resources", resources{p.Resources, page.NewDocuments(e, p)}),
				considerations: checkboxes("point", "Consider", p.Considerations),
				bestPractice:   checkboxes("best", "Best practice", p.BestPractice),
				met:            map[string]template.HTML{}, notMet: map[string]template.HTML{},
			}
			if !s.considerations.Any() {
				s.bestPractice.ID = "point" // an error about the statements leads to the first box
			}
			s.considerations, s.bestPractice = s.considerations.DrawAll(), s.bestPractice.DrawAll()
			for _, point := range p.Points() {
				read := readPoint{HTML: page.Bold(point.Text), Depth: point.Depth(), Background: point.Kind == edition.Background}
				s.notMet[point.ID] = priorityTemplate.Part("read-point", read)
				read.Met = true
				s.met[point.ID] = priorityTemplate.Part("read-point", read)
			}
			all[e.ID][p.Key] = s
		}
	}
	return all
}

// resources are the help that the toolkit names for a priority, and where to read on.
type resources struct {
	Points    []edition.Point
	Documents page.Documents
}

// head is a priority's place and name.
type head struct {
	Section  edition.Section
	Priority edition.Priority
}

// checkboxes are statements to tick, with the background among them, which has no box. All boxes of both groups have the
// name "point".
func checkboxes(id, legend string, points []edition.Point) page.Checkboxes {
	boxes := page.Checkboxes{Name: "point", ID: id, Legend: legend, LegendSize: "s", Hint: "Tick what is met", Small: true}
	for _, point := range points {
		item := page.Item{Value: point.ID, HTML: page.Bold(point.Text), Sub: point.Depth() > 0}
		if point.Kind == edition.Background {
			item.Told, item.HTML = true, priorityTemplate.Part("told", item.HTML)
		}
		boxes.Items = append(boxes.Items, item)
	}
	return boxes
}

// readPoint is a statement as people read it who do not tick it.
type readPoint struct {
	HTML  template.HTML
	Depth int
	Met   bool
	// Background is a fact to know, which nobody meets or fails to meet.
	Background bool
}
