package settings

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// serve is the room as a member sees it, with the ICB as it is now.
func serve(t *testing.T, w *storetest.World, m tenants.Member) *gin.Engine {
	t.Helper()
	pagetest.NeedAssets(t)
	var err error
	if m.Tenant, err = w.Tenant(context.Background(), m.Tenant.Code); err != nil {
		t.Fatal(err)
	}
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

func form(version, show, years, day, month, year string) url.Values {
	return url.Values{
		"version": {version}, "show_by_provider": {show}, "retention_years": {years},
		"next_meeting-day": {day}, "next_meeting-month": {month}, "next_meeting-year": {year},
		"due_day": {"20"}, "due_month": {"1"},
	}
}

// due is the form with a day on which figures are due.
func due(day, month string) url.Values {
	f := form("2", "no", "8", "", "", "")
	f.Set("due_day", day)
	f.Set("due_month", month)
	return f
}

func TestSettings(t *testing.T) {
	w := storetest.New(t)
	const path = "/icb/QWE/settings"
	pagetest.Get(t, serve(t, w, w.Lead), path).Want(t, 200, "People", "Providers", "History",
		"Can your steering group see figures by provider?", `value="8"`)
	a := pagetest.Post(t, serve(t, w, w.Lead), path, form("1", "yes", "10", "9", "12", "2026"))
	if a.Status != 303 || a.Header.Get("Location") != path+"?saved=settings" {
		t.Fatalf("%d to %q: %s", a.Status, a.Header.Get("Location"), a.Body)
	}
	shown := pagetest.Get(t, serve(t, w, w.Lead), path+"?saved=settings")
	shown.Want(t, 200, "Settings saved")
	if got, want := unseen(shown.In("main form").Sends(t, 200)), form("2", "yes", "10", "9", "12", "2026"); got.Encode() != want.Encode() {
		t.Errorf("the form holds %q, want %q", got.Encode(), want.Encode())
	}
	const rows = ".nhsuk-summary-list__row"
	read := pagetest.Get(t, serve(t, w, w.Commissioner), path)
	read.In(rows).Is(t, 200, "Steering group sees figures by provider Yes", "Years to keep records 10",
		"Next steering group 9 December 2026",
		"Quarterly figures due The 20th of the first month after the quarter")
	read.Want(t, 200, "Your ICB administrator can change these")
	read.None(t, 200, "main form")
	read.In("main ul a").Is(t, 200, "People", "Providers", "Target values", "Rounds", "Procurement", "History")
	shown.In("main ul a").Is(t, 200, "People", "Providers", "Target values", "Rounds", "Procurement", "History",
		"Export what is held about a member of staff", "Export everything", "Remove personal data entered by mistake")

	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		texts  []string
	}{
		{"no choice", form("2", "", "8", "", "", ""), 422, []string{"Choose yes or no", `href="#show_by_provider"`}},
		{"years in words", form("2", "no", "eight", "", "", ""), 422, []string{"must be a whole number", `value="eight"`}},
		{"too many years", form("2", "no", "99", "", "", ""), 422, []string{"between 1 and 30", `value="99"`}},
		{"half a date", form("2", "no", "8", "9", "", "2026"), 422, []string{"must include a month", `value="9"`}},
		{"a day that no month has", due("32", "2"), 422, []string{"must be between 1 and 31", `href="#due_day"`, `value="32"`}},
		{"a day in words", due("fifteenth", "2"), 422, []string{"must be between 1 and 31", `value="fifteenth"`}},
		{"a month that is not offered", due("15", "4"), 422, []string{"Choose the month", `href="#due_month"`}},
		{"no version", form("x", "no", "7", "", "", ""), 409, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pagetest.Post(t, serve(t, w, w.Lead), path, tt.form).Want(t, tt.status, tt.texts...)
		})
	}
	t.Run("somebody was faster", func(t *testing.T) {
		a := pagetest.Post(t, serve(t, w, w.Lead), path, form("1", "no", "7", "", "", ""))
		a.In("#stale-title").Is(t, 409, "Person lead saved the settings while you were writing")
		a.In(".app-stale tbody tr").Is(t, 409, "What Steering group sees figures by provider Theirs Yes Yours No",
			"What Years to keep records Theirs 10 Yours 7",
			"What Next steering group Theirs 9 December 2026 Yours No date set")
		got, want := unseen(a.In("form:has(#retention_years)").Sends(t, 409)), form("2", "no", "7", "", "", "")
		if got.Encode() != want.Encode() {
			t.Errorf("the form holds %q, want %q", got.Encode(), want.Encode())
		}
	})
	t.Run("only the administrator saves", func(t *testing.T) {
		pagetest.Post(t, serve(t, w, w.Commissioner), path, form("2", "no", "8", "", "", "")).Want(t, 403)
		pagetest.Get(t, serve(t, w, w.Reader), path).Want(t, 403)
		pagetest.Get(t, serve(t, w, w.ProviderA), path).Want(t, 403)
	})
}

func saveNotes(t *testing.T, w *storetest.World, m tenants.Member, n int) {
	t.Helper()
	ctx := context.Background()
	p, _ := edition.Current().Priority("3.4")
	e, err := w.For(m).Entry(ctx, "3.4")
	if err != nil {
		t.Fatal(err)
	}
	e.Notes = fmt.Sprintf("notes <b>number</b> %d", n)
	e.PrivateNotes = "private"
	e.Status = assessment.Statuses[n%2]
	if _, err := w.For(m).SaveEntry(ctx, p, e); err != nil {
		t.Fatal(err)
	}
}

func TestHistory(t *testing.T) {
	w := storetest.New(t)
	for n := range savesOnPage + 2 {
		saveNotes(t, w, w.Commissioner, n)
	}
	saveNotes(t, w, w.ForeignLead, 999)
	const path = "/icb/QWE/history"
	first := pagetest.Get(t, serve(t, w, w.Lead), path)
	first.Want(t, 200, "Saved: Priority 3.4 At least 40%", "notes &lt;b&gt;number&lt;/b&gt; 51", "In place to In progress",
		"Person commissioner, Commissioner", "Older", "20 November 2026")
	first.Lacks(t, 200, "&lt;/b&gt; 999")
	const saves, leads = ".app-history__when > strong", ".nhsuk-pagination a"
	first.In(saves).Is(t, 200, slices.Repeat([]string{first.In(saves + " a").Texts(t)[0]}, savesOnPage)...)
	first.In(leads).Is(t, 200, "Next page : Older")
	_, rest, _ := strings.Cut(first.Body, `href="?before=`)
	before, _, _ := strings.Cut(rest, `"`)
	second := pagetest.Get(t, serve(t, w, w.Lead), path+"?before="+before)
	second.Want(t, 200, "notes &lt;b&gt;number&lt;/b&gt; 0", "Joined: Member: Person reader")
	second.In(leads).Is(t, 200, "Previous page : Newest")
	second.In(leads+`[href="?"]`).Want(t, 200)
	filtered := pagetest.Get(t, serve(t, w, w.Lead), path+"?kind=priority&before="+before)
	filtered.In(leads+`[href="?kind=priority"]`).Is(t, 200, "Previous page : Newest")
	filtered.In(saves).Is(t, 200, slices.Repeat([]string{first.In(saves + " a").Texts(t)[0]}, 2)...)
	for _, tt := range []struct {
		name, query string
		status      int
		holds       []string
		lacks       string
	}{
		{"a kind", "?kind=member", 200, []string{"Joined: Member: Person lead", "Show all"}, "Saved: Priority"},
		{"a person", "?person=" + w.Commissioner.Person.ID, 200, []string{"Saved: Priority"}, "Joined: Member"},
		{
			"one day", "?from-day=20&from-month=11&from-year=2026&to-day=20&to-month=11&to-year=2026", 200,
			[]string{"Saved: Priority", "Show all"},
			"Nothing was saved",
		},
		{"the day after", "?from-day=21&from-month=11&from-year=2026", 200, []string{"Nothing matches"}, "Saved: Priority"},
		{"days without a save", "?to-day=1&to-month=1&to-year=2026", 200, []string{"Nothing matches"}, "Saved: Priority"},
		{
			"a date that is none", "?from-day=31&from-month=2&from-year=2026", 422,
			[]string{"must be a real date", `value="31"`},
			"Saved: Priority",
		},
		{
			"the wrong way round", "?from-day=2&from-month=2&from-year=2026&to-day=1&to-month=2&to-year=2026", 422,
			[]string{"must be the same as or after"},
			"Saved: Priority",
		},
		{"nonsense", "?kind=x&person=y&before=z", 200, []string{"Saved: Priority"}, "Nothing was saved"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := pagetest.Get(t, serve(t, w, w.Commissioner), path+tt.query)
			a.Want(t, tt.status, tt.holds...)
			a.In("main").Lacks(t, tt.status, tt.lacks)
		})
	}
	for _, m := range []tenants.Member{w.Reader, w.ProviderA} {
		pagetest.Get(t, serve(t, w, m), path).Want(t, 403)
	}
}

// The whole history shows long texts as the page of their subject does: where they changed, the rest a link away.
func TestHistoryOfLongTexts(t *testing.T) {
	w := storetest.New(t)
	p, _ := edition.Current().Priority("3.4")
	e := assessment.Entry{}
	for n := range savesOnPage {
		e.Notes = strings.Repeat("what stays the same ", 240) + fmt.Sprintf("save%02d.", n)
		var err error
		if e.Version, err = w.For(w.Lead).SaveEntry(context.Background(), p, e); err != nil {
			t.Fatal(err)
		}
	}
	const path = "/icb/QWE/history"
	a := pagetest.Get(t, serve(t, w, w.Lead), path+"?kind=priority")
	a.Want(t, 200, "<mark>save49.</mark>", "<mark>save01.</mark>")
	if len(a.Body) > 150_000 {
		t.Errorf("%d bytes", len(a.Body))
	}
	_, rest, _ := strings.Cut(a.Body, `href="/icb/QWE/history?kind=priority&amp;save=`)
	save, _, _ := strings.Cut(rest, `#history"`)
	one := pagetest.Get(t, serve(t, w, w.Lead), path+"?kind=priority&save="+save)
	one.Want(t, 200, strings.Repeat("what stays the same ", 240), "<mark>save49.</mark>", `href="?kind=priority"`)
	if n := strings.Count(one.Body, "app-history__item"); n != 1 {
		t.Errorf("%d saves", n)
	}
	pagetest.Get(t, serve(t, w, w.Reader), path+"?save="+save).Want(t, 403)
}

func TestPersonalExport(t *testing.T) {
	w := storetest.New(t)
	saveNotes(t, w, w.Commissioner, 1)
	const path = "/icb/QWE/personal"
	pagetest.Get(t, serve(t, w, w.Lead), path).Want(t, 200, "Who is it about?", "Person commissioner, commissioner@example.org")
	for _, tt := range []struct {
		form, kind string
		holds      []string
	}{
		{"json", "application/json", []string{`"name": "Person commissioner"`, `"identifier_there": "commissioner"`, `"field": "notes"`}},
		{"html", "text/html; charset=utf-8", []string{
			"What QWE holds about Person commissioner", "notes &lt;b&gt;number&lt;/b&gt; 1",
			"Saved: Priority 3.4", "<li>Notes for commissioners only: <q></q> to <q>private</q>",
			"<q>Not answered</q> to <q>In progress</q>",
		}},
	} {
		t.Run(tt.form, func(t *testing.T) {
			a := pagetest.Post(t, serve(t, w, w.Lead), path, url.Values{"person": {w.Commissioner.Person.ID}, "form": {tt.form}})
			a.Want(t, 200, tt.holds...)
			if got := a.Header.Get("Cache-Control") + " " + a.Header.Get("X-Content-Type-Options"); got != "no-store nosniff" {
				t.Errorf("a file about a person goes out with %q", got)
			}
			if got := a.Header.Get("Content-Type"); got != tt.kind {
				t.Errorf("type %q, want %q", got, tt.kind)
			}
			if got, want := a.Header.Get("Content-Disposition"), `attachment; filename="qwe-staff-export-2026-11-20.`+tt.form+`"`; got !=
				want {
				t.Errorf("disposition %q, want %q", got, want)
			}
		})
	}
	t.Run("nothing chosen", func(t *testing.T) {
		pagetest.Post(t, serve(t, w, w.Lead), path, url.Values{}).Want(t, 422, "Choose a person", "Choose the form of the file")
	})
	t.Run("a person of another ICB", func(t *testing.T) {
		pagetest.Post(t, serve(t, w, w.Lead), path, url.Values{"person": {w.ForeignLead.Person.ID}, "form": {"json"}}).Want(t, 404)
	})
	for _, m := range []tenants.Member{w.Commissioner, w.Reader, w.ProviderA} {
		pagetest.Get(t, serve(t, w, m), path).Want(t, 403)
		pagetest.Post(t, serve(t, w, m), path, url.Values{"person": {w.Lead.Person.ID}, "form": {"json"}}).Want(t, 403)
	}
}

// unseen is a form without the number of saves when it was opened.
func unseen(form url.Values) url.Values {
	form.Del("seen")
	return form
}
