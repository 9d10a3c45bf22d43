package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// withoutSession are the beginnings of addresses that never ask who is looking: health must answer, and browsers must
// keep styles, even when the database is away.
var withoutSession = []string{"/assets/", "/healthz", "/readyz", demoPath + "/"}

func sessionless(path string) bool {
	return slices.ContainsFunc(withoutSession, func(p string) bool { return strings.HasPrefix(path, p) })
}

// Session reads and keeps the session of each request. It wraps the whole engine: gin's own writer would send the
// cookie too late. When the session cannot be read, since the database is away, the request goes to Visitor, which ends
// it with a page.
func (s *SignIn) Session(next http.Handler) http.Handler {
	withSession := s.manager.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Context().Value(loadingKey{}).(*loading).done = true
		next.ServeHTTP(w, r)
	}))
	s.manager.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		if l := r.Context().Value(loadingKey{}).(*loading); !l.done && errors.Is(err, tenants.ErrUnavailable) {
			l.err = err
			next.ServeHTTP(w, r)
			return
		}
		sessionFailed(w, r, err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sessionless(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		ctx := context.WithValue(store.WithArrival(r.Context()), loadingKey{}, new(loading))
		withSession.ServeHTTP(w, r.WithContext(ctx))
	})
}

// loading is how far the reading of a request's session has come: done, or given up because of err.
type loading struct {
	done bool
	err  error
}

type loadingKey struct{}

// Visitor is middleware that says who is looking: somebody who has signed in, or nobody. Where nobody can say, a form
// comes back with what was typed in it, to be sent again.
func (s *SignIn) Visitor(c *gin.Context) {
	if sessionless(c.Request.URL.Path) {
		return
	}
	if l, ok := c.Request.Context().Value(loadingKey{}).(*loading); ok && l.err != nil {
		page.Fail(c, l.err)
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

// RequireSession is middleware that lets through only people who have signed in. Others go to sign in and come back; if
// they sent a form, they get its text back instead (401).
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
	if n < 0 {
		s.stranger(c)
		return
	}
	v.Member = &v.Memberships[n]
	page.SetVisit(c, v)
	page.SetStranger(c, s.stranger)
}

// stranger answers a person who is no member of the ICB in the address.
func (s *SignIn) stranger(c *gin.Context) {
	c.Abort()
	page.Handle(func(c *gin.Context) error {
		if len(page.VisitOf(c).Memberships) == 0 {
			return s.showNoICB(c, http.StatusNotFound)
		}
		return tenants.ErrNotFound
	})(c)
}
