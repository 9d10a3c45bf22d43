package registers

import (
	"fmt"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/figures"
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
	if len(rows) == 0 {
		return summary{Lines: []string{"Nothing is recorded yet. A provider adds its counts once a quarter has ended."}}
	}
	last := rows[0].Quarter("quarter")
	t := page.Table{
		ID: "staff", Caption: "Staff, four quarters to " + last.Short(), Stacked: true,
		Columns: []page.Column{{Text: "Provider"}, {Text: "Enrolled within a month"}, {Text: "Completed the 12 months"}, {Text: "Hold Level 3"}, {Text: "Permanent"}},
	}
	line := func(name string, own []register.Row) {
		year := []calendar.Quarter{last, last.Add(-1), last.Add(-2), last.Add(-3)}
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(name), part(coverage.Onboarded(own, year)), part(coverage.Completed(own, year)), part(coverage.Level3(own, last)), part(coverage.Permanent(own, last)),
		})
	}
	for _, o := range v.withRows(register.Workforce) {
		line(o.Name, register.OfProvider(rows, o.ID))
	}
	if v.member.Provider == "" {
		line("All providers", rows)
	}
	return summary{Tables: []page.Table{t}, Lines: []string{
		"New staff are enrolled within their first month and complete 12 months (4.3, page 27)",
		"600 funded places on the Level 3 qualification are there until March 2029 (4.4, page 29)",
		"IPS staff are on permanent contracts wherever possible (4.5, page 31)",
	}}
}

// part is a part of a whole as a cell, "4 of 5". Its rate stands on the targets page.
func part(p coverage.Part) page.Cell {
	if p.All == 0 {
		return page.Text("Not available")
	}
	return page.Text(fmt.Sprintf("%s of %s", figures.Grouped(p.Of), figures.Grouped(p.All)))
}
