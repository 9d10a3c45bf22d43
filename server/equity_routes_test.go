package server

import (
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
)

// fillEquity collects a characteristic of the ICB's own, and counts a provider's people by it.
func (s *site) fillEquity(t testing.TB, lead, provider tenants.Member, mark string) []string {
	t.Helper()
	own, err := s.For(lead).SaveCollection(t.Context(), equity.Collection{
		From: "2026Q1", Collected: true, Name: mark + "Carers", Labels: []string{mark + "Carer", "Not a carer"},
		Reason: mark + "The steering group asked", AgreedOn: "2026-04-01", AgreedBy: mark + "Data protection officer",
	})
	if err != nil {
		t.Fatal(err)
	}
	n := equity.GroupCount{Access: number.CountOf(5), Unemployed: number.CountOf(4), FirstJobs: number.CountOf(2)}
	_, err = s.For(provider).SaveBreakdown(t.Context(), equity.Breakdown{
		Provider: provider.Provider, Quarter: "2026Q1", Characteristic: own.Characteristic,
		Counts: map[string]equity.GroupCount{"1": n, "2": n},
	})
	if err != nil {
		t.Fatal(err)
	}
	return []string{"{characteristic}", own.Characteristic}
}
