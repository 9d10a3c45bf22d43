package register

import "ipstoolkit/toolkit/calendar"

// meetings are those of the steering group (priority 1.2) and on contracts (3.2).
var meetings = List{
	Code: Meetings, Name: "Meetings held", One: "meeting", Many: "meetings",
	Priorities: []string{"1.2", "3.2"}, Page: 8, Keeper: Either, Shared: true, Sorting: "on",
	Fields: []Field{
		{Name: "on", Label: "When was it held?", Short: "When", Type: Date, Required: true, Past: true, Listed: true},
		{Name: "kind", Label: "Which meeting?", Short: "Meeting", Type: Choice, Required: true, Listed: true, Options: []Option{{SteeringMeeting, "Steering group"}, {ContractMeeting, "Contract meeting with a provider"}}},
		{Name: "minuted", Label: "Was it minuted?", Short: "Minuted", Type: YesNo, Listed: true},
		{Name: "actions", Label: "Were actions agreed, each with somebody to do it?", Short: "Actions agreed", Type: YesNo, Listed: true},
		{Name: "chair", Label: "Who took the chair?", Part: "Steering group (1.2): who was there", Type: Choice, Options: []Option{{"commissioner", "The commissioner"}, {"service", "The service"}, {"other", "Somebody else"}}},
		{Name: "icb_lead", Label: "The ICB’s IPS lead", Type: YesNo},
		{Name: "service", Label: "The service: its manager or team leaders", Type: YesNo},
		{Name: "nhse", Label: "NHS England’s lead", Type: YesNo},
		{Name: "ips_grow", Label: "IPS Grow’s regional lead", Type: YesNo},
		{Name: "executive", Label: "A senior executive of the trust", Type: YesNo},
		{Name: "lived", Label: "How many people with lived experience were there?", Type: Count, Most: 1000},
		{Name: "own_time", Label: "Was it a meeting of its own, or with time kept for IPS?", Part: "Contract meeting (3.2): what was looked at", Type: Choice, Options: []Option{
			{"own", "A meeting of its own"}, {"kept", "Time kept in a wider meeting"}, {"none", "Neither"},
		}},
		{Name: "outcomes", Label: "Access and outcomes", Type: YesNo},
		{Name: "equity", Label: "How they vary by protected characteristic", Type: YesNo},
		{Name: "employers", Label: "Engagement with employers", Type: YesNo},
		{Name: "integration", Label: "Working together with clinical teams", Type: YesNo},
		{Name: "workforce", Label: "Workforce risks", Type: YesNo},
	},
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		switch {
		case r.Text("kind") == ContractMeeting && r.Provider == "":
			wrong("provider", "Choose the provider that the contract meeting was with")
		case r.Text("kind") == SteeringMeeting && r.Provider != "":
			wrong("kind", "A meeting of the steering group is the ICB’s own: commissioners record it, without a provider")
		}
	},
}

// The two kinds of meeting.
const (
	SteeringMeeting = "steering"
	ContractMeeting = "contract"
)
