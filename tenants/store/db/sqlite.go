package db

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
)

// FileName is the name of the SQLite database in the data folder.
const FileName = "ipstoolkit.db"

// oldestSQLite is the first version without a fault that could damage a database while its log is reset.
const oldestSQLite = 3051003

func (d *DB) openSQLite(ctx context.Context, o Options) error {
	if _, n, _ := sqlite3.Version(); n < oldestSQLite {
		return fmt.Errorf("the SQLite library %d is older than 3.51.3, which corrects a fault that can damage a database", n)
	}
	if !o.Existing {
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
	}
	path := filepath.Join(o.Dir, FileName)
	d.path = path
	if o.Exclusive {
		lock, err := lockFile(path + ".lock")
		if err != nil {
			return err
		}
		d.lock = lock
	}
	if err := d.readyFile(ctx, o, path); err != nil {
		return err
	}
	const common = "?_busy_timeout=10000&_foreign_keys=true&_stmt_cache_size=200"
	// The writer begins each transaction with the write lock, so that it never has to give one up half-way. What it
	// deletes is overwritten, so that personal data removed for good are not left in the file's free pages.
	writer, err := Connect("sqlite3", "file:"+escapePath(path)+common+
		"&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_secure_delete=true")
	if err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	d.writer = writer
	if err := writer.Ping(); err != nil {
		return fmt.Errorf("database %s: %w", path, err)
	}
	for _, pool := range []struct {
		db   **sqlx.DB
		most int
	}{{&d.reader, 4}, {&d.apart, apartReaders}} {
		reader, err := Connect("sqlite3", "file:"+escapePath(path)+common+"&_query_only=true&_txlock=deferred")
		if err != nil {
			return fmt.Errorf("database %s: %w", path, err)
		}
		reader.SetMaxOpenConns(pool.most)
		reader.SetMaxIdleConns(pool.most)
		*pool.db = reader
	}
	d.queue = newQueue(writer)
	return nil
}

// escapePath keeps a folder's odd characters from being read as part of the address's settings.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// patience is how long emptying the log waits for readers. Saves wait as long.
const patience = 50 * time.Millisecond

// EmptyLog copies SQLite's log of pages into the file and empties it, and says whether it did: while somebody reads the
// database as it was before (a backup, a check), it cannot be. It has a connection of its own with little patience: the
// writer's would keep every save waiting as long as somebody reads.
func (d *DB) EmptyLog(ctx context.Context) (bool, error) {
	file, err := sqlx.Open("sqlite3", fmt.Sprintf("file:%s?_busy_timeout=%d&mode=rw", escapePath(d.path), patience.Milliseconds()))
	if err != nil {
		return false, fmt.Errorf("empty the log: %w", err)
	}
	defer file.Close()
	file.SetMaxOpenConns(1)
	var done struct {
		Busy   int `db:"busy"`
		Log    int `db:"log"`          // pages in it
		Copied int `db:"checkpointed"` // of those
	}
	if err := file.GetContext(ctx, &done, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return false, fmt.Errorf("empty the log: %w", err)
	}
	return done.Busy == 0 && done.Log == 0, nil
}
