package server

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

func TestReadyTellsThePartsApart(t *testing.T) {
	s := start(t, func(c *Config) {
		c.Dir = t.TempDir()
		c.Backups = func(context.Context) string { return "last made 3 hours ago" }
	})
	b := s.browser(t)
	for _, want := range []string{"database: ok", "disk: ok, ", " GB free", "sign-in services: ok", "virus scanner: none is set", "backup: last made 3 hours ago"} {
		if got := b.ask("GET", "/readyz", nil); got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("status %d without %q:\n%s", got.status, want, got.body)
		}
	}
	if words := diskWords("/no/such/folder")(t.Context()); words != "cannot be read" {
		t.Errorf("a folder that is not there: %s", words)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := b.ask("GET", "/readyz", nil); got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "database: cannot be read") {
		t.Errorf("without a database: status %d\n%s", got.status, got.body)
	}
	if got := b.ask("GET", "/healthz", nil); got.status != http.StatusOK {
		t.Errorf("the program runs all the same: status %d", got.status)
	}
}
