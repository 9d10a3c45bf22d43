// Package contract holds what an ICB has agreed with a provider, for how long, and what the toolkit asks of it: three
// years or more (IPS commissioning self-assessment toolkit, March 2026, page 13), talks at least six months before it
// ends (page 7), and clauses (pages 11 to 31).
package contract

import (
	"fmt"
	"maps"
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// Contract is one agreement with a provider. Both dates are inclusive; no End means open-ended. The options are in the
// order in which they can be used.
type Contract struct {
	ID        string
	Provider  string
	Name      string
	Reference string
	Type      Type
	// Under is the id of the contract that a subcontract runs under. Lead is the name of the organisation that made the
	// subcontract, for a lead that has no contract recorded here.
	Under   string
	Lead    string
	Place   string
	Payment Payment
	Meeting Meeting

	Start   calendar.Date
	End     calendar.Date
	Options []Option
	// EndedOn is the last day of a contract that ends early. EndedReason says why, for commissioners.
	EndedOn     calendar.Date
	EndedReason string
	Talks       []Talk
	// ShortReason says why it runs for less than three years, for commissioners.
	ShortReason string

	Stated Stated
	// Value is what the contract is worth a year, by where the money comes from. Commissioners alone see it.
	Value Value
	// Terms are what people found for the clauses, by code. Clauses that nobody has looked at are left out.
	Terms      map[string]Term
	Variations []Variation

	// PassedOn is what goes on to subcontracts under it. The provider reads it too: it passed that on itself.
	PassedOn []Passed

	// Confirmed holds the fingerprints of the numbers in the texts that a person has said are not NHS numbers.
	Confirmed string
	Version   int
}

// ForProvider is what the provider sees of its own contract: the plain facts, but never talks, reasons or what
// commissioners keep to themselves. That a clause is to be varied is the commissioners' plan and is not in the contract
// yet, so the provider sees "no".
func (c Contract) ForProvider() Contract {
	c.Talks, c.ShortReason, c.EndedReason, c.Under, c.Confirmed, c.Value = nil, "", "", "", "", Value{}
	c.Terms = maps.Clone(c.Terms)
	for code, t := range c.Terms {
		if t.Answer == NeedsVariation {
			t.Answer = No
			c.Terms[code] = t
		}
	}
	c.Variations = slices.Clone(c.Variations)
	for i, v := range c.Variations {
		if v.Private {
			c.Variations[i].Purpose, c.Variations[i].Private = "", false
		}
	}
	return c
}

// Option is a right to extend, by a number of months or up to a date, never both. It counts once it is exercised.
type Option struct {
	Months      int
	To          calendar.Date
	ExercisedOn calendar.Date
}

// Talk is a conversation about what follows the contract, held with one end date in view. When an option moves the end,
// talks for the old end no longer count.
type Talk struct {
	HeldOn calendar.Date
	ForEnd calendar.Date
	Note   string
}

// PresentEnd is the last day by what is known now: it includes exercised options, or is the early end. It is "" when
// open-ended.
func (c Contract) PresentEnd() calendar.Date {
	return c.endWith(func(o Option) bool { return o.ExercisedOn != "" })
}

// UpTo is the last day if every option is used; "" when open-ended.
func (c Contract) UpTo() calendar.Date {
	return c.endWith(func(Option) bool { return true })
}

// Tidy is the contract as it is kept: it leaves out terms that say nothing.
func (c Contract) Tidy() Contract {
	c.Terms = answered(c.Terms)
	return c
}

func (c Contract) endWith(counts func(Option) bool) calendar.Date {
	if c.EndedOn != "" {
		return c.EndedOn
	}
	end := c.End
	if end == "" {
		return ""
	}
	for _, o := range c.Options {
		if counts(o) {
			end = o.extend(end)
		}
	}
	return end
}

// extend moves a last day. Months are counted from the day after it: a contract to 30 June with 6 months more runs to
// 31 December.
func (o Option) extend(end calendar.Date) calendar.Date {
	if o.To != "" {
		return o.To
	}
	return end.AddDays(1).AddMonths(o.Months).AddDays(-1)
}

// RunsIn says whether any day of the quarter falls within the contract, by its present end.
func (c Contract) RunsIn(q calendar.Quarter) bool {
	end := c.PresentEnd()
	return c.Start <= q.Last() && (end == "" || end >= q.First())
}

// Over says whether the contract's last day has passed.
func (c Contract) Over(today calendar.Date) bool {
	end := c.PresentEnd()
	return end != "" && end < today
}

// firstTalk is the earliest talk held for the present end date.
func (c Contract) firstTalk() (Talk, bool) {
	end := c.PresentEnd()
	var held []Talk
	for _, t := range c.Talks {
		if t.ForEnd == end && t.HeldOn != "" {
			held = append(held, t)
		}
	}
	if end == "" || len(held) == 0 {
		return Talk{}, false
	}
	return slices.MinFunc(held, func(a, b Talk) int { return a.HeldOn.Time().Compare(b.HeldOn.Time()) }), true
}

// Words is the option as people read it, "12 months more, exercised on 1 June 2028".
func (o Option) Words() string {
	words := "to " + o.To.Words()
	if o.To == "" {
		words = fmt.Sprintf("%d months more", o.Months)
		if o.Months == 1 {
			words = "1 month more"
		}
	}
	if o.ExercisedOn == "" {
		return words + ", not exercised"
	}
	return words + ", exercised on " + o.ExercisedOn.Words()
}
