package places

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const patience = time.Minute

// line is work on some places, in the order in which it got them. Each piece takes a second, in a bubble of synctest:
// its clock moves only while everything waits.
type line struct {
	*Places
	mu        sync.Mutex
	most, now int
	order     []string
}

func (l *line) work(ctx context.Context, name string, who Who, done chan<- error) {
	done <- l.Do(ctx, who, func() error {
		l.mu.Lock()
		l.now++
		l.most, l.order = max(l.most, l.now), append(l.order, name)
		l.mu.Unlock()
		time.Sleep(time.Second)
		l.mu.Lock()
		l.now--
		l.mu.Unlock()
		return nil
	})
}

// run lets pieces of work come a millisecond after each other, each as "ICB person", and returns their errors in that order.
func (l *line) run(pieces ...string) []error {
	done := make([]chan error, len(pieces))
	for i, piece := range pieces {
		icb, person, _ := strings.Cut(piece, " ")
		done[i] = make(chan error, 1)
		go l.work(context.Background(), piece, Who{icb, person}, done[i])
		time.Sleep(time.Millisecond)
	}
	errs := make([]error, len(pieces))
	for i := range done {
		errs[i] = <-done[i]
	}
	return errs
}

func TestPlacesAreGivenFairly(t *testing.T) {
	for _, tt := range []struct {
		name   string
		number int
		pieces []string
		want   []string
	}{
		{"in the order in which they come", 1, []string{"A 1", "B 1", "C 1"}, []string{"A 1", "B 1", "C 1"}},
		{"a person has one", 3, []string{"A 1", "A 1", "A 2"}, []string{"A 1", "A 2", "A 1"}},
		{"an ICB leaves one for others", 2, []string{"A 1", "A 2", "B 1"}, []string{"A 1", "B 1", "A 2"}},
		{
			"the ICB with the fewest goes first", 3,
			[]string{"A 1", "A 2", "B 1", "A 3", "B 2", "C 1"},
			[]string{"A 1", "A 2", "B 1", "C 1", "A 3", "B 2"},
		},
		{"ICBs take turns", 1, []string{"A 1", "A 2", "A 3", "B 1", "B 2", "C 1"}, []string{"A 1", "B 1", "C 1", "A 2", "B 2", "A 3"}},
		{"people of an ICB take turns", 1, []string{"A 1", "A 1", "A 1", "A 2", "A 2"}, []string{"A 1", "A 2", "A 1", "A 2", "A 1"}},
		{"one person in two ICBs is counted in each", 2, []string{"A 1", "B 1"}, []string{"A 1", "B 1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := line{Places: New(tt.number, patience)}
				for i, err := range l.run(tt.pieces...) {
					if err != nil {
						t.Errorf("piece %d: %v", i, err)
					}
				}
				if !slices.Equal(l.order, tt.want) {
					t.Errorf("order %q, want %q", l.order, tt.want)
				}
				if l.most > tt.number {
					t.Errorf("%d at the same time, want %d at most", l.most, tt.number)
				}
				l.isEmpty(t)
			})
		})
	}
}

// isEmpty says whether every place is free again and nobody is remembered.
func (p *Places) isEmpty(t *testing.T) {
	t.Helper()
	if p.free != p.number || len(p.waiting)+len(p.icbs)+len(p.people) > 0 {
		t.Errorf("%d of %d places are free, %d wait, %d ICBs and %d people are remembered", p.free, p.number, len(p.waiting), len(p.icbs),
			len(p.people))
	}
}

func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1, 10*time.Second)
		block, stop, done := make(chan struct{}), make(chan struct{}), make(chan error, 4)
		go func() {
			done <- p.Do(t.Context(), Who{"A", "1"}, func() error { close(block); <-stop; return nil })
		}()
		<-block
		ctx, gone := context.WithCancel(t.Context())
		go func() { done <- p.Do(ctx, Who{"B", "1"}, func() error { return nil }) }()
		synctest.Wait()
		gone()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("who has gone: %v", err)
		}
		began := time.Now()
		for _, who := range []Who{{"A", "1"}, {"C", "1"}} {
			go func() { done <- p.Do(t.Context(), who, func() error { return nil }) }()
			time.Sleep(time.Second)
		}
		for i, want := range []Busy{{Others: 0, Own: true}, {Others: 1}} {
			err := <-done
			if busy, ok := errors.AsType[*Busy](err); !ok || *busy != want {
				t.Errorf("waiter %d: %v, want %+v", i, err, want)
			}
			if took := time.Since(began); took != 10*time.Second+time.Duration(i)*time.Second {
				t.Errorf("waiter %d waited until %s", i, took)
			}
		}
		close(stop)
		if err := <-done; err != nil {
			t.Error(err)
		}
		p.isEmpty(t)
	})
}

func TestPlaceIsFreeAfterAPanicAndAnError(t *testing.T) {
	p := New(1, patience)
	fault := errors.New("broken")
	if err := p.Do(t.Context(), Who{"A", "1"}, func() error { return fault }); !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was kept")
			}
		}()
		_ = p.Do(t.Context(), Who{"A", "1"}, func() error { panic("broken") })
	}()
	p.isEmpty(t)
	if err := p.Do(t.Context(), Who{"B", "1"}, func() error { return nil }); err != nil {
		t.Errorf("the next: %v", err)
	}
}

func TestALongQueueIsNotMadeLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, stop := New(1, patience), make(chan struct{})
		errs := make(chan error, most+2)
		for i := range most + 2 {
			go func() {
				errs <- p.Do(t.Context(), Who{"A", fmt.Sprint(i)}, func() error { <-stop; return nil })
			}()
			synctest.Wait()
		}
		began := time.Now()
		if busy, ok := errors.AsType[*Busy](<-errs); !ok || busy.Others != most+1 || time.Since(began) > 0 {
			t.Errorf("the last: %+v after %s", busy, time.Since(began))
		}
		close(stop)
		for range most + 1 {
			if err := <-errs; err != nil {
				t.Fatal(err)
			}
		}
		p.isEmpty(t)
	})
}

// TestPlacesUnderLoad lets many come and go at once, for the race detector and the counts.
func TestPlacesUnderLoad(t *testing.T) {
	p, errs := New(3, patience), make(chan error)
	for i := range 100 {
		go func() {
			ctx, gone := context.WithCancel(context.Background())
			if i%3 == 0 {
				gone()
			}
			defer gone()
			errs <- p.Do(ctx, Who{fmt.Sprint(i % 5), fmt.Sprint(i % 20)}, func() error { return nil })
		}()
	}
	for range 100 {
		if err := <-errs; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	p.isEmpty(t)
}
