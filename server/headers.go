package server

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// headers are what every answer carries. Forms may only go to the service itself and, because signing in and out leads
// there, to its sign-in services. Pages are not kept by browsers or by anything in between: they are one person's view
// of one ICB.
// The form targets are asked for each time: a sign-in service may name another host for signing out once it has answered.
func headers(formTargets func() []string, https bool) gin.HandlerFunc {
	policy := strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
		"manifest-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self' ",
	}, "; ")
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", policy+strings.Join(formTargets(), " "))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
	}
}
