package register

import "ipstoolkit/toolkit/calendar"

// ConditionsSheet is the page on which teams say how the conditions for high fidelity stand.
const ConditionsSheet = "conditions"

// teams are the teams that deliver IPS: where their data go (priority 3.1), and the conditions they work in (3.3).
var teams = List{
	Code: Teams, Name: "Teams", One: "team", Many: "teams",
	Priorities: []string{"3.1", "3.3"}, Page: 17, Keeper: Provider, Naming: "name",
	Fields: append([]Field{
		{Name: "name", Label: "Name of the team", Short: "Team", Required: true, Listed: true},
		{Name: "place", Label: "Place", Hint: "The area it serves or the trust it works in", Listed: true},
		{
			Name: "mhsds", Label: "How do its data reach MHSDS?", Short: "MHSDS", Part: "Mental Health Services Data Set (MHSDS)", Type: Choice, Listed: true,
			Options: []Option{{"direct", "Directly"}, {"trust", "Through a trust"}, {"no", "Not yet"}},
		},
		{
			Name: "mhsds_last", Label: "Last period that MHSDS holds from it", Short: "Last period", Type: Date, Past: true, Listed: true,
			Hint: "The last day of that month or quarter, for example 30 9 2026",
		},
		{Name: "tool", Label: "Does it report to the IPS Grow Reporting Tool?", Short: "Reporting Tool", Part: "IPS Grow Reporting Tool", Type: YesNo, Listed: true},
		{Name: "tool_last", Label: "Last quarter reported to the Reporting Tool", Short: "Last quarter", Type: Quarter, Listed: true},
		{Name: "sharing", Label: "Is a data-sharing agreement in place?", Part: "Agreement and quality", Type: YesNo},
		{Name: "sharing_on", Label: "Date of the data-sharing agreement", Type: Date},
		{Name: "checked_on", Label: "When was the quality of its data last checked?", Short: "Last checked", Type: Date, Past: true, Listed: true},
		{Name: "lacking", Label: "What is missing or wrong in its data?", Type: Lines},
	}, conditionFields()...),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if r.Text("mhsds") == "no" && r.Text("mhsds_last") != "" {
			wrong("mhsds", "A last period is given: choose how the team’s data reach MHSDS, directly or through a trust")
		}
		if r.No("tool") && r.Text("tool_last") != "" {
			wrong("tool", "A last quarter is given: choose yes, or take the quarter out")
		}
		for _, c := range Conditions {
			if c.Own && r.Text(c.Code) != "" && r.Text(c.Code+"_name") == "" {
				wrong(c.Code+"_name", "Name the condition that you say something about")
			}
		}
	},
}

// Condition is something that has to be there for a service of high fidelity, or a question that has to be asked of
// everybody. Code is the field of what the provider finds; Code and "_confirmed" that of what the commissioner says.
type Condition struct {
	Code, Label, Short string
	Own                bool // the ICB or the team names it itself: the toolkit's list is not exhaustive
}

// Conditions are those of priority 3.3, page 20, in our words: the five conditions, then what has to be asked, done and
// made known, then room for conditions of one's own.
var Conditions = []Condition{
	{Code: "systems", Label: "IPS staff can use the clinical systems", Short: "Clinical systems"},
	{Code: "mdt", Label: "IPS staff take part in the weekly multidisciplinary team meeting", Short: "Weekly team meeting"},
	{Code: "office", Label: "IPS staff share office space with the treatment team", Short: "Shared office"},
	{Code: "stories", Label: "The trust supports ways for people accessing IPS services to share their employment stories with others and with staff", Short: "Sharing stories"},
	{Code: "leader", Label: "A senior leader of the trust with responsibility for IPS comes to the steering group", Short: "Senior leader"},
	{Code: "asked", Label: "Everybody with severe mental illness is asked whether they are interested in work", Short: "Asked of all"},
	{Code: "referred", Label: "Whoever is interested is referred to IPS", Short: "Referred"},
	{Code: "self", Label: "People know that they may refer themselves", Short: "Self-referral known"},
	{Code: "own1", Label: "A condition of your own", Short: "Own condition", Own: true},
	{Code: "own2", Label: "Another condition of your own", Short: "Another own condition", Own: true},
}

// conditionFields are what is asked of each condition.
func conditionFields() []Field {
	var fields []Field
	for i, c := range Conditions {
		found := Field{Name: c.Code, Label: c.Label, Short: c.Short, Type: Choice, Options: partly, Sheet: ConditionsSheet, Listed: i < 5}
		if c.Own {
			fields = append(fields, Field{Name: c.Code + "_name", Label: c.Label, Type: Line, Sheet: ConditionsSheet, Part: c.Label})
			found.Label = "Is it there?"
		} else {
			found.Part = c.Short
		}
		confirmed := Field{
			Name: c.Code + "_confirmed", Label: c.Short + ": what commissioners say", Type: Choice, Sheet: ConditionsSheet, Commissioners: true,
			Options: []Option{{"yes", "Confirmed"}, {"no", "Seen otherwise"}},
		}
		fields = append(fields, found, confirmed)
	}
	return append(
		fields,
		Field{Name: "found_on", Label: "When did the team look at these last?", Part: "When and what else", Type: Date, Past: true, Sheet: ConditionsSheet, Listed: true, Short: "Looked at"},
		Field{Name: "confirmed_on", Label: "When did a commissioner confirm them?", Type: Date, Past: true, Sheet: ConditionsSheet, Listed: true, Short: "Confirmed", Commissioners: true},
		Field{Name: "conditions_note", Label: "What is in the way, and who can clear it?", Type: Lines, Sheet: ConditionsSheet},
	)
}
