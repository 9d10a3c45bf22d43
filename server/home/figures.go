package home

import (
	"fmt"
	"slices"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
)

// figures are returns to enter, to answer for and to review.
func (k known) figures() []thing {
	if !k.Member.Can(tenants.EnterReturns) {
		return nil
	}
	var list []thing
	for _, o := range k.Providers {
		if o.Ended {
			continue
		}
		for _, q := range k.owed(o.ID) {
			list = append(list, k.owing(o, q))
		}
		for _, r := range k.Returns {
			if r.Provider == o.ID {
				list = append(list, k.returned(o, r)...)
			}
		}
	}
	return list
}

// owing is a quarter's figures that a provider owes: its own people's to enter, the ICB's to ask for.
func (k known) owing(o provider.Provider, q calendar.Quarter) thing {
	one := thing{
		Text: fmt.Sprintf("Enter your figures for %s", q.Short()), Href: k.returnPath(o.ID, q), Due: k.dueOf(q),
		weight: figuresAreDue, Why: k.dueWords(q), since: q.Last(),
		by: k.Member.Tenant.FiguresDue.For(q),
	}
	switch {
	case k.Member.Role != tenants.Provider:
		one.Text, one.weight, one.Href = fmt.Sprintf("Ask %s for its figures for %s", o.Name, q.Short()), figuresWait, k.askPath(o.ID, q)
	case k.drafted(o.ID, q):
		one.Text, one.Why = fmt.Sprintf("Finish and submit your figures for %s", q.Short()), "They are a draft. "+one.Why
	}
	return one
}

// dueOf and dueWords say whether a quarter's figures are late, and by when they are due.
func (k known) dueOf(q calendar.Quarter) stage {
	if k.Member.Tenant.FiguresDue.For(q) < k.Today {
		return overdue
	}
	return isDue
}

func (k known) dueWords(q calendar.Quarter) string {
	return page.Sentence(k.Member.Tenant.FiguresDue.DueWords(q, k.Today))
}

// askPath is the page with the text that asks a provider for what it owes of a quarter.
func (k known) askPath(provider string, q calendar.Quarter) string {
	return k.returnPath(provider, q) + "/ask"
}

// owed are the quarters that a provider owes figures for, the newest first: the last one that has ended, and of the three
// before it those that follow a quarter that it has sent.
func (k known) owed(provider string) []calendar.Quarter {
	last := k.Today.Quarter().Add(-1)
	var list []calendar.Quarter
	for q := last; q > last.Add(-4); q = q.Add(-1) {
		began := slices.ContainsFunc(k.Returns, func(r figures.Return) bool {
			return r.Provider == provider && r.Quarter < q && r.State.Measured()
		})
		if (q == last || began) && k.owes(provider, q) {
			list = append(list, q)
		}
	}
	return list
}

func (k known) returnPath(provider string, q calendar.Quarter) string {
	return k.path(fmt.Sprintf("/returns/%s/%s", provider, q))
}

// owes says whether a provider with a contract in the quarter has not submitted its figures.
func (k known) owes(provider string, q calendar.Quarter) bool {
	submitted := slices.ContainsFunc(k.Returns, func(r figures.Return) bool {
		return r.Provider == provider && r.Quarter == q && r.State.Measured()
	})
	return !submitted && slices.ContainsFunc(k.Contracts, func(c contract.Contract) bool { return c.Provider == provider && c.RunsIn(q) })
}

// drafted says whether a provider has begun its figures of a quarter and not submitted them.
func (k known) drafted(provider string, q calendar.Quarter) bool {
	return slices.ContainsFunc(k.Returns, func(r figures.Return) bool {
		return r.Provider == provider && r.Quarter == q && r.State == figures.Draft
	})
}

// returned is what a return that has been submitted asks of the member.
func (k known) returned(o provider.Provider, r figures.Return) []thing {
	one := thing{Href: k.returnPath(o.ID, r.Quarter), since: r.Quarter.Last()}
	switch {
	case (r.State == figures.Submitted || r.State == figures.Corrected) && k.Member.Can(tenants.ReviewReturns):
		one.Text, one.Due, one.weight = fmt.Sprintf("Review %s's figures for %s", o.Name, r.Quarter.Short()), submitted, figuresWait
		one.Why = "They count towards the results; nobody has reviewed them yet" + k.longWait(r.ChangedAt.Date())
		if r.State == figures.Corrected {
			one.Due = corrected
		}
	default:
		return nil
	}
	return []thing{one}
}

// longAfter is the number of days from which on a wait is said to be one.
const longAfter = 14

// longWait says how long something has waited, "; waiting 40 days", once that is long.
func (k known) longWait(since calendar.Date) string {
	if since == "" || since.DaysTo(k.Today) < longAfter {
		return ""
	}
	return "; waiting " + since.DaysSince(k.Today)
}
