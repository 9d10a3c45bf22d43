// Package places bounds heavy work: how many workbooks are made and how many files are read at the same time, and how
// much of the disk unfinished uploads hold. Work waits for a place in a queue that is fair by ICB and by person: a
// hundred requests of one person do not keep the one of another waiting for long.
package places

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Who asks for a place: a person, by id, in an ICB, by code.
type Who struct{ ICB, Person string }

// Busy is the error of work that found no place in its time. Others is how many pieces of work of other people had one or
// had come before; Own says that the person's own work had a place.
type Busy struct {
	Others int
	Own    bool
}

func (b *Busy) Error() string {
	return fmt.Sprintf("no place: %d others have one or came before", b.Others)
}

// Places are a number of places for work of one kind. A person has one of them at most, and an ICB all but one: what else
// they ask for waits for those, and another ICB's work begins at once. A place that becomes free goes to the ICB that has
// the fewest, among those to the one that was given a place longest ago, and inside an ICB to its people in the same way.
type Places struct {
	number   int
	patience time.Duration

	mu      sync.Mutex
	free    int
	turns   int // counts the places given, so that "longest ago" needs no clock
	icbs    map[string]*turn
	people  map[Who]*turn
	waiting []*waiter // in the order in which they came
}

// turn is how many places an ICB or a person has now, and when the last was given to them.
type turn struct{ has, waits, last int }

type waiter struct {
	who   Who
	given chan struct{} // closed when the place is theirs
}

// most is how many may wait at the same time: more than that many connections are not held for work that will not get its
// turn anyway.
const most = 200

// New are places for work that waits patience for one, and is then told to come back.
func New(number int, patience time.Duration) *Places {
	return &Places{number: number, free: number, patience: patience, icbs: map[string]*turn{}, people: map[Who]*turn{}}
}

// Do does work in a place. The place is free again when work ends, even by a panic. The error is *Busy when there was no
// place in time, the context's when the caller has gone, else that of work. Nil Places bound nothing.
func (p *Places) Do(ctx context.Context, who Who, work func() error) error {
	if p == nil {
		return work()
	}
	if err := p.take(ctx, who); err != nil {
		return err
	}
	defer p.leave(who)
	return work()
}

func (p *Places) take(ctx context.Context, who Who) error {
	w, err := p.arrive(who)
	if err != nil {
		return err
	}
	patience := time.NewTimer(p.patience)
	defer patience.Stop()
	select {
	case <-w.given:
		return nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.Index(p.waiting, w)
	if at < 0 {
		return p.late(ctx, who) // the place came at the same moment
	}
	busy := p.busy(who, p.waiting[:at])
	p.waiting = slices.Delete(p.waiting, at, at+1)
	p.icbs[who.ICB].waits--
	p.people[who].waits--
	p.forget(who)
	return cmp.Or[error](err, busy)
}

// late is for a place that was given when its waiter had just stopped waiting: it is used, unless they have gone.
func (p *Places) late(ctx context.Context, who Who) error {
	if ctx.Err() == nil {
		return nil
	}
	p.free++
	p.icbs[who.ICB].has--
	p.people[who].has--
	p.give()
	p.forget(who)
	return ctx.Err()
}

func (p *Places) arrive(who Who) (*waiter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) >= most {
		return nil, p.busy(who, p.waiting)
	}
	w := &waiter{who: who, given: make(chan struct{})}
	p.waiting = append(p.waiting, w)
	p.icb(who).waits++
	p.person(who).waits++
	p.give()
	return w, nil
}

// busy says who is in the way of somebody: those who have a place, and those who came before.
func (p *Places) busy(who Who, before []*waiter) *Busy {
	b := &Busy{Others: p.number - p.free}
	if t := p.people[who]; t != nil && t.has > 0 {
		b.Own, b.Others = true, b.Others-t.has
	}
	for _, w := range before {
		if w.who != who {
			b.Others++
		}
	}
	return b
}

func (p *Places) leave(who Who) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free++
	p.icbs[who.ICB].has--
	p.people[who].has--
	p.give()
	p.forget(who)
}

// give gives out the places that are free, as long as somebody waits who may have one.
func (p *Places) give() {
	for p.free > 0 {
		var next *waiter
		for _, w := range p.waiting {
			may := p.people[w.who].has == 0 && p.icbs[w.who.ICB].has < max(1, p.number-1)
			if may && (next == nil || p.before(w, next)) {
				next = w
			}
		}
		if next == nil {
			return
		}
		p.free--
		p.turns++
		for _, t := range []*turn{p.icbs[next.who.ICB], p.people[next.who]} {
			t.has, t.waits, t.last = t.has+1, t.waits-1, p.turns
		}
		p.waiting = slices.DeleteFunc(p.waiting, func(w *waiter) bool { return w == next })
		close(next.given)
	}
}

// before says whether a gets a place before b, who came before a.
func (p *Places) before(a, b *waiter) bool {
	if a.who.ICB != b.who.ICB {
		return p.icbs[a.who.ICB].before(p.icbs[b.who.ICB])
	}
	return a.who != b.who && p.people[a.who].before(p.people[b.who])
}

func (t *turn) before(other *turn) bool {
	return cmp.Or(cmp.Compare(t.has, other.has), cmp.Compare(t.last, other.last)) < 0
}

// icb is the ICB's turn. One that comes now goes before all that have had a place while they waited.
func (p *Places) icb(who Who) *turn {
	if p.icbs[who.ICB] == nil {
		p.icbs[who.ICB] = new(turn)
	}
	return p.icbs[who.ICB]
}

func (p *Places) person(who Who) *turn {
	if p.people[who] == nil {
		p.people[who] = new(turn)
	}
	return p.people[who]
}

// forget keeps nothing of those who have no place and wait for none.
func (p *Places) forget(who Who) {
	if t := p.icbs[who.ICB]; t.has == 0 && t.waits == 0 {
		delete(p.icbs, who.ICB)
	}
	if t := p.people[who]; t.has == 0 && t.waits == 0 {
		delete(p.people, who)
	}
}
