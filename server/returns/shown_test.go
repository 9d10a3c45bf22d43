package returns_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

// The list says from when figures are due until the quarter has ended, its last day included.
func TestWhenFiguresAreDue(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	const first = "tbody tr:first-child"
	for _, tt := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"the quarter's last day", time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC), "can be sent from 1 October 2026"},
		{"the next quarter's first", time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC), "can be sent from 1 January 2027"},
	} {
		w.Clock.Set(tt.now)
		a := pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/returns")
		a.In(first+" td .app-note").Is(t, 200, tt.want)
		a.In("tbody tr:nth-child(2)").Lacks(t, 200, "can be sent from")
	}
}

// A lead provider reads which column is a provider's that delivers under it, and which its own.
func TestWhoDeliversUnderWhom(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx := context.Background()
	o, err := w.For(w.Lead).Provider(ctx, w.ProviderB.Provider)
	if err != nil {
		t.Fatal(err)
	}
	o.Under = w.ProviderA.Provider
	if _, err := w.For(w.Lead).SaveProvider(ctx, o); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		by   tenants.Member
		want []string
	}{
		{w.ProviderA, []string{"Quarter", "Northside", "Riverside (your subcontractor)"}},
		{w.ProviderB, []string{"Quarter", "Riverside"}},
		{w.Commissioner, []string{"Quarter", "Northside", "Riverside"}},
	} {
		pagetest.Get(t, as(w, tt.by), "/icb/QWE/returns").In("thead th").Is(t, 200, tt.want...)
	}
}

// What can be done with a return in each state, and by whom.
func TestStepsOfEachState(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	const accept, correct = "button[value=accept]", `a[href$="correct=yes"]`
	both := map[bool]tenants.Member{true: w.Commissioner, false: w.ProviderA}
	for _, step := range []struct {
		form                   url.Values
		icb                    bool // who takes the step
		commissioner, provider []string
	}{
		{full("0", "submit"), false, []string{accept, correct}, []string{correct}},
		{url.Values{"version": {"1"}, "step": {"accept"}}, true, []string{correct}, []string{correct}},
	} {
		if a := pagetest.Post(t, as(w, both[step.icb]), path, step.form); a.Status != 303 {
			t.Fatalf("%s: %d %s", step.form.Get("step"), a.Status, a.Body)
		}
		for icb, want := range map[bool][]string{true: step.commissioner, false: step.provider} {
			a := pagetest.Get(t, as(w, both[icb]), path)
			there := map[string]bool{}
			for _, selector := range want {
				there[selector] = true
				a.In(selector).Want(t, 200)
			}
			for _, selector := range []string{accept, correct} {
				if !there[selector] {
					a.None(t, 200, selector)
				}
			}
		}
	}
}

func TestAsManyTeamsAsCanBe(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/2026Q2"
	form := url.Values{"version": {"0"}, "step": {"team"}}
	for n := 1; n < figures.MostTeams; n++ {
		form.Set(fmt.Sprintf("team_%d", n), fmt.Sprintf("Team %d", n))
	}
	last, beyond := fmt.Sprintf("input[name=team_%d]", figures.MostTeams), fmt.Sprintf("input[name=team_%d]", figures.MostTeams+1)
	a := pagetest.Post(t, e, path, form)
	a.In(last).Want(t, 200)
	a.Want(t, 200, "There are boxes for one more team below")
	form.Set(fmt.Sprintf("team_%d", figures.MostTeams), "The last")
	a = pagetest.Post(t, e, path, form)
	a.In(last).Want(t, 200)
	a.None(t, 200, beyond)
	a.Want(t, 200, fmt.Sprintf("Figures can be split between up to %d teams.", figures.MostTeams))
}

// A published figure of a provider that has ended can still be changed, and no new one is recorded of it.
func TestPublishedFigureOfAProviderThatHasEnded(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx := context.Background()
	if err := w.For(w.Lead).SavePublished(ctx, figures.Published{
		Provider: w.ProviderA.Provider, To: "2026-09-30", People: number.CountOf(120), PublishedOn: "2026-11-12",
		Source: "Monthly statistics",
	}); err != nil {
		t.Fatal(err)
	}
	o, err := w.For(w.Lead).Provider(ctx, w.ProviderA.Provider)
	if err != nil {
		t.Fatal(err)
	}
	o.Ended = true
	if _, err := w.For(w.Lead).SaveProvider(ctx, o); err != nil {
		t.Fatal(err)
	}
	const path = "/icb/QWE/returns/published"
	pagetest.Get(t, as(w, w.Lead), path+"?change="+o.ID+"&to=2026-09-30").In("select[name=provider] option[selected]").Is(t, 200,
		"Northside")
	pagetest.Get(t, as(w, w.Lead), path).In("select[name=provider]").Lacks(t, 200, "Northside")
}
