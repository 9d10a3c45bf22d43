package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
)

// asked is what is known of one request for the log and the metrics: never what was typed, nor an address's parameters,
// nor a cookie, a token or a code.
type asked struct {
	id     string
	route  string // as gin knows it, "/icb/:code/toolkit/:key"; "" when there is none
	tenant string
	person string
}

type askedKey struct{}

// watched writes one line of the log for each request, even a failed one, and counts it.
func watched(m *Metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		a := &asked{id: rand.Text()[:12]}
		w.Header().Set("X-Request-Id", a.id)
		ctx := context.WithValue(r.Context(), askedKey{}, a)
		answer := &statusWriter{ResponseWriter: w}
		defer func() {
			took, fault := time.Since(began), recover()
			if fault != nil && answer.status == 0 {
				answer.status = http.StatusInternalServerError
			}
			slog.InfoContext(ctx, "request", "method", methodOf(r), "route", a.route, "status", answer.code(), "ms", took.Milliseconds())
			m.request(methodOf(r), a.route, answer.code(), took)
			if fault != nil {
				panic(fault) // net/http ends the connection
			}
		}()
		next.ServeHTTP(answer, r.WithContext(ctx))
	})
}

// methodOf is a request's method where it is one of ours: others are any text that somebody sent.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return r.Method
	}
	return "other"
}

// statusWriter remembers an answer's status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// noted is middleware that notes what the log may say of a request, as far as it is known by then.
func noted(c *gin.Context) {
	a, ok := c.Request.Context().Value(askedKey{}).(*asked)
	if !ok {
		return
	}
	v := page.VisitOf(c)
	a.route, a.person = c.FullPath(), v.Person.ID
	if v.Member != nil {
		a.tenant = v.Member.Tenant.Code
	}
}

// recovered is middleware that answers for a page that has failed in a way nobody foresaw. What the page was asked is
// not logged, only where it failed.
func recovered(c *gin.Context) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if fault == http.ErrAbortHandler {
			panic(fault)
		}
		page.Fail(c, fmt.Errorf("panic: %v\n%s", fault, debug.Stack()))
	}()
	c.Next()
}

// LogHandler adds to each line of the log the request that it belongs to: the request's id, the ICB and the person's
// id.
func LogHandler(h slog.Handler) slog.Handler { return logHandler{h} }

type logHandler struct{ slog.Handler }

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	if a, ok := ctx.Value(askedKey{}).(*asked); ok {
		r = r.Clone()
		r.AddAttrs(slog.String("request", a.id))
		if a.tenant != "" {
			r.AddAttrs(slog.String("tenant", a.tenant))
		}
		if a.person != "" {
			r.AddAttrs(slog.String("person", a.person))
		}
	}
	return h.Handler.Handle(ctx, r)
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs)}
}

func (h logHandler) WithGroup(name string) slog.Handler { return logHandler{h.Handler.WithGroup(name)} }
