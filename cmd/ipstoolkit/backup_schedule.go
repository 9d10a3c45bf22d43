package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ipstoolkit/tenants/store"
)

// schedule makes backups of a running service and removes the oldest. It reads the names in the folder, so that it
// continues after a restart.
type schedule struct {
	store *store.Store
	dir   string
	every time.Duration
	keep  int
	// failed says that the last try did not make one.
	failed atomic.Bool
}

// newSchedule is the settings' schedule; nil when they ask for none.
func (s settings) newSchedule(st *store.Store) (*schedule, error) {
	switch {
	case s.BackupDir == "":
		return nil, nil
	case !st.SQLite():
		return nil, errors.New("IPS_BACKUP_DIR is for SQLite: PostgreSQL is backed up with its own tools, see docs/operations.md")
	case s.BackupEvery < time.Minute || s.BackupKeep < 1:
		return nil, fmt.Errorf("IPS_BACKUP_EVERY is %s and IPS_BACKUP_KEEP %d: want at least 1m and 1", s.BackupEvery, s.BackupKeep)
	}
	if err := os.MkdirAll(s.BackupDir, 0o700); err != nil {
		return nil, fmt.Errorf("IPS_BACKUP_DIR: %w", err)
	}
	return &schedule{store: st, dir: s.BackupDir, every: s.BackupEvery, keep: s.BackupKeep}, nil
}

// The names of scheduled backups, with the moment in UTC. Other files in the folder are left alone.
const (
	backupPattern = "ipstoolkit-*.db"
	backupName    = "ipstoolkit-20060102T150405Z.db"
)

// retryAfter is how long a failed backup waits for the next try.
const retryAfter = 10 * time.Minute

// start makes backups until stop is called, which gives up a backup that is being made.
func (b *schedule) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { b.run(ctx) })
	return func() { cancel(); group.Wait() }
}

// run makes backups until the context ends.
func (b *schedule) run(ctx context.Context) {
	b.sweep()
	for {
		wait := time.Duration(0)
		if age, ok := b.age(); ok {
			wait = b.every - age
		}
		if b.failed.Load() {
			wait = max(wait, min(retryAfter, b.every))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			b.failed.Store(b.once(ctx) != nil)
		}
	}
}

// once makes one backup and removes the oldest above the number to keep.
func (b *schedule) once(ctx context.Context) error {
	began := time.Now()
	if err := logHeads(ctx, b.store, slog.Default()); err != nil && ctx.Err() == nil {
		slog.ErrorContext(ctx, "the ends of the histories could not be logged before a backup", "error", err)
	}
	file := filepath.Join(b.dir, began.UTC().Format(backupName))
	c, err := b.store.Backup(ctx, file, false)
	if err != nil {
		if ctx.Err() == nil { // else the program is ending
			slog.ErrorContext(ctx, "the scheduled backup failed", "error", err)
		}
		return err
	}
	slog.InfoContext(ctx, "backup made", "file", file, "holds", c.Words(), "seconds", time.Since(began).Seconds())
	made := b.made()
	for _, old := range made[:max(0, len(made)-b.keep)] {
		if err := os.Remove(filepath.Join(b.dir, old.Format(backupName))); err != nil {
			slog.ErrorContext(ctx, "an old backup could not be removed", "error", err)
		}
	}
	return nil
}

// sweep removes what is left of a backup that was cut short with the program.
func (b *schedule) sweep() {
	left, _ := filepath.Glob(filepath.Join(b.dir, "."+backupPattern+".partial-*")) // a valid pattern
	for _, file := range left {
		if err := os.Remove(file); err != nil {
			slog.Error("a backup that was cut short could not be removed", "error", err)
		}
	}
}

// made are the moments of the backups in the folder, oldest first.
func (b *schedule) made() []time.Time {
	var list []time.Time
	files, _ := filepath.Glob(filepath.Join(b.dir, backupPattern)) // a valid pattern
	for _, file := range files {
		if at, err := time.Parse(backupName, filepath.Base(file)); err == nil {
			list = append(list, at)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// age is how long ago the newest backup was made; false when there is none.
func (b *schedule) age() (time.Duration, bool) {
	made := b.made()
	if len(made) == 0 {
		return 0, false
	}
	return time.Since(made[len(made)-1]), true
}

// kept says how long a backup is kept: "14 days", "36 hours".
func (b *schedule) kept() string {
	const day = 24 * time.Hour
	switch all := b.every * time.Duration(b.keep); {
	case all >= 2*day:
		return fmt.Sprintf("%d days", (all+day-1)/day)
	default:
		return fmt.Sprintf("%d hours", (all+time.Hour-1)/time.Hour)
	}
}

// words say whether backups are made, for those who watch the service.
func (b *schedule) words(context.Context) string {
	age, ok := b.age()
	words := "none made yet"
	if ok {
		words = fmt.Sprintf("last made %s ago", age.Truncate(time.Minute))
		if age > b.every+time.Hour {
			words = "late: " + words
		}
	}
	if b.failed.Load() {
		words += ", the last try failed: see the log"
	}
	return words
}
