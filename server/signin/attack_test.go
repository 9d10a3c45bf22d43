package signin

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// set changes one claim or member.
func set(name string, value any) func(map[string]any) {
	return func(m map[string]any) { m[name] = value }
}

func drop(name string) func(map[string]any) {
	return func(m map[string]any) { delete(m, name) }
}

func in(d time.Duration) int64 { return time.Now().Add(d).Unix() }

// TestAttacks changes one thing about an otherwise good sign-in. cause is part of what is logged; "" where the
// sign-in must come about all the same.
func TestAttacks(t *testing.T) {
	tests := map[string]struct {
		rig      func(*rig)
		settings func(*IssuerSettings)
		person   string
		browser  func(*browser)
		cause    string
	}{
		"nothing changed":                   {},
		"a changed token that is all right": {rig: func(r *rig) { r.claims = set("name", "Somebody else") }},
		"wrong state": {
			browser: func(b *browser) { b.answer.Set("state", b.answer.Get("state")[:8]+"AAAAAAAA") },
			cause:   "state does not match",
		},
		"state of nobody": {
			browser: func(b *browser) { b.answer.Set("state", "AAAAAAAAAAAAAAAA") },
			cause:   "no sign-in is under way",
		},
		"no state":                  {browser: func(b *browser) { b.answer.Del("state") }, cause: "no state"},
		"another browser's answer":  {browser: func(b *browser) { b.cookies = nil }, cause: "no sign-in is under way"},
		"a cookie that is not ours": {browser: func(b *browser) { b.cookies[0].Value = "e30" }, cause: "state does not match"},
		"made-up code": {
			browser: func(b *browser) { b.answer.Set("code", "AAAA") },
			cause:   `code refused: status 400, error "invalid_grant"`,
		},
		"no code":                   {browser: func(b *browser) { b.answer.Del("code") }, cause: "code refused"},
		"code of another challenge": {browser: otherVerifier, cause: "code refused"},
		"wrong iss parameter": {
			browser: func(b *browser) { b.answer.Set("iss", "https://attacker.example.org") },
			cause:   "names the issuer",
		},
		"iss parameter taken away": {browser: func(b *browser) { b.answer.Del("iss") }, cause: "lacks iss"},
		"no iss where none is promised": {
			rig:     func(r *rig) { r.describe = drop("authorization_response_iss_parameter_supported") },
			browser: func(b *browser) { b.answer.Del("iss") },
		},
		"wrong iss where none is promised": {
			rig:     func(r *rig) { r.describe = drop("authorization_response_iss_parameter_supported") },
			browser: func(b *browser) { b.answer.Set("iss", "x") }, cause: "names the issuer",
		},
		"wrong nonce":                   {rig: func(r *rig) { r.claims = set("nonce", "AAAA") }, cause: "nonce does not match"},
		"no nonce":                      {rig: func(r *rig) { r.claims = drop("nonce") }, cause: "nonce does not match"},
		"another client's azp":          {rig: func(r *rig) { r.claims = set("azp", "other") }, cause: "azp"},
		"no azp for one audience":       {rig: func(r *rig) { r.claims = drop("azp") }},
		"several audiences and our azp": {rig: func(r *rig) { r.claims = set("aud", []string{"other", "toolkit"}) }},
		"several audiences without azp": {rig: func(r *rig) {
			r.claims = func(m map[string]any) { m["aud"] = []string{"toolkit", "other"}; delete(m, "azp") }
		}, cause: "azp"},
		"another audience": {rig: func(r *rig) { r.claims = set("aud", "other") }, cause: "expected audience"},
		"another issuer's token": {
			rig:   func(r *rig) { r.claims = set("iss", "https://other.example.org") },
			cause: "issued by a different provider",
		},
		"no subject": {rig: func(r *rig) { r.claims = set("sub", "") }, cause: "subject of 0"},
		"endless subject": {
			rig:   func(r *rig) { r.claims = set("sub", strings.Repeat("x", 256)) },
			cause: "subject of 256",
		},
		"control character in the subject":  {rig: func(r *rig) { r.claims = set("sub", "a\x00b") }, cause: "subject of 3"},
		"expired":                           {rig: func(r *rig) { r.claims = set("exp", in(-3*time.Minute)) }, cause: "expired"},
		"expired within the clocks' leeway": {rig: func(r *rig) { r.claims = set("exp", in(-time.Minute)) }},
		"not valid yet":                     {rig: func(r *rig) { r.claims = set("nbf", in(10*time.Minute)) }, cause: "nbf"},
		"access token of another ID token":  {rig: func(r *rig) { r.claims = set("at_hash", "AAAA") }, cause: "access token"},
		"algorithm none": {
			rig:   func(r *rig) { r.claims, r.sign = set("x", 1), unsigned },
			cause: "unexpected signature algorithm",
		},
		"signed with the client secret":      {rig: signedWithSecret, cause: "unexpected signature algorithm"},
		"signed with a key of the same name": {rig: signedWithOtherKey, cause: "failed to verify"},
		"payload changed after signing":      {rig: payloadChanged, cause: "failed to verify"},
		"no ID token": {
			rig:   func(r *rig) { r.claims, r.sign = set("x", 1), func([]byte) string { return "" } },
			cause: "ID token",
		},
		"issuer that only offers plain PKCE": {rig: func(r *rig) {
			r.describe = set("code_challenge_methods_supported",
				[]string{"plain"})
		}, cause: "PKCE"},
		"issuer silent about PKCE": {rig: func(r *rig) { r.describe = drop("code_challenge_methods_supported") }},
		"secret asked for in the form": {rig: func(r *rig) {
			r.describe = set("token_endpoint_auth_methods_supported", []string{"client_secret_post"})
		}},
		"secret taken in no way we know": {rig: func(r *rig) {
			r.describe = set("token_endpoint_auth_methods_supported",
				[]string{"private_key_jwt"})
		}, cause: "private_key_jwt"},
		"wrong client secret": {
			settings: func(s *IssuerSettings) { s.ClientSecret = "x" },
			cause:    `status 401, error "invalid_client"`,
		},
		"discovery names another issuer": {
			rig:   func(r *rig) { r.describe = set("issuer", "https://other.example.org") },
			cause: "did not match",
		},
		"discovery names a template": {rig: func(r *rig) {
			r.describe = set("issuer",
				"https://login.microsoftonline.com/{tenantid}/v2.0")
		}, cause: "template for many directories"},
		"person refused at the issuer": {person: "nobody", cause: `"access_denied"`},
		"name only at userinfo":        {rig: func(r *rig) { r.claims = drop("name") }},
		"userinfo of another person": {
			rig:   func(r *rig) { r.claims, r.userinfo = drop("name"), set("sub", "weak") },
			cause: "another subject",
		},
		"multi-factor by amr, done": {settings: func(s *IssuerSettings) { s.AMR = []string{"mfa", "hwk"} }},
		"multi-factor by amr, missing": {
			settings: func(s *IssuerSettings) { s.AMR = []string{"mfa"} }, person: "weak",
			cause: `amr ["pwd"]`,
		},
		"multi-factor by acr, done": {settings: func(s *IssuerSettings) { s.ACR = []string{"aal2", "aal3"} }},
		"multi-factor by acr, missing": {
			settings: func(s *IssuerSettings) { s.ACR = []string{"aal2"} }, person: "weak",
			cause: `acr "aal1"`,
		},
		"multi-factor by acr, not said": {
			rig:      func(r *rig) { r.claims = drop("acr") },
			settings: func(s *IssuerSettings) { s.ACR = []string{"aal2"} }, cause: `acr ""`,
		},
		"both demanded, one missing": {
			settings: func(s *IssuerSettings) { s.ACR, s.AMR = []string{"aal2"}, []string{"hwk"} },
			cause:    "want acr",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if tt.rig != nil {
				tt.rig(r)
			}
			var f *flow
			if tt.settings != nil {
				f = r.flow(tt.settings)
			} else {
				f = r.flow()
			}
			if tt.person == "" {
				tt.person = "strong"
			}
			b, failure := r.signIn(f, tt.person, "/icb/QWE/toolkit")
			var who Identity
			var next string
			if failure == nil {
				if tt.browser != nil {
					tt.browser(&b)
				}
				who, next, failure = r.comeBack(f, b)
			}
			if tt.cause == "" {
				if failure != nil {
					t.Fatalf("refused: %v", failure)
				}
				if who.Issuer != r.url || who.Subject != "strong" || who.Name == "" || next != "/icb/QWE/toolkit" {
					t.Errorf("signed in as %+v, going to %q", who, next)
				}
				return
			}
			if failure == nil {
				t.Fatalf("signed in as %+v", who)
			}
			if who != (Identity{}) {
				t.Errorf("refused, and yet %+v", who)
			}
			if !strings.Contains(failure.Error(), tt.cause) {
				t.Errorf("cause %q does not say %q", failure, tt.cause)
			}
			for _, secret := range append(r.tokens, b.answer.Get("code"), testSecret) {
				if len(secret) > 4 && strings.Contains(failure.Error()+failure.Words, secret) {
					t.Errorf("cause gives a secret away: %q", failure)
				}
			}
		})
	}
}

// otherVerifier swaps the PKCE verifier, as one who stole a code would have to.
func otherVerifier(b *browser) {
	var a attempt
	text, _ := base64.RawURLEncoding.DecodeString(b.cookies[0].Value)
	_ = json.Unmarshal(text, &a)
	a.Verifier = strings.Repeat("A", 43)
	text, _ = json.Marshal(a)
	b.cookies[0].Value = base64.RawURLEncoding.EncodeToString(text)
}

func signedWithSecret(r *rig) {
	key := []byte(strings.Repeat(testSecret, 2))
	r.claims = set("x", 1)
	r.sign = func(payload []byte) string { return signWith(r.t, jose.HS256, key, payload) }
}

func signedWithOtherKey(r *rig) {
	other, _ := rsa.GenerateKey(rand.Reader, 2048)
	r.claims = set("x", 1)
	r.sign = func(payload []byte) string { return signWith(r.t, jose.RS256, other, payload) }
}

func payloadChanged(r *rig) {
	r.claims = set("x", 1)
	r.sign = func(payload []byte) string {
		parts := strings.Split(r.signOwn(payload), ".")
		parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), "strong", "weak", 1)))
		return strings.Join(parts, ".")
	}
}

func TestAnswerIsGoodOnce(t *testing.T) {
	r := newRig(t)
	f := r.flow()
	b, failure := r.signIn(f, "strong", "/")
	if failure != nil {
		t.Fatal(failure)
	}
	if _, _, failure = r.comeBack(f, b); failure != nil {
		t.Fatal(failure)
	}
	// The browser was told to drop the cookie; one that keeps it is still refused, by the issuer.
	if _, _, failure = r.comeBack(f, b); failure == nil || !strings.Contains(failure.Error(), "code refused") {
		t.Errorf("second time: %v", failure)
	}
}

func TestAnswerComesTooLate(t *testing.T) {
	r := newRig(t)
	f := r.flow()
	b, failure := r.signIn(f, "strong", "/")
	if failure != nil {
		t.Fatal(failure)
	}
	r.now = r.now.Add(attemptLife + time.Second)
	if _, _, failure = r.comeBack(f, b); failure == nil || !strings.Contains(failure.Words, "10 minutes") {
		t.Errorf("after 10 minutes: %v", failure)
	}
}

func TestKeysRotateWithoutRestart(t *testing.T) {
	r := newRig(t)
	f := r.flow()
	for range 3 {
		b, failure := r.signIn(f, "strong", "/")
		if failure != nil {
			t.Fatal(failure)
		}
		if _, _, failure = r.comeBack(f, b); failure != nil {
			t.Fatal(failure)
		}
		if err := r.idp.Rotate(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestIssuerDownThenUp(t *testing.T) {
	r := newRig(t)
	r.down.Store(true)
	f := r.flow()
	if _, failure := r.signIn(f, "strong", "/"); failure == nil || !strings.Contains(failure.Words, "Test sign-in is not answering") {
		t.Fatalf("while down: %v", failure)
	}
	r.down.Store(false)
	if _, failure := r.signIn(f, "strong", "/"); failure == nil {
		t.Fatal("asked again at once instead of pausing")
	}
	r.now = r.now.Add(firstPause)
	b, failure := r.signIn(f, "strong", "/")
	if failure != nil {
		t.Fatalf("after the pause: %v", failure)
	}
	r.down.Store(true)
	if _, _, failure = r.comeBack(f, b); failure == nil {
		t.Fatal("signed in although the issuer was down")
	}
	r.down.Store(false)
	// A description once found goes on serving when a later one cannot be had.
	r.now = r.now.Add(freshFor + time.Second)
	r.down.Store(true)
	if _, err := f.issuers[0].describe(t.Context()); err != nil {
		t.Errorf("the old description no longer serves: %v", err)
	}
}

func TestPausesGrowToAMinute(t *testing.T) {
	r := newRig(t)
	r.down.Store(true)
	i := r.flow().issuers[0]
	var pauses []time.Duration
	for range 9 {
		if _, err := i.describe(t.Context()); err == nil {
			t.Fatal("found")
		}
		pauses = append(pauses, i.pause)
		r.now = r.now.Add(i.pause)
	}
	if pauses[0] != time.Second || pauses[1] != 2*time.Second || pauses[8] != time.Minute {
		t.Errorf("pauses %v", pauses)
	}
}

func TestUnreachableIssuer(t *testing.T) {
	i, err := newIssuer(IssuerSettings{Name: "Gone", URL: "http://127.0.0.1:1/", ClientID: "x"}, testConfig(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	failure := (&flow{now: time.Now}).begin(nil, startRequest(), i, "/")
	if failure == nil || !strings.Contains(failure.Words, "Gone is not answering") {
		t.Errorf("failure %v", failure)
	}
	if _, ok := errors.AsType[*url.Error](failure); !ok {
		t.Errorf("cause %v", failure)
	}
}

func TestIssuerSettings(t *testing.T) {
	for name, tt := range map[string]struct {
		settings []IssuerSettings
		want     string // part of the error, "" for none
	}{
		"https":         {[]IssuerSettings{{Name: "A", URL: "https://login.example.org", ClientID: "x"}}, ""},
		"loopback":      {[]IssuerSettings{{Name: "A", URL: "http://127.0.0.1:9000", ClientID: "x"}}, ""},
		"one directory": {[]IssuerSettings{{Name: "A", URL: "https://login.microsoftonline.com/1b2c/v2.0", ClientID: "x"}}, ""},
		"several": {[]IssuerSettings{
			{Name: "A", URL: "https://a.example.org", ClientID: "x"},
			{Name: "B", URL: "https://b.example.org", ClientID: "x"},
		}, ""},
		"plain http": {[]IssuerSettings{{Name: "A", URL: "http://login.example.org", ClientID: "x"}}, "not https"},
		"all directories": {
			[]IssuerSettings{{Name: "A", URL: "https://login.microsoftonline.com/common/v2.0", ClientID: "x"}},
			"one directory",
		},
		"all organisations": {
			[]IssuerSettings{{Name: "A", URL: "https://login.microsoftonline.com/organizations/v2.0", ClientID: "x"}},
			"one directory",
		},
		"template": {
			[]IssuerSettings{{Name: "A", URL: "https://login.microsoftonline.com/{tenantid}/v2.0", ClientID: "x"}},
			"one directory",
		},
		"no client":         {[]IssuerSettings{{Name: "A", URL: "https://login.example.org"}}, "client id"},
		"no name":           {[]IssuerSettings{{URL: "https://login.example.org", ClientID: "x"}}, "name"},
		"the demonstration": {[]IssuerSettings{{Name: "A", URL: "http://127.0.0.1:8080/demo-idp", ClientID: "x"}}, "nobody's identity"},
		"query":             {[]IssuerSettings{{Name: "A", URL: "https://login.example.org?a=b", ClientID: "x"}}, "query"},
		"the same one twice": {[]IssuerSettings{
			{Name: "A", URL: "https://a.example.org", ClientID: "x"},
			{Name: "B", URL: "https://a.example.org", ClientID: "y"},
		}, "same key or address"},
		"the same key twice": {[]IssuerSettings{
			{Name: "A", Key: "k", URL: "https://a.example.org", ClientID: "x"},
			{Name: "B", Key: "k", URL: "https://b.example.org", ClientID: "y"},
		}, "same key or address"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newIssuers(Config{Issuers: tt.settings, Clock: time.Now})
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDemonstrationIsRefusedOutsideTheDemo(t *testing.T) {
	r := newRig(t)
	f := r.flow()
	f.issuers[0].demo = false
	if _, failure := r.signIn(f, "strong", "/"); failure == nil || !strings.Contains(failure.Error(), "demonstration") {
		t.Errorf("failure %v", failure)
	}
}

func TestAttemptCookies(t *testing.T) {
	r := newRig(t)
	f := r.flow()
	f.secure, f.prefix = true, "__Host-signing-in-"
	var carried []*http.Cookie
	for range 2 * attemptsKept {
		w := httptest.NewRecorder()
		req := startRequest()
		for _, c := range carried {
			req.AddCookie(c)
		}
		if failure := f.begin(w, req, f.issuers[0], "/"); failure != nil {
			t.Fatal(failure)
		}
		for _, c := range w.Result().Cookies() {
			if !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("cookie %v", c)
			}
			carried = kept(carried, c)
		}
	}
	if len(carried) != attemptsKept {
		t.Errorf("browser carries %d attempts, want %d", len(carried), attemptsKept)
	}
}
