// Package measure judges an ICB's services against the numbers of the toolkit, from the returns and contracts entered.
// Every number on a screen, in the workbook and on the start page comes from All.
package measure

import (
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/staffing"
)

// Unit is what a target's value counts.
type Unit string

const (
	Percent Unit = "percent"
	Each    Unit = "each" // a number of one for each of another
	People  Unit = "people"
	Years   Unit = "years"
	Months  Unit = "months"
	Number  Unit = "number"
	Pounds  Unit = "pounds"
	Days    Unit = "days"
	Held    Unit = "meetings" // meetings held in each quarter
)

// Direction says on which side of its value a target is met; the value itself is always on the good side.
type Direction string

const (
	AtLeast Direction = "at_least"
	AtMost  Direction = "at_most"
)

// Kind is one kind of target: what the toolkit asks, and how it is measured from the figures.
type Kind struct {
	Code      string
	Name      string
	Unit      Unit
	Direction Direction
	Default   number.Amount // the toolkit's own value; not Known where every ICB has its own
	Tolerance number.Amount // the far end of a zone between met and missed, beyond the default
	Standing  string        // what the toolkit calls its value: "minimum", "guideline", "allowance"
	Priority  string        // the priority it comes from
	Page      int           // its page in the toolkit
	Measured  string        // how it is worked out, in words

	CommissionersOnly bool
	Contracts         bool // worked out from contracts, which procurement keeps back

	// The words of its results: on the good side, within the tolerance, beyond it.
	met, between, missed string
	outright             bool   // met or not met in these very words, which are then said of a local value too
	gentle               bool   // a value beyond is a reason to explain, never a miss
	noBottom             string // the words when the number to divide by is 0
	bands                map[provider.Stage]band
	ratio                *ratio
	counted              *counted
}

// band is the range of rates to expect of a service, both ends included. A rate above it is never a fault.
type band struct {
	low, high int64 // hundredths of a per cent
	of        string
}

// Codes of the kinds, as addresses and the database have them.
const (
	PeoplePerES    = "unemployed-per-es"
	ESPerTL        = "es-per-tl"
	TLPerSM        = "tl-per-sm"
	JobOutcomeRate = "job-outcome-rate"
	RetentionShare = "retention-share"
	ContractLength = "contract-length"
	EarlyTalks     = "early-talks"
	YearsAccess    = "access"

	SteeringMeetings = "steering-meetings"
	ContractMeetings = "contract-meetings"
	FlowToMHSDS      = "flow-mhsds"
	FlowToTool       = "flow-reporting-tool"
	PCNCoverage      = "pcn-coverage"
	PermanentShare   = "permanent-staff"
	Onboarding       = "onboarding"
	Level3           = "level-3"
)

// Kinds is the table of kinds, in the order in which people read them. The pages are those of the IPS commissioning
// self-assessment toolkit, March 2026.
var Kinds = []Kind{
	{
		Code: JobOutcomeRate, Name: "People out of work supported into jobs",
		Unit: Percent, Direction: AtLeast, Default: number.AmountOf(figures.LeastOutcome), Standing: "minimum", Priority: "3.4", Page: 22,
		Measured: "People out of work at the start who started a competitive job, first job only, divided by people out of work at the " +
			"start who accessed, over the last four quarters. People supported to keep a job are in neither part.",
		met: "met", missed: "not met", outright: true,
		bands: map[provider.Stage]band{
			provider.NewService:    {30_00, 40_00, "a new service"},
			provider.MatureService: {40_00, 55_00, "a mature service"},
		},
		ratio: &ratio{top: startedJob, bottom: outOfWork},
	},
	{
		Code: PeoplePerES, Name: "People out of work per employment specialist in a year",
		Unit: Each, Direction: AtMost, Default: number.AmountOf(figures.PeoplePerES * 100), Standing: "ratio", Priority: "4.1",
		Page: figures.StaffingPage,
		Measured: "People out of work who accessed in the last four quarters, divided by the mean of the employment specialists (FTE) in " +
			"post at those quarters’ ends.",
		met: "met", missed: "not met", outright: true,
		ratio: &ratio{top: outOfWork, bottom: specialists, mean: true},
	},
	{
		Code: ESPerTL, Name: "Employment specialists per team leader",
		Unit: Each, Direction: AtMost, Default: number.AmountOf(figures.ESPerTL * 100),
		Tolerance: number.AmountOf(figures.MostESPerTL * 100), Standing: "guideline", Priority: "4.1", Page: figures.StaffingPage,
		Measured: "Employment specialists (FTE) in post divided by team leaders (FTE) in post at the end of the last quarter. Up to 6 is " +
			"best practice; up to 10 is acceptable, at the service’s discretion.",
		met: string(staffing.BestPractice), between: string(staffing.WithinDiscretion), missed: string(staffing.TooMany),
		noBottom: string(staffing.NoLeader),
		ratio:    &ratio{top: specialists, bottom: leaders, atEnd: true},
	},
	{
		Code: TLPerSM, Name: "Team leaders per service manager",
		Unit: Each, Direction: AtMost, Default: number.AmountOf(figures.TLPerSM * 100), Standing: "guideline", Priority: "4.1",
		Page: figures.StaffingPage,
		Measured: "Team leaders (FTE) in post divided by service managers (FTE) in post at the end of the last quarter. It is a " +
			"guideline: outside it, give the reason.",
		met: string(staffing.WithinGuideline), missed: string(staffing.GiveReason), gentle: true,
		noBottom: string(staffing.GiveReason),
		ratio:    &ratio{top: leaders, bottom: managers, atEnd: true},
	},
	{
		Code: RetentionShare, Name: "Share of access by people supported to keep a job",
		Unit: Percent, Direction: AtMost, Default: number.AmountOf(figures.Allowance), Standing: "allowance", Priority: "1.3", Page: 9,
		Measured: "People in work at the start who accessed, divided by everybody who accessed, over the last four quarters. It is an " +
			"allowance, not a target.",
		met: "within the allowance", missed: "above the allowance: consider other pathways",
		ratio: &ratio{top: inWork, bottom: everybody},
	},
	{
		Code: YearsAccess, Name: "Access against this year’s target",
		Unit: People, Direction: AtLeast, Standing: "target", Priority: "1.1", Page: 7,
		Measured: "Everybody who accessed since April, as reported by providers, against the same part of the year’s target: a quarter " +
			"of it for each quarter.",
		met: "on course", missed: "behind",
	},
	{
		Code: ContractLength, Name: "Length of contracts",
		Unit: Years, Direction: AtLeast, Default: number.AmountOf(contract.LeastMonths * 100 / 12), Standing: "minimum", Priority: "2.2",
		Page: 13,
		Measured: "Whole years from the first day to the last, both included, with the options that have been exercised. Options not yet " +
			"exercised do not count.",
		met: "met", missed: "not met", outright: true,
		Contracts: true,
	},
	{
		Code: EarlyTalks, Name: "Early conversations about extension or re-procurement",
		Unit: Months, Direction: AtLeast, Default: number.AmountOf(contract.TalksMonths * 100), Standing: "minimum", Priority: "1.1",
		Page:              7,
		Measured:          "Conversations held for the current end date, at least 6 calendar months before it.",
		CommissionersOnly: true, Contracts: true,
	},
	{
		Code: SteeringMeetings, Name: "Steering group meetings",
		Unit: Held, Direction: AtLeast, Default: number.AmountOf(1_00), Standing: "minimum", Priority: "1.2", Page: 8,
		Measured: "The quarters, of the last four that have ended, in which the steering group met at least once.",
		met:      "in every quarter", missed: "not in every quarter",
	},
	{
		Code: ContractMeetings, Name: "Contract meetings with each provider",
		Unit: Held, Direction: AtLeast, Default: number.AmountOf(1_00), Standing: "minimum", Priority: "3.2", Page: 18,
		Measured: "For each provider the quarters, of the last four that have ended and in which it had a contract, with at least one " +
			"contract meeting.",
		met: "in every quarter", missed: "not in every quarter",
	},
	{
		Code: FlowToMHSDS, Name: "Teams whose data reaches MHSDS",
		Unit: Percent, Direction: AtLeast, Default: number.AmountOf(100_00), Standing: "expectation", Priority: "3.1", Page: 17,
		Measured: "Teams whose data reaches the Mental Health Services Data Set (MHSDS), directly or through a trust, divided by all " +
			"teams " +
			"listed.",
		met: "all teams", missed: "not all teams yet",
		counted: &flowToMHSDS,
	},
	{
		Code: FlowToTool, Name: "Teams that report to the IPS Grow Reporting Tool",
		Unit: Percent, Direction: AtLeast, Default: number.AmountOf(100_00), Standing: "expectation", Priority: "3.1", Page: 17,
		Measured: "Teams that report to the Reporting Tool, divided by all teams listed. " + coverage.National,
		met:      "all teams", missed: "not all teams yet",
		counted: &flowToTool,
	},
	{
		Code: Onboarding, Name: "New staff on the onboarding programme within a month",
		Unit: Percent, Direction: AtLeast, Default: number.AmountOf(100_00), Standing: "expectation", Priority: "4.3", Page: 27,
		Measured: "New employment specialists and team leaders who were enrolled within their first month, divided by all who started, " +
			"over four quarters.",
		met: "all new staff", missed: "not all new staff",
		counted: &onboarded,
	},
	{
		Code: Level3, Name: "Employment specialists with the Level 3 qualification",
		Unit: Percent, Direction: AtLeast, Standing: "share", Priority: "4.4", Page: 29,
		Measured: "Employment specialists who hold the Level 3 IPS qualification, divided by those in post at the quarter’s end (people, " +
			"not FTE).",
		counted: &withLevel3,
	},
	{
		Code: PermanentShare, Name: "IPS staff on permanent contracts",
		Unit: Percent, Direction: AtLeast, Standing: "share", Priority: "4.5", Page: 31,
		Measured: "IPS staff on permanent contracts, divided by all IPS staff at the quarter’s end, fixed-term and agency staff " +
			"included. The toolkit asks for it wherever possible.",
		counted: &onPermanent,
	},
	{
		Code: PCNCoverage, Name: "PCNs with a dedicated employment specialist",
		Unit: Percent, Direction: AtLeast, Default: number.AmountOf(100_00), Standing: "expectation", Priority: "5.1", Page: 34,
		Measured: "Primary care networks (PCNs) with a dedicated employment specialist, divided by all PCNs listed. One that is shared " +
			"with other PCNs is counted separately.",
		met: "every PCN", missed: "not every PCN yet",
		counted: &pcnsWithOwn,
	},
}

// The parts of the ratios, by the fields of a return to add up.
var (
	startedJob  = part{people: "first_job_starts", one: "person who started a job", many: "people who started a job"}
	outOfWork   = part{people: "access_unemployed", one: "person out of work at the start", many: "people out of work at the start"}
	inWork      = part{people: "access_retention", one: "person in work at the start", many: "people in work at the start"}
	everybody   = part{people: masking.Access, one: "person who accessed", many: "people who accessed"}
	specialists = part{posts: "es_in_post", many: "employment specialists"}
	leaders     = part{posts: "tl_in_post", many: "team leaders"}
	managers    = part{posts: "sm_in_post", many: "service managers"}
)

// KindOf finds a kind by its code.
func KindOf(code string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Code == code {
			return k, true
		}
	}
	return Kind{}, false
}

// EarlyMonths is how many months before a contract's end the conversation about its extension or re-procurement is due.
func EarlyMonths() int {
	k, _ := KindOf(EarlyTalks)
	return int(k.Default.Hundredths / 100)
}

// Source is where the toolkit says it: "toolkit 3.4, page 22".
func (k Kind) Source() string {
	if k.Page == 0 {
		return ""
	}
	return "toolkit " + k.Priority + ", page " + number.Grouped(int64(k.Page))
}
