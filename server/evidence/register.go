package evidence

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

type registerPage struct {
	page.Base
	Priority, State, Source page.Select
	Filtered                bool
	// Found says how much fits the filter.
	Found string
	Table page.Table
	Add   string
	// Room is how much of the ICB's room for files is taken.
	Room string
}

var registerTemplate = page.Parse[registerPage](files, "register.html")

// register is all evidence that the person may see, filtered by priority, state and whom it comes from.
func (p Pages) register(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadEvidence); err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	sources, err := p.rows(c).EvidenceSources(c)
	if err != nil {
		return err
	}
	used, limit, err := p.rows(c).Quota(c)
	if err != nil {
		return err
	}
	data := registerPage{
		Base:     page.New(c, "Evidence").Under(page.Crumb{Href: page.Home(page.Member(c).Tenant.Code) + "/toolkit", Text: "Toolkit"}),
		Priority: page.Select{Name: "priority", Label: "Priority", Value: c.Query("priority"), Options: priorityOptions(ed)},
		State:    page.Select{Name: "state", Label: "State", Value: c.Query("state"), Options: stateOptions()},
		Source:   page.Select{Name: "source", Label: "From", Value: c.Query("source"), Options: sourceOptions(sources)},
		Add:      path(c) + "/add",
		Room:     evidence.SizeWords(used) + " of " + evidence.SizeWords(limit),
	}
	f := store.EvidenceFilter{Priority: data.Priority.Value, State: evidence.State(data.State.Value), Source: data.Source.Value}
	data.Filtered = f != store.EvidenceFilter{}
	data.Table, err = p.listed(c, f)
	if err == nil && data.Filtered {
		data.Table.Empty = "No evidence matches this filter."
		data.Found = fits(data.Table.Pages.All)
	}
	if err != nil {
		return err
	}
	return registerTemplate.OK(c, data)
}

// listed is the page of the evidence that the filter and the address ask for.
func (p Pages) listed(c *gin.Context, f store.EvidenceFilter) (page.Table, error) {
	all, err := p.rows(c).CountEvidence(c, f)
	if err != nil {
		return page.Table{}, err
	}
	table := page.EvidenceTable(page.Member(c).Tenant.Code, "Evidence, newest first", "No evidence yet.", nil)
	pages := table.PagesOf(c, "page", all)
	list, err := p.rows(c).EvidencePart(c, f, pages.Skip(), page.RowsOnPage)
	table = page.EvidenceTable(page.Member(c).Tenant.Code, table.Caption, table.Empty, list)
	table.Pages = pages
	return table, err
}

// fits says how much evidence a filter leaves.
func fits(n int) string {
	if n == 1 {
		return "1 piece of evidence matches"
	}
	return fmt.Sprintf("%d pieces of evidence match", n)
}

func priorityOptions(ed *edition.Edition) []page.Option {
	options := []page.Option{{Value: "", Text: "All priorities"}}
	for _, p := range ed.Priorities() {
		options = append(options, page.Option{Value: p.Key, Text: p.Key + " " + p.Name})
	}
	return options
}

func stateOptions() []page.Option {
	options := []page.Option{{Value: "", Text: "All states"}}
	for _, s := range evidence.States {
		options = append(options, page.Option{Value: string(s), Text: s.Words()})
	}
	return options
}

// sourceOptions are those whom the evidence comes from.
func sourceOptions(names []string) []page.Option {
	options := []page.Option{{Value: "", Text: "Everybody"}}
	for _, name := range names {
		options = append(options, page.Option{Value: name, Text: name})
	}
	return options
}
