package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ipstoolkit/migrations"
	"ipstoolkit/toolkit/calendar"
)

// Contents say what a database holds, so that people can tell one from another.
type Contents struct {
	ICBs     int              `db:"icbs"`
	Saves    int              `db:"saves"`
	LastSave calendar.Instant `db:"last_save"` // "" when there is none
	Schema   int64            `db:"schema"`
	// Unreadable says that there is a database, and nobody can say what it holds.
	Unreadable bool `db:"-"`
}

// Words are such as "36 ICBs, 1204 saves, the last on 20 November 2026 at 9:04am".
func (c Contents) Words() string {
	if c.Unreadable {
		return "what it holds cannot be read"
	}
	words := numbered(c.ICBs, "ICB") + ", " + numbered(c.Saves, "save")
	if c.LastSave != "" {
		words += ", the last on " + c.LastSave.Words()
	}
	return words
}

func numbered(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// contents reads what a database holds.
func contents(ctx context.Context, s *Store) (Contents, error) {
	var c Contents
	err := s.reader.GetContext(ctx, &c, `
		SELECT (SELECT COUNT(*) FROM tenants) AS icbs, (SELECT COUNT(*) FROM audit) AS saves, (SELECT COALESCE(MAX(at), '') FROM audit) AS last_save,
		       (SELECT MAX(version_id) FROM goose_db_version WHERE is_applied) AS schema`)
	return c, err
}

// errNotFile: only an SQLite database is backed up by this program.
var errNotFile = errors.New("PostgreSQL is backed up and restored with its own tools, pg_dump and pg_restore: see docs/operations.md")

// Backup writes the whole database, as it is at one moment, into a new file that only its owner may read, and looks it
// over before it gives it its name. Savers go on meanwhile. A file that is there already is an error unless replace is
// set; one that is not whole is never kept.
func (s *Store) Backup(ctx context.Context, file string, replace bool) (c Contents, err error) {
	if !s.SQLite() {
		return c, errNotFile
	}
	if err := s.mayReplace(file, replace); err != nil {
		return c, err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".partial-*")
	if err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	partial := temp.Name()
	defer func() { err = errors.Join(err, removeFiles(partial, partial+"-journal")) }()
	if err := temp.Close(); err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	live, err := openFile(s.path, "ro")
	if err != nil {
		return c, err
	}
	defer live.Close()
	if _, err := live.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	if c, err = inspect(ctx, partial); err != nil {
		return c, fmt.Errorf("the copy is not whole, so it was not kept; look the database over with ipstoolkit check: %w", err)
	}
	if err := s.mayReplace(file, replace); err != nil {
		return c, err
	}
	if err := moveInto(partial, file); err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	return c, nil
}

// mayReplace refuses a backup's name that would destroy something.
func (s *Store) mayReplace(file string, replace bool) error {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, own := range []string{s.path, s.path + "-wal", s.path + "-shm", s.path + ".lock"} {
		if live, err := os.Stat(own); err == nil && os.SameFile(info, live) {
			return fmt.Errorf("%s is the database in use: give the backup another name", file)
		}
	}
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a file: give the backup the name of a new file", file)
	case !replace:
		return fmt.Errorf("%s is there already: give another name, or --force to replace it", file)
	}
	return nil
}

// inspect looks a backup over: it has to be a whole database of this service that this program can read.
func inspect(ctx context.Context, file string) (Contents, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return Contents{}, err
	case !info.Mode().IsRegular() || info.Size() == 0:
		return Contents{}, fmt.Errorf("%s is empty or not a file", file)
	}
	if err := hasNoLog(file); err != nil {
		return Contents{}, err
	}
	db, err := openFile(file, "ro&immutable=1")
	if err != nil {
		return Contents{}, err
	}
	s := &Store{writer: db, reader: db, clock: time.Now}
	defer s.Close()
	fault, err := recognise(ctx, db)
	if err == nil && fault != "" {
		err = errors.New(fault)
	}
	if err != nil {
		return Contents{}, fmt.Errorf("%s %w", file, err)
	}
	c, err := contents(ctx, s)
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if err := knownSchema(c.Schema, newestSchema()); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	faults, err := s.Check(ctx)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%d found wrong in %s:\n  %s", len(faults), file, strings.Join(faults[:min(10, len(faults))], "\n  "))
	}
	return c, err
}

// hasNoLog refuses a file whose last saves may stand in another one beside it.
func hasNoLog(file string) error {
	for _, log := range logs {
		if there(file + log) {
			return fmt.Errorf("%s has a log beside it (%s), so it is a database in use or a copy of one, not a backup", file, log)
		}
	}
	return nil
}

// logs are the ends of the names of what SQLite keeps beside a file and reads into it.
var logs = []string{"-wal", "-journal"}

// newestSchema is the number of the last migration that this program knows.
func newestSchema() int64 {
	var newest int64
	names, _ := fs.Glob(migrations.Files, "*.sql") // the pattern is sound
	for _, name := range names {
		var n int64
		if _, err := fmt.Sscanf(name, "%d_", &n); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// restoring is put behind a database's name for the copy that is about to take its place. While it is there nothing
// opens the folder: see readyFile.
const restoring = ".restoring"

// Restore puts a backup in the place of the database in a data folder, once it has been looked over. The database that
// was there is kept, as kept; "" when there was none. agree is asked first, with what both hold (nil: none is there), and
// ends it with its error. It is refused while a server runs on the folder.
func Restore(ctx context.Context, file, dir string, agree func(backup Contents, present *Contents) error) (kept string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("data folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := hasNoLog(file); err != nil {
		return "", err
	}
	partial := path + ".partial"
	defer func() { err = errors.Join(err, removeFiles(partial)) }()
	if err := copyFile(ctx, file, partial); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	c, err := inspect(ctx, partial)
	if err != nil {
		return "", fmt.Errorf("this backup cannot be used, and nothing was changed: %s", strings.ReplaceAll(err.Error(), partial, file))
	}
	if err := agree(c, presentContents(ctx, path)); err != nil {
		return "", err
	}
	return swap(path, partial)
}

// presentContents is what the database in use holds, nil when there is none.
func presentContents(ctx context.Context, path string) *Contents {
	if !there(path) {
		return nil
	}
	db, err := openFile(path, "ro")
	if err != nil {
		return &Contents{Unreadable: true}
	}
	defer db.Close()
	c, err := contents(ctx, &Store{reader: db})
	if err != nil {
		return &Contents{Unreadable: true}
	}
	return &c
}

// swap puts the looked-over copy in the database's place. The old one is kept with its log, which is a part of it; a
// log left behind would be read into the new one. From the first step to the last, restoring stands in the folder.
func swap(path, copied string) (kept string, err error) {
	if err := moveInto(copied, path+restoring); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() == 0 { // a log without anything in it
		if err := removeFiles(path + "-wal"); err != nil {
			return "", fmt.Errorf("restore: %w", err)
		}
	}
	if there(path) || there(path+"-wal") || there(path+"-journal") {
		kept = path + ".before-restore-" + time.Now().UTC().Format("20060102T150405.000Z")
	}
	for _, part := range append([]string{""}, logs...) {
		if there(path + part) {
			if err := os.Rename(path+part, kept+part); err != nil {
				return "", fmt.Errorf("restore: %w", err)
			}
		}
	}
	if err := removeFiles(path + "-shm"); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if err := moveInto(path+restoring, path); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	return kept, nil
}

// copyFile makes a copy that only its owner may read; it ends early with the context.
func copyFile(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() {
		return errors.Join(err, fmt.Errorf("%s is not a file", from))
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, readerFunc(func(b []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return in.Read(b)
	}))
	return errors.Join(err, out.Close())
}

// readerFunc reads by a function.
type readerFunc func(b []byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
