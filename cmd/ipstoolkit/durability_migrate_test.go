package main

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"ipstoolkit/migrations"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// A database of the first version, with two years of work of several ICBs, becomes one of the newest version with every
// row as it was. It does so by migrate, by the start of a server and, as an old backup, by restore.
func TestOldDatabase(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		old := where{dir: t.TempDir()}
		rows := makeOld(t, old, where{dir: t.TempDir()})
		restored := where{dir: t.TempDir()}
		if out, err := restored.command(t, "restore", filepath.Join(old.dir, store.FileName)); err != nil {
			t.Fatalf("restore: %v\n%s", err, out)
		}
		carried(t, restored, rows)
		if out, err := old.command(t, "migrate"); err != nil {
			t.Fatalf("migrate: %v\n%s", err, out)
		}
		carried(t, old, rows)
	})
	t.Run("postgres", func(t *testing.T) {
		filled := where{dir: t.TempDir(), database: storetest.Postgres(t)} // skips where there is no PostgreSQL
		old := where{dir: t.TempDir(), database: emptyPostgres(t)}
		carried(t, old, makeOld(t, old, filled))
	})
}

// The numbers of the migrations started again with the first release. Each command refuses the database of an earlier
// program in words, and leaves it as it is.
func TestFromBeforeTheFirstRelease(t *testing.T) {
	const before = `INSERT INTO goose_db_version (version_id, is_applied) VALUES (13, TRUE)`
	refused := func(t *testing.T, w where, line ...string) {
		t.Helper()
		out, err := w.command(t, line...)
		if err == nil || !strings.Contains(out, "schema 13") || !strings.Contains(out, "from before the first release") {
			t.Errorf("%v: %v\n%s", line, err, out)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		w := where{dir: t.TempDir()}
		if out, err := w.command(t, "migrate"); err != nil {
			t.Fatalf("migrate: %v\n%s", err, out)
		}
		db := openRows(t, w)
		if _, err := db.Exec(before); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		refused(t, w, "migrate")
		refused(t, w, "check")
		copied := where{dir: t.TempDir()}
		refused(t, copied, "restore", filepath.Join(w.dir, store.FileName))
	})
	t.Run("postgres", func(t *testing.T) {
		w := where{dir: t.TempDir(), database: storetest.Postgres(t)}
		if _, err := openRows(t, w).Exec(before); err != nil {
			t.Fatal(err)
		}
		refused(t, w, "migrate")
	})
}

// carried starts the newest program on a database and compares its rows afterwards with those of the first version.
func carried(t *testing.T, w where, rows map[string][]string) {
	t.Helper()
	if _, err := startServe(t, w).stop(); err != nil {
		t.Errorf("serve: %v", err)
	}
	w.check(t)
	db := openRows(t, w)
	for _, table := range tablesOf(t, 1) {
		if got := rowsOf(t, db, table, columnsOf(t, db, table, rows[table][0])); !slices.Equal(got, rows[table][1:]) {
			t.Errorf("%s: %d rows, %d before, not all the same", table, len(got), len(rows[table])-1)
		}
	}
}

// gone are columns of the first version that are no longer there: what they held is elsewhere (TestQuestionsOfBefore).
var gone = map[string][]string{"returns": {"query", "answer"}}

// makeOld fills a database as invented ICBs do, and puts its rows into a new one at old, which stops at the first
// version. It returns those rows by table; the first of each names the columns.
func makeOld(t *testing.T, old, filled where) map[string][]string {
	t.Helper()
	pagetest.NeedAssets(t)
	if out, err := filled.command(t, "seed", "--tenants", "2"); err != nil {
		t.Fatalf("seed: %v\n%s", err, out)
	}
	rows, filledTables := putOld(t, old, filled, 1), 0
	for _, list := range rows {
		if len(list) > 1 {
			filledTables++
		}
	}
	if filledTables < 10 {
		t.Errorf("only %d tables hold rows: the test proves little", filledTables)
	}
	return rows
}

// putOld puts the rows of a filled database into a new one at old, which stops at an earlier version of the tables, and returns
// them.
func putOld(t *testing.T, old, filled where, version int64) map[string][]string {
	t.Helper()
	from, to := openRows(t, filled), openRows(t, old)
	dialect, place := goose.DialectSQLite3, func(int) string { return "?" }
	if old.database != "" {
		dialect, place = goose.DialectPostgres, func(n int) string { return fmt.Sprintf("$%d", n+1) }
	}
	p, err := goose.NewProvider(dialect, to, migrations.Files, goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = p.UpTo(context.Background(), version)
	}
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, table := range tablesOf(t, version) {
		columns := columnsOf(t, to, table, "*")
		var places []string
		moved, empty := "", ""
		for _, column := range gone[table] {
			columns = strings.Replace(columns, ", "+column, "", 1)
			moved, empty = moved+", "+column, empty+", ''"
		}
		for n := range strings.Split(columns, ", ") {
			places = append(places, place(n))
		}
		insert := "INSERT INTO " + table + " (" + columns + moved + ") VALUES (" + strings.Join(places, ", ") + empty + ")"
		each(t, from, table, columns, func(values []any) {
			if _, err := to.Exec(insert, values...); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		})
		rows[table] = append([]string{columns}, rowsOf(t, to, table, columns)...)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// openRows opens a database as it is, for the rows of all ICBs.
func openRows(t *testing.T, w where) *sql.DB {
	t.Helper()
	driver, address := "sqlite3", "file:"+filepath.Join(w.dir, store.FileName)
	if w.database != "" {
		driver, address = "pgx", w.database
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	if w.database != "" {
		if _, err := db.Exec(`SELECT set_config('app.tenant', '*', false)`); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// tablesOf are the tables of a version, each after those that it refers to.
func tablesOf(t *testing.T, version int64) []string {
	t.Helper()
	files, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, name := range files { // in the order of their numbers
		number, err := goose.NumericComponent(name)
		if err != nil || number > version {
			continue
		}
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`).FindAllSubmatch(text, -1) {
			tables = append(tables, string(found[1]))
		}
	}
	return tables
}

// columnsOf are the names of some columns of a table; "*" is all.
func columnsOf(t *testing.T, db *sql.DB, table, asked string) string {
	t.Helper()
	rows, err := db.Query("SELECT " + asked + " FROM " + table + " WHERE FALSE")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, ", ")
}

// rowsOf is every row of a table as text, sorted.
func rowsOf(t *testing.T, db *sql.DB, table, columns string) []string {
	t.Helper()
	var list []string
	each(t, db, table, columns, func(values []any) { list = append(list, fmt.Sprintf("%q", values)) })
	slices.Sort(list)
	return list
}

func each(t *testing.T, db *sql.DB, table, columns string, do func(values []any)) {
	t.Helper()
	rows, err := db.Query("SELECT " + columns + " FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		values := make([]any, strings.Count(columns, ",")+1)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		do(values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
