package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

func TestSeed(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: filling ICBs takes seconds")
	}
	for _, tt := range []struct {
		on   string
		runs []string
		want int
	}{
		{"sqlite", []string{"52", "3"}, 55}, // more than one transaction makes; and a few more later
		{"postgres", []string{"2", "1"}, 3},
	} {
		t.Run(tt.on, func(t *testing.T) {
			o := store.Options{Dir: t.TempDir()}
			if tt.on == "postgres" {
				o.Database = storetest.Postgres(t)
			}
			t.Setenv("IPS_DATABASE", o.Database)
			t.Setenv("IPS_DATA", o.Dir)
			for _, n := range tt.runs {
				if err := run(context.Background(), []string{"seed", "--tenants", n}, new(bytes.Buffer)); err != nil {
					t.Fatal(err)
				}
			}
			var out bytes.Buffer
			err := run(context.Background(), []string{"check"}, &out)
			if err != nil || !strings.Contains(out.String(), "No problems were found") {
				t.Errorf("check: %s %v", out.String(), err)
			}
			s, err := store.Open(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			seeded(t, s, tt.want)
		})
	}
}

// seeded checks what invented ICBs hold.
func seeded(t *testing.T, s *store.Store, want int) {
	t.Helper()
	ctx := context.Background()
	list, err := s.Tenants(ctx)
	if err != nil || len(list) != want {
		t.Fatalf("%d ICBs, %v", len(list), err)
	}
	for _, home := range list[want-3:] {
		rows := s.For(tenants.Member{Tenant: home, Role: tenants.Lead})
		members, err := rows.Members(ctx)
		if err != nil || len(members) < 4 {
			t.Errorf("%s: %d members, %v", home.Code, len(members), err)
		}
		providers, err := rows.Providers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := rows.Entries(ctx)
		if err != nil || len(entries) != 22 {
			t.Errorf("%s: %d entries, %v", home.Code, len(entries), err)
		}
		returns, err := rows.Returns(ctx, "")
		if err != nil || len(returns) != 8*len(providers) {
			t.Errorf("%s: %d returns of %d providers, %v", home.Code, len(returns), len(providers), err)
		}
		evidence, err := rows.EvidenceList(ctx)
		if err != nil || len(evidence) != 6 {
			t.Errorf("%s: %d pieces of evidence, %v", home.Code, len(evidence), err)
		}
		lists, err := rows.Registers(ctx)
		if teams, staff := len(lists[register.Teams]), len(lists[register.Workforce]); err != nil || teams != 2*len(providers) ||
			staff != 2*len(providers) {
			t.Errorf("%s: %d teams and %d quarters' staff of %d providers, %v", home.Code, teams, staff, len(providers), err)
		}
	}
}

// TestSeedYears checks an ICB that has used the service for a year, beside a young one.
func TestSeedYears(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: filling ICBs takes seconds")
	}
	dir := t.TempDir()
	t.Setenv("IPS_DATABASE", "")
	var out bytes.Buffer
	for _, line := range [][]string{{"seed", "--years", "1", "--tenants", "1", "--data", dir}, {"check", "--data", dir}} {
		if err := run(t.Context(), line, &out); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(out.String(), "No problems were found") {
		t.Errorf("it says %s", out.String())
	}
	s, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Tenants(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("%d ICBs, %v", len(list), err)
	}
	old := s.For(tenants.Member{Tenant: list[0], Role: tenants.Lead})
	returns, err := old.Returns(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	figures := 0
	for _, r := range returns {
		for _, team := range r.Teams {
			figures += len(team.Numbers)
		}
		figures += len(r.Other)
	}
	contracts, err := old.Contracts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	variations := 0
	for _, c := range contracts {
		variations += len(c.Variations)
	}
	evidence, err := old.EvidenceList(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lists, err := old.Registers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entry, err := old.Entry(t.Context(), "3.4")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of               string
		got, least, most int
	}{
		{"saves", int(list[0].Version), 5_100, 5_300},
		{"returns", len(returns), 48, 48},
		{"figures of returns without a column", figures, 4_200, 4_800},
		{"contracts", len(contracts), 6, 6},
		{"variations", variations, 120, 120},
		{"pieces of evidence", len(evidence), 500, 500},
		{"PCNs", len(lists[register.PCNs]), 40, 40},
		{"meetings", len(lists[register.Meetings]), 50, 50},
		{"characters of notes", len(entry.Notes), 5_000, 5_000},
		{"saves of one priority", entry.Version, 40, 200},
	} {
		if c.got < c.least || c.got > c.most {
			t.Errorf("%d %s, want %d to %d", c.got, c.of, c.least, c.most)
		}
	}
}
