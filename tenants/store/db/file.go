package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
)

// An SQLite database that cannot be trusted is never opened for writing, and never made anew over what is left of it:
// the operator is told what is wrong and how to put a backup in its place.

// readyFile sees to it that there is a sound database at path before it is opened for writing: it makes that of an
// empty data folder, and refuses all that is not a database of this service.
func (d *DB) readyFile(ctx context.Context, o Options, path string) error {
	if there(path + restoring) {
		return fmt.Errorf("a restore was cut short in %s. Run it again: ipstoolkit restore FILE --data %s", o.Dir, o.Dir)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && there(path+"-wal"):
		return unsound(path, "is gone, while its log "+path+"-wal is still there. If the file was moved, put it back beside the log")
	case errors.Is(err, fs.ErrNotExist) && o.Existing:
		return fmt.Errorf("there is no database in %s: name the right folder with --data or IPS_DATA, "+
			"or make a new database with ipstoolkit migrate", o.Dir)
	case errors.Is(err, fs.ErrNotExist):
		return d.makeFile(ctx, path)
	case err != nil:
		return fmt.Errorf("database %s: %w", path, err)
	case info.Size() == 0:
		return unsound(path, "is empty (0 bytes), which this service never leaves behind")
	}
	if err := writable(o.Dir); err != nil {
		return err
	}
	fault, err := look(ctx, path, "ro", o.Exclusive)
	if isUnfinished(err) {
		fault, err = look(ctx, path, "rw", o.Exclusive)
	}
	if fault != "" {
		return unsound(path, fault)
	}
	return err
}

// writable says why a folder cannot be written. Reading the database in it needs that as well, since SQLite notes beside it
// who reads what; it would say itself that there is no such file.
func writable(dir string) error {
	const write = 2
	err := syscall.Access(dir, write)
	switch {
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the disk is read-only, and the database in %s cannot be used there, not even to look at it: make the disk "+
			"writable, "+
			"or copy the folder to one that is and name that with --data", dir)
	case err != nil:
		return fmt.Errorf("the folder %s cannot be written (%w), which even looking at the database in it needs: "+
			"make it writable for the user that runs this program, or run it as that user", dir, err)
	}
	return nil
}

// look says what is wrong with a file, "" when nothing is; over is whether its pages are looked at too.
func look(ctx context.Context, path, mode string, over bool) (fault string, err error) {
	db, err := openFile(path, mode)
	if err != nil {
		return "", err
	}
	defer db.Close()
	fault, err = recognise(ctx, db)
	if err == nil && fault == "" && over {
		fault = lookOver(ctx, db)
	}
	return fault, err
}

// isUnfinished says that a program was killed while it wrote without a log, as it does when a file that was a backup is
// first used. SQLite takes back what was half written, once it may write.
func isUnfinished(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrReadonly
}

// unsound is a database file that is not opened, and what to do about it.
func unsound(path, fault string) error {
	return fmt.Errorf("the database file %s %s. Nothing was changed. To put a backup in its place: ipstoolkit restore FILE --data %s",
		path, fault, filepath.Dir(path))
}

// Damaged tells an error of a damaged file as what it is; others stay as they are.
func (d *DB) Damaged(err error) error {
	if isDamage(err) {
		return unsound(d.path, fmt.Sprintf("is damaged (%v)", err))
	}
	return err
}

func isDamage(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && (lite.Code == sqlite3.ErrCorrupt || lite.Code == sqlite3.ErrNotADB)
}

// recognise says why a file is no database, or none of this service; "" when it is one.
func recognise(ctx context.Context, db *sqlx.DB) (fault string, err error) {
	var n int
	err = db.GetContext(ctx, &n, `
		SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('goose_db_version', 'tenants', 'audit')`)
	switch {
	case isDamage(err):
		return fmt.Sprintf("is damaged or is not a database (%v)", err), nil
	case err == nil && n < 3:
		return "is not a database of this service", nil
	}
	return "", err
}

// lookTime is how long a server looks its database over before it starts. What it finds by then it refuses; the whole
// is looked at by check, and by each backup.
const lookTime = 3 * time.Second

func lookOver(ctx context.Context, db *sqlx.DB) (fault string) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	var words []string
	err := db.SelectContext(ctx, &words, `PRAGMA quick_check(1)`)
	switch {
	case ctx.Err() != nil:
		return ""
	case err != nil:
		return fmt.Sprintf("is damaged (%v)", err)
	case len(words) != 1 || words[0] != "ok":
		return "is damaged (" + strings.Join(words, "; ") + ")"
	}
	return ""
}

// openFile opens a database file as it is, on one connection: to be read ("ro"), or read and set right ("rw").
func openFile(path, mode string) (*sqlx.DB, error) {
	db, err := sqlx.Open("sqlite3", "file:"+escapePath(path)+"?_busy_timeout=10000&mode="+mode)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// makeFile makes the database of an empty data folder. It gets its name only when its tables are there and it is safe
// on disk: a start that was cut short leaves no half of one.
func (d *DB) makeFile(ctx context.Context, path string) (err error) {
	if d.lock == nil {
		lock, err := lockFile(path + ".lock")
		if err != nil {
			return err
		}
		defer lock.Close()
		if there(path) {
			return nil // somebody else made it just now
		}
	}
	fresh := path + ".new"
	parts := []string{fresh, fresh + "-journal", fresh + "-wal", fresh + "-shm"}
	defer func() { err = errors.Join(err, removeFiles(parts...)) }()
	if err := removeFiles(parts...); err != nil {
		return err
	}
	if err := os.WriteFile(fresh, nil, 0o600); err != nil {
		return fmt.Errorf("new database: %w", err)
	}
	db, err := sqlx.Open("sqlite3", "file:"+escapePath(fresh)+"?_foreign_keys=true&_journal_mode=WAL&_synchronous=OFF")
	if err != nil {
		return fmt.Errorf("new database: %w", err)
	}
	err = (&DB{writer: db, reader: db, clock: d.clock}).migrate(ctx)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("new database: %w", err)
	}
	return moveInto(fresh, path)
}

// moveInto gives a finished file its name; the file and the name are both safe on disk when it returns.
func moveInto(from, to string) error {
	if err := syncFile(from); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFile(filepath.Dir(to))
}

// syncFile waits until a file's content, or a folder's names, are safe on disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removeFiles removes files; those that are not there are fine.
func removeFiles(paths ...string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
