package home

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/measure"
)

// difference is a priority with a status that differs from the figures, in brief. It leads to the form that answers it,
// where all of it is.
type difference struct{ Priority, Words, Href string }

// differ are those that nobody has answered; none for people who do not assess.
func differ(ctx context.Context, rows *store.Rows, k known, results []measure.Result, home string) ([]difference, error) {
	if !k.Member.Can(tenants.Assess) {
		return nil, nil
	}
	answers, err := rows.Answers(ctx)
	if err != nil {
		return nil, err
	}
	statuses := map[string]assessment.Status{}
	for key, e := range k.Entries {
		statuses[key] = e.Status
	}
	var list []difference
	for _, c := range claims.Of(k.in, results, statuses, answers) {
		if c.Open() {
			list = append(list, difference{c.Priority, c.Brief(), home + "/toolkit/" + c.Priority + "#differs"})
		}
	}
	return list, nil
}
