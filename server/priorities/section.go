package priorities

import (
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

type sectionPage struct {
	page.Base
	Section  edition.Section
	Progress string
	Tasks    page.TaskList
	Beside   page.Pagination
}

var sectionTemplate = page.Parse[sectionPage](files, "section.html")

func (p Pages) section(c *gin.Context, e *edition.Edition, s edition.Section) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	entries, err := p.rows(c).Entries(c)
	if err != nil {
		return err
	}
	said, err := p.said(c, e)
	if err != nil {
		return err
	}
	_, progress, err := p.progress(c, e, entries)
	if err != nil {
		return err
	}
	path := toolkitPath(c)
	data := sectionPage{
		Base:    page.New(c, sectionTitle(s)).Under(page.Crumb{Href: path, Text: "Toolkit"}),
		Section: s,
		Tasks:   tasks(path, "section", s.Priorities, entries, said, p.Store.Today()),
	}
	for _, part := range progress.Sections {
		if part.Section.Number == s.Number {
			data.Progress = countWords(part.Counts)
		}
	}
	if before, ok := e.Section(s.Number - 1); ok {
		data.Beside.PreviousHref, data.Beside.Previous = path+"/"+sectionKey(before), before.Title
	}
	if after, ok := e.Section(s.Number + 1); ok {
		data.Beside.NextHref, data.Beside.Next = path+"/"+sectionKey(after), after.Title
	}
	data.Beside.Label = "Sections"
	return sectionTemplate.OK(c, data)
}

func sectionKey(s edition.Section) string { return fmt.Sprint(s.Number) }

func sectionTitle(s edition.Section) string { return fmt.Sprintf("Section %d: %s", s.Number, s.Title) }

// countWords is a count by status in one line: "2 in place, 1 in progress, 0 not started, 0 not answered".
func countWords(c assessment.Counts) string {
	var words []string
	for _, s := range append(assessment.Statuses, assessment.NotAnswered) {
		words = append(words, fmt.Sprintf("%d %s", c.Of(s), strings.ToLower(s.Words())))
	}
	return strings.Join(words, ", ")
}

// tasks are priorities as a list, each one link with its status, who looks after it and what is said of providers' views.
func tasks(path, id string, priorities []edition.Priority, entries map[string]assessment.Entry, said map[string]string,
	today calendar.Date,
) page.TaskList {
	list := page.TaskList{ID: id}
	for _, p := range priorities {
		e := entries[p.Key]
		hint := p.Responsibility.Words()
		if e.OwnerName != "" {
			hint += ". Owner: " + e.OwnerName
		}
		switch {
		case e.Overdue(today):
			hint += ". Overdue: review was due by " + e.ReviewOn.Words()
		case e.ReviewOn != "":
			hint += ". Review by " + e.ReviewOn.Words()
		}
		if words := said[p.Key]; words != "" {
			hint += ". " + words
		}
		list.Items = append(list.Items, page.Task{
			Href: path + "/" + p.Key, Text: p.Key + " " + p.Name, Hint: hint,
			Status: page.NewTag(e.Status),
		})
	}
	return list
}
