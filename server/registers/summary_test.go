package registers_test

import (
	"context"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

func ended(t *testing.T, w *storetest.World, m tenants.Member) {
	t.Helper()
	o, err := w.For(w.Lead).Provider(context.Background(), m.Provider)
	if err != nil {
		t.Fatal(err)
	}
	o.Ended = true
	if _, err := w.For(w.Lead).SaveProvider(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}

// A provider that has ended has no new row; its own rows stay its own.
func TestAProviderThatHasEnded(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	team, err := w.For(w.ProviderB).SaveRow(ctx, register.Teams,
		register.Row{Provider: w.ProviderB.Provider, Values: map[string]string{"name": "South team"}})
	if err != nil {
		t.Fatal(err)
	}
	lead := as(t, w, w.Lead)
	ended(t, w, w.ProviderB)
	pagetest.Get(t, lead, teams+"/new").In("select[name=provider]").Lacks(t, 200, "Riverside")
	pagetest.Get(t, lead, teams+"/row/"+team.ID).In("select[name=provider] option[selected]").Is(t, 200, "Riverside")
}

// Beside its own rows a provider has no table by provider, and is told that the numbers count what it sees alone.
func TestSummariesForWhoReadsThem(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	if _, err := w.For(w.ProviderA).SaveRow(ctx, register.Teams,
		register.Row{Provider: w.ProviderA.Provider, Values: map[string]string{"name": "North team", "mhsds": "trust"}}); err != nil {
		t.Fatal(err)
	}
	const alone = "These numbers count only them"
	lead, provider := as(t, w, w.Lead), as(t, w, w.ProviderA)
	flow := pagetest.Get(t, lead, "/icb/QWE/data-flow")
	flow.In("table:has(#flow-caption) tbody tr").Is(t, 200, "Northside 1 of 1 team 0 of 1 team; nothing is recorded about 1")
	pagetest.Get(t, provider, "/icb/QWE/data-flow").None(t, 200, "#flow-caption")
	pagetest.Get(t, provider, "/icb/QWE/coverage").Want(t, 200, alone)
	pagetest.Get(t, lead, "/icb/QWE/coverage").Lacks(t, 200, alone)
}
