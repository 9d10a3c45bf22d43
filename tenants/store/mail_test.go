package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/question"
)

// mailed are all emails that are due now, taken and ended as sent, by address.
func mailed(t *testing.T, w *storetest.World) []string {
	t.Helper()
	var list []string
	for {
		m, err := w.TakeMail(t.Context())
		if errors.Is(err, tenants.ErrNotFound) {
			slices.Sort(list)
			return list
		}
		if err == nil {
			err = w.HandMail(t.Context(), m)
		}
		if err == nil {
			err = w.EndMail(t.Context(), m, store.MailSent)
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(m.Kind)+" "+m.ICB+" "+string(m.Due)+" "+m.Address)
	}
}

func give(t *testing.T, w *storetest.World, by tenants.Member, a action.Action) action.Action {
	t.Helper()
	if a.Due == "" {
		a.What, a.Due = "Find rooms", "2027-01-06"
	}
	a, err := w.For(by).SaveAction(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// An action puts an email into the outbox for those whom it is given to, in the same save.
func TestAnActionGivenIsMailed(t *testing.T) {
	const to = "action QWE 2027-01-06 "
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		give(t, w, w.Lead, action.Action{Owner: action.Owner{Member: w.Commissioner.ID}})
		if got := mailed(t, w); got != nil {
			t.Errorf("a service without a mail server put %q into the outbox", got)
		}
		w.QueueMail()
		if err := w.ChooseMail(ctx, w.ProviderB.Person.ID, tenants.MailChoice{Digest: tenants.Never}); err != nil {
			t.Fatal(err)
		}
		again := w.Member(t, w.Lead.Tenant, "provider-a2", tenants.Provider, w.ProviderA.Provider)
		for _, tt := range []struct {
			name  string
			owner action.Owner
			want  []string
		}{
			{"a member", action.Owner{Member: w.Commissioner.ID}, []string{to + "commissioner@example.org"}},
			{"oneself", action.Owner{Member: w.Lead.ID}, nil},
			{
				"a provider: all its people",
				action.Owner{Provider: w.ProviderA.Provider},
				[]string{to + "provider-a2@example.org", to + "provider-a@example.org"},
			},
			{"one of a provider's people", action.Owner{Member: again.ID}, []string{to + "provider-a2@example.org"}},
			{"somebody who does not want it", action.Owner{Member: w.ProviderB.ID}, nil},
			{"a role outside", action.Owner{Role: "Trust executive"}, nil},
			{"nobody", action.Owner{}, nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				a := give(t, w, w.Lead, action.Action{Owner: tt.owner})
				if got := mailed(t, w); !slices.Equal(got, tt.want) {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				a.What = "Find larger rooms"
				give(t, w, w.Lead, a)
				if got := mailed(t, w); got != nil {
					t.Errorf("a change of words put %q into the outbox", got)
				}
			})
		}
		t.Run("from one provider to another", func(t *testing.T) {
			a := give(t, w, w.Lead, action.Action{Owner: action.Owner{Provider: w.ProviderB.Provider}})
			a.Owner = action.Owner{Provider: w.ProviderA.Provider}
			give(t, w, w.Lead, a)
			if got := mailed(t, w); !slices.Equal(got, []string{to + "provider-a2@example.org", to + "provider-a@example.org"}) {
				t.Errorf("got %q", got)
			}
		})
		t.Run("a provider, from which one has left", func(t *testing.T) {
			if err := w.For(w.Lead).EndMembership(ctx, again.ID, again.Version); err != nil {
				t.Fatal(err)
			}
			give(t, w, w.Lead, action.Action{Owner: action.Owner{Provider: w.ProviderA.Provider}})
			if got := mailed(t, w); !slices.Equal(got, []string{to + "provider-a@example.org"}) {
				t.Errorf("got %q", got)
			}
		})
		t.Run("what is done already", func(t *testing.T) {
			a := action.Action{
				What: "Find rooms", Due: "2027-01-06", State: action.Done, DoneOn: "2026-11-01",
				Owner: action.Owner{Member: w.Commissioner.ID},
			}
			give(t, w, w.Lead, a)
			if got := mailed(t, w); got != nil {
				t.Errorf("got %q", got)
			}
		})
		t.Run("a save that is refused", func(t *testing.T) {
			a := action.Action{What: "Find rooms", Due: "2027-01-06", ID: "none", Owner: action.Owner{Member: w.Commissioner.ID}}
			if _, err := w.For(w.Lead).SaveAction(ctx, a); err == nil || mailed(t, w) != nil {
				t.Errorf("%v, and there is an email", err)
			}
		})
		t.Run("handed over", func(t *testing.T) {
			give(t, w, w.Lead, action.Action{Owner: action.Owner{Member: w.ProviderB.ID}})
			owned, err := w.For(w.Lead).Owned(ctx, w.ProviderB.ID)
			if err == nil {
				err = w.For(w.Lead).HandOver(ctx, store.HandOver{From: w.ProviderB.ID, Actions: w.Commissioner.ID, Seen: owned.Records()})
			}
			if got := mailed(t, w); err != nil || len(got) != len(owned.Actions) || got[0] != to+"commissioner@example.org" {
				t.Errorf("%v, %q", err, got)
			}
		})
	})
}

// A question puts an email into the outbox for those who can answer it, and asking further does so again; an answer does not.
func TestAQuestionAskedIsMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		w.QueueMail()
		const to = "question QWE  "
		id := query(t, w, w.Lead, aboutPriority("1.2"), w.ProviderA.Provider, "Who comes?")
		if got := mailed(t, w); !slices.Equal(got, []string{to + "provider-a@example.org"}) {
			t.Errorf("to a provider: %q", got)
		}
		reply(t, w, w.ProviderA, id, question.Answer, "All of us")
		if got := mailed(t, w); got != nil {
			t.Errorf("an answer: %q", got)
		}
		reply(t, w, w.Lead, id, question.Ask, "And when?")
		if got := mailed(t, w); !slices.Equal(got, []string{to + "provider-a@example.org"}) {
			t.Errorf("asked further: %q", got)
		}
		query(t, w, w.ProviderB, aboutPriority("1.2"), "", "Who pays?")
		if got := mailed(t, w); !slices.Equal(got, []string{to + "commissioner@example.org", to + "lead@example.org"}) {
			t.Errorf("to the ICB: %q", got)
		}
	})
}

// Many senders take each email once. When a sender's lease has ended another takes the email, and what was handed over is nobody's again.
func TestSendersTakeEachEmailOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		w.QueueMail()
		const emails = 12
		for range emails {
			give(t, w, w.Lead, action.Action{Owner: action.Owner{Member: w.Commissioner.ID}})
		}
		var mu sync.Mutex
		got := map[string]int{}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for {
					m, err := w.TakeMail(t.Context())
					if errors.Is(err, tenants.ErrNotFound) {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					got[m.ID]++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		for id, n := range got {
			if n != 1 {
				t.Errorf("%s was taken %d times", id, n)
			}
		}
		if len(got) != emails {
			t.Errorf("%d emails were taken, want %d", len(got), emails)
		}
		// All of them died. The leases end.
		w.Clock.Set(w.Now().Add(6 * time.Minute))
		late, err := w.TakeMail(ctx)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(w.Now().Add(6 * time.Minute))
		if err := w.HandMail(ctx, late); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a sender whose lease has ended hands over: %v", err)
		}
		m, err := w.TakeMail(ctx)
		if err == nil {
			err = w.HandMail(ctx, m)
		}
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(w.Now().Add(6 * time.Minute))
		if left := mailed(t, w); len(left) != emails-1 {
			t.Errorf("%d emails are left, want %d: the one that was handed over is not sent again", len(left), emails-1)
		}
		if n, err := w.MailStats(ctx); err != nil || n.Unsure != 1 || n.Waiting != 0 {
			t.Errorf("%+v, %v, want 1 of which nobody knows", n, err)
		}
	})
}

func TestAnEmailIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		w.QueueMail()
		give(t, w, w.Lead, action.Action{Owner: action.Owner{Member: w.ProviderA.ID}})
		handed, err := w.TakeMail(ctx)
		if err == nil {
			err = w.HandMail(ctx, handed) // nobody knows whether it arrived, and it does not wait
		}
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(w.Now().Add(time.Minute))
		since := calendar.At(w.Now())
		give(t, w, w.Lead, action.Action{Owner: action.Owner{Member: w.Commissioner.ID}})
		for tries := 1; tries <= 3; tries++ {
			m, err := w.TakeMail(ctx)
			if err == nil {
				err = w.KeepMail(ctx, m, time.Hour)
			}
			if err != nil || m.Tries != tries-1 {
				t.Fatalf("%d tries before, %v, want %d", m.Tries, err, tries-1)
			}
			n, err := w.MailStats(ctx)
			if got := mailed(t, w); got != nil || err != nil || n.Waiting != 1 || n.Oldest != since || n.Unsure != min(1, tries-1) {
				t.Errorf("taken %q before its time; %+v, %v", got, n, err)
			}
			w.Clock.Set(w.Now().Add(time.Hour))
		}
		w.Clock.Set(w.Now().AddDate(0, 2, 0)) // the service was down for long
		if err := w.SweepMail(ctx); err != nil {
			t.Fatal(err)
		}
		if got := mailed(t, w); !slices.Equal(got, []string{"action QWE 2027-01-06 commissioner@example.org"}) {
			t.Errorf("what waits is not forgotten: %q", got)
		}
	})
}

// Digests are put into the outbox once for each day or week, for those who want them, by however many servers.
func TestDigests(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for member, digest := range map[string]tenants.Digest{w.Lead.Person.ID: tenants.Daily, w.Commissioner.Person.ID: tenants.Never} {
			if err := w.ChooseMail(ctx, member, tenants.MailChoice{Digest: digest}); err != nil {
				t.Fatal(err)
			}
		}
		made := func(day, monday string, want int64) {
			t.Helper()
			results := make(chan int64, 3)
			for range cap(results) {
				go func() {
					n, err := w.QueueDigests(ctx, calendar.Date(day), calendar.Date(monday))
					if err != nil {
						t.Error(err)
					}
					results <- n
				}()
			}
			var all int64
			for range cap(results) {
				all += <-results
			}
			if all != want {
				t.Errorf("%s: %d digests, want %d", day, all, want)
			}
		}
		made("2026-11-23", "2026-11-23", 6) // one daily and five weekly
		if got := mailed(t, w); len(got) != 6 || !slices.Contains(got, "digest   lead@example.org") {
			t.Errorf("got %q", got)
		}
		made("2026-11-24", "2026-11-23", 1)
		made("2026-11-25", "2026-11-23", 1)
		if got := mailed(t, w); !slices.Equal(got, []string{"digest   lead@example.org"}) {
			t.Errorf("a digest that was not sent by the next one is sent too: %q", got)
		}
		if err := w.ChooseMail(ctx, w.Lead.Person.ID, tenants.MailChoice{Digest: "hourly"}); err == nil {
			t.Error("another choice is kept")
		}
		w.Clock.Set(w.Now().AddDate(0, 2, 0))
		if err := w.SweepMail(ctx); err != nil {
			t.Fatal(err)
		}
		made("2027-01-25", "2027-01-25", 6)
	})
}

// A calendar's address works until the next one, or its end, and gives the memberships of that moment.
func TestCalendarAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		person := w.Commissioner.Person.ID
		first, err := w.NewCalendarAddress(ctx, person)
		if err != nil {
			t.Fatal(err)
		}
		of := func(secret string) int {
			t.Helper()
			list, err := w.CalendarOf(ctx, secret)
			if errors.Is(err, tenants.ErrNotFound) {
				return -1
			}
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if of(first) != 1 || of("") != -1 || of(first+"x") != -1 {
			t.Error("the address does not work, or another does")
		}
		second, err := w.NewCalendarAddress(ctx, person)
		if err != nil || of(first) != -1 || of(second) != 1 {
			t.Errorf("%v: the old address works still, or the new one does not", err)
		}
		if err := w.For(w.Lead).EndMembership(ctx, w.Commissioner.ID, w.Commissioner.Version); err != nil || of(second) != 0 {
			t.Errorf("%v: somebody who has left reads on", err)
		}
		if err := w.EndCalendarAddress(ctx, person); err != nil || of(second) != -1 {
			t.Errorf("%v: an address works after its end", err)
		}
		if since, err := w.CalendarSince(ctx, person); since != "" || err != nil {
			t.Errorf("%q, %v", since, err)
		}
	})
}
