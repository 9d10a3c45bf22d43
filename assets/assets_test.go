package assets

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func get(t *testing.T, h http.Handler, path, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNegotiation(t *testing.T) {
	files := fstest.MapFS{
		"a-1.css":    {Data: []byte("plain")},
		"a-1.css.gz": {Data: []byte("gz")},
		"a-1.css.br": {Data: []byte("br")},
		"b.svg":      {Data: []byte("<svg/>")},
		"secret.txt": {Data: []byte("no")},
	}
	h := serve(files, map[string]bool{"a-1.css": true})
	cases := []struct {
		name, path, accept   string
		status               int
		want, encoding, kept string
	}{
		{"nothing accepted", "a-1.css", "", 200, "plain", "", "immutable"},
		{"gzip", "a-1.css", "gzip", 200, "gz", "gzip", "immutable"},
		{"brotli is better", "a-1.css", "gzip, deflate, br", 200, "br", "br", "immutable"},
		{"brotli refused", "a-1.css", "br;q=0, gzip;q=0.5", 200, "gz", "gzip", "immutable"},
		{"no compressed form", "b.svg", "br", 200, "<svg/>", "", "86400"},
		{"not a kind we serve", "secret.txt", "", 404, "", "", ""},
		{"compressed form by its own name", "a-1.css.gz", "", 404, "", "", ""},
		{"unknown", "c.css", "", 404, "", "", ""},
		{"up and out", "../a-1.css", "", 404, "", "", ""},
		{"the folder", "", "", 404, "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := get(t, h, Prefix+c.path, c.accept)
			if r.StatusCode != c.status {
				t.Fatalf("status %d, want %d", r.StatusCode, c.status)
			}
			if c.status != http.StatusOK {
				return
			}
			if got := body(t, r.Body); got != c.want || r.Header.Get("Content-Encoding") != c.encoding {
				t.Errorf("got %q encoded %q", got, r.Header.Get("Content-Encoding"))
			}
			if !strings.Contains(r.Header.Get("Cache-Control"), c.kept) || r.Header.Get("Vary") != "Accept-Encoding" ||
				r.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", r.Header)
			}
		})
	}
}

func TestPostIsRefused(t *testing.T) {
	w := httptest.NewRecorder()
	serve(fstest.MapFS{}, nil).ServeHTTP(w, httptest.NewRequest(http.MethodPost, Prefix+"a.css", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("status %d", w.Code)
	}
}

// Everything below reads the built assets.
func needBuilt(t *testing.T) {
	t.Helper()
	if err := Ready(); err != nil {
		t.Fatal(err)
	}
}

func TestBuiltFilesAreServed(t *testing.T) {
	needBuilt(t)
	h := Handler()
	for name := range manifest() {
		r := get(t, h, Path(name), "gzip")
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: status %d encoded %q", Path(name), r.StatusCode, r.Header.Get("Content-Encoding"))
		}
		plain := body(t, get(t, h, Path(name), "").Body)
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body(t, unzipped) != plain {
			t.Errorf("%s: the compressed form differs", name)
		}
	}
}

func TestNothingIsAskedOfOthers(t *testing.T) {
	needBuilt(t)
	outside := regexp.MustCompile(`(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}`)
	files, _ := fs.Sub(embedded, "dist")
	for name, hashed := range manifest() {
		text, err := fs.ReadFile(files, hashed)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"@font-face", "sourceMappingURL", "Frutiger", "(Link: "} {
			if strings.Contains(string(text), bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
		for _, found := range outside.FindAllString(string(text), -1) {
			if strings.HasSuffix(name, ".css") && found != "http://www.w3.org" {
				t.Errorf("%s names another host: %s", name, found)
			}
		}
	}
}

func TestStylesheetsIconsResolve(t *testing.T) {
	needBuilt(t)
	h := Handler()
	text := body(t, get(t, h, Path("nhsuk.css"), "").Body)
	icons := regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(text, -1)
	if len(icons) == 0 {
		t.Fatal("the stylesheet asks for no icon: has its form changed?")
	}
	for _, icon := range icons {
		if r := get(t, h, icon[1], ""); r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: status %d", icon[1], r.StatusCode)
		}
	}
}

func TestModulesImportEachOtherByHashedName(t *testing.T) {
	needBuilt(t)
	h := Handler()
	imports := regexp.MustCompile(`from '\./([^']+)'`)
	for name := range manifest() {
		for _, other := range imports.FindAllStringSubmatch(body(t, get(t, h, Path(name), "").Body), -1) {
			if r := get(t, h, Prefix+other[1], ""); r.StatusCode != http.StatusOK ||
				!strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s imports %s: status %d", name, other[1], r.StatusCode)
			}
		}
	}
}
