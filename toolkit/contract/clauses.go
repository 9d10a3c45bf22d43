package contract

import "strings"

// Answer is what a contract says about a clause. "" means that nobody has looked yet, which is not an answer.
type Answer string

const (
	Yes            Answer = "yes"
	No             Answer = "no"
	NeedsVariation Answer = "variation" // the contract does not say so, and is to be varied
	NoneInArea     Answer = "none"      // the area has no such centre, so there is nothing to ask for
)

// Words is the answer as people read it.
func (a Answer) Words() string {
	switch a {
	case Yes:
		return "Yes"
	case No:
		return "No"
	case NeedsVariation:
		return "Needs variation"
	case NoneInArea:
		return "None in the area"
	}
	return "Not checked"
}

// Term is what people found for one clause in a contract: the answer, and where in the contract it is ("Schedule 2A,
// 3.1").
type Term struct {
	Answer    Answer
	Reference string
}

// Words is the term in one line, "Yes: Schedule 2A"; "" while there is nothing to say.
func (t Term) Words() string {
	switch {
	case t == Term{}:
		return ""
	case t.Reference == "":
		return t.Answer.Words()
	}
	return t.Answer.Words() + ": " + t.Reference
}

// Clause is one thing that the toolkit asks of a contract. "yes" is always the answer that it asks for.
type Clause struct {
	Code string // its name in forms, audit and files
	Part string // the heading above it
	Asks string // what the contract should say
	// Lacks is what people read of a contract without the clause.
	Lacks    string
	Priority string
	Page     int // of the IPS commissioning self-assessment toolkit, March 2026
	// Area marks a clause that asks for nothing where the area has no such place.
	Area bool
}

// The parts of a contract that group the clauses, in order.
const (
	partTargets     = "Targets and staffing"
	partReferrals   = "Who can refer"
	partEligibility = "Who can use the service"
	partStaff       = "Pay and staff"
	partMonitoring  = "Meetings and data"
	partWith        = "Primary care and IPS Grow"
)

// Clauses are all clauses, in the order of the toolkit's priorities within each part.
var Clauses = []Clause{
	{
		Code: "access_target", Part: partTargets, Priority: "2.1", Page: 11,
		Asks:  "States an access target, in line with the Medium Term Planning Framework",
		Lacks: "No access target is stated",
	},
	{
		Code: "outcome_target", Part: partTargets, Priority: "2.1", Page: 11,
		Asks:  "States an outcome target: at least 40% of people out of work supported into work",
		Lacks: "No outcome target of at least 40% is stated",
	},
	{
		Code: "staffing", Part: partTargets, Priority: "4.1", Page: 24,
		Asks: "States the staffing: 1 employment specialist for each 40 people out of work a year, 1 team leader for each 6 specialists, " +
			"1 service manager for each 5 team leaders",
		Lacks: "The staffing is not stated",
	},
	{
		Code: "caseload", Part: partTargets, Priority: "2.1", Page: 11,
		Asks:  "States the caseload that this staffing gives",
		Lacks: "The expected caseload is not stated",
	},
	{
		Code: "referral_primary_care", Part: partReferrals, Priority: "2.3", Page: 14,
		Asks:  "Takes referrals from primary care",
		Lacks: "Referrals from primary care are not allowed",
	},
	{
		Code: "referral_voluntary", Part: partReferrals, Priority: "2.3", Page: 14,
		Asks:  "Takes referrals from the voluntary sector",
		Lacks: "Referrals from the voluntary sector are not allowed",
	},
	{
		Code: "referral_self", Part: partReferrals, Priority: "2.3", Page: 14,
		Asks:  "Takes self-referrals",
		Lacks: "Self-referrals are not allowed",
	},
	{
		Code: "referral_centre", Part: partReferrals, Priority: "2.3", Page: 14, Area: true,
		Asks:  "Takes referrals from the Neighbourhood Mental Health Centre, or is embedded in it",
		Lacks: "Referrals from the Neighbourhood Mental Health Centre are not allowed",
	},
	{
		Code: "open_caseload", Part: partEligibility, Priority: "2.4", Page: 15,
		Asks:  "Open to people who are not on a secondary care caseload",
		Lacks: "People have to be on a secondary care caseload",
	},
	{
		Code: "open_register", Part: partEligibility, Priority: "2.4", Page: 15,
		Asks:  "Open to people who are not on a primary care register of severe mental illness (SMI)",
		Lacks: "People have to be on a primary care SMI register",
	},
	{
		Code: "pay", Part: partStaff, Priority: "4.2", Page: 25,
		Asks: "Pay in line with Agenda for Change: employment specialists Band 5, senior specialists and team leaders Band 6, service " +
			"managers Band 7 or 8a",
		Lacks: "Pay in line with Agenda for Change is not required",
	},
	{
		Code: "pay_voluntary", Part: partStaff, Priority: "4.2", Page: 25, Area: true,
		Asks:  "Says that a voluntary sector provider may pay staff in line with Agenda for Change",
		Lacks: "The contract does not say that a voluntary sector provider may pay in line with Agenda for Change",
	},
	{
		Code: "onboarding", Part: partStaff, Priority: "4.3", Page: 27,
		Asks:  "New specialists and team leaders take part in the national 12-month onboarding programme",
		Lacks: "Taking part in the national onboarding programme is not required",
	},
	{
		Code: "permanent", Part: partStaff, Priority: "4.5", Page: 31,
		Asks:  "Staff have permanent contracts wherever possible",
		Lacks: "Permanent contracts for staff are not required",
	},
	{
		Code: "data_flow", Part: partMonitoring, Priority: "3.1", Page: 17,
		Asks:  "Data flows to the Mental Health Services Data Set (MHSDS), directly or through a trust",
		Lacks: "Data for the MHSDS is not required",
	},
	{
		Code: "meetings", Part: partMonitoring, Priority: "3.2", Page: 18,
		Asks:  "A contract meeting at least every quarter, with time set aside for IPS",
		Lacks: "No quarterly contract meeting with time set aside for IPS is agreed",
	},
	{
		Code: "primary_care", Part: partWith, Priority: "5.1", Page: 34,
		Asks:  "Allows the service to work in primary care, and encourages it",
		Lacks: "Work in primary care is not allowed or encouraged",
	},
	{
		Code: "named_pcns", Part: partWith, Priority: "5.1", Page: 34,
		Asks:  "Funds enough employment specialists to dedicate them to named primary care networks (PCNs)",
		Lacks: "Employment specialists for named PCNs are not funded",
	},
	{
		Code: "ips_grow", Part: partWith, Priority: "2.1", Page: 11,
		Asks:  "IPS Grow was involved in the contract and its variations",
		Lacks: "IPS Grow was not involved in the contract",
	},
}

// ClauseField begins the name of a clause's field in the history: "clause_pay".
const ClauseField = "clause_"

// ClauseOf finds a clause by its code.
func ClauseOf(code string) (Clause, bool) {
	for _, k := range Clauses {
		if k.Code == code {
			return k, true
		}
	}
	return Clause{}, false
}

// Answers are those that people can give to the clause, without "not looked at".
func (k Clause) Answers() []Answer {
	if k.Area {
		return []Answer{Yes, No, NeedsVariation, NoneInArea}
	}
	return []Answer{Yes, No, NeedsVariation}
}

// answered leaves out the terms that say nothing.
func answered(terms map[string]Term) map[string]Term {
	var kept map[string]Term
	for code, t := range terms {
		if t.Reference = strings.TrimSpace(t.Reference); t != (Term{}) {
			if kept == nil {
				kept = map[string]Term{}
			}
			kept[code] = t
		}
	}
	return kept
}
