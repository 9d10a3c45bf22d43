package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"ipstoolkit/tenants/store"
)

// A database that cannot be written for a while, in a folder that can: people read on, saves are refused in words, and
// go on by themselves, without a restart, when it can be written again. (A file system that the kernel has shut off can
// only be mended after it was unmounted, and so not under a running server: TestReadOnlyDisk.)
func TestReadOnlyForAWhile(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
	}{
		{"the log", []string{store.FileName + "-wal"}},
		{"the database and its log", []string{store.FileName, store.FileName + "-wal"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := where{dir: t.TempDir()}
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

// protect makes files that nobody can write, not even a program that has them open, until release.
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
	t.Cleanup(func() { _ = set("-i") }) // a file that has gone needs none
	return func() {
		if err := set("-i"); err != nil {
			t.Fatal(err)
		}
	}
}
