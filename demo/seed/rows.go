package seed

import (
	"context"
	"fmt"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// What invented ICBs write.
var sentences = []string{
	"The steering group looked at this at its last meeting.",
	"The provider has shared its plan and reports on it each quarter.",
	"Employment specialists are part of the community teams; two teams still lack one.",
	"Caseloads were reviewed and are within the fidelity scale.",
	"A fidelity review took place and its actions are being worked through.",
	"Referral routes are agreed with primary care and with the mental health teams.",
	"The contract says so, and the monitoring report shows it.",
	"Funding is agreed for this year; next year's is under discussion.",
	"People with lived experience took part in the review.",
	"Figures are looked at with the provider before they are reported.",
}

func (f *seeding) text() string {
	var lines []string
	for range 1 + f.rand.IntN(4) {
		lines = append(lines, sentences[f.rand.IntN(len(sentences))])
	}
	return strings.Join(lines, " ")
}

// saveEntries are the 22 priorities, each saved up to three times over two years, on the way from not started to in place.
func (f *seeding) saveEntries(ctx context.Context) error {
	steps := []assessment.Status{assessment.NotStarted, assessment.InProgress, assessment.InPlace}
	for _, p := range f.editions.Current().Priorities() {
		e := assessment.Entry{Priority: p.Key}
		points := p.Statements()
		for i := range 1 + f.rand.IntN(3) {
			f.day(700 - 230*i - f.rand.IntN(200))
			e.Status = steps[min(2, i+f.rand.IntN(2))]
			e.Notes = f.text()
			e.ReviewOn = calendar.At(f.now).Date().AddDays(f.rand.IntN(200))
			if f.rand.IntN(3) == 0 {
				e.Owner = f.commissioner.ID
			}
			e.Points = nil
			for _, point := range points {
				if f.rand.IntN(3) <= i {
					e.Points = append(e.Points, point.ID)
				}
			}
			version, err := f.store.For(f.commissioner).SaveEntry(ctx, p, e)
			if err != nil {
				return err
			}
			e.Version = version
		}
	}
	return nil
}

// saveReturns are each provider's figures for the last 8 quarters; the last one is not accepted yet.
func (f *seeding) saveReturns(ctx context.Context) error {
	known := func(n int) number.Count { return number.CountOf(int64(n)) }
	for _, m := range f.providers {
		size := 20 + f.rand.IntN(60)
		for back := 8; back >= 1; back-- {
			q := calendar.At(f.now).Date().Quarter().Add(-back)
			*f.at = q.Last().AddDays(1).Time().Add(10 * 3600e9) // 10 in the morning of the day after
			r := figures.Return{
				Provider: m.Provider, Quarter: q, AccessUnemployed: known(size + f.rand.IntN(20)), AccessRetention: known(f.rand.IntN(12)),
				FirstJobStarts: known(size/3 + f.rand.IntN(8)), KeptWork: known(f.rand.IntN(8)),
				InPost: figures.Posts{ES: number.FTEOf(int64(size) * 10), TL: number.FTEOf(100), SM: number.FTEOf(50)},
				Funded: figures.Posts{ES: number.FTEOf(int64(size)*10 + 100), TL: number.FTEOf(100), SM: number.FTEOf(50)},
				Other: map[string]int64{
					"referrals": int64(size*3/2) * 100, "job_starts": int64(size/3+12) * 100, "senior_es_in_post": 0, "admin_in_post": 50,
				},
				Note: f.text(),
			}
			version, err := f.store.For(m).SaveReturn(ctx, r, figures.Submit)
			if err != nil {
				return err
			}
			if r.Version = version; back > 1 {
				if _, err := f.store.For(f.commissioner).SaveReturn(ctx, r, figures.Accept); err != nil {
					return err
				}
			}
			size += f.rand.IntN(5)
		}
	}
	return nil
}

// saveContracts are one for each provider, of three to five years.
func (f *seeding) saveContracts(ctx context.Context) error {
	f.day(600)
	terms := map[string]contract.Term{}
	for _, clause := range contract.Clauses {
		terms[clause.Code] = contract.Term{Answer: contract.Yes, Reference: "Schedule 2A"}
	}
	for i, m := range f.providers {
		start := calendar.At(f.now).Date().Year().First().AddMonths(-12 * (1 + i))
		_, err := f.store.For(f.lead).SaveContract(ctx, contract.Contract{
			Provider: m.Provider, Name: "IPS in " + f.tenant.Name, Reference: fmt.Sprintf("%s/%d", f.tenant.Code, i+1),
			Start: start, End: start.AddMonths(12 * (3 + f.rand.IntN(3))).AddDays(-1), Options: []contract.Option{{Months: 12}},
			Terms: terms,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// saveEvidence are links from the providers and the ICB, most of them accepted.
func (f *seeding) saveEvidence(ctx context.Context) error {
	priorities := f.editions.Current().Priorities()
	for i := range 6 {
		f.day(300 - 40*i)
		m := f.providers[i%len(f.providers)]
		if i%3 == 0 {
			m = f.lead
		}
		p := priorities[f.rand.IntN(len(priorities))]
		e, err := f.store.For(m).SaveEvidence(ctx, f.editions.Current(), evidence.Evidence{
			Title: fmt.Sprintf("Report %d on %s", i+1, p.Name), Link: fmt.Sprintf("https://example.org/%s/report-%d", f.tenant.Code, i+1),
			Places: []evidence.Place{{Priority: p.Key}}, ReviewOn: calendar.At(f.now).Date().AddDays(90),
		})
		if err != nil {
			return err
		}
		if i%2 == 0 {
			if err := f.store.For(f.commissioner).ActOnEvidence(ctx, e.ID, e.Version, evidence.Accept, "", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// saveTargets are the access targets of this year and the last, with what is recorded for their staffing plans.
func (f *seeding) saveTargets(ctx context.Context) error {
	f.day(200)
	year := calendar.At(f.now).Date().Year()
	for _, y := range []calendar.Year{year - 1, year} {
		err := f.store.For(f.lead).SaveTargetValue(ctx, measure.Local{
			Kind: measure.YearsAccess, Year: y, Reason: "Agreed with the region",
			Value: number.Amount{Hundredths: int64(200+f.rand.IntN(400)) * 100, Known: true},
		})
		if err != nil {
			return err
		}
		plan := staffing.YearOf(y)
		plan.Values = register.Values(
			staffing.Asked.Retention.As("1500"), staffing.Asked.MHIS.As("420000"),
			staffing.Asked.AccessSource.As("Agreed with the region"),
		)
		if err := f.store.For(f.lead).SavePlanYear(ctx, plan); err != nil {
			return err
		}
	}
	return nil
}

// saveRegisters are two teams of each provider, and its staff in the last 2 quarters.
func (f *seeding) saveRegisters(ctx context.Context) error {
	f.day(30)
	last := calendar.At(f.now).Date().Quarter().Add(-1)
	for _, m := range f.providers {
		own := func(values map[string]string) register.Row { return register.Row{Provider: m.Provider, Values: values} }
		teams := []register.Row{
			own(register.Values(
				register.Team.Name.As("Community team"), register.Team.MHSDS.As("direct"),
				register.Team.Tool.As("yes"), register.Team.ToolLast.As(string(last)),
			)),
			own(register.Values(
				register.Team.Name.As("Primary care team"), register.Team.MHSDS.As("no"),
				register.Team.Tool.As("yes"), register.Team.ToolLast.As(string(last)),
				register.Team.Lacking.As(f.text()),
			)),
		}
		if err := f.store.For(m).ImportRows(ctx, register.Teams, teams); err != nil {
			return err
		}
		var staff []register.Row
		for back := range 2 {
			specialists := 3 + f.rand.IntN(8)
			staff = append(staff, own(register.Values(
				register.Staff.Quarter.As(string(last.Add(-back))), register.Staff.Starters.As("1"),
				register.Staff.Enrolled.As(fmt.Sprint(f.rand.IntN(2))),
				register.Staff.Specialists.As(fmt.Sprint(specialists)),
				register.Staff.Level3Done.As(fmt.Sprint(f.rand.IntN(specialists))),
				register.Staff.Permanent.As(fmt.Sprint(specialists+2)), register.Staff.FixedTerm.As("0"),
				register.Staff.Agency.As("0"),
			)))
		}
		if err := f.store.For(m).ImportRows(ctx, register.Workforce, staff); err != nil {
			return err
		}
	}
	return nil
}
