package main

import (
	"database/sql"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ipstoolkit/server"
	"ipstoolkit/tenants/store"
)

// check compares the history with what the service logged at an earlier start, and with what check printed.
func TestCheckHeads(t *testing.T) {
	w := where{dir: t.TempDir()}
	v := prepare(t, w, "QWE", "S1Y5D")[0]
	p := startServe(t, w)
	v.save(t, p, "3.4", "a note", 0)
	if _, err := p.stop(); err != nil {
		t.Fatal(err)
	}
	printed, err := w.command(t, "check")
	if err != nil {
		t.Fatalf("check: %v\n%s", err, printed)
	}
	dir := t.TempDir()
	note := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	logged := note("service.log", "Nov 20 09:00:00 machine ipstoolkit[12]: "+p.log.String())
	earlier, other := note("check.txt", printed), note("notes.txt", "nothing of it\n")
	for _, tt := range []struct {
		name, file, want string
		ok               bool
	}{
		{"the log", logged, "No problems were found. The histories hold the 2 ends that were noted.", true},
		{"what check printed", earlier, "No problems were found. The histories hold the 2 ends that were noted.", true},
		{"another file", other, "does not say how far any history goes", false},
		{"no file", filepath.Join(dir, "none"), "no such file", false},
	} {
		if out, err := w.command(t, "check", "--heads", tt.file); (err == nil) != tt.ok || !strings.Contains(out, tt.want) {
			t.Errorf("%s: %v, want %q\n%s", tt.name, err, tt.want, out)
		}
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`
		DELETE FROM audit_changes WHERE tenant_id = 'QWE' AND seq > 1; DELETE FROM audit WHERE tenant_id = 'QWE' AND seq > 1;
		UPDATE tenants SET version = 1, audit_head = (SELECT hash FROM audit WHERE audit.tenant_id = 'QWE') WHERE tenant_id = 'QWE';
		DELETE FROM entries WHERE tenant_id = 'QWE'; DELETE FROM invitations WHERE tenant_id = 'QWE'; DELETE FROM memberships WHERE
		tenant_id = 'QWE'`)
	if err != nil {
		t.Fatal(err)
	}
	w.check(t) // without what the history told of, it is consistent on its own
	for _, file := range []string{logged, earlier} {
		if out, err := w.command(t, "check", "--heads", file); err == nil || !strings.Contains(out, "QWE: its history once had save") {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
	}
}

// Each scheduled backup logs how far the histories in it go.
func TestABackupNotesTheHeads(t *testing.T) {
	w := where{dir: t.TempDir()}
	prepare(t, w, "QWE")
	s, err := store.Open(t.Context(), w.options())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	file := filepath.Join(t.TempDir(), "log")
	log, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	before := slog.Default()
	slog.SetDefault(slog.New(server.LogHandler(slog.NewJSONHandler(log, nil))))
	defer slog.SetDefault(before)
	if err := (&schedule{store: s, dir: t.TempDir(), every: time.Hour, keep: 1}).once(t.Context()); err != nil {
		t.Fatal(err)
	}
	noted, err := readHeads(file)
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(t.Context())
	if err != nil || len(heads) != 1 || !slices.Equal(noted, heads) {
		t.Errorf("noted %+v, want %+v, %v", noted, heads, err)
	}
}

// A file that cannot be read to its end does not pass for a file without faults.
func TestHeadsOfAFileThatIsNoLog(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	text := `"msg":"history","icb":"QWE","saves":1,"head":"0a"` + "\n" + strings.Repeat("x", 2<<20) + "\n" +
		`"msg":"history","icb":"S1Y5D","saves":1,"head":"0b"`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if heads, err := readHeads(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("%d heads, %v", len(heads), err)
	}
}

// On a disk or in a folder that cannot be written, check and backup say so.
func TestLookingAtWhatCannotBeWritten(t *testing.T) {
	for _, tt := range []struct {
		name string
		shut func(t *testing.T, dir string)
		want string
	}{
		{"a read-only disk", readOnlyMount, "the disk is read-only"},
		{
			"a folder that nobody can write",
			func(t *testing.T, dir string) { protect(t, filepath.Dir(dir), []string{filepath.Base(dir)}) },
			"cannot be written",
		},
		{
			"a database that nobody can write, in a folder that can",
			func(t *testing.T, dir string) { protect(t, dir, []string{store.FileName}) }, "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := where{dir: filepath.Join(t.TempDir(), "data")}
			prepare(t, w, "QWE")
			tt.shut(t, w.dir)
			for _, line := range [][]string{{"check"}, {"backup", filepath.Join(t.TempDir(), "copy.db")}, {"tenant", "list"}} {
				out, err := w.command(t, line...)
				if (err == nil) != (tt.want == "") || !strings.Contains(out, tt.want) || strings.Contains(out, "no such file") {
					t.Errorf("%s: %v, want %q\n%s", line[0], err, tt.want, out)
				}
			}
		})
	}
}

// readOnlyMount makes a folder read-only, like a read-only disk, while the test runs.
func readOnlyMount(t *testing.T, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a disk that is read-only")
	}
	for _, step := range [][]string{{"--bind", dir, dir}, {"-o", "remount,bind,ro", dir}} {
		if out, err := exec.Command("mount", step...).CombinedOutput(); err != nil {
			t.Skipf("a folder cannot be made a read-only disk here: %s", out)
		}
		if step[0] == "--bind" {
			t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
		}
	}
}
