package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ipstoolkit/demo"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

func TestDemoListensHereOnly(t *testing.T) {
	pagetest.NeedAssets(t)
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:8080", "ips.example.org:80", "127.0.0.1", "8080"} {
		out, err := ran("demo", "--listen", address, "--data", filepath.Join(t.TempDir(), "never"))
		if err == nil || !strings.Contains(err.Error(), "listens on this machine only") || out != "" {
			t.Errorf("--listen %s: %v %q", address, err, out)
		}
	}
}

func TestOnlyHost(t *testing.T) {
	handler := onlyHost("127.0.0.1:8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w,
			"inside")
	}))
	for _, tt := range []struct {
		name, host string
		status     int
		location   string
	}{
		{"the printed address", "127.0.0.1:8080", http.StatusOK, ""},
		{"another name", "localhost:8080", http.StatusTemporaryRedirect, "http://127.0.0.1:8080/icb/DEMO1?a=b"},
		{"another number", "127.0.0.2:8080", http.StatusTemporaryRedirect, "http://127.0.0.1:8080/icb/DEMO1?a=b"},
		{"version 6", "[::1]:8080", http.StatusTemporaryRedirect, "http://127.0.0.1:8080/icb/DEMO1?a=b"},
		{"somebody else's name for this machine", "ips.example.org:8080", http.StatusMisdirectedRequest, ""},
		{"no port", "ips.example.org", http.StatusMisdirectedRequest, ""},
	} {
		r, w := httptest.NewRequest(http.MethodGet, "/icb/DEMO1?a=b", nil), httptest.NewRecorder()
		r.Host = tt.host
		handler.ServeHTTP(w, r)
		if w.Code != tt.status || w.Header().Get("Location") != tt.location ||
			(w.Body.String() == "inside") != (tt.status == http.StatusOK) {
			t.Errorf("%s: %d to %q: %s", tt.name, w.Code, w.Header().Get("Location"), w.Body)
		}
	}
}

func TestOffsetClock(t *testing.T) {
	clock, err := offsetClock("2026-11-20T09:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	first := clock()
	if begin := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC); first.Before(begin) || first.Sub(begin) > time.Minute {
		t.Errorf("begins at %s", first)
	}
	time.Sleep(5 * time.Millisecond)
	if went := clock().Sub(first); went < 5*time.Millisecond || went > time.Minute {
		t.Errorf("went on by %s in 5 ms", went)
	}
	if clock, err = offsetClock(""); err != nil || time.Since(clock()) > time.Minute {
		t.Errorf("without --now: %v", err)
	}
	for _, wrong := range []string{"tomorrow", "2026-11-20", "2026-11-20 09:00", "2026-13-20T09:00:00Z"} {
		if out, err := ran("demo", "--now", wrong, "--listen", "127.0.0.1:0"); err == nil ||
			!strings.Contains(err.Error(), "want a time such as") || out != "" {
			t.Errorf("--now %s: %v %q", wrong, err, out)
		}
	}
}

// shown is a demonstration that runs.
type shown struct {
	*http.Client
	url, printed string
	stop         func()
}

var addressLine = regexp.MustCompile(`^The demonstration is at (http://127\.0\.0\.1:\d+)\n`)

// show starts the demonstration on a data folder and waits until it has printed everything.
func show(t *testing.T, dir string) *shown {
	t.Helper()
	before := slog.Default()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"demo", "--listen", "127.0.0.1:0", "--data", dir, "--now", "2026-11-20T09:00:00Z"}, w)
		_ = w.CloseWithError(io.EOF)
		ended <- err
	}()
	s := &shown{}
	s.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the demonstration ended: %v", err)
		}
		slog.SetDefault(before)
	}
	buffer := make([]byte, 4096)
	for !strings.Contains(s.printed, "  lead-demo3 ") {
		n, err := r.Read(buffer)
		if s.printed += string(buffer[:n]); err != nil {
			cancel()
			t.Fatalf("the demonstration printed %q and ended: %v", s.printed, <-ended)
		}
	}
	found := addressLine.FindStringSubmatch(s.printed)
	if found == nil {
		t.Fatalf("no address in %q", s.printed)
	}
	jar, _ := cookiejar.New(nil) // never fails
	s.url, s.Client = found[1], &http.Client{Jar: jar, Timeout: 30 * time.Second}
	return s
}

// read is the page after all redirects of an answer.
func (s *shown) read(t *testing.T, res *http.Response, err error) (at *url.URL, body string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v\n%.1000s", res.Request.URL, res.StatusCode, err, b)
	}
	return res.Request.URL, string(b)
}

// as signs in as a person on the way to a page.
func (s *shown) as(t *testing.T, person, path string) string {
	t.Helper()
	res, err := s.Get(s.url + path)
	at, body := s.read(t, res, err)
	if !strings.HasPrefix(at.Path, demoidp.Path) || !strings.Contains(body, `name="person" value="`+person+`"`) {
		t.Fatalf("%s leads to %s, where nobody can sign in as %s", path, at, person)
	}
	res, err = s.PostForm(at.String(), url.Values{"person": {person}})
	if at, body = s.read(t, res, err); at.Path != path {
		t.Fatalf("%s leads to %s", path, at)
	}
	return body
}

// The demonstration never opens real data, to which its sign-in service would let everybody in.
func TestDemoRefusesOtherData(t *testing.T) {
	pagetest.NeedAssets(t)
	w := where{dir: t.TempDir()}
	for _, line := range [][]string{{"migrate"}, {"tenant", "add", "QWE"}} {
		if out, err := w.command(t, line...); err != nil {
			t.Fatalf("%v: %v\n%s", line, err, out)
		}
	}
	if out, err := ran("demo", "--listen", "127.0.0.1:0", "--data", w.dir); !errors.Is(err, errNotInvented) || out != "" {
		t.Errorf("%v %q", err, out)
	}
}

// The demonstration continues with a filled folder at any address: what people entered is there, nothing is filled
// twice, and the people can sign in.
func TestDemoGoesOn(t *testing.T) {
	pagetest.NeedAssets(t)
	dir, path := filepath.Join(t.TempDir(), "new"), "/icb/DEMO1/toolkit/6.2"
	first := show(t, dir)
	for _, p := range demo.People() {
		if !strings.Contains(first.printed, "\n  "+p.Key+" ") {
			t.Errorf("%s is not printed:\n%s", p.Key, first.printed)
		}
	}
	res, err := first.Get(first.url + "/readyz")
	first.read(t, res, err)
	version := versionField.FindStringSubmatch(first.as(t, "lead-demo1", path))
	if version == nil {
		t.Fatalf("%s has no version", path)
	}
	seen, _ := strconv.Atoi(version[1]) // digits, by the pattern
	res, err = first.PostForm(first.url+path, saveForm("Entered by hand", seen))
	first.read(t, res, err)
	first.stop()
	before := events(t, dir)

	second := show(t, dir)
	if second.url == first.url {
		t.Fatalf("the second demonstration listens at %s as the first did", second.url)
	}
	if body := second.as(t, "lead-demo1", path); !strings.Contains(body, "Entered by hand") {
		t.Errorf("what was entered is gone:\n%s", body)
	}
	second.stop()
	if after := events(t, dir); !slices.Equal(before, after) {
		t.Errorf("the folder was filled again: %d saves, then %d", len(before), len(after))
	}
	if last := before[0]; !strings.HasPrefix(last, "2026-11-20T09:0") {
		t.Errorf("the save was at %s, want a moment after --now", last)
	}
}

// events are the moments of all saves of priorities in a data folder, newest first.
func events(t *testing.T, dir string) []string {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Dir: dir, Existing: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Tenants(ctx)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d ICBs, %v", len(list), err)
	}
	var moments []string
	for _, home := range list {
		rows := s.For(tenants.Member{Tenant: home, Role: tenants.Lead})
		entries, err := rows.Entries(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for key := range entries {
			history, err := rows.History(ctx, "priority", key)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range history {
				moments = append(moments, string(e.At))
			}
		}
	}
	slices.Sort(moments)
	slices.Reverse(moments)
	return moments
}
