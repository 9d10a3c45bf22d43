package seed

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// planContracts are contracts of three years, one after another at each provider, each with its variations.
func (p *past) planContracts() {
	for k := range yearsContracts * p.years {
		start := p.first.First().AddMonths(24 * (k / yearsProviders))
		signed := start.AddDays(2 + p.rand.IntN(5))
		c := &contract.Contract{}
		p.contracts = append(p.contracts, c)
		p.on(signed, func(ctx context.Context) error {
			*c = contract.Contract{
				Provider: p.memberOf(k).Provider, Name: fmt.Sprintf("IPS service %d", k+1),
				Reference: fmt.Sprintf("%s/%d", p.tenant.Code, k+1),
				Type:      "nhs_full", Payment: "block", Meeting: "own", Place: "Place " + strconv.Itoa(k%5+1),
				Start: start, End: start.AddMonths(36).AddDays(-1), Options: []contract.Option{{Months: 12}},
				Terms: map[string]contract.Term{},
			}
			for _, clause := range contract.Clauses {
				c.Terms[clause.Code] = contract.Term{Answer: contract.Yes, Reference: "Schedule 2A"}
			}
			return p.saveContract(ctx, c)
		})
		days := min(700, signed.DaysTo(p.today()))
		for v := range variationsEach {
			on := signed.AddDays(days * (v + 1) / (variationsEach + 1))
			p.on(on, func(ctx context.Context) error {
				c.Variations = append(c.Variations,
					contract.Variation{Number: strconv.Itoa(v + 1), On: on, Purpose: p.text(), Private: v%4 == 0})
				return p.saveContract(ctx, c)
			})
		}
	}
}

func (p *past) saveContract(ctx context.Context, c *contract.Contract) (err error) {
	*c, err = p.store.For(p.leads[p.rand.IntN(len(p.leads))]).SaveContract(ctx, *c)
	return err
}

// planEvidence are links of the providers and of the ICB. Most are accepted some weeks later, some after a question,
// and some are withdrawn.
func (p *past) planEvidence() {
	n := yearsEvidence * p.years
	for i := range n {
		e, by := &evidence.Evidence{}, func() tenants.Member { return p.lead }
		if i%3 > 0 {
			by = func() tenants.Member { return p.memberOf(i) }
		}
		on := p.spread(i, n)
		act := func(after int, by func() tenants.Member, act evidence.Act, text string) {
			p.on(on.AddDays(after), func(ctx context.Context) error {
				err := p.store.For(by()).ActOnEvidence(ctx, e.ID, e.Version, act, text, "")
				e.Version++
				return err
			})
		}
		commissioner := func() tenants.Member { return p.commissioner }
		p.on(on, func(ctx context.Context) (err error) {
			*e, err = p.store.For(by()).SaveEvidence(ctx, p.editions.Current(), p.piece(i))
			return err
		})
		switch {
		case i%10 == 0:
			about := func() question.About { return question.About{Kind: record.Evidence, ID: e.ID} }
			p.on(on.AddDays(10), func(ctx context.Context) error {
				if e.Provider == "" && e.Shared {
					return nil // nobody in particular to ask
				}
				e.Version++
				return p.ask(ctx, p.commissioner, about(), "Which quarter is this about, and which teams does it cover?")
			})
			p.on(on.AddDays(20), func(ctx context.Context) error {
				if e.Provider == "" && e.Shared {
					return nil
				}
				e.Version++
				return p.answer(ctx, by(), about(), "The quarter before, and all teams.")
			})
			act(30, commissioner, evidence.Accept, "")
		case i%20 == 7:
			act(40, by, evidence.Withdraw, "A newer report says more.")
		case i%20 != 9:
			act(30, commissioner, evidence.Accept, "")
		}
	}
}

func (p *past) piece(i int) evidence.Evidence {
	today := calendar.At(*p.at).Date()
	priorities := p.editions.Current().Priorities()
	e := evidence.Evidence{
		Link:     fmt.Sprintf("https://example.org/%s/%s/report-%d", p.tenant.Code, today, i+1),
		ReviewOn: today.AddDays(180), From: today.Quarter().Add(-1).First(), To: today.Quarter().Add(-1).Last(), Shared: i%6 == 0,
	}
	for j := range 1 + i%3 {
		priority := priorities[(i+7*j)%len(priorities)]
		e.Places = append(e.Places, evidence.Place{Priority: priority.Key})
		if points := priority.Statements(); j == 0 {
			e.Title = fmt.Sprintf("%s %d on %s", p.oneOf("Report", "Minutes", "Plan", "Review", "Survey"), i+1,
				strings.ToLower(priority.Name))
			e.Places = append(e.Places, evidence.Place{Priority: priority.Key, Point: points[p.rand.IntN(len(points))].ID})
		}
	}
	if letters := []rune(e.Title); len(letters) > evidence.TitleLimit {
		e.Title = string(letters[:evidence.TitleLimit])
	}
	return e
}

// planTargets are each year's access target, some values of the ICB's own, and what the staffing plan begins from.
func (p *past) planTargets() {
	for year := p.first.Year(); year <= p.today().Year(); year++ {
		on := max(p.first.First().AddDays(3), year.First().AddDays(20))
		for _, v := range []struct {
			kind  string
			value int64
		}{{measure.YearsAccess, 2000 + 100*int64(year-p.first.Year())}, {measure.JobOutcomeRate, 42}, {measure.PeoplePerES, 38}} {
			p.on(on, func(ctx context.Context) error {
				return p.store.For(p.lead).SaveTargetValue(ctx, measure.Local{
					Kind: v.kind, Year: year, Reason: "Agreed with the region. " + p.text(),
					Value: number.Amount{Hundredths: v.value * 100, Known: true},
				})
			})
		}
		p.on(on, func(ctx context.Context) error {
			plan := staffing.YearOf(year)
			plan.Values = register.Values(
				staffing.Asked.Retention.As("1500"), staffing.Asked.MHIS.As("420000"),
				staffing.Asked.AccessSource.As("Agreed with the region"),
			)
			return p.store.For(p.lead).SavePlanYear(ctx, plan)
		})
	}
}

// namesOf are the providers of an ICB with many years of history.
func namesOf(n int) []string {
	names := slices.Clone(providerNames)
	for i := len(names); i < n; i++ {
		names = append(names, fmt.Sprintf("Provider %d", i+1))
	}
	return names[:n]
}
