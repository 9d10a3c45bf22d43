package edition

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder is an operator's folder with these files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCurrent(t *testing.T) {
	if e := Current(); e.ID != "2026-03" || e.Month() != "March 2026" || len(e.Hash) != 64 {
		t.Errorf("current edition %q of %s, hash %q", e.ID, e.Month(), e.Hash)
	}
}

func TestLoadFolder(t *testing.T) {
	older := strings.Replace(strings.Replace(small, "id: 2030-01", "id: older", 1), "2030-01-01", "2020-01-01", 1)
	for _, c := range []struct {
		name    string
		files   map[string]string
		ids     string
		current string
	}{
		{"empty folder", nil, "2026-03", "2026-03"},
		{"newer edition", map[string]string{"next.yaml": small}, "2026-03 2030-01", "2030-01"},
		{"older edition", map[string]string{"old.YML": older}, "older 2026-03", "2026-03"},
		{
			"other files beside",
			map[string]string{"README.md": "# hello", "next.yaml.bak": "x", "next.yml": small},
			"2026-03 2030-01",
			"2030-01",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := LoadFolder(folder(t, c.files))
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, e := range l.Editions() {
				ids = append(ids, e.ID)
			}
			if got := strings.Join(ids, " "); got != c.ids || l.Current().ID != c.current {
				t.Errorf("editions %s, current %s; want %s, %s", got, l.Current().ID, c.ids, c.current)
			}
		})
	}
	if l, err := LoadFolder(""); err != nil || len(l.Editions()) != 1 {
		t.Errorf("no folder: %v, %v; want the shipped edition", l, err)
	}
	if len(shipped().shelf) != 1 {
		t.Error("an operator's editions have reached the shipped ones")
	}
}

func TestLoadFolderRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		files  map[string]string
		reason string
	}{
		{"two files with one id", map[string]string{"a.yaml": small, "b.yaml": small}, "a.yaml and b.yaml both have the id 2030-01"},
		{
			"the id of a shipped edition",
			map[string]string{"a.yaml": strings.Replace(small, "id: 2030-01", "id: 2026-03", 1)},
			"2026-03.yaml and a.yaml both have the id 2026-03",
		},
		{
			"a fault in a file",
			map[string]string{"a.yaml": strings.Replace(small, "page: 9", "page: 1", 1)},
			"a.yaml, line 38: page 1 comes after page 7",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := LoadFolder(folder(t, c.files)); err == nil || !strings.Contains(err.Error(), c.reason) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
	if _, err := LoadFolder(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestLibraryCheck(t *testing.T) {
	l, err := LoadFolder(folder(t, map[string]string{"next.yaml": small}))
	if err != nil {
		t.Fatal(err)
	}
	next, _ := l.Edition("2030-01")
	for _, c := range []struct {
		name   string
		used   map[string]string
		reason string // "" is no error
	}{
		{"nothing used", nil, ""},
		{"all as they were", map[string]string{"2026-03": Current().Hash, "2030-01": next.Hash}, ""},
		{
			"a file changed after use",
			map[string]string{"2026-03": Current().Hash, "2030-01": Current().Hash},
			"next.yaml: edition 2030-01 is in use and its file has changed",
		},
		{"a file gone after use", map[string]string{"2028-01": next.Hash}, "edition 2028-01 is in use and its file is not here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := l.Check(c.used)
			if (err == nil) != (c.reason == "") || err != nil && !strings.Contains(err.Error(), c.reason) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

// When an edition's file has gone, the edition comes back from the copy that was kept, with the same hash.
func TestLibraryKeepsBytes(t *testing.T) {
	l, err := LoadFolder(folder(t, map[string]string{"next.yaml": small}))
	if err != nil {
		t.Fatal(err)
	}
	kept := l.Bytes("2030-01")
	if string(kept) != small || l.Bytes("none") != nil {
		t.Fatalf("kept %q", kept)
	}
	used, _ := l.Edition("2030-01")
	later, err := LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	if err := later.Add("kept copy of 2030-01", kept); err != nil {
		t.Fatal(err)
	}
	if err := later.Check(map[string]string{"2030-01": used.Hash}); err != nil {
		t.Error(err)
	}
}
