package server

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
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
	if a, b := network(netip.MustParseAddr("2001:db8:1:2::1")), network(netip.MustParseAddr("2001:db8:1:3::1")); a == b {
		t.Errorf("two sites count as one: %s", a)
	}
	if a, b := network(netip.MustParseAddr("192.0.2.1")), network(netip.MustParseAddr("192.0.2.2")); a == b {
		t.Errorf("two addresses of IPv4 count as one: %s", a)
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
	for _, path := range always {
		if !s.routes["POST "+path] {
			t.Errorf("POST %s is never refused and not in the service", path)
		}
	}
}

// TestOneAddressIsNotOnePerson uses up all that strangers at an address may ask for. People at the same address who are
// signed in, and those who sign in, notice nothing of it.
func TestOneAddressIsNotOnePerson(t *testing.T) {
	s := start(t, func(c *Config) {
		c.Limits = Limits{SignIns: Rate{20, 6}, Uploads: Rate{3, 3}, Exports: Rate{3, 3}, SavesPerPerson: 100}
	})
	token, err := s.For(s.Lead).Invite(t.Context(), store.Invitation{Name: "Somebody new", Role: tenants.Reader})
	if err != nil {
		t.Fatal(err)
	}
	lead, strangers := s.signIn(t, "lead"), s.browser(t)
	for _, tt := range []struct {
		name, method, path string
		refused            int // the status of what is refused before the limit
	}{
		{"exports", "GET", "/icb/QWE/workbook.xlsx", http.StatusSeeOther},
		{"exports of an ICB that is not there", "GET", "/icb/QZZ/workbook.xlsx", http.StatusSeeOther},
		{"uploads", "POST", "/icb/QWE/evidence/add", http.StatusUnauthorized},
		{"imports", "POST", "/icb/QWE/coverage/pcn/import", http.StatusUnauthorized},
		{"sign-ins that nobody has begun", "GET", "/sign-in/callback?state=none-at-all", http.StatusForbidden},
		{"invitations that nobody has sent", "GET", "/invitations/none", http.StatusNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			last := 0
			for range 10 {
				if last = strangers.ask(tt.method, tt.path, nil).status; last == http.StatusTooManyRequests {
					break
				}
				if last != tt.refused {
					t.Fatalf("a stranger: status %d, want %d", last, tt.refused)
				}
			}
			if last != http.StatusTooManyRequests {
				t.Error("ten strangers' requests are under the limit of 6")
			}
			if got := lead.ask(tt.method, tt.path, nil); got.status == http.StatusTooManyRequests && strings.HasPrefix(tt.path, "/icb") {
				t.Error("the lead waits for strangers at the same address")
			}
		})
	}
	if got := strangers.ask("GET", "/invitations/"+token, nil); got.status != http.StatusOK {
		t.Errorf("an invitation at the strangers' address: status %d", got.status)
	}
	s.signIn(t, "commissioner")
}

func TestSavesOfOnePersonAreLimited(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.SavesPerPerson = 3 })
	lead, commissioner := s.signIn(t, "lead"), s.signIn(t, "commissioner")
	save := func(b *browser, priority string) answer {
		return b.ask("POST", "/icb/QWE/toolkit/"+priority, url.Values{"version": {"0"}, "notes": {"Notes of " + priority}})
	}
	for _, priority := range []string{"1.1", "1.2", "2.1"} {
		if got := save(lead, priority); got.status != http.StatusSeeOther {
			t.Fatalf("save of %s: status %d", priority, got.status)
		}
	}
	got := save(lead, "2.2")
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "Notes of 2.2") {
		t.Errorf("the fourth save: status %d, Retry-After %q, its words come back: %v",
			got.status, got.header.Get("Retry-After"), strings.Contains(got.body, "Notes of 2.2"))
	}
	if got := save(commissioner, "3.1"); got.status != http.StatusSeeOther {
		t.Errorf("a save of somebody else: status %d", got.status)
	}
	elsewhere := s.signIn(t, "lead")
	for _, tt := range []struct {
		path string
		by   *browser
	}{{"/account/stay", lead}, {"/sign-out", lead}, {"/account/sign-out-everywhere", elsewhere}} {
		if got := tt.by.ask("POST", tt.path, url.Values{}); got.status >= http.StatusBadRequest {
			t.Errorf("%s: status %d", tt.path, got.status)
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
		if got.status != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 60 ||
			!strings.Contains(got.body, "Too many attempts") {
			t.Errorf("%s: status %d, Retry-After %q", tt.path, got.status, got.header.Get("Retry-After"))
		}
		if got := commissioner.ask(tt.method, tt.path, tt.fields); got.status == http.StatusTooManyRequests {
			t.Errorf("%s: the commissioner waits for the lead", tt.path)
		}
		if got := lead.ask("GET", "/icb/QWE/toolkit", nil); got.status != http.StatusOK {
			t.Errorf("the toolkit is held up too: status %d", got.status)
		}
	}
	// Two have signed in from here. The sixth in a minute has to wait, no matter who it is.
	for range 3 {
		s.signIn(t, "reader")
	}
	if s.browser(t).signIn("provider-a") {
		t.Error("the sixth sign-in from an address in a minute was let in")
	}
	s = start(t, func(c *Config) { c.Limits.SignIns.PerPerson = 2 })
	s.signIn(t, "lead")
	s.signIn(t, "lead")
	if s.browser(t).signIn("lead") {
		t.Error("the third sign-in of one person in a minute was let in")
	}
	s.signIn(t, "commissioner")
	for _, l := range []Limits{
		{Exports: Rate{PerPerson: -1}},
		{Uploads: Rate{PerAddress: -1}},
		{SignIns: Rate{PerAddress: -1}},
		{SavesPerPerson: -1},
	} {
		if _, err := New(Config{Store: s.Store, PublicURL: s.url, Limits: l}); err == nil ||
			!strings.Contains(err.Error(), "a number a minute cannot be less than 0") {
			t.Errorf("limits %+v: %v", l, err)
		}
	}
}

func TestStandardLimitsSuitASite(t *testing.T) {
	l, err := Limits{}.orDefault()
	if err != nil || l.SignIns.PerAddress < 60 || l.SignIns.PerPerson < 30 {
		t.Errorf("limits %+v, %v: want at least 60 sign-ins a minute from an address and 30 by a person", l, err)
	}
	// As the run book says them.
	want := Limits{SignIns: Rate{30, 120}, Uploads: Rate{30, 240}, Exports: Rate{20, 240}, SavesPerPerson: 120}
	if l != want {
		t.Errorf("limits %+v, want %+v", l, want)
	}
	own := Limits{SignIns: Rate{1, 2}, Uploads: Rate{3, 4}, Exports: Rate{5, 6}, SavesPerPerson: 7}
	if got, err := own.orDefault(); err != nil || got != own {
		t.Errorf("limits that an operator has set become %+v, %v", got, err)
	}
}

func TestWhatMayTakeLong(t *testing.T) {
	for route, want := range map[string]bool{
		"GET /icb/:code/workbook.xlsx": true, "GET /icb/:code/evidence/:id/files/:file": true, "GET /icb/:code/history.csv": true,
		"POST /icb/:code/evidence/add": true, "POST /icb/:code/evidence/:id/edit": true,
		"GET /icb/:code/evidence/add": false, "POST /icb/:code/workbook.xlsx": false, "GET /icb/:code/toolkit/:key": false, "GET ": false,
	} {
		if isLong(route) != want {
			t.Errorf("%s may take long: %v", route, !want)
		}
	}
}

// TestWhenToComeBack: who comes back when they were told to is not refused again.
func TestWhenToComeBack(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	g := &gate{tries: newTries(func() time.Time { return now }, 100)}
	for most, want := range map[int]string{600: "1", 120: "1", 60: "1", 30: "2", 7: "9", 1: "60"} {
		for range most {
			g.tries.wait(strconv.Itoa(most), most)
		}
		w := httptest.NewRecorder()
		c, _ := gin.CreateTestContext(w)
		if err := g.allow(c, strconv.Itoa(most), most); !errors.Is(err, page.ErrTooMany) || w.Header().Get("Retry-After") != want {
			t.Errorf("%d a minute: %v, Retry-After %q, want %q", most, err, w.Header().Get("Retry-After"), want)
		}
	}
}

// TestStrangersAreCountedByTheAddressesNumber: those who have not signed in share a budget that is larger than one person's,
// and what a person misses who has signed in costs it nothing.
func TestStrangersAreCountedByTheAddressesNumber(t *testing.T) {
	s := start(t, func(c *Config) {
		c.Limits = Limits{SignIns: Rate{3, 6}, Uploads: Rate{1, 4}, Exports: Rate{1, 4}}
	})
	lead, strangers := s.signIn(t, "lead"), s.browser(t)
	for _, tt := range []struct{ name, method, path string }{
		{"exports", "GET", "/icb/QWE/workbook.xlsx"},
		{"uploads", "POST", "/icb/QWE/evidence/add"},
	} {
		for try := 1; try <= 5; try++ {
			if got := strangers.ask(tt.method, tt.path, nil); (got.status == http.StatusTooManyRequests) != (try > 4) {
				t.Errorf("%s: status %d at the stranger's try %d of 4", tt.name, got.status, try)
			}
		}
	}
	for try := 1; try <= 4; try++ {
		if got := lead.ask("GET", "/invitations/none", nil); (got.status == http.StatusTooManyRequests) != (try > 3) {
			t.Errorf("status %d at the lead's miss %d of 3", got.status, try)
		}
	}
	if got := strangers.ask("GET", "/invitations/none", nil); got.status != http.StatusNotFound {
		t.Errorf("a stranger's first miss after the lead's: status %d", got.status)
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
	if got := b.askWith("POST", "/icb/QWE/evidence/add", "application/x-www-form-urlencoded", strings.NewReader(long)); got.status !=
		http.StatusRequestEntityTooLarge {
		t.Errorf("3 MB of text without a session: status %d, want 413", got.status)
	}
}
