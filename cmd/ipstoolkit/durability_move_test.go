package main

import (
	"database/sql"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"ipstoolkit/tenants/store/storetest"
)

// A move that is killed in the middle leaves a database that nobody serves, and nothing is changed where it comes from. The next
// move into it succeeds.
func TestAMoveThatIsKilled(t *testing.T) {
	from, to := where{dir: t.TempDir()}, where{database: storetest.Postgres(t)}
	prepare(t, from, "QWE", "S1Y5D")
	db, err := sql.Open("pgx", to.database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	held, err := db.Begin() // the move waits in its middle until it is killed
	if err == nil {
		_, err = held.Exec(`LOCK TABLE audit_changes IN ACCESS EXCLUSIVE MODE`)
	}
	if err != nil {
		t.Fatal(err)
	}
	c := newCommand(t, from, "move", "--to", to.database)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		var waiting int
		err := db.QueryRow(`SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database
			WHERE datname = current_database())`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
		if waiting > 0 {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("the move does not wait after a minute")
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Wait().(*exec.ExitError); !ok {
		t.Fatal("the move ended before it was killed")
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	for _, line := range [][]string{{"check"}, {"serve"}, {"tenant", "list"}} {
		if out, err := to.command(t, line...); err == nil || !strings.Contains(out, "a move into this database was cut short") {
			t.Errorf("%s of what is left: %v\n%s", line, err, out)
		}
	}
	from.check(t)
	if out, err := from.command(t, "move", "--to", to.database); err != nil || !strings.Contains(out, "ICBs moved: 2.") ||
		!strings.Contains(out, "1 of 2 ICBs: QWE") {
		t.Fatalf("again: %v\n%s", err, out)
	}
	to.check(t)
	if out, err := from.command(t, "move", "--to", to.database); err == nil || !strings.Contains(out, "is not empty") {
		t.Errorf("a third time: %v\n%s", err, out)
	}
}

// Everything of an ICB goes from one installation to another by two commands, beside a running server.
func TestExportAndImport(t *testing.T) {
	from, to := where{dir: t.TempDir()}, where{dir: filepath.Join(t.TempDir(), "other")}
	v := prepare(t, from, "QWE", "S1Y5D")[0]
	p := startServe(t, from)
	v.save(t, p, "3.4", "a note", 0)
	file := filepath.Join(t.TempDir(), "QWE.zip")
	for _, tt := range []struct {
		w    where
		line []string
		want string
		ok   bool
	}{
		{from, []string{"export", "QZZ", file}, "there is no ICB QZZ here", false},
		{from, []string{"export", "qwe", file}, "holds everything of Example QWE (QWE)", true},
		{from, []string{"export", "QWE", file}, "is there already", false},
		{from, []string{"tenant", "import", file}, "the ICB QWE is there already", false},
		{to, []string{"tenant", "import", file + "x"}, "no such file", false},
		{to, []string{"tenant", "import", filepath.Join(from.dir, "ipstoolkit.db")}, "this is no zip file", false},
		{to, []string{"tenant", "import", file}, "Imported Example QWE (QWE)", true},
		{to, []string{"check"}, "No problems were found.", true},
		{to, []string{"tenant", "list"}, "QWE", true},
		{to, []string{"move"}, "say where to", false},
		{to, []string{"move", "--to", to.dir}, "another server is running", false},
		{from, []string{"move", "--to", t.TempDir()}, "another server is running", false},
	} {
		if out, err := tt.w.command(t, tt.line...); (err == nil) != tt.ok || !strings.Contains(out, tt.want) {
			t.Errorf("%s: %v, want %q\n%s", tt.line, err, tt.want, out)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the export there is %v", left)
	}
}
