package registers

import (
	"fmt"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var meetings = subject{
	path: "/meetings", title: "Contract meetings", lists: []string{register.Meetings}, above: meetingsAbove,
	kind: register.ContractMeeting, leaves: []register.Field{
		register.Meeting.Kind, register.Meeting.Stage, register.Meeting.Chair, register.Meeting.ICBLead, register.Meeting.Service,
		register.Meeting.NHSE, register.Meeting.IPSGrow, register.Meeting.Executive, register.Meeting.Lived, register.Meeting.ZeroExclusion,
		register.Meeting.Minutes, register.Meeting.AgreedOn,
	},
	lede: "Contract meetings with each provider, at least once a quarter (3.2, page 18). Commissioners and providers record them, " +
		"and the " +
		"history of each says who did. The steering group has its own pages.",
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
	for _, o := range v.providers {
		if !o.Ended {
			line("Contract meeting with "+o.Name, register.ContractMeeting, o.ID)
		}
	}
	return summary{Tables: []page.Table{t}}
}
