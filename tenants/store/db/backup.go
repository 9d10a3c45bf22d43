package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

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
func contents(ctx context.Context, file *sqlx.DB) (Contents, error) {
	var c Contents
	err := file.GetContext(ctx, &c, `
		SELECT (SELECT COUNT(*) FROM tenants) AS icbs,
		       (SELECT COUNT(*) FROM audit) AS saves,
		       (SELECT COALESCE(MAX(at), '') FROM audit) AS last_save,
		       (SELECT MAX(version_id) FROM goose_db_version WHERE is_applied) AS schema`)
	return c, err
}

// errNotFile: only an SQLite database is backed up by this program.
var errNotFile = errors.New("PostgreSQL is backed up and restored with its own tools, pg_dump and pg_restore: see docs/operations.md")

// A CheckFunc says in words what is wrong with a database; nothing when all is whole.
type CheckFunc func(ctx context.Context, d *DB) (faults []string, err error)

// Backup writes the whole database, as it is at one moment, into a new file that only its owner may read, and looks it
// over with check before it gives it its name. Savers go on meanwhile. A file that is there already is an error unless
// replace is set; one that is not whole is never kept.
func (d *DB) Backup(ctx context.Context, file string, replace bool, check CheckFunc) (c Contents, err error) {
	if !d.SQLite() {
		return c, errNotFile
	}
	if err := d.mayReplace(file, replace); err != nil {
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
	live, err := openFile(d.path, "ro")
	if err != nil {
		return c, err
	}
	defer live.Close()
	if _, err := live.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	if c, err = inspect(ctx, partial, check); err != nil {
		return c, fmt.Errorf("the copy is not whole, so it was not kept; look the database over with ipstoolkit check: %w", err)
	}
	if err := d.mayReplace(file, replace); err != nil {
		return c, err
	}
	if err := moveInto(partial, file); err != nil {
		return c, fmt.Errorf("backup: %w", err)
	}
	return c, nil
}

// mayReplace refuses a backup's name that would destroy something.
func (d *DB) mayReplace(file string, replace bool) error {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, own := range []string{d.path, d.path + "-wal", d.path + "-shm", d.path + ".lock"} {
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
func inspect(ctx context.Context, file string, check CheckFunc) (Contents, error) {
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
	copied, err := openFile(file, "ro&immutable=1")
	if err != nil {
		return Contents{}, err
	}
	d := &DB{writer: copied, reader: copied, clock: time.Now}
	defer d.Close()
	fault, err := recognise(ctx, copied)
	if err == nil && fault != "" {
		err = errors.New(fault)
	}
	if err != nil {
		return Contents{}, fmt.Errorf("%s %w", file, err)
	}
	c, err := contents(ctx, copied)
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if err := knownSchema(c.Schema, newestSchema()); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	faults, err := check(ctx, d)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%d found wrong in %s:\n  %s", len(faults), file, strings.Join(faults[:min(10, len(faults))], "\n  "))
	}
	return c, err
}

// hasNoLog refuses a file if its last saves may be in another one beside it.
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
