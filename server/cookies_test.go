package server

import (
	"net/http"
	"strings"
	"testing"
)

// recorded notes the cookies that answers set.
type recorded struct{ names map[string]bool }

func (r recorded) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		for _, c := range answer.Cookies() {
			r.names[c.Name] = true
		}
	}
	return answer, err
}

// The cookies page names every cookie that is set from signing in to signing out.
func TestCookiesPageIsTrue(t *testing.T) {
	s := start(t)
	b := s.browser(t)
	r := recorded{map[string]bool{}}
	b.Transport = r
	if !b.signIn(s.Lead.Person.Subject) {
		t.Fatal("not signed in")
	}
	for _, path := range []string{"/", "/icb/QWE", "/icb/QWE/toolkit/3.4", "/icb/QWE/settings"} {
		b.ask("GET", path, nil)
	}
	text := b.ask("GET", "/cookies", nil).body
	b.ask("POST", "/sign-out", nil)
	if len(r.names) < 2 {
		t.Fatalf("only %v were set", r.names)
	}
	for name := range r.names {
		known := strings.Contains(text, name)
		if stem := strings.Index(name, "signing-in-"); stem >= 0 {
			known = strings.Contains(text, name[:stem]+"signing-in-…")
		}
		if !known {
			t.Errorf("the cookies page does not name %s", name)
		}
	}
}
