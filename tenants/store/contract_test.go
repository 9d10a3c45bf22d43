package store_test

import (
	"errors"
	"reflect"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
)

func fullContract(provider string) contract.Contract {
	return contract.Contract{
		Provider: provider, Name: "IPS service", Reference: "C/12", Start: "2024-04-01", End: "2026-03-31",
		Options:     []contract.Option{{Months: 12, ExercisedOn: "2026-01-10"}, {To: "2028-09-30"}},
		Talks:       []contract.Talk{{HeldOn: "2026-09-30", ForEnd: "2027-03-31", Note: "Both want to go on"}},
		ShortReason: "A pilot",
	}
}

func TestContractIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		saved, err := rows.SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil || saved.ID == "" || saved.Version != 1 {
			t.Fatalf("saved %+v, %v", saved, err)
		}
		got, err := rows.Contract(ctx, saved.ID)
		if err != nil || !reflect.DeepEqual(got, saved) {
			t.Fatalf("got  %+v, %v\nwant %+v", got, err, saved)
		}
		got.Options, got.Talks, got.End = nil, nil, ""
		changed, err := rows.SaveContract(ctx, got)
		if err != nil || changed.Version != 2 {
			t.Fatalf("changed %+v, %v", changed, err)
		}
		if again, err := rows.Contract(ctx, saved.ID); err != nil || len(again.Options)+len(again.Talks) != 0 || again.End != "" {
			t.Errorf("options and talks taken away are gone: %+v, %v", again, err)
		}
		if _, err := rows.SaveContract(ctx, got); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a stale save: %v", err)
		}
		events, err := rows.History(ctx, "contract", saved.ID)
		if err != nil || len(events) != 2 || events[1].Act != "added" {
			t.Fatalf("history %+v, %v", events, err)
		}
		for _, c := range events[0].Changes {
			if c.Field == "options" && c.Old != "12 months more, exercised on 10 January 2026\nto 30 September 2028, not exercised" {
				t.Errorf("options in the history: %q", c.Old)
			}
		}
	})
}

func TestWhoSeesWhichContracts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil {
			t.Fatal(err)
		}
		b, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderB.Provider))
		if err != nil {
			t.Fatal(err)
		}
		own, err := w.For(w.ProviderA).Contracts(ctx)
		if err != nil || len(own) != 1 || own[0].ID != a.ID {
			t.Fatalf("a provider sees %+v, %v", own, err)
		}
		if own[0].Talks != nil || own[0].ShortReason != "" || len(own[0].Options) != 2 {
			t.Errorf("a provider sees plain facts, never talks: %+v", own[0])
		}
		if _, err := w.For(w.ProviderA).Contract(ctx, b.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival's contract: %v", err)
		}
		if _, err := w.For(w.Reader).Contracts(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader: %v", err)
		}
		if list, err := w.For(w.ForeignLead).Contracts(ctx); err != nil || len(list) != 0 {
			t.Errorf("another ICB sees %v, %v", list, err)
		}
		if _, err := w.For(w.ForeignLead).Contract(ctx, a.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB by its id: %v", err)
		}
	})
}

func TestContractIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		saved, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil {
			t.Fatal(err)
		}
		foreign := fullContract(w.ForeignProvider.Provider)
		if _, err := w.For(w.Lead).SaveContract(ctx, foreign); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("with another ICB's provider: %v", err)
		}
		if _, err := w.For(w.ForeignLead).SaveContract(ctx, saved); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB's contract: %v", err)
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if _, err := w.For(m).SaveContract(ctx, saved); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
		var problems problem.List
		wrong := saved
		wrong.End = "2020-01-01"
		if _, err := w.For(w.Lead).SaveContract(ctx, wrong); !errors.As(err, &problems) {
			t.Errorf("an end before the start: %v", err)
		}
	})
}
