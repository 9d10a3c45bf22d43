package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"ipstoolkit/migrations"
	"ipstoolkit/tenants/store"
)

// Postgres is the address of a fresh PostgreSQL database with the service's tables, gone when the test ends. The
// cluster is the one that IPS_TEST_POSTGRES names, as a role that may make databases (make test and .ci/postgres start
// one). Without it the test skips, or fails where CI=true.
func Postgres(t testing.TB) string {
	t.Helper()
	cluster := os.Getenv("IPS_TEST_POSTGRES")
	switch {
	case cluster == "" && os.Getenv("CI") == "true":
		t.Fatal("no PostgreSQL to test on: IPS_TEST_POSTGRES is not set")
	case cluster == "":
		t.Skip(`no PostgreSQL to test on: run make test, or eval "$(.ci/postgres start)" first`)
	}
	from, err := template()
	if err != nil {
		t.Fatalf("PostgreSQL at %s: %v", cluster, err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := command("CREATE DATABASE " + name + " TEMPLATE " + from + copying()); err != nil {
		t.Fatalf("PostgreSQL at %s: %v", cluster, err)
	}
	t.Cleanup(func() {
		if err := command("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return address(name)
}

// address is the cluster's address with another database.
func address(database string) string {
	u, err := url.Parse(os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		return "" // template, which runs first, reports it
	}
	u.Path = "/" + database
	return u.String()
}

// command runs one statement beside the tests' databases.
func command(statement string) error {
	db, err := sql.Open("pgx", os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// template is the database that the fresh ones are copies of, made once a cluster and named after the migrations, so
// that it is never a stale one. Packages are tested side by side: the first makes it, the others wait.
var template = sync.OnceValues(func() (name string, err error) {
	hash, err := hashOfMigrations()
	if err != nil {
		return "", err
	}
	name = "template_" + hash
	ctx := context.Background()
	db, err := sql.Open("pgx", os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	conn, err := db.Conn(ctx) // the lock belongs to the connection and ends with it
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext('ipstoolkit test template'))"); err != nil {
		return "", err
	}
	var there bool
	err = conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil || there {
		return name, err
	}
	return name, makeTemplate(ctx, conn, name)
})

// makeTemplate gives the database its name last: one that was left half made is made again.
func makeTemplate(ctx context.Context, conn *sql.Conn, name string) error {
	const unfinished = "template_unfinished"
	if _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+unfinished+" WITH (FORCE)"); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+unfinished); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: address(unfinished)})
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+unfinished+" RENAME TO "+name)
	return err
}

// copying tells the server to copy the template's files: its usual way, through its log, takes eight times as long for the little
// that is in them. Servers before version 15 copy files anyway, and do not know the words.
var copying = sync.OnceValue(func() string {
	db, err := sql.Open("pgx", os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		return ""
	}
	defer db.Close()
	var version int
	if db.QueryRow("SELECT current_setting('server_version_num')::int").Scan(&version) != nil || version < 150000 {
		return ""
	}
	return " STRATEGY FILE_COPY"
})

func hashOfMigrations() (string, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil || len(names) == 0 {
		return "", errors.Join(errors.New("no migrations"), err)
	}
	hash := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s\n%d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(hash.Sum(nil)[:8]), nil
}
