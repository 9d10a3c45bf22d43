package registers

import (
	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var workforce = subject{
	path: "/workforce", title: "Workforce", lists: []string{register.Workforce, register.Help}, above: workforceAbove,
	lede:   "How IPS staff are recruited, trained, paid and kept. Providers give counts once a quarter.",
	advice: "Counts only: no names of staff anywhere.",
}

// workforceAbove is what the counts add up to, for everybody the page shows and by provider.
func workforceAbove(v view) summary {
	rows := v.rows[register.Workforce]
	s := summary{Lines: coverage.StaffLines(rows)}
	if len(rows) == 0 {
		return s
	}
	last := rows[0].Quarter(register.WhichQuarter)
	t := page.Table{
		ID: "staff", Caption: "Staff, four quarters to " + last.Short(), Stacked: true,
		Columns: []page.Column{
			{Text: "Provider"},
			{Text: "Enrolled within a month"},
			{Text: "Completed the 12 months"},
			{Text: "Hold Level 3"},
			{Text: "Permanent"},
		},
	}
	line := func(name string, own []register.Row) {
		all := coverage.OfStaff(own, last)
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(name), page.Text(all.Onboarded.Words()), page.Text(all.Completed.Words()), page.Text(all.Level3.Words()),
			page.Text(all.Permanent.Words()),
		})
	}
	for _, o := range v.withRows(register.Workforce) {
		line(o.Name, register.OfProvider(rows, o.ID))
	}
	if v.member.Provider == "" {
		line("All providers", rows)
	}
	s.Tables = []page.Table{t}
	return s
}
