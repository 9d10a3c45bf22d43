// Package seed makes invented ICBs, to try out the service with very many, or with one that has done much for many
// years.
package seed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
)

// atOnce is how many ICBs one transaction makes.
const atOnce = 50

// Add adds n invented ICBs to those in the store, each with two years of work, and returns the codes of the first and
// the last. It fails when there are not enough codes.
func Add(ctx context.Context, st *store.Store, library *edition.Library, n int) (first, last string, err error) {
	free, err := firstFree(ctx, st)
	if err != nil {
		return "", "", err
	}
	if free+n > Most {
		return "", "", fmt.Errorf("there are %d invented ICBs here already, and only %d codes for them", free, Most)
	}
	began := time.Now()
	for done := 0; done < n; done += atOnce {
		if err := ctx.Err(); err != nil {
			return "", "", err
		}
		more := min(atOnce, n-done)
		clock := began
		err := st.Together(ctx, func() time.Time { return clock }, func(ctx context.Context, batch *store.Store) error {
			for i := range more {
				f := &seeding{
					store: batch, editions: library, now: began, at: &clock, n: free + done + i,
					rand: rand.New(rand.NewPCG(uint64(free+done+i), 0)),
				}
				if err := f.makeICB(ctx); err != nil {
					return fmt.Errorf("invented ICB %s: %w", icbCode(f.n), err)
				}
			}
			return nil
		})
		if err != nil {
			return "", "", err
		}
	}
	return icbCode(free), icbCode(free + n - 1), nil
}

// Most is how many codes there are for invented ICBs.
const Most = 67_600

// icbCode is the code of an invented ICB: it looks like a real one, but begins with a letter that no real one has.
func icbCode(n int) string {
	return fmt.Sprintf("X%d%c%d%c", n/6760%10, 'A'+rune(n/260%26), n/26%10, 'A'+rune(n%26))
}

// firstFree is the number of the first invented ICB that is not in the store yet.
func firstFree(ctx context.Context, s *store.Store) (int, error) {
	list, err := s.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, t := range list {
		there[t.Code] = true
	}
	n := 0
	for there[icbCode(n)] {
		n++
	}
	return n, nil
}

// Issuer is the sign-in service of invented people: nobody signs in as one.
const Issuer = "https://seed.invalid"

// seeding is one invented ICB while it goes into the store.
type seeding struct {
	store    *store.Store
	editions *edition.Library
	now      time.Time
	// at is the store's present time.
	at   *time.Time
	n    int
	rand *rand.Rand

	tenant             tenants.Tenant
	lead, commissioner tenants.Member
	// providers are one member of each provider.
	providers []tenants.Member
}

// makeICB makes the ICB with two years of work.
func (f *seeding) makeICB(ctx context.Context) error {
	*f.at = f.now.AddDate(-2, -1, 0)
	if err := f.begin(ctx, fmt.Sprintf("Invented ICB %05d", f.n+1), providerNames[:1+f.rand.IntN(3)]); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{
		f.saveEntries, f.saveReturns, f.saveContracts, f.saveEvidence, f.saveTargets, f.saveRegisters,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// day sets the clock to a working hour a number of days ago.
func (f *seeding) day(ago int) {
	*f.at = f.now.AddDate(0, 0, -max(ago, 1)).Truncate(24 * time.Hour).Add(9*time.Hour + time.Duration(f.rand.IntN(8*3600))*time.Second)
}

// providerNames are the names of providers.
var providerNames = []string{"Northside Recovery", "Riverside Works", "Southfield Trust"}

// begin makes the ICB, its providers and its people.
func (f *seeding) begin(ctx context.Context, name string, providers []string) error {
	f.tenant = tenants.Tenant{Code: icbCode(f.n), Name: name, Region: "Nowhere", NextMeeting: calendar.At(f.now).Date().AddDays(30)}
	if err := f.store.AddTenant(ctx, f.tenant, f.editions, tenants.TheOperator); err != nil {
		return err
	}
	rows := f.store.System(f.tenant, tenants.TheOperator)
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
		o, err := rows.SaveProvider(
			ctx, provider.Provider{Name: name, Kind: provider.Kinds[i%len(provider.Kinds)], Stage: provider.MatureService},
		)
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

// join makes an invented person a member. People have their task as their name.
func (f *seeding) join(
	ctx context.Context, rows *store.Rows, key, name string, role tenants.Role, provider string,
) (tenants.Member, error) {
	subject := key + "-" + f.tenant.Code
	p, err := f.store.SignedIn(ctx, Issuer, subject, fmt.Sprintf("%s, %s", name, f.tenant.Code), subject+"@example.org")
	if err != nil {
		return tenants.Member{}, err
	}
	return rows.AddMember(ctx, p, role, provider)
}
