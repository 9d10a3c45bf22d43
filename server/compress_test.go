package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"slices"
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
	for _, path := range []string{"/healthz", "/icb/QWE/workbook.xlsx", s.at(route{sample: "/icb/:code/evidence/{evidence}/files/{file}"}, "QWE")} {
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
