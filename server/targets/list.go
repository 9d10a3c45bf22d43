package targets

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/view"
)

type listPage struct {
	page.Base
	Lede    string
	Waiting []string // which providers' figures the newest quarter waits for
	Asks    []page.Ask
	Table   page.Table
	Add     string // where an own target is added, "" for those who may not
}

var listTemplate = page.Parse[listPage](files, "list.html")

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return err
	}
	results := measure.All(in)
	data := listPage{
		Base: page.New(c, "Targets"), Lede: lede(in.Audience), Waiting: measure.Waiting(results),
		Asks:  page.Asks(page.Member(c), results...),
		Table: page.ResultTable(path(c), results),
	}
	if c.Query("saved") == "ended" {
		data.Base = data.Base.Saved("Target ended")
	}
	if data.Can(tenants.SetTargets) {
		data.Add = path(c) + "/new"
	}
	return listTemplate.OK(c, data)
}

// lede says which results the page shows: the ICB's or those of one provider.
func lede(a view.Audience) string {
	switch {
	case a.IsProvider():
		return "How your service compares with the toolkit’s numbers, worked out from the figures you have submitted. " +
			"Open a target to see how it is worked out, and the last 8 quarters."
	case a.IsSteeringGroup():
		return "How the ICB compares with the toolkit’s numbers, worked out from the figures that providers have submitted."
	}
	return "How the ICB compares with the toolkit’s numbers, worked out from the figures that providers have submitted. " +
		"Open a target to see how it is worked out, each provider’s own result and the last 8 quarters."
}
