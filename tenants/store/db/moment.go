package db

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// moment is the one transaction in which all that a page reads of its ICB is read, on PostgreSQL: the page shows the ICB at
// one moment, and waits for the beginning and the end of one transaction, not of one for each of its parts.
//
// It begins with the first read, and holds one connection of the pool until it ends. All else that the page asks of the store
// (a save, another ICB's rows, those of no ICB, heavy work) ends it first: the read after a save must see it, and a page that
// holds one connection must not wait for another. The read after that begins it anew.
type moment struct {
	db     *DB
	tenant string

	mu   sync.Mutex
	busy bool // a read is under way
	over bool // the page is done
	tx   *pgReading
}

type momentKey struct{}

// OneMoment is the context of a page that shows one ICB, and what ends its reading. It has to be called before anything is
// sent to the person, who may read slowly. On SQLite each read stays by itself: it costs nothing there.
func (d *DB) OneMoment(ctx context.Context, tenant string) (page context.Context, end func()) {
	if d.SQLite() || tenant == "" {
		return ctx, func() {}
	}
	m := &moment{db: d, tenant: tenant}
	return context.WithValue(ctx, momentKey{}, m), m.end
}

// momentOf is the moment of the page that asks, nil when there is none.
func (d *DB) momentOf(ctx context.Context) *moment {
	if m, ok := ctx.Value(momentKey{}).(*moment); ok && m.db == d {
		return m
	}
	return nil
}

// letGo ends what the page has read so far, before it asks the store for something else.
func (d *DB) letGo(ctx context.Context) {
	if m := d.momentOf(ctx); m != nil {
		m.close(false)
	}
}

// take is the moment's transaction for a read, and what ends that read; nil when the read has to be one by itself: of
// another ICB, over other connections, inside another read, after the page is done.
func (m *moment) take(pool *sqlx.DB, tenant string) (tx *pgReading, end func(failed bool)) {
	if m == nil || m.tenant != tenant || m.db.reader != pool {
		return nil, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy || m.over {
		return nil, nil
	}
	if m.tx == nil {
		m.tx = &pgReading{pool: pool, tenant: tenant}
	}
	m.busy = true
	return m.tx, m.done
}

// done ends a read. After one that failed PostgreSQL answers nothing more in the same transaction.
func (m *moment) done(failed bool) {
	m.mu.Lock()
	m.busy = false
	over := m.over
	m.mu.Unlock()
	if failed || over {
		m.close(false)
	}
}

func (m *moment) end() { m.close(true) }

func (m *moment) close(over bool) {
	m.mu.Lock()
	m.over = m.over || over
	tx := m.tx
	if m.busy {
		tx = nil // its end closes it, if the page is done
	} else {
		m.tx = nil
	}
	m.mu.Unlock()
	if tx != nil {
		tx.end()
	}
}
