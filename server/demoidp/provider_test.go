package demoidp_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/demoidp"
)

const (
	callback  = "http://127.0.0.1:1/sign-in/callback"
	signedOut = "http://127.0.0.1:1/"
	verifier  = "a-verifier-of-at-least-forty-three-characters-long-in-all"
)

// start serves a provider of its own on a loopback port.
func start(t *testing.T, secret string) (*httptest.Server, *demoidp.Provider) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer := "http://" + server.Listener.Addr().String() + demoidp.Path
	p, err := demoidp.New(demoidp.Config{
		Issuer: issuer, ClientID: "toolkit", ClientSecret: secret,
		RedirectURIs: []string{callback}, SignedOutURIs: []string{signedOut},
		People: []demoidp.Person{
			{
				Key: "lead-demo1", Name: "ICB administrator", Description: "Runs the ICB's account", Group: "Example North",
				Email: "lead@example.org",
			},
			{Key: "lead-demo2", Name: "ICB administrator", Description: "Runs the ICB's account", Group: "Example South"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = p
	server.Start()
	t.Cleanup(server.Close)
	return server, p
}

var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func good() url.Values {
	return url.Values{
		"client_id": {"toolkit"}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid profile email"},
		"state": {"state-1"}, "nonce": {"nonce-1"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"},
	}
}

func with(v url.Values, name, value string) url.Values { v.Set(name, value); return v }

func without(v url.Values, name string) url.Values { v.Del(name); return v }

// press signs in by pressing a person's button and returns where the provider sends the browser.
func press(t *testing.T, server *httptest.Server, q url.Values, person string) url.Values {
	t.Helper()
	resp, err := client.PostForm(server.URL+demoidp.Path+"/authorize?"+q.Encode(), url.Values{"person": {person}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := resp.Location()
	if err != nil || resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d, location %v", resp.StatusCode, err)
	}
	return to.Query()
}

// redeem sends form to the token endpoint and returns the status and the answer's members.
func redeem(t *testing.T, server *httptest.Server, form url.Values, basic ...string) (int, map[string]any) {
	t.Helper()
	req, _ := http.NewRequest(http.MethodPost, server.URL+demoidp.Path+"/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if len(basic) == 2 {
		req.SetBasicAuth(basic[0], basic[1])
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, answer
}

func TestOnlyLoopbackIssuers(t *testing.T) {
	for issuer, ok := range map[string]bool{
		"http://127.0.0.1:8080/demo-idp": true,
		"http://localhost:8080/demo-idp": true,
		"http://[::1]:8080/demo-idp":     true,
		"https://127.0.0.1/demo-idp":     false,
		"http://192.0.2.1/demo-idp":      false,
		"http://0.0.0.0:8080/demo-idp":   false,
		"http://127.0.0.1.example.org/":  false,
		"http://toolkit.example.org/":    false,
		"http://127.0.0.1/?tenant=1":     false,
		"":                               false,
	} {
		if _, err := demoidp.New(demoidp.Config{Issuer: issuer}); (err == nil) != ok {
			t.Errorf("issuer %q: error %v", issuer, err)
		}
	}
}

func TestKeysOfPeopleMustDiffer(t *testing.T) {
	for name, people := range map[string][]demoidp.Person{
		"empty": {{Name: "Reader"}},
		"twice": {{Key: "a"}, {Key: "a"}},
	} {
		if _, err := demoidp.New(demoidp.Config{Issuer: "http://127.0.0.1/", People: people}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestRefusesOtherMachines(t *testing.T) {
	_, p := start(t, "")
	r := httptest.NewRequest(http.MethodGet, demoidp.Path+"/jwks", nil)
	r.RemoteAddr = "192.0.2.7:4000"
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("status %d, want 403", w.Code)
	}
}

func TestSignInPage(t *testing.T) {
	server, _ := start(t, "")
	resp, err := client.Get(server.URL + demoidp.Path + "/authorize?" + good().Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	page := string(body)
	for _, want := range []string{
		`<form method="post">`, `<button name="person" value="lead-demo1"`, "<h2>Example North</h2>", "<h2>Example South</h2>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %s", want)
		}
	}
	if n := strings.Count(page, "<form"); n != 1 {
		t.Errorf("%d forms, want 1", n)
	}
	csp := resp.Header.Get("Content-Security-Policy")
	if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "form-action 'self' http://127.0.0.1:1") {
		t.Errorf("policy %q", csp)
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	server, _ := start(t, "")
	for name, tt := range map[string]struct {
		query url.Values
		error string // "" for a plain 400 that sends nobody anywhere
	}{
		"unknown client":             {with(good(), "client_id", "other"), ""},
		"unknown redirect address":   {with(good(), "redirect_uri", "http://127.0.0.1:1/elsewhere"), ""},
		"redirect address with more": {with(good(), "redirect_uri", callback+"?x=1"), ""},
		"implicit flow":              {with(good(), "response_type", "id_token"), "unsupported_response_type"},
		"fragment answers":           {with(good(), "response_mode", "fragment"), "invalid_request"},
		"no openid scope":            {with(good(), "scope", "profile"), "invalid_scope"},
		"no PKCE":                    {without(good(), "code_challenge"), "invalid_request"},
		"plain PKCE":                 {with(good(), "code_challenge_method", "plain"), "invalid_request"},
		"PKCE method left out":       {without(good(), "code_challenge_method"), "invalid_request"},
		"silent sign-in":             {with(good(), "prompt", "none"), "login_required"},
		"request object":             {with(good(), "request", "x"), "request_not_supported"},
		"request object elsewhere":   {with(good(), "request_uri", "http://127.0.0.1:1/x"), "request_uri_not_supported"},
		"a challenge that is none":   {with(good(), "code_challenge", "x"), "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := client.Get(server.URL + demoidp.Path + "/authorize?" + tt.query.Encode())
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if tt.error == "" {
				if resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
					t.Errorf("status %d, location %q", resp.StatusCode, resp.Header.Get("Location"))
				}
				return
			}
			to, err := resp.Location()
			if err != nil {
				t.Fatal(err)
			}
			q := to.Query()
			if q.Get("error") != tt.error || q.Get("state") != "state-1" || q.Get("iss") != server.URL+demoidp.Path {
				t.Errorf("answer %v", q)
			}
		})
	}
}

func TestUnknownPersonIsRefused(t *testing.T) {
	server, _ := start(t, "")
	if q := press(t, server, good(), "nobody"); q.Get("error") != "access_denied" || q.Has("code") {
		t.Errorf("answer %v", q)
	}
}

func TestTokenEndpoint(t *testing.T) {
	form := func(code string) url.Values {
		return url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier},
			"client_id": {"toolkit"},
		}
	}
	tests := map[string]struct {
		secret string
		form   func(code string) url.Values
		basic  []string
		error  string
	}{
		"public client":    {form: form},
		"secret in form":   {secret: "s&p", form: func(c string) url.Values { return with(form(c), "client_secret", "s&p") }},
		"secret in header": {secret: "s&p", form: form, basic: []string{"toolkit", "s%26p"}},
		"no secret":        {secret: "s&p", form: form, error: "invalid_client"},
		"wrong secret":     {secret: "s&p", form: form, basic: []string{"toolkit", "x"}, error: "invalid_client"},
		"other client": {
			form:  func(c string) url.Values { return with(form(c), "client_id", "other") },
			error: "invalid_client",
		},
		"wrong verifier": {
			form:  func(c string) url.Values { return with(form(c), "code_verifier", verifier+"x") },
			error: "invalid_grant",
		},
		"no verifier": {form: func(c string) url.Values { return without(form(c), "code_verifier") }, error: "invalid_grant"},
		"challenge as verifier": {
			form:  func(c string) url.Values { return with(form(c), "code_verifier", challenge()) },
			error: "invalid_grant",
		},
		"other redirect address": {
			form:  func(c string) url.Values { return with(form(c), "redirect_uri", signedOut) },
			error: "invalid_grant",
		},
		"made-up code": {form: func(string) url.Values { return form("x") }, error: "invalid_grant"},
		"another kind of grant": {
			form:  func(c string) url.Values { return with(form(c), "grant_type", "password") },
			error: "unsupported_grant_type",
		},
		"secret in both at once": {
			secret: "s", form: func(c string) url.Values { return with(form(c), "client_secret", "s") },
			basic: []string{"toolkit", "s"}, error: "invalid_client",
		},
		"secret of public client": {
			form:  func(c string) url.Values { return with(form(c), "client_secret", "s") },
			error: "invalid_client",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			server, _ := start(t, tt.secret)
			code := press(t, server, good(), "lead-demo1").Get("code")
			status, answer := redeem(t, server, tt.form(code), tt.basic...)
			if tt.error != "" {
				if answer["error"] != tt.error || answer["id_token"] != nil {
					t.Errorf("status %d, answer %v, want %s", status, answer, tt.error)
				}
				return
			}
			if status != http.StatusOK || answer["id_token"] == nil {
				t.Fatalf("status %d, answer %v", status, answer)
			}
			if status, answer = redeem(t, server, tt.form(code), tt.basic...); answer["error"] != "invalid_grant" {
				t.Errorf("second time: status %d, answer %v", status, answer)
			}
		})
	}
}

func TestUserInfo(t *testing.T) {
	server, _ := start(t, "")
	code := press(t, server, good(), "lead-demo1").Get("code")
	_, answer := redeem(t, server, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier},
		"client_id": {"toolkit"},
	})
	for token, want := range map[string]int{answer["access_token"].(string): 200, "x": 401, "": 401} {
		req, _ := http.NewRequest(http.MethodGet, server.URL+demoidp.Path+"/userinfo", nil)
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != want || want == 200 && !strings.Contains(string(body), `"sub":"lead-demo1"`) {
			t.Errorf("status %d, want %d: %s", resp.StatusCode, want, body)
		}
	}
}

func TestSignOutGoesToRegisteredAddressesOnly(t *testing.T) {
	server, _ := start(t, "")
	for to, want := range map[string]int{signedOut: http.StatusSeeOther, "https://example.org/": http.StatusOK, "": http.StatusOK} {
		resp, err := client.Get(server.URL + demoidp.Path + "/sign-out?" +
			url.Values{"post_logout_redirect_uri": {to}, "state": {"state-1"}}.Encode())
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		at := resp.Header.Get("Location")
		if resp.StatusCode != want || want == http.StatusSeeOther && at != signedOut+"?state=state-1" || want == http.StatusOK && at != "" {
			t.Errorf("to %q: status %d, leads to %q, want %d", to, resp.StatusCode, at, want)
		}
	}
}

// asJSON is what the provider answers at a path of its own.
func asJSON(t *testing.T, server *httptest.Server, path string) map[string]any {
	t.Helper()
	resp, err := client.Get(server.URL + demoidp.Path + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// part is one part of a token, the header or the claims.
func part(t *testing.T, token any, n int) map[string]any {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token.(string), ".")[n])
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	return members
}

// TestIDTokens: what an ID token says, and what it leaves out without the scope for it.
func TestIDTokens(t *testing.T) {
	server, p := start(t, "")
	if err := p.Rotate(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ scope, name, email string }{
		{"openid profile email", "ICB administrator", "lead@example.org"},
		{"openid email", "", "lead@example.org"},
		{"openid profile", "ICB administrator", ""},
		{"openid", "", ""},
	} {
		before := time.Now().Unix()
		code := press(t, server, with(good(), "scope", tt.scope), "lead-demo1").Get("code")
		_, answer := redeem(t, server, url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier},
			"client_id": {"toolkit"},
		})
		claims := part(t, answer["id_token"], 1)
		name, _ := claims["name"].(string)
		email, _ := claims["email"].(string)
		if name != tt.name || email != tt.email {
			t.Errorf("%s: named %q, %q, want %q, %q", tt.scope, name, email, tt.name, tt.email)
		}
		for claim, want := range map[string]any{
			"nonce": "nonce-1", "aud": "toolkit", "sub": "lead-demo1",
			"iss": server.URL + demoidp.Path,
		} {
			if claims[claim] != want {
				t.Errorf("%s: %s is %v, want %v", tt.scope, claim, claims[claim], want)
			}
		}
		if amr, _ := json.Marshal(claims["amr"]); string(amr) != `["pwd","otp","mfa"]` {
			t.Errorf("%s: signed in by %s", tt.scope, amr)
		}
		issued, signedIn := int64(claims["iat"].(float64)), int64(claims["auth_time"].(float64))
		if life := claims["exp"].(float64) - claims["iat"].(float64); life != 300 || signedIn < before || signedIn > issued {
			t.Errorf("%s: good for %v s, signed in at %d, issued at %d", tt.scope, life, signedIn, issued)
		}
		keys := asJSON(t, server, "/jwks")["keys"].([]any)
		if newest := keys[len(keys)-1].(map[string]any)["kid"]; len(keys) != 2 || part(t, answer["id_token"], 0)["kid"] != newest {
			t.Errorf("%s: signed with another key than the newest of %d", tt.scope, len(keys))
		}
	}
}

func TestPublishedKeysSignNothing(t *testing.T) {
	server, _ := start(t, "")
	for _, key := range asJSON(t, server, "/jwks")["keys"].([]any) {
		for _, secret := range []string{"d", "p", "q", "dp", "dq", "qi"} {
			if _, there := key.(map[string]any)[secret]; there {
				t.Errorf("the member %s of a private key is published", secret)
			}
		}
	}
}

// A server for real use refuses a provider that says so of itself.
func TestItSaysThatItIsADemonstration(t *testing.T) {
	server, _ := start(t, "")
	if got := asJSON(t, server, "/.well-known/openid-configuration"); got["demonstration"] != true {
		t.Errorf("it says %v", got)
	}
}
