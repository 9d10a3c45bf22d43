package targets_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/targets"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
)

var ctx = context.Background()

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	targets.Pages{Store: w.Store}.Mount(icb)
	return e
}

// filled is a world with eight quarters of both providers' returns and their contracts.
func filled(t *testing.T) *storetest.World {
	t.Helper()
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	for i, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
		k := contract.Contract{Provider: m.Provider, Name: "IPS service", Start: "2024-04-01", End: "2027-03-31"}
		if _, err := w.For(w.Lead).SaveContract(ctx, k); err != nil {
			t.Fatal(err)
		}
		for q := range 8 {
			r := figures.Return{
				Provider: m.Provider, Quarter: calendar.Quarter("2026Q2").Add(-q),
				AccessUnemployed: number.CountOf(75), AccessRetention: number.CountOf(20), FirstJobStarts: number.CountOf(33 - int64(i)*6),
				KeptWork: number.CountOf(9),
				InPost:   figures.Posts{ES: number.FTEOf(730), TL: number.FTEOf(100), SM: number.FTEOf(50)},
			}
			if _, err := w.For(m).SaveReturn(ctx, r, figures.Submit); err != nil {
				t.Fatal(err)
			}
		}
	}
	return w
}

func TestTargetsForEachRole(t *testing.T) {
	w := filled(t)
	for _, c := range []struct {
		name   string
		by     tenants.Member
		holds  []string
		misses []string
	}{
		{"a commissioner", w.Commissioner, []string{
			"40.0%", "Met", "at least 40%", "7.3", "Above 6 but acceptable",
			"Early conversations about extension or re-procurement", "Overdue",
			"Add your own target", "Quarter 2 2026/27: 40.0%, the same as before",
		}, nil},
		{"a provider", w.ProviderB, []string{"36.0%", "Not met"}, []string{"40.0%", "Early conversations", "Add a target", "Northside"}},
		{
			"a reader", w.Reader,
			[]string{"40.0%", "Met", "2 of 2 contracts", "Measured against"},
			[]string{"Early conversations", "Add a target", "Northside", "Riverside", "31 March 2027"},
		},
	} {
		a := pagetest.Get(t, as(w, c.by), "/icb/QWE/targets")
		a.Want(t, 200, c.holds...)
		for _, text := range c.misses {
			if strings.Contains(a.Body, text) {
				t.Errorf("%s reads %q", c.name, text)
			}
		}
	}
	a := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/targets/job-outcome-rate")
	a.Want(t, 200, "240 people who started a job / 600 people out of work at the start", "Northside", "44.0%", "Riverside", "36.0%",
		"In the range expected of a mature service",
		"Toolkit 3.4, page 22", "<svg", "Target 40%", "Quarter 3 2024/25", "60 / 150",
		"Quarter by quarter (people who started a job / people out of work at the start)", "Four quarters to Quarter 2 2026/27")
	pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/targets/job-outcome-rate").Want(t, 200, "44.0%")
	compare := `href="/icb/QWE/returns/published"`
	pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/targets/access").Want(t, 200, "reported by providers", compare)
	if a := pagetest.Get(t, as(w, w.Reader), "/icb/QWE/targets/access"); strings.Contains(a.Body, compare) {
		t.Error("a reader is led to a page that readers cannot use")
	}
	reader := pagetest.Get(t, as(w, w.Reader), "/icb/QWE/targets/job-outcome-rate")
	reader.Want(t, 200, "40.0%", "60 / 150")
	if strings.Contains(reader.Body, "Northside") || strings.Contains(reader.Body, "44.0%") {
		t.Error("a reader sees a provider's result")
	}
	for path, want := range map[string]int{"early-talks": 403, "none": 404, "own-x": 404} {
		if a := pagetest.Get(t, as(w, w.Reader), "/icb/QWE/targets/"+path); a.Status != want {
			t.Errorf("%s: %d, want %d", path, a.Status, want)
		}
	}
}

func TestNotAvailableSaysWhatIsMissingAndWhere(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	k := contract.Contract{Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2024-04-01", End: "2027-03-31"}
	if _, err := w.For(w.Lead).SaveContract(ctx, k); err != nil {
		t.Fatal(err)
	}
	link := `href="/icb/QWE/returns/` + w.ProviderA.Provider + `/2026Q1"`
	pagetest.Get(t, as(w, w.Lead), "/icb/QWE/targets/job-outcome-rate").Want(t, 200, "Not available",
		"Figures from Northside for Quarter 1 2026/27", link)
	pagetest.Get(t, as(w, w.Lead), "/icb/QWE/targets/access").Want(t, 200, "The access target for 2026/27", `href="#value"`,
		"The year’s access target")
	reader := pagetest.Get(t, as(w, w.Reader), "/icb/QWE/targets/job-outcome-rate")
	if strings.Contains(reader.Body, "Northside") || strings.Contains(reader.Body, "/returns/") {
		t.Error("a reader sees who has not submitted")
	}
}

func TestLocalValues(t *testing.T) {
	w := filled(t)
	lead, path := as(w, w.Lead), "/icb/QWE/targets/job-outcome-rate"
	form := url.Values{"version": {"0"}, "year": {"2026"}, "value": {"45%"}, "reason": {"We want more"}}
	if a := pagetest.Post(t, lead, path, form); a.Status != 303 || a.Header.Get("Location") != path+"?saved=value&year=2026" {
		t.Fatalf("saved: %d %s", a.Status, a.Header.Get("Location"))
	}
	pagetest.Get(t, lead, path+"?saved=value").Want(t, 200, "Local value saved", "Local 45% not met; toolkit minimum 40% met",
		"We want more", "Remove")
	form.Set("value", "47.5")
	pagetest.Post(t, lead, path, form).Want(t, 409, "Person lead saved this while you were writing", "We want more", `value="47.5"`,
		`name="version" value="1"`)
	form.Set("version", "1")
	form.Set("value", "lots")
	pagetest.Post(t, lead, path, form).Want(t, 422, "Value must be a number, like 25%", `value="lots"`, "We want more")
	form.Set("value", "47.5")
	form.Set("reason", "About 999 000 0018")
	pagetest.Post(t, lead, path, form).Want(t, 422, "The number ending 0018 is not an NHS number", "About 999 000 0018")
	if a := pagetest.Post(t, lead, path, url.Values{"version": {"1"}, "year": {"2026"}, "remove": {"yes"}}); a.Status != 303 {
		t.Errorf("removed: %d %s", a.Status, a.Body)
	}
	if in, _ := w.For(w.Lead).TargetInput(ctx); len(in.Locals) != 0 {
		t.Errorf("still there: %v", in.Locals)
	}
	pagetest.Post(t, lead, "/icb/QWE/targets/access",
		url.Values{"version": {"0"}, "year": {"2026"}, "value": {"800"}, "reason": {"The plan"}})
	pagetest.Get(t, lead, "/icb/QWE/targets/access").Want(t, 200, "380", "Behind", "400 expected by then, half of the year")
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		if a := pagetest.Post(t, as(w, m), path, form); a.Status != 403 {
			t.Errorf("%s sets a value: %d", m.Role, a.Status)
		}
	}
}

func TestOwnTargets(t *testing.T) {
	w := filled(t)
	lead := as(w, w.Lead)
	pagetest.Get(t, lead, "/icb/QWE/targets/new").Want(t, 200, "A number of people accessing IPS services", "Add the target")
	pagetest.Post(t, lead, "/icb/QWE/targets/new", url.Values{"name": {"Self-referrals"}, "value": {"ten"}, "unit": {"people"}}).
		Want(t, 422, "Choose whether more or less is better", "Value must be a number, like 1,200", `value="ten"`, `value="Self-referrals"`)
	a := pagetest.Post(t, lead, "/icb/QWE/targets/new",
		url.Values{"name": {"Self-referrals"}, "value": {"10"}, "unit": {"people"}, "direction": {"at_least"}})
	if a.Status != 303 {
		t.Fatalf("added: %d %s", a.Status, a.Body)
	}
	path := strings.TrimSuffix(a.Header.Get("Location"), "?saved=added")
	pagetest.Get(t, lead, path).Want(t, 200, "A value for Quarter 2 2026/27", "Not available", `name="measured"`, "End this target")
	measure := url.Values{"version": {"0"}, "quarter": {"2026Q2"}, "measured": {""}}
	pagetest.Post(t, lead, path+"/measures", measure).Want(t, 422, "Enter the value for the quarter", `href="#measured"`)
	measure.Set("measured", "3")
	if a := pagetest.Post(t, lead, path+"/measures", measure); a.Status != 303 {
		t.Fatalf("measured: %d %s", a.Status, a.Body)
	}
	pagetest.Post(t, lead, path+"/measures", measure).Want(t, 409,
		"Somebody else saved the value for Quarter 2 2026/27 while you were writing", "Both of you typed the same")
	pagetest.Get(t, lead, path).Want(t, 200, "Not reached", "at least 10", "Measured")
	pagetest.Get(t, as(w, w.Reader), path).Want(t, 200, "*", "Not shown: a small number, or one that would reveal it",
		"so that nobody can be recognised")
	if a := pagetest.Get(t, as(w, w.ProviderA), path); a.Status != 403 {
		t.Errorf("a provider: %d", a.Status)
	}
	if a := pagetest.Post(t, lead, path, url.Values{
		"version": {"1"}, "name": {"People who referred themselves"}, "value": {"12"},
		"direction": {"at_least"},
	}); a.Status != 303 {
		t.Fatalf("changed: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, lead, path+"/end").Want(t, 200, "End the target People who referred themselves", "You cannot undo this",
		`name="version" value="2"`, "Keep it")
	pagetest.Get(t, lead, "/icb/QWE/targets/job-outcome-rate/end").Want(t, 404)
	met := pagetest.Post(t, lead, path+"/end", url.Values{"version": {"1"}})
	met.In(".app-stale").Want(t, 409, "Person lead changed this target after you opened this page", "It was not ended.",
		"People who referred themselves", "10 to 12")
	met.Want(t, 409, "Keep it", `name="version" value="2"`)
	pagetest.Get(t, lead, path).Want(t, 200, "at least 12", path+"/end")
	if a := pagetest.Post(t, lead, path+"/end", url.Values{"version": {"2"}}); a.Status != 303 {
		t.Fatalf("ended: %d %s", a.Status, a.Body)
	}
	if a := pagetest.Get(t, lead, path); a.Status != 404 {
		t.Errorf("after its end: %d", a.Status)
	}
}

// Every kind's page is shown to every role that may see it, on figures and without any.
func TestEveryTargetsPage(t *testing.T) {
	pagetest.NeedAssets(t)
	for _, w := range []*storetest.World{filled(t), storetest.New(t)} {
		for _, m := range []tenants.Member{w.Lead, w.ProviderA, w.Reader} {
			for _, k := range measure.Kinds {
				want := 200
				if k.CommissionersOnly && m.Role != tenants.Lead || k.OfICB() && m.Role == tenants.Provider {
					want = 403
				}
				if a := pagetest.Get(t, as(w, m), "/icb/QWE/targets/"+k.Code); a.Status != want {
					t.Errorf("%s for %s: %d, want %d", k.Code, m.Role, a.Status, want)
				}
			}
		}
	}
}

// Where a result waits for a provider, commissioners are led to the text that asks it.
func TestResultsLeadToAsking(t *testing.T) {
	w := filled(t)
	r := figures.Return{
		Provider: w.ProviderA.Provider, Quarter: "2026Q3", AccessUnemployed: number.CountOf(75), AccessRetention: number.CountOf(20),
		FirstJobStarts: number.CountOf(33), KeptWork: number.CountOf(9),
		InPost:  figures.Posts{ES: number.FTEOf(730), TL: number.FTEOf(100), SM: number.FTEOf(50)},
		Reasons: map[string]string{"referrals": "-", "job_starts": "-", "senior_es_in_post": "-", "admin_in_post": "-"},
	}
	w.Clock.Set(time.Date(2027, 1, 8, 9, 0, 0, 0, time.UTC))
	if _, err := w.For(w.ProviderA).SaveReturn(ctx, r, figures.Submit); err != nil {
		t.Fatal(err)
	}
	link := `main a[href="/icb/QWE/returns/` + w.ProviderB.Provider + `/2026Q3/ask"]`
	for _, path := range []string{"/icb/QWE/targets", "/icb/QWE/targets/job-outcome-rate"} {
		for _, m := range []tenants.Member{w.Lead, w.Commissioner} {
			pagetest.Get(t, as(w, m), path).In(link).Is(t, 200, "Ask Riverside for Quarter 3 2026/27")
		}
		for _, m := range []tenants.Member{w.ProviderA, w.ProviderB, w.Reader} {
			pagetest.Get(t, as(w, m), path).None(t, 200, `main a[href$="/ask"]`)
		}
	}
}
