package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
)

// A save is on the disk before the person reads so: the log is written, then synced, then the answer goes out.
func TestSyncedBeforeTheAnswer(t *testing.T) {
	if err := exec.Command("strace", "-f", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skipf("strace does not run here (%v): apt-get install strace", err)
	}
	w := where{dir: t.TempDir()}
	v := prepare(t, w, "QWE")[0]
	trace := filepath.Join(t.TempDir(), "trace")
	p := startServe(t, w, "strace", "-f", "-yy", "-s", "24", "-o", trace, "-e", "trace=write,pwrite64,writev,sendto,fsync,fdatasync")
	const saves = 5
	for i := range saves {
		v.save(t, p, "3.4", fmt.Sprintf("note %d", i), i)
	}
	stopTraced(t, p)
	f, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	calls, err := readTrace(f)
	if err != nil {
		t.Fatal(err)
	}
	answers, early := unsynced(calls)
	if answers != saves {
		t.Errorf("the trace shows %d answers of %d", answers, saves)
	}
	if len(early) > 0 {
		t.Errorf("answers %v went out before their save was on the disk", early)
	}
}

// stopTraced ends the program under its tracer, and the tracer ends with it.
func stopTraced(t *testing.T, p *program) {
	t.Helper()
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", p.Process.Pid, p.Process.Pid))
	var child int
	if err == nil {
		_, err = fmt.Sscan(string(children), &child)
	}
	if err == nil {
		err = syscall.Kill(child, syscall.SIGTERM)
	}
	if err != nil {
		t.Fatal(err)
	}
	<-p.ended
}

// disk is a separate small disk at a folder.
func disk(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a small disk to fill")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk cannot be mounted here: %s", out)
	}
	t.Cleanup(func() { unmount(t, dir) })
	return dir
}

func unmount(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
		t.Errorf("unmount: %v", err)
	}
}

// fillUp takes all the room that a disk has left.
func fillUp(t *testing.T, dir string) (ballast string) {
	t.Helper()
	ballast = filepath.Join(dir, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 1 << 12} {
		for err == nil {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		err = nil
	}
	return ballast
}

// refusedInWords saves something that cannot be kept now: the answer says so and holds what was typed, and the page can
// still be read.
func refusedInWords(t *testing.T, p *program, v *visitor, key, notes string, version int) {
	t.Helper()
	status, body, err := v.ask(p.url, v.path(key), saveForm(notes, version))
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "cannot save at the moment") ||
		!strings.Contains(body, notes) {
		t.Errorf("a save: status %d, %v, want 503 in words with the text\n%.3000s\n%s", status, err, body, p.log)
	}
	if got, err := v.version(p.url, key); err != nil || got != version {
		t.Errorf("reading meanwhile: version %d, %v; want %d", got, err, version)
	}
}

// On a full disk people can still read, and saves are refused in words with what was typed. Everything works again once
// there is room.
func TestFullDisk(t *testing.T) {
	w := where{dir: disk(t, "12m")}
	v := prepare(t, w, "QWE")[0]
	p := startServe(t, w)
	v.save(t, p, "3.4", "while there was room", 0)
	ballast := fillUp(t, w.dir)
	version := 1
	for ; version < 400; version++ { // the log has some room of its own
		status, _, err := v.ask(p.url, v.path("3.4"),
			saveForm(fmt.Sprintf("the last room, %d %s", version, strings.Repeat("x", 5000)), version))
		if err != nil {
			t.Fatal(err)
		}
		if status != http.StatusSeeOther {
			break
		}
	}
	for range 3 {
		refusedInWords(t, p, v, "3.4", "typed on a full disk, and kept on the page", version)
	}
	for _, path := range []string{"/icb/QWE", "/icb/QWE/toolkit", "/readyz"} {
		if status, _, err := v.ask(p.url, path, nil); err != nil || status != http.StatusOK {
			t.Errorf("%s on a full disk: status %d, %v", path, status, err)
		}
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	v.save(t, p, "3.4", "room again", version)
	if _, err := p.stop(); err != nil {
		t.Errorf("ended with %v", err)
	}
	w.check(t)
	db, err := store.Open(context.Background(), w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := v.notes(t, db, "3.4"); len(got) != version+1 || got[version] != "room again" {
		t.Errorf("%d saves in the history, want %d", len(got), version+1)
	}
}

// A disk that a fault has made read-only acts like a full one. Nothing acknowledged is lost once the disk is repaired.
func TestReadOnlyDisk(t *testing.T) {
	image, dir := filepath.Join(t.TempDir(), "image"), t.TempDir()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a disk to break")
	}
	steps := [][]string{{"truncate", "-s", "24M", image}, {"mkfs.ext4", "-q", "-F", image}, {"mount", "-o", "loop", image, dir}}
	for _, step := range steps {
		if out, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			t.Skipf("a disk to break cannot be made here: %s: %s", step[0], out)
		}
	}
	mounted := true
	t.Cleanup(func() {
		if mounted {
			unmount(t, dir)
		}
	})
	w := where{dir: filepath.Join(dir, "data")}
	v := prepare(t, w, "QWE")[0]
	p := startServe(t, w)
	v.save(t, p, "3.4", "while it could be written", 0)
	if out, err := exec.Command("mount", "-o", "remount,abort", dir).CombinedOutput(); err != nil {
		t.Logf("remount,abort: %s %v", out, err)
	}
	for range 3 {
		refusedInWords(t, p, v, "3.4", "typed on a read-only disk, and kept on the page", 1)
	}
	p.kill(t)
	if err := syscall.Unmount(dir, 0); err != nil {
		t.Fatal(err)
	}
	mounted = false
	_ = exec.Command("fsck.ext4", "-p", image).Run() // ends with 1 when it repaired something
	if out, err := exec.Command("mount", "-o", "loop", image, dir).CombinedOutput(); err != nil {
		t.Fatalf("mount: %s", out)
	}
	mounted = true
	p = startServe(t, w)
	v.save(t, p, "3.4", "it can be written again", 1)
	w.check(t)
}

// A second server on the same folder is refused in words. What an operator does beside a running one works.
func TestBesideARunningServer(t *testing.T) {
	w := where{dir: t.TempDir()}
	v := prepare(t, w, "QWE")[0]
	p := startServe(t, w)
	v.save(t, p, "3.4", "a note", 0)
	backup := filepath.Join(t.TempDir(), "copy.db")
	for _, tt := range []struct {
		args []string
		ok   bool
		want string
	}{
		{[]string{"serve"}, false, "another server is running"},
		{[]string{"demo", "--data", w.dir, "--listen", "127.0.0.1:0"}, false, "another server is running"},
		{[]string{"migrate"}, false, "another server is running"},
		{[]string{"check"}, true, "No problems were found."},
		{[]string{"backup", backup}, true, "It was checked, and no problems were found."},
		{[]string{"backup", backup}, false, "is there already"},
		{[]string{"backup", "--force", backup}, true, "It was checked, and no problems were found."},
		{[]string{"restore", "--yes", backup}, false, "another server is running"},
		{[]string{"tenant", "add", "S1Y5D"}, true, "Added"},
		{[]string{"tenant", "list"}, true, "QWE"},
		{[]string{"invite", "QWE", "--name", "New person", "--email", "new@example.org"}, true, publicURL + "/invitations/"},
	} {
		out, err := w.command(t, tt.args...)
		if (err == nil) != tt.ok || !strings.Contains(out, tt.want) {
			t.Errorf("%q: %v, want %q\n%s", tt.args, err, tt.want, out)
		}
	}
	v.save(t, p, "3.4", "another note", 1)
	if took, err := p.stop(); err != nil || took > 10*time.Second {
		t.Errorf("stop: %v after %s", err, took)
	}
	out, err := w.command(t, "restore", backup) // no terminal to ask at
	if err == nil || !strings.Contains(out, "Say --yes to replace it") {
		t.Errorf("restore without a terminal: %v\n%s", err, out)
	}
	if out, err = w.command(t, "restore", backup, "--yes"); err != nil || !strings.Contains(out, "is kept as") {
		t.Errorf("restore: %v\n%s", err, out)
	}
	w.check(t)
}

// Wherever a database file is damaged, the commands that check it say so and name the one that restores. They do not
// touch a file that is not a database.
func TestDamagedFile(t *testing.T) {
	w := where{dir: t.TempDir()}
	prepare(t, w, "QWE", "S1Y5D")
	good, err := os.ReadFile(filepath.Join(w.dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(good); at += len(good) / 4 {
		bad := where{dir: t.TempDir()}
		noise := slices.Clone(good)
		copy(noise[at:], strings.Repeat("\xa5", 4096))
		file := filepath.Join(bad.dir, store.FileName)
		if err := os.WriteFile(file, noise, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"check", "serve"} {
			out, err := bad.command(t, command)
			if err == nil || !strings.Contains(out, "ipstoolkit restore FILE") {
				t.Errorf("%s with noise at %d of %d: %v\n%s", command, at, len(good), err, out)
			}
		}
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, noise) {
			t.Errorf("the file with noise at %d was changed, %v", at, err)
		}
	}
}
