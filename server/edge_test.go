package server

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/assets"
)

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
		"its own name":         {"GET /accessibility", host, "", 200},
		"only the head of it":  {"HEAD /accessibility", host, "", 200},
		"another name":         {"GET /accessibility", "evil.example", "", 421},
		"another port":         {"GET /accessibility", "127.0.0.1:1", "", 421},
		"its name and a dot":   {"GET /accessibility", host + ".", "", 421},
		"a name after its own": {"GET /accessibility", host + ".evil.example", "", 421},
		"no name":              {"GET /accessibility", "", "", 421},
		"a name by a proxy":    {"GET /accessibility", "evil.example", "X-Forwarded-Host: " + host + "\r\n", 421},
		"a proxy's other name": {
			"GET /accessibility", host, "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n",
			200,
		},
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
			if allow := res.Header.Get("Allow"); tt.want == http.StatusMethodNotAllowed && allow != "GET, HEAD, POST" {
				t.Errorf("Allow %q", allow)
			}
			if body, _ := io.ReadAll(res.Body); tt.want == http.StatusMisdirectedRequest &&
				!strings.Contains(string(body), "Open it at "+s.url) {
				t.Errorf("does not lead to the toolkit's own address: %s", body)
			}
			for field := range res.Header {
				if strings.HasPrefix(field, "Access-Control-") {
					t.Errorf("%s is for other websites", field)
				}
			}
		})
	}
}

func TestSameHost(t *testing.T) {
	for _, tt := range []struct {
		host, public string
		want         bool
	}{
		{"ips.example.org", "https://ips.example.org", true},
		{"IPS.Example.org", "https://ips.example.org", true},
		{"ips.example.org", "https://IPS.example.org", true},
		{"ips.example.org:443", "https://ips.example.org", true},
		{"ips.example.org", "https://ips.example.org:443", true},
		{"ips.example.org:80", "http://ips.example.org", true},
		{"ips.example.org:80", "https://ips.example.org", false},
		{"ips.example.org:443", "http://ips.example.org", false},
		{"ips.example.org:8443", "https://ips.example.org", false},
		{"ips.example.org", "https://ips.example.org:8443", false},
		{"ips.example.org:8443", "https://ips.example.org:8443", true},
		{"example.org", "https://ips.example.org", false},
	} {
		if got := sameHost(tt.host, mustParse(tt.public)); got != tt.want {
			t.Errorf("%s at %s: %v", tt.host, tt.public, got)
		}
	}
}

// A method that the service knows, at an address that takes another one: members are told which. To everybody else the
// addresses of an ICB answer as those of one that is not there.
func TestAnotherMethod(t *testing.T) {
	s := start(t)
	lead, stranger, nobody, signedOut := s.signIn(t, "lead"), s.signIn(t, "foreign-lead"), s.signIn(t, "nobody"), s.browser(t)
	for _, tt := range []struct{ method, path, allow string }{
		{"POST", "/icb/:code", "GET, HEAD"},
		{"POST", "/icb/:code/toolkit", "GET, HEAD"},
		{"POST", "/icb/:code/workbook.xlsx", "GET, HEAD"},
		{"POST", "/icb/:code/evidence/{evidence}/files/{file}", "GET, HEAD"},
		{"GET", "/icb/:code/people/invitations/{invitation}/renew", "POST"},
		{"GET", "/icb/:code/targets/{own}/measures", "POST"},
		{"HEAD", "/icb/:code/targets/{own}/measures", "POST"},
		{"POST", "/accessibility", "GET, HEAD"},
		{"POST", "/healthz", "GET, HEAD"},
		{"GET", "/sign-out", "POST"},
	} {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			at, unknown := s.at(route{sample: tt.path}, "QWE"), s.at(route{sample: tt.path}, "QZZ")
			got := lead.ask(tt.method, at, nil)
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != tt.allow ||
				tt.method != "HEAD" && !strings.Contains(got.body, "cannot be opened in this way") {
				t.Errorf("a member: status %d, Allow %q, want 405 and %q", got.status, got.header.Get("Allow"), tt.allow)
			}
			if at == unknown {
				return
			}
			for name, b := range map[string]*browser{"a stranger": stranger, "a member of no ICB": nobody} {
				there, not := b.ask(tt.method, at, nil), b.ask(tt.method, unknown, nil)
				if there.status != http.StatusNotFound || there.header.Get("Allow") != "" || there.status != not.status ||
					there.body != not.body {
					t.Errorf("%s: status %d, Allow %q; status %d where there is no ICB", name, there.status, there.header.Get("Allow"),
						not.status)
				}
			}
			there, not := signedOut.ask(tt.method, at, nil), signedOut.ask(tt.method, "/icb/QWE/nowhere", nil)
			if there.status != not.status || there.header.Get("Allow") != "" {
				t.Errorf("signed out: status %d, Allow %q; status %d at an unknown address", there.status, there.header.Get("Allow"),
					not.status)
			}
		})
	}
}

func TestNothingLeadsElsewhere(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	targets := []string{
		"https://evil.example/", "//evil.example/", `/\evil.example/`, "/%2fevil.example/", "/%5cevil.example/", "///evil.example",
		`\\evil.example`,
		"/.evil.example", "//evil.example/..", "/icb//evil.example/", "javascript:alert(1)", "data:text/html,a", "/%09/evil.example",
		"/;@evil.example", "//127.0.0.1@evil.example/",
	}
	for _, target := range targets {
		for _, path := range []string{
			"/sign-in?next=" + url.QueryEscape(target), "/my-icbs?next=" + url.QueryEscape(target),
			"/icb/QWE?next=" + url.QueryEscape(target),
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
		"/icb/QWE/people": 200, "/": 303, "/nowhere": 404, "/icb/QWE/toolkit/99": 404, "/sign-in/callback": 403,
		assets.Path("app.css"): 200, "/sign-in?next=%00": 400,
	} {
		got := lead.ask("GET", path, nil)
		if got.status != status {
			t.Errorf("%s: status %d, want %d", path, got.status, status)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got.header.Get(name), want)
			}
		}
		policy := got.header.Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'",
			"form-action 'self'",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %q", path, want)
			}
		}
		if !strings.Contains(got.header.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: pages may use the camera", path)
		}
	}
	w := httptest.NewRecorder()
	headers(func() []string { return []string{"https://a.example", "https://b.example"} }, true, http.NotFoundHandler()).ServeHTTP(w,
		httptest.NewRequest("GET", "/", nil))
	for name, want := range map[string]string{
		"Strict-Transport-Security":         "max-age=31536000",
		"X-Permitted-Cross-Domain-Policies": "none",
		"Cache-Control":                     "no-store",
		"Permissions-Policy":                "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
			"connect-src 'self'; " +
			"manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://a.example https://b.example",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := lead.ask("POST", "/sign-out", url.Values{}); got.header.Get("Clear-Site-Data") != `"cache", "storage"` {
		t.Errorf("signing out clears %q", got.header.Get("Clear-Site-Data"))
	}
}
