package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ipstoolkit/tenants/store"
)

// A database cannot be written for a while, although its folder can. People can still read, and saves are refused in
// words. Saves work again, without a restart, once the database can be written. (A file system that the kernel has shut
// off can only be repaired after it was unmounted, and so not under a running server: TestReadOnlyDisk.)
func TestReadOnlyForAWhile(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
	}{
		{"the log", []string{store.FileName + "-wal"}},
		{"the database and its log", []string{store.FileName, store.FileName + "-wal"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := where{dir: onDisk(t)}
			v := prepare(t, w, "QWE")[0]
			p := startServe(t, w)
			v.save(t, p, "3.4", "while it could be written", 0)
			for round := 1; round <= 2; round++ {
				release := protect(t, w.dir, tt.files)
				for range 3 {
					refusedInWords(t, p, v, "3.4", "typed while nothing can be written, and kept on the page", round)
				}
				release()
				v.save(t, p, "3.4", fmt.Sprintf("it can be written again, %d", round), round)
			}
			if _, err := p.stop(); err != nil {
				t.Errorf("ended with %v", err)
			}
			w.check(t)
		})
	}
}

// onDisk is a folder on a disk, where files can be protected from programs that have them open; in a memory folder they
// cannot. IPS_TEST_DISK names another place than the usual one for it.
func onDisk(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(os.Getenv("IPS_TEST_DISK"), "ipstoolkit-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	f, err := os.Create(filepath.Join(dir, "probe"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	release := protect(t, dir, []string{"probe"})
	defer release()
	if _, err := f.WriteString("x"); err == nil {
		t.Skipf("files in %s cannot be protected while they are open: set IPS_TEST_DISK to a folder on a disk", dir)
	}
	return dir
}

// protect makes files read-only for everybody, even for a program that has them open, until release.
func protect(t *testing.T, dir string, names []string) (release func()) {
	t.Helper()
	set := func(how string) error {
		for _, name := range names {
			if out, err := exec.Command("chattr", how, filepath.Join(dir, name)).CombinedOutput(); err != nil {
				return fmt.Errorf("chattr %s: %w: %s", how, err, out)
			}
		}
		return nil
	}
	if err := set("+i"); err != nil {
		t.Skipf("files cannot be protected here: %v", err)
	}
	t.Cleanup(func() { _ = set("-i") }) // a file that has gone needs nothing
	return func() {
		if err := set("-i"); err != nil {
			t.Fatal(err)
		}
	}
}
