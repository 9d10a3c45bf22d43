package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// saver saves one priority again and again, each time with a text that nobody else writes.
type saver struct {
	*visitor
	name, key    string
	sent         int
	version      int
	acknowledged []string
	// unknown are the texts without an answer: each may have been saved or not, but not twice.
	unknown []string
}

// storm is many savers at once, each with its own priority.
type storm struct {
	savers []*saver
	count  atomic.Int64
}

func newStorm(visitors []*visitor, each int) *storm {
	s := &storm{}
	for n, v := range visitors {
		for i, p := range edition.Current().Priorities()[:each] {
			s.savers = append(s.savers, &saver{visitor: v, name: fmt.Sprintf("saver %d.%d", n, i), key: p.Key})
		}
	}
	return s
}

// rage saves until stop is called or the server has gone. It reports answers other than "saved" to wrong.
func (s *storm) rage(t *testing.T, to string, wrong func(saver string, status int, body string)) (stop func()) {
	t.Helper()
	var group sync.WaitGroup
	var over atomic.Bool
	for _, one := range s.savers {
		group.Go(func() {
			version, err := one.visitor.version(to, one.key)
			if err != nil {
				return
			}
			one.version = version
			doubt := false // a save refused with 503 may have been kept: the database went away before it could say so
			for !over.Load() {
				one.sent++
				text := fmt.Sprintf("%s, text %d", one.name, one.sent)
				status, body, err := one.ask(to, one.path(one.key), saveForm(text, one.version))
				switch {
				case err != nil:
					one.unknown = append(one.unknown, text)
					return
				case status != http.StatusSeeOther:
					one.unknown = append(one.unknown, text)
					if !doubt || status != http.StatusConflict {
						wrong(one.name, status, body)
					}
					doubt = doubt || status == http.StatusServiceUnavailable
					time.Sleep(20 * time.Millisecond)
					if v, err := one.visitor.version(to, one.key); err == nil {
						one.version = v
					}
				default:
					one.acknowledged = append(one.acknowledged, text)
					one.version++
					doubt = false
					s.count.Add(1)
				}
			}
		})
	}
	return sync.OnceFunc(func() { over.Store(true); group.Wait() })
}

// until waits for n acknowledged saves.
func (s *storm) until(t *testing.T, p *program, n int64) {
	t.Helper()
	for began := time.Now(); s.count.Load() < n; time.Sleep(time.Millisecond) {
		select {
		case <-p.ended:
			t.Fatalf("the server ended: %v\n%s", p.err, p.log)
		default:
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("%d saves acknowledged in a minute, want %d:\n%s", s.count.Load(), n, p.log)
		}
	}
}

// verify looks for every text in the history: an acknowledged one is there once, another at most once.
func (s *storm) verify(t *testing.T, w where) {
	t.Helper()
	db, err := store.Open(context.Background(), w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	lost, doubled := 0, 0
	for _, one := range s.savers {
		times := map[string]int{}
		for _, text := range one.notes(t, db, one.key) {
			times[text]++
		}
		for _, text := range one.acknowledged {
			if times[text] == 0 {
				lost++
				t.Errorf("lost: %s", text)
			}
		}
		for text, n := range times {
			if n > 1 {
				doubled++
				t.Errorf("%d times: %s", n, text)
			}
		}
	}
	if lost > 0 || doubled > 0 {
		t.Fatalf("%d of %d acknowledged saves lost, %d doubled", lost, s.count.Load(), doubled)
	}
	faults, err := db.Check(context.Background())
	if err != nil || len(faults) > 0 {
		t.Fatalf("found wrong: %v, %v", faults, err)
	}
}

// A program that is killed during many saves has not lost or doubled any save that it acknowledged.
func TestKilledWhileSaving(t *testing.T) {
	w := where{dir: t.TempDir()}
	s := newStorm(prepare(t, w, "QWE", "S1Y5D"), 12)
	p := startServe(t, w)
	n := kills(t, 20)
	for i := range n {
		stop := s.rage(t, p.url, func(saver string, status int, body string) { t.Errorf("%s: status %d: %.500s", saver, status, body) })
		s.until(t, p, s.count.Load()+20+rand.Int64N(60))
		time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
		p.kill(t)
		stop()
		p = startServe(t, w)
		s.verify(t, w) // beside the server that recovered the log
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	w.check(t)
	unknown := 0
	for _, one := range s.savers {
		unknown += len(one.unknown)
	}
	t.Logf("%d kills: %d saves acknowledged, %d without an answer, 0 lost, 0 doubled", n, s.count.Load(), unknown)
	if unknown == 0 {
		t.Error("no kill came while a save was under way: the test proves little")
	}
}

// A first start or a migrate that is killed leaves a whole database or none, and the next one continues.
func TestKilledWhileMigrating(t *testing.T) {
	whole, none := 0, 0
	for range kills(t, 6) {
		w := where{dir: filepath.Join(t.TempDir(), "data")}
		c := newCommand(t, w, "migrate")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for range 60_000 { // until it has begun
			if made, _ := filepath.Glob(filepath.Join(w.dir, store.FileName+"*")); len(made) > 1 {
				break
			}
			time.Sleep(100 * time.Microsecond)
		}
		time.Sleep(time.Duration(rand.IntN(30_000)) * time.Microsecond)
		_ = c.Process.Kill()
		_ = c.Wait()
		if _, err := os.Stat(filepath.Join(w.dir, store.FileName)); err == nil {
			whole++
			w.check(t)
		} else {
			none++
		}
		if out, err := w.command(t, "migrate"); err != nil {
			t.Errorf("migrate after a kill: %s %v", out, err)
		}
		w.check(t)
		if left, _ := filepath.Glob(filepath.Join(w.dir, "*.new*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	t.Logf("killed while migrating: %d times whole, %d times none", whole, none)
}

// A program that is told to stop still answers the requests it has, and then ends well.
func TestStopWhileSaving(t *testing.T) {
	w := where{dir: t.TempDir()}
	visitors := prepare(t, w, "QWE", "S1Y5D")
	p := startServe(t, w)
	var half []*halfSent
	for _, v := range visitors {
		for _, priority := range edition.Current().Priorities() {
			half = append(half, sendHalf(t, p, v, priority.Key, "half sent when the signal came"))
		}
	}
	stopped := make(chan time.Duration, 1)
	go func() {
		took, err := p.stop()
		if err != nil {
			t.Errorf("ended with %v:\n%s", err, p.log)
		}
		stopped <- took
	}()
	waitClosed(t, p)
	for _, h := range half {
		if status := h.finish(t); status != http.StatusSeeOther {
			t.Errorf("%s: status %d, want 303", h.key, status)
		}
	}
	if took := <-stopped; took > 10*time.Second {
		t.Errorf("ended after %s, want 10 s at most", took)
	}
	db, err := store.Open(context.Background(), w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, h := range half {
		if got := strings.Join(h.notes(t, db, h.key), "|"); got != "half sent when the signal came" {
			t.Errorf("%s: history %q", h.key, got)
		}
	}
}
