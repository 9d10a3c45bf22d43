package signin

import (
	"net/url"
	"strings"
)

// nextLimit is the longest address kept while a person signs in; it travels in a cookie.
const nextLimit = 1500

// SafeNext is where to go after signing in: the path and query that were asked for, or "/" when they are anything but
// a path of this service. Browsers read more forms as another host than they seem to (`//host`, `/\host`, a tab between
// the slashes), so everything that is not plainly a path is refused, and so are our own sign-in pages, which would go
// round in a circle.
func SafeNext(raw string) string {
	const start = "/"
	if len(raw) > nextLimit || !strings.HasPrefix(raw, "/") {
		return start
	}
	for _, r := range raw {
		if r <= ' ' || r > '~' || r == '\\' {
			return start
		}
	}
	u, err := url.Parse(raw)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") {
		return start
	}
	for _, path := range []string{u.EscapedPath(), u.Path} {
		if strings.Contains(path, "//") || strings.Contains(path, `\`) || strings.Contains(path, "/..") ||
			strings.ContainsAny(path, "\x00\t\r\n") {
			return start
		}
	}
	if strings.HasPrefix(u.Path, "/sign") { // sign-in, its callback, sign-out, signed-out
		return start
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}
