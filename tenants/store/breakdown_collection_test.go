package store_test

import (
	"errors"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/problem"
)

func storeFilter(kind string) store.HistoryFilter { return store.HistoryFilter{Kind: kind} }

func agreed(code string) equity.Collection {
	return equity.Collection{
		Characteristic: code, From: "2026Q2", Collected: true, Labels: []string{"Yes", "No"},
		Reason: "The steering group asked", AgreedOn: "2026-10-01", AgreedBy: "Data protection officer",
	}
}

func TestCollectionIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		saved, err := rows.SaveCollection(ctx, agreed("religion"))
		if err != nil || saved.Version != 1 {
			t.Fatalf("%+v, %v", saved, err)
		}
		if _, err := rows.SaveCollection(ctx, agreed("religion")); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("over a version not seen: %v", err)
		}
		later := saved
		later.From, later.Labels = "2026Q4", []string{"Some", "None", "Other"}
		if later, err = rows.SaveCollection(ctx, later); err != nil || later.Version != 2 {
			t.Fatalf("%+v, %v", later, err)
		}
		own := agreed("")
		own.Name = "Carers"
		if own, err = rows.SaveCollection(ctx, own); err != nil || len(own.Characteristic) != 32 {
			t.Fatalf("%+v, %v", own, err)
		}
		all, err := w.For(w.Lead).Collections(ctx)
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		if got := equity.CollectionIn(all, "religion", "2026Q3"); strings.Join(got.Labels, " ") != "Yes No" ||
			got.AgreedBy != "Data protection officer" {
			t.Errorf("in force until the next: %+v", got)
		}
		if got := equity.CollectionIn(all, "religion", "2026Q4"); strings.Join(got.Labels, " ") != "Some None Other" {
			t.Errorf("the next: %+v", got)
		}
		theirs, err := w.For(w.ProviderA).Collections(ctx)
		if err != nil || len(theirs) != 3 || theirs[0].Reason+theirs[0].AgreedBy+string(theirs[0].AgreedOn) != "" {
			t.Errorf("a provider reads %+v, %v", theirs, err)
		}
		if theirs, err := w.For(w.ForeignLead).Collections(ctx); err != nil || len(theirs) != 0 {
			t.Errorf("another ICB reads %+v, %v", theirs, err)
		}
		stranger := agreed(own.Characteristic)
		stranger.Name = "Carers"
		if _, err := w.For(w.ForeignLead).SaveCollection(ctx, stranger); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB saves over it: %v", err)
		}
		events, err := rows.History(ctx, "collection", "religion")
		if err != nil || len(events) != 2 {
			t.Fatalf("%+v, %v", events, err)
		}
	})
}

func TestGroupsStayWhereTheyHaveBeenCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		submit(t, w, w.ProviderA, "2026Q2")
		if _, err := w.For(w.ProviderA).SaveBreakdown(ctx, disability(w.ProviderA.Provider, "2026Q2")); err != nil {
			t.Fatal(err)
		}
		other := equity.Collection{Characteristic: "disability", From: "2026Q1", Collected: true, Labels: []string{"Yes", "No"}}
		var wrong problem.List
		_, err := rows.SaveCollection(ctx, other)
		if !errors.As(err, &wrong) || wrong[0].Field != "from" || !strings.Contains(wrong[0].Message, "Quarter 2 2026/27") {
			t.Errorf("other groups for a quarter that was counted: %v", err)
		}
		stop := equity.Collection{Characteristic: "disability", From: "2026Q1", Labels: []string{"Disabled", "Not disabled"}}
		if stop, err = rows.SaveCollection(ctx, stop); err != nil {
			t.Errorf("to stop is always possible: %v", err)
		}
		other.From, other.Version = "2026Q3", stop.Version
		if _, err := rows.SaveCollection(ctx, other); err != nil {
			t.Errorf("from the next quarter: %v", err)
		}
	})
}

func TestWhoAgreesWhatIsCollected(t *testing.T) {
	w := storetest.New(t)
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		if _, err := w.For(m).SaveCollection(ctx, agreed("religion")); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("%s: %v", m.Role, err)
		}
	}
	if _, err := w.For(w.Reader).Collections(ctx); !errors.Is(err, tenants.ErrForbidden) {
		t.Errorf("a reader: %v", err)
	}
	without := agreed("religion")
	without.AgreedBy = ""
	var wrong problem.List
	if _, err := w.For(w.Lead).SaveCollection(ctx, without); !errors.As(err, &wrong) || wrong.For("agreed_by") == "" {
		t.Errorf("without the agreement: %v", err)
	}
}
