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

// StatedAccess is how many people a year the provider's contracts on a day state, less those that it has passed on to
// subcontracts; not known if one of them states no number.
func StatedAccess(all []Contract, provider string, day calendar.Date) number.Count {
	sum := number.Count{}
	for _, c := range RunningOn(all, provider, day) {
		if !c.Stated.Access.Known {
			return number.Count{}
		}
		sum.N, sum.Known = sum.N+max(0, c.Stated.Access.Hundredths/100-c.passedOn(day)), true
	}
	return sum
}

// AccessPassedOn is how many people a year the provider's contracts on a day pass on to subcontracts.
func AccessPassedOn(all []Contract, provider string, day calendar.Date) int64 {
	people := int64(0)
	for _, c := range RunningOn(all, provider, day) {
		people += c.passedOn(day)
	}
	return people
}

// Passed is a part of a contract that a subcontract delivers: people a year (not known where the subcontract states no number) and
// its first and last day, To "" when it is open-ended. It does not say who delivers it.
type Passed struct {
	People   number.Amount
	From, To calendar.Date
}

// Passed is what the subcontract takes over from the contract above it.
func (c Contract) Passed() Passed { return Passed{c.Stated.Access, c.Start, c.PresentEnd()} }

// PassedOnWords are the parts of the contract that its subcontracts deliver, a line each.
func (c Contract) PassedOnWords() []string {
	words := make([]string, len(c.PassedOn))
	for i, p := range c.PassedOn {
		words[i] = p.Words()
	}
	return words
}

func (c Contract) passedOn(day calendar.Date) int64 {
	people := int64(0)
	for _, p := range c.PassedOn {
		if p.From <= day && (p.To == "" || day <= p.To) {
			people += p.People.Hundredths / 100
		}
	}
	return people
}

// Words is the part in one line, "60 people a year, 1 April 2026 to 31 March 2027".
func (p Passed) Words() string {
	words := "a part without a stated number of people"
	if p.People.Known {
		words = number.Counting(int(p.People.Hundredths/100), "person", "people") + " a year"
	}
	if p.To == "" {
		return words + ", from " + p.From.Words()
	}
	return words + ", " + p.From.Words() + " to " + p.To.Words()
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
