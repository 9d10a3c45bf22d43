package contract

import (
	"cmp"
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// ByDue puts contracts in the order of what is due first on a day: the running ones by the day by which the conversation
// about their end is due, or by their end once it was held, the open-ended last; then those to come, by their start;
// then those that are over, the newest first.
func ByDue(list []Contract, today calendar.Date) []Contract {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Contract) int {
		return cmp.Or(cmp.Compare(a.order(today), b.order(today)), cmp.Compare(a.dueOn(today), b.dueOn(today)))
	})
	for i, c := range list {
		if c.order(today) == isOver {
			slices.Reverse(list[i:])
			break
		}
	}
	return list
}

const (
	runsNow = iota
	isToCome
	isOver
)

func (c Contract) order(today calendar.Date) int {
	switch {
	case c.Over(today):
		return isOver
	case c.Start > today:
		return isToCome
	}
	return runsNow
}

// dueOn is the next day that matters of a contract.
func (c Contract) dueOn(today calendar.Date) calendar.Date {
	const never = calendar.Date("9999-12-31")
	if c.order(today) == isToCome {
		return c.Start
	}
	switch t := c.TalksOn(today, TalksMonths); {
	case c.order(today) == runsNow && t.Standing != Held && t.Standing != HeldLate && t.Standing != NoEnd:
		return t.By
	}
	return cmp.Or(c.PresentEnd(), never)
}
