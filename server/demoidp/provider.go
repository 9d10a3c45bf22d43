// Package demoidp is a small but real OpenID Connect provider for the demonstration and for tests. Nobody proves who
// they are: its sign-in page has one button for each made-up person. It therefore refuses any issuer that is not plain
// http on this machine's own loopback address, and any request that comes from elsewhere.
package demoidp

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Path is where the demonstration mounts its provider on its own listener; a server for real use refuses an issuer
// that ends in it.
const Path = "/demo-idp"

// How long a code may wait to be redeemed, and how long what it is redeemed for is good.
const (
	codeLife  = time.Minute
	tokenLife = 5 * time.Minute
)

// Person is somebody who can sign in by pressing a button. Key is the button's value and the subject claim.
type Person struct {
	Key         string
	Name        string // a role, never an invented name: "ICB administrator"
	Description string // what this person can do, one sentence
	Group       string // the heading above the button: the name of an ICB
	Email       string
	ACR         string   // authentication context class; "" leaves the claim out
	AMR         []string // authentication methods; nil means password and a second factor
}

// Config is one provider with one client. An empty ClientSecret makes the client a public one.
type Config struct {
	Issuer        string // http://127.0.0.1:8080/demo-idp
	ClientID      string
	ClientSecret  string
	RedirectURIs  []string // exact addresses that codes may be sent to
	SignedOutURIs []string // exact addresses that a person may be sent to after signing out
	People        []Person // in the order of the page; those of one group come together
}

// Provider serves everything under its issuer's path. It is safe for concurrent use and keeps its state in memory.
type Provider struct {
	config Config
	base   string // the issuer's path, without a slash at its end
	mux    *http.ServeMux
	now    func() time.Time

	mu     sync.Mutex
	keys   []jose.JSONWebKey // the last one signs; the ones before it stay published
	codes  map[string]grant
	access map[string]bearer
}

// New is a provider for the demonstration. It is an error when the issuer is not http on a loopback address, or when a
// person has no key or another one's.
func New(config Config) (*Provider, error) {
	issuer, err := url.Parse(config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("demonstration sign-in service: %w", err)
	}
	if issuer.Scheme != "http" || !loopback(issuer.Hostname()) || issuer.RawQuery != "" || issuer.Fragment != "" {
		return nil, fmt.Errorf("demonstration sign-in service: %q is not http on a loopback address", config.Issuer)
	}
	seen := map[string]bool{}
	for _, p := range config.People {
		if p.Key == "" || seen[p.Key] {
			return nil, fmt.Errorf("demonstration sign-in service: key %q is empty or used twice", p.Key)
		}
		seen[p.Key] = true
	}
	p := &Provider{
		config: config, base: strings.TrimSuffix(issuer.Path, "/"), mux: http.NewServeMux(), now: time.Now,
		codes: map[string]grant{}, access: map[string]bearer{},
	}
	p.mount()
	return p, p.Rotate()
}

func (p *Provider) mount() {
	p.mux.HandleFunc("GET "+p.base+"/.well-known/openid-configuration", p.discovery)
	p.mux.HandleFunc("GET "+p.base+"/jwks", p.jwks)
	p.mux.HandleFunc("GET "+p.base+"/authorize", p.authorize)
	p.mux.HandleFunc("POST "+p.base+"/authorize", p.authorize)
	p.mux.HandleFunc("POST "+p.base+"/token", p.token)
	p.mux.HandleFunc("GET "+p.base+"/userinfo", p.userinfo)
	p.mux.HandleFunc("POST "+p.base+"/userinfo", p.userinfo)
	p.mux.HandleFunc("GET "+p.base+"/sign-out", p.signOut)
	p.mux.HandleFunc("POST "+p.base+"/sign-out", p.signOut)
	p.mux.HandleFunc("GET "+p.base+"/style.css", serveFile("style.css"))
	p.mux.HandleFunc("GET "+p.base+"/icon.svg", serveFile("icon.svg"))
}

// ServeHTTP answers requests from this machine only.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !from.Addr().Unmap().IsLoopback() {
		http.Error(w, "the demonstration sign-in service answers this machine only", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	p.mux.ServeHTTP(w, r)
}

// Rotate makes a new signing key. Keys used before stay published, as at a real provider, so that what they signed
// can still be checked.
func (p *Provider) Rotate() error {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = append(p.keys, jose.JSONWebKey{Key: private, KeyID: rand.Text(), Algorithm: string(jose.RS256), Use: "sig"})
	return nil
}

// discovery is the provider's description of itself. "demonstration" is our own member: a server for real use refuses
// a provider that has it.
func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	at := func(path string) string { return strings.TrimSuffix(p.config.Issuer, "/") + path }
	methods := []string{"client_secret_basic", "client_secret_post"}
	if p.config.ClientSecret == "" {
		methods = []string{"none"}
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                         p.config.Issuer,
		"authorization_endpoint":                         at("/authorize"),
		"token_endpoint":                                 at("/token"),
		"userinfo_endpoint":                              at("/userinfo"),
		"jwks_uri":                                       at("/jwks"),
		"end_session_endpoint":                           at("/sign-out"),
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code"},
		"subject_types_supported":                        []string{"public"},
		"scopes_supported":                               []string{"openid", "profile", "email"},
		"claims_supported":                               []string{"sub", "name", "email", "acr", "amr", "auth_time"},
		"id_token_signing_alg_values_supported":          []string{"RS256"},
		"token_endpoint_auth_methods_supported":          methods,
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
		"demonstration":                                  true,
	})
}

func (p *Provider) jwks(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var set jose.JSONWebKeySet
	for _, key := range p.keys {
		set.Keys = append(set.Keys, key.Public())
	}
	writeJSON(w, http.StatusOK, set)
}

func (p *Provider) signingKey() jose.JSONWebKey {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[len(p.keys)-1]
}

func (p *Provider) person(key string) (Person, error) {
	i := slices.IndexFunc(p.config.People, func(person Person) bool { return person.Key == key })
	if i < 0 {
		return Person{}, errors.New("no such person")
	}
	return p.config.People[i], nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the reader has gone away: nobody is left to tell
}
