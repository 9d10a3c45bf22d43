package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
)

// newcomer is a person who is a member of nothing.
func newcomer(t *testing.T, w *storetest.World, subject string) tenants.Person {
	t.Helper()
	p, err := w.SignedIn(context.Background(), "https://issuer.example", subject, "Person "+subject, "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func invite(t *testing.T, w *storetest.World, i store.Invitation) string {
	t.Helper()
	token, err := w.For(w.Lead).Invite(context.Background(), i)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func onlyInvitation(t *testing.T, w *storetest.World) store.Invitation {
	t.Helper()
	list, err := w.For(w.Lead).Invitations(context.Background())
	if err != nil || len(list) != 1 {
		t.Fatalf("invitations %v, %v", list, err)
	}
	return list[0]
}

func TestInvitationMakesOneMember(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		token := invite(t, w, store.Invitation{
			Name: "Somebody", Email: "new@example.org", Role: tenants.Provider,
			Provider: w.ProviderA.Provider,
		})
		i, err := w.InvitationOf(ctx, token)
		if err != nil || i.Tenant.Code != "QWE" || i.Title() != "Northside (provider)" {
			t.Fatalf("invitation %+v, %v", i, err)
		}
		m, err := w.Accept(ctx, token, newcomer(t, w, "new"))
		if err != nil || m.Role != tenants.Provider || m.Provider != w.ProviderA.Provider || m.Tenant.Code != "QWE" {
			t.Fatalf("member %+v, %v", m, err)
		}
		if _, err := w.Accept(ctx, token, newcomer(t, w, "second")); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a second person: %v", err)
		}
		if list, _ := w.For(w.Lead).Invitations(ctx); len(list) != 0 {
			t.Errorf("still open: %v", list)
		}
		if _, err := w.Membership(ctx, m.Person.ID, "QWE"); err != nil {
			t.Errorf("the new member reaches the ICB: %v", err)
		}
		events, err := w.For(w.Lead).History(ctx, "member", m.Person.ID)
		if err != nil || len(events) != 1 || events[0].Act != "joined" || events[0].Who != "Person new" {
			t.Errorf("history %+v, %v", events, err)
		}
	})
}

func TestFormSentTwiceInvitesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		i := store.Invitation{ID: store.NewInvitationID(), Name: "Somebody", Role: tenants.Reader}
		token := invite(t, w, i)
		if _, err := w.For(w.Lead).Invite(ctx, i); !errors.Is(err, store.ErrInvited) {
			t.Errorf("the same form again: %v", err)
		}
		if open := onlyInvitation(t, w); open.ID != i.ID {
			t.Errorf("the invitation is %s, the form's was %s", open.ID, i.ID)
		}
		if _, err := w.For(w.ForeignLead).Invite(ctx, i); err != nil {
			t.Errorf("another ICB's form: %v", err)
		}
		if _, err := w.Accept(ctx, token, newcomer(t, w, "new")); err != nil {
			t.Errorf("the link no longer works: %v", err)
		}
		if _, err := w.For(w.Lead).Invite(ctx, i); !errors.Is(err, store.ErrInvited) {
			t.Errorf("the same form after somebody has joined: %v", err)
		}
	})
}

func TestInvitationsThatDoNotWork(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, w *storetest.World) error{
		"expired": func(_ *testing.T, w *storetest.World) error {
			w.Clock.Set(w.Now().Add(store.InvitationLife))
			return nil
		},
		"withdrawn": func(t *testing.T, w *storetest.World) error {
			i := onlyInvitation(t, w)
			return w.For(w.Lead).RevokeInvitation(context.Background(), i.ID, i.Version)
		},
		"sent again": func(t *testing.T, w *storetest.World) error {
			i := onlyInvitation(t, w)
			_, err := w.For(w.Lead).RenewInvitation(context.Background(), i.ID, i.Version)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				token := invite(t, w, store.Invitation{Name: "Somebody", Role: tenants.Reader})
				if err := spoil(t, w); err != nil {
					t.Fatal(err)
				}
				if _, err := w.InvitationOf(context.Background(), token); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("link: %v", err)
				}
				if _, err := w.Accept(context.Background(), token, newcomer(t, w, "new")); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("accepted: %v", err)
				}
			})
		})
	}
}

func TestExpiredInvitationSentAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		invite(t, w, store.Invitation{Name: "Somebody", Role: tenants.Reader})
		w.Clock.Set(w.Now().Add(store.InvitationLife + time.Hour))
		i := onlyInvitation(t, w)
		if !i.Expired {
			t.Error("shown as open")
		}
		token, err := w.For(w.Lead).RenewInvitation(ctx, i.ID, i.Version)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.For(w.Lead).RenewInvitation(ctx, i.ID, i.Version); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("sent again by two at once: %v", err)
		}
		if _, err := w.Accept(ctx, token, newcomer(t, w, "new")); err != nil {
			t.Errorf("new link: %v", err)
		}
	})
}

func TestInvitationForAMember(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		token := invite(t, w, store.Invitation{Name: "Somebody", Role: tenants.Lead})
		_, err := w.Accept(ctx, token, w.Reader.Person)
		if _, ok := errors.AsType[problem.List](err); !ok {
			t.Fatalf("accepted by a member: %v", err)
		}
		if _, err := w.Accept(ctx, token, newcomer(t, w, "new")); err != nil {
			t.Errorf("the link was used up: %v", err)
		}
	})
}

func TestOneInvitationAcceptedByManyAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		token := invite(t, w, store.Invitation{Name: "Somebody", Role: tenants.Reader})
		people := []tenants.Person{newcomer(t, w, "1"), newcomer(t, w, "2"), newcomer(t, w, "3"), newcomer(t, w, "4")}
		results := make([]error, len(people))
		var group sync.WaitGroup
		for n, p := range people {
			group.Go(func() { _, results[n] = w.Accept(context.Background(), token, p) })
		}
		group.Wait()
		joined := 0
		for _, err := range results {
			if err == nil {
				joined++
			} else if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("refused with %v", err)
			}
		}
		if joined != 1 {
			t.Errorf("%d joined, want 1", joined)
		}
	})
}

func TestWhoMayBeInvited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for name, tt := range map[string]struct {
			i     store.Invitation
			field string // "" when it is all right
		}{
			"reader":                      {store.Invitation{Name: "A", Role: tenants.Reader}, ""},
			"provider":                    {store.Invitation{Name: "A", Role: tenants.Provider, Provider: w.ProviderA.Provider}, ""},
			"no name":                     {store.Invitation{Role: tenants.Reader}, "name"},
			"name of spaces":              {store.Invitation{Name: "  ", Role: tenants.Reader}, "name"},
			"no role":                     {store.Invitation{Name: "A"}, "role"},
			"operator":                    {store.Invitation{Name: "A", Role: tenants.Operator}, "role"},
			"regional lead":               {store.Invitation{Name: "A", Role: tenants.Regional}, "role"},
			"provider of no organisation": {store.Invitation{Name: "A", Role: tenants.Provider}, "provider"},
			"reader of an organisation": {
				store.Invitation{Name: "A", Role: tenants.Reader, Provider: w.ProviderA.Provider},
				"provider",
			},
			"another ICB's provider": {
				store.Invitation{Name: "A", Role: tenants.Provider, Provider: w.ForeignProvider.Provider},
				"provider",
			},
			"provider that does not exist":  {store.Invitation{Name: "A", Role: tenants.Provider, Provider: "x"}, "provider"},
			"email without an at sign":      {store.Invitation{Name: "A", Role: tenants.Reader, Email: "somebody"}, "email"},
			"email with a space inside it":  {store.Invitation{Name: "A", Role: tenants.Reader, Email: "some body@example.org"}, "email"},
			"email with spaces around it":   {store.Invitation{Name: "A", Role: tenants.Reader, Email: " a@example.org "}, ""},
			"an id that is no form's":       {store.Invitation{ID: "7", Name: "A", Role: tenants.Reader}, "once"},
			"an id of 32 other letters":     {store.Invitation{ID: strings.Repeat("x", 32), Name: "A", Role: tenants.Reader}, "once"},
			"a name in another alphabet":    {store.Invitation{Name: "Ирина", Role: tenants.Reader}, ""},
			"a name that is 121 characters": {store.Invitation{Name: string(make([]rune, 121)), Role: tenants.Reader}, "name"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := w.For(w.Lead).Invite(context.Background(), tt.i)
				problems, _ := errors.AsType[problem.List](err)
				if (err == nil) != (tt.field == "") || tt.field != "" && problems.For(tt.field) == "" {
					t.Errorf("error %v, want a problem with %q", err, tt.field)
				}
			})
		}
	})
}

func TestForeignInvitationsAreOutOfReach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		token := invite(t, w, store.Invitation{Name: "Somebody", Role: tenants.Reader})
		i := onlyInvitation(t, w)
		foreign := w.For(w.ForeignLead)
		if list, err := foreign.Invitations(ctx); err != nil || len(list) != 0 {
			t.Errorf("list %v, %v", list, err)
		}
		if err := foreign.RevokeInvitation(ctx, i.ID, i.Version); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("withdrawn: %v", err)
		}
		if _, err := foreign.RenewInvitation(ctx, i.ID, i.Version); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("sent again: %v", err)
		}
		if _, err := w.InvitationOf(ctx, token); err != nil {
			t.Errorf("the link no longer works: %v", err)
		}
	})
}
