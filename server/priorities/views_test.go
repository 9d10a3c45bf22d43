package priorities

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

func icbSays(t *testing.T, w *storetest.World, key string, s assessment.Status) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	if _, err := w.For(w.Lead).SaveEntry(t.Context(), p, assessment.Entry{Status: s}); err != nil {
		t.Fatal(err)
	}
}

func gave(t *testing.T, w *storetest.World, m tenants.Member, key string, s assessment.Status, note string) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	if err := w.For(m).SaveView(t.Context(), p, assessment.View{Status: s, Note: note}); err != nil {
		t.Fatal(err)
	}
}

// A provider gives its view, its commissioner reads both and says why they differ, and the steering group reads that alone.
func TestViewsFromFormToReader(t *testing.T) {
	w := storetest.New(t)
	icbSays(t, w, "3.4", assessment.InPlace)
	a, b, c, reader := as(t, w, w.ProviderA), as(t, w, w.ProviderB), as(t, w, w.Commissioner), as(t, w, w.Reader)
	const at = "/icb/QWE/toolkit/3.4"

	form := pagetest.Get(t, a, at).In("form:has(textarea[name=view_note])").Sends(t, 200)
	form.Set("view_status", "in_progress")
	form.Set("view_note", "Half of us <do>")
	saved := pagetest.Post(t, a, at+"/view", form)
	if saved.Status != http.StatusSeeOther || saved.Header.Get("Location") != at+"?saved=view" {
		t.Fatalf("status %d to %q", saved.Status, saved.Header.Get("Location"))
	}
	pagetest.Get(t, a, at+"?saved=view").Want(t, 200, "Your view on 3.4 saved", "Half of us &lt;do&gt;", "Given by Person provider-a")
	gave(t, w, w.ProviderB, "3.4", assessment.InPlace, "All of us")

	got := pagetest.Get(t, c, at)
	got.Want(t, 200, "In place at 1 of 2 providers, in progress at 1.", "Views differ", "Half of us &lt;do&gt;", "All of us", "Northside",
		"The steering group cannot see it until you say something about it.")
	silent := func(who, body string, words ...string) {
		t.Helper()
		for _, word := range words {
			if strings.Contains(body, word) {
				t.Errorf("%s reads %q", who, word)
			}
		}
	}
	silent("the rival", pagetest.Get(t, b, at).Body, "Half of us", "Northside", "Views differ", "1 of 2")
	silent("a reader", pagetest.Get(t, reader, at).Body, "Half of us", "All of us", "Northside", "Riverside", "iews differ",
		"providers say")

	form = got.In("form:has(textarea[name=views_comment])").Sends(t, 200)
	form.Set("views_comment", "One team is new")
	saved = pagetest.Post(t, c, at+"/comment", form)
	if saved.Status != http.StatusSeeOther {
		t.Fatalf("status %d", saved.Status)
	}
	got = pagetest.Get(t, reader, at)
	got.Want(t, 200, "What providers say", "Views differ", "One team is new")
	silent("a reader", got.Body, "Half of us", "All of us", "Northside", "Riverside", "1 of 2")
	got = pagetest.Get(t, b, at)
	got.Want(t, 200, "One team is new")
	silent("the rival", got.Body, "Half of us", "Northside", "1 of 2")
	pagetest.Get(t, c, at).Want(t, 200, "Change what the ICB says", "One team is new")

	// Another view: the comment is on what was there before.
	form = pagetest.Get(t, a, at).In("form:has(textarea[name=view_note])").Sends(t, 200)
	form.Set("view_status", "not_started")
	pagetest.Post(t, a, at+"/view", form)
	silent("a reader", pagetest.Get(t, reader, at).Body[:strings.Index(pagetest.Get(t, reader, at).Body, `id="history"`)+1],
		"One team is new", "iews differ")
	pagetest.Get(t, c, at).Want(t, 200, "on earlier views")
}

func TestListsSayWhatProvidersSay(t *testing.T) {
	w := storetest.New(t)
	icbSays(t, w, "3.4", assessment.InPlace)
	gave(t, w, w.ProviderA, "3.4", assessment.InProgress, "")
	for name, tt := range map[string]struct {
		m          tenants.Member
		has, lacks string
	}{
		"provider":     {w.ProviderA, "Your view: In progress", "Views differ"},
		"rival":        {w.ProviderB, "Your view: none yet", "Your view: In progress"},
		"commissioner": {w.Commissioner, "Views differ", "Your view"},
		"reader":       {w.Reader, "3.4", "Views differ"},
	} {
		for _, path := range []string{"/icb/QWE/toolkit", "/icb/QWE/toolkit/3"} {
			got := pagetest.Get(t, as(t, w, tt.m), path)
			got.Want(t, 200, tt.has)
			if strings.Contains(got.Body, tt.lacks) {
				t.Errorf("%s reads %q on %s", name, tt.lacks, path)
			}
		}
	}
}

func TestViewsAndCommentsThatComeBack(t *testing.T) {
	w := storetest.New(t)
	icbSays(t, w, "3.4", assessment.InPlace)
	a, c := as(t, w, w.ProviderA), as(t, w, w.Commissioner)
	const at = "/icb/QWE/toolkit/3.4"
	for name, tt := range map[string]struct {
		fields url.Values
		status int
		want   []string
	}{
		"no status": {url.Values{"version": {"0"}, "view_note": {"Kept words"}}, 422, []string{"Choose In place", "Kept words"}},
		"a number": {
			url.Values{"version": {"0"}, "view_status": {"in_place"}, "view_note": {"About 999 000 0018"}},
			422,
			[]string{"The number ending 0018 is not an NHS number", "About 999 000 0018"},
		},
		"long": {
			url.Values{"version": {"0"}, "view_status": {"in_place"}, "view_note": {strings.Repeat("long ", 500)}},
			422,
			[]string{"2,000 characters or fewer", "long long"},
		},
	} {
		t.Run(name, func(t *testing.T) { pagetest.Post(t, a, at+"/view", tt.fields).Want(t, tt.status, tt.want...) })
	}
	pagetest.Post(t, a, "/icb/QWE/toolkit/1.1/view", url.Values{"version": {"0"}, "view_status": {"in_place"}}).Want(t, 404)
	gave(t, w, w.ProviderA, "3.4", assessment.InProgress, "")
	state := pagetest.Get(t, c, at).In("form:has(textarea[name=views_comment])").Sends(t, 200).Get("state")
	typed := url.Values{"version": {"0"}, "state": {state}, "views_comment": {""}}
	pagetest.Post(t, c, at+"/comment", typed).Want(t, 422, "Enter what the ICB says about the difference")
	typed.Set("views_comment", "One is new")
	typed.Set("state", "in_place")
	pagetest.Post(t, c, at+"/comment", typed).Want(t, 409, "the views have changed since you opened the page", "One is new")
	p, _ := edition.Current().Priority("3.4")
	if err := w.For(w.ProviderA).SaveView(t.Context(), p, assessment.View{Status: assessment.InPlace, Version: 1}); err != nil {
		t.Fatal(err)
	}
	pagetest.Post(t, c, at+"/comment", typed).Want(t, 409, "the views no longer differ")
}

func TestTwoGiveTheirProvidersViewAtOnce(t *testing.T) {
	w := storetest.New(t)
	gave(t, w, w.ProviderA, "3.4", assessment.InProgress, "Both")
	colleague := w.Member(t, w.Lead.Tenant, "colleague", tenants.Provider, w.ProviderA.Provider)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  "/icb/QWE/toolkit/3.4", Form: "form:has(textarea[name=view_note])", Action: "/icb/QWE/toolkit/3.4/view",
		Theirs: url.Values{"view_status": {"in_place"}, "view_note": {"Both\nTheirs"}},
		Mine:   url.Values{"view_status": {"not_started"}, "view_note": {"Both\nMine"}},
		Differ: []string{"What View Theirs In place Yours Not started", "Note"},
		Joined: url.Values{"view_note": {"Both\nTheirs\nMine"}},
	}.Try(t, as(t, w, w.ProviderA), as(t, w, colleague))
}

func TestTwoCommentOnViewsAtOnce(t *testing.T) {
	w := storetest.New(t)
	icbSays(t, w, "3.4", assessment.InPlace)
	gave(t, w, w.ProviderA, "3.4", assessment.InProgress, "")
	c := as(t, w, w.Lead)
	first := pagetest.Get(t, c, "/icb/QWE/toolkit/3.4").In("form:has(textarea[name=views_comment])").Sends(t, 200)
	first.Set("views_comment", "Both")
	pagetest.Post(t, c, "/icb/QWE/toolkit/3.4/comment", first)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  "/icb/QWE/toolkit/3.4", Form: "form:has(textarea[name=views_comment])", Action: "/icb/QWE/toolkit/3.4/comment",
		Theirs: url.Values{"views_comment": {"Both\nTheirs"}}, Mine: url.Values{"views_comment": {"Both\nMine"}},
		Differ: []string{"What the ICB says"},
		Joined: url.Values{"views_comment": {"Both\nTheirs\nMine"}},
	}.Try(t, as(t, w, w.Lead), as(t, w, w.Commissioner))
}

// How a view changed is in the history of its priority, for those who read the view itself.
func TestTheHistoryOfViews(t *testing.T) {
	w := storetest.New(t)
	icbSays(t, w, "3.4", assessment.InPlace)
	gave(t, w, w.ProviderA, "3.4", assessment.InProgress, "Half of us")
	gave(t, w, w.ProviderB, "3.4", assessment.InPlace, "All of us")
	gave(t, w, w.ProviderB, "4.1", assessment.InPlace, "Another priority")
	const ours, theirs = "Saved Northside’s view", "Saved Riverside’s view"
	for name, c := range map[string]struct {
		m     tenants.Member
		reads []string
		lacks []string
	}{
		"commissioner": {w.Commissioner, []string{ours, "Half of us", theirs, "All of us"}, []string{"Another priority"}},
		"provider":     {w.ProviderA, []string{ours, "Half of us"}, []string{theirs, "All of us"}},
		"rival":        {w.ProviderB, []string{theirs, "All of us"}, []string{ours, "Half of us", "Another priority"}},
		"reader":       {w.Reader, nil, []string{ours, "Half of us", theirs, "All of us"}},
	} {
		t.Run(name, func(t *testing.T) {
			history := pagetest.Get(t, as(t, w, c.m), "/icb/QWE/toolkit/3.4").In(".app-history__item")
			history.Want(t, 200, append(c.reads, "In place")...)
			history.Lacks(t, 200, c.lacks...)
		})
	}
}
