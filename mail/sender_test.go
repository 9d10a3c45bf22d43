package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

const public = "https://ips.example.nhs.uk"

// sender sends the emails of a world to a postbox.
func sender(t *testing.T, w *storetest.World, p *postbox) *Sender {
	t.Helper()
	w.QueueMail()
	s := &Sender{
		Store: w.Store, Server: connect(t, p), PublicURL: public,
		Waiting: func(context.Context, tenants.Member) ([]tenants.Waiting, error) { return nil, nil },
	}
	if err := s.Once(t.Context()); err != nil { // the day's digests have nothing to say
		t.Fatal(err)
	}
	return s
}

// connect is a postbox as the settings name it.
func connect(t *testing.T, p *postbox) *Server {
	t.Helper()
	to, err := NewServer(Settings{Host: "127.0.0.1", Port: p.port(), From: "IPS toolkit <ips@example.nhs.uk>"}, p.trust)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// give gives an action to a member, whose words must not get into an email.
func give(t *testing.T, w *storetest.World, to tenants.Member) action.Action {
	t.Helper()
	a, err := w.For(w.Lead).SaveAction(t.Context(), action.Action{
		What: "Find 417 rooms at Northside", Note: "Ask Person lead", Due: "2027-01-06", Owner: action.Owner{Member: to.ID},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// read is an email's header and text.
func read(t *testing.T, raw string) (netmail.Header, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

// The email is over TLS, to the person, and says a kind, the ICB and the day: no words of the action, no name, no provider, no figure.
func TestAnActionIsMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		s := sender(t, w, p)
		a := give(t, w, w.Commissioner)
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
		if err != nil || subject != "You have been given an action in South West London" {
			t.Errorf("subject %q, %v", subject, err)
		}
		want := "You have been given an action in South West London, due 6 January 2027. Sign in to read it:\n" +
			public + "/icb/QWE/actions/" + a.ID + "\n\nChoose which emails you get, or none:\n" + public + "/account/reminders\n"
		if strings.TrimSpace(body) != strings.TrimSpace(want) {
			t.Errorf("says %q, want %q", body, want)
		}
		if to := header.Get("To"); to != "<commissioner@example.org>" || header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("to %q, %q", to, header.Get("Auto-Submitted"))
		}
		for _, word := range []string{"Find", "417", "rooms", "Northside", "Person", "Ask"} {
			if strings.Contains(p.got()[0], word) {
				t.Errorf("the email holds %q", word)
			}
		}
	})
}

// A question is mailed to those who can answer it while it waits: the kind and the ICB, and nothing else.
func TestAQuestionIsMailed(t *testing.T) {
	w := storetest.New(t)
	p := openPostbox(t, "127.0.0.1:0")
	s := sender(t, w, p)
	ask := func(text string) string {
		t.Helper()
		about := question.About{Kind: record.Priority, ID: "1.2"}
		q := question.Question{About: about, Provider: w.ProviderA.Provider}
		id, err := w.For(w.Lead).AskQuestion(t.Context(), edition.Current(), q, text, "")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first, second := ask("Where are the 417 rooms?"), ask("Who comes?")
	if err := w.For(w.ProviderA).SayInQuestion(t.Context(), second, 1, question.Answer, "All of us", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Once(t.Context()); err != nil || len(p.got()) != 1 {
		t.Fatalf("%v, %d emails, want 1: the other question is answered", err, len(p.got()))
	}
	header, body := read(t, p.got()[0])
	want := "You have been asked a question in South West London. Sign in to read it:\n" + public + "/icb/QWE/questions/" + first + "\n"
	if !strings.HasPrefix(body, want) || strings.Contains(p.got()[0], "417") || header.Get("To") != "<provider-a@example.org>" {
		t.Errorf("to %s, says %q", header.Get("To"), body)
	}
}

// What is done, or is somebody else's by now, or belongs to somebody who has left, is not mailed.
func TestNothingIsMailedThatNoLongerWaits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, w *storetest.World, a action.Action) error
	}{
		{"the person has left", func(t *testing.T, w *storetest.World, _ action.Action) error {
			return w.For(w.Lead).EndMembership(t.Context(), w.Commissioner.ID, w.Commissioner.Version)
		}},
		{"it is done", func(t *testing.T, w *storetest.World, a action.Action) error {
			a.State, a.DoneOn = action.Done, "2026-11-20"
			return w.For(w.Commissioner).ReportAction(t.Context(), a)
		}},
		{"it is nobody's now", func(t *testing.T, w *storetest.World, a action.Action) error {
			a.Owner = action.Owner{}
			_, err := w.For(w.Lead).SaveAction(t.Context(), a)
			return err
		}},
		{"the person no longer wants emails at once", func(t *testing.T, w *storetest.World, _ action.Action) error {
			return w.ChooseMail(t.Context(), w.Commissioner.Person.ID, tenants.MailChoice{Digest: tenants.Never})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := storetest.New(t)
			p := openPostbox(t, "127.0.0.1:0")
			s := sender(t, w, p)
			if err := tt.change(t, w, give(t, w, w.Commissioner)); err != nil {
				t.Fatal(err)
			}
			if err := s.Once(t.Context()); err != nil || len(p.got()) != 0 {
				t.Errorf("%v, %q", err, p.got())
			}
			if words := s.Words(t.Context()); words != "ok" {
				t.Errorf("/readyz says %q", words)
			}
		})
	}
}

// A mail server that is down loses nothing: all is sent once it is back, and once only.
func TestTheMailServerIsDownAndBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		s := sender(t, w, p)
		at := p.listener.Addr().String()
		if err := p.listener.Close(); err != nil {
			t.Fatal(err)
		}
		give(t, w, w.Commissioner)
		give(t, w, w.ProviderA)
		if err := s.Once(t.Context()); !errors.Is(err, errDown) {
			t.Errorf("without a mail server: %v", err)
		}
		words := s.Words(t.Context())
		if !strings.Contains(words, "took nothing at the last try") || !strings.Contains(words, "2 waiting") {
			t.Errorf("/readyz says %q", words)
		}
		back := openPostbox(t, at)
		s.Server = connect(t, back)
		if err := s.Once(t.Context()); err != nil || len(back.got()) != 2 {
			t.Errorf("once it is back: %v, %d emails", err, len(back.got()))
		}
		if words := s.Words(t.Context()); words != "ok" {
			t.Errorf("/readyz says %q", words)
		}
	})
}

// What the mail server answers decides whether an email is sent again.
func TestAnswersOfTheMailServer(t *testing.T) {
	const never, retried, uncertain = "never again", "again", "unsure"
	for _, tt := range []struct{ name, command, answer, want string }{
		{"no such mailbox", "RCPT", "550 no such mailbox", never},
		{"the mailbox is full for now", "RCPT", "452 full", retried},
		{"the sender is not let in", "MAIL", "550 not you", retried},
		{"not now", "DATA", "451 later", retried},
		{"refused as a whole", ".", "554 no", never},
		{"not now, as a whole", ".", "451 later", retried},
		{"the connection breaks before the email", "DATA", "", retried},
		{"the connection breaks after the email, without an answer", ".", "", uncertain},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := storetest.New(t)
			p := openPostbox(t, "127.0.0.1:0")
			s := sender(t, w, p)
			give(t, w, w.Commissioner)
			p.say(tt.command, tt.answer)
			_ = s.Once(t.Context())
			had := len(p.got())
			n, err := w.MailStats(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.mu.Lock()
			clear(p.answer)
			p.mu.Unlock()
			w.Clock.Set(w.Now().Add(10 * time.Minute))
			if err := s.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			again := len(p.got()) - had
			end, err := w.MailStats(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			switch tt.want {
			case retried:
				if n.Waiting != 1 || again != 1 || end.Waiting != 0 {
					t.Errorf("%+v, then %d emails, %+v", n, again, end)
				}
			case never:
				if n.Refused != 1 || again != 0 {
					t.Errorf("%+v, then %d emails", n, again)
				}
			default:
				if had != 1 || again != 0 || end.Unsure != 1 {
					t.Errorf("%d emails, then %d, %+v", had, again, end)
				}
			}
		})
	}
}

// A program that dies between taking an email and handing it over loses nothing; one that dies while it hands it over sends nothing twice.
func TestASenderDies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		s := sender(t, w, p)
		give(t, w, w.Commissioner)
		give(t, w, w.ProviderA)
		if _, err := w.TakeMail(t.Context()); err != nil { // and dies
			t.Fatal(err)
		}
		m, err := w.TakeMail(t.Context())
		if err == nil {
			err = w.HandMail(t.Context(), m) // and dies
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Once(t.Context()); err != nil || len(p.got()) != 0 {
			t.Errorf("while the leases last: %v, %d emails", err, len(p.got()))
		}
		w.Clock.Set(w.Now().Add(6 * time.Minute))
		if err := s.Once(t.Context()); err != nil || len(p.got()) != 1 || strings.Contains(p.got()[0], m.Address) {
			t.Errorf("after the leases: %v, %q", err, p.got())
		}
		if words := s.Words(t.Context()); words != "ok, 1 may not have arrived" {
			t.Errorf("/readyz says %q", words)
		}
	})
}

// Two servers on one database send each email once.
func TestTwoSenders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		p := openPostbox(t, "127.0.0.1:0")
		a, b := sender(t, w, p), sender(t, w, p)
		const emails = 10
		for range emails {
			give(t, w, w.Commissioner)
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
		ids := map[string]bool{}
		for _, raw := range p.got() {
			header, _ := read(t, raw)
			ids[header.Get("Message-Id")] = true
		}
		if len(p.got()) != emails || len(ids) != emails {
			t.Errorf("%d emails with %d ids, want %d", len(p.got()), len(ids), emails)
		}
	})
}

// A digest says kinds and days, each once, of every ICB; it is for those who want it, where something waits, at seven in London.
func TestADigestIsMailed(t *testing.T) {
	w := storetest.New(t)
	p := openPostbox(t, "127.0.0.1:0")
	s := sender(t, w, p)
	s.Waiting = func(_ context.Context, m tenants.Member) ([]tenants.Waiting, error) {
		if m.Role != tenants.Lead {
			return nil, nil
		}
		return []tenants.Waiting{{Kind: "Action", By: "2027-01-06"}, {Kind: "Action", By: "2027-01-06"}, {Kind: "Priorities"}}, nil
	}
	at := func(text string) {
		t.Helper()
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(now)
		if err := s.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	at("2026-11-22T12:00:00Z") // a Sunday
	at("2026-11-23T06:59:00Z")
	if got := p.got(); len(got) != 0 {
		t.Fatalf("before its time: %q", got)
	}
	at("2026-11-23T07:00:00Z")
	at("2026-11-24T07:00:00Z")
	if got := p.got(); len(got) != 2 { // the administrators of two ICBs
		t.Fatalf("%d emails, want 2", len(got))
	}
	_, body := read(t, p.got()[0])
	name := "South West London"
	if strings.Contains(body, "Central East") {
		name = "Central East"
	}
	want := "On 23 November 2026 you have this to do in the IPS commissioning toolkit.\n\n" + name +
		"\n- Action, due 6 January 2027\n- Priorities\n\nSign in to read it:\n" + public +
		"/my-work\n\nYou get this email once a week.\n\nChoose which emails you get, or none:\n" + public + "/account/reminders\n"
	if strings.TrimSpace(body) != strings.TrimSpace(want) {
		t.Errorf("says %q, want %q", body, want)
	}
}

// The hours of London, over the changes of the clock; weekends.
func TestDigestDay(t *testing.T) {
	for _, tt := range []struct {
		at, day, monday string
	}{
		{"2026-11-23T06:59:59Z", "", ""},
		{"2026-11-23T07:00:00Z", "2026-11-23", "2026-11-23"},
		{"2026-07-06T05:59:59Z", "", ""},
		{"2026-07-06T06:00:00Z", "2026-07-06", "2026-07-06"},
		{"2026-10-26T06:30:00Z", "", ""}, // the day after the clocks went back
		{"2026-10-26T07:00:00Z", "2026-10-26", "2026-10-26"},
		{"2026-11-27T23:59:00Z", "2026-11-27", "2026-11-23"},
		{"2026-11-28T12:00:00Z", "", ""},
		{"2026-11-29T12:00:00Z", "", ""},
		{"2028-02-29T12:00:00Z", "2028-02-29", "2028-02-28"},
	} {
		now, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		day, monday, due := digestDay(now)
		if string(day) != tt.day || string(monday) != tt.monday || due != (tt.day != "") {
			t.Errorf("%s: %q of the week of %q (%v)", tt.at, day, monday, due)
		}
	}
}

func TestBackOff(t *testing.T) {
	for times, want := range map[int]time.Duration{
		0: 30 * time.Second, 1: time.Minute, 4: 8 * time.Minute, 5: 15 * time.Minute, 99: 15 * time.Minute,
	} {
		if got := backOff(firstWait, times); got != want {
			t.Errorf("after %d times %s, want %s", times, got, want)
		}
	}
}

// Without TLS the service talks to a mail server on this machine only, and never falls back to it.
func TestSettings(t *testing.T) {
	right := Settings{Host: "mail.example.nhs.uk", From: "ips@example.nhs.uk"}
	for _, tt := range []struct {
		name   string
		change func(s *Settings)
		want   string
	}{
		{"starttls by itself", func(*Settings) {}, ""},
		{"implicit", func(s *Settings) { s.TLS = "implicit" }, ""},
		{"none, elsewhere", func(s *Settings) { s.TLS = "none" }, "without TLS the service talks only to"},
		{"none, here", func(s *Settings) { s.TLS, s.Host = "none", "localhost" }, ""},
		{"another word", func(s *Settings) { s.TLS = "yes" }, "want starttls, implicit or none"},
		{"no sender", func(s *Settings) { s.From = "" }, "IPS_MAIL_FROM"},
		{"a user without a password", func(s *Settings) { s.User = "ips" }, "belong together"},
		{"a port that is none", func(s *Settings) { s.Port = 99999 }, "mail server"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := right
			tt.change(&s)
			_, err := NewServer(s, nil)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
	if s, err := NewServer(Settings{}, nil); s != nil || err != nil {
		t.Errorf("no settings: %v, %v", s, err)
	}
	t.Run("a server without TLS gets nothing", func(t *testing.T) {
		w := storetest.New(t)
		p := openPostbox(t, "127.0.0.1:0")
		s := sender(t, w, p)
		give(t, w, w.Commissioner)
		p.say("EHLO", "250 postbox")
		if err := s.Once(t.Context()); !errors.Is(err, errDown) || len(p.got()) != 0 {
			t.Errorf("%v, %d emails", err, len(p.got()))
		}
	})
	t.Run("a server that nobody vouches for gets nothing", func(t *testing.T) {
		w := storetest.New(t)
		p := openPostbox(t, "127.0.0.1:0")
		p.trust.RootCAs = nil
		s := sender(t, w, p)
		give(t, w, w.Commissioner)
		if err := s.Once(t.Context()); !errors.Is(err, errDown) || len(p.got()) != 0 {
			t.Errorf("%v, %d emails", err, len(p.got()))
		}
	})
}
