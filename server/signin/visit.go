package signin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// withoutSession are the beginnings of addresses that never ask who is looking: health must answer, and styles must be
// kept by browsers, whatever becomes of the database.
var withoutSession = []string{"/assets/", "/healthz", "/readyz", demoPath + "/"}

func sessionless(path string) bool {
	return slices.ContainsFunc(withoutSession, func(p string) bool { return strings.HasPrefix(path, p) })
}

// Session reads and keeps the session of each request. It stands around the whole engine: gin's own writer would send
// the cookie too late.
func (s *SignIn) Session(next http.Handler) http.Handler {
	withSession := s.manager.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sessionless(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		withSession.ServeHTTP(w, r.WithContext(store.WithArrival(r.Context())))
	})
}

// Visitor is middleware that says who is looking: somebody who has signed in, or nobody.
func (s *SignIn) Visitor(c *gin.Context) {
	if sessionless(c.Request.URL.Path) {
		return
	}
	who := store.ArrivalOf(c.Request.Context())
	if who.Person.ID == "" {
		return
	}
	page.SetVisit(c, page.Visit{Person: who.Person, Memberships: who.Memberships, SecondsLeft: s.secondsLeft(c)})
}

// secondsLeft is how long the session lasts if nothing more is asked.
func (s *SignIn) secondsLeft(c *gin.Context) int {
	left := s.manager.Deadline(c.Request.Context()).Sub(s.now())
	return int(min(left, store.SessionSure).Seconds())
}

func signedIn(c *gin.Context) bool { return page.VisitOf(c).Person.ID != "" }

// RequireSession is middleware that lets only people through who have signed in. Others go to sign in and come back;
// a form of theirs gets its text back instead (401).
func (s *SignIn) RequireSession(c *gin.Context) {
	switch {
	case signedIn(c):
	case c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead:
		c.Redirect(http.StatusSeeOther, signInFor(c.Request.URL.RequestURI()))
		c.Abort()
	default:
		page.Ended(c, "/sign-in")
	}
}

// signInFor is where to sign in and then come back to an address.
func signInFor(next string) string { return "/sign-in?" + url.Values{"next": {next}}.Encode() }

// RequireMember is middleware for the pages of the ICB :code, after RequireSession. Somebody else's ICB and one that
// does not exist answer alike, with 404.
func (s *SignIn) RequireMember(c *gin.Context) {
	v := page.VisitOf(c)
	n := slices.IndexFunc(v.Memberships, func(m tenants.Member) bool { return m.Tenant.Code == c.Param("code") })
	switch {
	case n >= 0:
		v.Member = &v.Memberships[n]
		page.SetVisit(c, v)
	case len(v.Memberships) == 0:
		c.Abort()
		page.Handle(func(c *gin.Context) error { return s.showNoICB(c, http.StatusNotFound) })(c)
	default:
		page.Fail(c, tenants.ErrNotFound)
	}
}
