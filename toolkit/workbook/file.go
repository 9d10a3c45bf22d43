package workbook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"ipstoolkit/toolkit/snapshot"
)

// folders are the temporary folders in which workbooks are put together.
const folders = "ipstoolkit-workbook-*"

// File is the workbook of a snapshot in a file that no longer has a name: however the program ends, nothing of it
// stays. While it is put together it is in a folder that only the service may open. The folder goes when the work is
// done or fails. The caller closes the file.
func File(s snapshot.Snapshot) (*os.File, error) {
	dir, err := os.MkdirTemp("", folders)
	if err != nil {
		return nil, fmt.Errorf("folder for a workbook: %w", err)
	}
	defer os.RemoveAll(dir)
	held, err := hold(dir)
	if err != nil {
		return nil, err
	}
	defer held.Close()
	f, err := os.OpenFile(filepath.Join(dir, "workbook.xlsx"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("file for a workbook: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = f.Close()
		}
	}()
	if err := Write(f, s, dir); err != nil {
		return nil, err
	}
	done = true
	return f, nil
}

// Copy writes the workbook of a snapshot.
func Copy(to io.Writer, s snapshot.Snapshot) error {
	f, err := File(s)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return err
}

// hold keeps a folder from being swept for as long as the file is open.
func hold(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("hold a folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("hold %s: %w", dir, err)
	}
	return f, nil
}

// Sweep removes what programs that were killed in the middle of a workbook have left in the folder for temporary files.
// Workbooks that others are putting together now are left alone.
func Sweep() error {
	left, err := filepath.Glob(filepath.Join(os.TempDir(), folders))
	for _, dir := range left {
		held, busy := hold(dir)
		if busy != nil {
			continue
		}
		err = errors.Join(err, os.RemoveAll(dir), held.Close())
	}
	if err != nil {
		return fmt.Errorf("sweep unfinished workbooks: %w", err)
	}
	return nil
}
