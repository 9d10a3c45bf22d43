package register

import "ipstoolkit/toolkit/calendar"

// Codes of the lists, as they stand in addresses and in the database.
const (
	Teams = "team"
	PCNs  = "pcn"
)

// teams are the teams that deliver IPS and where their data go: priority 3.1.
var teams = List{
	Code: Teams, Name: "Teams and their data flow", One: "team", Many: "teams",
	Priorities: []string{"3.1"}, Page: 17, Keeper: Provider, Naming: "name",
	Fields: []Field{
		{Name: "name", Label: "Name of the team", Short: "Team", Required: true, Listed: true},
		{Name: "place", Label: "Place", Hint: "The area it serves or the trust it works in", Listed: true},
		{
			Name: "mhsds", Label: "How do its data reach MHSDS?", Short: "MHSDS", Part: "Mental Health Services Data Set (MHSDS)", Type: Choice, Listed: true,
			Options: []Option{{"direct", "Directly"}, {"trust", "Through a trust"}, {"no", "Not yet"}},
		},
		{Name: "mhsds_last", Label: "Last month or quarter that MHSDS holds from it", Short: "Last period", Hint: "The last day of the period", Type: Date, Past: true, Listed: true},
		{Name: "tool", Label: "Does it report to the IPS Grow Reporting Tool?", Short: "Reporting Tool", Part: "IPS Grow Reporting Tool", Type: YesNo, Listed: true},
		{Name: "tool_last", Label: "Last quarter reported to the Reporting Tool", Short: "Last quarter", Type: Quarter, Listed: true},
		{Name: "sharing", Label: "Is a data-sharing agreement in place?", Part: "Agreements and quality", Type: YesNo},
		{Name: "sharing_on", Label: "Date of the data-sharing agreement", Type: Date},
		{Name: "checked_on", Label: "When was the quality of its data last checked?", Short: "Last checked", Type: Date, Past: true, Listed: true},
		{Name: "lacking", Label: "What is missing or wrong in its data?", Type: Lines},
	},
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if r.Text("mhsds") == "no" && r.Text("mhsds_last") != "" {
			wrong("mhsds", "How do its data reach MHSDS: a last period is given, so choose directly or through a trust")
		}
		if r.No("tool") && r.Text("tool_last") != "" {
			wrong("tool", "Does it report to the Reporting Tool: a last quarter is given, so choose yes")
		}
	},
}
