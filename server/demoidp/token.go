package demoidp

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// bearer is who an access token speaks for.
type bearer struct {
	person  Person
	scopes  []string
	expires time.Time
}

// profile is what the scopes let the client see of a person, in ID tokens and at userinfo.
type profile struct {
	Subject string `json:"sub"`
	Name    string `json:"name,omitempty"`
	Email   string `json:"email,omitempty"`
}

type idToken struct {
	profile
	Issuer     string   `json:"iss"`
	Audience   string   `json:"aud"`
	Authorized string   `json:"azp"`
	IssuedAt   int64    `json:"iat"`
	Expires    int64    `json:"exp"`
	AuthTime   int64    `json:"auth_time"`
	Nonce      string   `json:"nonce,omitempty"`
	AtHash     string   `json:"at_hash"`
	ACR        string   `json:"acr,omitempty"`
	AMR        []string `json:"amr"`
}

// token redeems a code, once, for an ID token and an access token.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if !p.clientProven(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="demonstration"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	if r.PostFormValue("grant_type") != "authorization_code" {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
		return
	}
	g, ok := p.redeem(r.PostFormValue("code"))
	if !ok || g.redirectURI != r.PostFormValue("redirect_uri") || !proves(r.PostFormValue("code_verifier"), g.challenge) {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	access := p.newAccess(g)
	signed, err := p.sign(g, access)
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "id_token": signed,
	})
}

// clientProven says whether the client gave its secret, in the header or in the form but not in both; a public client
// has none to give.
func (p *Provider) clientProven(r *http.Request) bool {
	id, secret := r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		if secret != "" {
			return false
		}
		var err1, err2 error
		id, err1 = url.QueryUnescape(user)
		secret, err2 = url.QueryUnescape(password)
		if err1 != nil || err2 != nil {
			return false
		}
	}
	return same(id, p.config.ClientID) && same(secret, p.config.ClientSecret)
}

// redeem uses the code up, even when it then fails.
func (p *Provider) redeem(code string) (grant, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, ok := p.codes[code]
	delete(p.codes, code)
	return g, ok && p.now().Before(g.expires)
}

// proves checks a PKCE verifier against the challenge of the request.
func proves(verifier, challenge string) bool {
	if len(verifier) < 43 || len(verifier) > 128 {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	return same(base64.RawURLEncoding.EncodeToString(sum[:]), challenge)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (p *Provider) newAccess(g grant) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for token, b := range p.access {
		if p.now().After(b.expires) {
			delete(p.access, token)
		}
	}
	token := rand.Text()
	p.access[token] = bearer{person: g.person, scopes: g.scopes, expires: p.now().Add(tokenLife)}
	return token
}

func (p *Provider) sign(g grant, access string) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: p.signingKey()},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(access))
	now := p.now()
	claims := idToken{
		profile: shown(g.person, g.scopes), Issuer: p.config.Issuer, Audience: p.config.ClientID,
		Authorized: p.config.ClientID, IssuedAt: now.Unix(), Expires: now.Add(tokenLife).Unix(),
		AuthTime: g.signedIn.Unix(), Nonce: g.nonce, AtHash: base64.RawURLEncoding.EncodeToString(sum[:16]),
		ACR: g.person.ACR, AMR: g.person.AMR,
	}
	if claims.AMR == nil {
		claims.AMR = []string{"pwd", "otp", "mfa"}
	}
	return jwt.Signed(signer).Claims(claims).Serialize()
}

func shown(person Person, scopes []string) profile {
	s := profile{Subject: person.Key}
	if slices.Contains(scopes, "profile") {
		s.Name = person.Name
	}
	if slices.Contains(scopes, "email") {
		s.Email = person.Email
	}
	return s
}

func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request) {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	p.mu.Lock()
	b, ok := p.access[token]
	p.mu.Unlock()
	if !ok || p.now().After(b.expires) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	writeJSON(w, http.StatusOK, shown(b.person, b.scopes))
}
