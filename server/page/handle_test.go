package page_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
)

func TestErrorsBecomePages(t *testing.T) {
	cases := []struct {
		name   string
		err    error
		status int
		words  string
	}{
		{"not found", fmt.Errorf("entry 9.9: %w", tenants.ErrNotFound), 404, "Page not found"},
		{"forbidden", tenants.ErrForbidden, 403, "You cannot use this page"},
		{"stale", tenants.ErrStale, 409, "Somebody else saved this first"},
		{"bad form", page.ErrBadForm, 400, "We could not read what was sent"},
		{"too big", page.ErrTooBig, 413, "What you sent is too large"},
		{"signed out", page.ErrSignedOut, 401, "Sign in to go on"},
		{"too many", page.ErrTooMany, 429, "Too many attempts"},
		{"problems", problem.List{{Field: "name", Message: "Enter a name"}}, 422, "Enter a name"},
		{"the database is away", fmt.Errorf("commit: %w", tenants.ErrUnavailable), 503, "The service is not available at the moment"},
		{"ours", errors.New("the secret cause"), 500, "there is a problem with the service"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			before := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			defer slog.SetDefault(before)
			e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
			icb.GET("/x", page.Handle(func(*gin.Context) error { return c.err }))
			a := pagetest.Get(t, e, "/icb/QWE/x")
			a.Want(t, c.status, c.words)
			if strings.Contains(a.Body, "secret") {
				t.Error("the page shows the cause")
			}
			if ours := c.status == 500; ours != strings.Contains(log.String(), "secret cause") {
				t.Errorf("log: %s", log.String())
			}
			if c.status == 500 {
				reference := regexp.MustCompile(`<strong>(\w{8})</strong>`).FindStringSubmatch(a.Body)
				if reference == nil || !strings.Contains(log.String(), reference[1]) {
					t.Error("the page's reference is not in the log")
				}
			}
		})
	}
}

// A form that the database does not take comes back with all that was typed.
func TestUnsavedForm(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	icb.POST("/x", page.Handle(func(c *gin.Context) error {
		if _, err := page.ReadForm(c); err != nil {
			return err
		}
		return fmt.Errorf("save: %w", tenants.ErrUnavailable)
	}))
	a := pagetest.Post(t, e, "/icb/QWE/x?a=b", url.Values{"notes": {"A long afternoon's <work>"}, "version": {"3"}, "point": {"c1", "b1"}})
	a.Want(t, 503, "The service cannot save at the moment", "A long afternoon&#39;s &lt;work&gt;", `action="/icb/QWE/x?a=b"`, `value="b1"`,
		"Save again", "You were saving: <strong>x</strong>")
	if strings.Contains(a.Body, "Your session ended") {
		t.Error("the page asks to sign in again")
	}
}

// A form for what is no longer there comes back with the text that was typed. One that holds none is answered like an
// unknown page.
func TestFormForWhatIsGone(t *testing.T) {
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	icb.POST("/x", page.Handle(func(*gin.Context) error { return tenants.ErrNotFound }))
	a := pagetest.Post(t, e, "/icb/QWE/x", url.Values{"notes": {"A long afternoon's <work>"}, "version": {"3"}})
	a.Want(t, 404, "Page not found", "It may have been removed while you were writing", "A long afternoon&#39;s &lt;work&gt;",
		"Copy it if you want to keep it")
	a.None(t, 404, "main button")
	pagetest.Post(t, e, "/icb/QWE/x", url.Values{"version": {"3"}}).Want(t, 404, "If you typed the web address, check it is correct.")
}

func TestWrongTenantLooksLikeUnknownAddress(t *testing.T) {
	v := pagetest.Visit("QWE", tenants.Lead)
	v.Member = nil
	e, _ := pagetest.Server(v)
	e.GET("/icb/:code", page.Handle(func(*gin.Context) error { return fmt.Errorf("not a member: %w", tenants.ErrNotFound) }))
	foreign, unknown, nowhere := pagetest.Get(t, e, "/icb/QT1"), pagetest.Get(t, e, "/icb/ZZZ"), pagetest.Get(t, e, "/nowhere")
	foreign.Want(t, http.StatusNotFound)
	if foreign.Body != unknown.Body || foreign.Body != nowhere.Body {
		t.Error("the answers differ")
	}
}

func TestAllow(t *testing.T) {
	for _, c := range []struct {
		role   tenants.Role
		status int
	}{{tenants.Lead, 200}, {tenants.Commissioner, 200}, {tenants.Provider, 403}, {tenants.Reader, 403}} {
		e, icb := pagetest.Server(pagetest.Visit("QWE", c.role))
		icb.GET("/x", page.Handle(func(c *gin.Context) error {
			if err := page.Allow(c, tenants.Assess); err != nil {
				return err
			}
			c.String(http.StatusOK, "yes")
			return nil
		}))
		if got := pagetest.Get(t, e, "/icb/QWE/x").Status; got != c.status {
			t.Errorf("%s: %d", c.role, got)
		}
	}
	e, icb := pagetest.Server(page.Visit{})
	icb.GET("/x", page.Handle(func(c *gin.Context) error { return page.Allow(c, tenants.ReadToolkit) }))
	pagetest.Get(t, e, "/icb/QWE/x").Want(t, http.StatusForbidden)
}

// What a failed template leaves is an error page, never half a page with status 200.
func TestShowWritesNothingOfAPageThatFails(t *testing.T) {
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	icb.GET("/x", page.Handle(func(c *gin.Context) error {
		return failingTemplate.OK(c, failing{Base: page.New(c, "Half")})
	}))
	a := pagetest.Get(t, e, "/icb/QWE/x")
	a.Want(t, http.StatusInternalServerError, "there is a problem with the service")
	if strings.Contains(a.Body, "Half") {
		t.Error("half a page was written")
	}
}

type failing struct{ page.Base }

func (failing) Broken() (string, error) { return "", errors.New("broken") }

var failingTemplate = page.Parse[failing](testdata, "testdata/failing.html")

func TestNavigationShowsWhatTheRoleMayUse(t *testing.T) {
	cases := []struct {
		role tenants.Role
		want []string
		not  []string
	}{
		{tenants.Lead, []string{"Toolkit", "Targets", "Figures", "Settings"}, nil},
		{tenants.Commissioner, []string{"Toolkit", "Targets", "Figures", "Settings"}, nil},
		{tenants.Provider, []string{"Toolkit", "Targets", "Figures"}, []string{"Settings"}},
		{tenants.Reader, []string{"Toolkit", "Targets"}, []string{"Figures", "Settings"}},
	}
	for _, c := range cases {
		t.Run(string(c.role), func(t *testing.T) {
			body := pagetest.Get(t, kitchenServer(pagetest.Visit("QWE", c.role)), "/icb/QWE/empty").Body
			link := func(text string) bool {
				return strings.Contains(body, `navigation-link" href="/icb/QWE/`+strings.ToLower(text))
			}
			for _, text := range c.want {
				if text == "Figures" {
					text = "returns"
				}
				if !link(text) {
					t.Errorf("no %s", text)
				}
			}
			for _, text := range c.not {
				if text == "Figures" {
					text = "returns"
				}
				if link(text) {
					t.Errorf("%s is shown", text)
				}
			}
		})
	}
}

func TestNavigationMarksWhereOneIs(t *testing.T) {
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	icb.GET("/contracts/:id", page.Handle(func(c *gin.Context) error {
		return kitchenTemplate.OK(c, kitchen{Base: page.New(c, "Contract")})
	}))
	pagetest.Get(t, e, "/icb/QWE/contracts/1").Want(t, 200, `href="/icb/QWE/returns" aria-current="true"`)
}

func TestNobodySignedIn(t *testing.T) {
	e, _ := pagetest.Server(page.Visit{})
	e.GET("/privacy", page.Handle(func(c *gin.Context) error { return kitchenTemplate.OK(c, kitchen{Base: page.New(c, "Privacy")}) }))
	a := pagetest.Get(t, e, "/privacy")
	a.Want(t, 200, "<title>Privacy – IPS commissioning toolkit</title>")
	for _, absent := range []string{"Sign out", "/account", "data-person", "nhsuk-breadcrumb", "nhsuk-header__logo"} {
		if strings.Contains(a.Body, absent) {
			t.Errorf("shows %s", absent)
		}
	}
}

func TestEndedSessionLosesNothing(t *testing.T) {
	e := kitchenServer(page.Visit{})
	long := "What is in place:\n<everything> & more"
	a := pagetest.Post(t, e, "/icb/QWE/ended?tab=2", url.Values{
		"notes": {long}, "point": {"c1", "b2.1"}, "status": {"in_place"}, "version": {"3"}, "owner": {""},
	})
	a.Want(t, http.StatusUnauthorized, `action="/icb/QWE/ended?tab=2" method="post"`, `href="/sign-in" target="_blank"`,
		"What is in place:\n&lt;everything&gt; &amp; more</textarea>", `name="notes"`,
		`<input type="hidden" name="point" value="c1">`, `<input type="hidden" name="point" value="b2.1">`,
		`<input type="hidden" name="status" value="in_place">`, `<input type="hidden" name="version" value="3">`)
}

func TestWhereaboutsOfAnAddress(t *testing.T) {
	for path, want := range map[string]string{
		"/icb/QWE/toolkit/4.6":                                     "toolkit 4.6",
		"/icb/QWE/evidence/add":                                    "evidence add",
		"/icb/QWE/targets/job-outcome-rate":                        "targets job outcome rate",
		"/icb/QWE/returns/0123456789abcdef0123456789abcdef/2026Q1": "returns 2026Q1",
		"/icb/QWE":      "",
		"/account/stay": "",
	} {
		e := kitchenServer(page.Visit{})
		e.POST("/gone/*path", func(c *gin.Context) {
			c.Request.URL.Path = c.Param("path")
			page.Ended(c, "/sign-in")
		})
		a := pagetest.Post(t, e, "/gone"+path, url.Values{"notes": {"x"}})
		if line := "You were saving: <strong>" + want + "</strong>"; strings.Contains(a.Body, line) != (want != "") ||
			want == "" && strings.Contains(a.Body, "You were saving") {
			t.Errorf("%s: the page does not say %q", path, want)
		}
	}
}

func TestPagesHoldNothingInline(t *testing.T) {
	e := kitchenServer(pagetest.Visit("QWE", tenants.Lead))
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<style|<script(?:\s[^>]*)?>[^<]|javascript:`)
	outside := regexp.MustCompile(`(?:href|src|action)="(?:https?:)?//`)
	for _, path := range []string{"/icb/QWE/kitchen", "/icb/QWE/empty", "/nowhere"} {
		body := pagetest.Get(t, e, path).Body
		if found := inline.FindString(body); found != "" {
			t.Errorf("%s: %s", path, found)
		}
		if found := outside.FindString(body); found != "" {
			t.Errorf("%s: %s", path, found)
		}
	}
}
