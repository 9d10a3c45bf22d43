package store

import (
	"context"
	"fmt"
	"math/bits"
	"sync/atomic"

	"ipstoolkit/toolkit/calendar"
)

// Stats are counts since the store was opened, for whoever watches over the service.
type Stats struct {
	// Saved are the saves committed, Refused those that were not: stale, not valid, or a fault.
	Saved, Refused int64
	// Waiting are the saves that wait or run now.
	Waiting int64
	// Commits are the transactions by how many saves they held; empty on PostgreSQL, which orders savers itself.
	Commits []Commits
}

// Commits are the transactions that held up to Most saves, and more than the entry before.
type Commits struct {
	Most         int
	Count, Saves uint64
}

// sizes are how many counts of commits there are: of 1, up to 2, 4, ... and batch saves.
const sizes = 7

// commitCounts are the transactions committed, by size.
type commitCounts [sizes]struct{ count, saves atomic.Uint64 }

// add counts a transaction of so many saves.
func (c *commitCounts) add(saves int) {
	size := &c[bits.Len(uint(saves-1))]
	size.count.Add(1)
	size.saves.Add(uint64(saves))
}

// counted counts a save that has ended.
func (s *Store) counted(err error) {
	s.waiting.Add(-1)
	if err != nil {
		s.refused.Add(1)
	} else {
		s.saved.Add(1)
	}
}

// Stats are the counts now.
func (s *Store) Stats() Stats {
	n := Stats{Saved: s.saved.Load(), Refused: s.refused.Load(), Waiting: s.waiting.Load()}
	if s.queue == nil {
		return n
	}
	for i := range s.queue.commits {
		c := &s.queue.commits[i]
		n.Commits = append(n.Commits, Commits{Most: 1 << i, Count: c.count.Load(), Saves: c.saves.Load()})
	}
	return n
}

// Count is how many sessions have not ended.
func (s *Sessions) Count(ctx context.Context) (n int, err error) {
	now := s.clock()
	err = s.store.get(ctx, &n, `SELECT COUNT(*) FROM sessions WHERE expires_at > ? AND last_seen > ?`,
		calendar.At(now), calendar.At(now.Add(-SessionIdle)))
	if err != nil {
		return 0, fmt.Errorf("sessions: %w", err)
	}
	return n, nil
}
