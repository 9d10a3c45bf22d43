package register

import (
	"cmp"

	"ipstoolkit/toolkit/calendar"
)

// Item are the fields of an item of a meeting's agenda, with its minute.
var Item = struct{ Meeting, Place, Kind, Title, About, Wanted, Minute Field }{
	Meeting: Field{Name: "meeting", Label: "Meeting", Type: Ref, Refers: Meetings, Required: true},
	Place:   Field{Name: "place", Label: "Place on the agenda", Type: Count, Required: true, Most: 100},
	Kind: Field{
		Name: "kind", Label: "What kind of item is it?", Short: "Kind", Type: Choice, Required: true,
		Options: []Option{
			{ItemApologies, "Welcome and apologies"},
			{ItemInterests, "Declarations of interest"},
			{ItemMinutes, "Minutes of the last meeting"},
			{ItemActions, "Actions"},
			{ItemFigures, "Figures and targets"},
			{ItemPriority, "A priority of the toolkit"},
			{ItemRisks, "Risks"},
			{ItemReturns, "Data quality and quarterly figures"},
			{ItemEquity, "People by protected characteristic"},
			{ItemEvidence, "Evidence asked for"},
			{ItemFidelity, "Fidelity and quality"},
			{ItemWorkforce, "Workforce and its risks"},
			{ItemOther, "Another item"},
			{ItemAnyOther, "Any other business"},
			{ItemNext, "Date of the next meeting"},
		},
	},
	Title:  Field{Name: "title", Label: "What is the item called?", Short: "Item", Required: true, Listed: true},
	About:  Field{Name: "about", Label: "What is it about?", Type: Ref},
	Wanted: Field{Name: "wanted", Label: "Is a decision needed?", Short: "Decision needed", Type: YesNo, Listed: true},
	Minute: Field{Name: "minute", Label: "Minute", Type: Lines},
}

// ByPlace puts items in the order of their agenda.
func ByPlace(a, b Row) int {
	first, _ := a.Number(Item.Place)
	second, _ := b.Number(Item.Place)
	return cmp.Compare(first, second)
}

// The kinds of item, in the usual order of a board's agenda. Those from ItemReturns to ItemWorkforce are of contract meetings.
const (
	ItemApologies = "apologies"
	ItemInterests = "interests"
	ItemMinutes   = "minutes"
	ItemActions   = "actions"
	ItemFigures   = "figures"
	ItemPriority  = "priority"
	ItemRisks     = "risks"
	ItemReturns   = "returns"
	ItemEquity    = "equity"
	ItemEvidence  = "evidence"
	ItemFidelity  = "fidelity"
	ItemWorkforce = "workforce"
	ItemOther     = "other"
	ItemAnyOther  = "any_other"
	ItemNext      = "next"
)

var items = List{
	Code: Items, Name: "Agenda and minutes", One: "agenda item", Many: "agenda items",
	Priorities: []string{"1.2", "3.2"}, Page: 8, Keeper: ICB, Within: Meetings, Fields: FieldsOf(Item),
}

// Decision are the fields of a decision of a meeting.
var Decision = struct{ Meeting, Item, On, Text Field }{
	Meeting: Field{Name: "meeting", Label: "Meeting", Type: Ref, Refers: Meetings, Required: true},
	Item:    Field{Name: "item", Label: "Agenda item", Type: Ref, Refers: Items},
	On:      Field{Name: "on", Label: "When was it decided?", Short: "Decided on", Type: Date, Required: true, Listed: true},
	Text:    Field{Name: "text", Label: "What was decided?", Short: "Decision", Type: Lines, Required: true, Listed: true},
}

var decisions = List{
	Code: Decisions, Name: "Decisions of meetings", One: "decision", Many: "decisions",
	Priorities: []string{"1.2", "3.2"}, Page: 8, Keeper: ICB, Within: Meetings, Sorting: Decision.On.Name, Fields: FieldsOf(Decision),
}

// Attendance are the fields of who came to a meeting: a seat, by the name that it had then, and how many people. 0 people are apologies.
var Attendance = struct{ Meeting, Seat, Name, Kind, People Field }{
	Meeting: Field{Name: "meeting", Label: "Meeting", Type: Ref, Refers: Meetings, Required: true},
	Seat:    Field{Name: "seat", Label: "Seat", Type: Ref, Refers: Seats, Required: true},
	Name:    Field{Name: "name", Label: "What the seat was called", Short: "Seat", Required: true, Listed: true},
	Kind:    Field{Name: "kind", Label: "Who the seat was for", Type: Choice, Options: Seat.Kind.Options},
	People:  Field{Name: "people", Label: "How many people came?", Short: "People", Type: Count, Required: true, Listed: true, Most: 1000},
}

var attendance = List{
	Code: Attended, Name: "Who came", One: "attendance", Many: "attendances",
	Priorities: []string{"1.2"}, Page: 8, Keeper: ICB, Within: Meetings, Fields: FieldsOf(Attendance),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if r.Text(Attendance.Kind) == SeatLived && !numbered.MatchString(r.Text(Attendance.Name)) {
			wrong(Attendance.Name, numberedOnly)
		}
	},
	shown: func(r Row) Row { return seatShown(r, Attendance.Kind, Attendance.Name) },
}
