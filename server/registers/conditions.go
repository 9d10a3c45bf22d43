package registers

import (
	"fmt"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

var conditions = subject{
	path: "/conditions", title: "Conditions for fidelity", lists: []string{register.Teams}, sheet: register.ConditionsSheet,
	above: conditionsAbove,
	lede: "What a high-fidelity service needs to have in place, team by team. The team says what it finds; a commissioner confirms it. " +
		"Teams are added under Data flow.",
}

func conditionsAbove(v view) summary {
	rows := v.rows[register.Teams]
	if len(rows) == 0 {
		return summary{}
	}
	t := page.Table{
		ID: "conditions", Caption: "The conditions across " + number.Counting(len(rows), "team", "teams"), Stacked: true,
		Columns: []page.Column{
			{Text: "Condition"},
			{Text: "Yes", Numeric: true},
			{Text: "In part", Numeric: true},
			{Text: "No", Numeric: true},
			{Text: "Not recorded", Numeric: true},
			{Text: "Findings confirmed", Numeric: true},
			{Text: "Commissioner disagrees", Numeric: true},
		},
	}
	for _, c := range coverage.OfConditions(rows) {
		cells := []page.Cell{page.Text(c.Label)}
		for _, n := range []int{c.Yes, c.Part, c.No, c.Unknown, c.Confirmed, c.Otherwise} {
			cells = append(cells, page.Text(fmt.Sprint(n)))
		}
		t.Rows = append(t.Rows, cells)
	}
	return summary{Tables: []page.Table{t}}
}
