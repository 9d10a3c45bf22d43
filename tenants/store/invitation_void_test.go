package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

func hasChange(list []snapshot.Change, field, text string) bool {
	for _, c := range list {
		if c.Field == field && c.New == text {
			return true
		}
	}
	return false
}

// offer invites somebody, a moment later than all before.
func offer(t *testing.T, w *storetest.World, by tenants.Member, name, email string) (token string) {
	t.Helper()
	w.Clock.Set(w.Now().Add(time.Minute))
	token, err := w.For(now(t, w, by)).Invite(ctx, store.Invitation{Name: name, Email: email, Role: tenants.Lead})
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(w.Now().Add(time.Minute))
	return token
}

func TestInvitationsDieWithTheirMaker(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		stranger, err := w.SignedIn(ctx, "https://issuer.example", "stranger", "Stranger", "")
		if err != nil {
			t.Fatal(err)
		}
		chair := w.Lead
		end := func(m tenants.Member) error {
			m = now(t, w, m)
			return w.For(now(t, w, chair)).EndMembership(ctx, m.ID, m.Version)
		}
		become := func(m tenants.Member, role tenants.Role) error {
			m = now(t, w, m)
			return w.For(now(t, w, chair)).ChangeRole(ctx, m.ID, role, "", m.Version)
		}
		renew := func(by tenants.Member, name string) string {
			for _, i := range invitations(t, w) {
				if i.Name == name {
					token, err := w.For(now(t, w, by)).RenewInvitation(ctx, i.ID, i.Version)
					if err != nil {
						t.Fatal(err)
					}
					return token
				}
			}
			t.Fatalf("no invitation for %s", name)
			return ""
		}
		for _, tt := range []struct {
			name string
			// open makes an invitation while maker is an administrator, and then does something to them.
			open func(maker tenants.Member, name string) (token string, err error)
			by   func(maker tenants.Member) tenants.Person
			void store.Void
			err  error
		}{
			{"made by one who left, for themselves", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, m, name, ""), end(m)
			}, func(m tenants.Member) tenants.Person { return m.Person }, store.MakerLeft, tenants.ErrNotFound},
			{"made by one who left, for another", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, m, name, ""), end(m)
			}, nil, store.MakerLeft, tenants.ErrNotFound},
			{"made by one who is a commissioner now", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, m, name, ""), become(m, tenants.Commissioner)
			}, nil, store.MakerChanged, tenants.ErrNotFound},
			{"made by one who was none for a while", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, m, name, ""), errors.Join(become(m, tenants.Reader), become(m, tenants.Lead))
			}, nil, store.MakerChanged, tenants.ErrNotFound},
			{"made for the one who left, by address", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, chair, name, m.Person.Email), end(m)
			}, nil, store.InvitedLeft, tenants.ErrNotFound},
			{"made for another, in the hands of one who left", func(m tenants.Member, name string) (string, error) {
				return offer(t, w, chair, name, ""), end(m)
			}, func(m tenants.Member) tenants.Person { return m.Person }, "", tenants.ErrNotFound},
			{"the last link was made by one who left", func(m tenants.Member, name string) (string, error) {
				offer(t, w, chair, name, "")
				return renew(m, name), end(m)
			}, nil, store.MakerLeft, tenants.ErrNotFound},
			{"the last link is another's", func(m tenants.Member, name string) (string, error) {
				offer(t, w, m, name, "")
				return renew(chair, name), end(m)
			}, nil, "", nil},
			{"made after they left, for them", func(m tenants.Member, name string) (string, error) {
				err := end(m)
				return offer(t, w, chair, name, m.Person.Email), err
			}, func(m tenants.Member) tenants.Person { return m.Person }, "", nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				maker := w.Member(t, w.Lead.Tenant, strings.ReplaceAll(tt.name, " ", "-"), tenants.Lead, "")
				token, err := tt.open(maker, "for "+tt.name)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range invitations(t, w) {
					if i.Name == "for "+tt.name && i.Void != tt.void {
						t.Errorf("void %q, want %q", i.Void, tt.void)
					}
				}
				p := stranger
				if tt.by != nil {
					p = tt.by(maker)
				}
				m, err := w.Accept(ctx, token, p)
				if !errors.Is(err, tt.err) || err == nil && m.Person.ID != p.ID {
					t.Errorf("accepted as %+v, %v; want %v", m, err, tt.err)
				}
				if err == nil {
					if err := end(m); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
		own := offer(t, w, chair, "Somebody", "")
		if _, err := w.Accept(ctx, own, chair.Person); !errors.As(err, new(problem.List)) ||
			!strings.Contains(err.Error(), "You made this invitation") {
			t.Errorf("the maker of an invitation accepts it: %v", err)
		}
		for _, i := range invitations(t, w) {
			if i.Void == "" {
				continue
			}
			if _, err := w.For(now(t, w, chair)).RenewInvitation(ctx, i.ID, i.Version); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("a new link for a void one: %v", err)
			}
			if err := w.For(now(t, w, chair)).RevokeInvitation(ctx, i.ID, i.Version); err != nil {
				t.Errorf("taking a void one off the list: %v", err)
			}
		}
		if _, err := w.For(w.Commissioner).Invite(ctx, store.Invitation{Name: "Somebody", Role: tenants.Lead}); !errors.Is(err,
			tenants.ErrForbidden) {
			t.Errorf("a commissioner invites: %v", err)
		}
	})
}

func invitations(t *testing.T, w *storetest.World) []store.Invitation {
	t.Helper()
	list, err := w.For(w.Lead).Invitations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestAcceptedWhileItsMakerLeaves: whichever is first, nobody comes in after the maker is gone.
func TestAcceptedWhileItsMakerLeaves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for range 8 {
			maker := w.Member(t, w.Lead.Tenant, "maker", tenants.Lead, "")
			token := offer(t, w, maker, "Somebody", "")
			p, err := w.SignedIn(ctx, "https://issuer.example", "comes", "Comes", "")
			if err != nil {
				t.Fatal(err)
			}
			var accepted, ended error
			var m tenants.Member
			var group sync.WaitGroup
			group.Go(func() { m, accepted = w.Accept(ctx, token, p) })
			group.Go(func() { ended = w.For(w.Lead).EndMembership(ctx, maker.ID, maker.Version) })
			group.Wait()
			if ended != nil || accepted != nil && !errors.Is(accepted, tenants.ErrNotFound) {
				t.Fatalf("the end: %v; accepted: %v", ended, accepted)
			}
			events, err := w.For(w.Lead).History(ctx, "member", p.ID)
			if err != nil {
				t.Fatal(err)
			}
			gone, err := w.For(w.Lead).History(ctx, "member", maker.Person.ID)
			if err != nil {
				t.Fatal(err)
			}
			if accepted == nil {
				if events[0].Act != "joined" || events[0].Seq > gone[0].Seq {
					t.Errorf("came in by save %d, after the maker went by %d", events[0].Seq, gone[0].Seq)
				}
				if err := w.For(w.Lead).EndMembership(ctx, m.ID, m.Version); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
