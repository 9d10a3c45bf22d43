// Package db is the kernel of the store: one open database, SQLite or PostgreSQL, and all that is true of every kind of
// row. It queues saves, keeps ICBs apart, numbers and dates each save and writes its audit row, reads at one moment,
// creates and migrates the tables, backs up, restores, and finds what was changed behind the program's back. It knows no
// records and no rules of an ICB: package store does, and only it may use this one.
//
// Missing rows are tenants.ErrNotFound, rows changed since they were read tenants.ErrStale, a database that cannot be
// reached or written tenants.ErrUnavailable: the product's own errors, so that nothing above has to translate.
package db

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
)

// Options say where the rows are and what time it is.
type Options struct {
	// Database is a postgres:// address; when it is "" the rows are in an SQLite file in Dir.
	Database string
	// Dir is the data folder, made when it is absent.
	Dir string
	// Exclusive is set by a program that serves pages: a second one on the same SQLite file is refused.
	Exclusive bool
	// Existing refuses to make a new SQLite database where there is none.
	Existing bool
	// Moving opens a database into which a move was begun, for it to be begun again.
	Moving bool
	// Clock is what the service takes for now; nil is the machine's clock.
	Clock func() time.Time
}

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	writer *sqlx.DB
	reader *sqlx.DB
	// apart are the readers of heavy work, which must not hold those that pages wait for.
	apart *sqlx.DB
	// queue is the one writer of an SQLite file; nil on PostgreSQL, which orders writers itself.
	queue *queue
	// together is the one transaction of a database made by Together, nil in all others.
	together *sqlx.Tx
	// path is the SQLite file, lock what keeps a second server off it.
	path  string
	lock  *os.File
	clock func() time.Time
	// queries counts the queries asked outside saves.
	queries atomic.Int64
	// saved and refused count the saves that have ended, waiting those that have not.
	saved, refused, waiting atomic.Int64
}

// Open opens the database, makes or moves on its tables, and refuses one that it cannot keep safely: an SQLite
// library with known faults, a file in use by another server, a schema newer than this program.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{clock: o.Clock}
	if d.clock == nil {
		d.clock = time.Now
	}
	var err error
	if o.Database != "" {
		err = d.openPostgres(o.Database)
	} else {
		err = d.openSQLite(ctx, o)
	}
	if err == nil && !d.SQLite() {
		err = d.refuseSuperuser(ctx)
	}
	if err == nil && !o.Moving {
		err = d.Damaged(d.refuseUnfinished(ctx))
	}
	if err == nil {
		err = d.Damaged(d.migrate(ctx))
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// Close ends the connections and frees the lock.
func (d *DB) Close() error {
	var err error
	if d.queue != nil {
		d.queue.close()
	}
	for _, pool := range []*sqlx.DB{d.reader, d.apart, d.writer} {
		if pool != nil {
			err = pool.Close()
		}
	}
	if d.lock != nil {
		_ = d.lock.Close()
	}
	return err
}

// Now is the service's clock: its one answer to what time it is.
func (d *DB) Now() time.Time { return d.clock() }

// Ping says whether the database can be read.
func (d *DB) Ping(ctx context.Context) error {
	var n int
	return d.reader.GetContext(ctx, &n, `SELECT COUNT(*) FROM editions`)
}

// SQLite says whether the rows are in an SQLite file.
func (d *DB) SQLite() bool { return d.writer.DriverName() == "sqlite3" }

// apartReaders are the connections of heavy work, on both databases.
const apartReaders = 2

// Connect opens the connections to a database, by the name of a driver and an address. The store's tests put their own in
// its place, and see each statement.
var Connect = sqlx.Open

// NewID is a new row's id: 16 random bytes as text, in Go, so that both databases agree.
func NewID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
