package compare

import (
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/round"
)

// Action is an action that is new, or in another state than before.
type Action struct{ ID, What, Words string }

// actionsOf are those that are done, dropped, open again or new, in the order of the newer document.
func actionsOf(before, after round.Document) []Action {
	was := map[string]round.Action{}
	for _, a := range before.Actions {
		was[a.ID] = a
	}
	var list []Action
	for _, a := range after.Actions {
		old, known := was[a.ID]
		if known && old.State == a.State {
			continue
		}
		one := Action{ID: a.ID, What: a.What}
		switch action.State(a.State) {
		case action.Done:
			one.Words = "done on " + calendar.Date(a.DoneOn).Words()
		case action.Dropped:
			one.Words = "dropped: " + a.Reason
		case action.Open:
			one.Words = "new"
			if known {
				one.Words = "open again"
			}
			one.Words += ", due by " + calendar.Date(a.Due).Words()
		}
		list = append(list, one)
	}
	return list
}
