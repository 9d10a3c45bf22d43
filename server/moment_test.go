package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store/storetest"
)

// Nobody keeps a connection to the database while they read their page, or after a page that went wrong.
func TestPageLetsTheDatabaseGo(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	gin.SetMode(gin.ReleaseMode)
	w := storetest.NewPostgres(t)
	var leave func()
	for _, tt := range []struct {
		name, method string
		held         int // after the read
		rest         func(c *gin.Context) error
	}{
		{"a page", "GET", 1, func(c *gin.Context) error { c.String(http.StatusOK, "A page"); return nil }},
		{"its head", "HEAD", 1, func(c *gin.Context) error { c.String(http.StatusOK, "A page"); return nil }},
		{"a redirect", "GET", 1, func(c *gin.Context) error { c.Redirect(http.StatusSeeOther, "/"); return nil }},
		{"a file", "GET", 1, func(c *gin.Context) error { _, err := c.Writer.WriteString("a file"); return err }},
		{"no answer", "GET", 1, func(*gin.Context) error { return nil }},
		{"an error", "GET", 1, func(*gin.Context) error { return errors.New("a fault") }},
		{"a panic", "GET", 1, func(*gin.Context) error { panic("a fault") }},
		{"the person has gone", "GET", 1, func(c *gin.Context) error { leave(); return context.Canceled }},
		{"a form", "POST", 0, func(c *gin.Context) error { c.String(http.StatusOK, "A page"); return nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var gone context.Context
			gone, leave = context.WithCancel(t.Context())
			defer leave()
			e := gin.New()
			e.ContextWithFallback = true
			member := func(c *gin.Context) { page.SetVisit(c, page.Visit{Member: &w.Lead}) }
			e.Handle(tt.method, "/", recovered, member, oneMoment(w.Store), page.Handle(func(c *gin.Context) error {
				if _, err := w.For(w.Lead).Entries(c); err != nil {
					return err
				}
				if n := w.Waiting(t); n != tt.held {
					t.Errorf("%d transactions while the page is made, want %d", n, tt.held)
				}
				return tt.rest(c)
			}))
			e.ServeHTTP(slowly{httptest.NewRecorder(), func() {
				if n := w.Waiting(t); n != 0 {
					t.Errorf("%d transactions while somebody reads", n)
				}
			}}, httptest.NewRequestWithContext(gone, tt.method, "/", nil))
			if n := w.Waiting(t); n != 0 {
				t.Errorf("%d transactions afterwards", n)
			}
		})
	}
}

// slowly is a connection of somebody who reads slowly: something happens before the first byte has gone.
type slowly struct {
	*httptest.ResponseRecorder
	before func()
}

func (w slowly) Write(b []byte) (int, error) {
	w.before()
	return w.ResponseRecorder.Write(b)
}

func (w slowly) WriteHeader(status int) {
	w.before()
	w.ResponseRecorder.WriteHeader(status)
}
