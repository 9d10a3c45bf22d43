package signin

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func TestSignInLeadsBackToThePage(t *testing.T) {
	p := newApp(t).person()
	p.as("lead", "/icb/QWE/toolkit/3.4?saved=1").want(t, 200, "/icb/QWE/toolkit/3.4?saved=1", "South West London as ICB administrator")
	p.get("/icb/QWE").want(t, 200, "/icb/QWE")
	p.get("/sign-in?next=/icb/QWE").want(t, 200, "/icb/QWE")
	p.get("/sign-in?next=//example.org").want(t, 200, "/icb/QWE")
}

// Whether an ICB exists must not show: not without a session, and not to members of another one.
func TestUnknownAndForeignICBsLookAlike(t *testing.T) {
	a := newApp(t)
	inside, newcomer := a.person(), a.person()
	inside.as("lead", "/my-icbs")
	newcomer.as("nobody", "/my-icbs")
	for name, tt := range map[string]struct {
		who    *person
		status int
	}{
		"signed out":           {a.person().still(), 303},
		"member of another":    {inside.still(), 404},
		"member of nothing":    {newcomer.still(), 404},
		"posting, signed out":  {a.person().still(), 401},
		"posting, from inside": {inside.still(), 404},
	} {
		t.Run(name, func(t *testing.T) {
			ask := func(code string) seen {
				path := "/icb/" + code + "/toolkit/3.4"
				if strings.HasPrefix(name, "posting") {
					return tt.who.post(path, url.Values{"notes": {"What I typed"}})
				}
				return tt.who.get(path)
			}
			foreign, unknown := ask("S1Y5D"), ask("XXXXX")
			if foreign.status != tt.status || unknown.status != tt.status {
				t.Errorf("status %d and %d, want %d", foreign.status, unknown.status, tt.status)
			}
			if strings.ReplaceAll(foreign.body, "S1Y5D", "XXXXX") != unknown.body {
				t.Errorf("bodies differ:\n%s\n%s", foreign.body, unknown.body)
			}
			for _, header := range []string{"Location", "Set-Cookie", "Content-Type", "Cache-Control"} {
				if strings.ReplaceAll(foreign.header.Get(header), "S1Y5D", "XXXXX") != unknown.header.Get(header) {
					t.Errorf("%s differs", header)
				}
			}
		})
	}
}

func TestFormWithoutSessionKeepsWhatWasTyped(t *testing.T) {
	a := newApp(t)
	p := a.person()
	p.as("lead", "/icb/QWE")
	elsewhere := a.person()
	elsewhere.as("lead", "/my-icbs")
	elsewhere.post("/account/sign-out-everywhere", nil)
	p.post("/icb/QWE/toolkit/3.4", url.Values{"notes": {"Long thought & typed <b>"}, "status": {"in_place"}}).
		want(t, 401, "/icb/QWE/toolkit/3.4", "Long thought &amp; typed &lt;b&gt;", `name="status" value="in_place"`)
	p.as("lead", "/sign-in")
	p.post("/icb/QWE/toolkit/3.4", url.Values{"notes": {"Long thought"}}).want(t, 200, "/icb/QWE/toolkit/3.4")
}

func TestSessionEnds(t *testing.T) {
	a := newApp(t)
	p := a.person()
	p.as("lead", "/icb/QWE").want(t, 200, "/icb/QWE", "1740 seconds")
	for range 3 {
		a.later(25 * time.Minute)
		p.post("/account/stay", nil).want(t, 200, "/account/stay", `{"seconds":1740}`)
	}
	a.later(store.SessionIdle)
	p.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
	p.still().post("/account/stay", nil).want(t, 401, "/account/stay", `{"seconds":0}`)
}

func TestSessionEndsAfterTwelveHours(t *testing.T) {
	a := newApp(t)
	p := a.person()
	p.as("lead", "/icb/QWE")
	for range 28 {
		a.later(25 * time.Minute)
		p.get("/icb/QWE").want(t, 200, "/icb/QWE")
	}
	a.later(10 * time.Minute) // 11 hours and 50 minutes
	s := p.get("/icb/QWE")
	if !regexp.MustCompile(`, (59\d|60[0-9]) seconds`).MatchString(s.body) { // signing in takes its own seconds
		t.Errorf("%d %s, want about 600 seconds left", s.status, s.body)
	}
	a.later(11 * time.Minute)
	p.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
}

// cookie is the value of the browser's session cookie.
func (p *person) cookie() string {
	u, _ := url.Parse(p.url)
	for _, c := range p.client.Jar.Cookies(u) {
		if c.Name == "ips-demo-session" {
			return c.Value
		}
	}
	return ""
}

func (p *person) setCookie(value string) {
	u, _ := url.Parse(p.url)
	p.client.Jar.SetCookies(u, []*http.Cookie{{Name: "ips-demo-session", Value: value, Path: "/"}})
}

func TestTokenIsNewAtSignIn(t *testing.T) {
	a := newApp(t)
	p := a.person()
	planted := strings.Repeat("A", 43)
	p.setCookie(planted)
	p.as("lead", "/my-icbs")
	first := p.cookie()
	if first == "" || first == planted {
		t.Fatalf("cookie %q", first)
	}
	other := a.person()
	other.setCookie(planted)
	other.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
}

func TestSignOut(t *testing.T) {
	a := newApp(t)
	p := a.person()
	p.as("lead", "/my-icbs")
	token := p.cookie()
	if to := p.still().post("/sign-out", nil).header.Get("Location"); !strings.HasPrefix(to, a.url+demoidp.Path+"/sign-out?") {
		t.Errorf("goes to %s, not to the sign-in service", to)
	}
	p.as("lead", "/my-icbs")
	p.post("/sign-out", nil).want(t, 200, "/signed-out", "You are signed out")
	if p.cookie() != "" {
		t.Error("the browser keeps its cookie")
	}
	p.setCookie(token)
	p.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
	p.still().post("/sign-out", nil).want(t, 303, "/sign-out")
}

func TestSignOutEverywhere(t *testing.T) {
	a := newApp(t)
	desk, phone, other := a.person(), a.person(), a.person()
	desk.as("lead", "/my-icbs")
	phone.as("lead", "/my-icbs")
	other.as("twice", "/my-icbs")
	desk.get("/account").want(t, 200, "/account", "Browser 1", "Browser 2", "Demonstration sign-in", "South West London")
	desk.post("/account/sign-out-everywhere", nil).want(t, 200, "/signed-out")
	desk.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
	phone.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
	other.get("/icb/QWE").want(t, 200, "/icb/QWE")
}

func TestChoiceOfICB(t *testing.T) {
	a := newApp(t)
	one, two, none := a.person(), a.person(), a.person()
	one.as("lead", "/my-icbs").want(t, 200, "/icb/QWE")
	two.as("twice", "/my-icbs").want(t, 200, "/my-icbs", `href="/icb/QWE"`, `href="/icb/S1Y5D"`)
	none.as("nobody", "/my-icbs").want(t, 200, "/my-icbs", "Who to ask", "Newcomer", "Demonstration sign-in")
	none.get("/icb/QWE").want(t, 404, "/icb/QWE", "Who to ask")
	none.get("/account").want(t, 200, "/account", "You are not a member of any ICB")
	a.person().still().get("/my-icbs").want(t, 303, "/my-icbs")
}

func TestEndOfMembershipIsFeltAtOnce(t *testing.T) {
	a := newApp(t)
	p := a.person()
	p.as("twice", "/icb/QWE").want(t, 200, "/icb/QWE")
	members, err := a.world.For(a.world.Lead).Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Person.Subject == "twice" {
			if err := a.world.For(a.world.Lead).EndMembership(t.Context(), m.ID, m.Version); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.get("/icb/QWE").want(t, 404, "/icb/QWE")
	p.get("/icb/S1Y5D").want(t, 200, "/icb/S1Y5D")
}

func TestInvitationLink(t *testing.T) {
	a := newApp(t)
	rows := a.world.For(a.world.Lead)
	token, err := rows.Invite(t.Context(), store.Invitation{Name: "Somebody", Role: tenants.Provider, Provider: a.world.ProviderA.Provider})
	if err != nil {
		t.Fatal(err)
	}
	path := "/invitations/" + token
	p := a.person()
	p.get(path).want(t, 200, path, "South West London", "Northside (provider)", `href="/sign-in?next=%2Finvitations%2F`)
	p.still().post(path, nil).want(t, 401, path)
	p.as("nobody", "/sign-in?next="+path).want(t, 200, path, "signed in as Newcomer", "Accept the invitation")
	member := a.person()
	member.as("lead", "/my-icbs")
	member.post(path, nil).want(t, 422, path, "member of the ICB already")
	p.post(path, nil).want(t, 200, "/icb/QWE", "South West London as Newcomer")
	p.get(path).want(t, 404, path, "This invitation link does not work")
	p.post(path, nil).want(t, 404, path)
	a.person().get("/invitations/AAAA").want(t, 404, "/invitations/AAAA", "This invitation link does not work")
}

func TestSeveralSignInServices(t *testing.T) {
	a := newApp(t, func(c *Config) {
		c.Issuers = append(c.Issuers, IssuerSettings{Key: "own", Name: "The ICB's own", URL: "http://127.0.0.1:1/", ClientID: "x"})
	})
	p := a.person()
	p.get("/icb/QWE").want(t, 200, "/sign-in?next=%2Ficb%2FQWE", "Sign in with Demonstration sign-in", "Sign in with The ICB&#39;s own",
		`href="/sign-in?next=%2Ficb%2FQWE&amp;with=demo"`)
	p.get("/sign-in?with=nothing").want(t, 200, "", "Sign in with Demonstration sign-in")
	p.get("/sign-in?with=own").want(t, 503, "", "The ICB&#39;s own is not answering", "reference")
	p.as("lead", "/sign-in?with=demo&next=/icb/QWE").want(t, 200, "/icb/QWE")
	if got := a.signIn.Down(); !slices.Equal(got, []string{"The ICB's own"}) {
		t.Errorf("down: %q", got)
	}
	if got := a.signIn.FormActions(); !slices.Equal(got, slices.Sorted(slices.Values([]string{a.url, "http://127.0.0.1:1"}))) {
		t.Errorf("form actions %q", got)
	}
}

func TestServiceDownAndBack(t *testing.T) {
	a := newApp(t)
	log := logged(t)
	p := a.person()
	a.down = true
	s := p.get("/icb/QWE")
	s.want(t, 503, "", "Demonstration sign-in is not answering", "Try again")
	reference := regexp.MustCompile(`<strong>([A-Z0-9]{8})</strong>`).FindStringSubmatch(s.body)
	if reference == nil || !strings.Contains(log.String(), reference[1]) || !strings.Contains(log.String(), "503") {
		t.Errorf("reference %q is not in the log with its cause:\n%s", reference, log)
	}
	p.get("/healthz").want(t, 200, "/healthz")
	a.down = false
	a.later(time.Minute)
	p.as("lead", "/icb/QWE").want(t, 200, "/icb/QWE")
}

func TestRefusedSignInIsLoggedWithoutSecrets(t *testing.T) {
	a := newApp(t)
	log := logged(t)
	p := a.person()
	s := p.get("/sign-in?next=/icb/QWE")
	answer := p.still().post(s.path, url.Values{"person": {"lead"}}).header.Get("Location")
	u, err := url.Parse(answer)
	if err != nil {
		t.Fatal(err)
	}
	other := a.person() // the answer in a browser that did not ask
	other.get(u.RequestURI()).want(t, 403, "", "You are not signed in", "started in another browser")
	if code := u.Query().Get("code"); code == "" || strings.Contains(log.String(), code) ||
		!strings.Contains(log.String(), "sign-in failed") {
		t.Errorf("log:\n%s", log)
	}
	other.still().get("/icb/QWE").want(t, 303, "/icb/QWE")
	p.get(u.RequestURI()).want(t, 200, "/icb/QWE")
	// Pressing Back after signing in brings the answer a second time; the session goes on.
	p.get(u.RequestURI()).want(t, 403, "")
	p.get("/icb/QWE").want(t, 200, "/icb/QWE")
}

func TestCookieOutsideTheDemonstration(t *testing.T) {
	a := newApp(t)
	s, err := New(Config{
		Store: a.world.Store, PublicURL: "https://toolkit.example.org/", Clock: a.clock,
		Issuers: []IssuerSettings{{Name: "NHSmail", URL: "https://login.example.org", ClientID: "x"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := s.manager.Cookie
	if c.Name != "__Host-ips-session" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" ||
		c.SameSite != http.SameSiteLaxMode || c.Persist {
		t.Errorf("session cookie %+v", c)
	}
	if s.flow.prefix != "__Host-ips-signing-in-" || !s.flow.secure {
		t.Errorf("sign-in cookie %q, secure %v", s.flow.prefix, s.flow.secure)
	}
	if s.manager.IdleTimeout != 0 || s.manager.Lifetime != 12*time.Hour {
		t.Errorf("session lasts %v, idle %v", s.manager.Lifetime, s.manager.IdleTimeout)
	}
	if got := s.flow.issuers[0].redirectURL; got != "https://toolkit.example.org/sign-in/callback" {
		t.Errorf("redirect address %q", got)
	}
	if _, err := New(Config{Store: a.world.Store}); err == nil {
		t.Error("a service without a sign-in service was made")
	}
}

func TestDatabaseFailure(t *testing.T) {
	a := newApp(t)
	log := logged(t)
	p := a.person()
	p.as("lead", "/my-icbs")
	_ = a.world.Close()
	p.get("/healthz").want(t, 200, "/healthz")
	s := p.get("/icb/QWE")
	s.want(t, 500, "/icb/QWE", "Reference: ")
	if _, reference, _ := strings.Cut(strings.TrimSpace(s.body), "Reference: "); !strings.Contains(log.String(), reference) {
		t.Errorf("reference %q is not in the log:\n%s", reference, log)
	}
}
