package home

import (
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
)

// actions are the member's own that are overdue or due soon, each a thing to do, and for those who keep actions the overdue ones
// of others together.
func (k known) actions() []thing {
	var list []thing
	var others []action.Action
	for _, a := range k.Actions {
		one := thing{Text: a.What, Href: k.path("/actions/" + a.ID), since: a.Due, by: a.Due, Why: "Action due by " + a.Due.Words()}
		if about := a.About.Words(a.AboutName); about != "" {
			one.Why += ". " + about
		}
		switch {
		case !k.owns(a):
			if a.Overdue(k.Today) {
				others = append(others, a)
			}
			continue
		case a.Overdue(k.Today):
			one.Due, one.weight = overdue, actionIsOverdue
		case a.DueSoon(k.Today):
			one.Due, one.weight = isDue, actionIsDue
		default:
			continue
		}
		list = append(list, one)
	}
	if len(others) == 0 || !k.Member.Can(tenants.KeepActions) {
		return list
	}
	first := others[0] // the longest overdue
	one := thing{
		Text: "Follow up an overdue action: " + first.What, Why: fmt.Sprintf("It was due by %s. Owner: %s", first.Due.Words(),
			first.Owner.Words()),
		Href: k.path("/actions/" + first.ID), since: first.Due, by: first.Due, Due: overdue, weight: othersAreOverdue,
	}
	if len(others) > 1 {
		one.Text, one.Href = fmt.Sprintf("Follow up %d overdue actions that others own", len(others)), k.path("/actions?state=overdue")
		one.Why = "The first was due by " + first.Due.Words()
	}
	return append(list, one)
}

// owns says whether an action is the member's own, or their provider's as a whole.
func (k known) owns(a action.Action) bool {
	return a.Member == k.Member.ID || a.Member == "" && a.Provider != "" && a.Provider == k.Member.Provider
}
