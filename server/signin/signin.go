// Package signin lets people in: sign-in services (OpenID Connect), sessions, invitations, and the choice between the
// ICBs that a person belongs to. Its middleware says for every request who is looking.
package signin

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// Config is how people sign in to an installation.
type Config struct {
	Store     *store.Store
	PublicURL string // where browsers reach the service: "https://toolkit.example.org"
	Issuers   []IssuerSettings
	// Demo allows the demonstration sign-in service, and cookies over plain http.
	Demo bool
	// Admit is asked each time somebody has proved to be the person of an id; its error refuses them a session. nil
	// admits all.
	Admit func(c *gin.Context, person string) error
	// Redeem is asked before a sign-in service is asked who somebody is. Missed is asked when a request has reached
	// nothing: no sign-in under way, no such invitation. Their errors become the answer. nil never refuses.
	Redeem, Missed func(c *gin.Context) error
	// Clock is for sessions and sign-in. They go by the machine's clock (nil), no matter which day is today for the
	// service.
	Clock func() time.Time
}

// SignIn is the sign-in of an installation: middleware and pages.
type SignIn struct {
	store     *store.Store
	sessions  *store.Sessions
	manager   *scs.SessionManager
	flow      flow
	publicURL string
	admit     func(c *gin.Context, person string) error
	redeem    func(c *gin.Context) error
	missed    func(c *gin.Context) error
	now       func() time.Time
}

// issuerKey is the session value that holds the key of the sign-in service.
const issuerKey = "issuer"

// New checks the settings; the error is for the operator.
func New(c Config) (*SignIn, error) {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if len(c.Issuers) == 0 {
		return nil, errors.New("no sign-in service is set up: nobody could sign in")
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Admit == nil {
		c.Admit = func(*gin.Context, string) error { return nil }
	}
	for _, asked := range []*func(c *gin.Context) error{&c.Redeem, &c.Missed} {
		if *asked == nil {
			*asked = func(*gin.Context) error { return nil }
		}
	}
	issuers, err := newIssuers(c)
	if err != nil {
		return nil, err
	}
	// A browser takes __Host- cookies over https only; the demonstration has names of its own, since cookies ignore
	// ports and another service of this machine may have the plain ones.
	prefix := "__Host-ips-"
	if c.Demo {
		prefix = "ips-demo-"
	}
	s := &SignIn{
		store: c.Store, sessions: c.Store.Sessions(c.Clock), manager: scs.New(), publicURL: c.PublicURL, admit: c.Admit,
		redeem: c.Redeem, missed: c.Missed, now: c.Clock,
		flow: flow{issuers: issuers, prefix: prefix + "signing-in-", secure: !c.Demo, now: c.Clock},
	}
	m := s.manager
	m.Store, m.Codec = s.sessions, s.sessions
	m.Lifetime, m.IdleTimeout = store.SessionLife, 0 // our store looks after idle sessions
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.Persist = prefix+"session", !c.Demo, false
	return s, nil
}

// sessionFailed answers when a session cannot be kept, or not be read for another reason than a database that is away.
func sessionFailed(w http.ResponseWriter, r *http.Request, err error) {
	reference := newReference()
	slog.ErrorContext(r.Context(), "session failed", "reference", reference, "error", err)
	if errors.Is(err, tenants.ErrUnavailable) {
		w.Header().Set("Retry-After", "60")
		http.Error(w, "The service is not available at the moment. Nothing was saved. Use your browser's back button to see what you "+
			"typed, and try again in a few minutes.", http.StatusServiceUnavailable)
		return
	}
	http.Error(w, "Sorry, there is a problem with the service. Try again in a few minutes. Reference: "+reference,
		http.StatusInternalServerError)
}

// FormActions are the sign-in services' addresses for the form-action of the content security policy: signing out is a
// form that ends at one of them.
func (s *SignIn) FormActions() []string {
	var list []string
	for _, i := range s.flow.issuers {
		list = append(list, i.origins()...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Down are the names of the sign-in services that did not answer when last asked, for the word in /readyz.
func (s *SignIn) Down() []string {
	var names []string
	for _, i := range s.flow.issuers {
		i.mu.Lock()
		if i.failure != nil {
			names = append(names, i.settings.Name)
		}
		i.mu.Unlock()
	}
	return names
}

// Mount puts the pages of signing in on r, which Visitor looks after.
func (s *SignIn) Mount(r gin.IRouter) {
	r.GET("/sign-in", page.Handle(s.signIn))
	r.GET("/sign-in/callback", page.Handle(s.callback))
	r.POST("/sign-out", page.Handle(s.signOut))
	r.GET("/signed-out", page.Handle(s.signedOut))
	r.GET("/invitations/:token", page.Handle(s.invitation))
	r.POST("/invitations/:token", s.RequireSession, page.Handle(s.accept))
	r.GET("/my-icbs", s.RequireSession, page.Handle(s.myICBs))
	r.GET("/account", s.RequireSession, page.Handle(s.account))
	r.POST("/account/stay", page.Handle(s.stay))
	r.POST("/account/sign-out-everywhere", s.RequireSession, page.Handle(s.signOutEverywhere))
}

// serviceName is what people call the sign-in service of a key.
func (s *SignIn) serviceName(key, issuer string) string {
	if i, ok := s.flow.issuer(key); ok {
		return i.settings.Name
	}
	return cmp.Or(issuer, "Not known")
}
