package register

import (
	"regexp"

	"ipstoolkit/toolkit/calendar"
)

// Terms are the fields of the steering group's terms of reference (1.2, page 8). The newest are those that hold.
var Terms = struct{ AgreedOn, Edition, Link, Text, Chairs Field }{
	AgreedOn: Field{
		Name: "agreed_on", Label: "When were they agreed?", Short: "Agreed on", Type: Date, Required: true, Past: true, Listed: true,
	},
	Edition: Field{Name: "edition", Label: "Which version is it?", Short: "Version", Hint: "For example, 1.2", Listed: true},
	Link: Field{
		Name: "link", Label: "Where are they kept?", Short: "Where they are kept", Hint: "A web address or the name of a folder",
		Listed: true,
	},
	Text: Field{Name: "text", Label: "What do they say?", Short: "Terms", Hint: "The whole text, or the main points", Type: Lines},
	Chairs: Field{
		Name: "chairs", Label: "Who chairs the group?", Short: "Chair", Type: Choice, Required: true, Listed: true,
		Hint:    "If the service chairs, its people can draft the agenda and the minutes, and a commissioner agrees them",
		Options: []Option{{ChairedByICB, "A commissioner"}, {ChairedByService, "The service"}},
	},
}

// Who chairs the steering group, in its terms of reference and at a meeting.
const (
	ChairedByICB     = "commissioner"
	ChairedByService = "service"
)

var terms = List{
	Code: TermsOfReference, Name: "Terms of reference", One: "version of the terms", Many: "versions of the terms",
	Priorities: []string{"1.2"}, Page: 8, Keeper: ICB, Sorting: Terms.AgreedOn.Name, Fields: FieldsOf(Terms),
}

// Seat are the fields of a seat in the steering group. A seat of people with lived experience is a number of people, never a name.
var Seat = struct{ Name, Kind, Organisation, People, Supporter, Paid, Payment, Since, Until Field }{
	Name: Field{
		Name: "name", Label: "What is the seat called?", Short: "Seat",
		Hint: "A role, such as “Senior trust executive”. Never a person’s name. A seat of people with lived experience is called " +
			"just that, with a number if there are several",
		Required: true, Listed: true,
	},
	Kind: Field{
		Name: "kind", Label: "Who is it for?", Short: "For", Type: Choice, Required: true, Listed: true,
		Options: []Option{
			{SeatService, "The IPS service"},
			{SeatICBLead, "The ICB’s IPS lead"},
			{SeatNHSE, "NHS England’s lead"},
			{SeatIPSGrow, "IPS Grow’s regional lead"},
			{SeatExecutive, "A senior executive of the trust"},
			{SeatLived, LivedSeat},
			{SeatOther, "Somebody else"},
		},
	},
	Organisation: Field{Name: "organisation", Label: "Which organisation?", Short: "Organisation", Listed: true},
	People:       Field{Name: "people", Label: "How many people have this seat?", Short: "People", Type: Count, Most: 1000, Listed: true},
	Supporter:    Field{Name: "supporter", Label: "Does a person who supports them come too?", Short: "With a supporter", Type: YesNo},
	Paid: Field{
		Name: "paid", Label: "Are they paid for taking part?", Short: "Paid", Type: YesNo, Part: "Payment",
	},
	Payment: Field{
		Name: "payment", Label: "What is the payment policy?", Short: "Payment policy",
		Hint: "The rate or the policy, nothing about a person",
	},
	Since: Field{Name: "since", Label: "When did this seat begin?", Short: "Since", Type: Date, Past: true, Part: "Dates"},
	Until: Field{
		Name: "until", Label: "When did this seat end?", Short: "Until", Hint: "Leave it empty while the seat is in use",
		Type: Date, Past: true,
	},
}

// The kinds of seat. The toolkit asks for the first six (1.2, page 8).
const (
	SeatService   = "service"
	SeatICBLead   = "icb_lead"
	SeatNHSE      = "nhse"
	SeatIPSGrow   = "ips_grow"
	SeatExecutive = "executive"
	SeatLived     = "lived"
	SeatOther     = "other"
)

// LivedSeat is what a seat of people with lived experience is called, alone or with a number: who has it is not to be known from the
// list, so nobody can write anything else there.
const LivedSeat = "People with lived experience"

var numbered = regexp.MustCompile(`^` + LivedSeat + `( [1-9][0-9]?)?$`)

// numberedOnly is what the page says of another name.
const numberedOnly = "Call this seat “" + LivedSeat + "”, or “" + LivedSeat + " 2” if there are several. They have a seat and a number, " +
	"never a name"

// SeatName is what a seat is called where people read it: a name from before this was asked is not shown.
func SeatName(kind, name string) string {
	if kind == SeatLived && !numbered.MatchString(name) {
		return LivedSeat
	}
	return name
}

var seats = List{
	Code: Seats, Name: "Seats of the steering group", One: "seat", Many: "seats",
	Priorities: []string{"1.2"}, Page: 8, Keeper: About, Naming: Seat.Name.Name, Fields: FieldsOf(Seat),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		since, until := r.Date(Seat.Since), r.Date(Seat.Until)
		if until != "" && until < since {
			wrong(Seat.Until, "The last day must be after the first")
		}
		if r.Provider != "" && r.Text(Seat.Kind) != SeatService {
			wrong(Seat.Kind, "A provider holds a seat of the IPS service")
		}
		if r.Text(Seat.Kind) == SeatLived && !numbered.MatchString(r.Text(Seat.Name)) {
			wrong(Seat.Name, numberedOnly)
		}
	},
	shown: func(r Row) Row { return seatShown(r, Seat.Kind, Seat.Name) },
}

// seatShown is a row with the name that its seat may have.
func seatShown(r Row, kind, name Field) Row {
	if is := r.Text(name); is != "" && SeatName(r.Text(kind), is) != is {
		r.Values = With(r.Values, name.Name, SeatName(r.Text(kind), is))
	}
	return r
}

// Shown are rows by list as all people read them: a seat of people with lived experience has no name, though an older row
// holds one. The rows change in their place.
func Shown(lists map[string][]Row) map[string][]Row {
	for _, l := range Lists {
		if l.shown == nil {
			continue
		}
		for n, r := range lists[l.Code] {
			lists[l.Code][n] = l.shown(r)
		}
	}
	return lists
}

// Lead are the fields of a named lead for IPS, at the ICB or at a trust (1.2, page 8).
var Lead = struct{ Of, Organisation, Name, Since, Until Field }{
	Of: Field{
		Name: "of", Label: "Whose IPS lead?", Short: "Lead of", Type: Choice, Required: true, Listed: true,
		Options: []Option{{"icb", "The ICB"}, {"trust", "A trust"}},
	},
	Organisation: Field{Name: "organisation", Label: "Which organisation?", Short: "Organisation", Required: true, Listed: true},
	Name: Field{
		Name: "name", Label: "What is the lead’s role there?", Short: "Role",
		Hint: "The post, such as “Head of mental health commissioning”", Listed: true,
	},
	Since: Field{Name: "since", Label: "Lead since", Type: Date, Listed: true},
	Until: Field{Name: "until", Label: "Lead until", Type: Date, Listed: true},
}

var leads = List{
	Code: Leads, Name: "IPS leads", One: "IPS lead", Many: "IPS leads",
	Priorities: []string{"1.2"}, Page: 8, Keeper: ICB, Sorting: Lead.Since.Name, Calling: Lead.Organisation.Name, Fields: FieldsOf(Lead),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if until := r.Date(Lead.Until); until != "" && until < r.Date(Lead.Since) {
			wrong(Lead.Until, "The last day must be after the first")
		}
	},
}

// Risk are the fields of a risk that the steering group watches. Its colour always has its word, and is never a status of a priority.
var Risk = struct{ What, Level, Path, Owner, RaisedOn, ClosedOn Field }{
	What: Field{Name: "what", Label: "What could go wrong?", Short: "Risk", Type: Lines, Required: true, Listed: true},
	Level: Field{
		Name: "level", Label: "How serious is it now?", Short: "Level", Type: Choice, Required: true, Listed: true,
		Options: []Option{
			{"red", "Red: needs a decision now"}, {"amber", "Amber: being dealt with"}, {"green", "Green: under control"},
		},
	},
	Path:  Field{Name: "path", Label: "What would bring it to green?", Short: "Path to green", Type: Lines, Listed: true},
	Owner: Field{Name: "owner", Label: "Which role owns it?", Short: "Owner", Hint: "A role, not a name", Listed: true},
	RaisedOn: Field{
		Name: "raised_on", Label: "When was it raised?", Short: "Raised on", Type: Date, Required: true, Past: true,
		Listed: true,
	},
	ClosedOn: Field{
		Name: "closed_on", Label: "When was it closed?", Short: "Closed on", Hint: "Leave it empty while the risk is open",
		Type: Date, Past: true,
	},
}

var risks = List{
	Code: Risks, Name: "Risks", One: "risk", Many: "risks",
	Priorities: []string{"1.2"}, Page: 8, Keeper: ICB, Sorting: Risk.RaisedOn.Name, Fields: FieldsOf(Risk),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if closed := r.Date(Risk.ClosedOn); closed != "" && closed < r.Date(Risk.RaisedOn) {
			wrong(Risk.ClosedOn, "It cannot be closed before it was raised")
		}
	},
}

// OpenRisks are the risks that nobody has closed, the most serious first.
func OpenRisks(all []Row) []Row {
	var open []Row
	for _, level := range Risk.Level.Options {
		for _, r := range all {
			if r.Text(Risk.ClosedOn) == "" && r.Text(Risk.Level) == level.Value {
				open = append(open, r)
			}
		}
	}
	return open
}

// Concern are the fields of a concern that the group raised with the leaders of a trust, and what came of it (1.2, page 8).
var Concern = struct{ What, On, To, Result, ResultOn Field }{
	What: Field{Name: "what", Label: "What was the concern?", Short: "Concern", Type: Lines, Required: true, Listed: true},
	On:   Field{Name: "on", Label: "When was it raised?", Short: "Raised on", Type: Date, Required: true, Past: true, Listed: true},
	To: Field{
		Name: "to", Label: "Who was it raised with?", Short: "Raised with", Hint: "A role, such as “Chief operating officer of the trust”",
		Required: true, Listed: true,
	},
	Result:   Field{Name: "result", Label: "What was the result?", Short: "Result", Type: Lines, Listed: true},
	ResultOn: Field{Name: "result_on", Label: "When was the result known?", Short: "Result on", Type: Date, Past: true},
}

var concerns = List{
	Code: Concerns, Name: "Concerns raised with the trust", One: "concern", Many: "concerns",
	Priorities: []string{"1.2"}, Page: 8, Keeper: ICB, Sorting: Concern.On.Name, Fields: FieldsOf(Concern),
}
