package signin_test

import (
	"strings"
	"testing"

	"ipstoolkit/server/signin"
)

func TestSafeNext(t *testing.T) {
	for name, tt := range map[string]struct{ raw, want string }{
		"a page":                      {"/icb/QWE/toolkit/3.4", "/icb/QWE/toolkit/3.4"},
		"a page with a query":         {"/icb/QWE/toolkit?status=in_place&q=a%20b", "/icb/QWE/toolkit?status=in_place&q=a%20b"},
		"an address as a parameter":   {"/icb/QWE?from=https://example.org/", "/icb/QWE?from=https://example.org/"},
		"an invitation":               {"/invitations/ABC", "/invitations/ABC"},
		"the fragment is dropped":     {"/icb/QWE#notes", "/icb/QWE"},
		"nothing":                     {"", "/"},
		"another host":                {"https://example.org/", "/"},
		"another host, no scheme":     {"//example.org/", "/"},
		"three slashes":               {"///example.org/", "/"},
		"slash and backslash":         {`/\example.org`, "/"},
		"two backslashes":             {`\\example.org`, "/"},
		"backslash further on":        {`/icb\..\..\x`, "/"},
		"encoded slash":               {"/%2fexample.org", "/"},
		"encoded backslash":           {"/%5cexample.org", "/"},
		"tab between slashes":         {"/\t/example.org", "/"},
		"encoded tab":                 {"/%09/example.org", "/"},
		"newline":                     {"/\n/example.org", "/"},
		"header splitting":            {"/icb%0d%0aSet-Cookie:x=y", "/"},
		"leading space":               {" //example.org", "/"},
		"a script":                    {"javascript:alert(1)", "/"},
		"data":                        {"data:text/html,x", "/"},
		"no leading slash":            {"icb/QWE", "/"},
		"user and host":               {"//a@example.org", "/"},
		"at sign":                     {"@example.org", "/"},
		"dots up to another host":     {"/icb/..//example.org", "/"},
		"encoded dots":                {"/%2e%2e//example.org", "/"},
		"double slash inside":         {"/icb//example.org", "/"},
		"wide characters":             {"/／example.org", "/"},
		"broken escape":               {"/%zz", "/"},
		"NUL":                         {"/%00", "/"},
		"sign-in itself":              {"/sign-in?next=/icb/QWE", "/"},
		"signing out by a link":       {"/sign-out", "/"},
		"longer than a cookie allows": {"/" + strings.Repeat("a", 2000), "/"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := signin.SafeNext(tt.raw); got != tt.want {
				t.Errorf("SafeNext(%q) = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}
