// Package snapshot holds all that a round shows as one value: what an ICB has recorded at one moment, what can be
// worked out from it, and how much of it each audience may see. The workbook is written from a snapshot, and a sealed
// round is one.
package snapshot

import (
	"cmp"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// Snapshot is an ICB's rows at one moment. A full snapshot holds everything and has the Audience view.Commissioners;
// For makes that of another audience. A snapshot without an audience is nobody's, and For makes nothing from it.
type Snapshot struct {
	Audience view.Audience
	ICB      ICB
	Edition  *edition.Edition
	// At is the moment; Version counts the ICB's saves up to it.
	At      calendar.Instant
	Version int64

	Providers []provider.Provider
	Entries   map[string]assessment.Entry // by priority
	Evidence  []evidence.Evidence         // newest first
	Returns   []figures.Return
	Contracts []contract.Contract
	Locals    []measure.Local
	Own       []measure.Own
	ByHand    []measure.ByHand
	Actions   []action.Action // the open ones first
	// Registers are the rows of each list, by its code (toolkit/register).
	Registers map[string][]register.Row
	// Published is the access published from MHSDS, the newest period first.
	Published []figures.Published
	// Sets are what the ICB and its providers have agreed to collect each quarter, the newest first.
	Sets []figures.Set
	// Collections are the characteristics that are collected. Breakdowns are what providers have entered by them, in
	// true numbers; Equity is what may be shown.
	Collections []equity.Collection
	Breakdowns  []equity.Breakdown
	// Plans are what is recorded for the staffing plan of each year, the newest first. Only commissioners have them.
	Plans []staffing.Year
	// Opened is the round that was opened last. Round is the quarter that is sealed, "" of a snapshot that is of no round.
	Round  calendar.Quarter
	Opened assessment.OpenedRound
	// Began are the statuses at the beginning of the present quarter, by priority; beside Compared those of that round.
	Began map[string]assessment.Status
	// Events are the saves since EventsFrom, of the kinds that the audience sees (HistoryOf).
	Events Events
	// Procurement is the day on which procurement opened, "" while there is none. Shut says that what it keeps back was
	// removed (Closed).
	Procurement calendar.Date
	Shut        bool
	running     []contract.Contract // in a snapshot that is Shut
	// posts and groups are what the steering group reads of the staffing plan and of people by characteristic.
	posts  []staffing.Worked
	groups []equity.Report
	// wanted are the decisions that the agenda of the next meeting asks the steering group for, and wantedOn is its day.
	wanted   []PackLine
	wantedOn calendar.Date
	// People are the titles of everybody who is or was a member, by name ("Commissioner", "Northside (provider)").
	People map[string][]view.Title

	// Answers are the commissioners' answers to differences between statuses and figures. Claims are the differences,
	// for commissioners alone; Measured fills them.
	Answers []claims.Answer
	Claims  []claims.Claim

	// Views are what providers say of the priorities: all for commissioners, a provider's own for its people. Comments are what
	// the ICB says where they differ. Spreads are what all views come to, by priority, as the audience may see it; Measured and
	// For fill them.
	Views    []assessment.View
	Comments []assessment.Comment
	Spreads  map[string]assessment.Spread
	// Questions are those between the ICB and providers, the one that was changed last first.
	Questions []question.Question

	// Results are the results against the targets, as the audience sees them: the ICB's line with all others for
	// commissioners, the ICB's alone for the steering group, its own for a provider. Measured and For fill them.
	Results []measure.Result
	// Shared are the ICB's results beside a provider's own, as the steering group sees them.
	Shared []measure.Result
	// Compared is what has changed since the last sealed round. The store puts it in for a workbook or a pack, with Began as it was
	// then.
	Compared Compared
	// Sealed is what else was worked out when the round was sealed; nil of a snapshot that is not sealed.
	Sealed *Sealed
}

// ICB is the ICB that the snapshot is about.
type ICB struct {
	Code   string
	Name   string
	Region string
	Demo   bool // invented data; every page says so
	// ByProvider says that the steering group's terms of reference agree figures by provider.
	ByProvider  bool
	NextMeeting calendar.Date
}

// Today is the day of the snapshot in London; Quarter is the quarter it falls in.
func (s Snapshot) Today() calendar.Date      { return s.At.Date() }
func (s Snapshot) Quarter() calendar.Quarter { return s.Today().Quarter() }

// Titled is the quarter in its title: the round's, which can be sealed after its end, else the quarter of the day.
func (s Snapshot) Titled() calendar.Quarter   { return cmp.Or(s.Round, s.Quarter()) }
func (s Snapshot) Previous() calendar.Quarter { return s.Quarter().Add(-1) }

// How many quarters of the history a snapshot holds, including the present one: the steering group reads what has changed since
// it met last, and the quarter before.
const (
	eventQuarters = 8
	groupQuarters = 2
)

// EventsFrom is the first day of the saves in a snapshot.
func (s Snapshot) EventsFrom() calendar.Date {
	if s.Audience.IsSteeringGroup() {
		return s.Quarter().Add(1 - groupQuarters).First()
	}
	return s.Quarter().Add(1 - eventQuarters).First()
}

// Review is the review that went on at the moment.
func (s Snapshot) Review() assessment.Review { return assessment.ReviewOn(s.Today(), s.Opened) }

// Progress counts the priorities by status.
func (s Snapshot) Progress() assessment.Progress {
	return assessment.Count(s.Edition, s.Entries, s.Review())
}

// Entry is what is recorded against a priority; a blank entry while nothing is.
func (s Snapshot) Entry(priority string) assessment.Entry { return s.Entries[priority] }

// EvidenceFor is the evidence for a priority.
func (s Snapshot) EvidenceFor(priority string) []evidence.Evidence {
	var list []evidence.Evidence
	for _, e := range s.Evidence {
		for _, p := range e.Priorities() {
			if p == priority {
				list = append(list, e)
			}
		}
	}
	return list
}

// Provider finds a provider by its id; it has no name when the audience may not see it.
func (s Snapshot) Provider(id string) provider.Provider {
	for _, p := range s.Providers {
		if p.ID == id {
			return p
		}
	}
	return provider.Provider{ID: id}
}

// Contract is the contract with that id.
func (s Snapshot) Contract(id string) (contract.Contract, bool) {
	for _, c := range s.Contracts {
		if c.ID == id {
			return c, true
		}
	}
	return contract.Contract{}, false
}

// Measured works out the results as commissioners see them. Those of a sealed round stay as they are.
func (s Snapshot) Measured() Snapshot {
	if s.Sealed != nil {
		return s
	}
	in := s.input(view.Commissioners)
	s.Results = measure.All(in)
	statuses := map[string]assessment.Status{}
	for key, e := range s.Entries {
		statuses[key] = e.Status
	}
	s.Claims = claims.Of(in, s.Results, statuses, s.Answers)
	s.Spreads = s.spreadsFor(view.Commissioners)
	return s
}

// input is the Input of results for an audience.
func (s Snapshot) input(a view.Audience) measure.Input {
	if s.Shut {
		a = a.Outside()
	}
	return measure.Input{
		ICB: s.ICB.Name, Today: s.Today(), Providers: s.Providers, Returns: s.Returns, Contracts: s.expected(), Locals: s.Locals,
		Own: s.Own, ByHand: s.ByHand,
		Registers: s.Registers, Audience: a, ByProviders: s.ICB.ByProvider,
	}
}
