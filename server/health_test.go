package server

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReadyTellsThePartsApart(t *testing.T) {
	s := start(t, func(c *Config) {
		c.Dir = t.TempDir()
		c.Backups = func(context.Context) string { return "last made 3 hours ago" }
		c.Mail = func(context.Context) string { return "ok, 3 waiting" }
	})
	b := s.browser(t)
	for _, want := range []string{
		"database: ok", "disk: ok, ", " GB free", "sign-in services: ok", "virus scanner: none is set",
		"backup: last made 3 hours ago", "emails: ok, 3 waiting",
	} {
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
	if got := b.ask("GET", "/readyz", nil); got.status != http.StatusServiceUnavailable ||
		!strings.Contains(got.body, "database: cannot be read") {
		t.Errorf("without a database: status %d\n%s", got.status, got.body)
	}
	if got := b.ask("GET", "/healthz", nil); got.status != http.StatusOK {
		t.Errorf("the program runs all the same: status %d", got.status)
	}
}

func TestFreeSpaceInWords(t *testing.T) {
	for free, want := range map[uint64]string{
		0: "0.0 GB free, which is little", 1<<30 - 1: "1.0 GB free, which is little", 1 << 30: "ok, 1.0 GB free",
		5 << 29: "ok, 2.5 GB free",
	} {
		if got := freeWords(free); got != want {
			t.Errorf("%d bytes: %q, want %q", free, got, want)
		}
	}
	dir := t.TempDir()
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		t.Fatal(err)
	}
	words := diskWords(dir)(t.Context())
	var said float64
	if _, err := fmt.Sscanf(strings.TrimPrefix(words, "ok, "), "%f GB free", &said); err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	// Others may write meanwhile.
	if free := float64(disk.Bavail*uint64(disk.Bsize)) / (1 << 30); math.Abs(said-free) > 2 {
		t.Errorf("%q, and %.1f GB can be written", words, free)
	}
}
