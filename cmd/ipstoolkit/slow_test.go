package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestSlowClientsAreLeftBehind sends a request's header a few bytes at a time: the connection ends, while others get
// answers.
func TestSlowClientsAreLeftBehind(t *testing.T) {
	t.Parallel() // it waits
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		ended <- listen(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	}()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n")
	for began := time.Now(); err == nil; _, err = io.WriteString(conn, "X-Slow: a\r\n") {
		if time.Since(began) > 30*time.Second {
			t.Fatal("a header may take more than 30 seconds")
		}
		if res, err := http.Get("http://" + l.Addr().String()); err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("another is not answered meanwhile: %v", err)
		} else {
			res.Body.Close()
		}
		time.Sleep(500 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
