package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Identity is who a sign-in service says a person is. Issuer and Subject together are the person; name and email are
// what the service calls them today.
type Identity struct {
	Issuer, Subject string
	Name, Email     string
}

// attempt is one sign-in under way. It waits in a cookie of the browser that started it: no other browser can finish
// it, no row is written for people who never come back, and several tabs can each have their own.
type attempt struct {
	Issuer   string    `json:"i"`
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"`
	Next     string    `json:"x"`
	Started  time.Time `json:"t"`
}

const (
	attemptLife  = 10 * time.Minute
	attemptsKept = 5 // in one browser; each takes up to 3 kB of every request's header
	stateInName  = 8 // so many characters of the state name the cookie
)

// flow is the sign-in of one installation with its sign-in services.
type flow struct {
	issuers []*Issuer
	prefix  string // of the cookies' names
	secure  bool
	now     func() time.Time
}

// begin sends the browser to the sign-in service.
func (f *flow) begin(w http.ResponseWriter, r *http.Request, i *Issuer, next string) *Failure {
	d, err := i.describe(r.Context())
	if err != nil {
		return i.notAnswering(err)
	}
	a := attempt{
		Issuer: i.settings.Key, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		Next: SafeNext(next), Started: f.now().UTC(),
	}
	value, err := json.Marshal(a)
	if err != nil {
		return tryAgain(err, "Try again.")
	}
	f.dropOldest(w, r)
	f.setCookie(w, a.State, base64.RawURLEncoding.EncodeToString(value), int(attemptLife.Seconds()))
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if len(i.settings.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(i.settings.ACR, " ")))
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, d.oauth.AuthCodeURL(a.State, options...), http.StatusSeeOther)
	return nil
}

// underWay is the sign-in of this browser that a sign-in service's answer belongs to.
func (f *flow) underWay(w http.ResponseWriter, r *http.Request) (attempt, *Failure) {
	a, err := f.takeAttempt(w, r, r.URL.Query().Get("state"))
	if err != nil {
		return a, tryAgain(err, "This sign-in was started in another browser or more than 10 minutes ago. Try again.")
	}
	return a, nil
}

// finish checks a sign-in service's answer to an attempt in full, and returns who signed in.
func (f *flow) finish(r *http.Request, a attempt) (Identity, *Failure) {
	i, ok := f.issuer(a.Issuer)
	if !ok {
		return Identity{}, tryAgain(fmt.Errorf("sign-in service %q is no longer set up", a.Issuer), "Try again.")
	}
	d, err := i.describe(r.Context())
	if err != nil {
		return Identity{}, i.notAnswering(err)
	}
	if failure := i.checkAnswer(d, r.URL.Query()); failure != nil {
		return Identity{}, failure
	}
	return i.redeem(r.Context(), d, a, r.URL.Query().Get("code"))
}

// checkAnswer looks at the answer's own parameters: who sent it (RFC 9207), and whether it is a refusal.
func (i *Issuer) checkAnswer(d *description, q url.Values) *Failure {
	if d.namesSelf && !q.Has("iss") {
		return i.notProven("the answer lacks iss, which this issuer always sends")
	}
	if q.Has("iss") && q.Get("iss") != i.settings.URL {
		return i.notProven("the answer names the issuer %.100q", q.Get("iss"))
	}
	switch code := q.Get("error"); code {
	case "":
		return nil
	case "temporarily_unavailable", "server_error":
		return i.notAnswering(fmt.Errorf("answered with %q", code))
	default:
		return i.refused(fmt.Errorf("answered with error %.60q: %.200q", code, q.Get("error_description")),
			"%s did not confirm who you are.")
	}
}

// claims are what we read of an ID token besides what go-oidc checks.
type claims struct {
	Authorized string   `json:"azp"`
	Name       string   `json:"name"`
	Email      string   `json:"email"`
	ACR        string   `json:"acr"`
	AMR        []string `json:"amr"`
}

// redeem exchanges the code and checks what comes back.
func (i *Issuer) redeem(ctx context.Context, d *description, a attempt, code string) (Identity, *Failure) {
	ctx = oidc.ClientContext(ctx, i.client)
	token, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return Identity{}, i.exchangeFailure(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Identity{}, i.notProven("no ID token in the answer")
	}
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, i.notProven("ID token: %w", err)
	}
	var c claims
	if err := id.Claims(&c); err != nil {
		return Identity{}, i.notProven("ID token: %w", err)
	}
	if failure := i.checkToken(id, c, a.Nonce); failure != nil {
		return Identity{}, failure
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return Identity{}, i.notProven("access token: %w", err)
		}
	}
	who := Identity{Issuer: id.Issuer, Subject: id.Subject, Name: line(c.Name), Email: line(c.Email)}
	if who.Name == "" && d.provider.UserInfoEndpoint() != "" {
		if failure := i.askUserInfo(ctx, d, token, &who); failure != nil {
			return Identity{}, failure
		}
	}
	return who, nil
}

// checkToken holds the checks that go-oidc leaves to us: nonce, azp, and how the person proved who they are.
func (i *Issuer) checkToken(id *oidc.IDToken, c claims, nonce string) *Failure {
	if !same(id.Nonce, nonce) {
		return i.notProven("ID token: nonce does not match")
	}
	if id.Subject == "" || len(id.Subject) > 255 || strings.ContainsFunc(id.Subject, unicode.IsControl) {
		return i.notProven("ID token: subject of %d characters", len(id.Subject))
	}
	if (len(id.Audience) > 1 || c.Authorized != "") && c.Authorized != i.settings.ClientID {
		return i.notProven("ID token: azp %.100q is not our client id", c.Authorized)
	}
	accepted := func(value string) bool { return slices.Contains(i.settings.AMR, value) }
	if len(i.settings.ACR) > 0 && !slices.Contains(i.settings.ACR, c.ACR) ||
		len(i.settings.AMR) > 0 && !slices.ContainsFunc(c.AMR, accepted) {
		return i.refused(fmt.Errorf("acr %.60q, amr %.60q: want acr of %q, amr of %q", c.ACR, c.AMR, i.settings.ACR, i.settings.AMR),
			"This service needs multi-factor sign-in: a second proof of who you are, such as an app or a security key. "+
				"%s did not ask you for one. Set it up there, then sign in again.")
	}
	return nil
}

// askUserInfo fills in name and email for services that keep them out of the ID token.
func (i *Issuer) askUserInfo(ctx context.Context, d *description, token *oauth2.Token, who *Identity) *Failure {
	info, err := d.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return i.notAnswering(fmt.Errorf("userinfo: %w", err))
	}
	if info.Subject != who.Subject {
		return i.notProven("userinfo speaks of another subject")
	}
	var c claims
	if err := info.Claims(&c); err != nil {
		return i.notProven("userinfo: %w", err)
	}
	who.Name = line(c.Name)
	if who.Email == "" {
		who.Email = line(c.Email)
	}
	return nil
}

func (f *flow) issuer(key string) (*Issuer, bool) {
	n := slices.IndexFunc(f.issuers, func(i *Issuer) bool { return i.settings.Key == key })
	if n < 0 {
		return nil, false
	}
	return f.issuers[n], true
}

// takeAttempt reads the attempt of a state and takes its cookie away: an answer is looked at once.
func (f *flow) takeAttempt(w http.ResponseWriter, r *http.Request, state string) (attempt, error) {
	if len(state) < stateInName {
		return attempt{}, errors.New("the answer has no state")
	}
	cookie, err := r.Cookie(f.prefix + state[:stateInName])
	if err != nil {
		return attempt{}, errors.New("no sign-in is under way with this state in this browser")
	}
	f.setCookie(w, state, "", -1)
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return attempt{}, fmt.Errorf("sign-in cookie: %w", err)
	}
	var a attempt
	if err := json.Unmarshal(text, &a); err != nil {
		return attempt{}, fmt.Errorf("sign-in cookie: %w", err)
	}
	a.Next = SafeNext(a.Next)
	if !same(a.State, state) {
		return attempt{}, errors.New("the answer's state does not match")
	}
	if age := f.now().Sub(a.Started); age > attemptLife || age < -skew {
		return attempt{}, fmt.Errorf("sign-in was started %s ago", age.Round(time.Second))
	}
	return a, nil
}

// dropOldest keeps the cookies of attempts that nobody finished from piling up. Their age is not looked at: browsers
// send the oldest first.
func (f *flow) dropOldest(w http.ResponseWriter, r *http.Request) {
	var names []string
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, f.prefix) {
			names = append(names, c.Name)
		}
	}
	for len(names) >= attemptsKept {
		f.setCookie(w, strings.TrimPrefix(names[0], f.prefix), "", -1)
		names = names[1:]
	}
}

func (f *flow) setCookie(w http.ResponseWriter, state, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: f.prefix + state[:min(len(state), stateInName)], Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: f.secure, SameSite: http.SameSiteLaxMode,
	})
}

// line is a name as a sign-in service gives it, on one line that fits a page.
func line(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
	if letters := []rune(text); len(letters) > 200 {
		return string(letters[:200])
	}
	return text
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
