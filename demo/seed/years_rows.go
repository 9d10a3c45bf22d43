package seed

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
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
				Provider: p.whose(k).Provider, Name: fmt.Sprintf("IPS service %d", k+1), Reference: fmt.Sprintf("%s/%d", p.tenant.Code, k+1),
				Type: "nhs_full", Payment: "block", Meeting: "own", Place: "Place " + strconv.Itoa(k%5+1),
				Start: start, End: start.AddMonths(36).AddDays(-1), Options: []contract.Option{{Months: 12}}, Terms: map[string]contract.Term{},
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
				c.Variations = append(c.Variations, contract.Variation{Number: strconv.Itoa(v + 1), On: on, Purpose: p.text(), Private: v%4 == 0})
				return p.saveContract(ctx, c)
			})
		}
	}
}

func (p *past) saveContract(ctx context.Context, c *contract.Contract) (err error) {
	*c, err = p.store.For(p.leads[p.rand.IntN(len(p.leads))]).SaveContract(ctx, *c)
	return err
}

// planEvidence are links of the providers and of the ICB. Most are accepted some weeks later, some after a question, and
// some withdrawn.
func (p *past) planEvidence() {
	n := yearsEvidence * p.years
	for i := range n {
		e, by := &evidence.Evidence{}, func() tenants.Member { return p.lead }
		if i%3 > 0 {
			by = func() tenants.Member { return p.whose(i) }
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
			act(10, commissioner, evidence.Query, "Which quarter is this about, and which teams does it cover?")
			act(20, by, evidence.Answer, "The quarter before, and all teams.")
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
		if points := priority.Points(); j == 0 {
			e.Title = fmt.Sprintf("%s %d on %s", p.oneOf("Report", "Minutes", "Plan", "Review", "Survey"), i+1, strings.ToLower(priority.Name))
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
					Kind: v.kind, Year: year, Reason: "Agreed with the region. " + p.text(), Value: number.Amount{Hundredths: v.value * 100, Known: true},
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

// row plans a new row of a list and returns it, so that more can be planned with it.
func (p *past) row(list string, on calendar.Date, provider int, values func() map[string]string) *register.Row {
	r := &register.Row{}
	p.rows[list] = append(p.rows[list], r)
	p.on(on, func(ctx context.Context) error {
		if *r = (register.Row{Values: values()}); provider >= 0 {
			r.Provider = p.whose(provider).Provider
		}
		return p.saveRow(ctx, list, r)
	})
	return r
}

// change plans that some answers of a row become others.
func (p *past) change(list string, r *register.Row, on calendar.Date, values func() map[string]string) {
	p.on(on, func(ctx context.Context) error {
		if r.ID == "" {
			return nil // on the last day it may come before the row itself
		}
		r.Values = maps.Clone(r.Values)
		maps.Copy(r.Values, values())
		return p.saveRow(ctx, list, r)
	})
}

func (p *past) saveRow(ctx context.Context, list string, r *register.Row) (err error) {
	*r, err = p.store.For(p.commissioner).SaveRow(ctx, list, *r)
	return err
}

// planRegisters are the rows of the lists, and how they change.
func (p *past) planRegisters() {
	p.planPCNs()
	p.planMeetings()
	for i := range yearsProviders * teamsEach {
		team := p.row(register.Teams, p.first.First().AddDays(10), i, func() map[string]string {
			return register.Values(
				register.Team.Name.As(fmt.Sprintf("Team %d", i+1)), register.Team.MHSDS.As("direct"),
				register.Team.Tool.As("yes"), register.Conditions[0].Found.As("part"),
				register.Conditions[1].Found.As("yes"), register.Conditions[2].Found.As("part"),
			)
		})
		for q := p.first.Add(1); q < p.today().Quarter(); q = q.Add(1) {
			p.change(register.Teams, team, q.First().AddDays(12), func() map[string]string {
				before := q.Add(-1)
				return register.Values(
					register.Team.ToolLast.As(string(before)), register.Team.MHSDSLast.As(string(before.Last())),
					register.Team.CheckedOn.As(string(q.First().AddDays(8))), register.Team.Lacking.As(p.text()),
					register.Conditions[p.rand.IntN(3)].Found.As(p.oneOf("yes", "part", "no")),
				)
			})
		}
	}
	for q := p.first; q < p.today().Quarter(); q = q.Add(1) {
		for i := range yearsProviders {
			p.row(register.Workforce, q.Last().AddDays(12), i, func() map[string]string { return p.staff(q) })
		}
		for i := range 4 {
			p.row(register.Jobs, q.Last().AddDays(15), -1, func() map[string]string {
				return register.Values(
					register.Job.Quarter.As(string(q)), register.Job.Employer.As("Employer "+strconv.Itoa(i+1)),
					register.Job.Opened.As("12"), register.Job.Employed.As(strconv.Itoa(p.rand.IntN(6))),
					register.Job.Practice.As(p.text()),
				)
			})
		}
		for i := range 5 {
			on := q.First().AddDays(10 + 15*i)
			p.row(register.Events, on, -1, func() map[string]string {
				return register.Values(
					register.Event.On.As(string(on)), register.Event.What.As("Forum "+strconv.Itoa(i+1)),
					register.Event.Priority.As("6.2"),
					register.Event.Stage.As(p.oneOf("steering", "start", "during", "work")),
					register.Event.People.As(strconv.Itoa(2+p.rand.IntN(20))), register.Event.Paid.As("paid"),
					register.Event.Said.As(p.text()), register.Event.Did.As(p.text()),
				)
			})
			p.row(register.Help, on, i, func() map[string]string {
				return register.Values(
					register.HelpUsed.On.As(string(on)),
					register.HelpUsed.What.As(p.oneOf("planning", "adverts", "training", "data")),
					register.HelpUsed.Result.As(p.text()),
				)
			})
		}
	}
	for year := range p.years {
		on := p.first.First().AddDays(30).AddMonths(12 * year)
		p.row(register.Plans, on, -1, func() map[string]string {
			return register.Values(
				register.Plan.Name.As(fmt.Sprintf("Improvement plan %d", year+1)), register.Plan.On.As(string(on)),
				register.Plan.Together.As("yes"), register.Plan.Changes.As(p.text()),
			)
		})
		p.row(register.Strategies, on, -1, func() map[string]string {
			return register.Values(
				register.Strategy.Name.As(fmt.Sprintf("Strategy %d", year+1)), register.Strategy.Whose.As("The ICB"),
				register.Strategy.On.As(string(on)), register.Strategy.Page.As("12"),
				register.Strategy.Central.As("part"), register.Strategy.About.As("both"),
			)
		})
	}
}

// planPCNs are PCNs, most of them there from the first year on, and each looked at once a year.
func (p *past) planPCNs() {
	n := yearsPCNs * p.years
	for i := range n {
		on := p.spread(i, 8*n)
		pcn := p.row(register.PCNs, on, i, func() map[string]string {
			return register.Values(
				register.PCN.Name.As(fmt.Sprintf("PCN %d", i+1)), register.PCN.Code.As(fmt.Sprintf("U%05d", i+1)),
				register.PCN.Population.As(strconv.Itoa(30_000+p.rand.IntN(30_000))), register.PCN.ES.As("none"),
				register.PCN.MDT.As("no"), register.PCN.Systems.As("no"), register.PCN.HealthCheck.As("no"),
			)
		})
		for on = on.AddMonths(12); on < p.today(); on = on.AddMonths(12) {
			p.change(register.PCNs, pcn, on, func() map[string]string {
				return register.Values(
					register.PCN.ES.As("own"), register.PCN.FTE.As(strconv.Itoa(50+p.rand.IntN(150))),
					register.PCN.MDT.As(p.oneOf("yes", "part", "no")), register.PCN.Contact.As(p.yes(7)),
					register.PCN.Days.As(strconv.Itoa(1+p.rand.IntN(12))), register.PCN.Systems.As(p.yes(6)),
					register.PCN.Record.As(p.yes(5)), register.PCN.Promoted.As(p.yes(5)),
					register.PCN.HealthCheck.As(p.oneOf("yes", "part", "no")),
				)
			})
		}
	}
}

// planMeetings are meetings of the steering group and on contracts. Each is minuted some days later.
func (p *past) planMeetings() {
	n := yearsMeetings * p.years
	for i := range n {
		on := p.spread(i, n)
		values, provider := register.Values(
			register.Meeting.On.As(string(on)), register.Meeting.Kind.As(register.ContractMeeting),
			register.Meeting.OwnTime.As("own"), register.Meeting.Outcomes.As("yes"),
			register.Meeting.Equity.As(p.yes(5)), register.Meeting.Workforce.As(p.yes(7)),
		), i
		if i%8 == 0 {
			values = register.Values(
				register.Meeting.On.As(string(on)), register.Meeting.Kind.As(register.SteeringMeeting),
				register.Meeting.Chair.As("commissioner"), register.Meeting.ICBLead.As("yes"),
				register.Meeting.Service.As("yes"), register.Meeting.NHSE.As(p.yes(6)),
				register.Meeting.Lived.As("2"),
			)
			provider = -1
		}
		meeting := p.row(register.Meetings, on, provider, func() map[string]string { return values })
		p.change(register.Meetings, meeting, on.AddDays(14), func() map[string]string {
			return register.Values(register.Meeting.Minuted.As("yes"), register.Meeting.Actions.As(p.yes(8)))
		})
	}
}

// staff is a provider's staff of a quarter.
func (p *past) staff(q calendar.Quarter) map[string]string {
	specialists := 6 + p.rand.IntN(20)
	values := register.Values(
		register.Staff.Quarter.As(string(q)), register.Staff.Starters.As("3"),
		register.Staff.Enrolled.As(strconv.Itoa(p.rand.IntN(4))), register.Staff.Completing.As("2"),
		register.Staff.Completed.As(strconv.Itoa(p.rand.IntN(3))),
		register.Staff.Specialists.As(strconv.Itoa(specialists)),
		register.Staff.Level3Done.As(strconv.Itoa(p.rand.IntN(specialists/2))),
		register.Staff.Level3UnderWay.As("2"), register.Staff.Permanent.As(strconv.Itoa(specialists+2)),
		register.Staff.FixedTerm.As("1"), register.Staff.Agency.As("0"), register.Staff.Left.As("1"),
		register.Staff.TemporaryReason.As(p.text()), register.Staff.Note.As(p.text()), register.Staff.Plan.As("yes"),
		register.Staff.Risks.As(p.yes(7)), register.Staff.Pathway.As(p.yes(6)),
	)
	for _, band := range []register.Field{register.Staff.ESBand, register.Staff.SeniorBand, register.Staff.TLBand, register.Staff.SMBand} {
		values[band.Name] = "at"
	}
	return values
}

// namesOf are the providers of an ICB with many years behind it.
func namesOf(n int) []string {
	names := slices.Clone(providerNames)
	for i := len(names); i < n; i++ {
		names = append(names, fmt.Sprintf("Provider %d", i+1))
	}
	return names[:n]
}
