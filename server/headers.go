package server

import (
	"maps"
	"net/http"
	"strings"
)

// headers puts on every answer what browsers are told about it, on refusals too. Forms may only go to the service itself
// and, because signing in and out leads there, to its sign-in services; those are asked for each time, since a sign-in
// service may name another host for signing out once it has answered. Pages are not kept by browsers or by anything in
// between, unless a page says otherwise: they are one person's view of one ICB. There is no CORS: no other website reads
// an answer.
func headers(formTargets func() []string, https bool, next http.Handler) http.Handler {
	policy := strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
		"manifest-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self' ",
	}, "; ")
	fixed := http.Header{
		"X-Content-Type-Options":            {"nosniff"},
		"X-Frame-Options":                   {"DENY"},
		"Referrer-Policy":                   {"same-origin"},
		"Cross-Origin-Opener-Policy":        {"same-origin"},
		"Cross-Origin-Resource-Policy":      {"same-origin"},
		"X-Permitted-Cross-Domain-Policies": {"none"},
		"Permissions-Policy":                {"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
		"Cache-Control":                     {"no-store"},
	}
	if https {
		fixed.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy+strings.Join(formTargets(), " "))
		maps.Copy(h, fixed)
		next.ServeHTTP(w, r)
	})
}
