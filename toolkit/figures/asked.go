package figures

// The toolkit's own numbers, which targets, staffing plans and contracts are compared with (IPS commissioning
// self-assessment toolkit, March 2026). Those of team leaders and service managers are a guideline: commissioners and
// providers may depart from them, and a service with up to 10 employment specialists for each team leader can still
// have high fidelity.
const (
	PeoplePerES  = 40 // people out of work who access the service in a year, for each employment specialist (FTE)
	ESPerTL      = 6
	MostESPerTL  = 10
	TLPerSM      = 5
	StaffingPage = 24

	// LeastOutcome is the share of people out of work supported into jobs, in hundredths of a per cent (pages 11 and
	// 22).
	LeastOutcome = 40_00
	// Allowance is the highest share of access by people in work, supported to keep their job, in hundredths of a per
	// cent (page 9). It is an allowance: nobody has to plan for it.
	Allowance = 25_00
)
