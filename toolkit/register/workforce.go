package register

import "ipstoolkit/toolkit/calendar"

// Staff are the fields of a quarter's staff.
var Staff = struct {
	Quarter, Starters, Enrolled, Completing, Completed, Specialists, Level3Done, Level3UnderWay, StudyTime, Permanent,
	FixedTerm, Agency, TemporaryReason, Left, ESBand, SeniorBand, TLBand, SMBand, Matched, AtLevel, Pathway, Plan, PlanOn,
	Risks, Note Field
}{
	Quarter: WhichQuarter,
	Starters: Field{
		Name: "starters", Label: "Employment specialists and team leaders who started in the quarter", Short: "Started",
		Part: "New staff (4.3)", Type: Count, Listed: true, Most: 1000,
	},
	Enrolled: Field{
		Name: "enrolled", Label: "Of these, enrolled on the 12-month onboarding programme within their first month",
		Short: "Enrolled within a month", Type: Count, Listed: true, Most: 1000,
	},
	Completing: Field{
		Name: "completing", Label: "Staff whose 12 months ended in the quarter", Type: Count, Most: 1000,
		Hint: "12 calendar months after they started, if they are still in post",
	},
	Completed: Field{Name: "completed", Label: "Of these, completed the programme", Type: Count, Most: 1000},
	Specialists: Field{
		Name: "specialists", Label: "Employment specialists in post at the quarter’s end (people)", Short: "Specialists",
		Part: "Level 3 qualification (4.4)", Type: Count, Listed: true, Most: 1000,
	},
	Level3Done: Field{
		Name: "level3_done", Label: "Of these, hold the Level 3 IPS qualification", Short: "Hold Level 3", Type: Count, Listed: true,
		Most: 1000,
	},
	Level3UnderWay: Field{
		Name: "level3_under_way", Label: "Of these, enrolled on it now", Short: "Enrolled on Level 3", Type: Count, Listed: true,
		Most: 1000,
	},
	StudyTime: Field{Name: "study_time", Label: "Is study time agreed for those enrolled?", Type: YesNo},
	Permanent: Field{
		Name: "permanent", Label: "IPS staff on permanent contracts (people)", Short: "Permanent", Part: "Staff contracts (4.5)",
		Type: Count, Listed: true, Most: 1000,
	},
	FixedTerm:       Field{Name: "fixed_term", Label: "IPS staff on fixed-term contracts", Short: "Fixed term", Type: Count, Most: 1000},
	Agency:          Field{Name: "agency", Label: "IPS staff from agencies", Short: "Agency", Type: Count, Most: 1000},
	TemporaryReason: Field{Name: "temporary_reason", Label: "Why are some not permanent?", Type: Lines},
	Left:            Field{Name: "left", Label: "IPS staff who left in the quarter", Short: "Left", Type: Count, Listed: true, Most: 1000},
	ESBand: Field{
		Name: "es_band", Label: "Employment specialists (recommended: Band 5)",
		Part: "Pay (4.2): Agenda for Change band, or what is paid instead", Type: Choice, Options: paid,
	},
	SeniorBand: Field{Name: "senior_band", Label: "Senior employment specialists (recommended: Band 6)", Type: Choice, Options: paid},
	TLBand:     Field{Name: "tl_band", Label: "Team leaders (recommended: Band 6)", Type: Choice, Options: paid},
	SMBand:     Field{Name: "sm_band", Label: "Service managers (recommended: Band 7 or 8a)", Type: Choice, Options: paid},
	Matched: Field{
		Name: "matched", Label: "If it is not an NHS organisation, is it funded to pay at these levels?", Type: Choice,
		Options: []Option{{"yes", "Yes"}, {"no", "No"}, {"nhs", "It is an NHS organisation"}},
	},
	AtLevel: Field{Name: "at_level", Label: "Were posts recruited at the level they are funded for?", Type: YesNo},
	Pathway: Field{Name: "pathway", Label: "Is there clear career progression within IPS?", Type: YesNo},
	Plan: Field{
		Name: "plan", Label: "Is there a workforce plan, developed with commissioners and IPS Grow?",
		Part: "Planning and risks (4.6)", Type: Choice, Options: partly,
	},
	PlanOn: Field{Name: "plan_on", Label: "Date of the workforce plan", Type: Date},
	Risks:  Field{Name: "risks", Label: "Were workforce risks discussed in a contract meeting this quarter?", Type: YesNo},
	Note:   Field{Name: "note", Label: "What else do people need to know?", Type: Lines},
}

// workforce is what a provider says of its staff in a quarter, as counts, never names: priorities 4.2 to 4.6.
var workforce = List{
	Code: Workforce, Name: "Staff by quarter", One: "quarter’s staff figures", Many: "quarters’ staff figures",
	Priorities: []string{"4.2", "4.3", "4.4", "4.5", "4.6"}, Page: 25, Keeper: Provider, Quarterly: true,
	Fields: FieldsOf(Staff),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		part := func(part, whole Field, words string) {
			p, known := r.Number(part)
			w, given := r.Number(whole)
			if known && given && p > w {
				wrong(part, "%s", words)
			}
		}
		part(Staff.Enrolled, Staff.Starters, "Those enrolled within their first month cannot be more than those who started")
		part(Staff.Completed, Staff.Completing, "Those who completed the programme cannot be more than those whose 12 months ended")
		done, _ := r.Number(Staff.Level3Done)
		under, _ := r.Number(Staff.Level3UnderWay)
		if all, given := r.Number(Staff.Specialists); given && done+under > all {
			wrong(Staff.Level3Done, "Those who hold Level 3 and those enrolled on it cannot be more than the specialists in post")
		}
	},
}

// paid compares a role's pay with the band that page 25 recommends.
var paid = []Option{{"at", "At the band or its equivalent"}, {"above", "Above it"}, {"below", "Below it"}, {"none", "No such post"}}

// HelpUsed are the fields of a use of IPS Grow's help.
var HelpUsed = struct {
	On, What, Result Field
}{
	On: Field{Name: "on", Label: "When?", Short: "When", Type: Date, Required: true, Past: true, Listed: true},
	What: Field{Name: "what", Label: "What was it for?", Short: "Purpose", Type: Choice, Required: true, Listed: true, Options: []Option{
		{"planning", "Workforce planning"},
		{"adverts", "Job descriptions and adverts"},
		{"shortlisting", "Shortlisting"},
		{"assessment", "Assessment day"},
		{"interviews", "Interviews"},
		{"scale", "Recruiting several people at once"},
		{"training", "Training"},
		{"data", "Data submission"},
		{"fidelity", "Fidelity advice"},
		{"other", "Something else"},
	}},
	Result: Field{Name: "result", Label: "What was the result?", Type: Lines},
}

// help is the specialist support of IPS Grow that a provider has used: priority 4.6.
var help = List{
	Code: Help, Name: "IPS Grow help used", One: "record of help", Many: "records of help",
	Priorities: []string{"4.6"}, Page: 32, Keeper: Provider, Sorting: HelpUsed.On.Name,
	Fields: FieldsOf(HelpUsed),
}
