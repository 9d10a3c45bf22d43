package mail

import (
	"errors"
	"mime"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// asked is an invitation that the service is to email.
func asked(t *testing.T, w *storetest.World, address string) {
	t.Helper()
	_, err := w.For(w.Lead).Invite(t.Context(), store.Invitation{
		ID: store.NewInvitationID(), Name: "Newcomer <Rose>", Email: address, Role: tenants.Provider, Provider: w.ProviderA.Provider,
		ByEmail: true,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// token is that of the link in an email.
func token(t *testing.T, raw string) string {
	t.Helper()
	_, body := read(t, raw)
	_, after, found := strings.Cut(body, public+"/invitations/")
	token, _, _ := strings.Cut(after, "\n")
	if !found || len(token) < 20 {
		t.Fatalf("no link in %q", body)
	}
	return token
}

// works says whether a token opens an invitation.
func works(t *testing.T, w *storetest.World, token string) bool {
	t.Helper()
	_, err := w.InvitationOf(t.Context(), token)
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

// The email goes to the address of the invitation with a link that works, and says the kind, the ICB and until when: no name of the
// invited person or of the one who invites, no role and no provider.
func TestAnInvitationIsMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		s := sender(t, w, p)
		asked(t, w, "new@example.org")
		for range 2 {
			if err := s.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if len(p.got()) != 1 || p.plain != 0 {
			t.Fatalf("%d emails, %d without TLS", len(p.got()), p.plain)
		}
		header, body := read(t, p.got()[0])
		subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
		if err != nil || subject != "You are invited to use the IPS commissioning toolkit for South West London" {
			t.Errorf("subject %q, %v", subject, err)
		}
		link := token(t, p.got()[0])
		want := "You are invited to use the IPS commissioning toolkit for South West London. Open this link and sign in:\n" + public +
			"/invitations/" +
			link + "\n\nThe link works once, until 27 November 2026 at 9:00am. It is for you alone: do not pass it on.\n"
		if strings.TrimSpace(body) != strings.TrimSpace(want) {
			t.Errorf("says %q, want %q", body, want)
		}
		if header.Get("To") != "<new@example.org>" || !works(t, w, link) {
			t.Errorf("to %q; the link works: %v", header.Get("To"), works(t, w, link))
		}
		for _, word := range []string{"Newcomer", "Rose", "Northside", "Person", "lead@", "provider"} {
			if strings.Contains(p.got()[0], word) {
				t.Errorf("the email holds %q", word)
			}
		}
	})
}

// While the mail server is down, or asks to try again, the invitation waits; then it is sent once, with a new link each time.
func TestAnInvitationWaitsForTheMailServer(t *testing.T) {
	for _, tt := range []struct {
		name, command, answer string
		state                 store.MailState // after the first try
		emails                int             // that the mail server has in the end
	}{
		{"down", "EHLO", "", store.MailWaiting, 1},
		{"not now", "RCPT", "451 later", store.MailWaiting, 1},
		{"not now, as a whole", ".", "451 later", store.MailWaiting, 1},
		{"no such mailbox", "RCPT", "550 no such mailbox", store.MailRefused, 0},
		{"no answer to the whole", ".", "", store.MailUnsure, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := storetest.New(t)
			p := openPostbox(t, "127.0.0.1:0")
			s := sender(t, w, p)
			asked(t, w, "new@example.org")
			p.say(tt.command, tt.answer)
			_ = s.Once(t.Context())
			w.Clock.Set(w.Now().Add(10 * time.Minute))
			list, err := w.For(w.Lead).Invitations(t.Context())
			if err != nil || len(list) != 1 || list[0].Mail.State != tt.state {
				t.Fatalf("%+v, %v, want %q", list, err, tt.state)
			}
			p.mu.Lock()
			clear(p.answer)
			p.mu.Unlock()
			if err := s.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := p.got(); len(got) != tt.emails || len(got) > 0 && !works(t, w, token(t, got[0])) {
				t.Errorf("%d emails, want %d with a link that works", len(got), tt.emails)
			}
		})
	}
}

// Two servers on one database send each invitation once, and its link works.
func TestTwoSendersInviteOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		a, b := sender(t, w, p), sender(t, w, p)
		const invited = 6
		for range invited {
			asked(t, w, "new@example.org")
		}
		var group sync.WaitGroup
		for _, s := range []*Sender{a, b} {
			group.Go(func() {
				if err := s.Once(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if len(p.got()) != invited {
			t.Errorf("%d emails, want %d", len(p.got()), invited)
		}
		for _, raw := range p.got() {
			if !works(t, w, token(t, raw)) {
				t.Error("a link that was sent does not work")
			}
		}
	})
}

// What was withdrawn while it waited is dropped without a word.
func TestNoWithdrawnInvitationIsMailed(t *testing.T) {
	w := storetest.New(t)
	p := openPostbox(t, "127.0.0.1:0")
	s := sender(t, w, p)
	asked(t, w, "new@example.org")
	list, err := w.For(w.Lead).Invitations(t.Context())
	if err == nil {
		err = w.For(w.Lead).RevokeInvitation(t.Context(), list[0].ID, list[0].Version)
	}
	if err == nil {
		err = s.Once(t.Context())
	}
	if err != nil || len(p.got()) != 0 || s.Words(t.Context()) != "ok" {
		t.Errorf("%v, %q, /readyz says %q", err, p.got(), s.Words(t.Context()))
	}
}

// A line end in an address or in an ICB's name, from wherever it got there, makes no other header and reaches nobody else.
func TestALineEndIsNoHeader(t *testing.T) {
	to := connect(t, openPostbox(t, "127.0.0.1:0"))
	for _, address := range []string{
		"new@example.org\r\nBcc: all@example.org", "new@example.org\nBcc: all@example.org", "new@example.org\r",
		"a@example.org, b@example.org",
	} {
		if m, err := to.message("id", address, "subject", "body"); err == nil {
			t.Errorf("%q is an address of %q", address, m.GetToString())
		}
	}
	i := store.Invitation{Tenant: tenants.Tenant{Name: "North\r\nBcc: all@example.org"}, Expires: "2026-11-27T09:00:00.000000Z"}
	if subject, body := invitation(i, "TOKEN", public); strings.Contains(subject, "\n") || strings.Contains(body, "\nBcc") {
		t.Errorf("%q, %q", subject, body)
	}
}

// Each try has another link, so a mail server must not take a later try for the email of an earlier one.
func TestTriesAreOtherEmails(t *testing.T) {
	w := storetest.New(t)
	p := openPostbox(t, "127.0.0.1:0")
	s := sender(t, w, p)
	asked(t, w, "new@example.org")
	m, err := w.TakeMail(t.Context())
	if err == nil {
		err = w.KeepMail(t.Context(), m, 0)
	}
	if err == nil {
		err = s.Once(t.Context())
	}
	if err != nil || len(p.got()) != 1 {
		t.Fatalf("%v, %d emails", err, len(p.got()))
	}
	header, _ := read(t, p.got()[0])
	for id, want := range map[string]bool{m.ID + " 1": true, m.ID + " 0": false, m.ID: false} {
		of, err := s.Server.message(id, "new@example.org", "", "")
		if err != nil {
			t.Fatal(err)
		}
		if same := of.GetMessageID() == header.Get("Message-Id"); same != want {
			t.Errorf("the second try has the id of %q: %v, want %v", id, same, want)
		}
	}
}
