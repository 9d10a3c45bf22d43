package workbook

import (
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// The sheets, in their order. Meta is very hidden: it says what the file was made from.
const (
	Summary     = "Summary"
	Toolkit     = "Toolkit"
	Statements  = "Statements"
	Views       = "Provider views"
	Differ      = "Status and figures differ"
	Targets     = "Targets"
	Trends      = "Trends"
	Evidence    = "Evidence"
	Actions     = "Actions"
	Questions   = "Questions"
	Returns     = "Figures sent"
	Figures     = "Figures"
	Agreed      = "Figures agreed"
	Published   = "Published access"
	Equity      = "Equity"
	Collected   = "Characteristics collected"
	Plan        = "Staffing plan"
	Carry       = "People the posts can support"
	Assumptions = "Staffing assumptions"
	Contracts   = "Contracts"
	Clauses     = "Contract clauses"
	DataFlow    = "Data flow"
	PCNs        = "PCN coverage"
	Workforce   = "Workforce"
	Help        = "IPS Grow help"
	Conditions  = "Conditions for fidelity"
	CoDesign    = "Co-design and feedback"
	Improvement = "Improvement plans"
	Strategies  = "Strategies"
	Jobs        = "Jobs"
	Meetings    = "Meetings"
	Minutes     = "Agenda and minutes"
	Decisions   = "Decisions"
	Attended    = "Who came"
	Terms       = "Terms of reference"
	Seats       = "Seats"
	Leads       = "IPS leads"
	Risks       = "Risks"
	Concerns    = "Concerns raised"
	Group       = "For the steering group"
	HowToRead   = "Guide"
	SinceLast   = "Since last meeting"
	Changes     = "Changes"
	LongTexts   = "Long texts"
	About       = "About"
	Meta        = "_meta"
)

// holds is what each sheet holds.
var holds = map[string]string{
	Summary:     "One page: the ICB’s progress, its targets, what is overdue and what has changed since the last sealed round.",
	Toolkit:     "The priorities, a row each, with status, notes, owner and review date. Use the arrows in the first row to filter.",
	Statements:  "What each priority asks, statement by statement, whether it is met, and where to read more.",
	Views:       "What providers say about the priorities beside the ICB’s status, and what the ICB says where views differ.",
	Differ:      "Priorities where the status and the figures differ, and the answers.",
	Evidence:    "What shows that a priority is in place: links and files, and what was decided about them.",
	Questions:   "What commissioners and providers ask each other, and the answers.",
	Actions:     "What people have agreed to do: who owns it, who it is asked of, when it is due, its state and progress.",
	Targets:     "Each target's value and result in words, and what it was worked out from.",
	Trends:      "Each target quarter by quarter. A single quarter is shown without a result.",
	Returns:     "Each provider's figures for each quarter: their state, what was asked for, and notes.",
	Figures:     "Every figure that providers report, a column for each quarter: counts of people and full-time equivalent posts.",
	Agreed:      "What the ICB and its providers have agreed to collect besides what all providers are asked for.",
	Published:   "Access published from the Mental Health Services Data Set (MHSDS) beside what providers report, and the gap.",
	Equity:      "Who accesses the service and starts a job, by protected characteristic and deprivation, over four quarters.",
	Collected:   "By which characteristics people are counted, from when and in which groups.",
	Plan:        "How many posts each year's access target asks for, beside those funded and in post, and what they cost.",
	Carry:       "How many people these posts can support in a year, and how many posts each team leader and service manager leads.",
	Assumptions: "What the staffing plan is based on: target, money, IPS Grow's target, reasons and pay, with their sources.",
	Contracts:   "Each contract with what it is, how long it runs and what it states.",
	Clauses:     "What each contract says about each thing that the toolkit asks for.",
	DataFlow:    "Which teams' data reaches MHSDS and the IPS Grow Reporting Tool.",
	PCNs:        "How IPS works with each primary care network (PCN).",
	Workforce:   "How IPS staff are recruited, trained, paid and kept, as counts by quarter.",
	Help:        "What help from IPS Grow was used, when and with what result.",
	Conditions:  "What a high-fidelity service needs to have in place, team by team: what the team finds and what commissioners say.",
	CoDesign:    "Where people with lived experience shaped the service or gave feedback, and what happened as a result.",
	Improvement: "Improvement plans, and whether they were co-produced with people with lived experience.",
	Strategies:  "Strategies of the ICB and its partners that mention IPS.",
	Jobs:        "Jobs that the ICB, trusts and other large employers opened.",
	Meetings:    "Steering group meetings and contract meetings: planned, held and cancelled.",
	Minutes:     "What was on the agenda of each meeting of the steering group, and the minutes.",
	Decisions:   "What the steering group has decided, meeting by meeting.",
	Attended:    "Which seats came to each meeting of the steering group, and how many people. 0 means apologies.",
	Terms:       "The steering group's terms of reference, each version with the day on which it was agreed.",
	Seats:       "Who sits on the steering group, by role and organisation. People with lived experience are a number, never a name.",
	Leads:       "Who leads on IPS at the ICB and at trusts, by role.",
	Risks:       "What could go wrong, how serious it is in words, and what would bring it to green.",
	Concerns:    "Concerns that were raised with the leaders of a trust, and what came of each.",
	Group: "You said, we did; the posts needed, funded and in post; the conditions for fidelity, and who is asked to put them in place; " +
		"meetings.",
	HowToRead: "How each target is measured, what abbreviations mean, and corrections to the source.",
	SinceLast: "What has changed since the round that was sealed last: statuses, results, actions, figures and the wording of notes.",
	Changes:   "What was changed, newest first: when, by whom, and what it was before and after.",
	LongTexts: "Texts that are too long to read in one row, in full.",
}

// tables are the tables of the snapshot's workbook in the order of the sheets, without those that describe the others.
// What procurement keeps back has no sheet.
func (b *book) tables() []table {
	if b.s.Audience == view.SteeringGroup {
		return b.groupTables()
	}
	list := []table{b.toolkit(), b.statements(), b.views()}
	if commissioners(b.s) {
		list = append(list, b.differ())
	}
	list = append(list, b.targets(), b.trends())
	list = append(list, b.evidence(), b.questions(), b.actions(), b.returns(), b.figures(), b.agreed(), b.published(),
		b.equity(), b.collected())
	list = append(list, b.plans()...)
	if !b.s.Shut {
		list = append(list, b.contracts(), b.clauses())
	}
	for _, sheet := range listSheets {
		if sheet.used && len(b.s.Registers[sheet.list]) == 0 {
			continue
		}
		list = append(list, b.listed(sheet))
	}
	return append(list, b.sinceLast(), b.changes())
}

// groupTables are those of the steering group: few, since its members read them on paper and on a phone. The statements, who saved
// what, and how to read it all are there but hidden and not printed.
func (b *book) groupTables() []table {
	list := []table{b.toolkit(), b.group(), b.groupTargets(), b.trends()}
	if len(b.s.Registers[register.PCNs]) > 0 {
		list = append(list, b.listed(listSheet{name: PCNs, list: register.PCNs}))
	}
	if len(b.s.Equity()) > 0 {
		list = append(list, b.equity())
	}
	all, history := b.statements(), b.changes()
	all.hidden, history.hidden = true, true
	return append(list, b.sinceLast(), history, all, b.howToRead())
}
