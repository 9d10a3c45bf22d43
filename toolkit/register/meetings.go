package register

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// Meeting are the fields of a meeting.
var Meeting = struct {
	On, Kind, Stage, Minuted, Actions, Chair, ICBLead, Service, NHSE, IPSGrow, Executive, Lived, ZeroExclusion, Minutes, AgreedOn, OwnTime,
	Outcomes, Equity, Employers, Integration, Workforce, Notes Field
}{
	On: Field{Name: "on", Label: "When is the meeting?", Short: "When", Type: Date, Required: true, Listed: true},
	Kind: Field{
		Name: "kind", Label: "Which meeting?", Short: "Meeting", Type: Choice, Required: true, Listed: true,
		Options: []Option{{SteeringMeeting, "Steering group"}, {ContractMeeting, "Contract meeting with a provider"}},
	},
	Stage: Field{
		Name: "stage", Label: "Did it take place?", Short: "Took place", Type: Choice, Hint: "Leave it empty for a meeting that was held",
		Options: []Option{{MeetingPlanned, "It is planned"}, {MeetingHeld, "It was held"}, {MeetingCancelled, "It was cancelled"}},
	},
	Minuted: Field{Name: "minuted", Label: "Was it minuted?", Short: "Minuted", Type: YesNo, Listed: true},
	Actions: Field{
		Name: "actions", Label: "Were actions agreed, each with somebody to do it?", Short: "Actions agreed", Type: YesNo, Listed: true,
	},
	Chair: Field{
		Name: "chair", Label: "Who chaired?", Part: "Steering group (1.2): who was there", Type: Choice,
		Options: []Option{{"commissioner", "The commissioner"}, {"service", "The service"}, {"other", "Somebody else"}},
	},
	ICBLead:   Field{Name: "icb_lead", Label: "The ICB’s IPS lead", Type: YesNo},
	Service:   Field{Name: "service", Label: "The service: its manager or team leaders", Type: YesNo},
	NHSE:      Field{Name: "nhse", Label: "NHS England’s lead", Type: YesNo},
	IPSGrow:   Field{Name: "ips_grow", Label: "IPS Grow’s regional lead", Type: YesNo},
	Executive: Field{Name: "executive", Label: "A senior executive of the trust", Type: YesNo},
	Lived:     Field{Name: "lived", Label: "How many people with lived experience were there?", Type: Count, Most: 1000},
	ZeroExclusion: Field{
		Name: "zero_exclusion", Label: "Did the group check that nobody who wants to work is excluded (zero exclusion)?",
		Short: "Zero exclusion checked", Type: YesNo,
	},
	Minutes: Field{
		Name: "minutes", Label: "What stage are the minutes at?", Short: "Minutes", Type: Choice,
		Options: []Option{{MinutesDraft, "Draft"}, {MinutesSent, "Sent for comment"}},
	},
	AgreedOn: Field{
		Name: "agreed_on", Label: "When were the minutes agreed?", Short: "Minutes agreed on", Type: Date, Past: true, Commissioners: true,
	},
	OwnTime: Field{
		Name: "own_time", Label: "Was it a separate meeting, or a wider one with time set aside for IPS?",
		Part: "Contract meeting (3.2): what was discussed",
		Type: Choice, Options: []Option{
			{"own", "A separate meeting"}, {"kept", "Time set aside in a wider meeting"}, {"none", "Neither"},
		},
	},
	Outcomes:    Field{Name: "outcomes", Label: "Access and outcomes", Type: YesNo},
	Equity:      Field{Name: "equity", Label: "How they vary by protected characteristic", Type: YesNo},
	Employers:   Field{Name: "employers", Label: "Engagement with employers", Type: YesNo},
	Integration: Field{Name: "integration", Label: "Working together with clinical teams", Type: YesNo},
	Workforce:   Field{Name: "workforce", Label: "Workforce risks", Type: YesNo},
	Notes: Field{
		Name: "notes", Label: "What was agreed?", Short: "What was agreed", Hint: "The minutes in short, nothing about a person",
		Type: Lines,
	},
}

// meetings are those of the steering group (priority 1.2) and on contracts (3.2).
var meetings = List{
	Code: Meetings, Name: "Meetings held", One: "meeting", Many: "meetings",
	Priorities: []string{"1.2", "3.2"}, Page: 8, Keeper: Either, Shared: true, Sorting: Meeting.On.Name,
	Fields: FieldsOf(Meeting),
	together: func(r Row, today calendar.Date, wrong Wrong) {
		switch {
		case r.Date(Meeting.On) > today && WasHeld(r):
			wrong(Meeting.On, "The day of a meeting that was held must be today or in the past")
		case r.Text(Meeting.Kind) == ContractMeeting && r.Provider == "":
			wrong(providerField, "Choose the provider that the contract meeting was with")
		case r.Text(Meeting.Kind) == SteeringMeeting && r.Provider != "":
			wrong(Meeting.Kind, "A meeting of the steering group is the ICB’s own: commissioners record it, without a provider")
		}
	},
}

// The two kinds of meeting.
const (
	SteeringMeeting = "steering"
	ContractMeeting = "contract"
)

// How far a meeting is. Meetings recorded before they could be planned have no stage: they were held.
const (
	MeetingPlanned   = "planned"
	MeetingHeld      = "held"
	MeetingCancelled = "cancelled"
)

// How far the minutes are, until they are agreed.
const (
	MinutesDraft = "draft"
	MinutesSent  = "sent"
)

// WasHeld says whether a meeting took place.
func WasHeld(r Row) bool {
	stage := r.Text(Meeting.Stage)
	return stage == "" || stage == MeetingHeld
}

// NextMeeting is the day of the steering group's next meeting: of those that are planned the first, else the day that the ICB has set.
// It is "" where neither is to come.
func NextMeeting(meetings []Row, set, today calendar.Date) calendar.Date {
	next := calendar.Date("")
	for _, r := range meetings {
		on := r.Date(Meeting.On)
		planned := r.Text(Meeting.Kind) == SteeringMeeting && r.Text(Meeting.Stage) == MeetingPlanned
		if planned && on >= today && (next == "" || on < next) {
			next = on
		}
	}
	if next == "" && set >= today {
		next = set
	}
	return next
}

// ProviderKeeps says whether a contract meeting's own provider keeps what is recorded of it: one that was held, as long as commissioners
// write no minutes of it.
func ProviderKeeps(meeting Row) bool {
	return meeting.Text(Meeting.Kind) == ContractMeeting && WasHeld(meeting) && meeting.Text(Meeting.Minutes) == "" &&
		meeting.Date(Meeting.AgreedOn) == ""
}

// ICBsOnly says whether a field of a contract meeting is for commissioners to fill in, although the service's people do so for the
// steering group where it chairs.
func ICBsOnly(f Field) bool { return f.Name == Meeting.Stage.Name || f.Name == Meeting.Minutes.Name }

// MinutesRead says whether members who do not write a meeting's minutes read them, and what was decided: once they were sent for comment.
func MinutesRead(meeting Row) bool {
	return WasHeld(meeting) && (meeting.Text(Meeting.Minutes) == MinutesSent || meeting.Date(Meeting.AgreedOn) != "")
}

// PartsRead are the rows of a list of parts (agenda items, decisions, who came) of meetings with minutes that members read: those of the
// steering group for "", else the contract meetings of a provider.
func PartsRead(parts, meetings []Row, provider string) []Row {
	kind := SteeringMeeting
	if provider != "" {
		kind = ContractMeeting
	}
	var read []Row
	for _, part := range parts {
		if slices.ContainsFunc(meetings, func(m Row) bool {
			return m.ID == part.Text(Item.Meeting) && m.Text(Meeting.Kind) == kind && m.Provider == provider && MinutesRead(m)
		}) {
			read = append(read, part)
		}
	}
	return read
}
