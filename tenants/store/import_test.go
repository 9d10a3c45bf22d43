package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

func TestImportMappingIsRemembered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, b := w.ProviderA.Provider, w.ProviderB.Provider
		m := figures.Mapping{Header: 2, Quarter: "period", From: map[string]string{"first_job_starts": "jobs"}}
		if none, err := w.For(w.ProviderA).ImportMapping(ctx, a); err != nil || len(none.From) > 0 {
			t.Fatalf("before any: %+v, %v", none, err)
		}
		for range 2 { // the second time nothing changes, and the history has nothing to tell
			if err := w.For(w.ProviderA).SaveImport(ctx, a, nil, m); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.For(w.Commissioner).ImportMapping(ctx, a)
		if err != nil || got.Text() != m.Text() {
			t.Errorf("got %+v, %v", got, err)
		}
		events, err := w.For(w.Lead).History(ctx, "import", a)
		if err != nil || len(events) != 1 || len(events[0].Changes) != 1 ||
			events[0].Said(events[0].Changes[0], events[0].Changes[0].New) !=
				"People out of work at the start who started a first job: ‘jobs’" {
			t.Errorf("history %+v, %v", events, err)
		}
		for _, c := range []struct {
			name     string
			by       tenants.Member
			provider string
			want     error
		}{
			{"a rival's", w.ProviderA, b, tenants.ErrNotFound},
			{"a rival reads", w.ProviderB, a, tenants.ErrNotFound},
			{"another ICB's lead", w.ForeignLead, a, tenants.ErrNotFound},
			{"nobody's", w.Lead, "x", tenants.ErrNotFound},
			{"a reader", w.Reader, a, tenants.ErrForbidden},
		} {
			if _, err := w.For(c.by).ImportMapping(ctx, c.provider); !errors.Is(err, c.want) {
				t.Errorf("%s: read %v, want %v", c.name, err, c.want)
			}
			if err := w.For(c.by).SaveImport(ctx, c.provider, nil, figures.Mapping{Header: 1}); !errors.Is(err, c.want) {
				t.Errorf("%s: save %v, want %v", c.name, err, c.want)
			}
		}
		traces, err := w.For(w.Lead).FindText(ctx, "jobs")
		if err != nil || len(traces) == 0 || traces[0].Kind != "import" {
			t.Fatalf("traces %+v, %v", traces, err)
		}
		if err := w.For(w.Lead).Erase(ctx, []string{traces[0].ID}, "A name"); err != nil {
			t.Fatal(err)
		}
		if gone, err := w.For(w.ProviderA).ImportMapping(ctx, a); err != nil || len(gone.From) > 0 {
			t.Errorf("after its removal: %+v, %v", gone, err)
		}
	})
}

// Drafts that come from one file are saved together with the way in which it was read, or none of it is; the form sent twice
// saves once.
func TestDraftsOfOneFileAreOneSave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, a := w.For(w.ProviderA), w.ProviderA.Provider
		m := figures.Mapping{Header: 1, From: map[string]string{"first_job_starts": "jobs"}}
		year := func(jobs int64, version int) (list []figures.Return) {
			for _, q := range []calendar.Quarter{"2025Q4", "2026Q1", "2026Q2"} {
				list = append(list, figures.Return{Quarter: q, FirstJobStarts: number.CountOf(jobs), Version: version})
			}
			return list
		}
		recorded := func() string {
			text := ""
			for _, f := range year(0, 0) {
				now, err := rows.Return(ctx, a, f.Quarter)
				if err != nil {
					t.Fatal(err)
				}
				text += fmt.Sprintf("%s %d.%d ", now.State, now.FirstJobStarts.N, now.Version)
			}
			kept, err := rows.ImportMapping(ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			return text + kept.From["first_job_starts"]
		}
		broken, stale, empty := year(5, 0), year(5, 0), " 0.0  0.0  0.0 "
		broken[2].FirstJobStarts = number.CountOf(-1)
		stale[1].Version = 7
		var wrong problem.List
		if err := rows.SaveImport(ctx, a, broken, m); !errors.As(err, &wrong) ||
			!strings.HasPrefix(wrong[0].Message, "Quarter 2 2026/27: ") || recorded() != empty {
			t.Errorf("one number is wrong: %v; recorded %q", err, recorded())
		}
		if err := rows.SaveImport(ctx, a, stale, m); !errors.Is(err, tenants.ErrStale) || recorded() != empty {
			t.Errorf("one was saved by somebody else: %v; recorded %q", err, recorded())
		}
		for range 2 {
			sent := tenants.WithSent(ctx, strings.Repeat("5", 64))
			if err := rows.SaveImport(sent, a, year(5, 0), m); err != nil || recorded() != "draft 5.1 draft 5.1 draft 5.1 jobs" {
				t.Errorf("%v; recorded %q", err, recorded())
			}
		}
		full := year(6, 1)[0]
		full.Provider = a
		for _, field := range full.Fields() {
			_ = field.Read(&full, "6")
		}
		if _, err := rows.SaveReturn(ctx, full, figures.Submit); err != nil {
			t.Fatal(err)
		}
		late := year(7, 1)
		late[0].Version = 2
		if err := rows.SaveImport(ctx, a, late, m); !errors.As(err, &wrong) || recorded() != "submitted 6.2 draft 5.1 draft 5.1 jobs" {
			t.Errorf("one is submitted: %v; recorded %q", err, recorded())
		}
		if err := w.For(w.ProviderB).SaveImport(ctx, a, year(1, 1)[1:], m); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival: %v", err)
		}
	})
}

// published is a figure of a provider, for the year to September 2026.
func published(provider string, people int64) figures.Published {
	return figures.Published{
		Provider: provider, To: "2026-09-30", People: number.CountOf(people), PublishedOn: "2026-11-12",
		Source: "Monthly statistics",
	}
}

func TestPublishedIsKeptAsRecorded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, a, b := w.For(w.Commissioner), w.ProviderA.Provider, w.ProviderB.Provider
		june := published(a, 0)
		june.To, june.People, june.Hidden = "2026-06-30", number.Count{}, true
		if err := rows.SavePublished(ctx, published(a, 120), june, published(b, 0)); err != nil {
			t.Fatal(err)
		}
		list, err := rows.Published(ctx)
		if err != nil || len(list) != 3 {
			t.Fatalf("%d, %v", len(list), err)
		}
		if last := list[2]; last.To != "2026-06-30" || !last.Hidden || last.Shown() != "*" || last.Version != 1 ||
			last.ChangedBy != "Person commissioner" {
			t.Errorf("the oldest %+v", last)
		}
		changed := published(a, 125)
		changed.Version = 1
		if err := rows.SavePublished(ctx, changed); err != nil {
			t.Fatal(err)
		}
		own, err := w.For(w.ProviderA).Published(ctx)
		if err != nil || len(own) != 2 || own[0].People.N != 125 || own[0].Version != 2 {
			t.Errorf("a provider sees its own: %+v, %v", own, err)
		}
		events, err := w.For(w.Lead).History(ctx, "published", a+" 2026-09-30")
		if err != nil || len(events) != 2 || len(events[0].Changes) != 1 || events[0].Changes[0].Old != "120" ||
			events[0].Changes[0].New != "125" {
			t.Errorf("history %+v, %v", events, err)
		}
		changed.Version = 2
		if err := rows.RemovePublished(ctx, changed); err != nil {
			t.Fatal(err)
		}
		if err := rows.RemovePublished(ctx, changed); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if list, _ := rows.Published(ctx); len(list) != 2 {
			t.Errorf("%d are left", len(list))
		}
	})
}

// A final figure takes the place of a provisional one, never the other way round.
func TestFinalPublishedFigureStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, a := w.For(w.Commissioner), w.ProviderA.Provider
		recorded := func() string {
			list, err := rows.Published(ctx)
			if err != nil || len(list) != 1 {
				t.Fatalf("%d, %v", len(list), err)
			}
			return fmt.Sprint(list[0].People.N, " ", list[0].Provisional)
		}
		for version, step := range []struct {
			name        string
			people      int64
			provisional bool
			refused     bool
			want        string
		}{
			{"provisional", 115, true, false, "115 true"},
			{"a later provisional one", 116, true, false, "116 true"},
			{"final", 120, false, false, "120 false"},
			{"provisional again", 117, true, true, "120 false"},
		} {
			p := published(a, step.people)
			p.Provisional, p.Version = step.provisional, version
			err := rows.SavePublished(ctx, p)
			if wrong, ok := errors.AsType[problem.List](err); ok != step.refused || step.refused && wrong[0].Field != "provisional" ||
				!ok && err != nil {
				t.Errorf("%s: %v", step.name, err)
			}
			if got := recorded(); got != step.want {
				t.Errorf("after %s: %s, want %s", step.name, got, step.want)
			}
		}
		events, err := rows.History(ctx, "published", a+" 2026-09-30")
		if err != nil || len(events) != 3 || events[0].Changes[1].Field != "provisional" || events[0].Changes[1].Old != "yes" {
			t.Errorf("history %+v, %v", events, err)
		}
	})
}

func TestPublishedIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		if err := w.For(w.Lead).SavePublished(ctx, published(a, 100)); err != nil {
			t.Fatal(err)
		}
		noted := published(w.ProviderB.Provider, 5)
		noted.Source = "For 999 000 0018"
		for _, c := range []struct {
			name string
			by   tenants.Member
			list []figures.Published
			want error
		}{
			{"a provider", w.ProviderA, []figures.Published{published(a, 5)}, tenants.ErrForbidden},
			{"a reader", w.Reader, []figures.Published{published(a, 5)}, tenants.ErrForbidden},
			{"another ICB's lead", w.ForeignLead, []figures.Published{published(a, 5)}, tenants.ErrNotFound},
			{"nobody's", w.Lead, []figures.Published{published("x", 5)}, tenants.ErrNotFound},
			{"one that is there", w.Lead, []figures.Published{published(a, 5)}, tenants.ErrStale},
			{"what looks like an NHS number", w.Lead, []figures.Published{noted}, problem.List{}},
			{"all or none", w.Lead, []figures.Published{published(w.ProviderB.Provider, 5), published(a, 5)}, tenants.ErrStale},
		} {
			err := w.For(c.by).SavePublished(ctx, c.list...)
			var list problem.List
			if _, isList := c.want.(problem.List); isList && !errors.As(err, &list) || !isList && !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if err := w.For(w.ProviderA).RemovePublished(ctx, published(a, 100)); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a provider removes: %v", err)
		}
		if err := w.For(w.Lead).RemovePublished(ctx, published(a, 100)); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("of another version: %v", err)
		}
		if _, err := w.For(w.Reader).Published(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader reads: %v", err)
		}
		if list, err := w.For(w.ForeignLead).Published(ctx); err != nil || len(list) != 0 {
			t.Errorf("another ICB sees %d, %v", len(list), err)
		}
		if list, err := w.For(w.ProviderB).Published(ctx); err != nil || len(list) != 0 {
			t.Errorf("a rival sees %d, %v", len(list), err)
		}
		if list, err := w.For(w.Lead).Published(ctx); err != nil || len(list) != 1 || list[0].People.N != 100 {
			t.Errorf("in the end %+v, %v", list, err)
		}
	})
}
