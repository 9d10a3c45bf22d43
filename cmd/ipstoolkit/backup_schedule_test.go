package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

func TestSchedule(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	s, err := store.Open(context.Background(), store.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	old := []string{"ipstoolkit-20250101T000000Z.db", "ipstoolkit-20250102T000000Z.db", "ipstoolkit-20250103T000000Z.db"}
	others := []string{"ipstoolkit-before-the-upgrade.db", "notes.txt", "ipstoolkit-20250101T000000Z.db.gpg"}
	for _, name := range append(append([]string{".ipstoolkit-20250104T000000Z.db.partial-1"}, old...), others...) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := &schedule{store: s, dir: dir, every: 24 * time.Hour, keep: 2}
	if words := b.words(context.Background()); !strings.HasPrefix(words, "late: last made") {
		t.Errorf("an old one: %q", words)
	}
	stop := b.start(context.Background())
	for began := time.Now(); time.Since(began) < 30*time.Second; time.Sleep(5 * time.Millisecond) {
		if age, _ := b.age(); age < time.Hour {
			break
		}
	}
	stop()
	if words := b.words(context.Background()); words != "last made 0s ago" {
		t.Errorf("a new one: %q", words)
	}
	made := b.made()
	if len(made) != 2 || made[0].Format(backupName) != old[2] {
		t.Errorf("kept %v, want the new one and %s", made, old[2])
	}
	for _, name := range others {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("somebody else's file: %v", err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	b.failed.Store(b.once(context.Background()) != nil)
	if words := b.words(context.Background()); words != "none made yet, the last try failed: see the log" {
		t.Errorf("after a failure: %q", words)
	}
}

func TestScheduleSettings(t *testing.T) {
	data := t.TempDir()
	s, err := store.Open(context.Background(), store.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, tt := range []struct {
		name string
		settings
		want string
	}{
		{"off", settings{}, ""},
		{"on", settings{BackupDir: t.TempDir(), BackupEvery: time.Hour, BackupKeep: 1}, ""},
		{"too often", settings{BackupDir: t.TempDir(), BackupEvery: time.Second, BackupKeep: 1}, "want at least 1m and 1"},
		{"none kept", settings{BackupDir: t.TempDir(), BackupEvery: time.Hour}, "want at least 1m and 1"},
	} {
		b, err := tt.newSchedule(s)
		if tt.want == "" && (err != nil || (b == nil) != (tt.BackupDir == "")) ||
			tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, %v; want %q", tt.name, b, err, tt.want)
		}
	}
}

func TestForHowLongBackupsAreKept(t *testing.T) {
	for _, tt := range []struct {
		every time.Duration
		keep  int
		want  string
	}{
		{24 * time.Hour, 14, "14 days"},
		{24 * time.Hour, 2, "2 days"},
		{25 * time.Hour, 2, "3 days"},
		{24 * time.Hour, 1, "24 hours"},
		{time.Hour, 47, "47 hours"},
		{90 * time.Minute, 1, "2 hours"},
	} {
		if got := (&schedule{every: tt.every, keep: tt.keep}).kept(); got != tt.want {
			t.Errorf("every %s, %d kept: %s, want %s", tt.every, tt.keep, got, tt.want)
		}
	}
}

// A backup is late an hour after it should have been made.
func TestWhenABackupIsLate(t *testing.T) {
	for age, want := range map[time.Duration]string{
		24*time.Hour + 30*time.Minute: "last made 24h30m0s ago", 25*time.Hour + 30*time.Minute: "late: last made 25h30m0s ago",
		47 * time.Hour: "late: last made 47h0m0s ago",
	} {
		dir := t.TempDir()
		at := time.Now().Add(-age).UTC().Format(backupName)
		if err := os.WriteFile(filepath.Join(dir, at), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := (&schedule{dir: dir, every: 24 * time.Hour, keep: 1}).words(t.Context()); got != want {
			t.Errorf("%s old: %q, want %q", age, got, want)
		}
	}
}

func TestNoScheduleForPostgres(t *testing.T) {
	w := storetest.NewPostgres(t)
	s := settings{BackupDir: t.TempDir(), BackupEvery: time.Hour, BackupKeep: 1}
	if b, err := s.newSchedule(w.Store); err == nil || b != nil || !strings.Contains(err.Error(), "IPS_BACKUP_DIR is for SQLite") {
		t.Errorf("%v, %v", b, err)
	}
}

// A server that makes backups itself reports them, and its files can be restored.
func TestServeMakesBackups(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "backups")
	w := where{dir: t.TempDir(), more: []string{"IPS_BACKUP_DIR=" + dir}}
	v := prepare(t, w, "QWE")[0]
	p := startServe(t, w)
	for began := time.Now(); !p.logHas("backup made"); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 30*time.Second {
			t.Fatalf("no backup after 30 s:\n%s", p.log)
		}
	}
	if status, body, err := v.ask(p.url, "/readyz", nil); err != nil || status != 200 || !strings.Contains(body, "backup: last made ") {
		t.Errorf("readyz: %d %q %v", status, body, err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 {
		t.Fatalf("backups: %v", files)
	}
	other := where{dir: t.TempDir()}
	if out, err := other.command(t, "restore", files[0]); err != nil {
		t.Errorf("restore: %v\n%s", err, out)
	}
	other.check(t)
}
