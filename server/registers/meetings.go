package registers

import (
	"fmt"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var meetings = subject{
	path: "/meetings", title: "Meetings", lists: []string{register.Meetings}, above: meetingsAbove,
	lede: "Which meetings were held: the steering group (1.2, page 8) and contract meetings with each provider (3.2, page 18), each at " +
		"least once a quarter. Commissioners and providers record them, and the history of each says who did.",
}

// meetingsAbove is how many meetings were held in each of the last four quarters that have ended, and in this one.
func meetingsAbove(v view) summary {
	if len(v.rows[register.Meetings]) == 0 {
		return summary{} // which is not none held
	}
	t := page.Table{ID: "held", Caption: "Meetings held, by quarter", Columns: []page.Column{{Text: "Meeting"}}}
	present := v.today.Quarter()
	for i := 4; i >= 0; i-- {
		q := present.Add(-i)
		c := page.Column{Text: q.Short(), Numeric: true}
		if i == 0 {
			c.Text += " so far"
		}
		t.Columns = append(t.Columns, c)
	}
	line := func(name, kind, provider string) {
		held := coverage.Held(v.rows[register.Meetings], kind, provider)
		cells := []page.Cell{page.Text(name)}
		for i := 4; i >= 0; i-- {
			cells = append(cells, page.Text(fmt.Sprint(held[present.Add(-i)])))
		}
		t.Rows = append(t.Rows, cells)
	}
	line("Steering group", register.SteeringMeeting, "")
	for _, o := range v.providers {
		if !o.Ended {
			line("Contract meeting with "+o.Name, register.ContractMeeting, o.ID)
		}
	}
	return summary{Tables: []page.Table{t}}
}
