// Package storetest gives a test a fresh database with two ICBs in it, on SQLite and on PostgreSQL.
package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
)

// Clock is a clock that a test sets. It does not move, so that what a test sees does not depend on the time of day.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set puts the clock to a time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// World is a fresh database: the ICB QWE with two providers and a member of each role, and the ICB S1Y5D. The first
// must never reach its rows. The clock shows 20 November 2026, 9 in the morning.
type World struct {
	*store.Store
	Clock *Clock
	// Dir is the data folder, "" on PostgreSQL; Database the address there, "" on SQLite.
	Dir, Database string

	Lead, Commissioner, Reader tenants.Member
	ProviderA, ProviderB       tenants.Member

	// ForeignLead and ForeignProvider are members of the other ICB.
	ForeignLead, ForeignProvider tenants.Member
}

// Each runs a test on a fresh SQLite database and on a fresh PostgreSQL one.
func Each(t *testing.T, test func(t *testing.T, w *World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, New(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, NewPostgres(t)) })
}

// NewPostgres is a fresh world on PostgreSQL.
func NewPostgres(t testing.TB) *World {
	t.Helper()
	return fill(t, store.Options{Database: Postgres(t)})
}

// New is a fresh world on SQLite, for tests of what is above the store.
func New(t testing.TB) *World {
	t.Helper()
	return fill(t, store.Options{Dir: t.TempDir()})
}

func fill(t testing.TB, o store.Options) *World {
	t.Helper()
	w := &World{Dir: o.Dir, Database: o.Database, Clock: &Clock{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}}
	o.Clock = w.Clock.Now
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w.Store = s
	home := w.tenant(t, "QWE", "South West London", "London")
	a, b := w.provider(t, home, "Northside"), w.provider(t, home, "Riverside")
	w.Lead = w.Member(t, home, "lead", tenants.Lead, "")
	w.Commissioner = w.Member(t, home, "commissioner", tenants.Commissioner, "")
	w.Reader = w.Member(t, home, "reader", tenants.Reader, "")
	w.ProviderA = w.Member(t, home, "provider-a", tenants.Provider, a)
	w.ProviderB = w.Member(t, home, "provider-b", tenants.Provider, b)
	away := w.tenant(t, "S1Y5D", "Central East", "East of England")
	w.ForeignLead = w.Member(t, away, "foreign-lead", tenants.Lead, "")
	w.ForeignProvider = w.Member(t, away, "foreign-provider", tenants.Provider, w.provider(t, away, "Eastside"))
	return w
}

func (w *World) tenant(t testing.TB, code, name, region string) tenants.Tenant {
	t.Helper()
	home := tenants.Tenant{Code: code, Name: name, Region: region}
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AddTenant(context.Background(), home, editions, tenants.TheOperator); err != nil {
		t.Fatalf("add %s: %v", code, err)
	}
	home, err = w.Tenant(context.Background(), code)
	if err != nil {
		t.Fatalf("read %s: %v", code, err)
	}
	return home
}

func (w *World) provider(t testing.TB, home tenants.Tenant, name string) string {
	t.Helper()
	o, err := w.System(home, tenants.TheOperator).SaveProvider(context.Background(),
		provider.Provider{Name: name, Kind: "voluntary", Stage: provider.MatureService})
	if err != nil {
		t.Fatalf("provider %s: %v", name, err)
	}
	return o.ID
}

// Member makes a person, known to the sign-in service as key, a member of an ICB.
func (w *World) Member(t testing.TB, home tenants.Tenant, key string, role tenants.Role, provider string) tenants.Member {
	t.Helper()
	p, err := w.SignedIn(context.Background(), "https://issuer.example", key, "Person "+key, key+"@example.org")
	if err != nil {
		t.Fatalf("person %s: %v", key, err)
	}
	m, err := w.System(home, tenants.TheOperator).AddMember(context.Background(), p, role, provider)
	if err != nil {
		t.Fatalf("member %s: %v", key, err)
	}
	return m
}

// Saves counts the saves of the ICB QWE, at the moment when it is asked.
func (w *World) Saves(t testing.TB) func() int64 {
	return func() int64 {
		t.Helper()
		icb, err := w.Tenant(context.Background(), "QWE")
		if err != nil {
			t.Fatal(err)
		}
		return icb.Version
	}
}
