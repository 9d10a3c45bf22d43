package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/server/page"
)

// addressLimit is the longest address that is read, in bytes: several times the longest that the service has.
const addressLimit = 8 << 10

// anyHost are the addresses that answer under every name: the person who looks after the machine uses its number.
var anyHost = []string{"/healthz", "/readyz"}

// edge turns away, in words, what no page of the service asks for: other methods than reading and sending a form, an
// address that is no text, and a Host that is not the service's own name. HEAD is answered as GET; the server leaves the
// body out, and a file is not made for it.
func edge(public *url.URL, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
			w.Header().Set("Allow", "GET, HEAD, POST")
			http.Error(w, "The toolkit only shows pages and takes forms.", http.StatusMethodNotAllowed)
			return
		case len(r.RequestURI) > addressLimit:
			http.Error(w, "This address is too long. Check that you copied it correctly.", http.StatusRequestURITooLong)
			return
		case !readable(r.URL):
			http.Error(w, "This address has characters that the toolkit does not use. Check that you copied it correctly.",
				http.StatusBadRequest)
			return
		case !sameHost(r.Host, public) && !slices.Contains(anyHost, r.URL.Path):
			http.Error(w, "This is not the toolkit's own address. Open it at "+public.String(), http.StatusMisdirectedRequest)
			return
		}
		// gin would put this before an address that it sends people on to.
		r.Header.Del("X-Forwarded-Prefix")
		if r.Method == http.MethodHead {
			r = page.HeaderAlone(r)
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// sameHost says whether a Host is that of the public address. The port may be left out where it is the usual one.
func sameHost(host string, public *url.URL) bool {
	usual := map[string]string{"http": ":80", "https": ":443"}[public.Scheme]
	return strings.EqualFold(strings.TrimSuffix(host, usual), strings.TrimSuffix(public.Host, usual))
}

// readable says whether an address is text: valid UTF-8 and without NUL in its path and its parameters, and no other
// control characters in its path.
func readable(u *url.URL) bool {
	if !utf8.ValidString(u.Path) || strings.ContainsFunc(u.Path, unicode.IsControl) {
		return false
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return false
	}
	for name, values := range query {
		for _, text := range append(values, name) {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				return false
			}
		}
	}
	return true
}
