package steering

import (
	"strconv"

	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// ContractAgenda is the agenda of a contract meeting that is due by itself: what the toolkit asks such a meeting to look at (3.2, page 18),
// with each target that the provider does not meet. It is a beginning: people change it. s is the snapshot that the provider reads.
func ContractAgenda(s snapshot.Snapshot) []register.Row {
	var list agenda
	list.usual(register.ItemApologies, register.ItemMinutes, register.ItemActions)
	list.add(register.ItemFigures, "Figures of the last quarter against the contract", "")
	list.notMet(s)
	list.usual(register.ItemReturns, register.ItemEquity, register.ItemEvidence, register.ItemFidelity)
	list.add(register.ItemOther, "Engagement with employers, and working with clinical teams", "")
	list.usual(register.ItemWorkforce, register.ItemAnyOther, register.ItemNext)
	return list
}

// agenda are items in their order, as they are made.
type agenda []register.Row

// add puts an item at the end; about is what it is about, "" for nothing in particular.
func (a *agenda) add(kind, title, about string) {
	i := register.Item
	values := register.Values(i.Place.As(strconv.Itoa(len(*a)+1)), i.Kind.As(kind), i.Title.As(title))
	*a = append(*a, register.Row{Values: register.With(values, i.About.Name, about)})
}

// usual adds items that are called after their kind.
func (a *agenda) usual(kinds ...string) {
	for _, kind := range kinds {
		a.add(kind, register.Item.Kind.Words(kind), "")
	}
}

// notMet adds the first targets that are not met.
func (a *agenda) notMet(s snapshot.Snapshot) {
	left := mostTargets
	for _, r := range s.Results {
		if r.Line.Verdict.Tone == measure.Attention && left > 0 {
			left--
			a.add(register.ItemFigures, r.Kind.Name, record.Target+" "+r.Kind.Code)
		}
	}
}
