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
	"time"

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
	secrets := map[string]string{
		"a note": "planted-note", "a parameter": "planted-parameter", "a path": "planted-path",
		"a header": "planted-header",
	}
	token, err := s.For(s.Lead).Invite(context.Background(),
		store.Invitation{Name: "Planted Name", Email: "planted@example.org", Role: tenants.Reader})
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
		b.ask("POST", "/icb/QWE/toolkit/3.4",
			url.Values{"version": {"0"}, "status": {"in_place"}, "notes": {"planted-note"}, "private_notes": {"planted-note"}})
		b.ask("GET", "/icb/QWE/toolkit?q=planted-parameter", nil)
		b.ask("GET", "/icb/QWE/evidence/planted-path", nil)
		b.ask("GET", "/invitations/"+token, nil)
	}
	for _, path := range []string{
		"/nowhere/planted-path", "/icb/planted-path",
		"/sign-in/callback?state=planted-parameter&code=planted-parameter", "/sign-in?next=planted-parameter%00",
	} {
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
		{
			"method": "GET", "route": "/icb/:code/toolkit/:key", "status": 200.0, "tenant": "QWE", "person": s.Lead.Person.ID,
			"request": got.header.Get("X-Request-Id"),
		},
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
	if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "goroutine") ||
		strings.Contains(got.Body.String(), "range") {
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

// TestWhichStatusIsLogged: the one that the browser got, whatever a page did besides.
func TestWhichStatusIsLogged(t *testing.T) {
	log := logged(t)
	for _, tt := range []struct {
		name   string
		page   http.HandlerFunc
		status int
		ends   bool // the connection, by a panic that goes on
	}{
		{"none given", func(http.ResponseWriter, *http.Request) {}, 200, false},
		{"a refusal", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(422) }, 422, false},
		{"a word before the answer", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(404) }, 404, false},
		{
			"a second one, which comes too late", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(422); w.WriteHeader(500) },
			422,
			false,
		},
		{"a panic before the answer", func(http.ResponseWriter, *http.Request) { panic("broken") }, 500, true},
		{
			"a panic in the answer", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); panic(http.ErrAbortHandler) }, 200,
			true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, ended := len(log.String()), false
			w := httptest.NewRecorder()
			func() {
				defer func() { ended = recover() != nil }()
				watched(nil, tt.page).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			}()
			if line := log.String()[before:]; ended != tt.ends || !strings.Contains(line, fmt.Sprintf(`"status":%d,`, tt.status)) {
				t.Errorf("ended %v, want status %d in %s", ended, tt.status, line)
			}
			if id := w.Header().Get("X-Request-Id"); id == "" || !strings.Contains(log.String()[before:], `"request":"`+id+`"`) {
				t.Errorf("the answer says request %q, the log %s", id, log.String()[before:])
			}
		})
	}
}

// TestAnAnswerThatIsGivenUpIsNoFault: when the browser of a download has gone, the connection ends, and no page says
// so.
func TestAnAnswerThatIsGivenUpIsNoFault(t *testing.T) {
	log := logged(t)
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(recovered)
	e.GET("/", func(*gin.Context) { panic(http.ErrAbortHandler) })
	w := httptest.NewRecorder()
	defer func() {
		if fault := recover(); fault != http.ErrAbortHandler || w.Body.Len() > 0 || log.String() != "" {
			t.Errorf("%v, the page says %q, the log %q", fault, w.Body, log)
		}
	}()
	e.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
}

// TestEachLineNamesItsRequest: also those of a logger that has words or a group of its own.
func TestEachLineNamesItsRequest(t *testing.T) {
	log := logged(t)
	ctx := context.WithValue(t.Context(), askedKey{}, &asked{id: "the-request", tenant: "QWE", person: "somebody"})
	for name, logger := range map[string]*slog.Logger{
		"plain": slog.Default(), "with words": slog.Default().With("job", "scan"), "in a group": slog.Default().WithGroup("scan"),
	} {
		before := len(log.String())
		logger.InfoContext(ctx, "a line")
		for _, want := range []string{`"request":"the-request"`, `"tenant":"QWE"`, `"person":"somebody"`} {
			if line := log.String()[before:]; !strings.Contains(line, want) {
				t.Errorf("%s: no %s in %s", name, want, line)
			}
		}
	}
}

func TestAgeOfTheBackupIsCounted(t *testing.T) {
	s := start(t)
	for want, backup := range map[string]func() (time.Duration, bool){
		"ips_backup_age_seconds +Inf\n": func() (time.Duration, bool) { return 0, false },
		"ips_backup_age_seconds 90\n":   func() (time.Duration, bool) { return 90 * time.Second, true },
	} {
		w := httptest.NewRecorder()
		NewMetrics(s.Store, backup).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if !strings.Contains(w.Body.String(), "\n"+want) {
			t.Errorf("the metrics lack %q", want)
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
		`ips_requests_total{method="POST",route="/icb/:code/toolkit/:key",status="409"} 1`,
		`ips_requests_total{method="GET",route="none",status="404"} 1`,
		`ips_request_seconds_count{route="/icb/:code/toolkit/:key"} 2`, fmt.Sprintf("ips_saves_total{result=\"saved\"} %d", n.Saved),
		fmt.Sprintf("ips_saves_total{result=\"refused\"} %d", n.Refused), "ips_saves_waiting 0", "ips_sessions 1",
		"ips_commit_saves_count ", `ips_emails{state="waiting"} 0`, `ips_emails{state="unsure"} 0`, "ips_email_waiting_seconds 0",
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
