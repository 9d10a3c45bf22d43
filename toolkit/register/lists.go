package register

// Codes of the lists, as addresses, the database and the history have them.
const (
	Teams      = "team"
	PCNs       = "pcn"
	Workforce  = "workforce"
	Help       = "help"
	Events     = "event"
	Plans      = "improvement_plan"
	Strategies = "strategy"
	Jobs       = "jobs"
	Meetings   = "meeting"

	TermsOfReference = "terms"
	Seats            = "seat"
	Leads            = "ips_lead"
	Risks            = "risk"
	Concerns         = "concern"
	Items            = "agenda"
	Decisions        = "decision"
	Attended         = "attendance"
)

// Lists are all lists, in the order in which people meet them. Pages are those of the IPS commissioning self-assessment
// toolkit, March 2026.
var Lists = []List{
	teams, pcns, workforce, help, events, plans, strategies, jobs, meetings, terms, seats, leads, risks, concerns, items,
	decisions, attendance,
}

// partly are the answers for something that can be there in part.
var partly = []Option{{"yes", "Yes"}, {"part", "In part"}, {"no", "No"}}
