// Package server puts the service together: the routes of every room, who reaches them, and what every answer carries.
package server

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/assets"
	"ipstoolkit/scan"
	"ipstoolkit/server/about"
	"ipstoolkit/server/actions"
	"ipstoolkit/server/contracts"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/equity"
	"ipstoolkit/server/evidence"
	"ipstoolkit/server/export"
	"ipstoolkit/server/home"
	"ipstoolkit/server/meetings"
	"ipstoolkit/server/page"
	"ipstoolkit/server/people"
	"ipstoolkit/server/places"
	"ipstoolkit/server/plan"
	"ipstoolkit/server/priorities"
	"ipstoolkit/server/providers"
	"ipstoolkit/server/questions"
	"ipstoolkit/server/registers"
	"ipstoolkit/server/reminders"
	"ipstoolkit/server/returns"
	"ipstoolkit/server/rounds"
	"ipstoolkit/server/settings"
	"ipstoolkit/server/signin"
	"ipstoolkit/server/steering"
	"ipstoolkit/server/targets"
	"ipstoolkit/server/workbook"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// Config is what a service is made of.
type Config struct {
	Store    *store.Store
	Editions *edition.Library
	Site     page.Site
	// PublicURL is the address people use, without a path.
	PublicURL string
	Issuers   []signin.IssuerSettings
	// Demo is the demonstration's own sign-in service, nil in a real one.
	Demo *demoidp.Provider
	// Support is whom people ask for help: an email address or a web address, "" when the operator has named none.
	Support string
	// Scanner looks for viruses in evidence files; nil in a service without one.
	Scanner *scan.Scanner
	// Backups says in words how old the newest scheduled backup is; nil in a service that makes none itself.
	Backups func(context.Context) string
	// BackupsKept is for how long those are kept, "14 days"; "" in a service that makes none itself.
	BackupsKept string
	// Mail says in words how the emails are that wait to be sent; nil in a service that sends none.
	Mail func(context.Context) string
	// TrustedProxies are the networks that we trust to say who is asking (X-Forwarded-For).
	TrustedProxies []netip.Prefix
	Limits         Limits
	// pace is the least rate of a body with files; exports and reading are the places for heavy work. Tests set their own.
	pace             pace
	exports, reading *places.Places
	// Dir is the data folder: /readyz tells how much space is free in it. It is "" when the database is on another
	// machine.
	Dir string
	// Metrics counts requests; nil when nobody collects the counts.
	Metrics *Metrics
}

// New is the whole service as one handler. The error is for the operator: a setting that cannot be right.
func New(c Config) (http.Handler, error) {
	engine, door, err := c.engine()
	if err != nil {
		return nil, err
	}
	public, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("public address: %w", err)
	}
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(crossOrigin))
	service := edge(public, origin.Handler(door.Session(engine)))
	return watched(c.Metrics, headers(door.FormActions, public.Scheme == "https", compressed(service))), nil
}

// engine is the service's routes, with the sign-in that says who asks.
func (c Config) engine() (*gin.Engine, *signin.SignIn, error) {
	gate, err := newGate(c.Limits, c.TrustedProxies)
	if err != nil {
		return nil, nil, err
	}
	door, err := signin.New(signin.Config{
		Store: c.Store, PublicURL: c.PublicURL, Issuers: c.Issuers, Demo: c.Demo != nil, Admit: gate.admit, Redeem: gate.redeem,
		Missed: gate.missed,
	})
	if err != nil {
		return nil, nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.ContextWithFallback = true
	e.HandleMethodNotAllowed = true
	if err := e.SetTrustedProxies(nil); err != nil {
		return nil, nil, err
	}
	c.Site.Demo = c.Demo != nil
	site := func(g *gin.Context) { page.SetSite(g, c.Site) }
	e.Use(noted, recovered, site, door.Visitor, noted, gate.pass)
	e.NoRoute(insideOnly(door), missing)
	e.NoMethod(otherMethod(insideOnly(door), door.RequireMember))
	c.mount(e, door)
	return e, door, nil
}

// Heavy work has few places, so that pages always have the machine's time, and the database's, beside it.
const (
	exportsAtOnce = 2
	filesAtOnce   = 2
	// patience is how long somebody waits for a place before they read that they wait.
	patience = 15 * time.Second
	// uploadRoom is what unfinished uploads may take up of the temporary disk: two forms with as many files as may be, of
	// two ICBs.
	uploadRoom = 404 << 20
)

// mount is every room of the service: one line each.
func (c Config) mount(e *gin.Engine, door *signin.SignIn) {
	e.GET("/healthz", healthz)
	e.GET("/readyz", readyz(c.Store, c.parts(door)))
	e.GET("/assets/*path", gin.WrapH(assets.Handler()))
	if c.Demo != nil {
		e.Any(demoidp.Path+"/*path", gin.WrapH(c.Demo))
	}
	door.Mount(e)
	about.Pages{Editions: c.Editions, Support: c.Support}.Mount(e)
	exports, reading := cmp.Or(c.exports, places.New(exportsAtOnce, patience)), cmp.Or(c.reading, places.New(filesAtOnce, patience))
	start := home.Pages{Store: c.Store, Editions: c.Editions}
	start.MountTop(e, door.RequireSession)
	figures := returns.Pages{Store: c.Store, Reading: reading, PublicURL: c.PublicURL}
	figures.MountTop(e, door.RequireSession)
	reminders.Pages{Store: c.Store, PublicURL: strings.TrimSuffix(c.PublicURL, "/"), Mails: c.Mail != nil}.Mount(e, door.RequireSession)

	icb := e.Group("/icb/:code", door.RequireSession, door.RequireMember, noted, unhurried(cmp.Or(c.pace, leastPace)),
		fresh(c.Store, c.serviceTag()), oneMoment(c.Store))
	start.Mount(icb)
	priorities.Pages{Store: c.Store, Editions: c.Editions, Reading: reading}.Mount(icb)
	evidence.Pages{
		Store: c.Store, Editions: c.Editions, Scanner: c.Scanner, BackupsKept: c.BackupsKept,
		Reading: reading, Room: places.NewRoom(uploadRoom, uploadRoom/2, uploadRoom/2),
	}.Mount(icb)
	people.Pages{Store: c.Store, PublicURL: c.PublicURL}.Mount(icb)
	providers.Pages{Store: c.Store}.Mount(icb)
	settings.Pages{Store: c.Store, Editions: c.Editions, Places: exports}.Mount(icb)
	figures.Mount(icb)
	equity.Pages{Store: c.Store, Reading: reading}.Mount(icb)
	plan.Pages{Store: c.Store}.Mount(icb)
	contracts.Pages{Store: c.Store}.Mount(icb)
	targets.Pages{Store: c.Store}.Mount(icb)
	registers.Pages{Store: c.Store, Reading: reading}.Mount(icb)
	actions.Pages{Store: c.Store, Editions: c.Editions}.Mount(icb)
	steering.Pages{Store: c.Store, Editions: c.Editions}.Mount(icb)
	meetings.Pages{Store: c.Store, Editions: c.Editions}.Mount(icb)
	workbook.Pages{Store: c.Store, Editions: c.Editions, Places: exports, Reading: reading}.Mount(icb)
	export.Pages{Store: c.Store, Editions: c.Editions, Places: exports}.Mount(icb)
	questions.Pages{Store: c.Store, Editions: c.Editions}.Mount(icb)
	rounds.Pages{Store: c.Store, Editions: c.Editions, Places: exports}.Mount(icb)
}

var missing = page.Handle(func(*gin.Context) error { return tenants.ErrNotFound })

// insideOnly sends people without a session to sign in at every address of an ICB, whether there is such a page or not.
func insideOnly(door *signin.SignIn) gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/icb/") {
			door.RequireSession(c)
		}
	}
}

// otherMethod answers when the page takes another method, and says which in Allow. Within an ICB it tells only members:
// to others its addresses answer like those of an ICB that does not exist.
func otherMethod(insideOnly, requireMember gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		allow := c.Writer.Header().Get("Allow")
		c.Writer.Header().Del("Allow")
		insideOnly(c)
		if rest, found := strings.CutPrefix(c.Request.URL.Path, "/icb/"); found && !c.IsAborted() {
			code, _, _ := strings.Cut(rest, "/")
			c.AddParam("code", code)
			requireMember(c)
		}
		if !c.IsAborted() {
			c.Header("Allow", strings.Replace(allow, "GET", "GET, HEAD", 1))
			page.Fail(c, page.ErrMethod)
		}
	}
}

// parts are what /readyz tells of beside the database.
func (c Config) parts(door *signin.SignIn) []part {
	parts := []part{{"sign-in services", signInWords(door)}, {"virus scanner", c.Scanner.Words}}
	if c.Dir != "" {
		parts = append(parts, part{"disk", diskWords(c.Dir)})
	}
	if c.Backups != nil {
		parts = append(parts, part{"backup", c.Backups})
	}
	if c.Mail != nil {
		parts = append(parts, part{"emails", c.Mail})
	}
	return parts
}

// signInWords says which sign-in services did not answer when they were last asked.
func signInWords(door *signin.SignIn) func(context.Context) string {
	return func(context.Context) string {
		if down := door.Down(); len(down) > 0 {
			return "no answer from " + strings.Join(down, ", ")
		}
		return "ok"
	}
}

// crossOrigin answers a form that another website sent in a person's name.
func crossOrigin(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "This form did not come from the toolkit itself, so nothing was done. Open the toolkit and try again.",
		http.StatusForbidden)
}
