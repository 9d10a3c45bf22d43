package store_test

import (
	"errors"
	"reflect"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
)

func agreement(n int, from string, parts ...string) figures.Set {
	return figures.Set{N: n, From: calendar.Quarter(from), Parts: parts, AgreedOn: "2026-11-01", Note: "Contract meetings"}
}

func TestSetsAreKeptAsVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		if list, err := rows.ReturnSets(ctx); err != nil || len(list) != 0 {
			t.Fatalf("before any: %v, %v", list, err)
		}
		for n, parts := range [][]string{{"sources", "caseload"}, {}} {
			if err := rows.AgreeSet(ctx, agreement(n, "2026Q2", parts...)); err != nil {
				t.Fatal(err)
			}
		}
		list, err := w.For(w.ProviderA).ReturnSets(ctx)
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		want := agreement(1, "2026Q2", "sources", "caseload")
		want.At, want.By = "2026-11-20T09:00:00.000000Z", "Person commissioner"
		if !reflect.DeepEqual(list[1], want) || list[0].N != 2 || list[0].Parts != nil {
			t.Errorf("got  %+v\nwant %+v", list[1], want)
		}
		var problems problem.List
		for _, c := range []struct {
			name string
			by   tenants.Member
			set  figures.Set
			want error
		}{
			{"over a version that was not read", w.Commissioner, agreement(1, "2026Q3"), tenants.ErrStale},
			{"a provider", w.ProviderA, agreement(2, "2026Q3"), tenants.ErrForbidden},
			{"a reader", w.Reader, agreement(2, "2026Q3"), tenants.ErrForbidden},
			{"a quarter long past", w.Lead, agreement(2, "2025Q3"), problems},
		} {
			err := w.For(c.by).AgreeSet(ctx, c.set)
			if c.want == nil || !errors.Is(err, c.want) &&
				!(errors.As(err, &problems) && reflect.TypeOf(c.want) == reflect.TypeOf(problems)) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if _, err := w.For(w.Reader).ReturnSets(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader reads the sets: %v", err)
		}
		if list, err := w.For(w.ForeignLead).ReturnSets(ctx); err != nil || len(list) != 0 {
			t.Errorf("another ICB sees %v, %v", list, err)
		}
	})
}

func TestAReturnKeepsTheSetItWasAskedWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		agree := func(n int, parts ...string) {
			t.Helper()
			if err := w.For(w.Commissioner).AgreeSet(ctx, agreement(n, "2026Q2", parts...)); err != nil {
				t.Fatal(err)
			}
		}
		agree(0, "caseload")
		rows := w.For(w.ProviderA)
		f := fullReturn(w.ProviderA.Provider, "2026Q2")
		f.Asked = figures.Set{N: 1, Parts: []string{"left"}} // what a form says of the set is not believed
		var problems problem.List
		if _, err := rows.SaveReturn(ctx, f, figures.Submit); !errors.As(err, &problems) || problems[0].Field != "active_caseload" {
			t.Fatalf("without what the set asks for: %v", err)
		}
		f.Other = map[string]int64{"active_caseload": 4000, "left_service": 300}
		f.Reasons = map[string]string{"kept_work": "Two moved away", "left_service": "Not asked for"}
		version, err := rows.SaveReturn(ctx, f, figures.Submit)
		if err != nil {
			t.Fatal(err)
		}
		agree(1, "left")
		got, err := rows.Return(ctx, f.Provider, f.Quarter)
		if err != nil || got.Asked.N != 1 || !reflect.DeepEqual(got.Asked.Parts, []string{"caseload"}) {
			t.Fatalf("asked with %+v, %v", got.Asked, err)
		}
		if !reflect.DeepEqual(got.Other, map[string]int64{"active_caseload": 4000}) ||
			!reflect.DeepEqual(got.Reasons, map[string]string{"kept_work": "Two moved away"}) {
			t.Errorf("other %v, reasons %v", got.Other, got.Reasons)
		}
		got.Reason, got.Version, got.Other = "Counted anew", version, map[string]int64{"active_caseload": 4100}
		if _, err := rows.SaveReturn(ctx, got, figures.Correct); err != nil {
			t.Errorf("a correction is asked with the newer set: %v", err)
		}
		blank, err := rows.Return(ctx, f.Provider, "2026Q3")
		if err != nil || blank.Asked.N != 2 {
			t.Errorf("a new return is asked with %+v, %v", blank.Asked, err)
		}
	})
}

func TestTeamsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.ProviderA)
		f := fullReturn(w.ProviderA.Provider, "2026Q2")
		f.Teams = []figures.Team{
			{Name: "North", Numbers: map[string]int64{"access_unemployed": 7000}},
			{},
			{Name: "South", Numbers: map[string]int64{"access_unemployed": 400}},
		}
		var problems problem.List
		if _, err := rows.SaveReturn(ctx, f, figures.Submit); !errors.As(err, &problems) {
			t.Fatalf("74 of 75: %v", err)
		}
		f.Teams[2].Numbers["access_unemployed"] = 500
		if _, err := rows.SaveReturn(ctx, f, figures.Submit); err != nil {
			t.Fatal(err)
		}
		got, err := rows.Return(ctx, f.Provider, f.Quarter)
		want := []figures.Team{f.Teams[0], f.Teams[2]}
		if err != nil || !reflect.DeepEqual(got.Teams, want) {
			t.Errorf("teams %+v, %v; want %+v", got.Teams, err, want)
		}
		got.Teams, got.Reason = []figures.Team{{Name: "All"}}, "The teams were joined"
		if _, err := rows.SaveReturn(ctx, got, figures.Correct); err != nil {
			t.Fatal(err)
		}
		if got, _ = rows.Return(ctx, f.Provider, f.Quarter); len(got.Teams) != 1 || got.Teams[0].Numbers != nil {
			t.Errorf("after the correction %+v", got.Teams)
		}
	})
}

func TestAJumpSinceTheLastSubmittedQuarterNeedsAWord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, provider := w.For(w.ProviderA), w.ProviderA.Provider
		for _, q := range []calendar.Quarter{"2025Q3", "2025Q4"} {
			f := fullReturn(provider, q)
			if q == "2025Q3" {
				f.AccessUnemployed = number.CountOf(200)
			}
			if _, err := rows.SaveReturn(ctx, f, figures.Submit); err != nil {
				t.Fatal(err)
			}
		}
		draft := fullReturn(provider, "2026Q1")
		draft.AccessUnemployed = number.CountOf(500)
		if _, err := rows.SaveReturn(ctx, draft, figures.Save); err != nil {
			t.Fatal(err)
		}
		before, err := rows.ReturnBefore(ctx, provider, "2026Q2")
		if err != nil || before.Quarter != "2025Q4" {
			t.Fatalf("before 2026Q2 comes %s, %v: a draft does not count", before.Quarter, err)
		}
		f := fullReturn(provider, "2026Q2")
		f.Note, f.AccessUnemployed = "", number.CountOf(113) // 75 and half of it is 112.5
		var problems problem.List
		if _, err := rows.SaveReturn(ctx, f, figures.Submit); !errors.As(err, &problems) || problems[0].Field != "why_access_unemployed" {
			t.Fatalf("a jump: %v", err)
		}
		f.Reasons = map[string]string{"access_unemployed": "A second team"}
		if _, err := rows.SaveReturn(ctx, f, figures.Submit); err != nil {
			t.Errorf("with a word: %v", err)
		}
		if before, err := rows.ReturnBefore(ctx, provider, "2025Q3"); err != nil || before.Quarter != "" {
			t.Errorf("before the first comes %+v, %v", before, err)
		}
	})
}

func TestALeadProviderEntersForItsSubcontractor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead, sub := w.For(w.ProviderA), w.ProviderB.Provider
		under := func(id, lead string) error {
			t.Helper()
			o, err := w.For(w.Lead).Provider(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			o.Under = lead
			_, err = w.For(w.Lead).SaveProvider(ctx, o)
			return err
		}
		f := fullReturn(sub, "2026Q2")
		if _, err := lead.SaveReturn(ctx, f, figures.Submit); !errors.Is(err, tenants.ErrNotFound) {
			t.Fatalf("before it delivers under it: %v", err)
		}
		if err := under(sub, w.ProviderA.Provider); err != nil {
			t.Fatal(err)
		}
		version, err := lead.SaveReturn(ctx, f, figures.Submit)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := w.For(w.ProviderB).Return(ctx, sub, "2026Q2"); err != nil || got.ChangedBy != "Person provider-a" ||
			got.AccessUnemployed.N != 75 {
			t.Errorf("the subcontractor sees %+v, %v", got, err)
		}
		if list, err := lead.Returns(ctx, ""); err != nil || len(list) != 0 {
			t.Errorf("what is the lead's own: %v, %v", list, err)
		}
		organisations, list, err := lead.ReturnsToEnter(ctx)
		if err != nil || len(list) != 1 || len(organisations) != 2 {
			t.Errorf("what it can enter: %v, %v, %v", organisations, list, err)
		}
		if o, err := lead.Entered(ctx, sub); err != nil || o.Name != "Riverside" {
			t.Errorf("the subcontractor: %+v, %v", o, err)
		}
		// and nothing else of it
		if _, err := lead.Provider(ctx, sub); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the subcontractor elsewhere: %v", err)
		}
		organisations, list, err = w.For(w.ProviderB).ReturnsToEnter(ctx)
		if err != nil || len(organisations) != 1 || len(list) != 1 {
			t.Errorf("the subcontractor enters %v, %v, %v: its lead's are not its own", organisations, list, err)
		}
		if _, err := w.For(w.ProviderB).Return(ctx, w.ProviderA.Provider, "2026Q2"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the lead's return: %v", err)
		}
		if _, err := w.For(w.ForeignProvider).Entered(ctx, sub); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB's provider: %v", err)
		}
		if err := under(sub, ""); err != nil {
			t.Fatal(err)
		}
		f.Version, f.Reason = version, "No longer"
		if _, err := lead.SaveReturn(ctx, f, figures.Correct); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("after it has stopped: %v", err)
		}
		if _, err := lead.ReturnBefore(ctx, sub, "2026Q3"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("an earlier return after it has stopped: %v", err)
		}
	})
}

func TestUnderWhomAProviderCanDeliver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		third, err := rows.SaveProvider(ctx, provider.Provider{Name: "Third", Kind: "other", Under: w.ProviderA.Provider})
		if err != nil || third.Under != w.ProviderA.Provider {
			t.Fatal(third, err)
		}
		for _, c := range []struct{ name, id, lead string }{
			{"itself", w.ProviderB.Provider, w.ProviderB.Provider},
			{"another ICB's", w.ProviderB.Provider, w.ForeignProvider.Provider},
			{"nobody", w.ProviderB.Provider, "x"},
			{"one that delivers under another", w.ProviderB.Provider, third.ID},
			{"a lead under its own", w.ProviderA.Provider, third.ID},
			{"a lead under a third", w.ProviderA.Provider, w.ProviderB.Provider},
		} {
			o, err := rows.Provider(ctx, c.id)
			if err != nil {
				t.Fatal(err)
			}
			o.Under = c.lead
			var problems problem.List
			if _, err := rows.SaveProvider(ctx, o); !errors.As(err, &problems) || problems[0].Field != "under" {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestTextsOfFiguresCanBeRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		f := fullReturn(w.ProviderA.Provider, "2026Q2")
		f.Reasons = map[string]string{"kept_work": "A person by name"}
		f.Teams = []figures.Team{{Name: "Also a person by name"}}
		if _, err := w.For(w.ProviderA).SaveReturn(ctx, f, figures.Submit); err != nil {
			t.Fatal(err)
		}
		if err := w.For(w.Commissioner).AgreeSet(ctx,
			figures.Set{From: "2026Q3", AgreedOn: "2026-11-01", Note: "With a person by name"}); err != nil {
			t.Fatal(err)
		}
		found, err := w.For(w.Lead).FindText(ctx, "person by name")
		if err != nil || len(found) != 6 { // each in its row and in the history
			t.Fatalf("found %+v, %v", found, err)
		}
		var places []string
		for _, trace := range found {
			places = append(places, trace.ID)
		}
		if err := w.For(w.Lead).Erase(ctx, places, "Somebody was named"); err != nil {
			t.Fatal(err)
		}
		if found, err := w.For(w.Lead).FindText(ctx, "person by name"); err != nil || len(found) != 0 {
			t.Errorf("still there: %+v, %v", found, err)
		}
	})
}
