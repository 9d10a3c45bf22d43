package server

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"ipstoolkit/server/page"
)

// Limits are how many requests a minute are allowed. Whole NHS sites come from one address, so an address is not one
// person: people who have signed in are counted one by one, no matter what others at their address do.
type Limits struct {
	SignIns Rate `envPrefix:"SIGN_INS_"`
	Uploads Rate `envPrefix:"UPLOADS_"`
	Exports Rate `envPrefix:"EXPORTS_"`
	// SavesPerPerson is how many forms one person may send, of those that hold no files; 0 is the default.
	SavesPerPerson int `env:"SAVES_PER_PERSON"`
}

// Rate is how often a minute one person may, and all together who come from one address and have not signed in; 0 is the
// default.
type Rate struct {
	PerPerson  int `env:"PER_PERSON"`
	PerAddress int `env:"PER_ADDRESS"`
}

// orDefault fills in what the operator has not set. The error names a limit that cannot be right.
func (l Limits) orDefault() (Limits, error) {
	for _, one := range []struct {
		name     string
		rate     *Rate
		standard Rate
	}{
		{"sign-ins", &l.SignIns, Rate{PerPerson: 30, PerAddress: 120}},
		{"uploads", &l.Uploads, Rate{PerPerson: 30, PerAddress: 240}},
		{"exports", &l.Exports, Rate{PerPerson: 20, PerAddress: 240}},
	} {
		if one.rate.PerPerson < 0 || one.rate.PerAddress < 0 {
			return l, fmt.Errorf("limit of %s: a number a minute cannot be less than 0", one.name)
		}
		one.rate.PerPerson = cmp.Or(one.rate.PerPerson, one.standard.PerPerson)
		one.rate.PerAddress = cmp.Or(one.rate.PerAddress, one.standard.PerAddress)
	}
	if l.SavesPerPerson < 0 {
		return l, errors.New("limit of saves: a number a minute cannot be less than 0")
	}
	l.SavesPerPerson = cmp.Or(l.SavesPerPerson, 120)
	return l, nil
}

// costly are the routes that are limited by themselves, beside those that their address shows to be: see limitOf.
var costly = map[string]func(Limits) Rate{
	"POST /icb/:code/evidence/add":           uploads,
	"POST /icb/:code/evidence/:id/edit":      uploads,
	"POST /icb/:code/returns/published/file": uploads,
	"POST /icb/:code/personal":               exports,
	"POST /icb/:code/export":                 exports,
	"GET /icb/:code/history.csv":             exports,
	"GET /calendar/:file":                    exports,
	"POST /icb/:code/rounds/:quarter/seal":   exports,
	"GET /icb/:code/rounds/files/:file":      exports,
}

// limitOf is how often a route may be asked for, and whether it is limited by itself: every import is an upload, and every
// workbook and calendar an export.
func limitOf(route string) (of func(Limits) Rate, limited bool) {
	switch {
	case strings.HasPrefix(route, "POST /") && strings.HasSuffix(route, "/import"):
		return uploads, true
	case isWorkbook(route), strings.HasPrefix(route, "GET /") && strings.HasSuffix(route, ".ics"):
		return exports, true
	}
	of, limited = costly[route]
	return of, limited
}

// long are the routes that take or give files: they may go on for longer than a page.
var long = []string{
	"POST /icb/:code/evidence/add", "POST /icb/:code/evidence/:id/edit", "GET /icb/:code/evidence/:id/files/:file",
	"GET /icb/:code/history.csv", "POST /icb/:code/rounds/:quarter/seal", "GET /icb/:code/rounds/files/:file",
	"POST /icb/:code/export",
}

// isLong says whether a route is one of those, or gives out a workbook.
func isLong(route string) bool { return slices.Contains(long, route) || isWorkbook(route) }

// isWorkbook says whether a route gives out a workbook.
func isWorkbook(route string) bool {
	return strings.HasPrefix(route, "GET /") && strings.HasSuffix(route, ".xlsx")
}

func uploads(l Limits) Rate { return l.Uploads }
func exports(l Limits) Rate { return l.Exports }

// gate keeps the limits.
type gate struct {
	limits  Limits
	trusted []netip.Prefix
	tries   *tries
}

func newGate(l Limits, trusted []netip.Prefix) (*gate, error) {
	l, err := l.orDefault()
	return &gate{limits: l, trusted: trusted, tries: newTries(time.Now, 20_000)}, err
}

// pass is middleware, after the one that says who is looking. People who have signed in are counted one by one. Those who
// have not are counted together by address, at no cost to the others.
func (g *gate) pass(c *gin.Context) {
	route := c.Request.Method + " " + c.FullPath()
	of, limited := limitOf(route)
	var err error
	switch person := page.VisitOf(c).Person.ID; {
	case limited && person != "":
		err = g.allow(c, route+" by "+person, of(g.limits).PerPerson)
	case limited:
		err = g.allow(c, route+" from "+g.network(c), of(g.limits).PerAddress)
	case person != "" && c.Request.Method == http.MethodPost && !slices.Contains(always, c.FullPath()):
		err = g.allow(c, "saves by "+person, g.limits.SavesPerPerson)
	}
	if err != nil {
		page.Fail(c, err)
	}
}

// always are the forms of people who have signed in that save nothing and must not fail: to leave, and to stay.
var always = []string{"/sign-out", "/account/stay", "/account/sign-out-everywhere"}

// redeem is asked before a sign-in service is asked who somebody is. What somebody sends who has no sign-in under way never
// comes here: it is missed.
func (g *gate) redeem(c *gin.Context) error {
	return g.allow(c, "redeems from "+g.network(c), g.limits.SignIns.PerAddress)
}

// missed is asked each time a request at the door has reached nothing: no such invitation, no sign-in under way. It costs
// the person, or their address, a budget that holds up nobody who reaches something.
func (g *gate) missed(c *gin.Context) error {
	if person := page.VisitOf(c).Person.ID; person != "" {
		return g.allow(c, "misses by "+person, g.limits.SignIns.PerPerson)
	}
	return g.allow(c, "misses from "+g.network(c), g.limits.SignIns.PerAddress)
}

// admit is asked each time a person has proved who they are, before they get a session.
func (g *gate) admit(c *gin.Context, person string) error {
	return g.allow(c, "signed in "+person, g.limits.SignIns.PerPerson)
}

func (g *gate) network(c *gin.Context) string { return network(clientOf(c.Request, g.trusted)) }

// allow returns page.ErrTooMany when the same was asked for more often than most times in a minute, and says in
// Retry-After when to come back.
func (g *gate) allow(c *gin.Context, what string, most int) error {
	wait := g.tries.wait(what, most)
	if wait == 0 {
		return nil
	}
	c.Header("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return page.ErrTooMany
}

// tries remembers how often something was asked for in the last minute. It never remembers more than twice most things:
// what was asked for longest ago is forgotten first.
type tries struct {
	now  func() time.Time
	most int

	mu          sync.Mutex
	began       time.Time
	recent, old map[string]*rate.Limiter
}

func newTries(now func() time.Time, most int) *tries {
	return &tries{now: now, most: most, began: now(), recent: map[string]*rate.Limiter{}}
}

// wait counts a try at something that may be done so many times a minute, and returns how long to wait before it may be
// done; 0 is now. All of a minute's may be done at once.
func (t *tries) wait(what string, most int) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	// What nobody has asked for during a minute may be done as often as what was never asked for.
	if len(t.recent) >= t.most || now.Sub(t.began) > time.Minute {
		t.old, t.recent, t.began = t.recent, map[string]*rate.Limiter{}, now
	}
	l, ok := t.recent[what]
	if !ok {
		if l, ok = t.old[what]; !ok {
			l = rate.NewLimiter(rate.Limit(float64(most)/60), most)
		}
		t.recent[what] = l
	}
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// clientOf is the address that a request came from. A proxy that the operator trusts says in X-Forwarded-For for whom it
// asks; nobody else's is believed.
func clientOf(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	client := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for len(hops) > 0 && slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(client) }) {
		before, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1]))
		if err != nil {
			break
		}
		client, hops = before.Unmap().WithZone(""), hops[:len(hops)-1]
	}
	return client
}

// network is what counts as one address: of IPv6 a site's 64 bits, since each of its machines has as many as it likes.
func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
