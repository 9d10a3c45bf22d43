package priorities

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
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

// figures are the results of the targets that rest on a priority and, for commissioners, where its status and the
// figures differ.
func (p Pages) figures(c *gin.Context, priority edition.Priority, status assessment.Status) ([]figure, *claims.Claim, error) {
	spoken := len(claims.Speaks(priority.Key)) > 0 && page.Member(c).Can(tenants.Assess)
	if !spoken && !slices.ContainsFunc(target.Kinds, func(k target.Kind) bool { return k.Priority == priority.Key }) {
		return nil, nil, nil
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return nil, nil, err
	}
	results := target.MeasureFor(in, priority.Key)
	var list []figure
	for _, r := range results {
		list = append(list, figure{
			Name: r.Kind.Name, Href: page.Home(page.Member(c).Tenant.Code) + "/targets/" + r.Kind.Code, Line: r.Line, Lines: r.Lines,
		})
	}
	if !spoken {
		return list, nil, nil
	}
	answers, err := p.rows(c).Answers(c)
	if err != nil {
		return list, nil, err
	}
	for _, claim := range claims.Of(in, results, map[string]assessment.Status{priority.Key: status}, answers) {
		return list, &claim, nil
	}
	return list, nil, nil
}

// evidence is what supports the priority, as far as the person may see it.
func (p Pages) evidence(c *gin.Context, priority edition.Priority) (page.Table, error) {
	list, err := p.rows(c).EvidenceFor(c, priority.Key)
	table := page.EvidenceTable(page.Member(c).Tenant.Code, "Evidence for "+priority.Key, "No evidence yet.", list)
	table.HideCaption = true
	return table, err
}
