package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sys/unix"

	"ipstoolkit/tenants/store"
)

// healthz says that the program runs.
func healthz(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// part is something that the service rests on beside its database, and how it is, in words.
type part struct {
	name  string
	words func(context.Context) string
}

// readyz says how the parts are that the service rests on, one line each. It is 503 only when the database cannot be
// read: people can still work while a sign-in service or the virus scanner is away.
func readyz(s *store.Store, parts []part) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, stop := context.WithTimeout(c, 3*time.Second)
		defer stop()
		status, lines := http.StatusOK, []string{"database: ok"}
		if err := s.Ping(ctx); err != nil {
			status, lines[0] = http.StatusServiceUnavailable, "database: cannot be read"
		}
		for _, p := range parts {
			lines = append(lines, fmt.Sprintf("%s: %s", p.name, p.words(ctx)))
		}
		c.String(status, strings.Join(lines, "\n")+"\n")
	}
}

// little is how much free space on the disk is worth a word, in bytes.
const little = 1 << 30

// diskWords says how much space is left for the data.
func diskWords(dir string) func(context.Context) string {
	return func(context.Context) string {
		var disk unix.Statfs_t
		if err := unix.Statfs(dir, &disk); err != nil {
			return "cannot be read"
		}
		return freeWords(disk.Bavail * uint64(disk.Bsize))
	}
}

// freeWords are the words for so many free bytes.
func freeWords(free uint64) string {
	words := fmt.Sprintf("%.1f GB free", float64(free)/(1<<30))
	if free < little {
		return words + ", which is little"
	}
	return "ok, " + words
}
