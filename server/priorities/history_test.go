package priorities

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// heavy is a world in which a priority has been saved often, with long notes.
func heavy(t *testing.T, saves int) *storetest.World {
	t.Helper()
	w := storetest.New(t)
	e := as(t, w, w.Commissioner)
	for i := range saves {
		got := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", fields(url.Values{
			"version": {fmt.Sprint(i)}, "notes": {strings.Repeat("what stays the same ", 230) + fmt.Sprintf("save%02d. ", i) + "ending " +
				strings.Repeat("tail ", 60)},
			"private_notes": {strings.Repeat("kept back ", 400) + fmt.Sprintf("private%02d", i)},
		}))
		if got.Status != 303 {
			t.Fatalf("save %d: status %d", i, got.Status)
		}
	}
	return w
}

func TestLongHistoryIsShownInParts(t *testing.T) {
	const saves = store.SavesOnPage + 2
	w := heavy(t, saves)
	all, err := w.For(w.Lead).History(context.Background(), "priority", "3.4")
	if err != nil || len(all) != saves {
		t.Fatal(len(all), err)
	}
	const path = "/icb/QWE/toolkit/3.4"
	earlier := fmt.Sprintf(`href="%s?before=%d#history">Show earlier changes</a>`, path, all[store.SavesOnPage-1].Seq)
	newest := `href="` + path + `#history">Show the newest changes</a>`
	whole := fmt.Sprintf(`href="%s?save=%d#history">Show the whole text</a>`, path, all[0].Seq)
	for _, m := range []tenants.Member{w.Commissioner, w.ProviderA, w.Reader} {
		t.Run(string(m.Role), func(t *testing.T) {
			e := as(t, w, m)
			ask := func(query string) (string, string) {
				t.Helper()
				got := pagetest.Get(t, e, path+query)
				got.Want(t, 200)
				if len(got.Body) > 150_000 {
					t.Errorf("%s: %d bytes", query, len(got.Body))
				}
				_, history, _ := strings.Cut(got.Body, `id="history"`)
				if strings.Contains(got.Body, "kept back") != m.Can(tenants.ReadPrivate) {
					t.Errorf("%s: private notes show to the wrong people", query)
				}
				return got.Body, history
			}
			_, page := ask("")
			if n := strings.Count(page, "app-history__item"); n != store.SavesOnPage {
				t.Errorf("%d saves", n)
			}
			for _, want := range []string{earlier, whole, "<mark>save21.</mark>", "<mark>save20.</mark>", "<mark>save02.</mark>"} {
				if !strings.Contains(page, want) {
					t.Errorf("the newest part does not hold %s", want)
				}
			}
			if strings.Contains(page, newest) || strings.Contains(page, "<mark>save00.</mark>") {
				t.Error("the newest part holds a link to itself or the first save")
			}
			_, page = ask(fmt.Sprintf("?before=%d", all[store.SavesOnPage-1].Seq))
			if n := strings.Count(page, "app-history__item"); n != 2 || !strings.Contains(page, newest) ||
				strings.Contains(page, "Show earlier") {
				t.Errorf("the first part holds %d saves: %s", n, page)
			}
			_, page = ask(fmt.Sprintf("?save=%d", all[0].Seq))
			if n := strings.Count(page, "app-history__item"); n != 1 || !strings.Contains(page, newest) ||
				!strings.Contains(page, all[0].Changes[0].New[:4500]) {
				t.Errorf("one save alone: %d saves: %s", n, page)
			}
			for _, same := range []string{
				"?before=", "?before=x", "?before=-1", "?before=0", "?save=x", "?save=-3",
				"?before=99999999999999999999",
			} {
				if _, page := ask(same); strings.Count(page, "app-history__item") != store.SavesOnPage || !strings.Contains(page, earlier) {
					t.Errorf("%s does not show the newest part", same)
				}
			}
			if _, page := ask("?before=1"); strings.Contains(page, "app-history__item") ||
				!strings.Contains(page, "Nothing earlier is recorded") {
				t.Error("before the first save something shows")
			}
			pagetest.Get(t, e, path+"?save=1").Want(t, 404)
			pagetest.Get(t, e, fmt.Sprintf("/icb/QWE/toolkit/1.1?save=%d", all[0].Seq)).Want(t, 404)
		})
	}
}
