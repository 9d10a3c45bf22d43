// Package pagetest helps the tests of pages: it checks every page's template against what the page shows, and answers
// requests as somebody who is signed in.
package pagetest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/jba/templatecheck"

	"ipstoolkit/assets"
	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
)

// CheckTemplates checks the types of every template that the packages of this test have parsed.
func CheckTemplates(t *testing.T) {
	t.Helper()
	for _, r := range page.All() {
		if err := templatecheck.CheckHTMLStrict(r.Template, r.Data); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
	}
}

// NeedAssets stops a test of whole pages when the assets have not been built.
func NeedAssets(t testing.TB) {
	t.Helper()
	if err := assets.Ready(); err != nil {
		t.Fatal(err)
	}
}

// Visit is somebody with the role in the ICB, signed in.
func Visit(code string, role tenants.Role) page.Visit {
	person := tenants.Person{ID: "person-" + string(role), Name: role.Words()}
	m := tenants.Member{
		ID: "member-" + string(role), Person: person, Role: role,
		Tenant: tenants.Tenant{Code: code, Name: "NHS Example ICB", Demo: true, Edition: "2026-03"},
	}
	if role == tenants.Provider {
		m.Provider, m.ProviderName = "northside", "Northside"
	}
	return page.Visit{Person: person, Member: &m, Memberships: []tenants.Member{m}, SecondsLeft: 1800}
}

// Server is an engine on which every request is the visit's, and the group of the visit's ICB, on which a page package
// is mounted.
func Server(v page.Visit) (*gin.Engine, *gin.RouterGroup) {
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.ContextWithFallback = true
	e.Use(func(c *gin.Context) {
		page.SetSite(c, page.Site{Demo: true, Build: "test"})
		page.SetVisit(c, v)
	})
	e.NoRoute(page.Handle(func(*gin.Context) error { return tenants.ErrNotFound }))
	e.GET("/assets/*path", gin.WrapH(assets.Handler()))
	return e, e.Group("/icb/:code")
}

// As is Server for a member of one ICB.
func As(m tenants.Member) (*gin.Engine, *gin.RouterGroup) {
	return Server(page.Visit{Person: m.Person, Member: &m, Memberships: []tenants.Member{m}})
}

// Editions is the library with the editions that the program ships.
func Editions(t testing.TB) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Get and Post ask a handler for a page and return the answer's status, headers and body.
func Get(t *testing.T, h http.Handler, path string) Answer {
	t.Helper()
	return Ask(t, h, httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form.
func Post(t *testing.T, h http.Handler, path string, form url.Values) Answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return Ask(t, h, r)
}
