package signin

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"ipstoolkit/server/demoidp"
)

const (
	testCallback = "http://127.0.0.1:1/sign-in/callback"
	testSecret   = "a client secret of the tests"
)

func testConfig(clock func() time.Time) Config {
	return Config{PublicURL: "http://127.0.0.1:1", Demo: true, Clock: clock}
}

// rig is a sign-in service that can be made to lie: the demonstration's provider, with a hand on what it answers.
type rig struct {
	t        *testing.T
	idp      *demoidp.Provider
	url      string
	down     atomic.Bool
	describe func(metadata map[string]any) // changes the discovery document
	claims   func(claims map[string]any)   // changes the ID token, which is then signed with the rig's own key
	sign     func(payload []byte) string   // signs the changed ID token in another way
	userinfo func(claims map[string]any)
	tokens   []string  // every token that was handed out
	now      time.Time // of the client, not of the provider
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Now()}
	server := httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.url = "http://" + server.Listener.Addr().String() + demoidp.Path
	var err error
	r.idp, err = demoidp.New(demoidp.Config{
		Issuer: r.url, ClientID: "toolkit", ClientSecret: testSecret, RedirectURIs: []string{testCallback},
		People: []demoidp.Person{
			{Key: "strong", Name: "Commissioner", Email: "commissioner@example.org", ACR: "aal2"},
			{Key: "weak", Name: "Commissioner", AMR: []string{"pwd"}, ACR: "aal1"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(server.Close)
	return r
}

func (r *rig) serve(w http.ResponseWriter, req *http.Request) {
	if r.down.Load() {
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
		return
	}
	answer := httptest.NewRecorder()
	r.idp.ServeHTTP(answer, req)
	body := answer.Body.Bytes()
	switch strings.TrimPrefix(req.URL.Path, demoidp.Path) {
	case "/.well-known/openid-configuration":
		body = changed(r.t, body, r.describe)
	case "/userinfo":
		body = changed(r.t, body, r.userinfo)
	case "/jwks":
		if r.claims != nil {
			body = r.ownKeys()
		}
	case "/token":
		body = changed(r.t, body, r.forge)
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
}

func changed(t *testing.T, body []byte, change func(map[string]any)) []byte {
	if change == nil {
		return body
	}
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil {
		t.Error(err)
	}
	change(members)
	body, _ = json.Marshal(members)
	return body
}

// forge replaces the ID token of an answer with the changed one, and notes the tokens.
func (r *rig) forge(answer map[string]any) {
	id, ok := answer["id_token"].(string)
	if !ok {
		return
	}
	if r.claims != nil {
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(id, ".")[1])
		if err != nil {
			r.t.Error(err)
		}
		payload = changed(r.t, payload, r.claims)
		if r.sign == nil {
			r.sign = r.signOwn
		}
		id = r.sign(payload)
		answer["id_token"] = id
	}
	r.tokens = append(r.tokens, id, answer["access_token"].(string))
}

// ownKey signs what the rigs change. Making a key takes a while: all share one.
var ownKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func (r *rig) ownKeys() []byte {
	body, _ := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: ownKey().Public(), KeyID: "rig", Algorithm: "RS256", Use: "sig"},
	}})
	return body
}

func (r *rig) signOwn(payload []byte) string { return signWith(r.t, jose.RS256, ownKey(), payload) }

func signWith(t *testing.T, algorithm jose.SignatureAlgorithm, key any, payload []byte) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key},
		(&jose.SignerOptions{}).WithHeader("kid", "rig"))
	if err != nil {
		t.Error(err)
		return ""
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Error(err)
		return ""
	}
	compact, _ := signed.CompactSerialize()
	return compact
}

// flow is a client of the rig. Settings may be changed before it is made.
func (r *rig) flow(change ...func(*IssuerSettings)) *flow {
	r.t.Helper()
	s := IssuerSettings{Key: "test", Name: "Test sign-in", URL: r.url, ClientID: "toolkit", ClientSecret: testSecret}
	for _, c := range change {
		c(&s)
	}
	i, err := newIssuer(s, testConfig(func() time.Time { return r.now }))
	if err != nil {
		r.t.Fatal(err)
	}
	return &flow{issuers: []*Issuer{i}, prefix: "test-signing-in-", now: i.now}
}

// browser is what a person's browser carries through one sign-in.
type browser struct {
	cookies []*http.Cookie
	answer  url.Values // what the sign-in service sent back
}

// signIn goes to the sign-in service and presses a person's button.
func (r *rig) signIn(f *flow, person, next string) (browser, *Failure) {
	r.t.Helper()
	w := httptest.NewRecorder()
	if failure := f.begin(w, httptest.NewRequest(http.MethodGet, "/sign-in", nil), f.issuers[0], next); failure != nil {
		return browser{}, failure
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(w.Header().Get("Location"), url.Values{"person": {person}})
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		r.t.Fatalf("status %d: %v", resp.StatusCode, err)
	}
	return browser{cookies: w.Result().Cookies(), answer: to.Query()}, nil
}

// comeBack brings the answer to our callback.
func (r *rig) comeBack(f *flow, b browser) (Identity, string, *Failure) {
	req := httptest.NewRequest(http.MethodGet, testCallback+"?"+b.answer.Encode(), nil)
	for _, c := range b.cookies {
		req.AddCookie(c)
	}
	a, failure := f.underWay(httptest.NewRecorder(), req)
	if failure != nil {
		return Identity{}, "/", failure
	}
	who, failure := f.finish(req, a)
	return who, a.Next, failure
}

// unsigned is a token of algorithm none.
func unsigned(payload []byte) string {
	var b bytes.Buffer
	b.WriteString(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"rig"}`)))
	b.WriteString("." + base64.RawURLEncoding.EncodeToString(payload) + ".")
	return b.String()
}

func startRequest() *http.Request { return httptest.NewRequest(http.MethodGet, "/sign-in", nil) }

// kept is what a browser carries after a Set-Cookie.
func kept(carried []*http.Cookie, c *http.Cookie) []*http.Cookie {
	carried = slices.DeleteFunc(carried, func(old *http.Cookie) bool { return old.Name == c.Name })
	if c.MaxAge < 0 {
		return carried
	}
	return append(carried, c)
}
