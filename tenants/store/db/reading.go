package db

import (
	"context"
	"sync/atomic"
)

// Reading is a set of queries that see the database at one moment. Each is asked alone (Get, All), or waits for others (Ask,
// Then) when none depends on another's answer. Those go to PostgreSQL in one round trip: a distant database takes as long for
// ten as for one.
type Reading struct {
	ctx context.Context
	tx  queried // or what takes its place where there is one query
	// Tenant is the code of the ICB that the rows belong to.
	Tenant string
	// counter counts the queries of pages; nil inside a save.
	counter *atomic.Int64
	waiting *waiting
}

// waiting is what has been asked and not answered yet, and what is made of the answers.
type waiting struct {
	asked []question
	then  []func()
}

// question is a query and where its rows go; one says that it is one row that has to be there.
type question struct {
	one   bool
	dest  any
	query string
	args  []any
	// when says that the answer is needed at all. It is asked only where that saves more than it costs: not of PostgreSQL.
	when func() bool
}

// queried is what answers questions: a transaction, or the pool of readers.
type queried interface {
	// answer says how many questions it has asked.
	answer(ctx context.Context, list []question) (int64, error)
}

// asks is a Reading with nothing asked yet.
func asks(ctx context.Context, tx queried, tenant string, counter *atomic.Int64) Reading {
	return Reading{ctx: ctx, tx: tx, Tenant: tenant, counter: counter, waiting: &waiting{}}
}

// Get reads one row; none is tenants.ErrNotFound.
func (q Reading) Get(dest any, query string, args ...any) error {
	return q.send(question{one: true, dest: dest, query: query, args: args})
}

// All reads any number of rows.
func (q Reading) All(dest any, query string, args ...any) error {
	return q.send(question{dest: dest, query: query, args: args})
}

// Ask is All for a query when its rows are not needed before Answered, or before what Then does.
func (q Reading) Ask(dest any, query string, args ...any) {
	q.waiting.asked = append(q.waiting.asked, question{dest: dest, query: query, args: args})
}

// AskOne is Ask for one row, which has to be there.
func (q Reading) AskOne(dest any, query string, args ...any) {
	q.waiting.asked = append(q.waiting.asked, question{one: true, dest: dest, query: query, args: args})
}

// AskWhen is Ask for rows that only matter when those of an earlier question make when true.
func (q Reading) AskWhen(when func() bool, dest any, query string, args ...any) {
	q.waiting.asked = append(q.waiting.asked, question{dest: dest, query: query, args: args, when: when})
}

// Then says what is made of the rows of what has been asked so far. It may ask for more.
func (q Reading) Then(made func()) { q.waiting.then = append(q.waiting.then, made) }

// Answered reads all that has been asked, and makes of it what is made of it, in the order in which it was said.
func (q Reading) Answered() error {
	for len(q.waiting.asked)+len(q.waiting.then) > 0 {
		now := *q.waiting
		*q.waiting = waiting{}
		if err := q.send(now.asked...); err != nil {
			return err
		}
		for _, made := range now.then {
			made()
		}
	}
	return nil
}

func (q Reading) send(list ...question) error {
	if len(list) == 0 {
		return nil
	}
	n, err := q.tx.answer(q.ctx, list)
	if q.counter != nil {
		q.counter.Add(n)
	}
	return translate(err)
}

// oneByOne answers with one query after another: from SQLite, which is not far away, and inside a save.
type oneByOne struct {
	db interface {
		GetContext(ctx context.Context, dest any, query string, args ...any) error
		SelectContext(ctx context.Context, dest any, query string, args ...any) error
		Rebind(query string) string
	}
}

func (o oneByOne) answer(ctx context.Context, list []question) (asked int64, err error) {
	for _, q := range list {
		if q.when != nil && !q.when() {
			continue
		}
		asked++
		read := o.db.SelectContext
		if q.one {
			read = o.db.GetContext
		}
		if err := read(ctx, q.dest, o.db.Rebind(q.query), q.args...); err != nil {
			return asked, err
		}
	}
	return asked, nil
}
