package equity_test

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/equity"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	equity.Pages{Store: w.Store}.Mount(icb)
	return e
}

// submit sends a return of 42 people, 30 of them out of work and 11 of whom started a job.
func submit(t *testing.T, w *storetest.World, m tenants.Member, q calendar.Quarter) {
	t.Helper()
	r := figures.Return{Provider: m.Provider, Quarter: q}
	for _, f := range figures.Fields {
		if err := f.Read(&r, map[string]string{
			"access_unemployed": "30", "access_retention": "12",
			"first_job_starts": "11",
		}[f.Name]); err != nil {
			t.Fatal(err)
		}
		if _, known := f.Hundredths(r); !known {
			if err := f.Read(&r, "60"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := w.For(m).SaveReturn(context.Background(), r, figures.Submit); err != nil {
		t.Fatal(err)
	}
}

// typed is the form for disability. Its groups add up to the return.
func typed(version, step string) url.Values {
	f := url.Values{"version": {version}, "step": {step}}
	for i, key := range []string{"1", "2", "not_stated", "not_known"} {
		f.Set("access-"+key, []string{"22", "14", "5", "1"}[i])
		f.Set("unemployed-"+key, []string{"16", "10", "4", "0"}[i])
		f.Set("first_jobs-"+key, []string{"6", "4", "1", "0"}[i])
	}
	return f
}

// year enters four quarters of disability for a provider.
func year(t *testing.T, w *storetest.World, m tenants.Member) {
	t.Helper()
	for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		submit(t, w, m, q)
		if a := pagetest.Post(t, as(w, m), "/icb/QWE/equity/"+m.Provider+"/"+string(q)+"/disability", typed("0", "finish")); a.Status !=
			303 {
			t.Fatalf("%s: %d %s", q, a.Status, a.Body)
		}
	}
}

const byDisability = "/icb/QWE/equity?characteristic=disability"

func TestABreakdownFromEmptyToFinished(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider := as(w, w.ProviderA)
	path := "/icb/QWE/equity/" + w.ProviderA.Provider + "/2026Q2/disability"

	pagetest.Get(t, provider, "/icb/QWE/equity").Want(t, 200, "Enter or change", `href="`+path+`"`, "Nothing can be shown yet")
	pagetest.Get(t, provider, path).Want(t, 200, "Not started", "The quarterly figures do not have all their numbers of people yet",
		`for="access-not_known">Not known, People who accessed<`)
	pagetest.Post(t, provider, path, typed("0", "finish")).
		Want(t, 422, "There is a problem", "Enter it there first", `value="22"`)
	if a := pagetest.Post(t, provider, path, url.Values{"version": {"0"}, "step": {"later"}, "access-1": {"1,200"}}); a.Status != 303 {
		t.Fatalf("to finish later: %d", a.Status)
	}
	pagetest.Get(t, provider, path+"?saved=yes").Want(t, 200, "saved, to finish later", `value="1,200"`)
	submit(t, w, w.ProviderA, "2026Q2")
	wrong := typed("1", "finish")
	wrong.Set("access-1", "23")
	pagetest.Post(t, provider, path, wrong).
		Want(t, 422, "People who accessed: the groups add up to 43, and the quarterly figures for Quarter 2 2026/27 say 42",
			`href="#access-1"`,
			`value="23"`, `value="14"`)
	wrong.Set("access-1", "a few")
	wrong.Set("unemployed-2", "99")
	pagetest.Post(t, provider, path, wrong).
		Want(t, 422, "Disabled, people who accessed must be a number", `value="a few"`,
			"out of work at the start (99) cannot be more than all who accessed (14)")
	pagetest.Post(t, provider, path, typed("0", "finish")).
		Want(t, 409, "saved these numbers while you were writing", "Where the two differ", `name="version" value="1"`, `value="22"`)
	if a := pagetest.Post(t, provider, path, typed("1", "finish")); a.Status != 303 {
		t.Fatalf("finished: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, provider, path+"?saved=yes").Want(t, 200, "Disability, Quarter 2 2026/27: finished",
		"Disabled, People who accessed: 1,200 to 22")
	pagetest.Get(t, provider, byDisability).Want(t, 200, "1 of 4 quarters", "your own true numbers", ">22<", "52.4% of everyone",
		"Too few to compare", "Stated their group: 85.7%")
}

// numbers are the cells of the page's tables and the texts of its chart.
func numbers(body string) string {
	parts := regexp.MustCompile(`(?s)<table.*?</table>|<svg class="app-chart".*?</svg>`).FindAllString(body, -1)
	text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.Join(parts, " "), " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func TestCommissionersReadMaskedNumbersUntilTheySwitchThemOn(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	year(t, w, w.ProviderA)
	commissioner := as(w, w.Commissioner)

	masked := pagetest.Get(t, commissioner, byDisability)
	masked.Want(t, 200, "rounded to the nearest 5", "fewer than 5 people (0 included)", "Not known: *", "Not known *",
		"Stated their group: at least 85%")
	for _, never := range []string{" 4 ", " 88 ", " 56 ", " 20 ", "2.4%", "85.7%"} {
		if strings.Contains(numbers(masked.Body), never) {
			t.Errorf("the page shows %q: %s", never, numbers(masked.Body))
		}
	}
	if !strings.Contains(numbers(masked.Body), "Not stated * * Not known * *") {
		t.Errorf("with 4 not known the 20 not stated are masked too: %s", numbers(masked.Body))
	}
	events, _ := w.For(w.Lead).History(t.Context(), "breakdown", "disability")
	if len(events) != 0 {
		t.Fatalf("nothing was switched on: %+v", events)
	}
	pagetest.Post(t, commissioner, "/icb/QWE/equity", url.Values{"characteristic": {"disability"}, "reason": {""}}).
		Want(t, 422, "Enter why you need the true numbers", `href="#reason"`, "rounded to the nearest 5")
	shown := pagetest.Post(t, commissioner, "/icb/QWE/equity",
		url.Values{"characteristic": {"disability"}, "reason": {"To agree the return"}})
	const switchOn = "form textarea[name=reason]"
	masked.In(switchOn).Want(t, 200)
	shown.None(t, 200, switchOn)
	const choose = `a[href="/icb/QWE/equity/collected"]`
	masked.In(choose).Want(t, 200)
	pagetest.Get(t, as(w, w.ProviderA), byDisability).None(t, 200, switchOn, choose)
	shown.Want(t, 200, "true numbers, which you switched on", ">88<", ">4<", "85.7%")
	if events, _ = w.For(w.Lead).History(t.Context(), "breakdown", "disability"); len(events) != 1 ||
		events[0].Changes[0].New != "To agree the return" {
		t.Errorf("history %+v", events)
	}
	if again := pagetest.Get(t, commissioner, byDisability); numbers(again.Body) != numbers(masked.Body) {
		t.Error("the next page still shows true numbers")
	}
	if a := pagetest.Post(t, commissioner, "/icb/QWE/equity", url.Values{"characteristic": {"religion"}, "reason": {"x"}}); a.Status !=
		404 {
		t.Errorf("a characteristic that is not collected: %d", a.Status)
	}
}

func TestWhoReachesWhat(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	year(t, w, w.ProviderA)
	own := "/icb/QWE/equity/" + w.ProviderA.Provider + "/2026Q2/"
	for _, c := range []struct {
		name string
		by   tenants.Member
		path string
		get  int
		post int
	}{
		{"a provider its own", w.ProviderA, own + "disability", 200, 409},
		{"a rival", w.ProviderB, own + "disability", 404, 404},
		{"a commissioner", w.Commissioner, own + "disability", 403, 403},
		{"a reader", w.Reader, own + "disability", 403, 403},
		{"one not collected", w.ProviderA, own + "religion", 404, 404},
		{"a quarter to come", w.ProviderA, "/icb/QWE/equity/" + w.ProviderA.Provider + "/2026Q4/disability", 404, 404},
		{"no quarter", w.ProviderA, "/icb/QWE/equity/" + w.ProviderA.Provider + "/x/disability", 404, 404},
		{"a reader the page", w.Reader, "/icb/QWE/equity", 403, 403},
		{"a provider true numbers of others", w.ProviderB, "/icb/QWE/equity", 200, 403},
		{"a provider what is collected", w.ProviderA, "/icb/QWE/equity/collected/age", 403, 403},
		{"a characteristic that is none", w.Lead, "/icb/QWE/equity/collected/x", 404, 404},
	} {
		if a := pagetest.Get(t, as(w, c.by), c.path); a.Status != c.get {
			t.Errorf("%s: %d, want %d", c.name, a.Status, c.get)
		}
		if a := pagetest.Post(t, as(w, c.by), c.path, typed("7", "later")); a.Status != c.post {
			t.Errorf("%s posts: %d, want %d", c.name, a.Status, c.post)
		}
	}
	rival := pagetest.Get(t, as(w, w.ProviderB), byDisability)
	if strings.Contains(rival.Body, "Northside") || strings.Contains(rival.Body, ">88<") {
		t.Error("a provider reads another's numbers")
	}
}
