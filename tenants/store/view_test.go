package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/view"
)

// say gives a provider's view of a priority for the first time.
func say(t *testing.T, w *storetest.World, m tenants.Member, key string, s assessment.Status, note string) {
	t.Helper()
	must(t, w.For(m).SaveView(ctx, priority(t, key), assessment.View{Status: s, Note: note}))
}

// record records a status of the ICB, and notes.
func recordStatus(t *testing.T, w *storetest.World, key string, s assessment.Status) {
	t.Helper()
	_, err := w.For(w.Commissioner).SaveEntry(ctx, priority(t, key), assessment.Entry{Status: s, Notes: "Ours"})
	must(t, err)
}

// comment comments on the views of a priority as they are.
func comment(t *testing.T, w *storetest.World, key, text string) {
	t.Helper()
	must(t, commentTo(w.For(w.Commissioner), key, text))
}

// commentTo is comment for a step.
func commentTo(rows *store.Rows, key, text string) error {
	now, err := rows.Voices(ctx)
	if err != nil {
		return err
	}
	s := now.Spreads[key]
	return rows.CommentOnViews(ctx, assessment.Comment{Priority: key, State: s.State, Text: text, Version: s.Comment.Version})
}

// heard is what a member reads of views: who says what, what all come to, and the comment.
func heard(t *testing.T, w *storetest.World, m tenants.Member) string {
	t.Helper()
	v, err := w.For(m).Voices(ctx)
	must(t, err)
	var words []string
	for _, one := range v.Views {
		words = append(words, fmt.Sprintf("%s %s %s %q", one.ProviderName, one.Priority, one.Status, one.Note))
	}
	for _, p := range edition.Current().Priorities() {
		if s, ok := v.Spreads[p.Key]; ok {
			words = append(words, fmt.Sprintf("%s %v %t %q", p.Key, s.At, s.Differ, s.Comment.Text))
		}
	}
	return strings.Join(words, "; ")
}

func TestWhoReadsWhichViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recordStatus(t, w, "3.4", assessment.InPlace)
		say(t, w, w.ProviderA, "3.4", assessment.InPlace, "Hush of A")
		say(t, w, w.ProviderB, "3.4", assessment.InProgress, "Hush of B")
		reads := func(when string, want map[string]string) {
			t.Helper()
			for name, m := range map[string]tenants.Member{
				"commissioner": w.Commissioner, "a": w.ProviderA, "b": w.ProviderB, "reader": w.Reader, "another ICB": w.ForeignLead,
				"its provider": w.ForeignProvider,
			} {
				if got := heard(t, w, m); got != want[name] {
					t.Errorf("%s, %s reads %s; want %s", when, name, got, want[name])
				}
			}
		}
		a, b := `Northside 3.4 in_place "Hush of A"`, `Riverside 3.4 in_progress "Hush of B"`
		reads("with a difference", map[string]string{
			"commissioner": a + "; " + b + `; 3.4 [1 1 0] true ""`, "a": a, "b": b,
		})
		comment(t, w, "3.4", "One is new")
		told := `3.4 [0 0 0] true "One is new"`
		reads("with a comment", map[string]string{
			"commissioner": a + "; " + b + `; 3.4 [1 1 0] true "One is new"`, "a": a + "; " + told, "b": b + "; " + told, "reader": told,
		})
		must(t, w.For(w.ProviderB).SaveView(ctx, priority(t, "3.4"),
			assessment.View{Status: assessment.NotStarted, Note: "Hush of B", Version: 1}))
		b = `Riverside 3.4 not_started "Hush of B"`
		reads("after another view", map[string]string{
			"commissioner": a + "; " + b + `; 3.4 [1 0 1] true "One is new"`, "a": a, "b": b,
		})

		o, err := w.For(w.Lead).SaveProvider(ctx, provider.Provider{Name: "Hillside", Kind: "nhs_trust"})
		must(t, err)
		c := w.Member(t, w.Lead.Tenant, "provider-c", tenants.Provider, o.ID)
		say(t, w, c, "3.4", assessment.InPlace, "Hush of C")
		three := `3.4 [2 0 1] true ""`
		reads("with three", map[string]string{
			"commissioner": `Hillside 3.4 in_place "Hush of C"; ` + a + "; " + b + `; 3.4 [2 0 1] true "One is new"`,
			"a":            a + "; " + three, "b": b + "; " + three,
		})
		o.Ended = true
		_, err = w.For(w.Lead).SaveProvider(ctx, o)
		must(t, err)
		reads("when the third has ended", map[string]string{
			"commissioner": a + "; " + b + `; 3.4 [1 0 1] true "One is new"`, "a": a, "b": b,
		})
		if e, err := w.For(w.Lead).Entry(ctx, "3.4"); err != nil || e.Status != assessment.InPlace || e.Version != 1 {
			t.Errorf("the ICB's status: %+v, %v", e, err)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

func TestSavesOfViewsThatAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recordStatus(t, w, "3.4", assessment.InPlace)
		say(t, w, w.ProviderA, "3.4", assessment.InProgress, "")
		colleague := w.Member(t, w.Lead.Tenant, "colleague", tenants.Provider, w.ProviderA.Provider)
		in := assessment.View{Status: assessment.InPlace}
		differ, err := w.For(w.Commissioner).Voices(ctx)
		must(t, err)
		state := differ.Spreads["3.4"].State
		remark := func(c assessment.Comment) error {
			c.Priority = "3.4"
			return w.For(w.Commissioner).CommentOnViews(ctx, c)
		}
		for name, tt := range map[string]struct{ got, want error }{
			"a colleague who saw none":     {w.For(colleague).SaveView(ctx, priority(t, "3.4"), in), tenants.ErrStale},
			"the commissioner's alone":     {w.For(w.ProviderA).SaveView(ctx, priority(t, "1.1"), in), tenants.ErrNotFound},
			"a commissioner's view":        {w.For(w.Commissioner).SaveView(ctx, priority(t, "3.4"), in), tenants.ErrForbidden},
			"a comment on other views":     {remark(assessment.Comment{Text: "Because", State: "in_place"}), tenants.ErrStale},
			"a comment of another version": {remark(assessment.Comment{Text: "Because", State: state, Version: 3}), tenants.ErrStale},
			"a comment where nothing is": {
				w.For(w.Lead).CommentOnViews(ctx, assessment.Comment{Priority: "1.2", Text: "A"}),
				tenants.ErrStale,
			},
			"a provider's comment": {w.For(w.ProviderA).CommentOnViews(ctx,
				assessment.Comment{Priority: "3.4", State: state, Text: "A"}), tenants.ErrForbidden},
			"another ICB's with this state": {w.For(w.ForeignLead).CommentOnViews(ctx,
				assessment.Comment{Priority: "3.4", State: state, Text: "A"}), tenants.ErrStale},
		} {
			if !errors.Is(tt.got, tt.want) {
				t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
			}
		}
		if err := remark(assessment.Comment{State: state}); problemField(err) != "views_comment" {
			t.Errorf("an empty comment: %v", err)
		}
		with := assessment.View{Status: assessment.InPlace, Note: order, Version: 1}
		if err := w.For(w.ProviderA).SaveView(ctx, priority(t, "3.4"), with); problemField(err) != "view_note" {
			t.Errorf("a number that looks like an NHS number: %v", err)
		}
		with.Confirmed = sure(order)
		must(t, w.For(w.ProviderA).SaveView(ctx, priority(t, "3.4"), with))
		with.Version, with.Confirmed, with.Status = 2, "", assessment.NotStarted // nobody is asked twice
		must(t, w.For(w.ProviderA).SaveView(ctx, priority(t, "3.4"), with))
	})
}

func TestHistoryOfViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recordStatus(t, w, "3.4", assessment.InPlace)
		say(t, w, w.ProviderA, "3.4", assessment.NotStarted, "Hush")
		of := w.ProviderA.Provider + " 3.4"
		for name, tt := range map[string]struct {
			m    tenants.Member
			want error
		}{
			"own": {w.ProviderA, nil}, "rival": {w.ProviderB, tenants.ErrNotFound}, "commissioner": {w.Commissioner, nil},
			"reader": {w.Reader, tenants.ErrForbidden},
		} {
			events, err := w.For(tt.m).History(ctx, "view", of)
			if !errors.Is(err, tt.want) || err == nil && len(events) != 1 {
				t.Errorf("%s reads %+v, %v", name, events, err)
			}
		}
		comment(t, w, "3.4", "One is new")
		for _, a := range []view.Audience{view.Commissioners, view.Provider(w.ProviderA.Provider), view.Provider(w.ProviderB.Provider)} {
			m := map[bool]tenants.Member{true: w.Lead, false: w.ProviderA}[a.AreCommissioners()]
			if a.ProviderID() == w.ProviderB.Provider {
				m = w.ProviderB
			}
			s, err := w.For(m).Snapshot(ctx, editions(t), a)
			must(t, err)
			var about []string
			for e, err := range s.Events.All() {
				must(t, err)
				if e.Kind == "view" {
					about = append(about, s.Subject(e))
				}
			}
			if want := m.Provider != w.ProviderB.Provider; (len(about) == 1) != want ||
				want && about[0] != "Provider’s view: Northside, 3.4" {
				t.Errorf("%s reads of %q", m.Role, about)
			}
		}
	})
}

func TestViewsUnderProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, key := range []string{"2.1", "3.4"} {
			recordStatus(t, w, key, assessment.InPlace)
			say(t, w, w.ProviderA, key, assessment.NotStarted, "Hush of "+key)
			comment(t, w, key, "One is new in "+key)
		}
		begin(t, w, w.Lead)
		for name, m := range map[string]tenants.Member{"commissioner": w.Commissioner, "provider": w.ProviderA, "reader": w.Reader} {
			m = now(t, w, m)
			if got := heard(t, w, m); strings.Contains(got, "2.1") || !strings.Contains(got, "One is new in 3.4") {
				t.Errorf("%s reads %s", name, got)
			}
			if m.Audience().IsSteeringGroup() {
				continue
			}
			if events, err := w.For(m).History(ctx, "view", w.ProviderA.Provider+" 2.1"); err != nil || len(events) > 0 {
				t.Errorf("%s reads in the history: %+v, %v", name, events, err)
			}
			if events, err := w.For(m).History(ctx, "view", w.ProviderA.Provider+" 3.4"); err != nil || len(events) != 1 {
				t.Errorf("%s does not read in the history: %+v, %v", name, events, err)
			}
		}
		if got := heard(t, w, now(t, w, w.Lead)); !strings.Contains(got, "Hush of 2.1") {
			t.Errorf("the person named reads %s", got)
		}
		p := w.For(now(t, w, w.ProviderA))
		if err := p.SaveView(ctx, priority(t, "2.1"), assessment.View{Status: assessment.InPlace, Version: 1}); !errors.Is(err,
			tenants.ErrProcurement) {
			t.Errorf("a view is saved: %v", err)
		}
		must(t, p.SaveView(ctx, priority(t, "3.4"), assessment.View{Status: assessment.InProgress, Version: 1}))
		err := w.For(now(t, w, w.Commissioner)).CommentOnViews(ctx, assessment.Comment{Priority: "2.1", Text: "A", Version: 1})
		if !errors.Is(err, tenants.ErrProcurement) {
			t.Errorf("a comment is saved: %v", err)
		}
	})
}

func TestViewsAreErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recordStatus(t, w, "3.4", assessment.InPlace)
		say(t, w, w.ProviderA, "3.4", assessment.NotStarted, mistake)
		comment(t, w, "3.4", "As "+mistake+" says")
		found, err := w.For(w.Lead).FindText(ctx, mistake)
		must(t, err)
		var places []string
		for _, f := range found {
			places = append(places, f.ID)
		}
		if len(found) != 4 { // both now and in the history
			t.Fatalf("found %+v", found)
		}
		must(t, w.For(w.Lead).Erase(ctx, places, "A name"))
		v, err := w.For(w.Lead).Voices(ctx)
		must(t, err)
		if len(v.Views) != 1 || v.Views[0].Note != evidence.RemovedWords || v.Views[0].Version != 2 ||
			v.Spreads["3.4"].Comment.Text != evidence.RemovedWords {
			t.Errorf("%+v", v)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

func TestCheckHoldsViewsAgainstTheHistory(t *testing.T) {
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", `UPDATE provider_views SET status = status WHERE tenant_id = 'QWE'`, ""},
		{"a status", `UPDATE provider_views SET status = 'in_progress' WHERE tenant_id = 'QWE'`, "3.4: Status was changed"},
		{"a note", `UPDATE provider_views SET note = 'Better' WHERE tenant_id = 'QWE'`, "3.4: Note was changed"},
		{"a view that is gone", `DELETE FROM provider_views WHERE tenant_id = 'QWE'`, "3.4: it was removed"},
		{"a comment", `UPDATE view_comments SET comment = 'Better' WHERE tenant_id = 'QWE'`, "priority 3.4: What the ICB says"},
		{
			"a number in a comment", `UPDATE view_comments SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`,
			"priority 3.4: Confirmed views comment",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				recordStatus(t, w, "3.4", assessment.InPlace)
				say(t, w, w.ProviderA, "3.4", assessment.NotStarted, "Soon")
				comment(t, w, "3.4", "One is new")
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				said(t, "check", faults, err, tt.want)
			})
		})
	}
}

// The snapshot of each audience holds the views that the audience reads, and what all come to.
func TestSnapshotsHoldViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recordStatus(t, w, "3.4", assessment.InPlace)
		say(t, w, w.ProviderA, "3.4", assessment.InPlace, "Hush of A")
		say(t, w, w.ProviderB, "3.4", assessment.InProgress, "Hush of B")
		comment(t, w, "3.4", "One is new")
		for name, tt := range map[string]struct {
			m     tenants.Member
			a     view.Audience
			notes []string
		}{
			"commissioners":  {w.Lead, view.Commissioners, []string{"Hush of A", "Hush of B"}},
			"a provider":     {w.ProviderB, view.Provider(w.ProviderB.Provider), []string{"Hush of B"}},
			"steering group": {w.Reader, view.SteeringGroup, nil},
		} {
			s, err := w.For(tt.m).Snapshot(ctx, editions(t), tt.a)
			must(t, err)
			var notes []string
			for _, v := range s.Views {
				notes = append(notes, v.Note)
			}
			if !slices.Equal(notes, tt.notes) || s.Spreads["3.4"].Comment.Text != "One is new" {
				t.Errorf("%s: %q, %+v", name, notes, s.Spreads)
			}
		}
	})
}
