package seed

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
)

// row plans a new row of a list and returns it, so that later plans can use it.
func (p *past) row(list string, on calendar.Date, provider int, values func() map[string]string) *register.Row {
	r := &register.Row{}
	p.rows[list] = append(p.rows[list], r)
	p.on(on, func(ctx context.Context) error {
		if *r = (register.Row{Values: values()}); provider >= 0 {
			r.Provider = p.memberOf(provider).Provider
		}
		return p.saveRow(ctx, list, r)
	})
	return r
}

// change plans new answers to some fields of a row.
func (p *past) change(list string, r *register.Row, on calendar.Date, values func() map[string]string) {
	p.on(on, func(ctx context.Context) error {
		if r.ID == "" {
			return nil // on the last day it could come before the row itself
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
	p.planQuarters()
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

// planQuarters are the rows of each quarter: staff, jobs, talks with people, and help from IPS Grow.
func (p *past) planQuarters() {
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
}

// planPCNs are PCNs. Most are there from the first year on, and each is reviewed once a year.
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

// planMeetings are meetings of the steering group and on contracts. Their minutes come some days later.
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

// staff is a provider's staff in a quarter.
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
