// Package store keeps what ICBs record, in SQLite or PostgreSQL. It holds all SQL of the service.
//
// For(member) is the only way to an ICB's rows: it puts the ICB's code into every statement, and a member without an
// ICB reaches nothing. Every write goes through one function (write.go), which numbers it, writes its audit row and
// answers only after the commit. Missing rows are tenants.ErrNotFound, rows changed since they were read
// tenants.ErrStale, and what a form's text broke a problem.List.
package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
)

// FileName is the name of the SQLite database in the data folder.
const FileName = "ipstoolkit.db"

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
	// Clock is what the service takes for now; nil is the machine's clock.
	Clock func() time.Time
}

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	writer *sqlx.DB
	reader *sqlx.DB
	// apart are the readers of heavy work, which must not hold those that pages wait for.
	apart *sqlx.DB
	// queue is the one writer of an SQLite file; nil on PostgreSQL, which orders writers itself.
	queue *queue
	// together is the one transaction of a store made by Together, nil in all others.
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

// Queries is how many queries have been asked outside saves since the store was opened.
func (s *Store) Queries() int64 { return s.queries.Load() }

// Open opens the database, makes or moves on its tables, and refuses one that it cannot keep safely: an SQLite
// library with known faults, a file in use by another server, a schema newer than this program.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{clock: o.Clock}
	if s.clock == nil {
		s.clock = time.Now
	}
	var err error
	if o.Database != "" {
		err = s.openPostgres(o.Database)
	} else {
		err = s.openSQLite(ctx, o)
	}
	if err == nil && !s.SQLite() {
		err = s.refuseSuperuser(ctx)
	}
	if err == nil {
		err = s.damaged(s.migrate(ctx))
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close ends the connections and frees the lock.
func (s *Store) Close() error {
	var err error
	if s.queue != nil {
		s.queue.close()
	}
	for _, db := range []*sqlx.DB{s.reader, s.apart, s.writer} {
		if db != nil {
			err = db.Close()
		}
	}
	if s.lock != nil {
		_ = s.lock.Close()
	}
	return err
}

// Now is the service's clock: its one answer to what time it is.
func (s *Store) Now() time.Time { return s.clock() }

// Today is the day in London.
func (s *Store) Today() calendar.Date { return calendar.At(s.clock()).Date() }

// Ping says whether the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	return s.reader.GetContext(ctx, &n, `SELECT COUNT(*) FROM editions`)
}

// SQLite says whether the rows are in an SQLite file.
func (s *Store) SQLite() bool { return s.writer.DriverName() == "sqlite3" }

// oldestSQLite is the first version without a fault that could damage a database while its log is reset.
const oldestSQLite = 3051003

func (s *Store) openSQLite(ctx context.Context, o Options) error {
	if _, n, _ := sqlite3.Version(); n < oldestSQLite {
		return fmt.Errorf("the SQLite library %d is older than 3.51.3, which mends a fault that can damage a database", n)
	}
	if !o.Existing {
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
	}
	path := filepath.Join(o.Dir, FileName)
	s.path = path
	if o.Exclusive {
		lock, err := lockFile(path + ".lock")
		if err != nil {
			return err
		}
		s.lock = lock
	}
	if err := s.readyFile(ctx, o, path); err != nil {
		return err
	}
	const common = "?_busy_timeout=10000&_foreign_keys=true&_stmt_cache_size=200"
	// The writer begins each transaction with the write lock, so that it never has to give one up half-way. What it
	// deletes is overwritten, so that personal data removed for good are not left in the file's free pages.
	writer, err := connect("sqlite3", "file:"+escapePath(path)+common+"&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_secure_delete=true")
	if err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	s.writer = writer
	if err := writer.Ping(); err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	for _, pool := range []struct {
		db   **sqlx.DB
		most int
	}{{&s.reader, 4}, {&s.apart, apartReaders}} {
		reader, err := connect("sqlite3", "file:"+escapePath(path)+common+"&_query_only=true&_txlock=deferred")
		if err != nil {
			return fmt.Errorf("database %s: %w", path, err)
		}
		reader.SetMaxOpenConns(pool.most)
		reader.SetMaxIdleConns(pool.most)
		*pool.db = reader
	}
	s.queue = newQueue(writer)
	return nil
}

// apartReaders are the connections of heavy work, on both databases.
const apartReaders = 2

// connect opens a database. The tests of this package see each statement through it.
var connect = sqlx.Open

// escapePath keeps a folder's odd characters from being read as part of the address's settings.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func (s *Store) openPostgres(url string) error {
	db, err := sqlx.Open("pgx", url)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(10)
	apart, err := sqlx.Open("pgx", url)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	apart.SetMaxOpenConns(apartReaders)
	apart.SetMaxIdleConns(apartReaders)
	s.writer, s.reader, s.apart = db, db, apart
	return nil
}

// newID is a new row's id: 16 random bytes as text, in Go, so that both databases agree.
func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// Rows are one ICB's rows as one member reaches them.
type Rows struct {
	store  *Store
	member tenants.Member
	reader *sqlx.DB
	// system says that no membership is behind the saves: an operator's command, a job of the program. See System.
	system bool
}

// For is the only way to an ICB's rows. A member without an ICB is a fault of the program: every call on its rows
// answers tenants.ErrNotFound.
func (s *Store) For(m tenants.Member) *Rows { return &Rows{store: s, member: m, reader: s.reader} }

// Apart are the same rows, read over the few connections that are kept for heavy work: exports, and searches in
// everything. Pages never wait for one of those, however long it takes. Saves go the same way as all others.
func (r *Rows) Apart() *Rows {
	rows := *r
	rows.reader = r.store.apart
	return &rows
}

// System is the way to an ICB's rows for what no member does: the operator's commands, the making of invented data, the
// virus scanner. Nothing that a browser asks for comes here. who is whom the history names.
func (s *Store) System(t tenants.Tenant, who tenants.Person) *Rows {
	return s.system(tenants.Member{Tenant: t, Person: who, Role: tenants.Operator})
}

// job is System for what the program does of itself.
func (s *Store) job(tenant string, who tenants.Person) *Rows {
	return s.system(tenants.Member{Tenant: tenants.Tenant{Code: tenant}, Person: who})
}

func (s *Store) system(m tenants.Member) *Rows {
	rows := s.For(m)
	rows.system = true
	return rows
}

// may refuses what the member's role does not include. Every read asks it, as every save asks standing, so that no page can
// forget to. Errors: tenants.ErrNotFound for a member without an ICB; tenants.ErrForbidden, tenants.ErrProcurement.
func (r *Rows) may(p tenants.Permission) error {
	switch {
	case r.member.Tenant.Code == "":
		return tenants.ErrNotFound
	case r.system:
		return nil
	}
	return r.member.Allow(p)
}

// read runs queries on the ICB's rows at one moment, for a member who has the permission. Errors beside f's: those of may.
func (r *Rows) read(ctx context.Context, p tenants.Permission, f func(q reading) error) error {
	if err := r.may(p); err != nil {
		return err
	}
	return r.store.readFrom(ctx, r.reader, r.member.Tenant.Code, f)
}

// readOne is read for one query alone, which sees one moment without a transaction around it. PostgreSQL has to be told
// in one whose rows are asked for.
func (r *Rows) readOne(ctx context.Context, p tenants.Permission, f func(q reading) error) error {
	if err := r.may(p); err != nil {
		return err
	}
	return r.store.readOneFrom(ctx, r.reader, r.member.Tenant.Code, f)
}

func (s *Store) readOneFrom(ctx context.Context, pool *sqlx.DB, tenant string, f func(q reading) error) error {
	switch {
	case s.together != nil:
		return s.readFrom(ctx, pool, tenant, f)
	case !s.SQLite():
		return s.readPostgres(ctx, pool, tenant, true, f)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// One query of a file is over before anybody could call it off, and watching for that costs more than it.
	return read(asks(context.WithoutCancel(ctx), oneByOne{pool}, tenant, &s.queries), f)
}

func (s *Store) readAt(ctx context.Context, tenant string, f func(q reading) error) error {
	return s.readFrom(ctx, s.reader, tenant, f)
}

func (s *Store) readFrom(ctx context.Context, pool *sqlx.DB, tenant string, f func(q reading) error) error {
	if s.together != nil {
		if err := s.setTenant(ctx, s.together, tenant); err != nil {
			return err
		}
		return read(asks(ctx, oneByOne{s.together}, tenant, nil), f)
	}
	if !s.SQLite() {
		return s.readPostgres(ctx, pool, tenant, false, f)
	}
	ctx, cancel := ownContext(ctx)
	defer cancel()
	tx, err := pool.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read: %w", unavailable(err))
	}
	defer func() { _ = tx.Rollback() }()
	return read(asks(ctx, oneByOne{tx}, tenant, &s.queries), f)
}

// read is f with the answers to all that it has asked.
func read(q reading, f func(q reading) error) error {
	if err := f(q); err != nil {
		return err
	}
	return q.answered()
}

// get reads one row that is no ICB's: of people, sessions, the list of ICBs. No row is tenants.ErrNotFound.
func (s *Store) get(ctx context.Context, dest any, query string, args ...any) error {
	s.queries.Add(1)
	s.letGo(ctx)
	ctx, cancel := ownContext(ctx)
	defer cancel()
	return translate(s.reader.GetContext(ctx, dest, s.reader.Rebind(query), args...))
}

// all is get for any number of rows.
func (s *Store) all(ctx context.Context, dest any, query string, args ...any) error {
	s.queries.Add(1)
	s.letGo(ctx)
	ctx, cancel := ownContext(ctx)
	defer cancel()
	return translate(s.reader.SelectContext(ctx, dest, s.reader.Rebind(query), args...))
}

// ownContext ends when ctx does, and is nobody else's. database/sql looks at a query's context a moment after the query
// is done; a page's context may belong to the next request by then, since the web framework uses them again.
func ownContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}
