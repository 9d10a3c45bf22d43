package demoidp

import (
	"crypto/rand"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

//go:embed *.html style.css icon.svg
var files embed.FS

var pages = template.Must(template.ParseFS(files, "*.html"))

// grant is what a code gives. It can be redeemed once.
type grant struct {
	redirectURI string
	challenge   string
	nonce       string
	scopes      []string
	person      Person
	signedIn    time.Time
	expires     time.Time
}

// request is an authorization request as it came in.
type request struct {
	redirectURI, state, nonce, challenge string
	scopes                               []string
}

// authorize shows the sign-in page (GET) and sends the person back with a code (POST). Until client and redirect
// address are known to be right, nobody is sent anywhere.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != p.config.ClientID {
		http.Error(w, "unknown client_id", http.StatusBadRequest)
		return
	}
	if !slices.Contains(p.config.RedirectURIs, q.Get("redirect_uri")) {
		http.Error(w, "unknown redirect_uri", http.StatusBadRequest)
		return
	}
	req := request{
		redirectURI: q.Get("redirect_uri"), state: q.Get("state"), nonce: q.Get("nonce"),
		challenge: q.Get("code_challenge"), scopes: strings.Fields(q.Get("scope")),
	}
	if code, words := wrong(q, req); code != "" {
		p.sendBack(w, r, req, url.Values{"error": {code}, "error_description": {words}})
		return
	}
	if r.Method == http.MethodGet {
		p.showSignIn(w)
		return
	}
	person, err := p.person(r.PostFormValue("person"))
	if err != nil {
		p.sendBack(w, r, req, url.Values{"error": {"access_denied"}, "error_description": {err.Error()}})
		return
	}
	p.sendBack(w, r, req, url.Values{"code": {p.newCode(req, person)}})
}

// wrong is the error code and words for a request that cannot be granted, both empty for one that can.
func wrong(q url.Values, req request) (code, words string) {
	switch {
	case q.Has("request"):
		return "request_not_supported", "request objects are not supported"
	case q.Has("request_uri"):
		return "request_uri_not_supported", "request objects are not supported"
	case q.Get("response_type") != "code":
		return "unsupported_response_type", "only response_type code is supported"
	case q.Has("response_mode") && q.Get("response_mode") != "query":
		return "invalid_request", "only response_mode query is supported"
	case !slices.Contains(req.scopes, "openid"):
		return "invalid_scope", "scope openid is missing"
	case len(req.challenge) != 43 || q.Get("code_challenge_method") != "S256":
		return "invalid_request", "PKCE with S256 is required"
	case q.Get("prompt") == "none":
		return "login_required", "nobody stays signed in here"
	}
	return "", ""
}

func (p *Provider) newCode(req request, person Person) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for code, g := range p.codes {
		if now.After(g.expires) {
			delete(p.codes, code)
		}
	}
	code := rand.Text()
	p.codes[code] = grant{
		redirectURI: req.redirectURI, challenge: req.challenge, nonce: req.nonce, scopes: req.scopes,
		person: person, signedIn: now, expires: now.Add(codeLife),
	}
	return code
}

// sendBack redirects to the client with an answer, its state, and who answers (RFC 9207).
func (p *Provider) sendBack(w http.ResponseWriter, r *http.Request, req request, answer url.Values) {
	to, err := url.Parse(req.redirectURI)
	if err != nil {
		http.Error(w, "unknown redirect_uri", http.StatusBadRequest)
		return
	}
	q := to.Query()
	for name, values := range answer {
		q[name] = values
	}
	if req.state != "" {
		q.Set("state", req.state)
	}
	q.Set("iss", p.config.Issuer)
	to.RawQuery = q.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// group is the people of one ICB on the sign-in page.
type group struct {
	Name   string
	People []Person
}

type signInPage struct {
	Base   string
	Groups []group
}

func (p *Provider) showSignIn(w http.ResponseWriter) {
	data := signInPage{Base: p.base}
	for _, person := range p.config.People {
		if n := len(data.Groups); n == 0 || data.Groups[n-1].Name != person.Group {
			data.Groups = append(data.Groups, group{Name: person.Group})
		}
		last := &data.Groups[len(data.Groups)-1]
		last.People = append(last.People, person)
	}
	p.showPage(w, "signin.html", data)
}

// showPage writes a page under a policy without inline scripts or styles. form-action names the client too: browsers
// apply it to the redirect that follows the form.
func (p *Provider) showPage(w http.ResponseWriter, name string, data any) {
	actions := "'self'"
	for _, uri := range p.config.RedirectURIs {
		if u, err := url.Parse(uri); err == nil {
			actions += " " + u.Scheme + "://" + u.Host
		}
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "+
		"frame-ancestors 'none'; form-action "+actions)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	_ = pages.ExecuteTemplate(w, name, data) // the reader has gone away: nobody is left to tell
}

// signOut is the end_session endpoint. Nobody stays signed in here, so there is nothing to end: the person goes back
// to a registered address, or reads that they are signed out.
func (p *Provider) signOut(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("post_logout_redirect_uri")
	if !slices.Contains(p.config.SignedOutURIs, to) {
		p.showPage(w, "signedout.html", signInPage{Base: p.base})
		return
	}
	if state := r.FormValue("state"); state != "" {
		to += "?" + url.Values{"state": {state}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// serveFile serves the pages' style and icon.
func serveFile(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, files, name)
	}
}
