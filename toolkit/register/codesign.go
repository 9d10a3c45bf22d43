package register

import "ipstoolkit/toolkit/calendar"

// NoBids appears above everything that people write about co-design of tenders.
const NoBids = "No bidders’ names, bids or scores here. Record how many people took part, whether they were paid, and that conflicts of " +
	"interest were declared."

// Event are the fields of the log of co-design and feedback.
var Event = struct {
	On, What, Priority, Stage, People, Supporters, Paid, Conflicts, Said, Did Field
}{
	On: Field{Name: "on", Label: "When was it?", Short: "When", Type: Date, Required: true, Past: true, Listed: true},
	What: Field{
		Name: "what", Label: "What was it?", Short: "What", Hint: "Such as a focus group, a forum or a survey", Required: true,
		Listed: true,
	},
	Priority: Field{Name: "priority", Label: "What was it part of?", Short: "Part of", Type: Choice, Required: true, Options: []Option{
		{"6.1", "6.1 Co-design of the specification and tender evaluation"}, {"6.2", "6.2 Co-evaluation"},
	}},
	Stage: Field{Name: "stage", Label: "At which stage?", Short: "Stage", Type: Choice, Required: true, Listed: true, Options: []Option{
		{"specification", "Writing the specification"},
		{"tender", "Evaluating tenders"},
		{"steering", "In the steering group"},
		{"start", "Feedback: starting with the service"},
		{"during", "Feedback: while looking for work"},
		{"work", "Feedback: in work"},
		{"leaving", "Feedback: leaving the service"},
		{"review", "Reviewing the service"},
	}},
	People: Field{
		Name: "people", Label: "How many people with lived experience took part?", Short: "People", Type: Count, Required: true,
		Listed: true, Most: 10_000,
	},
	Supporters: Field{Name: "supporters", Label: "How many people who support them took part?", Type: Count, Most: 10_000},
	Paid: Field{Name: "paid", Label: "Were they paid for taking part?", Short: "Paid", Type: Choice, Listed: true, Options: []Option{
		{"paid", "Paid"}, {"expenses", "Expenses or vouchers"}, {"offered", "Offered and declined"}, {"no", "Not paid"},
	}},
	Conflicts: Field{
		Name: "conflicts", Label: "Were conflicts of interest declared?", Hint: "Only if it was about a tender",
		Type: YesNo,
	},
	Said: Field{
		Name: "said", Label: "You said", Part: "You said, we did", Hint: "What people asked for, in a few words. Nothing about a person",
		Type: Lines, Listed: true,
	},
	Did: Field{Name: "did", Label: "We did", Hint: "What happened as a result, or why nothing did", Type: Lines, Listed: true},
}

// events are the occasions on which people with lived experience and those who support them shaped or judged the
// service: priorities 6.1 and 6.2.
var events = List{
	Code: Events, Name: "Co-design and feedback log", One: "event", Many: "events",
	Priorities: []string{"6.1", "6.2"}, Page: 38, Keeper: Either, Shared: true, Sorting: Event.On.Name,
	Fields: FieldsOf(Event),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		about := r.Text(Event.Stage)
		if (about == "specification" || about == "tender") && r.Text(Event.Priority) != "6.1" {
			wrong(Event.Priority, "Specifications and tenders belong to 6.1")
		}
	},
}

// Plan are the fields of an improvement plan.
var Plan = struct {
	Name, On, Together, Authors, ReviewOn, Changes Field
}{
	Name: Field{Name: "name", Label: "Name of the plan", Short: "Plan", Required: true, Listed: true},
	On:   Field{Name: "on", Label: "When was it agreed?", Short: "Agreed", Type: Date, Past: true, Listed: true},
	Together: Field{
		Name: "together", Label: "Was it co-produced with people with lived experience?", Short: "Co-produced", Type: Choice,
		Options: partly, Listed: true,
	},
	Authors:  Field{Name: "authors", Label: "Who made it?", Hint: "Organisations and how many people, no names"},
	ReviewOn: Field{Name: "review_on", Label: "When will it be reviewed?", Short: "Next review", Type: Date, Listed: true},
	Changes:  Field{Name: "changes", Label: "What it changes", Type: Lines},
}

// plans are improvement plans: 6.2 asks that they are made together with people with lived experience.
var plans = List{
	Code: Plans, Name: "Improvement plans", One: "improvement plan", Many: "improvement plans",
	Priorities: []string{"6.2"}, Page: 39, Keeper: Either, Shared: true, Naming: Plan.Name.Name,
	Fields: FieldsOf(Plan),
}
