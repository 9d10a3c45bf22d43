package main

import (
	"context"
	"time"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// demoPeople are who can sign in to the demonstration.
func demoPeople() []demoidp.Person {
	return []demoidp.Person{{Key: "lead-demo1", Name: "ICB administrator, Demo 1", Group: "Demo 1"}}
}

// fillDemo makes the demonstration's ICBs. setClock puts the store's clock to a moment of the past, so that the
// history is laid out around now.
func fillDemo(ctx context.Context, s *store.Store, l *edition.Library, issuer string, now time.Time, setClock func(time.Time)) error {
	setClock(now.AddDate(-1, 0, 0))
	t := tenants.Tenant{Code: "DEMO1", Name: "Demo 1", Region: "Demonstration", Demo: true}
	if err := s.AddTenant(ctx, t, l, theOperator); err != nil {
		return err
	}
	p, err := s.SignedIn(ctx, issuer, "lead-demo1", "ICB administrator, Demo 1", "")
	if err != nil {
		return err
	}
	_, err = s.For(tenants.Member{Tenant: t, Person: theOperator, Role: tenants.Operator}).AddMember(ctx, p, tenants.Lead, "")
	return err
}
