package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// notes is a log that a test reads.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// logged sends the log where the test can read it, as the real service writes it.
func logged(t *testing.T) *notes {
	t.Helper()
	n := &notes{}
	slog.SetDefault(slog.New(LogHandler(slog.NewJSONHandler(n, nil))))
	t.Cleanup(func() { slog.SetDefault(slog.New(slog.DiscardHandler)) })
	return n
}

// TestTheLogHoldsNoSecrets makes a thousand requests with secrets in every place that a request has, and looks for them
// in the log.
func TestTheLogHoldsNoSecrets(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.SignIns = Rate{10_000, 10_000} })
	log := logged(t)
	secrets := map[string]string{"a note": "planted-note", "a parameter": "planted-parameter", "a path": "planted-path", "a header": "planted-header"}
	token, err := s.For(s.Lead).Invite(context.Background(), store.Invitation{Name: "Planted Name", Email: "planted@example.org", Role: tenants.Reader})
	if err != nil {
		t.Fatal(err)
	}
	secrets["an invitation's token"], secrets["a name"], secrets["an email address"] = token, "Planted Name", "planted@example.org"
	var people []*browser
	for _, key := range []string{"lead", "commissioner", "provider-a", "reader", "nobody"} {
		b := s.near(t, key)
		people = append(people, b)
		for _, c := range b.Jar.Cookies(mustParse(s.url)) {
			secrets["a cookie of "+key] = c.Value
		}
	}
	watchCodes(t, s, secrets)
	for i := range 250 {
		b := people[i%len(people)]
		b.ask("POST", "/icb/QWE/toolkit/3.4", url.Values{"version": {"0"}, "status": {"in_place"}, "notes": {"planted-note"}, "private_notes": {"planted-note"}})
		b.ask("GET", "/icb/QWE/toolkit?q=planted-parameter", nil)
		b.ask("GET", "/icb/QWE/evidence/planted-path", nil)
		b.ask("GET", "/invitations/"+token, nil)
	}
	for _, path := range []string{"/nowhere/planted-path", "/icb/planted-path", "/sign-in/callback?state=planted-parameter&code=planted-parameter", "/sign-in?next=planted-parameter%00"} {
		s.browser(t).ask("GET", path, nil)
	}
	r, _ := http.NewRequest("PLANTED-HEADER", s.url+"/planted-path", nil)
	r.Header.Set("User-Agent", "planted-header")
	r.Header.Set("Authorization", "Bearer planted-header")
	if res, err := people[0].Do(r); err == nil {
		res.Body.Close()
	}
	text := strings.ToLower(log.String())
	for what, secret := range secrets {
		if secret == "" || strings.Contains(text, strings.ToLower(secret)) {
			t.Errorf("%s (%q) is in the log", what, secret)
		}
	}
	if n := strings.Count(text, `"msg":"request"`); n < 1000 {
		t.Errorf("%d requests are in the log, want 1000 and more", n)
	}
}

// watchCodes signs somebody in and adds the codes and states that went over the wire.
func watchCodes(t *testing.T, s *site, secrets map[string]string) {
	t.Helper()
	seen := 0
	b := s.browser(t)
	b.Transport = watching(func(r *http.Request) {
		for _, name := range []string{"code", "state", "nonce", "code_challenge"} {
			if v := r.URL.Query().Get(name); v != "" {
				secrets["a sign-in's "+name] = v
				seen++
			}
		}
	})
	if !b.signIn("lead") || seen < 4 {
		t.Fatalf("%d codes seen: has the way of signing in changed?", seen)
	}
}

type watching func(r *http.Request)

func (w watching) RoundTrip(r *http.Request) (*http.Response, error) {
	w(r)
	return http.DefaultTransport.RoundTrip(r)
}

func TestTheLogSaysWhoAndWhere(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	log := logged(t)
	got := lead.ask("GET", "/icb/QWE/toolkit/3.4", nil)
	lead.ask("HEAD", "/icb/QZZ/toolkit/3.4", nil)
	s.browser(t).ask("GET", "/nowhere", nil)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	want := []map[string]any{
		{"method": "GET", "route": "/icb/:code/toolkit/:key", "status": 200.0, "tenant": "QWE", "person": s.Lead.Person.ID, "request": got.header.Get("X-Request-Id")},
		{"method": "HEAD", "route": "/icb/:code/toolkit/:key", "status": 404.0, "person": s.Lead.Person.ID},
		{"method": "GET", "route": "", "status": 404.0},
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(lines), len(want), log)
	}
	for i, line := range lines {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if _, ok := row["ms"].(float64); !ok || row["request"] == "" || row["time"] == nil {
			t.Errorf("line %d lacks its time or its request: %s", i, line)
		}
		for _, name := range []string{"method", "route", "status", "tenant", "person"} {
			if row[name] != want[i][name] {
				t.Errorf("line %d: %s is %v, want %v", i, name, row[name], want[i][name])
			}
		}
		if id := want[i]["request"]; id != nil && row["request"] != id {
			t.Errorf("line %d: request %v, the answer said %v", i, row["request"], id)
		}
	}
}

// TestAPanicIsAPage makes a page fail in a way nobody foresaw: the person gets a page with a reference, the log its
// cause and place, and the service goes on.
func TestAPanicIsAPage(t *testing.T) {
	start(t)
	log := logged(t)
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.ContextWithFallback = true
	e.Use(noted, recovered)
	e.GET("/", func(*gin.Context) { var none []int; _ = none[len(none)] })
	got := httptest.NewRecorder()
	watched(nil, e).ServeHTTP(got, httptest.NewRequest("GET", "/", nil))
	if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "goroutine") || strings.Contains(got.Body.String(), "range") {
		t.Errorf("status %d: %s", got.Code, got.Body)
	}
	_, reference, _ := strings.Cut(log.String(), `"reference":"`)
	reference, _, _ = strings.Cut(reference, `"`)
	if reference == "" || !strings.Contains(got.Body.String(), reference) {
		t.Errorf("the page does not show the log's reference %q", reference)
	}
	for _, want := range []string{"index out of range", "log_test.go", `"request":"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}

func TestMetrics(t *testing.T) {
	var m *Metrics
	s := start(t, func(c *Config) {
		m = NewMetrics(c.Store, nil)
		c.Metrics = m
	})
	before, lead := s.Stats().Saved, s.signIn(t, "lead")
	lead.ask("POST", "/icb/QWE/toolkit/3.4", url.Values{"version": {"0"}, "status": {"in_place"}})
	lead.ask("POST", "/icb/QWE/toolkit/3.4", url.Values{"version": {"7"}, "status": {"in_place"}})
	lead.ask("GET", "/nowhere", nil)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	text := w.Body.String()
	n := s.Stats()
	for _, want := range []string{
		`ips_requests_total{method="POST",route="/icb/:code/toolkit/:key",status="303"} 1`,
		`ips_requests_total{method="POST",route="/icb/:code/toolkit/:key",status="409"} 1`, `ips_requests_total{method="GET",route="none",status="404"} 1`,
		`ips_request_seconds_count{route="/icb/:code/toolkit/:key"} 2`, fmt.Sprintf("ips_saves_total{result=\"saved\"} %d", n.Saved),
		fmt.Sprintf("ips_saves_total{result=\"refused\"} %d", n.Refused), "ips_saves_waiting 0", "ips_sessions 1", "ips_commit_saves_count ",
		`ips_commit_saves_bucket{le="64"} `, "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
	if n.Saved <= before || n.Refused == 0 {
		t.Errorf("saved %d (%d before), refused %d", n.Saved, before, n.Refused)
	}
	for _, never := range []string{"QWE", s.Lead.Person.ID, "ips_backup_age_seconds"} {
		if strings.Contains(text, never) {
			t.Errorf("the metrics hold %q", never)
		}
	}
}
