package snapshot

import (
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// actionsFor are the actions that an audience sees, as it reads them.
func actionsFor(a view.Audience, actions []action.Action) []action.Action {
	var seen []action.Action
	for _, one := range actions {
		if a.Sees(record.Action, one.Provider, one.Shared) {
			seen = append(seen, one.For(a))
		}
	}
	return seen
}

// LateActions are the open actions that are overdue, the longest overdue first.
func (s Snapshot) LateActions() []action.Action {
	return keep(s.Actions, func(a action.Action) bool { return a.Overdue(s.Today()) })
}
