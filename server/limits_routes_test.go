package server

import (
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// multipartForm is how a form with files begins on a page.
var multipartForm = regexp.MustCompile(`<form[^>]*action="([^"]*)"[^>]*enctype="multipart/form-data"`)

// TestEveryUploadAndExportIsLimited asks for every page and looks at what it offers: each form with files leads to a route
// that is limited as an upload, each answer that is a file comes from one that is limited as an export. Pages that come
// only after another form, and files given out, are found in the code by the words that make them.
func TestEveryUploadAndExportIsLimited(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	standard, _ := Limits{}.orDefault()
	is := func(route string, want Rate) bool {
		of, limited := limitOf(route)
		return limited && of(standard) == want
	}
	forms := 0
	for _, r := range routes {
		method, _, _ := strings.Cut(r.pattern, " ")
		if method != http.MethodGet || r.who == "public" || r.sample == "" {
			continue
		}
		got := lead.ask(http.MethodGet, s.at(r, "QWE"), nil)
		light := r.pattern == "GET /icb/:code/evidence/:id/files/:file" // bytes as they are kept, a piece a query
		if strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") && !light && !is(r.pattern, standard.Exports) {
			t.Errorf("%s gives out a file and is not limited as an export", r.pattern)
		}
		for _, form := range multipartForm.FindAllStringSubmatch(got.body, -1) {
			forms++
			if route := s.routeAt(html.UnescapeString(form[1])); !is(route, standard.Uploads) {
				t.Errorf("%s has a form with files for %q (%s), which is not limited as an upload", r.pattern, form[1], route)
			}
		}
	}
	if forms < 12 {
		t.Errorf("%d forms with files were seen: the pages have another shape", forms)
	}
	for words, places := range map[string][]string{
		`enctype="multipart/form-data"`: { // the first four lead on from a form of the same address
			"returns/import_choose.html", "returns/import_preview.html", "returns/published_file.html", "returns/quarters.html",
			"returns/published.html",
			"returns/import.html", "registers/import.html", "equity/quarter.html", "priorities/list_import.html",
			"priorities/list_choose.html", "workbook/import.html",
			"page/parts.html", // that is the opening of every form
		},
		".WithFiles}}":         {"evidence/form.html"},
		"attachment; filename": {"settings/personal.go", "page/download.go"},
		"page.Attachment(": {
			"settings/history_file.go", "export/export.go", "rounds/file.go", "meetings/calendar.go", "reminders/calendar.go",
		},
		"page.SendFile(": {"workbook/workbook.go"},
		`"attachment"`:   {"evidence/file.go"},
	} {
		if found := filesWith(t, words); !slices.Equal(found, slices.Sorted(slices.Values(places))) {
			t.Errorf("%s is in %q, want %q: see that its route is limited, and name it here", words, found, places)
		}
	}
}

// routeAt is the route of a POST to an address: of several that fit, the one that names most of it.
func (s *site) routeAt(address string) string {
	path, _, _ := strings.Cut(address, "?")
	found := ""
	for route := range s.routes {
		method, pattern, _ := strings.Cut(route, " ")
		pattern = regexp.MustCompile(`:[a-z]+`).ReplaceAllString(pattern, `[^/]+`)
		fits := method == http.MethodPost && regexp.MustCompile("^"+pattern+"$").MatchString(path)
		if fits && (found == "" || strings.Count(route, ":") < strings.Count(found, ":")) {
			found = route
		}
	}
	return found
}

// filesWith are the pages and rooms of the service that hold words, sorted.
func filesWith(t *testing.T, words string) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"*/*.go", "*/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") && strings.Contains(string(text), words) {
				found = append(found, filepath.ToSlash(name))
			}
		}
	}
	slices.Sort(found)
	return found
}
