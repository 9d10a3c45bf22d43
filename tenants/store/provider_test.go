package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
)

func TestProviderIsSavedAndChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, rows := context.Background(), w.For(w.Commissioner)
		o, err := rows.SaveProvider(ctx, provider.Provider{Name: " Hillside ", Kind: "nhs_trust", Place: "North"})
		if err != nil || o.Name != "Hillside" || o.Version != 1 {
			t.Fatalf("added %+v, %v", o, err)
		}
		lead := w.ProviderB
		changed := o
		changed.Stage, changed.Ended, changed.Name, changed.Kind, changed.Place, changed.Under = provider.MatureService, true, "Hill",
			"council", "South", lead.Provider
		if _, err := rows.SaveProvider(ctx, changed); err != nil {
			t.Fatal(err)
		}
		if _, err := rows.SaveProvider(ctx, o); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("saved over a change: %v", err)
		}
		list, err := rows.Providers(ctx)
		if err != nil || len(list) != 3 || list[2].Name != "Hill" || !list[2].Ended || list[2].Version != 2 {
			t.Errorf("list, the ended one last: %+v, %v", list, err)
		}
		events, err := rows.History(ctx, "provider", o.ID)
		if err != nil || len(events) != 2 {
			t.Fatalf("history %+v, %v", events, err)
		}
		var told []string // the newest first
		for _, c := range slices.Concat(events[0].Changes, events[1].Changes) {
			told = append(told, c.Field+": "+c.Old+" > "+c.New)
		}
		slices.Sort(told)
		want := []string{
			"delivers_under:  > Riverside", "ended: no > yes", "kind:  > NHS trust", "kind: NHS trust > Council", "name:  > Hillside",
			"name: Hillside > Hill",
			"place:  > North", "place: North > South", "stage:  > mature",
		}
		if !slices.Equal(told, want) {
			t.Errorf("history tells %q, want %q", told, want)
		}
	})
}

func TestWhatAProviderMayBe(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		good := provider.Provider{Name: "Hillside", Kind: "council", Stage: provider.NewService, Place: "North"}
		for name, tt := range map[string]struct {
			change func(o *provider.Provider)
			field  string // "" when it is all right
		}{
			"as it is":             {func(*provider.Provider) {}, ""},
			"no stage":             {func(o *provider.Provider) { o.Name, o.Stage = "Hill", "" }, ""},
			"no name":              {func(o *provider.Provider) { o.Name = "  " }, "name"},
			"120 characters":       {func(o *provider.Provider) { o.Name = strings.Repeat("é", 120) }, ""},
			"121 characters":       {func(o *provider.Provider) { o.Name = strings.Repeat("é", 121) }, "name"},
			"name of another":      {func(o *provider.Provider) { o.Name = "northside" }, "name"},
			"name in another ICB":  {func(o *provider.Provider) { o.Name = "Eastside" }, ""},
			"no kind":              {func(o *provider.Provider) { o.Kind = "" }, "kind"},
			"unknown kind":         {func(o *provider.Provider) { o.Kind = "club" }, "kind"},
			"unknown stage":        {func(o *provider.Provider) { o.Stage = "old" }, "stage"},
			"place of a long name": {func(o *provider.Provider) { o.Place = strings.Repeat("x", 121) }, "place"},
		} {
			t.Run(name, func(t *testing.T) {
				o := good
				tt.change(&o)
				_, err := w.For(w.Lead).SaveProvider(context.Background(), o)
				problems, _ := errors.AsType[problem.List](err)
				if (err == nil) != (tt.field == "") || tt.field != "" && problems.For(tt.field) == "" {
					t.Errorf("error %v, want a problem with %q", err, tt.field)
				}
			})
		}
	})
}

func TestForeignProvidersAreOutOfReach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		o := provider.Provider{ID: w.ProviderA.Provider, Name: "Taken over", Kind: "other", Version: 1}
		if _, err := w.For(w.ForeignLead).SaveProvider(ctx, o); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("changed: %v", err)
		}
		if list, err := w.For(w.ForeignLead).Providers(ctx); err != nil || len(list) != 1 || list[0].Name != "Eastside" {
			t.Errorf("list %+v, %v", list, err)
		}
		if list, err := w.For(w.ProviderA).Providers(ctx); err != nil || len(list) != 1 || list[0].Name != "Northside" {
			t.Errorf("a provider sees %+v, %v", list, err)
		}
		for _, tt := range []struct {
			who  tenants.Member
			want error
		}{{w.Reader, nil}, {w.ProviderA, nil}, {w.ProviderB, tenants.ErrNotFound}, {w.ForeignLead, tenants.ErrNotFound}} {
			if one, err := w.For(tt.who).Provider(ctx, w.ProviderA.Provider); !errors.Is(err, tt.want) ||
				(err == nil) != (one.Name == "Northside") {
				t.Errorf("%s of %s asks for one: %+v, %v", tt.who.Role, tt.who.Tenant.Code, one, err)
			}
		}
	})
}
