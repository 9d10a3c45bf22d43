package signin

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// IssuerSettings is one sign-in service as the operator sets it up. URL must be the issuer exactly as it names itself;
// for Microsoft Entra that is one directory's address, never the shared "common" or "organizations" one.
type IssuerSettings struct {
	Key          string   `env:"KEY"`  // short name in addresses and logs; its number when empty
	Name         string   `env:"NAME"` // what people read: "NHSmail"
	URL          string   `env:"URL"`
	ClientID     string   `env:"CLIENT_ID"`
	ClientSecret string   `env:"CLIENT_SECRET"` // empty for a public client
	Scopes       []string `env:"SCOPES"`        // asked for besides openid; profile and email when empty
	ACR          []string `env:"ACR"`           // accepted values of acr; when set, one of them is demanded
	AMR          []string `env:"AMR"`           // accepted values of amr; when set, one of them is demanded
}

// Issuer is one sign-in service. Its description is fetched at first use and tried again with growing pauses, so that
// a service that is down neither stops this one nor is asked by every person who waits for it.
type Issuer struct {
	settings    IssuerSettings
	redirectURL string
	demo        bool
	client      *http.Client
	now         func() time.Time

	asking sync.Mutex // held by the one who asks; nobody who only looks at what was found waits for it

	mu      sync.Mutex
	found   *description
	foundAt time.Time
	failure error
	pause   time.Duration
	retryAt time.Time
}

// description is what an issuer says of itself, and what we make of it.
type description struct {
	provider   *oidc.Provider
	verifier   *oidc.IDTokenVerifier
	oauth      oauth2.Config
	namesSelf  bool   // sends the `iss` parameter with each answer
	endSession string // "" when it has no such page
}

const (
	firstPause = time.Second
	longPause  = time.Minute
	freshFor   = 24 * time.Hour // after that the description is asked for again; the old one serves until it answers
	skew       = 2 * time.Minute
)

// demoPath is where the demonstration has its sign-in service.
const demoPath = "/demo-idp"

var errRedirected = errors.New("answered with a redirect")

// newIssuer checks settings; the error is for the operator.
func newIssuer(s IssuerSettings, c Config) (*Issuer, error) {
	u, err := url.Parse(s.URL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("sign-in service %s: %w", s.Name, err)
	case s.Name == "" || s.ClientID == "":
		return nil, fmt.Errorf("sign-in service %q needs a name and a client id", s.URL)
	case !c.Demo && strings.HasSuffix(strings.TrimSuffix(s.URL, "/"), demoPath):
		return nil, fmt.Errorf("sign-in service %s: %q is the demonstration's, which proves nobody's identity", s.Name, s.URL)
	case shared(s.URL):
		return nil, fmt.Errorf("sign-in service %s: %s is Microsoft's address for all directories, and its tokens name another "+
			"issuer for each; set the address of one directory, https://login.microsoftonline.com/DIRECTORY-ID/v2.0", s.Name, s.URL)
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return nil, fmt.Errorf("sign-in service %s: %q is not https", s.Name, s.URL)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("sign-in service %s: %q has a query or a fragment", s.Name, s.URL)
	}
	if len(s.Scopes) == 0 {
		s.Scopes = []string{"profile", "email"}
	}
	refuse := func(*http.Request, []*http.Request) error { return errRedirected }
	return &Issuer{
		settings: s, redirectURL: c.PublicURL + "/sign-in/callback", demo: c.Demo, now: c.Clock,
		client: &http.Client{Timeout: 5 * time.Second, CheckRedirect: refuse},
	}, nil
}

// shared says whether an address is that of many directories of Microsoft Entra.
func shared(issuer string) bool {
	if strings.Contains(issuer, "{tenantid}") {
		return true
	}
	everyone := []string{"/common", "/organizations", "/consumers"}
	return strings.Contains(issuer, "://login.microsoftonline.") &&
		slices.ContainsFunc(everyone, func(part string) bool { return strings.Contains(issuer, part) })
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// describe is the issuer's description, from memory when it is fresh. The error says why there is none.
func (i *Issuer) describe(ctx context.Context) (*description, error) {
	if d, known, err := i.remembered(); known {
		return d, err
	}
	i.asking.Lock()
	defer i.asking.Unlock()
	if d, known, err := i.remembered(); known { // somebody else has asked in the meantime
		return d, err
	}
	d, err := i.discover(ctx)
	return i.remember(d, err)
}

// remembered is what the last try found, unless it is time for another one.
func (i *Issuer) remembered() (d *description, known bool, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	switch {
	case i.found != nil && (now.Sub(i.foundAt) < freshFor || now.Before(i.retryAt)):
		return i.found, true, nil
	case now.Before(i.retryAt):
		return nil, true, i.failure
	}
	return nil, false, nil
}

// remember keeps what a try found, or when to try again. An older description serves on while there is no newer one.
func (i *Issuer) remember(d *description, err error) (*description, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	if err == nil {
		i.found, i.foundAt, i.failure, i.pause, i.retryAt = d, now, nil, 0, time.Time{}
		return d, nil
	}
	i.failure = err
	i.pause = min(max(2*i.pause, firstPause), longPause)
	i.retryAt = now.Add(i.pause)
	if i.found != nil {
		return i.found, nil
	}
	return nil, err
}

func (i *Issuer) discover(ctx context.Context) (*description, error) {
	// A person who closes the page must not make the service look broken to the next one.
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), i.client)
	provider, err := oidc.NewProvider(ctx, i.settings.URL)
	if err != nil {
		if mismatch, ok := errors.AsType[*oidc.IssuerMismatchError](err); ok && shared(mismatch.Discovered) {
			return nil, fmt.Errorf("%s names its issuer %q, a template for many directories, which is not supported: "+
				"set the address of one directory: %w", i.settings.URL, mismatch.Discovered, err)
		}
		return nil, err
	}
	var says struct {
		EndSession    string   `json:"end_session_endpoint"`
		NamesSelf     bool     `json:"authorization_response_iss_parameter_supported"`
		Challenges    []string `json:"code_challenge_methods_supported"`
		Authenticates []string `json:"token_endpoint_auth_methods_supported"`
		Demonstration bool     `json:"demonstration"`
	}
	if err := provider.Claims(&says); err != nil {
		return nil, err
	}
	if says.Demonstration && !i.demo {
		return nil, errors.New("this is the demonstration sign-in service, which proves nobody's identity")
	}
	// A service that says nothing of PKCE (Entra) may well do it; one that lists only "plain" does not.
	if says.Challenges != nil && !slices.Contains(says.Challenges, "S256") {
		return nil, fmt.Errorf("does not offer PKCE with S256, only %q", says.Challenges)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = authStyle(i.settings.ClientSecret, says.Authenticates)
	if endpoint.AuthStyle == oauth2.AuthStyleAutoDetect {
		return nil, fmt.Errorf("takes a client secret neither in the header nor in the form, only %q", says.Authenticates)
	}
	return &description{
		provider: provider,
		// Clocks differ: a token that ended up to two minutes ago is still good.
		verifier: provider.Verifier(&oidc.Config{ClientID: i.settings.ClientID, Now: func() time.Time { return i.now().Add(-skew) }}),
		oauth: oauth2.Config{
			ClientID: i.settings.ClientID, ClientSecret: i.settings.ClientSecret, Endpoint: endpoint,
			RedirectURL: i.redirectURL, Scopes: append([]string{oidc.ScopeOpenID}, i.settings.Scopes...),
		},
		namesSelf: says.NamesSelf, endSession: says.EndSession,
	}, nil
}

// authStyle is how the client proves itself: trying one way after the other could use a code up. AutoDetect means "in
// no way that we can".
func authStyle(secret string, offered []string) oauth2.AuthStyle {
	switch {
	case secret == "":
		return oauth2.AuthStyleInParams
	case len(offered) == 0 || slices.Contains(offered, "client_secret_basic"):
		return oauth2.AuthStyleInHeader
	case slices.Contains(offered, "client_secret_post"):
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleAutoDetect
}

// endSessionURL is where to send a person who signs out, so that the sign-in service forgets them too and sends them
// back; "" when it has no such page or does not answer.
func (i *Issuer) endSessionURL(ctx context.Context, back string) string {
	d, err := i.describe(ctx)
	if err != nil || d.endSession == "" {
		return ""
	}
	u, err := url.Parse(d.endSession)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", i.settings.ClientID)
	q.Set("post_logout_redirect_uri", back)
	u.RawQuery = q.Encode()
	return u.String()
}

// origins are the places a form of ours may lead to by a redirect at sign-out.
func (i *Issuer) origins() []string {
	list := []string{origin(i.settings.URL)}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.found != nil && i.found.endSession != "" {
		list = append(list, origin(i.found.endSession))
	}
	return list
}

func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// newIssuers makes the sign-in services of an installation; keys and addresses must differ.
func newIssuers(c Config) ([]*Issuer, error) {
	var list []*Issuer
	for n, s := range c.Issuers {
		if s.Key == "" {
			s.Key = strconv.Itoa(n + 1)
		}
		for _, other := range list {
			if other.settings.Key == s.Key || other.settings.URL == s.URL {
				return nil, fmt.Errorf("sign-in services %s and %s have the same key or address", other.settings.Name, s.Name)
			}
		}
		i, err := newIssuer(s, c)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}
