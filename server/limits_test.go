package server

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ipstoolkit/assets"
)

func TestTries(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	tries := newTries(func() time.Time { return now }, 100)
	for i := range 30 {
		if wait := tries.wait("a", 30); wait != 0 {
			t.Fatalf("try %d of 30 has to wait %s", i+1, wait)
		}
	}
	if wait := tries.wait("a", 30); wait != 2*time.Second {
		t.Errorf("the 31st waits %s, want 2s", wait)
	}
	if wait := tries.wait("a", 30); wait != 2*time.Second {
		t.Errorf("a refused try was counted: the next waits %s", wait)
	}
	if wait := tries.wait("b", 30); wait != 0 {
		t.Errorf("another waits %s for the first", wait)
	}
	now = now.Add(2 * time.Second)
	if wait := tries.wait("a", 30); wait != 0 {
		t.Errorf("after 2s it still waits %s", wait)
	}
	for range 3 { // what is remembered is moved on twice in this time
		now = now.Add(31 * time.Second)
		tries.wait("b", 30)
	}
	if wait := tries.wait("a", 30); wait != 0 {
		t.Errorf("after more than a minute it still waits %s", wait)
	}
}

func TestTriesAreRememberedOverAMinutesEnd(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	tries := newTries(func() time.Time { return now }, 100)
	now = now.Add(59 * time.Second)
	for range 30 {
		tries.wait("a", 30)
	}
	now = now.Add(1100 * time.Millisecond)
	if wait := tries.wait("a", 30); wait == 0 {
		t.Error("the 31st within two seconds does not wait")
	}
}

func TestTriesTakeLittleMemory(t *testing.T) {
	tries := newTries(time.Now, 100)
	for i := range 10_000 {
		tries.wait(strconv.Itoa(i), 30)
	}
	if n := len(tries.recent) + len(tries.old); n > 200 {
		t.Errorf("%d things are remembered, want at most 200", n)
	}
}

func TestClientOf(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, tt := range map[string]struct {
		peer      string
		forwarded []string
		trusted   []netip.Prefix
		want      string
	}{
		"no proxy":                        {"192.0.2.1:1", nil, proxies, "192.0.2.1"},
		"nobody is trusted":               {"10.0.0.1:1", []string{"192.0.2.9"}, nil, "10.0.0.1"},
		"a stranger says so":              {"192.0.2.1:1", []string{"192.0.2.9"}, proxies, "192.0.2.1"},
		"a proxy says so":                 {"10.0.0.1:1", []string{"192.0.2.9"}, proxies, "192.0.2.9"},
		"the client made some up":         {"10.0.0.1:1", []string{"198.51.100.7, 192.0.2.9"}, proxies, "192.0.2.9"},
		"made up in a line of its own":    {"10.0.0.1:1", []string{"198.51.100.7", "192.0.2.9"}, proxies, "192.0.2.9"},
		"made up as a proxy":              {"10.0.0.1:1", []string{"198.51.100.7, 10.9.9.9, 192.0.2.9"}, proxies, "192.0.2.9"},
		"two proxies":                     {"10.0.0.1:1", []string{"198.51.100.7, 192.0.2.9, 10.0.0.2"}, proxies, "192.0.2.9"},
		"a proxy of IPv6":                 {"[fd00::1]:1", []string{"2001:db8::7"}, proxies, "2001:db8::7"},
		"IPv4 written as IPv6":            {"[::ffff:10.0.0.1]:1", []string{"::ffff:192.0.2.9"}, proxies, "192.0.2.9"},
		"not an address":                  {"10.0.0.1:1", []string{"192.0.2.9, somebody"}, proxies, "10.0.0.1"},
		"a proxy that says nothing":       {"10.0.0.1:1", nil, proxies, "10.0.0.1"},
		"nothing but proxies all the way": {"10.0.0.1:1", []string{"10.0.0.3, 10.0.0.2"}, proxies, "10.0.0.3"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tt.peer
			r.Header["X-Forwarded-For"] = tt.forwarded
			if got := clientOf(r, tt.trusted); got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if a, b := network(netip.MustParseAddr("2001:db8:1:2:3::4")), network(netip.MustParseAddr("2001:db8:1:2:ffff::")); a != b {
		t.Errorf("one site's addresses count as two: %s, %s", a, b)
	}
}

func TestLimitedRoutesAreThere(t *testing.T) {
	s := start(t)
	for route := range costly {
		if !s.routes[route] {
			t.Errorf("%s is limited and not in the service", route)
		}
	}
	for _, route := range long {
		if !s.routes[route] {
			t.Errorf("%s has a long time and is not in the service", route)
		}
	}
	for route := range s.routes {
		if _, ok := costly[route]; !ok && (strings.HasSuffix(route, ".xlsx") || strings.Contains(route, "/sign-in")) {
			t.Errorf("%s is not limited", route)
		}
	}
}

// TestLimits goes over each limit by one. Others are not held up, and what nobody limits goes on.
func TestLimits(t *testing.T) {
	few := func(c *Config) {
		c.Limits = Limits{SignIns: Rate{PerPerson: 3, PerAddress: 5}, Uploads: Rate{2, 100}, Exports: Rate{2, 100}}
	}
	s := start(t, few)
	lead, commissioner := s.signIn(t, "lead"), s.signIn(t, "commissioner")
	for _, tt := range []struct {
		method, path string
		fields       url.Values
	}{
		{"POST", "/icb/QWE/evidence/add", url.Values{"title": {"Minutes"}}},
		{"GET", "/icb/QWE/workbook.xlsx", nil},
	} {
		for range 2 {
			if got := lead.ask(tt.method, tt.path, tt.fields); got.status == http.StatusTooManyRequests {
				t.Fatalf("%s: too many too early", tt.path)
			}
		}
		got := lead.ask(tt.method, tt.path, tt.fields)
		wait, err := strconv.Atoi(got.header.Get("Retry-After"))
		if got.status != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 60 || !strings.Contains(got.body, "Too many tries") {
			t.Errorf("%s: status %d, Retry-After %q", tt.path, got.status, got.header.Get("Retry-After"))
		}
		if got := commissioner.ask(tt.method, tt.path, tt.fields); got.status == http.StatusTooManyRequests {
			t.Errorf("%s: the commissioner waits for the lead", tt.path)
		}
		if got := lead.ask("GET", "/icb/QWE/toolkit", nil); got.status != http.StatusOK {
			t.Errorf("the toolkit is held up too: status %d", got.status)
		}
	}
	// Two have signed in from here; the sixth in a minute has to wait, whoever they are.
	b, statuses := s.browser(t), []int(nil)
	for range 4 {
		statuses = append(statuses, b.ask("GET", "/sign-in/callback?state=none", nil).status)
	}
	if fmt.Sprint(statuses) != "[403 403 403 429]" {
		t.Errorf("answers of the sign-in's end: %v", statuses)
	}
	s = start(t, func(c *Config) { c.Limits.SignIns.PerPerson = 2 })
	s.signIn(t, "lead")
	s.signIn(t, "lead")
	if s.browser(t).signIn("lead") {
		t.Error("the third sign-in of one person in a minute was let in")
	}
	s.signIn(t, "commissioner")
	if _, err := New(Config{Store: s.Store, PublicURL: s.url, Limits: Limits{Exports: Rate{PerPerson: -1}}}); err == nil {
		t.Error("a limit below 0 is taken")
	}
}

func TestStandardLimitsSuitASite(t *testing.T) {
	l, err := Limits{}.orDefault()
	if err != nil || l.SignIns.PerAddress < 60 || l.SignIns.PerPerson < 30 {
		t.Errorf("limits %+v, %v: want at least 60 sign-ins a minute from an address and 30 by a person", l, err)
	}
}

// TestFilesMayTakeLonger gives a service so little time that a slow form is left behind; a member's file is not.
func TestFilesMayTakeLonger(t *testing.T) {
	s := start(t)
	hasty := httptest.NewUnstartedServer(s.handler)
	hasty.Config.ReadTimeout, hasty.Config.WriteTimeout = 500*time.Millisecond, 500*time.Millisecond
	hasty.Start()
	defer hasty.Close()
	lead := s.signIn(t, "lead")
	for path, want := range map[string]int{"/icb/QWE/evidence/add": http.StatusUnprocessableEntity, "/icb/QWE/providers": 0} {
		in, out := io.Pipe()
		go func() {
			for _, piece := range []string{"title=a", "&link", "=", "&notes=b"} {
				time.Sleep(200 * time.Millisecond)
				_, _ = out.Write([]byte(piece))
			}
			out.Close()
		}()
		r, _ := http.NewRequest("POST", hasty.URL+path, in)
		r.Host = strings.TrimPrefix(s.url, "http://")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, cookie := range lead.Jar.Cookies(mustParse(s.url)) {
			r.AddCookie(cookie)
		}
		status := 0
		if res, err := http.DefaultTransport.RoundTrip(r); err == nil {
			status = res.StatusCode
			res.Body.Close()
		}
		if want != 0 && status != want || want == 0 && status == http.StatusUnprocessableEntity {
			t.Errorf("%s, slowly: status %d", path, status)
		}
	}
}

// raw sends bytes as they are and returns the answer.
func (s *site) raw(t *testing.T, text string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", text, err)
	}
	return res
}

func TestOddRequestsAreRefused(t *testing.T) {
	s := start(t)
	host := strings.TrimPrefix(s.url, "http://")
	for name, tt := range map[string]struct {
		line, host, more string
		want             int
	}{
		"its own name":              {"GET /accessibility", host, "", 200},
		"only the head of it":       {"HEAD /accessibility", host, "", 200},
		"another name":              {"GET /accessibility", "evil.example", "", 421},
		"another port":              {"GET /accessibility", "127.0.0.1:1", "", 421},
		"its name and a dot":        {"GET /accessibility", host + ".", "", 421},
		"a name after its own":      {"GET /accessibility", host + ".evil.example", "", 421},
		"no name":                   {"GET /accessibility", "", "", 421},
		"a name by a proxy":         {"GET /accessibility", "evil.example", "X-Forwarded-Host: " + host + "\r\n", 421},
		"a proxy's other name":      {"GET /accessibility", host, "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n", 200},
		"another name in the line":  {"GET http://evil.example/accessibility", host, "", 421},
		"two names":                 {"GET /accessibility", host, "Host: evil.example\r\n", 400},
		"health under any name":     {"GET /healthz", "10.1.2.3", "", 200},
		"readiness under any name":  {"GET /readyz", "10.1.2.3", "", 200},
		"trace":                     {"TRACE /accessibility", host, "", 405},
		"options":                   {"OPTIONS /accessibility", host, "", 405},
		"connect":                   {"CONNECT /accessibility", host, "", 405},
		"put":                       {"PUT /icb/QWE/toolkit/3.4", host, "", 405},
		"delete":                    {"DELETE /icb/QWE/toolkit/3.4", host, "", 405},
		"an unknown method":         {"PWN /accessibility", host, "", 405},
		"get in small letters":      {"get /accessibility", host, "", 405},
		"another method in a field": {"GET /accessibility", host, "X-HTTP-Method-Override: DELETE\r\n", 200},
		"NUL in the path":           {"GET /icb/%00", host, "", 400},
		"NUL in a parameter":        {"GET /sign-in?next=%00", host, "", 400},
		"NUL in a parameter's name": {"GET /sign-in?a%00=b", host, "", 400},
		"broken UTF-8 in the path":  {"GET /icb/%ff", host, "", 400},
		"half a letter":             {"GET /icb/%c3", host, "", 400},
		"overlong slash":            {"GET /%c0%af", host, "", 400},
		"broken UTF-8, parameter":   {"GET /sign-in?next=%ff", host, "", 400},
		"a broken escape":           {"GET /sign-in?next=%zz", host, "", 400},
		"a line's end in the path":  {"GET /icb/%0d%0aSet-Cookie:a=b", host, "", 400},
		"a long address":            {"GET /accessibility?" + strings.Repeat("a", 9000), host, "", 414},
		"a field with NUL":          {"GET /accessibility", host, "X-A: a\x00b\r\n", 400},
		"two lengths":               {"POST /sign-out", host, "Content-Length: 1\r\nContent-Length: 2\r\n", 400},
		"a proxy's folder":          {"GET /accessibility/", host, "X-Forwarded-Prefix: //evil.example\r\n", 301},
	} {
		t.Run(name, func(t *testing.T) {
			res := s.raw(t, tt.line+" HTTP/1.1\r\nHost: "+tt.host+"\r\n"+tt.more+"Connection: close\r\n\r\n")
			if res.StatusCode != tt.want {
				t.Errorf("status %d, want %d", res.StatusCode, tt.want)
			}
			if at := res.Header.Get("Location"); at != "" && at != "/accessibility" {
				t.Errorf("leads to %q", at)
			}
			if res.Header.Get("X-Request-Id") != "" && !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Error("a refusal without the headers that every answer has")
			}
			for field := range res.Header {
				if strings.HasPrefix(field, "Access-Control-") {
					t.Errorf("%s is for other websites", field)
				}
			}
		})
	}
}

func TestNothingLeadsElsewhere(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	targets := []string{
		"https://evil.example/", "//evil.example/", `/\evil.example/`, "/%2fevil.example/", "/%5cevil.example/", "///evil.example", `\\evil.example`,
		"/.evil.example", "//evil.example/..", "/icb//evil.example/", "javascript:alert(1)", "data:text/html,a", "/%09/evil.example", "/;@evil.example", "//127.0.0.1@evil.example/",
	}
	for _, target := range targets {
		for _, path := range []string{
			"/sign-in?next=" + url.QueryEscape(target), "/my-icbs?next=" + url.QueryEscape(target), "/icb/QWE?next=" + url.QueryEscape(target),
			"/?url=" + url.QueryEscape(target), strings.TrimPrefix(target, "https:/"),
		} {
			r, err := http.NewRequest("GET", s.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.URL.Opaque = s.url + path
			if !strings.HasPrefix(path, "/") {
				continue
			}
			res, err := lead.Do(r)
			if err != nil {
				continue // the client's own library would not send or read it
			}
			res.Body.Close()
			at := res.Header.Get("Location")
			u, err := url.Parse(at)
			if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(at, "//") || strings.ContainsAny(at, "\\\t") {
				t.Errorf("%s leads to %q", path, at)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	for path, status := range map[string]int{
		"/icb/QWE/people": 200, "/": 303, "/nowhere": 404, "/icb/QWE/toolkit/99": 404, "/sign-in/callback": 403, assets.Path("app.css"): 200, "/sign-in?next=%00": 400,
	} {
		got := lead.ask("GET", path, nil)
		if got.status != status {
			t.Errorf("%s: status %d, want %d", path, got.status, status)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got.header.Get(name), want)
			}
		}
		policy := got.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %q", path, want)
			}
		}
		if !strings.Contains(got.header.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: pages may use the camera", path)
		}
	}
	w := httptest.NewRecorder()
	headers(func() []string { return nil }, true, http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("https is not kept to")
	}
	if got := lead.ask("POST", "/sign-out", url.Values{}); got.header.Get("Clear-Site-Data") != `"cache", "storage"` {
		t.Errorf("signing out clears %q", got.header.Get("Clear-Site-Data"))
	}
}

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

// TestNothingStaysOfFilesSentWithoutASession sends a file in a session that has ended: its text comes back, and nothing
// of it is left on the disk.
func TestNothingStaysOfFilesSentWithoutASession(t *testing.T) {
	s := start(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	b := s.browser(t)
	body := "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nMinutes of May\r\n--x\r\n" +
		"Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n" + strings.Repeat("a", 15<<20) + "\r\n--x--\r\n"
	got := b.askWith("POST", "/icb/QWE/evidence/add", "multipart/form-data; boundary=x", strings.NewReader(body))
	if got.status != http.StatusUnauthorized || !strings.Contains(got.body, "Minutes of May") {
		t.Errorf("status %d", got.status)
	}
	left := []string{"not looked"}
	for end := time.Now().Add(5 * time.Second); len(left) > 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		left, _ = filepath.Glob(filepath.Join(dir, "*"))
	}
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	long := "title=" + strings.Repeat("a", 3<<20)
	if got := b.askWith("POST", "/icb/QWE/evidence/add", "application/x-www-form-urlencoded", strings.NewReader(long)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("3 MB of text without a session: status %d, want 413", got.status)
	}
}
