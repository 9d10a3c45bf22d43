package db

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jmoiron/sqlx"
)

// batch is how many saves are committed together at most.
const batch = 64

// errClosed: a save came when the store was being closed.
var errClosed = errors.New("the store is closed")

// queue is the one writer of an SQLite file. Whatever saves are waiting are committed together, with one wait for the
// disk between them, and each is answered only after that commit. Each runs in a savepoint of its own, so that one
// that fails fails alone.
type queue struct {
	db      *sqlx.DB
	waiting chan *save
	closing chan struct{}
	done    chan struct{}
	stop    func()
	commits commitCounts
}

// save is one function's statements, and who waits for them. It may be run a second time, after all of it was rolled
// back: it must begin anew each time.
type save struct {
	ctx    context.Context
	do     func(ctx context.Context, tx *sqlx.Tx) error
	answer chan error
	// fault is what do panicked with; the panic goes on where the save came from.
	fault any
}

func newQueue(db *sqlx.DB) *queue {
	q := &queue{db: db, waiting: make(chan *save), closing: make(chan struct{}), done: make(chan struct{})}
	q.stop = sync.OnceFunc(func() { close(q.closing) })
	go q.run()
	return q
}

// put runs a save in its turn and returns after its commit.
func (q *queue) put(ctx context.Context, do func(ctx context.Context, tx *sqlx.Tx) error) error {
	s := &save{ctx: context.WithoutCancel(ctx), do: do, answer: make(chan error, 1)}
	select {
	case q.waiting <- s:
	case <-ctx.Done():
		return ctx.Err() // it was never begun
	case <-q.closing:
		return errClosed
	}
	err := <-s.answer
	if s.fault != nil {
		panic(s.fault)
	}
	return err
}

// close lets the saves under way end and takes no more.
func (q *queue) close() {
	q.stop()
	<-q.done
}

func (q *queue) run() {
	defer close(q.done)
	for {
		select {
		case s := <-q.waiting:
			q.commit(q.collect(s))
		case <-q.closing:
			return
		}
	}
}

// collect is a save and those that wait behind it, without waiting for more.
func (q *queue) collect(first *save) []*save {
	saves := []*save{first}
	for len(saves) < batch {
		select {
		case s := <-q.waiting:
			saves = append(saves, s)
		default:
			return saves
		}
	}
	return saves
}

// commit runs saves in one transaction and answers them. When the transaction itself fails (a full disk, a fault of
// the file), nothing of it is kept, and each save is tried once more alone before it is refused.
func (q *queue) commit(saves []*save) {
	results, err := q.together(saves)
	if err != nil && len(saves) > 1 {
		for _, s := range saves {
			q.commit([]*save{s})
		}
		return
	}
	for i, s := range saves {
		if err != nil {
			s.answer <- errors.Join(err, results[i])
		} else {
			s.answer <- results[i]
		}
	}
}

// together runs saves in one transaction. results are their own errors; err says that the transaction failed and
// nothing of any of them is kept.
func (q *queue) together(saves []*save) (results []error, err error) {
	results = make([]error, len(saves))
	ctx := context.Background()
	tx, err := q.db.BeginTxx(ctx, nil)
	if err != nil {
		return results, fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, rollback(tx))
		}
	}()
	for i, s := range saves {
		if _, err := tx.ExecContext(ctx, `SAVEPOINT save`); err != nil {
			return results, fmt.Errorf("savepoint: %w", err)
		}
		end := `RELEASE save`
		if results[i] = s.try(tx); results[i] != nil {
			end = `ROLLBACK TO save; RELEASE save`
		}
		if _, err := tx.ExecContext(ctx, end); err != nil {
			return results, fmt.Errorf("end of savepoint: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return results, fmt.Errorf("commit: %w", err)
	}
	q.commits.add(len(saves))
	return results, nil
}

// try runs a save's statements. A panic in them is kept for the sender of the save, and counts as a failure here.
func (s *save) try(tx *sqlx.Tx) (err error) {
	defer func() {
		if s.fault = recover(); s.fault != nil {
			err = fmt.Errorf("panic in a save: %v", s.fault)
		}
	}()
	return s.do(s.ctx, tx)
}
