package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

// seedTogether is how many ICBs are made in one transaction.
const seedTogether = 50

// seed fills a database with invented ICBs, for trying out how the service does with very many.
func seed(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	n := flags.Int("tenants", 42, "add this `NUMBER` of invented ICBs, each with two years of work")
	years := flags.Int("years", 0, "add one invented ICB beside them that has done much for this `NUMBER` of years: 5,100 saves in each")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		if *n < 1 || *n > mostSeeds {
			return fmt.Errorf("--tenants %d: want 1 to %d", *n, mostSeeds)
		}
		if *years < 0 || *years > mostSeedYears {
			return fmt.Errorf("--years %d: want 1 to %d", *years, mostSeedYears)
		}
		return withStore(ctx, read, store.Options{}, func(s *store.Store, library *edition.Library) error {
			if *years > 0 {
				if err := addPast(ctx, s, library, *years, out); err != nil {
					return err
				}
			}
			return addSeeds(ctx, s, library, *n, out)
		})
	}
}

// addSeeds adds invented ICBs beside those that are there.
func addSeeds(ctx context.Context, st *store.Store, library *edition.Library, n int, out io.Writer) error {
	first, err := firstSeed(ctx, st)
	if err != nil {
		return err
	}
	if first+n > mostSeeds {
		return fmt.Errorf("there are %d invented ICBs here already, and only %d codes for them", first, mostSeeds)
	}
	began := time.Now()
	for done := 0; done < n; done += seedTogether {
		if err := ctx.Err(); err != nil {
			return err
		}
		more := min(seedTogether, n-done)
		clock := began
		err := st.Together(ctx, func() time.Time { return clock }, func(ctx context.Context, batch *store.Store) error {
			for i := range more {
				f := &seeding{
					store: batch, editions: library, now: began, at: &clock, n: first + done + i,
					rand: rand.New(rand.NewPCG(uint64(first+done+i), 0)),
				}
				if err := f.icb(ctx); err != nil {
					return fmt.Errorf("invented ICB %s: %w", seedCode(f.n), err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "Added %d invented ICBs, %s to %s, in %s.\n", n, seedCode(first), seedCode(first+n-1), time.Since(began).Round(time.Second))
	return err
}

// mostSeeds is how many codes there are for invented ICBs.
const mostSeeds = 67_600

// seedCode is the code of an invented ICB: of the form of a real one, with a first letter that none has.
func seedCode(n int) string {
	return fmt.Sprintf("X%d%c%d%c", n/6760%10, 'A'+rune(n/260%26), n/26%10, 'A'+rune(n%26))
}

// firstSeed is the number of the first invented ICB that is not there yet.
func firstSeed(ctx context.Context, s *store.Store) (int, error) {
	list, err := s.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, t := range list {
		there[t.Code] = true
	}
	n := 0
	for there[seedCode(n)] {
		n++
	}
	return n, nil
}

// seedIssuer is the sign-in service of invented people: nobody signs in as one.
const seedIssuer = "https://seed.invalid"

// seeding is one invented ICB on its way into the store.
type seeding struct {
	store    *store.Store
	editions *edition.Library
	now      time.Time
	// at is what the store takes for now.
	at   *time.Time
	n    int
	rand *rand.Rand

	tenant             tenants.Tenant
	lead, commissioner tenants.Member
	// providers are a member of each provider.
	providers []tenants.Member
}

// icb makes the ICB with two years of work.
func (f *seeding) icb(ctx context.Context) error {
	*f.at = f.now.AddDate(-2, -1, 0)
	if err := f.begin(ctx, fmt.Sprintf("Invented ICB %05d", f.n+1), seedProviderNames[:1+f.rand.IntN(3)]); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{f.entries, f.returns, f.contracts, f.evidence, f.targets, f.registers} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// day puts the clock to a working hour so many days ago.
func (f *seeding) day(ago int) {
	*f.at = f.now.AddDate(0, 0, -max(ago, 1)).Truncate(24 * time.Hour).Add(9*time.Hour + time.Duration(f.rand.IntN(8*3600))*time.Second)
}

// seedProviderNames are what providers are called.
var seedProviderNames = []string{"Northside Recovery", "Riverside Works", "Southfield Trust"}

// begin makes the ICB, its providers and its people.
func (f *seeding) begin(ctx context.Context, name string, providers []string) error {
	f.tenant = tenants.Tenant{Code: seedCode(f.n), Name: name, Region: "Nowhere", NextMeeting: calendar.At(f.now).Date().AddDays(30)}
	if err := f.store.AddTenant(ctx, f.tenant, f.editions, theOperator); err != nil {
		return err
	}
	rows := f.store.System(f.tenant, theOperator)
	var err error
	if f.lead, err = f.join(ctx, rows, "lead", "ICB administrator", tenants.Lead, ""); err != nil {
		return err
	}
	if f.commissioner, err = f.join(ctx, rows, "commissioner", "Commissioner", tenants.Commissioner, ""); err != nil {
		return err
	}
	if _, err = f.join(ctx, rows, "reader", "Steering group member", tenants.Reader, ""); err != nil {
		return err
	}
	for i, name := range providers {
		o, err := rows.SaveProvider(ctx, tenants.Organisation{Name: name, Kind: tenants.Kinds[i%len(tenants.Kinds)], Stage: tenants.MatureService})
		if err != nil {
			return err
		}
		m, err := f.join(ctx, rows, fmt.Sprintf("provider-%d", i+1), "Provider lead of "+name, tenants.Provider, o.ID)
		if err != nil {
			return err
		}
		f.providers = append(f.providers, m)
	}
	return nil
}

// join makes an invented person a member. People are called by what they do.
func (f *seeding) join(ctx context.Context, rows *store.Rows, key, name string, role tenants.Role, provider string) (tenants.Member, error) {
	subject := key + "-" + f.tenant.Code
	p, err := f.store.SignedIn(ctx, seedIssuer, subject, fmt.Sprintf("%s, %s", name, f.tenant.Code), subject+"@example.org")
	if err != nil {
		return tenants.Member{}, err
	}
	return rows.AddMember(ctx, p, role, provider)
}
