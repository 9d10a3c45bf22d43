// Package scantest is a virus scanner for tests.
package scantest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"testing"

	"ipstoolkit/scan"
)

// Scanner uses the daemon that a setting names, which need not run.
func Scanner(t testing.TB, setting string) *scan.Scanner {
	t.Helper()
	s, err := scan.New(setting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// clamd speaks clamd's protocol: PING and INSTREAM.
type clamd struct{ limit int }

// Clamd starts a small clamd that takes files of up to limit bytes, and returns its setting. It finds a virus in every
// file with the word EICAR.
func Clamd(t testing.TB, limit int) string {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	d := clamd{limit}
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
	return "unix:" + socket
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
