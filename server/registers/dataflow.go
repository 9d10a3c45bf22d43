package registers

import (
	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

var dataFlow = subject{
	path: "/data-flow", title: "Data flow", lists: []string{register.Teams}, above: flowAbove,
	lede: "Which teams’ data reaches the Mental Health Services Data Set (MHSDS) and the IPS Grow Reporting Tool. Data that does not " +
		"reach them is not counted nationally.",
}

// flowAbove is how many teams flow, for everybody the page shows and by provider.
func flowAbove(v view) summary {
	rows := v.rows[register.Teams]
	s := summary{Lines: coverage.FlowLines(rows)}
	if v.member.Provider != "" || len(rows) == 0 {
		return s
	}
	t := page.Table{
		ID: "flow", Caption: "Teams whose data flows, by provider",
		Columns: []page.Column{{Text: "Provider"}, {Text: "MHSDS"}, {Text: "Reporting Tool"}},
	}
	for _, o := range v.withRows(register.Teams) {
		own := register.OfProvider(rows, o.ID)
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(o.Name), page.Text(coverage.ToMHSDS(own).Words()),
			page.Text(coverage.ToTool(own).Words()),
		})
	}
	s.Tables = append(s.Tables, t)
	return s
}

// withRows are the providers that have a row in a list.
func (v view) withRows(code string) []provider.Provider {
	var list []provider.Provider
	for _, o := range v.providers {
		if len(register.OfProvider(v.rows[code], o.ID)) > 0 {
			list = append(list, o)
		}
	}
	return list
}
