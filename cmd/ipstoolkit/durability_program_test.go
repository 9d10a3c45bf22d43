package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// The durability tests run the program itself, built once, as an operator would.

// binary is the program; "" until built.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ipstoolkit-test-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "ipstoolkit")
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

var buildOnce = sync.OnceValue(func() error {
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
})

// built is the program's file. -short leaves out tests that run the program itself.
func built(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the program itself is not run")
	}
	pagetest.NeedAssets(t)
	if err := buildOnce(); err != nil {
		t.Fatal(err)
	}
	return binary
}

// publicURL is the address of the tests' servers for people, wherever they listen.
const publicURL = "http://localhost:8080"

// where says where a server's rows are: a data folder or a PostgreSQL database. more are further settings.
type where struct {
	dir, database string
	more          []string
}

func (w where) options() store.Options { return store.Options{Dir: w.dir, Database: w.database} }

func (w where) environment() []string {
	common := append(os.Environ(), "IPS_DATA="+w.dir, "IPS_DATABASE="+w.database, "IPS_LISTEN=127.0.0.1:0", "IPS_PUBLIC_URL="+publicURL,
		"IPS_ISSUER_0_NAME=Nobody", "IPS_ISSUER_0_URL=https://issuer.invalid", "IPS_ISSUER_0_CLIENT_ID=test",
		"IPS_LIMIT_SAVES_PER_PERSON=1000000")
	return append(common, w.more...)
}

// program is a running serve.
type program struct {
	*exec.Cmd
	url   string
	log   *logged
	ended chan struct{} // closed when it has ended; err says how
	err   error
}

// logged keeps what a program writes, and says where it listens as soon as it does.
type logged struct {
	mu     sync.Mutex
	text   bytes.Buffer
	listen chan string
}

var readyLine = regexp.MustCompile(`"msg":"ready","listen":"([^"]+)"`)

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(b)
	if at := readyLine.FindSubmatch(l.text.Bytes()); at != nil && l.listen != nil {
		l.listen <- string(at[1])
		l.listen = nil
	}
	return len(b), nil
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// startServe starts serve and waits until it answers. wrap are words before the command, such as those of a tracer.
func startServe(t *testing.T, w where, wrap ...string) *program {
	t.Helper()
	words := append(wrap, built(t), "serve")
	listen := make(chan string, 1)
	p := &program{Cmd: exec.Command(words[0], words[1:]...), log: &logged{listen: listen}, ended: make(chan struct{})}
	p.Env, p.Stderr, p.Stdout = w.environment(), p.log, io.Discard
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.err = p.Wait(); close(p.ended) }()
	t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.ended
	})
	select {
	case address := <-listen:
		p.url = "http://" + address
	case <-p.ended:
		t.Fatalf("serve ended: %v\n%s", p.err, p.log)
	case <-time.After(time.Minute):
		t.Fatalf("serve is not ready after a minute:\n%s", p.log)
	}
	return p
}

// kill ends the program as a power cut would, as far as the program can tell.
func (p *program) kill(t *testing.T) {
	t.Helper()
	if err := p.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	<-p.ended
}

// stop asks the program to end, and says how long that took and how it ended.
func (p *program) stop() (time.Duration, error) {
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	select {
	case <-p.ended:
		return time.Since(began), p.err
	case <-time.After(30 * time.Second):
		return time.Since(began), errors.New("serve has not ended 30 s after SIGTERM")
	}
}

// command runs another command of the program, and returns what it wrote and how it ended.
func (w where) command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := newCommand(t, w, args...).CombinedOutput()
	return string(out), err
}

func newCommand(t *testing.T, w where, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(built(t), args...)
	c.Env = w.environment()
	return c
}

// check runs check, which must find nothing.
func (w where) check(t *testing.T) {
	t.Helper()
	if out, err := w.command(t, "check"); err != nil || !strings.Contains(out, "No problems were found.") {
		t.Errorf("check: %s %v", out, err)
	}
}

// visitor is a member of an ICB with a session.
type visitor struct {
	member tenants.Member
	cookie string
}

// prepare makes ICBs with one administrator each, who has signed in.
func prepare(t *testing.T, w where, codes ...string) []*visitor {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	var list []*visitor
	for _, code := range codes {
		home := tenants.Tenant{Code: code, Name: "Example " + code, Region: "London"}
		if err := s.AddTenant(ctx, home, editions, tenants.TheOperator); err != nil {
			t.Fatal(err)
		}
		person, err := s.SignedIn(ctx, "https://issuer.invalid", "lead-"+code, "Administrator "+code, "")
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.System(home, tenants.TheOperator).AddMember(ctx, person, tenants.Lead, "")
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, &visitor{member: m, cookie: "__Host-ips-session=" + session(t, s, person)})
	}
	return list
}

// session signs a person in without a sign-in service, which the test does not have.
func session(t *testing.T, s *store.Store, p tenants.Person) (token string) {
	t.Helper()
	token = rand.Text()
	sessions, end := s.Sessions(nil), time.Now().Add(time.Hour)
	data, err := sessions.Encode(end, map[string]any{store.SessionPerson: p.ID})
	if err == nil {
		err = sessions.CommitCtx(context.Background(), token, data, end)
	}
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// web asks a server; it never follows redirects and never waits long.
var web = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       30 * time.Second,
	Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
}

// ask sends a request as the visitor; form nil is a GET. The error is the connection's.
func (v *visitor) ask(to, path string, form url.Values) (status int, body string, err error) {
	method, content := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, to+path, content)
	if err != nil {
		return 0, "", err
	}
	r.Host = "localhost:8080"
	r.Header.Set("Cookie", v.cookie)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := web.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

func (v *visitor) path(key string) string {
	return "/icb/" + v.member.Tenant.Code + "/toolkit/" + key
}

// saveForm is a save of notes over a version.
func saveForm(notes string, version int) url.Values {
	return url.Values{"status": {"in_progress"}, "notes": {notes}, "version": {strconv.Itoa(version)}}
}

// save saves notes, which the server must accept.
func (v *visitor) save(t *testing.T, p *program, key, notes string, version int) {
	t.Helper()
	status, body, err := v.ask(p.url, v.path(key), saveForm(notes, version))
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("save of %s: status %d, %v\n%.2000s\n%s", key, status, err, body, p.log)
	}
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

// version is the version of an entry on its page.
func (v *visitor) version(to, key string) (int, error) {
	status, body, err := v.ask(to, v.path(key), nil)
	if err != nil {
		return 0, err
	}
	found := versionField.FindStringSubmatch(body)
	if status != http.StatusOK || found == nil {
		return 0, fmt.Errorf("page of %s: status %d, version %v", key, status, found)
	}
	return strconv.Atoi(found[1])
}

// notes are all notes that the history of a priority holds, oldest first.
func (v *visitor) notes(t *testing.T, s *store.Store, key string) []string {
	t.Helper()
	events, err := s.For(v.member).History(context.Background(), "priority", key)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for i := len(events) - 1; i >= 0; i-- {
		for _, c := range events[i].Changes {
			if c.Field == "notes" {
				list = append(list, c.New)
			}
		}
	}
	return list
}

// kills is how often a test kills the program: IPS_SOAK_KILLS, or few enough for every day.
func kills(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv("IPS_SOAK_KILLS")
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("IPS_SOAK_KILLS is %q: want a number", text)
	}
	return n
}

// logHas says whether a line of the log has a message.
func (p *program) logHas(message string) bool {
	for line := range strings.Lines(p.log.String()) {
		var entry struct{ Msg string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == message {
			return true
		}
	}
	return false
}

// halfSent is a save with half of its form sent.
type halfSent struct {
	*visitor
	key     string
	conn    net.Conn
	rest    string
	answers *bufio.Reader
}

func sendHalf(t *testing.T, p *program, v *visitor, key, notes string) *halfSent {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	form := saveForm(notes, 0).Encode()
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: localhost:8080\r\nCookie: %s\r\nContent-Type: "+
		"application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		v.path(key), v.cookie, len(form))
	if err != nil {
		t.Fatal(err)
	}
	// The server asks for the form once the page reads it. From then on the request is in flight.
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	answers := bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%s: the server said %q, %v", key, line, err)
	}
	if _, err := answers.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, form[:len(form)/2]); err != nil {
		t.Fatal(err)
	}
	return &halfSent{visitor: v, key: key, conn: conn, answers: answers, rest: form[len(form)/2:]}
}

// finish sends the rest, and returns the answer's status.
func (h *halfSent) finish(t *testing.T) int {
	t.Helper()
	_ = h.conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(h.conn, h.rest); err != nil {
		t.Errorf("%s: %v", h.key, err)
		return 0
	}
	res, err := http.ReadResponse(h.answers, nil)
	if err != nil {
		t.Errorf("%s: %v", h.key, err)
		return 0
	}
	defer res.Body.Close()
	return res.StatusCode
}

// waitClosed waits until the server accepts no more connections.
func waitClosed(t *testing.T, p *program) {
	t.Helper()
	for range 500 {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(p.url, "http://"), time.Second)
		if err != nil {
			return
		}
		_ = conn.Close()
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the server still takes connections 5 s after it was told to stop")
}
