package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants/store/storetest"
)

// postgresTools are the folders of PostgreSQL's programs, which Debian keeps off the PATH.
func postgresTools() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // a valid pattern
	slices.Sort(found)
	slices.Reverse(found)
	return strings.Join(append(found, os.Getenv("PATH")), ":")
}

// sh runs a line that the documentation gives to operators.
func sh(t *testing.T, line string, environment ...string) {
	t.Helper()
	c := exec.Command("sh", "-c", line)
	c.Env = append(append(os.Environ(), "PATH="+postgresTools()), environment...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
}

// emptyPostgres is an empty database.
func emptyPostgres(t *testing.T) string {
	t.Helper()
	db, err := sql.Open("pgx", os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	name := "empty_" + strings.ToLower(rand.Text())
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	u, err := url.Parse(os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// postgresRows is every row of a database as text, by table.
func postgresRows(t *testing.T, database string) map[string][]string {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`SELECT set_config('app.tenant', '*', false)`); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, table := range column(t, db, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`) {
		rows[table] = column(t, db, `SELECT t::text FROM "`+table+`" t ORDER BY t::text COLLATE "C"`)
	}
	return rows
}

func column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// The commands that the documentation gives for PostgreSQL keep every row of every ICB, both while people save and
// while nobody does.
func TestPostgresBackup(t *testing.T) {
	w := where{dir: t.TempDir(), database: storetest.Postgres(t)}
	s := newStorm(prepare(t, w, "QWE", "S1Y5D"), 12)
	p := startServe(t, w)
	stop := s.rage(t, p.url, func(saver string, status int, body string) { t.Errorf("%s: status %d: %.500s", saver, status, body) })
	defer stop()
	s.until(t, p, 100)
	before := s.count.Load()
	during, file := where{dir: w.dir, database: emptyPostgres(t)}, filepath.Join(t.TempDir(), "dump")
	sh(t, postgresBackup, "FILE="+file, "IPS_DATABASE="+w.database)
	stop()
	sh(t, postgresRestore, "FILE="+file, "EMPTY_DATABASE="+during.database)
	all := postgresRows(t, w.database)
	some := postgresRows(t, during.database)
	if int64(len(some["audit"])) < before {
		t.Errorf("%d saves restored, %d were acknowledged before the dump", len(some["audit"]), before)
	}
	for _, row := range some["audit"] {
		if !slices.Contains(all["audit"], row) {
			t.Fatalf("a save that never was: %s", row)
		}
	}
	during.check(t)

	after := where{dir: w.dir, database: emptyPostgres(t)}
	sh(t, postgresBackup, "FILE="+file, "IPS_DATABASE="+w.database)
	sh(t, postgresRestore, "FILE="+file, "EMPTY_DATABASE="+after.database)
	after.check(t) // the program locks rows again if the lock was not in the dump
	if got := postgresRows(t, after.database); fmt.Sprint(got) != fmt.Sprint(all) {
		t.Error("the restored rows are not those of the database")
	}
	p.kill(t)
	p = startServe(t, after)
	v := s.savers[0]
	v.visitor.save(t, p, v.key, "in the restored database", v.version)
	for _, command := range []string{"backup", "restore"} {
		out, err := w.command(t, command, file+".db")
		if err == nil || !strings.Contains(out, postgresBackup) || !strings.Contains(out, postgresRestore) {
			t.Errorf("%s on PostgreSQL: %v\n%s", command, err, out)
		}
	}
}

// A PostgreSQL server goes away under load and comes back. Meanwhile saves are refused in words. Afterwards everything
// works again, and no acknowledged save is lost.
func TestPostgresRestarts(t *testing.T) {
	folder := fmt.Sprintf("/tmp/ipstoolkit-restart-%d", os.Getpid())
	w := where{dir: t.TempDir(), database: ownCluster(t, folder)}
	visitors := prepare(t, w, "QWE", "S1Y5D")
	s := newStorm(visitors, 6)
	p := startServe(t, w)
	refused := make(chan int, 1<<16)
	stop := s.rage(t, p.url, func(saver string, status int, body string) {
		refused <- status
		if status != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d, want 303 or 503: %.500s", saver, status, body)
		}
	})
	defer stop()
	for _, how := range []string{"immediate", "fast"} {
		s.until(t, p, s.count.Load()+40)
		pgCtl(t, folder, "--mode="+how, "--wait", "stop")
		for began := time.Now(); len(refused) == 0 && time.Since(began) < 10*time.Second; {
			time.Sleep(5 * time.Millisecond)
		}
		keptOnThePage(t, p, visitors[0])
		pgCtl(t, folder, "--log="+folder+"/log", "--wait", "start")
		s.until(t, p, s.count.Load()+40)
	}
	stop()
	s.verify(t, w)
	t.Logf("2 restarts: %d saves acknowledged, %d refused in words, 0 lost", s.count.Load(), len(refused))
	if len(refused) == 0 {
		t.Error("no restart came while a save was under way: the test proves little")
	}
}

// keptOnThePage sends a form while the session cannot be read: what was typed comes back, to be sent again.
func keptOnThePage(t *testing.T, p *program, v *visitor) {
	t.Helper()
	const notes = "typed while PostgreSQL is away"
	status, body, err := v.ask(p.url, v.path("3.5"), saveForm(notes, 0))
	for _, want := range []string{"cannot save at the moment", notes, `action="` + v.path("3.5") + `"`, "Save again"} {
		if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, want) {
			t.Fatalf("a form while PostgreSQL is away: status %d, %v, want 503 with %q\n%.2000s", status, err, want, body)
		}
	}
	if status, body, err = v.ask(p.url, v.path("3.5"), nil); err != nil || status != http.StatusServiceUnavailable ||
		!strings.Contains(body, "not available at the moment") {
		t.Errorf("a page while PostgreSQL is away: status %d, %v\n%.500s", status, err, body)
	}
}

// ownCluster is a PostgreSQL server that a test may stop, with commits that are safe before they are acknowledged.
func ownCluster(t *testing.T, folder string) (database string) {
	t.Helper()
	if os.Getenv("IPS_TEST_POSTGRES") == "" {
		storetest.Postgres(t) // skips, or fails where PostgreSQL is required
	}
	script := "../../.ci/postgres"
	out, err := exec.Command(script, "start", folder).Output()
	t.Cleanup(func() { _ = exec.Command(script, "stop", folder).Run() })
	_, address, found := strings.Cut(strings.TrimSuffix(strings.TrimSpace(string(out)), "'"), "'")
	if err != nil || !found {
		t.Fatalf("%s start: %v\n%s", script, err, out)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), `ALTER DATABASE ips SET synchronous_commit = on`); err != nil {
		t.Fatal(err)
	}
	return address
}

// pgCtl stops or starts a cluster, as the user that it belongs to.
func pgCtl(t *testing.T, folder string, args ...string) {
	t.Helper()
	words := append([]string{"pg_ctl", "--pgdata=" + folder + "/data"}, args...)
	if os.Geteuid() == 0 {
		words = append([]string{"runuser", "-u", "postgres", "--", "env", "PATH=" + postgresTools()}, words...)
	}
	c := exec.Command(words[0], words[1:]...)
	c.Dir = "/"
	c.Env = append(os.Environ(), "PATH="+postgresTools())
	if out, err := c.Output(); err != nil { // without its errors: the server keeps those open
		t.Fatalf("%s: %v\n%s", words, err, out)
	}
}

// A migrate that is killed on PostgreSQL leaves all of the tables or none, and the next one continues.
func TestPostgresKilledWhileMigrating(t *testing.T) {
	whole := len(postgresRows(t, storetest.Postgres(t)))
	for i := range 3 {
		w := where{dir: t.TempDir(), database: emptyPostgres(t)}
		c := newCommand(t, w, "migrate")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+40*i) * time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait()
		// The first table is the migrations' own list, made before them.
		if n := len(postgresRows(t, w.database)); n > 1 && n < whole {
			t.Errorf("%d tables after a kill, want none or all %d", n, whole)
		}
		if out, err := w.command(t, "migrate"); err != nil {
			t.Errorf("migrate after a kill: %s %v", out, err)
		}
		if n := len(postgresRows(t, w.database)); n != whole {
			t.Errorf("%d tables, want %d", n, whole)
		}
		w.check(t)
	}
}
