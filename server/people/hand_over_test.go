package people_test

import (
	"context"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// own gives a commissioner two priorities and an action.
func own(t *testing.T, w *storetest.World) {
	t.Helper()
	for _, key := range []string{"3.4", "5.1"} {
		p, _ := edition.Current().Priority(key)
		if _, err := w.For(w.Lead).SaveEntry(context.Background(), p, assessment.Entry{
			Status: assessment.InPlace, Owner: w.Commissioner.ID, ReviewOn: "2027-01-31",
		}); err != nil {
			t.Fatal(err)
		}
	}
	ownAction(t, w, "Find rooms")
}

func ownAction(t *testing.T, w *storetest.World, what string) {
	t.Helper()
	_, err := w.For(w.Lead).SaveAction(context.Background(),
		action.Action{What: what, Owner: action.Owner{Member: w.Commissioner.ID}, Due: "2026-12-10"})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHandingOver(t *testing.T) {
	w := storetest.New(t)
	lead, one := as(t, w, w.Lead), "/icb/QWE/people/"+w.Commissioner.ID
	pagetest.Get(t, lead, one+"/hand-over").Want(t, 200, "There is nothing to hand over")
	pagetest.Get(t, lead, one).None(t, 200, "a[href$='/hand-over']")
	own(t, w)
	pagetest.Get(t, lead, one).Want(t, 200, "Owns 2 priorities and 1 open action")

	// Ending asks for it first, and does not end before.
	ends := pagetest.Get(t, lead, one+"/end")
	ends.Want(t, 200, "Person commissioner owns 2 priorities and 1 open action")
	ends.None(t, 200, "main form")
	pagetest.Post(t, lead, one+"/end", version(w.Commissioner)).In(".nhsuk-error-summary li").Is(t, 422,
		"Person commissioner still owns 2 priorities and 1 open action: hand them over first")

	form := pagetest.Get(t, lead, one+"/hand-over?then=end")
	form.In("tbody th").Is(t, 200, "Priority 3.4", "Priority 5.1", "Action Find rooms")
	form.In("tbody td").Want(t, 200, "Review by 31 January 2027")
	fields := form.In("main form").Sends(t, 200)
	pagetest.Post(t, lead, one+"/hand-over", fields).In(".nhsuk-error-summary li").Is(t, 422,
		"Choose who takes over, or leave it without an owner")
	fields.Set("to", w.Lead.ID)
	fields.Set("actions", w.ProviderA.ID)
	ownAction(t, w, "Find more rooms")
	met := pagetest.Post(t, lead, one+"/hand-over", fields)
	met.In(".app-stale").Want(t, 409, "Nothing was handed over")
	met.In("tbody th").Want(t, 409, "Action Find more rooms")
	fields = met.In("main form").Sends(t, 409)
	if fields.Get("to") != w.Lead.ID || fields.Get("actions") != w.ProviderA.ID {
		t.Errorf("what was chosen is lost: %v", fields)
	}
	for range 2 { // the second time it is the same form once more
		done := pagetest.Post(t, lead, one+"/hand-over", fields)
		done.Want(t, 303)
		if to := done.Header.Get("Location"); to != one+"/end" {
			t.Errorf("it leads to %s", to)
		}
	}
	e, err := w.For(w.Lead).Entry(context.Background(), "3.4")
	if err != nil || e.Owner != w.Lead.ID || e.ChangedBy != "Person lead" {
		t.Errorf("3.4 %+v, %v", e, err)
	}
	theirs, err := w.For(w.ProviderA).Actions(context.Background())
	if err != nil || len(theirs) != 2 {
		t.Errorf("actions of the new owner: %+v, %v", theirs, err)
	}
	pagetest.Post(t, lead, one+"/end", pagetest.Get(t, lead, one+"/end").In("main form").Sends(t, 200)).Want(t, 303)
}

// A role with which somebody cannot own what they own asks for the hand-over too, and comes back to the role that was chosen.
func TestARoleAsksForAHandOver(t *testing.T) {
	for name, tt := range map[string]struct {
		of       func(w *storetest.World) tenants.Member
		role     tenants.Role
		provider func(w *storetest.World) string
		says     string // "" where nothing has to be handed over
	}{
		"a commissioner who becomes a reader":      {commissioner, tenants.Reader, none, "2 priorities and 1 open action"},
		"a commissioner who becomes a provider's":  {commissioner, tenants.Provider, northside, "2 priorities and 1 open action"},
		"a commissioner who becomes administrator": {commissioner, tenants.Lead, none, ""},
		"a provider's who becomes another's":       {providerA, tenants.Provider, riverside, "1 open action"},
		"a provider's who becomes a commissioner":  {providerA, tenants.Commissioner, none, "1 open action"},
		"a provider's who stays":                   {providerA, tenants.Provider, northside, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := storetest.New(t)
			own(t, w)
			call := action.Action{What: "Call", Owner: action.Owner{Member: w.ProviderA.ID}, Due: "2026-12-10"}
			if _, err := w.For(w.Lead).SaveAction(t.Context(), call); err != nil {
				t.Fatal(err)
			}
			m, lead := tt.of(w), as(t, w, w.Lead)
			one := "/icb/QWE/people/" + m.ID
			pagetest.Get(t, lead, one).Lacks(t, 200, "Hand over first")
			fields := pagetest.Get(t, lead, one).In("form:has(#role)").Sends(t, 200)
			fields.Set("role", string(tt.role))
			fields.Set("provider", tt.provider(w))
			met := pagetest.Post(t, lead, one, fields)
			if tt.says == "" {
				met.Want(t, 303)
				return
			}
			met.In(".nhsuk-error-summary li").Is(t, 422,
				m.Person.Name+" owns "+tt.says+" and cannot own them with this role: hand them over first")
			if now, err := w.Membership(t.Context(), m.Person.ID, "QWE"); err != nil || now.Role != m.Role || now.Provider != m.Provider {
				t.Errorf("the role changed: %+v, %v", now, err)
			}
			form := pagetest.Get(t, lead, met.In("a[href*=hand-over]").Href(t))
			give := form.In("main form").Sends(t, 200)
			give.Set("to", "nobody")
			back := pagetest.Post(t, lead, one+"/hand-over", give)
			back.Want(t, 303)
			fields = pagetest.Get(t, lead, back.Header.Get("Location")).In("form:has(#role)").Sends(t, 200)
			if fields.Get("role") != string(tt.role) || fields.Get("provider") != tt.provider(w) {
				t.Errorf("the role chosen is lost: %v", fields)
			}
			pagetest.Post(t, lead, one, fields).Want(t, 303)
		})
	}
}

func commissioner(w *storetest.World) tenants.Member { return w.Commissioner }
func providerA(w *storetest.World) tenants.Member    { return w.ProviderA }
func none(*storetest.World) string                   { return "" }
func northside(w *storetest.World) string            { return w.ProviderA.Provider }
func riverside(w *storetest.World) string            { return w.ProviderB.Provider }

// Somebody who takes over can do what is to be done: a provider's person takes no priority, a reader nothing.
func TestWhoTakesOver(t *testing.T) {
	w := storetest.New(t)
	lead, one := as(t, w, w.Lead), "/icb/QWE/people/"+w.Commissioner.ID+"/hand-over"
	own(t, w)
	form := pagetest.Get(t, lead, one)
	form.In("#to option").Is(t, 200, "Choose a person", "Person lead, ICB administrator", "Nobody: leave it without an owner")
	if options := strings.Join(form.In("#actions option").Texts(t), "; "); !strings.Contains(options, "Northside (provider)") ||
		strings.Contains(options, "Person reader") {
		t.Errorf("actions go to %s", options)
	}
	fields := form.In("main form").Sends(t, 200)
	fields.Set("to", w.ProviderA.ID)
	pagetest.Post(t, lead, one, fields).In(".nhsuk-error-summary li").Is(t, 422, "Choose somebody who can record priorities")
	fields.Set("to", w.Lead.ID)
	fields.Set("actions", w.Reader.ID)
	pagetest.Post(t, lead, one, fields).In(".nhsuk-error-summary li").Is(t, 422, "Choose somebody who can work on actions")
	fields.Set("to", "nobody")
	fields.Set("actions", "")
	pagetest.Post(t, lead, one, fields).Want(t, 303)
	e, err := w.For(w.Lead).Entry(context.Background(), "3.4")
	list, failed := w.For(w.Lead).Actions(context.Background())
	if err != nil || failed != nil || e.Owner != "" || len(list) != 1 || !list[0].Nobody() {
		t.Errorf("left without an owner: %+v, %+v, %v, %v", e, list, err, failed)
	}
	pagetest.Get(t, as(t, w, w.Commissioner), one).Want(t, 403)
}
