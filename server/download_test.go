package server

import (
	"net/http"
	"strings"
	"testing"
)

// TestOnlyWhoAsksTakesAFileOut: HEAD and a link on another website give no file and leave nothing in the history.
func TestOnlyWhoAsksTakesAFileOut(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	evidence := s.at(route{sample: "/icb/:code/evidence/{evidence}"}, "QWE")
	for _, file := range []struct{ path, offered, subject string }{
		{"/icb/QWE/workbook.xlsx?for=full", "/icb/QWE/workbook", "full"},
		{"/icb/QWE/history.csv", "/icb/QWE/history", "history"},
		{s.at(route{sample: "/icb/:code/evidence/{evidence}/files/{file}"}, "QWE"), evidence, ""},
	} {
		ask := func(method, site string) *http.Response {
			t.Helper()
			r, err := http.NewRequest(method, s.url+file.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if site != "" {
				r.Header.Set("Sec-Fetch-Site", site)
			}
			res, err := lead.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			return res
		}
		times := func() int {
			t.Helper()
			told, err := s.For(s.Lead).History(t.Context(), "workbook", file.subject)
			if err != nil {
				t.Fatal(err)
			}
			return len(told)
		}
		if res := ask(http.MethodHead, ""); res.StatusCode != http.StatusOK || res.Header.Get("Content-Disposition") != "" {
			t.Errorf("HEAD %s: status %d", file.path, res.StatusCode)
		}
		for _, site := range []string{"cross-site", "same-site"} {
			if res := ask(http.MethodGet, site); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != file.offered {
				t.Errorf("%s from %s: status %d, to %s", file.path, site, res.StatusCode, res.Header.Get("Location"))
			}
		}
		if n := times(); n != 0 {
			t.Errorf("%s: the history tells of %d downloads before there was one", file.path, n)
		}
		want := 0
		for _, site := range []string{"same-origin", "none", ""} {
			if res := ask(http.MethodGet, site); res.StatusCode != http.StatusOK ||
				!strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s asked for (%q): status %d", file.path, site, res.StatusCode)
			}
			if file.subject != "" {
				want++
			}
		}
		if n := times(); n != want {
			t.Errorf("%s: the history tells of %d downloads, want %d", file.path, n, want)
		}
	}
}
