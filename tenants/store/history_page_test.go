package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

// note saves notes against a priority.
func note(t *testing.T, w *storetest.World, m tenants.Member, key, text string) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	e, err := w.For(m).Entry(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	e.Notes, e.Status = text, assessment.InProgress
	if _, err := w.For(m).SaveEntry(context.Background(), p, e); err != nil {
		t.Fatal(err)
	}
}

func TestHistoryPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		for i := range 5 {
			w.Clock.Set(time.Date(2026, 12, i+1, 23, 30, 0, 0, time.UTC))
			note(t, w, []tenants.Member{w.Lead, w.Commissioner}[i%2], "3.4", fmt.Sprintf("note %d", i))
		}
		note(t, w, w.ForeignLead, "3.4", "another ICB's")
		// One save at the last moment of a day in London's summer time, one at the first of the next day.
		for i, at := range []time.Time{
			time.Date(2027, 6, 1, 22, 59, 59, 999_999_000, time.UTC),
			time.Date(2027, 6, 1, 23, 0, 0, 0, time.UTC),
		} {
			w.Clock.Set(at)
			note(t, w, w.Lead, "1.1", fmt.Sprintf("note %d", 5+i))
		}
		notes := func(m tenants.Member, f store.HistoryFilter, limit int) (list []string, more bool) {
			t.Helper()
			events, more, err := w.For(m).HistoryPage(ctx, f, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				for _, c := range e.Changes {
					if c.Field == "notes" {
						list = append(list, strings.TrimPrefix(c.New, "note "))
					}
				}
			}
			return list, more
		}
		for _, tt := range []struct {
			name  string
			f     store.HistoryFilter
			limit int
			want  string
			more  bool
		}{
			{"all priorities", store.HistoryFilter{Kind: "priority"}, 10, "6 5 4 3 2 1 0", false},
			{"one page", store.HistoryFilter{Kind: "priority"}, 2, "6 5", true},
			{"exactly a page", store.HistoryFilter{Kind: "priority"}, 7, "6 5 4 3 2 1 0", false},
			{"one fewer than there are", store.HistoryFilter{Kind: "priority"}, 6, "6 5 4 3 2 1", true},
			{"the last moment of a day", store.HistoryFilter{From: "2027-06-01", To: "2027-06-01"}, 10, "5", false},
			{"the first moment of a day", store.HistoryFilter{From: "2027-06-02", To: "2027-06-02"}, 10, "6", false},
			{"from a day on", store.HistoryFilter{From: "2027-06-02"}, 10, "6", false},
			{"up to a day", store.HistoryFilter{Kind: "priority", To: "2027-06-01"}, 10, "5 4 3 2 1 0", false},
			{"one person", store.HistoryFilter{Person: w.Commissioner.Person.ID}, 10, "3 1", false},
			{"days, both included", store.HistoryFilter{Kind: "priority", From: "2026-12-02", To: "2026-12-03"}, 10, "2 1", false},
			{"a kind without events", store.HistoryFilter{Kind: "contract"}, 10, "", false},
		} {
			t.Run(tt.name, func(t *testing.T) {
				got, more := notes(w.Commissioner, tt.f, tt.limit)
				if strings.Join(got, " ") != tt.want || more != tt.more {
					t.Errorf("got %v, more %t; want %s, more %t", got, more, tt.want, tt.more)
				}
			})
		}
		first, _, err := w.For(w.Lead).HistoryPage(ctx, store.HistoryFilter{Kind: "priority"}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if got, more := notes(w.Lead, store.HistoryFilter{Kind: "priority", Before: first[1].Seq}, 2); strings.Join(got, " ") != "4 3" ||
			!more {
			t.Errorf("second page %v, more %t", got, more)
		}
		for _, m := range []tenants.Member{w.Reader, w.ProviderA} {
			if _, _, err := w.For(m).HistoryPage(ctx, store.HistoryFilter{}, 2); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
		people, err := w.For(w.Lead).HistoryPeople(ctx)
		if err != nil || !slices.ContainsFunc(people, func(p store.HistoryPerson) bool { return p.ID == w.Commissioner.Person.ID }) ||
			slices.ContainsFunc(people, func(p store.HistoryPerson) bool { return p.ID == w.ForeignLead.Person.ID }) {
			t.Errorf("people %v, %v", people, err)
		}
	})
}

func TestStatusesSince(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		p, _ := edition.Current().Priority("3.4")
		status := func(at time.Time, s assessment.Status) {
			t.Helper()
			w.Clock.Set(at)
			e, err := w.For(w.Lead).Entry(ctx, "3.4")
			if err != nil {
				t.Fatal(err)
			}
			e.Status, e.Notes = s, "notes of "+at.String()
			if _, err := w.For(w.Lead).SaveEntry(ctx, p, e); err != nil {
				t.Fatal(err)
			}
		}
		from := time.Date(2026, 10, 1, 0, 0, 0, 0, calendar.London)
		status(from.Add(-time.Microsecond), assessment.NotStarted)
		status(from, assessment.InProgress)
		status(from.Add(time.Hour), assessment.InProgress)
		status(from.Add(2*time.Hour), assessment.InPlace)
		note(t, w, w.ForeignLead, "3.4", "another ICB's")
		events, err := w.For(w.Reader).StatusesSince(ctx, calendar.At(from))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			got = append(got, e.Subject+" "+e.Changes[0].Old+" "+e.Changes[0].New)
		}
		if want := []string{"3.4 in_progress in_place", "3.4 not_started in_progress"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// The notes of the quarter before are those of its last moment, however often they were saved since, and without what
// procurement keeps back.
func TestNotesBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		from := time.Date(2026, 10, 1, 0, 0, 0, 0, calendar.London)
		for _, save := range []struct {
			at        time.Time
			key, text string
		}{
			{from.Add(-time.Hour), "3.4", "early"},
			{from.Add(-time.Microsecond), "3.4", "last"},
			{from.Add(-time.Microsecond), "1.2", "the same since"},
			{from, "3.4", "first since"},
			{from.Add(time.Hour), "3.4", "second since"},
			{from.Add(time.Hour), "2.2", "the first ever"},
		} {
			w.Clock.Set(save.at)
			note(t, w, w.Lead, save.key, save.text)
		}
		note(t, w, w.ForeignLead, "1.1", "another ICB's")
		want := map[string]string{"3.4": "last", "2.2": ""}
		for _, m := range []tenants.Member{w.Lead, w.ProviderA, w.Reader} {
			got, err := w.For(m).NotesBefore(ctx, calendar.At(from))
			was := map[string]string{}
			for key, c := range got {
				was[key] = c.Old
			}
			if err != nil || !maps.Equal(was, want) {
				t.Errorf("%s reads %q, %v; want %q", m.Role, was, err, want)
			}
		}
		if err := w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
			t.Fatal(err)
		}
		for _, m := range []tenants.Member{w.Lead, w.Commissioner, w.Reader} {
			m, err := w.Membership(ctx, m.Person.ID, "QWE")
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.For(m).NotesBefore(ctx, calendar.At(from))
			if _, there := got["2.2"]; err != nil || there != (m.Role == tenants.Lead) {
				t.Errorf("during procurement %s reads the note of 2.2: %v, %v", m.Role, there, err)
			}
		}
	})
}

func TestPersonExport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		note(t, w, w.Commissioner, "3.4", "written by the commissioner")
		note(t, w, w.Lead, "1.1", "Person commissioner will ask finance")
		p, _ := edition.Current().Priority("2.2")
		if _, err := w.For(w.Lead).SaveEntry(ctx, p, assessment.Entry{Priority: "2.2", Owner: w.Commissioner.ID}); err != nil {
			t.Fatal(err)
		}
		note(t, w, w.ForeignLead, "1.1", "Person commissioner in another ICB")
		saveAction(t, w.For(w.Lead), toDo(action.Owner{Member: w.Commissioner.ID}))
		another := toDo(action.Owner{Member: w.Lead.ID})
		another.What = "Another's action"
		saveAction(t, w.For(w.Lead), another)

		must(t, w.ChooseMail(ctx, w.Commissioner.Person.ID, tenants.MailChoice{Digest: tenants.Daily}))
		_, err := w.NewCalendarAddress(ctx, w.Commissioner.Person.ID)
		must(t, err)
		x, err := w.For(w.Lead).ExportPerson(ctx, w.Commissioner.Person.ID)
		if err != nil {
			t.Fatal(err)
		}
		if x.Person.Email != "commissioner@example.org" || x.Person.Identifier != "commissioner" || len(x.Memberships) != 1 ||
			x.Memberships[0].Role != "Commissioner" {
			t.Errorf("person %+v, memberships %+v", x.Person, x.Memberships)
		}
		if x.Emails.AtOnce || x.Emails.Digest != tenants.Daily || x.Emails.Calendar == "" {
			t.Errorf("emails %+v", x.Emails)
		}
		if !slices.Equal(x.OwnsActions, []string{"Book a room for the clinic"}) {
			t.Errorf("owns the actions %q", x.OwnsActions)
		}
		if !slices.Equal(x.Owns, []string{"2.2"}) || len(x.Did) != 1 || x.Did[0].Subject != "3.4" {
			t.Errorf("owns %v, did %+v", x.Owns, x.Did)
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"written by the commissioner", "will ask finance", `"role":"Commissioner"`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("export lacks %q: %s", want, text)
			}
		}
		if strings.Contains(string(text), "another ICB") {
			t.Error("export holds another ICB's rows")
		}
		events, _, err := w.For(w.Lead).HistoryPage(ctx, store.HistoryFilter{Kind: "member"}, 1)
		if err != nil || len(events) != 1 || events[0].Act != "exported personal data" {
			t.Errorf("the export is not in the history: %+v, %v", events, err)
		}
	})
}

func TestPersonExportIsForTheAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		for _, m := range []tenants.Member{w.Commissioner, w.Reader, w.ProviderA} {
			if _, err := w.For(m).ExportPerson(ctx, w.Lead.Person.ID); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
			if _, err := w.For(m).Staff(ctx); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
		if _, err := w.For(w.Lead).ExportPerson(ctx, w.ForeignLead.Person.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a person of another ICB: %v", err)
		}
		staff, err := w.For(w.Lead).Staff(ctx)
		if err != nil || len(staff) != 5 {
			t.Errorf("%d people, %v", len(staff), err)
		}
		members, err := w.For(w.Lead).Members(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.ID == w.Reader.ID {
				if err := w.For(w.Lead).EndMembership(ctx, m.ID, m.Version); err != nil {
					t.Fatal(err)
				}
			}
		}
		if x, err := w.For(w.Lead).ExportPerson(ctx, w.Reader.Person.ID); err != nil || x.Memberships[0].To == "" || len(x.About) == 0 {
			t.Errorf("somebody who is no longer a member: %+v, %v", x, err)
		}
	})
}

// A save that no history has is asked for in an address that somebody typed: nothing is found, and that is no fault.
func TestNoSaveOfThatNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, save := range []int64{-1, 1 << 40} {
			events, more, err := w.For(w.Lead).HistoryPage(context.Background(), store.HistoryFilter{Save: save}, 10)
			if err != nil || more || len(events) != 0 {
				t.Errorf("save %d: %d events, %v", save, len(events), err)
			}
		}
	})
}
