package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// deadlines is a connection that notes until when it may be read.
type deadlines struct {
	http.ResponseWriter
	read time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error { d.read = t; return nil }

func TestABodyHasTimeAsLongAsItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		d := &deadlines{ResponseWriter: httptest.NewRecorder()}
		body := &paced{
			ReadCloser: io.NopCloser(iotest.OneByteReader(strings.NewReader("twelve bytes"))), pace: pace{piece: 4, time: 20 * time.Second},
			conn: http.NewResponseController(d), end: began.Add(time.Minute),
		}
		body.renew()
		for n, want := range []time.Duration{0, 20, 20, 20, 20 + 4*5, 20 + 4*5, 20 + 4*5, 20 + 4*5, 60, 60, 60, 60, 60} { // seconds
			if n > 0 {
				time.Sleep(5 * time.Second)
				if _, err := body.Read(make([]byte, 10)); err != nil {
					t.Fatal(err)
				}
			} else {
				want = 20
			}
			if got := d.read.Sub(began); got != want*time.Second {
				t.Errorf("after %d bytes it may be read until %s, want %ds", n, got, want)
			}
		}
		body.end = began.Add(10 * time.Minute)
		if _, err := body.Read(make([]byte, 10)); err != io.EOF || d.read.Sub(began) != 10*time.Minute {
			t.Errorf("at its end: %v, until %s, want the whole time", err, d.read.Sub(began))
		}
	})
}

// TestAStalledUploadIsEnded sends the beginning of a file and then nothing more.
func TestAStalledUploadIsEnded(t *testing.T) {
	s := start(t, func(c *Config) { c.pace = pace{piece: 1 << 10, time: 50 * time.Millisecond} })
	lead := s.signIn(t, "lead")
	in, out := io.Pipe()
	defer out.Close()
	go func() {
		_, _ = io.WriteString(out, "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nThe beginning")
	}()
	got := lead.askWith("POST", "/icb/QWE/evidence/add", "multipart/form-data; boundary=x", in)
	if got.status != http.StatusRequestTimeout || !strings.Contains(got.body, "What you sent took too long to arrive") {
		t.Errorf("status %d: %.300s", got.status, got.body)
	}
}
