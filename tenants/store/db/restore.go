package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// restoring is put behind a database's name for the copy that is about to take its place. While it is there nothing
// opens the folder: see readyFile.
const restoring = ".restoring"

// Restore replaces the database in a data folder with a backup, once check has looked it over. It keeps the database that
// was there, as kept; "" when there was none. It asks agree first, with what both hold (nil: none is there); an error of
// agree ends it. It is refused while a server runs on the folder.
func Restore(
	ctx context.Context, file, dir string, check CheckFunc, agree func(backup Contents, present *Contents) error,
) (kept string, err error) {
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
	c, err := inspect(ctx, partial, check)
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
	present, err := openFile(path, "ro")
	if err != nil {
		return &Contents{Unreadable: true}
	}
	defer present.Close()
	c, err := contents(ctx, present)
	if err != nil {
		return &Contents{Unreadable: true}
	}
	return &c
}

// swap puts the looked-over copy in the database's place. The old one is kept with its log, which is a part of it; a
// log left behind would be read into the new one. From the first step to the last, restoring is in the folder.
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
