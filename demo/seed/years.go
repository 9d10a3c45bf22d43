package seed

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
)

// MostYears is the most years of history that an invented ICB can have.
const MostYears = 20

// What a busy ICB does in a year. In ten years that is 51,000 saves, 480 returns, 60 contracts with 1,200 variations,
// 400 PCNs, 500 meetings, 5,000 pieces of evidence, and 400 texts of 5,000 characters for each priority.
const (
	yearsSaves     = 5_100
	yearsNotes     = 40 // of each priority
	yearsEvidence  = 500
	yearsPCNs      = 40
	yearsMeetings  = 50
	yearsContracts = 6
	variationsEach = 20 // of each contract
	yearsProviders = 12
	teamsEach      = 4 // of each provider
	notesLength    = 5_000
)

// past is an invented ICB with many years of history. It plans everything first and then saves in the order of the
// days, so that the history reads as one that grew.
type past struct {
	seeding
	years int
	first calendar.Quarter
	plan  []plannedSave

	leads, commissioners []tenants.Member
	entries              map[string]*assessment.Entry
	contracts            []*contract.Contract
	rows                 map[string][]*register.Row // by list
}

// plannedSave is something that the ICB does at a time.
type plannedSave struct {
	at time.Time
	do func(ctx context.Context) error
}

// AddYears adds an invented ICB that has used the service for a number of years, and returns its code and how much it
// saved.
func AddYears(ctx context.Context, st *store.Store, library *edition.Library, years int) (code string, saves int, err error) {
	n, err := firstFree(ctx, st)
	if err != nil {
		return "", 0, err
	}
	began := time.Now()
	var clock time.Time
	p := &past{
		seeding: seeding{editions: library, now: began, at: &clock, n: n, rand: rand.New(rand.NewPCG(uint64(n), uint64(years)))},
		years:   years, first: calendar.At(began).Date().Quarter().Add(-4 * years),
		entries: map[string]*assessment.Entry{}, rows: map[string][]*register.Row{},
	}
	clock = p.first.First().Time().Add(8 * time.Hour)
	err = p.together(ctx, st, func(ctx context.Context) error {
		if err := p.begin(ctx, fmt.Sprintf("Invented ICB %05d, here for %d years", n+1, years), namesOf(yearsProviders)); err != nil {
			return err
		}
		return p.addPeople(ctx)
	})
	if err != nil {
		return "", 0, fmt.Errorf("invented ICB %s: %w", icbCode(n), err)
	}
	p.planAll()
	// A quarter at a time, so that a service on the same database can save in between.
	for i := 0; i < len(p.plan); {
		from := i
		for ; i < len(p.plan) && quarterOf(p.plan[i]) == quarterOf(p.plan[from]); i++ {
		}
		err := p.together(ctx, st, func(ctx context.Context) error { return p.run(ctx, p.plan[from:i]) })
		if err != nil {
			return "", 0, fmt.Errorf("invented ICB %s: %w", icbCode(n), err)
		}
	}
	return icbCode(n), len(p.plan), nil
}

func quarterOf(s plannedSave) calendar.Quarter { return calendar.At(s.at).Date().Quarter() }

// together runs do in one transaction. A store may run saves twice when they wait for one another. It never does here,
// because nothing else saves through this store.
func (p *past) together(ctx context.Context, st *store.Store, do func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return st.Together(ctx, func() time.Time { return *p.at }, func(ctx context.Context, batch *store.Store) error {
		p.store = batch
		return do(ctx)
	})
}

func (p *past) run(ctx context.Context, saves []plannedSave) error {
	for _, s := range saves {
		*p.at = s.at
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("on %s: %w", calendar.At(s.at).Date(), err)
		}
	}
	return nil
}

// addPeople are the ICB's people, about 25. Each year a commissioner leaves and another joins.
func (p *past) addPeople(ctx context.Context) error {
	rows := p.store.System(p.tenant, tenants.TheOperator)
	p.leads, p.commissioners = []tenants.Member{p.lead}, []tenants.Member{p.commissioner}
	more := func(role tenants.Role, key, name string) (tenants.Member, error) {
		return p.join(ctx, rows, key, name, role, "")
	}
	second, err := more(tenants.Lead, "lead-2", "ICB administrator 2")
	if err != nil {
		return err
	}
	p.leads = append(p.leads, second)
	for i := 2; i <= 9; i++ {
		m, err := more(tenants.Commissioner, fmt.Sprintf("commissioner-%d", i), fmt.Sprintf("Commissioner %d", i))
		if err != nil {
			return err
		}
		p.commissioners = append(p.commissioners, m)
	}
	for i := 2; i <= 5; i++ {
		if _, err := more(tenants.Reader, fmt.Sprintf("reader-%d", i), fmt.Sprintf("Steering group member %d", i)); err != nil {
			return err
		}
	}
	for year := 1; year < p.years; year++ {
		p.on(p.first.First().AddMonths(12*year), func(ctx context.Context) error { return p.replace(ctx, year) })
	}
	return nil
}

// replace ends the membership of a commissioner who was there from the beginning, and adds another.
func (p *past) replace(ctx context.Context, year int) error {
	rows := p.store.System(p.tenant, tenants.TheOperator)
	at := 1 + year%(len(p.commissioners)-1)
	gone := p.commissioners[at]
	if err := rows.EndMembership(ctx, gone.ID, gone.Version); err != nil {
		return err
	}
	for _, e := range p.entries {
		if e.Owner == gone.ID {
			e.Owner = p.commissioner.ID
		}
	}
	var err error
	name := fmt.Sprintf("Commissioner %d", 9+year)
	p.commissioners[at], err = p.join(ctx, rows, fmt.Sprintf("commissioner-%d", 9+year), name, tenants.Commissioner, "")
	return err
}

// planAll plans everything that the ICB did. The rest of its saves are ticks and dates of priorities.
func (p *past) planAll() {
	p.planNotes()
	p.planReturns()
	p.planContracts()
	p.planEvidence()
	p.planTargets()
	p.planRegisters()
	priorities := p.editions.Current().Priorities()
	for i := range max(0, yearsSaves*p.years-len(p.plan)) {
		p.on(p.someDay(), func(ctx context.Context) error { return p.tick(ctx, priorities[i%len(priorities)]) })
	}
	slices.SortStableFunc(p.plan, func(a, b plannedSave) int { return a.at.Compare(b.at) })
}

// on plans something for a working hour of a day, an hour ago at the latest.
func (p *past) on(day calendar.Date, do func(context.Context) error) {
	at := day.Time().Add(9*time.Hour + time.Duration(p.rand.IntN(8*3600))*time.Second)
	if latest := p.now.Add(-time.Hour); at.After(latest) {
		at = latest
	}
	p.plan = append(p.plan, plannedSave{at, do})
}

// someDay is any day after the first quarter.
func (p *past) someDay() calendar.Date {
	from := p.first.Add(1).First()
	return from.AddDays(p.rand.IntN(max(1, from.DaysTo(p.today()))))
}

func (p *past) today() calendar.Date { return calendar.At(p.now).Date() }

// spread is the i-th of n days spread evenly over the years.
func (p *past) spread(i, n int) calendar.Date {
	begin := p.first.First().AddDays(7)
	return begin.AddDays(begin.DaysTo(p.today()) * i / n)
}

func (p *past) anyone() *store.Rows {
	return p.store.For(p.commissioners[p.rand.IntN(len(p.commissioners))])
}

// planNotes are long texts at each priority, again and again.
func (p *past) planNotes() {
	for _, priority := range p.editions.Current().Priorities() {
		p.entries[priority.Key] = &assessment.Entry{Priority: priority.Key}
		n := yearsNotes * p.years
		for i := range n {
			p.on(p.spread(i, n), func(ctx context.Context) error { return p.saveNote(ctx, priority) })
		}
	}
}

func (p *past) saveNote(ctx context.Context, priority edition.Priority) error {
	e := p.entries[priority.Key]
	e.Notes = p.long(notesLength)
	if e.Version%8 == 1 {
		e.PrivateNotes = p.text()
	}
	return p.saveEntry(ctx, priority, e)
}

// tick is a statement that is now met, or no longer, with the status that follows and the next day of review.
func (p *past) tick(ctx context.Context, priority edition.Priority) error {
	e := p.entries[priority.Key]
	points := priority.Statements()
	point := points[p.rand.IntN(len(points))].ID
	if i := slices.Index(e.Points, point); i >= 0 {
		e.Points = slices.Delete(slices.Clone(e.Points), i, i+1)
	} else {
		e.Points = append(slices.Clone(e.Points), point)
	}
	e.ReviewOn = calendar.At(*p.at).Date().AddDays(60 + p.rand.IntN(120))
	if p.rand.IntN(10) == 0 {
		e.Owner = p.commissioners[p.rand.IntN(len(p.commissioners))].ID
	}
	return p.saveEntry(ctx, priority, e)
}

func (p *past) saveEntry(ctx context.Context, priority edition.Priority, e *assessment.Entry) error {
	e.Status = assessment.Suggest(priority, e.Points)
	version, err := p.anyone().SaveEntry(ctx, priority, *e)
	e.Version = version
	return err
}

// long is a text of n characters.
func (p *past) long(n int) string {
	var text []byte
	for i := 1; len(text) < n; i++ {
		text = fmt.Appendf(text, "%d. %s (%s)\n\n", i, p.text(), calendar.At(*p.at).Date().AddDays(-p.rand.IntN(90)).Words())
	}
	return string(text[:n-1]) + "."
}

// memberOf is the i-th provider's member, starting again after the last.
func (p *past) memberOf(i int) tenants.Member { return p.providers[i%len(p.providers)] }

// oneOf is one of several words.
func (p *past) oneOf(words ...string) string { return words[p.rand.IntN(len(words))] }

func (p *past) yes(ofTen int) string {
	if p.rand.IntN(10) < ofTen {
		return "yes"
	}
	return "no"
}

// share is a percentage of n, at least 1.
func (p *past) share(n int64, percent int) int64 { return cmp.Or(n*int64(percent)/100, 1) }
