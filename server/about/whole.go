package about

import (
	"html/template"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
)

// wholePage is everything that an edition says, on one page to read and print.
type wholePage struct {
	page.Base
	Edition  *edition.Edition
	Itself   edition.Document
	Sections []wholeSection
}

type wholeSection struct {
	edition.Section
	ID         string
	Priorities []wholePriority
}

type wholePriority struct {
	edition.Priority
	ID        string
	Groups    []wholeGroup
	Documents page.Documents
}

// wholeGroup is a list of points under its heading.
type wholeGroup struct {
	Title  string
	Points []wholePoint
}

// wholePoint is a point with the lines of the list inside it.
type wholePoint struct {
	HTML       template.HTML
	Background bool
	Lines      []wholePoint
}

var wholeTemplate = page.Parse[wholePage](files, "whole.html")

func (p Pages) whole(c *gin.Context) error {
	e, ok := p.Editions.Edition(c.Param("id"))
	if !ok {
		return tenants.ErrNotFound
	}
	data := wholePage{Base: page.New(c, "The whole toolkit"), Edition: e, Itself: e.Itself()}
	for _, s := range e.Sections {
		part := wholeSection{Section: s, ID: sectionID(s)}
		for _, pr := range s.Priorities {
			one := wholePriority{Priority: pr, ID: page.PriorityID(pr), Documents: page.NewDocuments(e, pr)}
			one.Documents.Whole = ""
			for _, group := range []wholeGroup{
				{"Consider", pointsOf(pr.Considerations)}, {"Best practice", pointsOf(pr.BestPractice)},
			} {
				if len(group.Points) > 0 {
					one.Groups = append(one.Groups, group)
				}
			}
			part.Priorities = append(part.Priorities, one)
		}
		data.Sections = append(data.Sections, part)
	}
	return wholeTemplate.OK(c, data)
}

// pointsOf are points as they are read, each line of a list inside its point.
func pointsOf(points []edition.Point) []wholePoint {
	var list []wholePoint
	for _, point := range points {
		one := wholePoint{HTML: page.Bold(point.Text), Background: point.Kind == edition.Background}
		if last := len(list) - 1; point.Depth() > 0 && last >= 0 {
			list[last].Lines = append(list[last].Lines, one)
			continue
		}
		list = append(list, one)
	}
	return list
}
