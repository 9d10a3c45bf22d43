package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/assets"
)

func TestPagesArePacked(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	lead.Transport = &http.Transport{DisableCompression: true}
	defer lead.CloseIdleConnections()
	get := func(path, accept string) (*http.Response, []byte) {
		t.Helper()
		r, _ := http.NewRequest("GET", s.url+path, nil)
		if accept != "" {
			r.Header.Set("Accept-Encoding", accept)
		}
		res, err := lead.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, body
	}
	_, plain := get("/icb/QWE/people", "")
	for accept, packed := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.000": false, "br": false, "identity": false, "*": false,
	} {
		res, body := get("/icb/QWE/people", accept)
		if vary := res.Header.Values("Vary"); packed && !slices.Contains(vary, "Accept-Encoding") {
			t.Errorf("%s: Vary %q", accept, vary)
		}
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != packed {
			t.Errorf("%s: packed %t, want %t", accept, got, packed)
			continue
		}
		if packed {
			z, err := gzip.NewReader(strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			if len(body) > len(plain)/2 {
				t.Errorf("%d bytes of %d are left", len(body), len(plain))
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(once.ReplaceAll(body, nil), once.ReplaceAll(plain, nil)) {
			t.Errorf("%s: another page than without", accept)
		}
	}
	for _, path := range []string{
		"/healthz", "/icb/QWE/workbook.xlsx",
		s.at(route{sample: "/icb/:code/evidence/{evidence}/files/{file}"}, "QWE"),
	} {
		if res, body := get(path, "gzip"); res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "" || len(body) == 0 {
			t.Errorf("%s: status %d, encoding %q, %d bytes", path, res.StatusCode, res.Header.Get("Content-Encoding"), len(body))
		}
	}
	if res, _ := get(assets.Path("app.css"), "gzip"); strings.Join(res.Header.Values("Content-Encoding"), ",") != "gzip" {
		t.Errorf("styles are packed %q", res.Header.Values("Content-Encoding"))
	}
	tag, _ := get("/icb/QWE/toolkit", "gzip")
	r, _ := http.NewRequest("GET", s.url+"/icb/QWE/toolkit", nil)
	r.Header.Set("If-None-Match", tag.Header.Get("ETag"))
	r.Header.Set("Accept-Encoding", "gzip")
	if res, err := lead.Do(r); err != nil || res.StatusCode != http.StatusNotModified || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("not changed: %v %v", res, err)
	}
}

// TestWhatIsPacked gives one answer after another to a browser that can unpack them.
func TestWhatIsPacked(t *testing.T) {
	long, short := strings.Repeat("a line\n", 1000), "a line\n"
	for _, tt := range []struct {
		name, body         string
		asked, given       http.Header
		packed, vary, part bool // part sends what there is before the rest
	}{
		{name: "a page", body: long, packed: true, vary: true},
		{name: "JSON", body: long, given: http.Header{"Content-Type": {"application/json"}}, packed: true, vary: true},
		{name: "a short page", body: short, vary: true},
		{name: "a file to keep", body: long, given: http.Header{"Content-Disposition": {"attachment; filename=history.csv"}}},
		{name: "what is packed already", body: long, given: http.Header{"Content-Encoding": {"br"}}},
		{name: "a piece of something", body: long, given: http.Header{"Content-Range": {"bytes 0-6999/9000"}}},
		{name: "a picture", body: long, given: http.Header{"Content-Type": {"image/png"}}},
		{name: "a request for a piece", body: long, asked: http.Header{"Range": {"bytes=0-10"}}},
		{name: "in pieces", body: long, part: true},
		{name: "nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			flushed := -1
			w := httptest.NewRecorder()
			handler := compressed(http.HandlerFunc(func(w2 http.ResponseWriter, r *http.Request) {
				h := w2.Header()
				h.Set("Content-Type", "text/html; charset=utf-8")
				h.Set("Content-Length", strconv.Itoa(len(tt.body)))
				maps.Copy(h, tt.given)
				w2.WriteHeader(http.StatusUnprocessableEntity)
				if tt.part {
					if err := http.NewResponseController(w2).Flush(); err != nil {
						t.Error(err)
					}
					flushed = w.Code
				}
				if tt.body != "" {
					_, _ = io.WriteString(w2, tt.body)
				}
			}))
			r := httptest.NewRequest("GET", "/", nil)
			maps.Copy(r.Header, tt.asked)
			r.Header.Set("Accept-Encoding", "gzip")
			handler.ServeHTTP(w, r)
			h := w.Result().Header
			if w.Code != http.StatusUnprocessableEntity || tt.part && (flushed != w.Code || !w.Flushed) {
				t.Errorf("status %d, %d when it was sent on", w.Code, flushed)
			}
			if got := h.Get("Content-Encoding") == "gzip"; got != tt.packed || tt.packed && h.Get("Content-Length") != "" {
				t.Errorf("packed %v, length %q", got, h.Get("Content-Length"))
			}
			if got := h.Get("Vary") == "Accept-Encoding"; got != tt.vary {
				t.Errorf("Vary %q", h.Get("Vary"))
			}
			if !tt.packed && (w.Body.String() != tt.body || h.Get("Content-Length") != strconv.Itoa(len(tt.body))) {
				t.Errorf("%d bytes, length %q, want %d", w.Body.Len(), h.Get("Content-Length"), len(tt.body))
			}
		})
	}
}
