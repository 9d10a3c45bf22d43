package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// disability is a breakdown of fullReturn: 75 people, 32 of whom started a job.
func disability(provider string, quarter calendar.Quarter) equity.Breakdown {
	of := func(access, jobs int64) equity.GroupCount {
		return equity.GroupCount{Access: number.CountOf(access), Unemployed: number.CountOf(access), FirstJobs: number.CountOf(jobs)}
	}
	return equity.Breakdown{
		Provider: provider, Quarter: quarter, Characteristic: "disability", Finished: true,
		Counts: map[string]equity.GroupCount{"1": of(40, 12), "2": of(30, 18), "not_stated": of(3, 2), "not_known": of(2, 0)},
	}
}

func submit(t *testing.T, w *storetest.World, m tenants.Member, quarter calendar.Quarter) {
	t.Helper()
	if _, err := w.For(m).SaveReturn(ctx, fullReturn(m.Provider, quarter), figures.Submit); err != nil {
		t.Fatal(err)
	}
}

func TestBreakdownIsKeptAsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, provider := w.For(w.ProviderA), w.ProviderA.Provider
		blank, err := rows.Breakdown(ctx, provider, "2026Q2", "disability")
		if err != nil || blank.Version != 0 || len(blank.Counts) != 0 || blank.Collection.Title() != "Disability" {
			t.Fatalf("before any save: %+v, %v", blank, err)
		}
		var problems problem.List
		if _, err := rows.SaveBreakdown(ctx, disability(provider, "2026Q2")); !errors.As(err, &problems) || len(problems) != 3 {
			t.Fatalf("finished without a return: %v", err)
		}
		half := disability(provider, "2026Q2")
		half.Finished = false
		half.Counts["not_known"] = equity.GroupCount{}
		if v, err := rows.SaveBreakdown(ctx, half); err != nil || v != 1 {
			t.Fatalf("half of it: %d, %v", v, err)
		}
		submit(t, w, w.ProviderA, "2026Q2")
		whole := disability(provider, "2026Q2")
		if _, err := rows.SaveBreakdown(ctx, whole); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("over a version not seen: %v", err)
		}
		whole.Version = 1
		if v, err := rows.SaveBreakdown(ctx, whole); err != nil || v != 2 {
			t.Fatalf("finished: %d, %v", v, err)
		}
		got, err := rows.Breakdown(ctx, provider, "2026Q2", "disability")
		whole.Version, whole.ChangedAt, whole.ChangedBy = 2, "2026-11-20T09:00:00.000000Z", "Person provider-a"
		if err != nil || !reflect.DeepEqual(got.Breakdown, whole) || !got.AddsUp(got.Collection, got.Return) {
			t.Errorf("got  %+v\nwant %+v, %v", got.Breakdown, whole, err)
		}
		whole.Counts["1"] = equity.GroupCount{Access: number.CountOf(41), Unemployed: number.CountOf(40), FirstJobs: number.CountOf(12)}
		if _, err := rows.SaveBreakdown(ctx, whole); !errors.As(err, &problems) || !strings.Contains(problems.For("access-1"), "76") {
			t.Errorf("a group too many: %v", err)
		}
	})
}

func TestWhoBreaksDown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		submit(t, w, w.ProviderA, "2026Q2")
		b := disability(w.ProviderA.Provider, "2026Q2")
		if _, err := w.For(w.ProviderA).SaveBreakdown(ctx, b); err != nil {
			t.Fatal(err)
		}
		b.Version = 1
		for _, c := range []struct {
			name string
			by   tenants.Member
			want error
		}{
			{"its own people", w.ProviderA, nil},
			{"a rival", w.ProviderB, tenants.ErrNotFound},
			{"a commissioner", w.Commissioner, tenants.ErrForbidden},
			{"an ICB administrator", w.Lead, tenants.ErrForbidden},
			{"a reader", w.Reader, tenants.ErrForbidden},
			{"a provider of another ICB", w.ForeignProvider, tenants.ErrNotFound},
		} {
			if _, err := w.For(c.by).Breakdown(ctx, b.Provider, "2026Q2", "disability"); !errors.Is(err, c.want) {
				t.Errorf("%s reads: %v, want %v", c.name, err, c.want)
			}
			if _, err := w.For(c.by).SaveBreakdown(ctx, b); !errors.Is(err, c.want) {
				t.Errorf("%s saves: %v, want %v", c.name, err, c.want)
			}
		}
		for _, c := range []struct {
			name, characteristic string
			quarter              calendar.Quarter
		}{
			{"one not collected", "religion", "2026Q2"},
			{"sex before anybody said so", "sex", "2026Q2"},
			{"one that is none", "x", "2026Q2"},
			{"a quarter to come", "disability", "2026Q4"},
		} {
			n := disability(b.Provider, c.quarter)
			n.Characteristic, n.Finished = c.characteristic, false
			if _, err := w.For(w.ProviderA).SaveBreakdown(ctx, n); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestBreakdownsAreReadByWhomTheyAreFor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, m := range []tenants.Member{w.ProviderA, w.ProviderB, w.ForeignProvider} {
			submit(t, w, m, "2026Q2")
			if _, err := w.For(m).SaveBreakdown(ctx, disability(m.Provider, "2026Q2")); err != nil {
				t.Fatal(err)
			}
		}
		k := contract.Contract{Provider: w.ProviderB.Provider, Name: "IPS", Start: "2024-04-01", End: "2027-03-31"}
		if _, err := w.For(w.Lead).SaveContract(ctx, k); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name                       string
			by                         tenants.Member
			entered, returns, contract int
		}{
			{"commissioners", w.Commissioner, 2, 2, 1},
			{"a provider", w.ProviderA, 1, 1, 0},
			{"the other, which has a contract", w.ProviderB, 1, 1, 1},
			{"another ICB's", w.ForeignLead, 1, 1, 0},
		} {
			all, err := w.For(c.by).Breakdowns(ctx)
			if err != nil || len(all.Entered) != c.entered || len(all.Returns) != c.returns || len(all.Providers) != c.entered ||
				len(all.Contracted["2026Q2"]) != c.contract {
				t.Errorf("%s: %d breakdowns, %d returns, contracts %v, %v", c.name, len(all.Entered), len(all.Returns), all.Contracted, err)
			}
		}
		if _, err := w.For(w.Reader).Breakdowns(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader: %v", err)
		}
	})
}

// The history tells everybody who may read it that a breakdown was saved, and its numbers to the provider alone.
func TestHistoryKeepsNumbersByGroupBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		submit(t, w, w.ProviderA, "2026Q2")
		if _, err := w.For(w.ProviderA).SaveBreakdown(ctx, disability(w.ProviderA.Provider, "2026Q2")); err != nil {
			t.Fatal(err)
		}
		subject := w.ProviderA.Provider + " 2026Q2 disability"
		for _, c := range []struct {
			name   string
			by     tenants.Member
			fields int
		}{{"its own people", w.ProviderA, 13}, {"a commissioner", w.Commissioner, 1}} {
			events, err := w.For(c.by).History(ctx, "breakdown", subject)
			if err != nil || len(events) != 1 || len(events[0].Changes) != c.fields || events[0].Changes[0].Field != "finished" {
				t.Errorf("%s: %+v, %v", c.name, events, err)
			}
		}
		if events, err := w.For(w.ProviderB).History(ctx, "breakdown", subject); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival: %+v, %v", events, err)
		}
		events, _, err := w.For(w.Lead).HistoryPage(ctx, storeFilter("breakdown"), 10)
		if err != nil || len(events) != 1 || len(events[0].Changes) != 1 {
			t.Errorf("the whole history: %+v, %v", events, err)
		}
	})
}

func TestSwitchingOnTrueCountsIsRecorded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		var problems problem.List
		for _, reason := range []string{"", "999 000 0018", strings.Repeat("x", 2001)} {
			if err := w.For(w.Commissioner).SwitchOnTrueCounts(ctx, "age", reason); !errors.As(err, &problems) {
				t.Errorf("reason %.20q: %v", reason, err)
			}
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if err := w.For(m).SwitchOnTrueCounts(ctx, "age", "To check"); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
		if err := w.For(w.Commissioner).SwitchOnTrueCounts(ctx, "age", "To check the return with Northside"); err != nil {
			t.Fatal(err)
		}
		events, err := w.For(w.Lead).History(ctx, "breakdown", "age")
		if err != nil || len(events) != 1 || events[0].Who != "Person commissioner" ||
			events[0].Changes[0].New != "To check the return with Northside" {
			t.Errorf("%+v, %v", events, err)
		}
	})
}

// Several characteristics are saved together or not at all.
func TestAQuartersBreakdownsAreOneSave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		submit(t, w, w.ProviderA, "2026Q2")
		rows := w.For(w.ProviderA)
		first := disability(w.ProviderA.Provider, "2026Q2")
		age := equity.Breakdown{
			Provider: first.Provider, Quarter: first.Quarter, Characteristic: "age",
			Counts: map[string]equity.GroupCount{"1": {Access: number.CountOf(4)}},
		}
		stale := age
		stale.Version = 3
		wrong := age
		wrong.Counts = map[string]equity.GroupCount{"1": {Access: number.CountOf(4), Unemployed: number.CountOf(5)}}
		var problems problem.List
		if err := rows.SaveBreakdowns(ctx, []equity.Breakdown{first, stale}); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("with one that is stale: %v", err)
		}
		if err := rows.SaveBreakdowns(ctx, []equity.Breakdown{first, wrong}); !errors.As(err, &problems) {
			t.Errorf("with one that is wrong: %v", err)
		}
		versions := func() string {
			t.Helper()
			list, err := rows.BreakdownsOf(ctx, first.Provider, "2026Q2")
			if err != nil {
				t.Fatal(err)
			}
			var words []string
			for _, b := range list {
				words = append(words, fmt.Sprintf("%s %d", b.Characteristic, b.Version))
			}
			return strings.Join(words, ", ")
		}
		if got, want := versions(), "age 0, ethnicity 0, disability 0, deprivation 0"; got != want {
			t.Errorf("after refusals there are %s, want %s", got, want)
		}
		if err := rows.SaveBreakdowns(ctx, []equity.Breakdown{first, age}); err != nil {
			t.Fatal(err)
		}
		if got, want := versions(), "age 1, ethnicity 0, disability 1, deprivation 0"; got != want {
			t.Errorf("there are %s, want %s", got, want)
		}
		if events, err := rows.History(ctx, "breakdown", first.Provider+" 2026Q2 age"); err != nil || len(events) != 1 {
			t.Errorf("the history of age: %+v, %v", events, err)
		}
		for _, m := range []tenants.Member{w.ProviderB, w.Lead} {
			if err := w.For(m).SaveBreakdowns(ctx, []equity.Breakdown{first}); err == nil {
				t.Errorf("%s saved another's", m.Person.Name)
			}
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("faults %q, %v", faults, err)
		}
	})
}
