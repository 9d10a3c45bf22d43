// Package scan asks a virus scanner about evidence files, and looks after the files that wait for its answer.
package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	// longest is how long one file's scan may take.
	longest = 2 * time.Minute
	// piece is how much of a file is sent at a time, in bytes.
	piece = 64 << 10
)

// ErrInfected is what Scan returns for a file in which the virus scanner found something.
var ErrInfected = errors.New("the virus scan found something")

// Scanner asks ClamAV's clamd about files. A nil Scanner is for a service without one.
type Scanner struct{ network, address string }

// New reads the setting IPS_CLAMD: "unix:/run/clamav/clamd.ctl" or "tcp:127.0.0.1:3310"; "" means no scanner, nil.
func New(setting string) (*Scanner, error) {
	if setting == "" {
		return nil, nil
	}
	network, address, ok := strings.Cut(setting, ":")
	if !ok || address == "" || network != "unix" && network != "tcp" {
		return nil, fmt.Errorf("IPS_CLAMD is %q: want unix:/path/to/clamd.ctl or tcp:host:port", setting)
	}
	return &Scanner{network, address}, nil
}

// Warning is what the operator reads at each start; "" when there is a scanner.
func (s *Scanner) Warning() string {
	if s == nil {
		return "no virus scanner is set (IPS_CLAMD): evidence files are kept and given out without a scan"
	}
	return ""
}

// Words say whether the scanner works, for /readyz.
func (s *Scanner) Words(ctx context.Context) string {
	if s == nil {
		return "none is set (IPS_CLAMD), so evidence files are not scanned"
	}
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	if answer, err := s.ask(ctx, "PING", nil); err != nil || answer != "PONG" {
		return "no answer from clamd, so new evidence files are held until it answers"
	}
	return "ok"
}

// Scan sends a file to the scanner. It returns nil for a clean file and ErrInfected for an infected one. Any other
// error means no answer: the file then has to wait.
func (s *Scanner) Scan(ctx context.Context, body io.Reader) error {
	ctx, stop := context.WithTimeout(ctx, longest)
	defer stop()
	answer, err := s.ask(ctx, "INSTREAM", body)
	switch {
	case err != nil:
		return err
	case strings.HasSuffix(answer, " FOUND"):
		return ErrInfected
	case answer == "stream: OK":
		return nil
	}
	return fmt.Errorf("clamd said %q", answer)
}

// ask sends a command, and a file in pieces if the command takes one, and returns the answer.
func (s *Scanner) ask(ctx context.Context, command string, body io.Reader) (string, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("clamd: %w", err)
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return "", fmt.Errorf("clamd: %w", err)
	}
	if _, err := io.WriteString(conn, "z"+command+"\x00"); err != nil {
		return "", fmt.Errorf("clamd: %w", err)
	}
	if body != nil {
		if err := sendPieces(conn, body); err != nil {
			return "", fmt.Errorf("clamd: %w", err)
		}
	}
	answer, err := bufio.NewReaderSize(io.LimitReader(conn, 4096), 4096).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("clamd's answer: %w", err)
	}
	return strings.TrimRight(answer, "\x00"), nil
}

// sendPieces sends a file in INSTREAM's form: the length of each piece in four bytes before it, and a length of 0 at
// the end.
func sendPieces(w io.Writer, body io.Reader) error {
	buffer := make([]byte, 4+piece)
	for {
		n, err := io.ReadFull(body, buffer[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		binary.BigEndian.PutUint32(buffer, uint32(n)) // 0 at the end of the file
		if _, err := w.Write(buffer[:4+n]); err != nil || n == 0 {
			return err
		}
	}
}
