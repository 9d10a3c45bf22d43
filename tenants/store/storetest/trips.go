package storetest

import (
	"database/sql"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"ipstoolkit/tenants/store"
)

// NewCounted is a fresh world on PostgreSQL that counts the ways there and back. A distant database answers each only after
// a while: what counts is how often the program waits for it.
func NewCounted(t testing.TB) (w *World, ways *atomic.Int64) {
	t.Helper()
	ways = &atomic.Int64{}
	return fill(t, store.Options{Database: counted(t, Postgres(t), ways)}), ways
}

// counted is the address of a socket that leads to the database and counts its answers.
func counted(t testing.TB, database string, answers *atomic.Int64) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	real := filepath.Join(q.Get("host"), ".s.PGSQL."+portOf(u))
	dir, err := os.MkdirTemp("", "pg") // a socket's address is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL."+portOf(u)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", real)
			if err != nil {
				_ = c.Close()
				return
			}
			go func() { _, _ = io.Copy(server, c); _ = server.Close() }()
			go func() { countAnswers(c, server, answers); _ = c.Close() }()
		}
	}()
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return u.String()
}

func portOf(u *url.URL) string {
	for _, port := range []string{u.Query().Get("port"), u.Port()} {
		if port != "" {
			return port
		}
	}
	return "5432"
}

// countAnswers copies the server's messages: a letter, their length in four bytes that count themselves, and the rest. The
// server ends each of its answers with ReadyForQuery, Z. The answer to an empty query, I, is not counted. The driver sends
// one to see whether a connection is alive that nobody has used for a second, which depends on the machine's speed.
func countAnswers(to io.Writer, from io.Reader, answers *atomic.Int64) {
	head, empty := make([]byte, 5), false
	for {
		if _, err := io.ReadFull(from, head); err != nil {
			return
		}
		switch head[0] {
		case 'I':
			empty = true
		case 'Z':
			if !empty {
				answers.Add(1)
			}
			empty = false
		}
		if _, err := to.Write(head); err != nil {
			return
		}
		size := int64(head[1])<<24 | int64(head[2])<<16 | int64(head[3])<<8 | int64(head[4])
		if _, err := io.CopyN(to, from, size-4); err != nil {
			return
		}
	}
}

// Waiting is how many connections to the world's PostgreSQL database are inside a transaction and do nothing.
func (w *World) Waiting(t testing.TB) (n int) {
	t.Helper()
	db, err := sql.Open("pgx", w.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE
		'idle in transaction%'`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
