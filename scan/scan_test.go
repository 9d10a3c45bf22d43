package scan_test

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/scan"
	"ipstoolkit/scan/scantest"
)

// piece is how much of a file is sent at a time.
const piece = 64 << 10

func TestScan(t *testing.T) {
	s := scantest.Scanner(t, scantest.Clamd(t, 1<<20))
	cases := []struct {
		name, body string
		infected   bool
		answered   bool
	}{
		{"clean", "hello", false, true},
		{"empty", "", false, true},
		{"several pieces", strings.Repeat("x", 3*piece+1), false, true},
		{"virus", "...EICAR...", true, true},
		{"virus across pieces", strings.Repeat("x", piece-2) + "EICAR", true, true},
		{"longer than clamd takes", strings.Repeat("x", 1<<20+1), false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := s.Scan(t.Context(), strings.NewReader(c.body))
			if infected := errors.Is(err, scan.ErrInfected); infected != c.infected || (err == nil) != (c.answered && !c.infected) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := s.Scan(t.Context(), io.MultiReader(strings.NewReader("x"), broken{})); err == nil || errors.Is(err, scan.ErrInfected) {
		t.Errorf("a file that could not be read: %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk gone") }

func TestScannerWords(t *testing.T) {
	if got := scantest.Scanner(t, scantest.Clamd(t, 1)).Words(t.Context()); got != "ok" {
		t.Errorf("a scanner that answers: %q", got)
	}
	away := scantest.Scanner(t, "unix:"+filepath.Join(t.TempDir(), "none"))
	if got := away.Words(t.Context()); !strings.Contains(got, "held") {
		t.Errorf("a scanner that is away: %q", got)
	}
	none := scantest.Scanner(t, "")
	if none != nil || none.Warning() == "" || !strings.Contains(none.Words(t.Context()), "not scanned") || away.Warning() != "" {
		t.Error("a service without a scanner does not say so")
	}
	for _, setting := range []string{"/run/clamd.ctl", "http:x", "tcp:", "unix"} {
		if _, err := scan.New(setting); err == nil {
			t.Errorf("the setting %q was taken", setting)
		}
	}
}

func TestScannerGivesUpWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // accepts and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := scantest.Scanner(t, "tcp:"+l.Addr().String()).Scan(ctx, strings.NewReader("x")); err == nil ||
		errors.Is(err, scan.ErrInfected) {
		t.Errorf("got %v", err)
	}
}
