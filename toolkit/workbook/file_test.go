package workbook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

// events is a snapshot that reads its history with a function, while files of the workbook are in the temporary folder.
func events(read func(yield func(snapshot.Event, error) bool)) snapshot.Snapshot {
	return snapshot.Snapshot{
		ICB: snapshot.ICB{Code: "QWE", Name: "South West London"}, Edition: edition.Current(),
		At: "2026-11-20T09:00:00.000000Z", Events: read,
	}
}

// left is what lies in the folder for temporary files, with the rights of each.
func left(t *testing.T, dir string) map[string]os.FileMode {
	t.Helper()
	found := map[string]os.FileMode{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && path != dir {
			info, _ := d.Info()
			found[strings.TrimPrefix(path, dir)] = info.Mode().Perm()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestNothingOfAWorkbookStays: while it is made only the service may read it. Afterwards, after an error and after a fault
// of the program it no longer has a name.
func TestNothingOfAWorkbookStays(t *testing.T) {
	cause := errors.New("the history cannot be read")
	for _, test := range []struct {
		name string
		end  func() error // of the history, in the middle of the workbook
		want error
	}{
		{"a whole workbook", func() error { return nil }, nil},
		{"a history that cannot be read", func() error { return cause }, cause},
		{"a fault of the program", func() error { panic("a fault") }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("TMPDIR", dir)
			saw := 0
			long := strings.Repeat("A note. ", 1000)
			s := events(func(yield func(snapshot.Event, error) bool) {
				for range 2500 { // more than a sheet keeps in memory
					if !yield(snapshot.Event{
						At: "2026-11-19T09:00:00.000000Z", Kind: "priority", Subject: "3.4",
						Changes: []snapshot.Change{{Field: "notes", New: long}},
					}, nil) {
						return
					}
				}
				for path, mode := range left(t, dir) {
					if saw++; mode&0o077 != 0 {
						t.Errorf("%s has the rights %o", path, mode)
					}
				}
				if err := test.end(); err != nil {
					yield(snapshot.Event{}, err)
				}
			})
			func() {
				defer func() { _ = recover() }()
				f, err := File(s)
				if !errors.Is(err, test.want) || (f == nil) != (test.want != nil) {
					t.Errorf("file %v, %v", f, err)
				}
				if f != nil {
					_ = f.Close()
				}
			}()
			if saw < 3 {
				t.Errorf("%d files and folders while it was made, want the folder, the workbook and a large sheet", saw)
			}
			if now := left(t, dir); len(now) != 0 {
				t.Errorf("it has left %v", now)
			}
		})
	}
}

// TestSweep removes what a killed program has left, and nothing that another is making.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	for _, name := range []string{"ipstoolkit-workbook-1", "ipstoolkit-workbook-2", "something-else"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "workbook.xlsx"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := hold(filepath.Join(dir, "ipstoolkit-workbook-2"))
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if err := Sweep(); err != nil {
		t.Fatal(err)
	}
	now := left(t, dir)
	if _, there := now["/ipstoolkit-workbook-1"]; there || len(now) != 4 {
		t.Errorf("after the sweep there are %v", now)
	}
}
