package measure

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// Input is everything that results are worked out from. This package leaves out drafts among the returns. The caller
// leaves out what an audience may not see: a provider's input holds only its own rows.
type Input struct {
	ICB       string // the ICB's name
	Today     calendar.Date
	Providers []provider.Provider
	Returns   []figures.Return
	Contracts []contract.Contract
	Locals    []Local
	Own       []Own
	ByHand    []ByHand
	Registers map[string][]register.Row // by the list's code

	// Audience is who the results are for. Commissioners get every provider and true counts. A provider gets its own
	// returns and contracts. The steering group gets the ICB's line, with small numbers masked and without early talks.
	// Nobody gets no results. For an audience outside a procurement, Contracts hold what Running leaves, and kinds
	// worked out from them have no result.
	Audience    view.Audience
	ByProviders bool // the steering group's terms of reference agree figures by provider

	index *index // made by indexed
}

// latest is the last quarter that has ended.
func (in Input) latest() calendar.Quarter { return in.Today.Quarter().Add(-1) }

// subject is who a line is about: one provider, or the whole ICB when id is "".
type subject struct {
	id    string
	name  string
	stage provider.Stage
}

// headline is the subject of the first line of every result.
func (in Input) headline() subject {
	if !in.Audience.IsProvider() {
		return subject{name: in.ICB}
	}
	for _, p := range in.Providers {
		if p.ID == in.Audience.ProviderID() {
			return subject{p.ID, p.Name, p.Stage}
		}
	}
	return subject{id: in.Audience.ProviderID()}
}

// others are the providers with their own line below the headline: those with a contract or a submitted return in the
// last two years.
func (in Input) others() []subject {
	if in.Audience.IsProvider() || in.Audience.IsSteeringGroup() && !in.ByProviders {
		return nil
	}
	var list []subject
	for _, p := range in.Providers {
		active := slices.ContainsFunc(in.quarters(), func(q calendar.Quarter) bool {
			return len(in.submitted(p.ID, q)) > 0 || in.hasContract(p.ID, q)
		})
		if active {
			list = append(list, subject{p.ID, p.Name, p.Stage})
		}
	}
	return list
}

// First is the first quarter that results need returns of: a trend's quarters, and the three before that a sum over
// four quarters needs. Nothing older changes a result.
func (in Input) First() calendar.Quarter { return in.latest().Add(1 - shownQuarters - 3) }

// shownQuarters is how many quarters a trend goes back.
const shownQuarters = 8

// quarters are the quarters of a trend, oldest first.
func (in Input) quarters() []calendar.Quarter { return upTo(in.latest(), shownQuarters) }

// upTo are the n quarters up to last, oldest first.
func upTo(last calendar.Quarter, n int) []calendar.Quarter {
	list := make([]calendar.Quarter, n)
	for i := range list {
		list[i] = last.Add(i - n + 1)
	}
	return list
}

func (in Input) hasContract(provider string, q calendar.Quarter) bool {
	return in.index.runsIn(provider, q)
}

// submitted are the measured returns of a quarter: of one provider, or of all when provider is "".
func (in Input) submitted(provider string, q calendar.Quarter) []figures.Return {
	return in.index.measured[providerQuarter{provider, q}]
}

// handedIn is from how many providers a quarter's figures have come, of those that they are expected from.
type handedIn struct {
	quarter calendar.Quarter
	by, of  int
}

// counts says whether the quarter can be measured: figures are expected, and all are there.
func (h handedIn) counts() bool { return h.of > 0 && !h.lacks() }

// lacks says whether figures that are expected are not there.
func (h handedIn) lacks() bool { return h.by < h.of }

// few are the words of it beside the quarter, "1 of 2 providers".
func (h handedIn) few() string {
	return number.Grouped(int64(h.by)) + " of " + number.Counting(h.of, "provider", "providers")
}

func (h handedIn) words() string { return h.quarter.Short() + ": " + h.few() }

// counted are the returns that a subject's quarter is measured from, and how many providers have submitted. There are no
// returns when the quarter does not count. A provider waits for its own return; the ICB waits for every provider with a
// contract in the quarter or a return.
func (in Input) counted(s subject, q calendar.Quarter) ([]figures.Return, handedIn) {
	returns := in.submitted(s.id, q)
	if s.id != "" {
		return returns, handedIn{q, len(returns), 1}
	}
	expected := map[string]bool{}
	for _, r := range returns {
		expected[r.Provider] = true
	}
	for _, p := range in.Providers {
		if in.hasContract(p.ID, q) {
			expected[p.ID] = true
		}
	}
	from := handedIn{q, len(returns), len(expected)}
	if !from.counts() {
		return nil, from
	}
	return returns, from
}
