package home

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

type workPage struct {
	page.Base
	Things page.TaskList
	Pages  page.Pages // of Things
	// Owned are the priorities that the person looks after, those to review first on top.
	Owned page.Table
	// ShowOwned is set for people who look after priorities, or could say who does.
	ShowOwned bool
}

var workTemplate = page.Parse[workPage](files, "mywork.html")

func (p Pages) myWork(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	m := page.Member(c)
	k, err := know(c, p.Store.For(m), m, e, p.Store.Today())
	if err != nil {
		return err
	}
	owned, things := k.owned(), k.agenda()
	pages := page.NewPages(c, "page", "waiting", "What you have to do", len(things))
	return workTemplate.OK(c, workPage{
		Base: page.New(c, "My work"), Things: tasks("work", page.Paged(pages, things)), Pages: pages, Owned: owned,
		ShowOwned: len(owned.Rows) > 0 || m.Can(tenants.Assess),
	})
}

// owned is the table of the priorities that the member looks after: by the day of their review, those without one last.
func (k known) owned() page.Table {
	t := page.Table{
		ID: "owned", Caption: "Priorities you own", CaptionSize: "l",
		Columns: []page.Column{{Text: "Priority"}, {Text: "Status"}, {Text: "Review by"}, {Text: "Last saved"}},
		Empty:   "You do not own any priorities here. Set the owner of a priority on its page.",
	}
	mine := slices.DeleteFunc(k.Edition.Priorities(), func(p edition.Priority) bool { return k.Entries[p.Key].Owner != k.Member.ID })
	slices.SortStableFunc(mine, func(a, b edition.Priority) int {
		x, y := k.Entries[a.Key].ReviewOn, k.Entries[b.Key].ReviewOn
		switch {
		case x == y:
			return 0
		case y == "" || x != "" && x < y:
			return -1
		}
		return 1
	})
	for _, p := range mine {
		e := k.Entries[p.Key]
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(k.path("/toolkit/"+p.Key), p.Key+" "+p.Name), page.Tagged(page.NewTag(e.Status)), k.reviewBy(e),
			{Text: e.ChangedAt.Date().Words(), Note: e.ChangedBy},
		})
	}
	return t
}

func (k known) reviewBy(e assessment.Entry) page.Cell {
	switch {
	case e.ReviewOn == "":
		return page.Text("No date")
	case e.Overdue(k.Today):
		return page.Cell{Tag: state(overdue), Note: e.ReviewOn.Words()}
	}
	return page.Text(e.ReviewOn.Words())
}
