package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// makes are the saves that make a record: each returns its id.
var makes = map[string]func(ctx context.Context, w *storetest.World) (string, error){
	"a provider": func(ctx context.Context, w *storetest.World) (string, error) {
		o, err := w.For(w.Lead).SaveProvider(ctx, provider.Provider{Name: "Hillside", Kind: "voluntary", Stage: provider.MatureService})
		return o.ID, err
	},
	"a contract": func(ctx context.Context, w *storetest.World) (string, error) {
		c, err := w.For(w.Lead).SaveContract(ctx, contract.Contract{
			Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2024-04-01", End: "2027-03-31",
		})
		return c.ID, err
	},
	"a target": func(ctx context.Context, w *storetest.World) (string, error) {
		o, err := w.For(w.Lead).SaveOwnTarget(ctx, measure.Own{
			Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: number.Amount{Hundredths: 2000, Known: true},
		})
		return o.ID, err
	},
	"a row of a list that has names": func(ctx context.Context, w *storetest.World) (string, error) {
		row, err := w.For(w.ProviderA).SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team"))
		return row.ID, err
	},
	"a row of a list without names": func(ctx context.Context, w *storetest.World) (string, error) {
		row, err := w.For(w.Lead).SaveRow(ctx, register.Meetings, meeting("2026-04-01"))
		return row.ID, err
	},
}

func meeting(on string) register.Row {
	return register.Row{Values: map[string]string{"on": on, "kind": register.SteeringMeeting}}
}

// savesOf is how many saves an ICB has had.
func savesOf(t *testing.T, w *storetest.World) int64 {
	t.Helper()
	home, err := w.Tenant(t.Context(), w.Lead.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	return home.Version
}

// once is the context of a form's request; each request has its own.
func once(t *testing.T, key string) context.Context {
	t.Helper()
	return tenants.WithSent(t.Context(), strings.Repeat(key, 64))
}

func TestFormSentTwiceMakesOneRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for name, make := range makes {
			t.Run(name, func(t *testing.T) {
				before := savesOf(t, w)
				first, err := make(once(t, "a"), w)
				if err != nil || first == "" {
					t.Fatalf("the first: %q, %v", first, err)
				}
				second, err := make(once(t, "a"), w)
				if err != nil || second != first || savesOf(t, w) != before+1 {
					t.Errorf("the second: %q for %q, %d saves, %v", second, first, savesOf(t, w)-before, err)
				}
			})
			w.Clock.Set(w.Now().Add(25 * time.Hour)) // every case has the same key
		}
	})
}

// Somebody finds the form of last week in an open tab and sends it again: what others did with the record since stays.
func TestFormSentAgainDaysLaterChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for name, make := range makes {
			t.Run(name, func(t *testing.T) {
				first, err := make(once(t, "9"), w)
				if err != nil {
					t.Fatal(err)
				}
				before := savesOf(t, w)
				w.Clock.Set(w.Now().Add(25 * time.Hour)) // by then the key itself is cleared away
				second, err := make(once(t, "9"), w)
				if err != nil || second != first || savesOf(t, w) != before {
					t.Errorf("the second: %q for %q, %d saves, %v", second, first, savesOf(t, w)-before, err)
				}
			})
		}
	})
}

func TestFormSentTwiceAtOnceMakesOneRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for name, make := range makes {
			t.Run(name, func(t *testing.T) {
				before := savesOf(t, w)
				var ids [4]string
				var errs [4]error
				var wait sync.WaitGroup
				for i := range ids {
					ctx := once(t, "b")
					wait.Go(func() { ids[i], errs[i] = make(ctx, w) })
				}
				wait.Wait()
				for i := range ids {
					if errs[i] != nil || ids[i] == "" || ids[i] != ids[0] {
						t.Errorf("sending %d: %q for %q, %v", i, ids[i], ids[0], errs[i])
					}
				}
				if n := savesOf(t, w) - before; n != 1 {
					t.Errorf("%d saves", n)
				}
			})
			w.Clock.Set(w.Now().Add(25 * time.Hour))
		}
	})
}

func TestSentForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		add := func(ctx context.Context, m tenants.Member, on string) error {
			_, err := w.For(m).SaveRow(ctx, register.Meetings, meeting(on))
			return err
		}
		count := func(m tenants.Member) string {
			rows, err := w.For(m).Register(t.Context(), register.Meetings)
			return fmt.Sprint(len(rows), " ", err)
		}
		for _, tt := range []struct {
			name string
			do   func() error
			want string
		}{
			{"the first", func() error { return add(once(t, "c"), w.Lead, "2026-04-01") }, "1 <nil>"},
			{"another form", func() error { return add(once(t, "d"), w.Lead, "2026-04-01") }, "2 <nil>"},
			{"no form", func() error { return add(t.Context(), w.Lead, "2026-04-01") }, "3 <nil>"},
			{"again within a day", func() error {
				w.Clock.Set(w.Now().Add(23 * time.Hour))
				return add(once(t, "c"), w.Lead, "2026-04-01")
			}, "3 <nil>"},
			{"a second save of one request", func() error {
				ctx := once(t, "e")
				if err := add(ctx, w.Lead, "2026-04-02"); err != nil {
					return err
				}
				o, err := w.For(w.Lead).SaveProvider(ctx, provider.Provider{
					Name: "Hillside", Kind: "voluntary",
					Stage: provider.MatureService,
				})
				if err == nil {
					_, err = w.For(w.Lead).Provider(ctx, o.ID)
				}
				return err
			}, "4 <nil>"},
			{"several rows of a file", func() error {
				return w.For(w.Lead).ImportRows(once(t, "f"), register.Meetings, []register.Row{
					meeting("2026-04-05"),
					meeting("2026-04-06"),
				})
			}, "6 <nil>"},
			{"the file again", func() error {
				return w.For(w.Lead).ImportRows(once(t, "f"), register.Meetings, []register.Row{
					meeting("2026-04-05"),
					meeting("2026-04-06"),
				})
			}, "6 <nil>"},
			{"one that was refused", func() error {
				if err := add(once(t, "0"), w.Lead, "2030-04-01"); err == nil {
					return fmt.Errorf("a meeting to come was taken")
				}
				return add(once(t, "0"), w.Lead, "2026-04-07")
			}, "7 <nil>"},
		} {
			if err := tt.do(); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			if got := count(w.Lead); got != tt.want {
				t.Errorf("%s: %s rows, want %s", tt.name, got, tt.want)
			}
		}
		// The same key in another ICB is another form.
		if err := add(once(t, "c"), w.ForeignLead, "2026-04-01"); err != nil || count(w.ForeignLead) != "1 <nil>" {
			t.Errorf("another ICB: %v, %s rows", err, count(w.ForeignLead))
		}
	})
}
