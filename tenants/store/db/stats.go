package db

import (
	"math/bits"
	"sync/atomic"
)

// Stats are counts since the database was opened, for the operator.
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

// Queries is how many queries have been asked outside saves since the database was opened.
func (d *DB) Queries() int64 { return d.queries.Load() }

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
func (d *DB) counted(err error) {
	d.waiting.Add(-1)
	if err != nil {
		d.refused.Add(1)
	} else {
		d.saved.Add(1)
	}
}

// Stats are the counts now.
func (d *DB) Stats() Stats {
	n := Stats{Saved: d.saved.Load(), Refused: d.refused.Load(), Waiting: d.waiting.Load()}
	if d.queue == nil {
		return n
	}
	for i := range d.queue.commits {
		c := &d.queue.commits[i]
		n.Commits = append(n.Commits, Commits{Most: 1 << i, Count: c.count.Load(), Saves: c.saves.Load()})
	}
	return n
}
