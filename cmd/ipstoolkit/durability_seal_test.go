package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
)

// A program that is killed while it seals a round has sealed all of it or nothing: what people see of it has whole files, and
// the next one seals.
func TestKilledWhileSealing(t *testing.T) {
	w := where{dir: t.TempDir()}
	lead := prepare(t, w, "QWE")[0]
	p := startServe(t, w)
	_, quarter := sealedNow(t, w, lead)
	seal := func(seen int) bool {
		status, _, err := lead.ask(p.url, "/icb/QWE/rounds/"+quarter+"/seal",
			url.Values{"version": {strconv.Itoa(seen)}, "reason": {"again"}})
		return err == nil && status == http.StatusSeeOther
	}
	began := time.Now()
	if !seal(0) {
		t.Fatal("the first sealing failed")
	}
	takes, interrupted, n := time.Since(began), 0, kills(t, 6)
	for i := range n {
		seen, _ := sealedNow(t, w, lead)
		answered := make(chan bool)
		go func() { answered <- seal(seen) }()
		time.Sleep(takes * time.Duration(i+1) / time.Duration(n+1)) // each time later in its work
		p.kill(t)
		done := <-answered
		p = startServe(t, w)
		now, _ := sealedNow(t, w, lead)
		if done && now != seen+1 || now > seen+1 {
			t.Errorf("%d sealings after %d, the last acknowledged: %v", now, seen, done)
		}
		if !done {
			interrupted++
		}
	}
	if interrupted == 0 {
		t.Error("no kill came while a round was sealed: the test proves little")
	}
	seen, _ := sealedNow(t, w, lead)
	if !seal(seen) {
		t.Error("the next sealing failed")
	}
	w.check(t)
}

// sealedNow is how many sealings there are, all of them whole, and the quarter that it is.
func sealedNow(t *testing.T, w where, lead *visitor) (n int, quarter string) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list, err := db.For(lead.member).Rounds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if len(s.Files) != 4 {
			t.Errorf("version %d has %d files", s.N, len(s.Files))
		}
		for _, f := range s.Files {
			if err := db.For(lead.member).CopySealed(ctx, io.Discard, f.ID); err != nil {
				t.Errorf("version %d: %v", s.N, err)
			}
		}
	}
	return len(list), string(db.Today().Quarter())
}
