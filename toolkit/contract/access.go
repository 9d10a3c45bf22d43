package contract

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// RunningOn are a provider's contracts on a day.
func RunningOn(all []Contract, provider string, day calendar.Date) []Contract {
	var list []Contract
	for _, c := range all {
		if c.Provider == provider && c.Start <= day && !c.Over(day) {
			list = append(list, c)
		}
	}
	return list
}

// StatedAccess is how many people a year the provider's contracts on a day state, less those that it has passed on to a
// subcontract; not known if one of them states no number.
func StatedAccess(all []Contract, provider string, day calendar.Date) number.Count {
	sum := number.Count{}
	for _, c := range RunningOn(all, provider, day) {
		if !c.Stated.Access.Known {
			return number.Count{}
		}
		sum.N, sum.Known = sum.N+max(0, c.Stated.Access.Hundredths/100-passedOn(all, c, day)), true
	}
	return sum
}

// passedOn is how many of a contract's people the subcontracts under it state on a day.
func passedOn(all []Contract, c Contract, day calendar.Date) int64 {
	people := int64(0)
	for _, sub := range all {
		if c.ID != "" && sub.Under == c.ID && sub.Start <= day && !sub.Over(day) {
			people += sub.Stated.Access.Hundredths / 100
		}
	}
	return people
}

// LastDayIn is the last day of a quarter on which the provider had a contract; "" when it had none.
func LastDayIn(all []Contract, provider string, q calendar.Quarter) calendar.Date {
	var last calendar.Date
	for _, c := range all {
		if c.Provider != provider || !c.RunsIn(q) {
			continue
		}
		day := q.Last()
		if end := c.PresentEnd(); end != "" {
			day = min(day, end)
		}
		last = max(last, day)
	}
	return last
}
