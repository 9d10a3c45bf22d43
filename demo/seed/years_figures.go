package seed

import (
	"context"
	"strings"

	"ipstoolkit/demo"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// planReturns are each provider's figures for every quarter: all that an agreed set can hold, divided by team, with the
// people by characteristic, and what is published of its access. Most are accepted, some after a question or a
// correction.
func (p *past) planReturns() {
	p.on(p.first.First().AddDays(1), func(ctx context.Context) error {
		set := figures.Set{From: p.first, AgreedOn: p.first.First(), Note: "With all providers, in the steering group."}
		for _, part := range figures.Parts {
			set.Parts = append(set.Parts, part.Code)
		}
		if err := p.store.For(p.lead).AgreeSet(ctx, set); err != nil {
			return err
		}
		gender, _ := equity.CharacteristicOf("gender")
		_, err := p.store.For(p.lead).SaveCollection(ctx, equity.Collection{
			Characteristic: gender.Code, From: p.first, Collected: true, Name: "Gender identity", Labels: gender.Lists[0].Groups,
		})
		return err
	})
	for i := range yearsProviders {
		size := int64(30 + p.rand.IntN(60))
		for q := p.first; q < p.today().Quarter(); q = q.Add(1) {
			p.planReturn(i, q, size)
			size += int64(p.rand.IntN(3))
		}
	}
}

func (p *past) planReturn(i int, q calendar.Quarter, size int64) {
	provider := func() tenants.Member { return p.memberOf(i) }
	commissioner := func() tenants.Member { return p.commissioner }
	r := &figures.Return{}
	step := func(after int, by func() tenants.Member, step figures.Step, change func()) {
		p.on(q.Last().AddDays(after), func(ctx context.Context) (err error) {
			change()
			r.Version, err = p.store.For(by()).SaveReturn(ctx, *r, step)
			return err
		})
	}
	n := i + q.N() + int(q.Year())
	step(8, provider, figures.Submit, func() { *r = p.figures(provider().Provider, q, size) })
	if n%8 == 0 {
		about := func() question.About {
			return question.About{Kind: record.Return, ID: provider().Provider + " " + string(q)}
		}
		p.on(q.Last().AddDays(12), func(ctx context.Context) error {
			r.Version++
			return p.ask(ctx, commissioner(), about(), "Are the self-referrals among these?")
		})
		p.on(q.Last().AddDays(14), func(ctx context.Context) error {
			r.Version++
			return p.answer(ctx, provider(), about(), "Yes, all of them.")
		})
	}
	if n%10 == 3 {
		step(
			17, provider, figures.Correct,
			func() { r.KeptWork, r.Teams, r.Reason = number.CountOf(r.KeptWork.N+1), nil, "One was reported late." },
		)
	}
	if q < p.today().Quarter().Add(-1) || i%3 > 0 { // some of the last quarter are not accepted yet
		step(20, commissioner, figures.Accept, func() {})
	}
	for _, of := range demo.Characteristics {
		p.on(q.Last().AddDays(25), func(ctx context.Context) error {
			return of.BreakDown(ctx, p.store.For(provider()), provider().Provider, q, true)
		})
	}
	if q.Last() < figures.FirstPublished {
		return
	}
	p.on(q.Last().AddDays(45), func(ctx context.Context) error {
		return p.store.For(p.commissioner).SavePublished(ctx, figures.Published{
			Provider: provider().Provider, To: q.Last(), People: number.CountOf(4 * size), PublishedOn: calendar.At(*p.at).Date(),
			Source: "Mental Health Services Monthly Statistics, " + q.Last().Time().Format("January 2006"),
		})
	})
}

// figures is a return with every number that it asks for.
func (p *past) figures(provider string, q calendar.Quarter, size int64) figures.Return {
	r := figures.Return{Provider: provider, Quarter: q, Note: p.text()}
	r.Asked.Parts = nil
	for _, part := range figures.Parts {
		r.Asked.Parts = append(r.Asked.Parts, part.Code)
	}
	numbers := map[string]int64{
		"referrals": size * 2, "access_unemployed": size, "access_retention": size / 6,
		"first_job_starts": p.share(size, 35+p.rand.IntN(10)),
		"job_starts":       size / 2, "kept_work": size / 8, "not_taken": size / 3, "told_referrer": size / 4, "retention_asked": size / 5,
		"retention_redirected": size / 20, "vocational_profiles": size - 2, "sustained_13": size / 4, "sustained_26": size / 5,
		"employer_contacts": 4 * size, "days_to_employer_contact": 24, "active_caseload": size, "left_service": size - 5,
		"es_in_post": size / 8, "senior_es_in_post": 1, "tl_in_post": 1, "sm_in_post": 1, "admin_in_post": 1,
		"es_funded": size/8 + 1, "senior_es_funded": 1, "tl_funded": 2, "sm_funded": 1, "admin_funded": 1,
	}
	for whole, begins := range map[string][]string{"referrals": {"source_"}, "not_taken": {"not_taken_", "sent_"}} {
		for _, begins := range begins {
			spread(r.Fields(), begins, numbers[whole], numbers)
		}
	}
	for _, f := range r.Fields() {
		f.Set(&r, numbers[f.Name]*100, true)
	}
	for range teamsEach {
		r.Teams = append(r.Teams, figures.Team{Name: "Team " + string(rune('A'+len(r.Teams))), Numbers: map[string]int64{}})
	}
	for _, f := range figures.ByTeam(r.Fields()) {
		for i, n := range demo.Divide(numbers[f.Name], []int64{3, 3, 2, 2}) {
			r.Teams[i].Numbers[f.Name] = n * 100
		}
	}
	return r
}

// spread divides a number among the figures with names that begin alike.
func spread(fields []figures.Field, begins string, n int64, numbers map[string]int64) {
	var names []string
	var shares []int64
	for i, f := range fields {
		if strings.HasPrefix(f.Name, begins) {
			names, shares = append(names, f.Name), append(shares, int64(1+i%5))
		}
	}
	for i, part := range demo.Divide(n, shares) {
		numbers[names[i]] = part
	}
}
