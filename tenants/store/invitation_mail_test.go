package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
)

// byEmail is an invitation that the service is asked to send.
func byEmail(t *testing.T, w *storetest.World) store.Invitation {
	t.Helper()
	w.QueueMail()
	token, err := w.For(w.Lead).Invite(ctx, store.Invitation{
		Name: "Person new", Email: "new@example.org", Role: tenants.Reader, ByEmail: true,
	})
	if err != nil || token != "" {
		t.Fatalf("%v; the one who invites gets the link %q too", err, token)
	}
	return onlyInvitation(t, w)
}

// take is the one email that waits, for a sender.
func take(t *testing.T, w *storetest.World) store.Mail {
	t.Helper()
	m, err := w.TakeMail(ctx)
	if err != nil || m.Kind != store.InvitationMade || m.ICB != "QWE" || m.Address != "" {
		t.Fatalf("%+v, %v", m, err)
	}
	return m
}

// The link is made when the email is handed over: until then the database holds none, nor anything that one could be made from.
func TestAnInvitationIsMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		made := byEmail(t, w)
		if made.Mail.State != store.MailWaiting {
			t.Errorf("before: %+v", made.Mail)
		}
		m := take(t, w)
		if m.Subject != made.ID {
			t.Errorf("the outbox says %q, want the id of the invitation", m.Subject)
		}
		i, token, err := w.HandInvitation(ctx, m)
		if err != nil || i.ID != made.ID || i.Email != "new@example.org" || i.Expires != made.Expires {
			t.Fatalf("%+v, %v", i, err)
		}
		if _, _, err := w.HandInvitation(ctx, m); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("handed over twice: %v", err)
		}
		if got := onlyInvitation(t, w); got.Mail.State != store.MailWaiting || got.Version != made.Version {
			t.Errorf("while it is handed over: %+v", got)
		}
		must(t, w.EndMail(ctx, m, store.MailSent))
		if got := onlyInvitation(t, w).Mail; got.State != store.MailSent || got.At == "" {
			t.Errorf("after: %+v", got)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) != 0 {
			t.Errorf("the check finds %v, %v", faults, err)
		}
		member, err := w.Accept(ctx, token, newcomer(t, w, "new"))
		must(t, err)
		if _, err := w.Accept(ctx, token, newcomer(t, w, "second")); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the link works twice: %v", err)
		}
		x, err := w.For(w.Lead).ExportPerson(ctx, member.Person.ID)
		if err != nil || len(x.Invitations) != 1 || x.Invitations[0].Emailed == "" {
			t.Errorf("a person's export: %+v, %v", x.Invitations, err)
		}
	})
}

// Another try has another link, and the link of the earlier one stops working.
func TestAnInvitationIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		byEmail(t, w)
		m := take(t, w)
		_, first, err := w.HandInvitation(ctx, m)
		must(t, err)
		must(t, w.KeepMail(ctx, m, time.Hour))
		w.Clock.Set(w.Now().Add(time.Hour))
		m = take(t, w)
		_, second, err := w.HandInvitation(ctx, m)
		must(t, err)
		if _, err := w.InvitationOf(ctx, first); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the first link: %v", err)
		}
		if _, err := w.InvitationOf(ctx, second); err != nil {
			t.Errorf("the second link: %v", err)
		}
		w.Clock.Set(w.Now().Add(6 * time.Minute)) // the sender died
		if got := onlyInvitation(t, w).Mail; got.State != store.MailUnsure {
			t.Errorf("the list says %+v", got)
		}
		if _, err := w.TakeMail(ctx); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("what was handed over is taken again: %v", err)
		}
	})
}

// A sender makes no link after its lease has ended: the one of the sender that has the email now works on.
func TestALateSenderInvitesNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		byEmail(t, w)
		late := take(t, w)
		w.Clock.Set(w.Now().Add(6 * time.Minute))
		_, token, err := w.HandInvitation(ctx, take(t, w))
		must(t, err)
		if _, _, err := w.HandInvitation(ctx, late); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("the late one: %v", err)
		}
		if _, err := w.InvitationOf(ctx, token); err != nil {
			t.Errorf("the link that was sent: %v", err)
		}
	})
}

// What cannot be accepted is not sent, even when that happens while a sender has the email already. The list says so.
func TestNoDeadInvitationIsMailed(t *testing.T) {
	lives := func(t *testing.T, w *storetest.World, token string) {
		t.Helper()
		if _, err := w.InvitationOf(ctx, token); err != nil {
			t.Errorf("the newer link: %v", err)
		}
	}
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, w *storetest.World, i store.Invitation) (newer string)
		shown  store.MailState // "" for an invitation that is in the list no more, or has a newer link
	}{
		{"withdrawn", func(t *testing.T, w *storetest.World, i store.Invitation) string {
			must(t, w.For(w.Lead).RevokeInvitation(ctx, i.ID, i.Version))
			return ""
		}, ""},
		{"expired", func(_ *testing.T, w *storetest.World, _ store.Invitation) string {
			w.Clock.Set(w.Now().Add(store.InvitationLife))
			return ""
		}, store.MailDropped},
		{"its maker left", func(t *testing.T, w *storetest.World, _ store.Invitation) string {
			second := w.Member(t, w.Lead.Tenant, "lead2", tenants.Lead, "")
			must(t, w.For(second).EndMembership(ctx, w.Lead.ID, w.Lead.Version))
			w.Lead = second
			return ""
		}, store.MailDropped},
		{"a newer link to copy", func(t *testing.T, w *storetest.World, i store.Invitation) string {
			w.Clock.Set(w.Now().Add(time.Minute))
			token, err := w.For(w.Lead).RenewInvitation(ctx, i.ID, i.Version)
			must(t, err)
			return token
		}, ""},
		{"accepted by the newer link", func(t *testing.T, w *storetest.World, i store.Invitation) string {
			w.Clock.Set(w.Now().Add(time.Minute))
			token, err := w.For(w.Lead).RenewInvitation(ctx, i.ID, i.Version)
			must(t, err)
			must(t, only(w.Accept(ctx, token, newcomer(t, w, "new"))))
			return ""
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				i := byEmail(t, w)
				m := take(t, w)
				newer := tt.change(t, w, i)
				if tt.name == "expired" { // so has the lease
					m = take(t, w)
				}
				if got, _, err := w.HandInvitation(ctx, m); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("handed over: %+v, %v", got, err)
				}
				for _, is := range []string{"before it is dropped", "after"} {
					for _, i := range invitations(t, w) {
						if i.Mail.State != tt.shown {
							t.Errorf("%s the list says %q, want %q", is, i.Mail.State, tt.shown)
						}
					}
					must(t, w.EndMail(ctx, m, store.MailDropped))
				}
				if newer != "" {
					lives(t, w, newer)
				}
			})
		})
	}
}

// A new link is emailed too, and the email of an earlier link says nothing of the new one.
func TestANewLinkIsMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		i := byEmail(t, w)
		old := take(t, w)
		must(t, w.EndMail(ctx, old, store.MailRefused))
		w.Clock.Set(w.Now().Add(time.Minute))
		must(t, w.For(w.Lead).MailInvitation(ctx, i.ID, i.Version))
		if err := w.For(w.Lead).MailInvitation(ctx, i.ID, i.Version); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("sent by two at once: %v", err)
		}
		if got := onlyInvitation(t, w).Mail.State; got != store.MailWaiting {
			t.Errorf("the list says %q", got)
		}
		if _, _, err := w.HandInvitation(ctx, take(t, w)); err != nil {
			t.Error(err)
		}
		w.Clock.Set(w.Now().Add(time.Minute))
		i = onlyInvitation(t, w)
		must(t, only(w.For(w.Lead).RenewInvitation(ctx, i.ID, i.Version)))
		if got := onlyInvitation(t, w).Mail; got != (store.InvitationMail{}) {
			t.Errorf("of a link to copy the list says %+v", got)
		}
	})
}

// Two ICBs may use the same id: each sees its own email.
func TestMailOfAnotherICBsInvitation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		i := byEmail(t, w)
		must(t, only(w.For(w.ForeignLead).Invite(ctx, store.Invitation{ID: i.ID, Name: "Other", Role: tenants.Reader})))
		list, err := w.For(w.ForeignLead).Invitations(ctx)
		if err != nil || len(list) != 1 || list[0].Mail.State != "" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// An address is one address alone: nothing in it ends a line of the email or adds another person.
func TestAddressesOfInvitations(t *testing.T) {
	w := storetest.New(t)
	refused := func(i store.Invitation) string {
		t.Helper()
		i.Name, i.Role, i.ByEmail = "New", tenants.Reader, true
		_, err := w.For(w.Lead).Invite(ctx, i)
		problems, ok := errors.AsType[problem.List](err)
		if err != nil && !ok {
			t.Fatal(err)
		}
		if len(problems) == 0 {
			return ""
		}
		return problems[0].Field
	}
	if got := refused(store.Invitation{Email: "new@example.org"}); got != "by_email" {
		t.Errorf("a service without a mail server: %q", got)
	}
	w.QueueMail()
	for address, want := range map[string]string{
		"new@example.org": "", "o'new+ips@mail.example.org": "", "": "email", "new": "email", "new@": "email", "@example.org": "email",
		"new@example.org\r\nBcc: all@example.org": "email", "new@example.org\rx": "email", "new\x00@example.org": "email",
		"new@example\u2028.org": "email", "new@example.org\u0085Bcc:a@example.org": "email",
		"a@example.org,b@example.org": "email", "New<new@example.org>": "email", "<new@example.org>": "email",
		`"new"@example.org`: "email", "new@example.org(all)": "email", "new@example.org>": "email",
		strings.Repeat("a", 250) + "@example.org": "email",
	} {
		if got := refused(store.Invitation{Email: address}); got != want {
			t.Errorf("%q: refused by %q, want %q", address, got, want)
		}
	}
	for _, address := range []string{"new@example.org\rx", "new@exam\u0085ple.org"} { // for people's own records too
		_, err := w.For(w.Lead).Invite(ctx, store.Invitation{Name: "New", Email: address, Role: tenants.Reader})
		if problems, ok := errors.AsType[problem.List](err); !ok || problems.For("email") == "" {
			t.Errorf("%q is kept: %v", address, err)
		}
	}
	must(t, only(w.For(w.Lead).Invite(ctx, store.Invitation{Name: "Without", Role: tenants.Reader})))
	for _, i := range invitations(t, w) {
		if i.Name != "Without" {
			continue
		}
		if _, ok := errors.AsType[problem.List](w.For(w.Lead).MailInvitation(ctx, i.ID, i.Version)); !ok || i.Mailable() {
			t.Error("an invitation without an address can be sent")
		}
	}
}
