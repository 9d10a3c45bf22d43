package priorities

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/target"
)

// figure is a target's result as it stands on the priority that asks for it. Lines are its providers or contracts, as
// far as the person may see them.
type figure struct {
	Name, Href string
	Line       target.Line
	Lines      []target.Line
}

// figures are the results of the targets that rest on a priority.
func (p Pages) figures(c *gin.Context, priority edition.Priority) ([]figure, error) {
	if !slices.ContainsFunc(target.Kinds, func(k target.Kind) bool { return k.Priority == priority.Key }) {
		return nil, nil
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return nil, err
	}
	var list []figure
	for _, r := range target.MeasureFor(in, priority.Key) {
		list = append(list, figure{
			Name: r.Kind.Name, Href: page.Home(page.Member(c).Tenant.Code) + "/targets/" + r.Kind.Code, Line: r.Line, Lines: r.Lines,
		})
	}
	return list, nil
}

// evidence is what supports the priority, as far as the person may see it.
func (p Pages) evidence(c *gin.Context, priority edition.Priority) (page.Table, error) {
	list, err := p.rows(c).EvidenceFor(c, priority.Key)
	table := page.EvidenceTable(page.Member(c).Tenant.Code, "Evidence for "+priority.Key, "No evidence yet.", list)
	table.HideCaption = true
	return table, err
}
