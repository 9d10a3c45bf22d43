package home

import (
	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
)

// difference is a priority with a status that differs from the figures, in brief. It leads to the form that answers it,
// where all of it is, and to the form of an action about it.
type difference struct{ Priority, Words, Href, Action string }

// differ are those that nobody has answered; none for people who do not assess.
func differ(k known, results []measure.Result, home string) []difference {
	if !k.Member.Can(tenants.Assess) {
		return nil
	}
	statuses := map[string]assessment.Status{}
	for key, e := range k.Entries {
		statuses[key] = e.Status
	}
	var list []difference
	for _, c := range claims.Of(k.in, results, statuses, k.answers) {
		if c.Open() {
			list = append(list, difference{
				c.Priority, c.Brief(), home + "/toolkit/" + c.Priority + "#differs",
				page.NewActionPath(k.Member.Tenant.Code, action.About{Kind: record.Difference, ID: c.Priority}),
			})
		}
	}
	return list
}
