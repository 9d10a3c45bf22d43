package register

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// ConditionsSheet is the page where teams say which conditions for high fidelity they meet.
const ConditionsSheet = "conditions"

// Team are the fields of a team, without those of its conditions.
var Team = struct {
	Name, Place, MHSDS, MHSDSLast, Tool, ToolLast, Sharing, SharingOn, CheckedOn, Lacking Field
}{
	Name:  Field{Name: "name", Label: "Name of the team", Short: "Team", Required: true, Listed: true},
	Place: Field{Name: "place", Label: "Place", Hint: "The area it serves or the trust it works in", Listed: true},
	MHSDS: Field{
		Name: "mhsds", Label: "How does its data reach MHSDS?", Short: "MHSDS", Part: "Mental Health Services Data Set (MHSDS)",
		Type: Choice, Listed: true,
		Options: []Option{{"direct", "Directly"}, {"trust", "Through a trust"}, {"no", "Not yet"}},
	},
	MHSDSLast: Field{
		Name: "mhsds_last", Label: "Last period that MHSDS holds from it", Short: "Last period", Type: Date, Past: true, Listed: true,
		Hint: "The last day of that month or quarter, for example, 30 9 2026",
	},
	Tool: Field{
		Name: "tool", Label: "Does it report to the IPS Grow Reporting Tool?", Short: "Reporting Tool", Part: "IPS Grow Reporting Tool",
		Type: YesNo, Listed: true,
	},
	ToolLast: Field{
		Name: "tool_last", Label: "Last quarter reported to the Reporting Tool", Short: "Last quarter", Type: Quarter, Listed: true,
	},
	Sharing:   Field{Name: "sharing", Label: "Is a data-sharing agreement in place?", Part: "Agreement and quality", Type: YesNo},
	SharingOn: Field{Name: "sharing_on", Label: "Date of the data-sharing agreement", Type: Date},
	CheckedOn: Field{
		Name: "checked_on", Label: "When was the quality of its data last checked?", Short: "Last checked", Type: Date, Past: true,
		Listed: true,
	},
	Lacking: Field{Name: "lacking", Label: "What is missing or wrong in its data?", Type: Lines},
}

// teams are the teams that deliver IPS: where their data go (priority 3.1), and the conditions they work in (3.3).
var teams = List{
	Code: Teams, Name: "Teams", One: "team", Many: "teams",
	Priorities: []string{"3.1", "3.3"}, Page: 17, Keeper: Provider, Naming: Team.Name.Name,
	Fields: slices.Concat(FieldsOf(Team), conditionFields(), FieldsOf(Looked)),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if r.Text(Team.MHSDS) == "no" && r.Text(Team.MHSDSLast) != "" {
			wrong(Team.MHSDS, "A last period is given: choose how the team’s data reaches MHSDS, directly or through a trust")
		}
		if r.No(Team.Tool) && r.Text(Team.ToolLast) != "" {
			wrong(Team.Tool, "A last quarter is given: choose yes, or remove the quarter")
		}
		for _, c := range Conditions {
			if c.Own && r.Text(c.Found) != "" && r.Text(c.Named) == "" {
				wrong(c.Named, "Name the condition that you describe")
			}
		}
	},
}

// Condition is something that a service of high fidelity needs, or a question for everybody, with its fields.
type Condition struct {
	Label, Short string
	Own          bool // the ICB or the team names it itself: the toolkit's list is not exhaustive
	// Named is the name of a condition of one's own, Found what the team finds, and Confirmed what commissioners say.
	Named, Found, Confirmed Field
}

// Conditions are those of priority 3.3, page 20, in our words: the five conditions, then what services should ask, do
// and make known, then room for conditions of one's own. The five have a column each.
var Conditions = []Condition{
	condition("systems", "IPS staff can use the clinical systems", "Clinical systems", true),
	condition("mdt", "IPS staff take part in the weekly multidisciplinary team meeting", "Weekly team meeting", true),
	condition("office", "IPS staff share office space with the treatment team", "Shared office", true),
	condition(
		"stories",
		"The trust supports ways for people accessing IPS services to share their employment stories with others and with staff",
		"Sharing stories", true,
	),
	condition("leader", "A senior leader of the trust with responsibility for IPS comes to the steering group", "Senior leader", true),
	condition("asked", "Everyone with severe mental illness is asked whether they are interested in work", "Everyone is asked", false),
	condition("referred", "Everyone who is interested is referred to IPS", "Referred", false),
	condition("self", "People know that they can refer themselves", "Self-referral known", false),
	ownCondition("own1", "A condition of your own", "Your own condition"),
	ownCondition("own2", "Another condition of your own", "Another of your own"),
}

// condition is one of the toolkit's conditions. listed says that it has a column.
func condition(name, label, short string, listed bool) Condition {
	return Condition{
		Label: label, Short: short,
		Found: Field{
			Name: name, Label: label, Short: short, Part: short, Type: Choice, Options: partly, Sheet: ConditionsSheet,
			Listed: listed,
		},
		Confirmed: Field{
			Name: name + "_confirmed", Label: short + ": what commissioners say", Type: Choice, Sheet: ConditionsSheet, Commissioners: true,
			Options: []Option{{"yes", "Confirmed"}, {"no", "Commissioner disagrees"}},
		},
	}
}

// ownCondition is room for a condition that the ICB or the team names.
func ownCondition(name, label, short string) Condition {
	c := condition(name, label, short, false)
	c.Own = true
	c.Named = Field{Name: name + "_name", Label: label, Type: Line, Sheet: ConditionsSheet, Part: label}
	c.Found.Label, c.Found.Part = "Is it in place?", ""
	return c
}

// Looked are the fields of a team about when its conditions were reviewed.
var Looked = struct{ FoundOn, ConfirmedOn, Note Field }{
	FoundOn: Field{
		Name: "found_on", Label: "When did the team last check these?", Short: "Checked", Part: "When and what else", Type: Date,
		Past:  true,
		Sheet: ConditionsSheet, Listed: true,
	},
	ConfirmedOn: Field{
		Name: "confirmed_on", Label: "When did a commissioner confirm them?", Short: "Confirmed", Type: Date, Past: true,
		Sheet: ConditionsSheet, Listed: true,
		Commissioners: true,
	},
	Note: Field{Name: "conditions_note", Label: "What is the barrier, and who can remove it?", Type: Lines, Sheet: ConditionsSheet},
}

// conditionFields are the fields of each condition.
func conditionFields() []Field {
	var fields []Field
	for _, c := range Conditions {
		if c.Own {
			fields = append(fields, c.Named)
		}
		fields = append(fields, c.Found, c.Confirmed)
	}
	return fields
}

// Said is the field for what commissioners say of a team's finding; false for a field that is not a finding.
func Said(found Field) (confirmed Field, ok bool) {
	for _, c := range Conditions {
		if c.Found.Name == found.Name {
			return c.Confirmed, true
		}
	}
	return Field{}, false
}
