package rounds

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/round"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// sealing is the room's pages for a member as they are now.
func sealing(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	m, err := w.Membership(context.Background(), m.Person.ID, m.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t), Places: places.New(2, time.Minute)}.Mount(icb)
	return e
}

var fileLink = regexp.MustCompile(`<a href="(/icb/QWE/rounds/files/[^"]+)">([^<]*)</a>`)

// filesOn are the sealed files that a page offers, by their text without the size.
func filesOn(body string) map[string]string {
	all := map[string]string{}
	for _, m := range fileLink.FindAllStringSubmatch(body, -1) {
		text, _, _ := strings.Cut(m[2], ", ")
		if _, there := all[text]; !there { // the newest
			all[text] = m[1]
		}
	}
	return all
}

func noted(t *testing.T, w *storetest.World, text string) {
	t.Helper()
	p, _ := edition.Current().Priority("3.4")
	e, err := w.For(w.Lead).Entry(context.Background(), "3.4")
	if err == nil {
		e.Status, e.Notes = assessment.InPlace, text
		_, err = w.For(w.Lead).SaveEntry(context.Background(), p, e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAQuarterOnThePages: sealed, changed, sealed again; each audience has its own real workbook and document, and the first
// bytes stay.
func TestAQuarterOnThePages(t *testing.T) {
	w := storetest.New(t)
	noted(t, w, "as it was")
	_, err := w.For(w.Lead).SaveProvider(context.Background(), provider.Provider{Name: "Gone provider", Kind: "voluntary", Ended: true})
	if err != nil {
		t.Fatal(err)
	}
	lead := func() http.Handler { return sealing(t, w, w.Lead) }
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, http.StatusOK, "Quarter 3", "Open", `href="/icb/QWE/rounds/2026Q3/seal"`,
		`href="/icb/QWE/rounds/2026Q2/seal"`)
	ask := pagetest.Get(t, lead(), "/icb/QWE/rounds/2026Q3/seal")
	ask.Want(t, http.StatusOK, "Seal Quarter 3 2026/27", "Figures still to come from", "Northside",
		"Nobody can change or undo what is sealed",
		"1 of 22 priorities")
	if strings.Contains(ask.Body, "Gone provider") {
		t.Error("a provider that has ended is among those for whom it is sealed")
	}
	if strings.Contains(ask.Body, `name="reason"`) {
		t.Error("the first sealing asks for a reason")
	}
	done := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/seal", url.Values{"version": {"0"}})
	if done.Status != http.StatusSeeOther || done.Header.Get("Location") != "/icb/QWE/rounds?sealed=2026Q3" {
		t.Fatalf("sealing answers %d %q: %s", done.Status, done.Header.Get("Location"), done.Body)
	}
	first := pagetest.Get(t, lead(), "/icb/QWE/rounds?sealed=2026Q3")
	first.Want(t, http.StatusOK, "Quarter 3 2026/27 sealed", "Sealed on 20 November 2026, version 1", "Seal Quarter 3 2026/27 again")
	if strings.Contains(first.Body, "Changed since") {
		t.Error("something has changed since a moment ago")
	}
	kept := map[string]string{}
	for text, path := range filesOn(first.Body) {
		kept[path] = pagetest.Get(t, lead(), path).Body
		t.Log(text, len(kept[path]))
	}
	if len(kept) != 4 {
		t.Errorf("the administrator is offered %v", filesOn(first.Body))
	}
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, http.StatusOK) // downloads are no change
	if strings.Contains(pagetest.Get(t, lead(), "/icb/QWE/rounds").Body, "Changed since") {
		t.Error("a download is called a change")
	}
	for _, tt := range []struct {
		name, workbook, document string
		member                   tenants.Member
		sheet, audience          string
	}{
		{
			"commissioner", "The commissioners’ workbook (Excel", "The commissioners’ document (JSON", w.Commissioner, "Full workbook",
			"commissioners",
		},
		{
			"reader", "The steering group’s workbook (Excel", "The steering group’s document (JSON", w.Reader, "Steering group",
			"steering group",
		},
		{"provider", "Northside’s workbook (Excel", "Northside’s document (JSON", w.ProviderA, "Workbook of Northside", "provider"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := sealing(t, w, tt.member)
			files := filesOn(pagetest.Get(t, h, "/icb/QWE/rounds").Body)
			f, err := excelize.OpenReader(strings.NewReader(pagetest.Get(t, h, files[tt.workbook]).Body))
			if err != nil {
				t.Fatalf("%v: %v", files, err)
			}
			if second, _ := f.GetCellValue("Summary", "A2"); !strings.HasPrefix(second, tt.sheet) {
				t.Errorf("the workbook is %q", second)
			}
			d, err := round.Read([]byte(pagetest.Get(t, h, files[tt.document]).Body))
			if err != nil || d.Audience.Name != tt.audience || d.Priorities["3.4"].Notes != "as it was" {
				t.Errorf("the document is for %+v, %v", d.Audience, err)
			}
			for path := range kept {
				mine := path == files[tt.workbook] || path == files[tt.document]
				status := pagetest.Get(t, h, path).Status
				if tt.audience != "commissioners" && mine != (status == http.StatusOK) {
					t.Errorf("%s answers %d", path, status)
				}
			}
		})
	}
	noted(t, w, "as it is")
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, http.StatusOK, "Changed since sealing on 20 November 2026: 1 save",
		"/icb/QWE/history")
	for _, m := range []tenants.Member{w.Reader, w.ProviderA} {
		got := pagetest.Get(t, sealing(t, w, m), "/icb/QWE/rounds")
		got.Want(t, http.StatusOK, "Changed since sealing on 20 November 2026: 1 save")
		if strings.Contains(got.Body, "/icb/QWE/history") {
			t.Errorf("a %s is led to the whole history", m.Role)
		}
	}
	if body := pagetest.Get(t, lead(), "/icb/QWE/rounds/2026Q3/seal").Body; !strings.Contains(body, `name="reason"`) {
		t.Error("sealing again does not ask why")
	}
	refused := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/seal", url.Values{"version": {"1"}, "reason": {""}})
	refused.Want(t, http.StatusUnprocessableEntity, "Enter why the quarter is sealed again")
	late := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/seal", url.Values{"version": {"0"}})
	late.Want(t, http.StatusConflict, "It was not sealed again")
	again := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/seal", url.Values{"version": {"1"}, "reason": {"A note <was> wrong"}})
	if again.Status != http.StatusSeeOther {
		t.Fatalf("sealing again answers %d: %s", again.Status, again.Body)
	}
	second := pagetest.Get(t, lead(), "/icb/QWE/rounds")
	second.Want(t, http.StatusOK, "version 2", "Why it was sealed again: A note &lt;was&gt; wrong", "Version 1, sealed on")
	for path, body := range kept {
		if pagetest.Get(t, lead(), path).Body != body {
			t.Errorf("%s is not what it was", path)
		}
	}
	reads := pagetest.Get(t, sealing(t, w, w.Reader), "/icb/QWE/rounds")
	if strings.Contains(reads.Body, "was wrong") || strings.Contains(reads.Body, "/seal") {
		t.Error("the steering group reads why, or may seal")
	}
}

// TestSealPageIsForOpenQuarters: others are not there, for anybody.
func TestSealPageIsForOpenQuarters(t *testing.T) {
	w := storetest.New(t)
	for _, tt := range []struct {
		quarter string
		m       tenants.Member
		want    int
	}{
		{"2026Q3", w.Lead, 200},
		{"2026Q2", w.Lead, 200},
		{"2026Q1", w.Lead, 404},
		{"2026Q4", w.Lead, 404},
		{"nonsense", w.Lead, 404},
		{"2026Q3", w.Commissioner, 403},
		{"2026Q3", w.ProviderA, 403},
		{"2026Q3", w.Reader, 403},
	} {
		h := sealing(t, w, tt.m)
		if got := pagetest.Get(t, h, "/icb/QWE/rounds/"+tt.quarter+"/seal").Status; got != tt.want {
			t.Errorf("%s asks about %s: %d, want %d", tt.m.Role, tt.quarter, got, tt.want)
		}
		if tt.want == 200 {
			continue
		}
		if got := pagetest.Post(t, h, "/icb/QWE/rounds/"+tt.quarter+"/seal", url.Values{"version": {"0"}}).Status; got != tt.want {
			t.Errorf("%s seals %s: %d, want %d", tt.m.Role, tt.quarter, got, tt.want)
		}
	}
}

// TestASkippedQuarterIsThere: between two that were sealed, and says that nobody sealed it.
func TestASkippedQuarterIsThere(t *testing.T) {
	w := storetest.New(t)
	seal := func(q string) {
		t.Helper()
		if got := pagetest.Post(t, sealing(t, w, w.Lead), "/icb/QWE/rounds/"+q+"/seal", url.Values{"version": {"0"}}); got.Status !=
			http.StatusSeeOther {
			t.Fatalf("%s: %d", q, got.Status)
		}
	}
	seal("2026Q3")
	w.Clock.Set(time.Date(2027, 5, 4, 9, 0, 0, 0, time.UTC))
	seal("2027Q1")
	body := pagetest.Get(t, sealing(t, w, w.Lead), "/icb/QWE/rounds").Body
	if !strings.Contains(body, `id="q-2026Q4"`) || strings.Index(body, `id="q-2027Q1"`) > strings.Index(body, `id="q-2026Q3"`) {
		t.Errorf("quarters on the page: %v", regexp.MustCompile(`id="q-[^"]*"`).FindAllString(body, -1))
	}
	w.Clock.Set(time.Date(2027, 7, 4, 9, 0, 0, 0, time.UTC))
	pagetest.Get(t, sealing(t, w, w.Lead), "/icb/QWE/rounds").Want(t, http.StatusOK, "This quarter was not sealed in time")
}
