package signin

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

// app is a running service: the sign-in pages, one page of an ICB that can be read and posted to, and the
// demonstration's sign-in service on the same address.
type app struct {
	t      *testing.T
	world  *storetest.World
	signIn *SignIn
	url    string
	idp    *demoidp.Provider
	down   bool // the sign-in service does not answer

	mu  sync.Mutex
	now time.Time
}

// newApp starts one; change may alter its settings.
func newApp(t *testing.T, change ...func(*Config)) *app {
	t.Helper()
	pagetest.NeedAssets(t)
	gin.SetMode(gin.TestMode)
	a := &app{t: t, world: storetest.New(t), now: time.Now()}
	server := httptest.NewUnstartedServer(nil)
	a.url = "http://" + server.Listener.Addr().String()
	issuer := a.url + demoidp.Path
	var err error
	a.idp, err = demoidp.New(demoidp.Config{
		Issuer: issuer, ClientID: "toolkit", RedirectURIs: []string{a.url + "/sign-in/callback"},
		SignedOutURIs: []string{a.url + "/signed-out"},
		People: []demoidp.Person{
			{Key: "lead", Name: "ICB administrator"},
			{Key: "twice", Name: "Commissioner"},
			{Key: "nobody", Name: "Newcomer"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	a.join(issuer, "lead", a.world.Lead.Tenant)
	a.join(issuer, "twice", a.world.Lead.Tenant)
	a.join(issuer, "twice", a.world.ForeignLead.Tenant)
	config := Config{
		Store: a.world.Store, PublicURL: a.url, Demo: true, Clock: a.clock,
		Issuers: []IssuerSettings{{Key: "demo", Name: "Demonstration sign-in", URL: issuer, ClientID: "toolkit"}},
	}
	for _, c := range change {
		c(&config)
	}
	if a.signIn, err = New(config); err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = a.signIn.Session(a.engine())
	server.Start()
	t.Cleanup(server.Close)
	return a
}

func (a *app) clock() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func (a *app) later(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = a.now.Add(d)
}

// join makes a person of the demonstration a commissioner of an ICB.
func (a *app) join(issuer, subject string, home tenants.Tenant) tenants.Member {
	a.t.Helper()
	p, err := a.world.SignedIn(a.t.Context(), issuer, subject, "Person "+subject, "")
	if err != nil {
		a.t.Fatal(err)
	}
	operator := tenants.Person{ID: "operator", Name: "Operator"}
	m, err := a.world.System(home, operator).AddMember(a.t.Context(), p, tenants.Commissioner, "")
	if err != nil {
		a.t.Fatal(err)
	}
	return m
}

func (a *app) engine() *gin.Engine {
	e := gin.New()
	e.ContextWithFallback = true
	// Headers and health ask for these with each request, those that the sign-in itself makes too.
	e.Use(func(*gin.Context) { a.signIn.FormActions(); a.signIn.Down() }, a.signIn.Visitor)
	e.NoRoute(page.Handle(func(*gin.Context) error { return tenants.ErrNotFound }))
	e.Any(demoidp.Path+"/*path", func(c *gin.Context) {
		if a.down {
			c.Status(http.StatusServiceUnavailable)
			return
		}
		a.idp.ServeHTTP(c.Writer, c.Request)
	})
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	a.signIn.Mount(e)
	icb := e.Group("/icb/:code", a.signIn.RequireSession, a.signIn.RequireMember)
	show := func(c *gin.Context) {
		c.String(http.StatusOK, "%s as %s, %d seconds", page.Member(c).Tenant.Name, page.Member(c).Person.Name, page.VisitOf(c).SecondsLeft)
	}
	icb.GET("", show)
	icb.GET("/toolkit/3.4", show)
	icb.POST("/toolkit/3.4", show)
	return e
}

// person is somebody with a browser of their own.
type person struct {
	*app
	client *http.Client
}

func (a *app) person() *person {
	jar, _ := cookiejar.New(nil)
	return &person{a, &http.Client{Jar: jar}}
}

// seen is what a browser shows in the end, after redirects.
type seen struct {
	status int
	path   string // with the query
	body   string
	header http.Header
}

func (p *person) seen(resp *http.Response, err error) seen {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return seen{resp.StatusCode, resp.Request.URL.RequestURI(), string(body), resp.Header}
}

func (p *person) get(path string) seen {
	p.t.Helper()
	resp, err := p.client.Get(p.url + path)
	return p.seen(resp, err)
}

func (p *person) post(path string, form url.Values) seen {
	p.t.Helper()
	resp, err := p.client.PostForm(p.url+path, form)
	return p.seen(resp, err)
}

// still makes the browser stop at redirects.
func (p *person) still() *person {
	c := *p.client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &person{p.app, &c}
}

// as opens an address and signs in where that is asked for.
func (p *person) as(who, path string) seen {
	p.t.Helper()
	s := p.get(path)
	if !strings.HasPrefix(s.path, demoidp.Path+"/authorize") {
		p.t.Fatalf("%s leads to %s (%d), not to the sign-in page", path, s.path, s.status)
	}
	return p.post(s.path, url.Values{"person": {who}})
}

func (s seen) want(t *testing.T, status int, path string, texts ...string) {
	t.Helper()
	if s.status != status || path != "" && s.path != path {
		t.Errorf("%d %s, want %d %s", s.status, s.path, status, path)
	}
	for _, text := range texts {
		if !strings.Contains(s.body, text) {
			t.Errorf("%s does not hold %q:\n%s", s.path, text, s.body)
		}
	}
}

// logged collects what is logged until the test ends.
func logged(t *testing.T) *bytes.Buffer {
	var b bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&b, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &b
}
