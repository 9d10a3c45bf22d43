package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// agree restores without asking.
func agree(store.Contents, *store.Contents) error { return nil }

// saveEach saves entries from 50 savers at once until stop; each acknowledged save is counted.
func saveEach(t *testing.T, w *storetest.World, acknowledged *atomic.Int64) (stop func()) {
	t.Helper()
	var group sync.WaitGroup
	var over atomic.Bool
	priorities := edition.Current().Priorities()
	for n := range 50 {
		m, p := []tenants.Member{w.Lead, w.Commissioner, w.ForeignLead}[n%3], priorities[n%len(priorities)]
		group.Go(func() {
			for i := 0; !over.Load(); i++ {
				e, err := w.For(m).Entry(ctx, p.Key)
				if err == nil {
					e.Notes = fmt.Sprintf("saver %d, save %d", n, i)
					_, err = w.For(m).SaveEntry(ctx, p, e)
				}
				switch {
				case err == nil:
					acknowledged.Add(1)
				case !errors.Is(err, tenants.ErrStale):
					t.Errorf("saver %d: %v", n, err)
					return
				}
			}
		})
	}
	return sync.OnceFunc(func() { over.Store(true); group.Wait() })
}

func TestBackupWhileSaving(t *testing.T) {
	w := storetest.New(t)
	var acknowledged atomic.Int64
	stop := saveEach(t, w, &acknowledged)
	defer stop()
	for acknowledged.Load() < 200 {
		if t.Failed() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	file := filepath.Join(t.TempDir(), "a copy.db")
	before := acknowledged.Load()
	c, err := w.Backup(ctx, file, false)
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if int64(c.Saves) < before || c.ICBs != 2 || c.LastSave == "" {
		t.Errorf("the copy holds %s; %d saves were acknowledged before", c.Words(), before)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	if len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
	// The cut is one moment: what the copy holds is the first saves of each ICB, and they follow each other.
	dir := t.TempDir()
	if kept, err := store.Restore(ctx, file, dir, agree); err != nil || kept != "" {
		t.Fatalf("restore: kept %q, %v", kept, err)
	}
	if got, want := dump(t, dir), dump(t, w.Dir); !sameBeginning(got["audit"], want["audit"]) || len(got["audit"]) != c.Saves {
		t.Errorf("the restored history of %d saves is not the beginning of the %d there are", len(got["audit"]), len(want["audit"]))
	}
	checkWhole(t, dir)
}

// sameBeginning says whether each row of some is one of all.
func sameBeginning(some, all []string) bool {
	set := map[string]bool{}
	for _, row := range all {
		set[row] = true
	}
	for _, row := range some {
		if !set[row] {
			return false
		}
	}
	return true
}

func TestRestoreGivesTheSameRows(t *testing.T) {
	w := storetest.New(t)
	save(t, w, "1.1", "as it was")
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, err := w.Backup(ctx, file, false); err != nil {
		t.Fatal(err)
	}
	want := dump(t, w.Dir)
	save(t, w, "1.2", "since then")
	later := dump(t, w.Dir)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var asked []string
	kept, err := store.Restore(ctx, file, w.Dir, func(backup store.Contents, present *store.Contents) error {
		asked = append(asked, backup.Words(), present.Words())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || asked[0] == asked[1] {
		t.Errorf("asked about %q", asked)
	}
	if got := dump(t, w.Dir); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("the restored rows are not those of the backup")
	}
	aside := t.TempDir()
	if err := os.Rename(kept, filepath.Join(aside, store.FileName)); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, aside); fmt.Sprint(got) != fmt.Sprint(later) {
		t.Error("the database kept is not the one that was there")
	}
	checkWhole(t, w.Dir)
}

// The log is a part of a database when its server was killed: it is kept with it, and never read into the restored one.
func TestRestoreTakesTheLogAway(t *testing.T) {
	w := storetest.New(t)
	save(t, w, "1.1", "as it was")
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, err := w.Backup(ctx, file, false); err != nil {
		t.Fatal(err)
	}
	save(t, w, "1.2", "in the log only")
	dir := t.TempDir()
	for _, part := range []string{"", "-wal"} { // as a killed server leaves them
		copyTo(t, filepath.Join(w.Dir, store.FileName+part), filepath.Join(dir, store.FileName+part))
	}
	kept, err := store.Restore(ctx, file, dir, agree)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(kept + "-wal"); err != nil {
		t.Errorf("the old log: %v", err)
	}
	if strings.Contains(fmt.Sprint(dump(t, dir)), "in the log only") {
		t.Error("the old log was read into the restored database")
	}
	checkWhole(t, dir)
}

func TestBackupRefuses(t *testing.T) {
	w := storetest.New(t)
	taken := filepath.Join(t.TempDir(), "taken.db")
	if err := os.WriteFile(taken, []byte("something dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	live := filepath.Join(w.Dir, store.FileName)
	for _, tt := range []struct {
		name, file string
		replace    bool
		want       string
	}{
		{"a file that is there", taken, false, "is there already"},
		{"the database itself", live, true, "is the database in use"},
		{"its log", live + "-wal", true, "is the database in use"},
		{"a folder", w.Dir, true, "is not a file"},
		{"a folder that is not there", filepath.Join(w.Dir, "nowhere", "x.db"), false, "no such file"},
	} {
		if _, err := w.Backup(ctx, tt.file, tt.replace); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if text, _ := os.ReadFile(taken); string(text) != "something dear" {
		t.Error("a file that was there was changed")
	}
	if _, err := w.Backup(ctx, taken, true); err != nil {
		t.Errorf("to be replaced: %v", err)
	}
	tamper(t, w, `UPDATE audit SET who = 'Somebody else' WHERE seq = 2`)
	if _, err := w.Backup(ctx, filepath.Join(w.Dir, "x.db"), false); err == nil || !strings.Contains(err.Error(), "the copy is not whole") {
		t.Errorf("a database that is not whole: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(w.Dir, "*x.db*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRestoreRefuses(t *testing.T) {
	w := storetest.New(t)
	save(t, w, "1.1", strings.Repeat("a long note ", 500))
	good := filepath.Join(t.TempDir(), "good.db")
	if _, err := w.Backup(ctx, good, false); err != nil {
		t.Fatal(err)
	}
	backup := func(name string, change func(file string)) string {
		file := filepath.Join(t.TempDir(), name)
		copyTo(t, good, file)
		change(file)
		return file
	}
	statement := func(s string) func(string) {
		return func(file string) { execFile(t, file, s) }
	}
	for _, tt := range []struct{ name, file, want string }{
		{"no file", filepath.Join(t.TempDir(), "none.db"), "no such file"},
		{"an empty file", backup("empty.db", func(f string) { must(t, os.Truncate(f, 0)) }), "is empty"},
		{"half a file", backup("half.db", func(f string) { must(t, os.Truncate(f, 40<<10)) }), "cannot be used"},
		{
			"not a database", backup("text.db", func(f string) { must(t, os.WriteFile(f, []byte(strings.Repeat("hello\n", 999)), 0o600)) }),
			"is not a database",
		},
		{
			"another program's", backup("other.db", statement(`DROP TABLE audit_changes; DROP TABLE audit`)),
			"is not a database of this service",
		},
		{
			"a newer schema", backup("newer.db", statement(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)),
			"has schema 9999",
		},
		{
			"a changed history", backup("changed.db", statement(`UPDATE audit SET who = 'Somebody else' WHERE seq = 2`)),
			"was changed outside",
		},
		{"a database in use", backup("live.db", func(f string) { must(t, os.WriteFile(f+"-wal", nil, 0o600)) }), "has a log beside it"},
		{"a folder", t.TempDir(), "is not a file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := store.Restore(ctx, tt.file, dir, agree)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, store.FileName+"*")); len(left) > 1 { // the lock stays
				t.Errorf("left behind: %v", left)
			}
		})
	}
	no := errors.New("no")
	if _, err := store.Restore(ctx, good, w.Dir, func(store.Contents, *store.Contents) error { return no }); !errors.Is(err, no) {
		t.Errorf("not agreed: %v", err)
	}
	serving, err := store.Open(ctx, store.Options{Dir: w.Dir, Exclusive: true})
	must(t, err)
	defer serving.Close()
	if _, err := store.Restore(ctx, good, w.Dir, agree); err == nil || !strings.Contains(err.Error(), "another server is running") {
		t.Errorf("while a server runs: %v", err)
	}
}

// What is left of a database is never made anew or gone on with: the words name the command that puts a backup in its
// place, and nothing in the folder changes.
func TestUnsoundFiles(t *testing.T) {
	w := storetest.New(t)
	save(t, w, "1.1", strings.Repeat("a long note ", 800))
	good := filepath.Join(t.TempDir(), "good.db")
	if _, err := w.Backup(ctx, good, false); err != nil {
		t.Fatal(err)
	}
	size := func(file string) int64 {
		info, err := os.Stat(file)
		must(t, err)
		return info.Size()
	}
	for _, tt := range []struct {
		name   string
		change func(file string)
		want   string
	}{
		{"zero bytes", func(f string) { must(t, os.Truncate(f, 0)) }, "is empty (0 bytes)"},
		{
			"zero bytes and a log", func(f string) { must(t, os.Truncate(f, 0)); must(t, os.WriteFile(f+"-wal", []byte("x"), 0o600)) },
			"is empty (0 bytes)",
		},
		{"only a log", func(f string) { must(t, os.Rename(f, f+"-wal")) }, "is gone, while its log"},
		{"half of it", func(f string) { must(t, os.Truncate(f, size(f)/2)) }, "is damaged"},
		{"noise at the start", func(f string) { overwrite(t, f, 0, 100) }, "is damaged or is not a database"},
		{"noise in the middle", func(f string) { overwrite(t, f, size(f)/8192*4096, 8192) }, "is damaged"},
		{
			"text", func(f string) { must(t, os.WriteFile(f, []byte(strings.Repeat("hello\n", 999)), 0o600)) },
			"is damaged or is not a database",
		},
		{
			"another program's", func(f string) { must(t, os.Remove(f)); execFile(t, f, `CREATE TABLE songs (name TEXT)`) },
			"is not a database of this service",
		},
		{"a restore cut short", func(f string) { must(t, os.Rename(f, f+".restoring")) }, "a restore was cut short"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			copyTo(t, good, filepath.Join(dir, store.FileName))
			tt.change(filepath.Join(dir, store.FileName))
			before := folder(t, dir)
			s, err := store.Open(ctx, store.Options{Dir: dir, Exclusive: true})
			if err == nil {
				s.Close()
				t.Fatal("was opened")
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "ipstoolkit restore FILE --data "+dir) {
				t.Errorf("%v, want %q and the command that restores", err, tt.want)
			}
			if after := folder(t, dir); after != before {
				t.Error("the folder was changed")
			}
			if _, err := store.Restore(ctx, good, dir, agree); err != nil {
				t.Errorf("restore: %v", err)
			}
			checkWhole(t, dir)
		})
	}
}

// A program can be killed while it writes without a log: the first use of a restored file changes it so. What was half
// written is taken back, and nothing is refused.
func TestKilledWithoutLog(t *testing.T) {
	w := storetest.New(t)
	save(t, w, "1.1", "as it was")
	copied := filepath.Join(t.TempDir(), "copy.db")
	if _, err := w.Backup(ctx, copied, false); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+copied+"?_cache_size=5&_txlock=immediate")
	must(t, err)
	defer db.Close()
	tx, err := db.Begin()
	must(t, err)
	defer tx.Rollback()
	_, err = tx.Exec(`UPDATE audit SET who = 'Half written'; CREATE TABLE big AS SELECT randomblob(999999) AS noise`)
	must(t, err)
	dir := t.TempDir()
	for _, part := range []string{"", "-journal"} {
		copyTo(t, copied+part, filepath.Join(dir, store.FileName+part))
	}
	if _, err := store.Restore(ctx, filepath.Join(dir, store.FileName), t.TempDir(), agree); err == nil ||
		!strings.Contains(err.Error(), "has a log beside it") {
		t.Errorf("restore of a file in use: %v", err)
	}
	checkWhole(t, dir)
	if text := fmt.Sprint(dump(t, dir)); strings.Contains(text, "Half written") || !strings.Contains(text, "as it was") {
		t.Error("what was half written was not taken back")
	}
}

func TestEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.Open(ctx, store.Options{Dir: dir, Existing: true}); err == nil ||
		!strings.Contains(err.Error(), "there is no database in") {
		t.Errorf("a database that has to be there: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(dir, store.FileName+".new"), []byte("half of one"), 0o600)) // a first start was killed
	checkWhole(t, dir)
	info, err := os.Stat(filepath.Join(dir, store.FileName))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("the new database: %v, %v", info, err)
	}
}

func checkWhole(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(ctx, store.Options{Dir: dir, Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if faults, err := s.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("found wrong: %v, %v", faults, err)
	}
}

func save(t *testing.T, w *storetest.World, key, notes string) {
	t.Helper()
	if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, key), assessment.Entry{Status: assessment.InPlace, Notes: notes}); err != nil {
		t.Fatal(err)
	}
}

// dump is every row of an SQLite database as text, by table.
func dump(t *testing.T, dir string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, store.FileName)+"?_query_only=true")
	must(t, err)
	defer db.Close()
	return dumpAll(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`)
}

func dumpAll(t *testing.T, db *sql.DB, tables string) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	for _, table := range texts(t, db, tables) {
		columns := texts(t, db, `SELECT name FROM pragma_table_info('`+table+`')`)
		parts := make([]string, len(columns))
		for i, c := range columns {
			parts[i] = `quote("` + c + `")`
		}
		rows[table] = texts(t, db, `SELECT `+strings.Join(parts, ` || ',' || `)+` AS line FROM "`+table+`" ORDER BY line`)
	}
	return rows
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	must(t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		must(t, rows.Scan(&text))
		list = append(list, text)
	}
	must(t, rows.Err())
	return list
}

func execFile(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file)
	must(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	must(t, err)
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, b, 0o600))
}

// overwrite puts noise over a part of a file.
func overwrite(t *testing.T, file string, at, n int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("\xa5", int(n))), at)
	must(t, errors.Join(err, f.Close()))
}

// folder is the names and contents of a folder, but the lock.
func folder(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	must(t, err)
	var b strings.Builder
	for _, f := range list {
		if strings.HasSuffix(f.Name(), ".lock") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		fmt.Fprintf(&b, "%s %q\n", f.Name(), text)
	}
	return b.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
