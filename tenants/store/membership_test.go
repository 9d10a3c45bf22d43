package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
)

func TestPeopleAreIssuerAndSubject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		first, err := w.SignedIn(ctx, "https://a.example", "1", "Old name", "same@example.org")
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.SignedIn(ctx, "https://a.example", "1", "New name", "other@example.org")
		if err != nil || again.ID != first.ID {
			t.Errorf("the same person came back as %+v, %v", again, err)
		}
		if p, err := w.Person(ctx, first.ID); err != nil || p.Name != "New name" || p.Email != "other@example.org" {
			t.Errorf("kept as %+v, %v", p, err)
		}
		for name, who := range map[string][2]string{
			"another service, same subject": {"https://b.example", "1"},
			"another subject":               {"https://a.example", "2"},
			"subject in other letters":      {"https://a.example/", "1"},
		} {
			p, err := w.SignedIn(ctx, who[0], who[1], "New name", "same@example.org")
			if err != nil || p.ID == first.ID {
				t.Errorf("%s: %+v, %v", name, p, err)
			}
		}
		for _, who := range [][2]string{{"", "1"}, {"https://a.example", ""}} {
			if _, err := w.SignedIn(ctx, who[0], who[1], "", ""); err == nil {
				t.Errorf("%q signed in", who)
			}
		}
	})
}

func TestMemberOfAnICB(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for name, tt := range map[string]struct {
			person, code string
			role         tenants.Role
		}{
			"one's own ICB":    {w.Lead.Person.ID, "QWE", tenants.Lead},
			"provider":         {w.ProviderA.Person.ID, "QWE", tenants.Provider},
			"another ICB":      {w.Lead.Person.ID, "S1Y5D", ""},
			"unknown ICB":      {w.Lead.Person.ID, "XXX", ""},
			"unknown person":   {"nobody", "QWE", ""},
			"nobody":           {"", "QWE", ""},
			"no code":          {w.Lead.Person.ID, "", ""},
			"code in lower":    {w.Lead.Person.ID, "qwe", ""},
			"a pattern for it": {w.Lead.Person.ID, "%", ""},
		} {
			m, err := w.Membership(context.Background(), tt.person, tt.code)
			if tt.role == "" && !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %+v, %v", name, m, err)
			}
			if tt.role != "" && (err != nil || m.Role != tt.role || m.Person.ID != tt.person) {
				t.Errorf("%s: %+v, %v", name, m, err)
			}
		}
	})
}

func TestOnePersonInSeveralICBs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		p := w.ProviderA.Person
		if _, err := w.For(w.ForeignLead).AddMember(ctx, p, tenants.Provider, w.ForeignProvider.Provider); err != nil {
			t.Fatal(err)
		}
		list, err := w.Memberships(ctx, p.ID)
		if err != nil || len(list) != 2 || list[0].Tenant.Code != "S1Y5D" || list[1].Tenant.Code != "QWE" {
			t.Fatalf("memberships %+v, %v", list, err)
		}
		if list[0].Provider == list[1].Provider || list[0].ProviderName != "Eastside" {
			t.Errorf("providers %q and %q", list[0].ProviderName, list[1].ProviderName)
		}
	})
}

func TestChangeOfRole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, rows := context.Background(), w.For(w.Lead)
		m := w.Commissioner
		if err := rows.ChangeRole(ctx, m.ID, tenants.Provider, w.ProviderB.Provider, m.Version); err != nil {
			t.Fatal(err)
		}
		now, err := w.Membership(ctx, m.Person.ID, "QWE")
		if err != nil || now.Title() != "Riverside (provider)" || now.Version == m.Version {
			t.Errorf("now %+v, %v", now, err)
		}
		if err := rows.ChangeRole(ctx, m.ID, tenants.Reader, "", m.Version); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("with the version before: %v", err)
		}
		for name, tt := range map[string]struct {
			role     tenants.Role
			provider string
		}{
			"operator":               {tenants.Operator, ""},
			"nothing":                {"", ""},
			"provider of nobody":     {tenants.Provider, ""},
			"another ICB's provider": {tenants.Provider, w.ForeignProvider.Provider},
			"reader of a provider":   {tenants.Reader, w.ProviderA.Provider},
		} {
			err := rows.ChangeRole(ctx, m.ID, tt.role, tt.provider, now.Version)
			if _, ok := errors.AsType[problem.List](err); !ok {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.For(w.ForeignLead).ChangeRole(ctx, m.ID, tenants.Reader, "", now.Version); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("by another ICB: %v", err)
		}
	})
}

func TestEndOfMembership(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		m := w.Commissioner
		if err := w.For(w.ForeignLead).EndMembership(ctx, m.ID, m.Version); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("by another ICB: %v", err)
		}
		if err := w.For(w.Lead).EndMembership(ctx, m.ID, m.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Membership(ctx, m.Person.ID, "QWE"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("still a member: %v", err)
		}
		if err := w.For(w.Lead).EndMembership(ctx, m.ID, m.Version+1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("ended twice: %v", err)
		}
		if _, err := w.For(w.Lead).AddMember(ctx, m.Person, tenants.Reader, ""); err != nil {
			t.Errorf("cannot join again: %v", err)
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, rows := context.Background(), w.For(w.Lead)
		refused := func(what string, err error) {
			t.Helper()
			if _, ok := errors.AsType[problem.List](err); !ok {
				t.Errorf("%s: %v", what, err)
			}
		}
		refused("ended", rows.EndMembership(ctx, w.Lead.ID, w.Lead.Version))
		refused("made a reader", rows.ChangeRole(ctx, w.Lead.ID, tenants.Reader, "", w.Lead.Version))
		if err := rows.ChangeRole(ctx, w.Lead.ID, tenants.Lead, "", w.Lead.Version); err != nil {
			t.Errorf("left as they are: %v", err)
		}
		// Two administrators who take each other out at once: one stays.
		second := w.Member(t, w.Lead.Tenant, "lead-2", tenants.Lead, "")
		first, err := w.Membership(ctx, w.Lead.Person.ID, "QWE")
		if err != nil {
			t.Fatal(err)
		}
		var errs [2]error
		var group sync.WaitGroup
		group.Go(func() { errs[0] = w.For(second).EndMembership(ctx, first.ID, first.Version) })
		group.Go(func() { errs[1] = w.For(first).EndMembership(ctx, second.ID, second.Version) })
		group.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("results %v", errs)
		}
	})
}

// Commissioners read the addresses of the ICB's members, to ask them for what is missing; nobody else does.
func TestAddressesAreForCommissioners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, tt := range []struct {
			who  string
			m    tenants.Member
			want string
		}{
			{"the administrator", w.Lead, "provider-b@example.org"},
			{"a commissioner", w.Commissioner, "provider-b@example.org"},
			{"a provider", w.ProviderB, ""},
			{"a rival", w.ProviderA, ""},
			{"a reader", w.Reader, ""},
		} {
			list, err := w.For(tt.m).Members(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				if m.ID == w.ProviderB.ID && m.Person.Email != tt.want {
					t.Errorf("%s reads %q, want %q", tt.who, m.Person.Email, tt.want)
				}
			}
		}
	})
}

// Pages show addresses, so another address is another version of them, like another name.
func TestAnotherAddressIsShownAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := w.ProviderB.Person
		for i, tt := range []struct {
			name, email string
			want        int64
		}{{p.Name, p.Email, 0}, {p.Name, "moved@example.org", 1}, {"Another name", "moved@example.org", 2}} {
			if _, err := w.SignedIn(ctx, p.Issuer, p.Subject, tt.name, tt.email); err != nil {
				t.Fatal(err)
			}
			now, err := w.Tenant(ctx, "QWE")
			if err != nil {
				t.Fatal(err)
			}
			if got := now.Names - w.Lead.Tenant.Names; got != tt.want {
				t.Errorf("sign-in %d: %d changes of names, want %d", i+1, got, tt.want)
			}
		}
	})
}
