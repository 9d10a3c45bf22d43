package evidence

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// clamd is a small clamd on a socket that speaks its protocol: PING and INSTREAM. It finds a virus in what holds the
// word EICAR, and refuses streams longer than limit.
type clamd struct {
	setting string
	limit   int
}

func startClamd(t *testing.T, limit int) clamd {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	d := clamd{"unix:" + socket, limit}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go d.answer(conn)
		}
	}()
	t.Cleanup(func() { _ = l.Close() })
	return d
}

func (d clamd) answer(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	switch {
	case err != nil:
	case command == "zPING\x00":
		_, _ = io.WriteString(conn, "PONG\x00")
	case command == "zINSTREAM\x00":
		_, _ = io.WriteString(conn, d.scan(r)+"\x00")
	default:
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
	}
}

func (d clamd) scan(r io.Reader) string {
	var body bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return "INSTREAM: Can't read. ERROR"
		}
		if size == 0 {
			break
		}
		if _, err := io.CopyN(&body, r, int64(size)); err != nil {
			return "INSTREAM: Can't read. ERROR"
		}
		if body.Len() > d.limit {
			return "INSTREAM size limit exceeded. ERROR"
		}
	}
	if bytes.Contains(body.Bytes(), []byte("EICAR")) {
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}

func scanner(t *testing.T, setting string) *Scanner {
	t.Helper()
	s, err := NewScanner(setting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScan(t *testing.T) {
	s := scanner(t, startClamd(t, 1<<20).setting)
	cases := []struct {
		name, body string
		infected   bool
		answered   bool
	}{
		{"clean", "hello", false, true},
		{"empty", "", false, true},
		{"several pieces", strings.Repeat("x", 3*scanPiece+1), false, true},
		{"virus", "...EICAR...", true, true},
		{"virus across pieces", strings.Repeat("x", scanPiece-2) + "EICAR", true, true},
		{"longer than clamd takes", strings.Repeat("x", 1<<20+1), false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := s.Scan(t.Context(), strings.NewReader(c.body))
			if infected := errors.Is(err, ErrInfected); infected != c.infected || (err == nil) != (c.answered && !c.infected) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := s.Scan(t.Context(), io.MultiReader(strings.NewReader("x"), broken{})); err == nil || errors.Is(err, ErrInfected) {
		t.Errorf("a file that could not be read: %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk gone") }

func TestScannerWords(t *testing.T) {
	if got := scanner(t, startClamd(t, 1).setting).Words(t.Context()); got != "ok" {
		t.Errorf("a scanner that answers: %q", got)
	}
	away := scanner(t, "unix:"+filepath.Join(t.TempDir(), "none"))
	if got := away.Words(t.Context()); !strings.Contains(got, "held") {
		t.Errorf("a scanner that is away: %q", got)
	}
	none := scanner(t, "")
	if none != nil || none.Warning() == "" || !strings.Contains(none.Words(t.Context()), "not scanned") || away.Warning() != "" {
		t.Error("a service without a scanner does not say so")
	}
	for _, setting := range []string{"/run/clamd.ctl", "http:x", "tcp:", "unix"} {
		if _, err := NewScanner(setting); err == nil {
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
	if err := scanner(t, "tcp:"+l.Addr().String()).Scan(ctx, strings.NewReader("x")); err == nil || errors.Is(err, ErrInfected) {
		t.Errorf("got %v", err)
	}
}
