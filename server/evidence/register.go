package evidence

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

type registerPage struct {
	page.Base
	Priority, State, Source page.Select
	Filtered                bool
	Table                   page.Table
	Add                     string
	// Room is how much of the ICB's room for files is taken.
	Room string
}

var registerTemplate = page.Parse[registerPage](files, "register.html")

// register is all evidence that the person may see, filtered by priority, state and whom it comes from.
func (p Pages) register(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadEvidence); err != nil {
		return err
	}
	ed, err := p.edition(c)
	if err != nil {
		return err
	}
	list, err := p.rows(c).EvidenceList(c)
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
		Source:   page.Select{Name: "source", Label: "From", Value: c.Query("source"), Options: sourceOptions(list)},
		Add:      path(c) + "/add",
		Room:     evidence.SizeWords(used) + " of " + evidence.SizeWords(limit),
	}
	all := len(list)
	list = slices.DeleteFunc(list, func(e evidence.Evidence) bool {
		return !(data.Priority.Value == "" || slices.Contains(e.Priorities(), data.Priority.Value)) ||
			!(data.State.Value == "" || string(e.State) == data.State.Value) ||
			!(data.Source.Value == "" || e.Source() == data.Source.Value)
	})
	data.Filtered = len(list) < all
	empty := "No evidence yet."
	if data.Filtered {
		empty = "No evidence fits this filter."
	}
	data.Table = page.EvidenceTable(page.Member(c).Tenant.Code, "Evidence, newest first", empty, list)
	return registerTemplate.OK(c, data)
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

// sourceOptions are those whom the evidence comes from, by name.
func sourceOptions(list []evidence.Evidence) []page.Option {
	var names []string
	for _, e := range list {
		names = append(names, e.Source())
	}
	slices.Sort(names)
	options := []page.Option{{Value: "", Text: "Everybody"}}
	for _, name := range slices.Compact(names) {
		options = append(options, page.Option{Value: name, Text: name})
	}
	return options
}
