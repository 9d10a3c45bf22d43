package server

import (
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
)

// requestLog writes one line for each request: which page, who, how it ended and how long it took. It never writes
// what was typed, an address's parameters, cookies or tokens.
func requestLog(c *gin.Context) {
	began := time.Now()
	id := rand.Text()[:12]
	c.Header("X-Request-Id", id)
	c.Next()
	v := page.VisitOf(c)
	tenant := ""
	if v.Member != nil {
		tenant = v.Member.Tenant.Code
	}
	slog.InfoContext(c, "request", "id", id, "method", c.Request.Method, "route", c.FullPath(), "status", c.Writer.Status(),
		"tenant", tenant, "person", v.Person.ID, "ms", time.Since(began).Milliseconds())
}
