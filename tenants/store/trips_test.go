package store_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// A distant PostgreSQL answers each statement only after a while: what counts is how often the program waits for it. The
// server ends each of its answers with a message of its own (ReadyForQuery), which a socket in between counts.
func TestWaysToPostgres(t *testing.T) {
	w := storetest.NewPostgres(t)
	trips := &atomic.Int64{}
	s, err := store.Open(t.Context(), store.Options{Database: counted(t, w.Database, trips), Clock: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	ctx, rows := t.Context(), s.For(w.Lead)
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	priority, _ := editions.Current().Priority("3.4")
	version := 0
	save := func() error {
		e := assessment.Entry{Priority: "3.4", Status: assessment.Statuses[version%3], Owner: w.Commissioner.ID, Version: version}
		e.Notes = "Notes " + string(rune('a'+version))
		version, err = rows.SaveEntry(ctx, priority, e)
		return err
	}
	for name, tt := range map[string]struct {
		most int64
		do   func() error
	}{
		"who has come":                      {3, func() error { _, _, err := s.Sessions(nil).FindCtx(ctx, "token"); return err }},
		"all entries":                       {3, func() error { _, err := rows.Entries(ctx); return err }},
		"what results are worked out from":  {15, func() error { _, err := rows.TargetInput(ctx); return err }},
		"a save of status, owner and notes": {8, save},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // the first time prepares the statements
				if err := tt.do(); err != nil {
					t.Fatal(err)
				}
			}
			before := trips.Load()
			if err := tt.do(); err != nil {
				t.Fatal(err)
			}
			if n := trips.Load() - before; n < 1 || n > tt.most {
				t.Errorf("%d ways to the database and back, want at most %d", n, tt.most)
			}
		})
	}
}

// An ICB that a read is for holds for that read alone, whatever its connection is used for next.
func TestReadsStayApart(t *testing.T) {
	w := storetest.NewPostgres(t)
	ctx := t.Context()
	for range 30 {
		for _, m := range []tenants.Member{w.Lead, w.ForeignLead} {
			list, err := w.For(m).Members(ctx)
			if err != nil || len(list) == 0 {
				t.Fatalf("%d members, %v", len(list), err)
			}
			for _, one := range list {
				if one.Tenant.Code != m.Tenant.Code {
					t.Fatalf("a member of %s among those of %s", one.Tenant.Code, m.Tenant.Code)
				}
			}
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := w.For(w.Lead).Entries(gone); err == nil {
		t.Error("a read that was called off before it began")
	}
	if _, err := w.For(w.Lead).Entries(ctx); err != nil {
		t.Errorf("the next read: %v", err)
	}
}

// counted is the address of a socket that leads to the database and counts its answers.
func counted(t *testing.T, database string, answers *atomic.Int64) string {
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

// countAnswers copies the server's messages: a letter, their length in four bytes that count themselves, and the rest.
func countAnswers(to io.Writer, from io.Reader, answers *atomic.Int64) {
	head := make([]byte, 5)
	for {
		if _, err := io.ReadFull(from, head); err != nil {
			return
		}
		if head[0] == 'Z' {
			answers.Add(1)
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
