package store_test

import (
	"errors"
	"reflect"
	"sync"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// fullReturn holds every figure of a quarter that has ended.
func fullReturn(provider string, quarter calendar.Quarter) figures.Return {
	return figures.Return{
		Provider: provider, Quarter: quarter,
		AccessUnemployed: number.CountOf(75), AccessRetention: number.CountOf(0), FirstJobStarts: number.CountOf(32),
		KeptWork: number.CountOf(9),
		InPost:   figures.Posts{ES: number.FTEOf(1850), TL: number.FTEOf(300), SM: number.FTEOf(63)},
		Funded:   figures.Posts{ES: number.FTEOf(1875)},
		Note:     "Two posts are vacant.",
	}
}

func TestReturnIsKeptAsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, provider := w.For(w.ProviderA), w.ProviderA.Provider
		blank, err := rows.Return(ctx, provider, "2026Q2")
		if err != nil || blank.Version != 0 || blank.AccessUnemployed.Known {
			t.Fatalf("before any save: %+v, %v", blank, err)
		}
		draft := figures.Return{Provider: provider, Quarter: "2026Q2", AccessRetention: number.CountOf(0)}
		if _, err := rows.SaveReturn(ctx, draft, figures.Save); err != nil {
			t.Fatal(err)
		}
		full := fullReturn(provider, "2026Q2")
		full.Version = 1
		version, err := rows.SaveReturn(ctx, full, figures.Submit)
		if err != nil || version != 2 {
			t.Fatalf("submit: version %d, %v", version, err)
		}
		got, err := rows.Return(ctx, provider, "2026Q2")
		if err != nil {
			t.Fatal(err)
		}
		want := full
		want.State, want.Version = figures.Submitted, 2
		want.SubmittedAt, want.ChangedAt, want.ChangedBy = "2026-11-20T09:00:00.000000Z", "2026-11-20T09:00:00.000000Z", "Person provider-a"
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if got.Funded.TL.Known || !got.AccessRetention.Known {
			t.Error("a figure that was not given is not 0, and 0 is given")
		}
		events, err := w.For(w.Lead).History(ctx, "return", provider+" 2026Q2")
		if err != nil || len(events) != 2 || events[0].Act != "submit" {
			t.Fatalf("history %+v, %v", events, err)
		}
		if c := events[0].Changes[0]; c.Field != "state" || c.Old != "draft" || c.New != "submitted" {
			t.Errorf("first change %+v", c)
		}
	})
}

func TestReturnGoesItsSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		provider, commissioner := w.For(w.ProviderA), w.For(w.Commissioner)
		f := fullReturn(w.ProviderA.Provider, "2026Q2")
		var problems problem.List
		for _, s := range []struct {
			name  string
			step  figures.Step
			put   func()
			state figures.State
			want  error
		}{
			{name: "accept what is not there", step: figures.Accept, want: problems},
			{name: "submit", step: figures.Submit, state: figures.Submitted},
			{name: "submit once more", step: figures.Submit, want: problems},
			{name: "a question is no step", step: figures.Ask, want: problems},
			{name: "an answer is no step", step: figures.Answer, want: problems},
			{name: "accept", step: figures.Accept, state: figures.Accepted},
			{
				name: "correct without a reason", step: figures.Correct, put: func() { f.FirstJobStarts = number.CountOf(31) },
				want: problems,
			},
			{name: "correct", step: figures.Correct, put: func() { f.Reason = "One was counted twice" }, state: figures.Corrected},
		} {
			if s.put != nil {
				s.put()
			}
			rows := provider
			if s.step == figures.Accept {
				rows = commissioner
			}
			version, err := rows.SaveReturn(ctx, f, s.step)
			if s.state == "" {
				if !errors.As(err, &problems) {
					t.Errorf("%s: %v, want a problem", s.name, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			f.Version = version
			got, err := rows.Return(ctx, f.Provider, f.Quarter)
			if err != nil || got.State != s.state || got.Version != version {
				t.Errorf("%s: %s version %d, %v; want %s version %d", s.name, got.State, got.Version, err, s.state, version)
			}
		}
		got, _ := provider.Return(ctx, f.Provider, f.Quarter)
		if got.FirstJobStarts != number.CountOf(31) || got.Reason != "One was counted twice" {
			t.Errorf("in the end %+v", got)
		}
	})
}

func TestReturnIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, b := w.ProviderA.Provider, w.ProviderB.Provider
		ofQuarter := func(provider string, q calendar.Quarter) figures.Return { return fullReturn(provider, q) }
		noted := func(text string) figures.Return {
			f := ofQuarter(a, "2026Q2")
			f.Note = text
			return f
		}
		for _, c := range []struct {
			name string
			by   tenants.Member
			f    figures.Return
			step figures.Step
			want error
		}{
			{"another provider's", w.ProviderA, ofQuarter(b, "2026Q2"), figures.Save, tenants.ErrNotFound},
			{"another ICB's", w.ForeignLead, ofQuarter(a, "2026Q2"), figures.Save, tenants.ErrNotFound},
			{"a provider nobody knows", w.Commissioner, ofQuarter("x", "2026Q2"), figures.Save, tenants.ErrNotFound},
			{"a reader's", w.Reader, ofQuarter(a, "2026Q2"), figures.Save, tenants.ErrForbidden},
			{"a provider that accepts its own", w.ProviderA, ofQuarter(a, "2026Q2"), figures.Accept, tenants.ErrForbidden},
			{"a quarter that has not ended", w.ProviderA, ofQuarter(a, "2026Q3"), figures.Submit, problem.List{}},
			{"a missing figure", w.ProviderA, figures.Return{Provider: a, Quarter: "2026Q2"}, figures.Submit, problem.List{}},
			{"what looks like an NHS number", w.ProviderA, noted("For 999 000 0018"), figures.Save, problem.List{}},
			{
				"a version that is not there", w.ProviderA,
				figures.Return{Provider: a, Quarter: "2026Q2", Version: 3},
				figures.Save,
				tenants.ErrStale,
			},
		} {
			_, err := w.For(c.by).SaveReturn(ctx, c.f, c.step)
			if _, isList := c.want.(problem.List); isList {
				var list problem.List
				if !errors.As(err, &list) {
					t.Errorf("%s: %v, want a problem", c.name, err)
				}
			} else if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if list, err := w.For(w.Lead).Returns(ctx, ""); err != nil || len(list) != 0 {
			t.Errorf("nothing may have been kept: %v, %v", list, err)
		}
	})
}

func TestWhoSeesWhichReturns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
			for _, q := range []calendar.Quarter{"2026Q1", "2026Q2"} {
				if _, err := w.For(m).SaveReturn(ctx, fullReturn(m.Provider, q), figures.Submit); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, c := range []struct {
			name string
			by   tenants.Member
			n    int
			err  error
		}{
			{"lead", w.Lead, 4, nil},
			{"commissioner", w.Commissioner, 4, nil},
			{"provider", w.ProviderA, 2, nil},
			{"reader", w.Reader, 0, tenants.ErrForbidden},
			{"another ICB's lead", w.ForeignLead, 0, nil},
			{"another ICB's provider", w.ForeignProvider, 0, nil},
		} {
			list, err := w.For(c.by).Returns(ctx, "")
			if len(list) != c.n || !errors.Is(err, c.err) {
				t.Errorf("%s sees %d, %v; want %d, %v", c.name, len(list), err, c.n, c.err)
			}
			for i := 1; i < len(list); i++ {
				if list[i-1].Quarter < list[i].Quarter {
					t.Errorf("%s: %s before %s", c.name, list[i-1].Quarter, list[i].Quarter)
				}
			}
		}
		if _, err := w.For(w.ProviderA).Return(ctx, w.ProviderB.Provider, "2026Q2"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival's return: %v", err)
		}
	})
}

func TestOneOfManySubmits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		var won, stale int
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range 10 {
			wait.Go(func() {
				_, err := w.For(w.ProviderA).SaveReturn(ctx, fullReturn(w.ProviderA.Provider, "2026Q2"), figures.Submit)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won++
				case errors.Is(err, tenants.ErrStale):
					stale++
				default:
					t.Errorf("unexpected: %v", err)
				}
			})
		}
		wait.Wait()
		if won != 1 || stale != 9 {
			t.Errorf("%d won, %d were stale", won, stale)
		}
	})
}
