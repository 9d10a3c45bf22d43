package priorities

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// figure is a target's result as it is shown on the priority that asks for it. Lines are its providers or contracts, as
// far as the person may see them.
type figure struct {
	Name, Href string
	Line       measure.Line
	Lines      []measure.Line
	Since      []measure.Since
}

// figures are the results of the targets that rest on a priority and, for commissioners, where its status and the
// figures differ, with the answer to it among answers.
func (p Pages) figures(c *gin.Context, priority edition.Priority, status assessment.Status,
	answers []claims.Answer,
) ([]figure, *claims.Claim, error) {
	spoken := len(claims.Speaks(priority.Key)) > 0 && page.Member(c).Can(tenants.Assess)
	if !spoken && !slices.ContainsFunc(measure.Kinds, func(k measure.Kind) bool { return k.Priority == priority.Key }) {
		return nil, nil, nil
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return nil, nil, err
	}
	results := measure.For(in, priority.Key)
	var list []figure
	for _, r := range results {
		list = append(list, figure{
			Name: r.Kind.Name, Href: page.Home(page.Member(c).Tenant.Code) + "/targets/" + r.Kind.Code, Line: r.Line, Lines: r.Lines,
			Since: r.Since,
		})
	}
	if !spoken {
		return list, nil, nil
	}
	for _, claim := range claims.Of(in, results, map[string]assessment.Status{priority.Key: status}, answers) {
		return list, &claim, nil
	}
	return list, nil, nil
}

// besides puts onto the page what people say and have added beside the entry, as far as the person may see it.
func (p Pages) besides(c *gin.Context, data *priorityPage, parts store.PriorityParts) (err error) {
	m, priority := page.Member(c), data.Priority
	data.Actions = page.NewActions(m, action.About{Kind: record.Priority, ID: priority.Key}, parts.Actions, p.Store.Today())
	data.Voices = voicesOf(m, toolkitPath(c)+"/"+priority.Key, priority, parts)
	if data.History, err = p.history(c, priority, parts.Providers); err != nil {
		return err
	}
	if m.Can(tenants.ReadEvidence) {
		if data.Evidence, err = p.evidence(c, priority); err != nil {
			return err
		}
	}
	if m.Can(tenants.AskQuestions) {
		about := question.About{Kind: record.Priority, ID: priority.Key}
		data.Questions = page.NewQuestions(m.Tenant.Code, about, parts.Questions)
	}
	if m.Can(tenants.AddEvidence) {
		data.Add = page.Home(m.Tenant.Code) + "/evidence/add?priority=" + priority.Key
	}
	return nil
}

// newestEvidence is how much evidence a priority's page shows; the register has all of it.
const newestEvidence = 10

// supporting is the newest evidence that supports a priority. All leads to the whole of it, "" where that is all.
type supporting struct {
	Table     page.Table
	All, Text string
}

// evidence is what supports the priority, as far as the person may see it.
func (p Pages) evidence(c *gin.Context, priority edition.Priority) (*supporting, error) {
	f := store.EvidenceFilter{Priority: priority.Key}
	list, err := p.rows(c).EvidencePart(c, f, 0, newestEvidence)
	if err != nil {
		return nil, err
	}
	code := page.Member(c).Tenant.Code
	s := &supporting{Table: page.EvidenceTable(code, "Evidence for "+priority.Key, "No evidence yet.", list)}
	s.Table.HideCaption = true
	if len(list) < newestEvidence {
		return s, nil
	}
	n, err := p.rows(c).CountEvidence(c, f)
	if n > len(list) {
		s.All, s.Text = page.EvidencePath(code)+"?priority="+priority.Key,
			fmt.Sprintf("Show all %d pieces of evidence for %s", n, priority.Key)
	}
	return s, err
}
