package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"

	"ipstoolkit/migrations"
	"ipstoolkit/tenants/store/db"
)

// TestMain runs all tests of the store on an SQLite driver that sees each statement, and then looks at what it saw: a
// statement on an ICB's table that does not say which ICB fails them.
func TestMain(m *testing.M) {
	seen := &statements{all: map[string]bool{}}
	db.Connect = seen.connect
	code := m.Run()
	if wrong := seen.wrong(); len(wrong) > 0 {
		fmt.Printf("FAIL: %d statements do not say which ICB's rows they are for:\n%s\n", len(wrong), strings.Join(wrong, "\n"))
		code = 1
	}
	slow, err := seen.slow()
	if err != nil || len(slow) > 0 {
		fmt.Printf("FAIL: %d statements read all rows of a table that grows: %v\n%s\n", len(slow), err, strings.Join(slow, "\n"))
		code = 1
	}
	os.Exit(code)
}

// statements are the statements that reached the database.
type statements struct {
	mu  sync.Mutex
	all map[string]bool
}

func (s *statements) connect(name, address string) (*sqlx.DB, error) {
	if name == "sqlite3" {
		return sqlx.NewDb(sql.OpenDB(connector{address, s}), name), nil
	}
	pool, err := sqlx.Open(name, address)
	pages.LoadOrStore(address, pool) // the first of a database
	return pool, err
}

// pages are the connections that pages wait for, by the address of their PostgreSQL database.
var pages sync.Map

func (s *statements) add(query string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[strings.Join(strings.Fields(query), " ")] = true
}

func (s *statements) wrong() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for query := range s.all {
		if why := unbound(query); why != "" {
			list = append(list, why+": "+query)
		}
	}
	slices.Sort(list)
	return list
}

type connector struct {
	address string
	seen    *statements
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.address)
	if err != nil {
		return nil, err
	}
	return seenConn{conn.(*sqlite3.SQLiteConn), c.seen}, nil
}

// seenConn notes the statements that go over a connection.
type seenConn struct {
	*sqlite3.SQLiteConn
	seen *statements
}

func (c seenConn) Prepare(query string) (driver.Stmt, error) {
	c.seen.add(query)
	return c.SQLiteConn.Prepare(query)
}

func (c seenConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	c.seen.add(query)
	return c.SQLiteConn.PrepareContext(ctx, query)
}

func (c seenConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.seen.add(query)
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

func (c seenConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.seen.add(query)
	return c.SQLiteConn.QueryContext(ctx, query, args)
}

// tenantTables are the tables of the migrations that have a tenant_id, but for the list of ICBs itself.
var tenantTables = sync.OnceValue(func() []string {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		panic(err)
	}
	var list []string
	for _, name := range names {
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for _, t := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`).FindAllStringSubmatch(string(text), -1) {
			if t[1] != "tenants" && strings.Contains(t[2], "tenant_id") {
				list = append(list, t[1])
			}
		}
	}
	return list
})

// mention is a table in a statement, with the name that it has there.
var mention = regexp.MustCompile(`(?i)\b(FROM|JOIN|INTO|UPDATE) (\w+)(?: (?:AS )?(\w+))?`)

// notNames follow a table's name without being another name for it.
var notNames = []string{
	"", "where", "set", "on", "order", "group", "limit", "values", "join", "left", "inner", "cross", "default",
	"returning", "union",
}

// unbound says which of an ICB's tables a statement goes to without naming the ICB; "" when there is none.
func unbound(query string) string {
	if strings.HasPrefix(query, "CREATE ") ||
		slices.ContainsFunc(acrossICBs, func(part string) bool { return strings.Contains(query, part) }) {
		return ""
	}
	all := mention.FindAllStringSubmatch(query, -1)
	for _, m := range all {
		table, name := m[2], m[3]
		if !slices.Contains(tenantTables(), table) {
			continue
		}
		if slices.Contains(notNames, strings.ToLower(name)) {
			name = table
		}
		insert := strings.EqualFold(m[1], "INTO") && regexp.MustCompile(table+` \(tenant_id, `).MatchString(query)
		alone := name == table && regexp.MustCompile(`(?:WHERE|AND) tenant_id = `).MatchString(query)
		named := regexp.MustCompile(`\b` + name + `\.tenant_id = |= ` + name + `\.tenant_id\b`).MatchString(query)
		given := insert || strings.Contains(query, "tenant_id = ?")
		if !given || !insert && !alone && !named {
			return table
		}
	}
	return ""
}

// acrossICBs are parts of the statements that have to find out which ICB rows belong to.
var acrossICBs = []string{
	`FROM sessions s JOIN people p`,                // who has come with a session, and the ICBs that they are a member of
	`WHERE m.person_id = ? AND m.ended_at = ''`,    // the ICBs of a person, to choose between
	`FROM invitations WHERE token_hash = ?`,        // the invitation of a link
	`f.state = 'uploading' AND f.created_at < ?`,   // uploads that never ended, to be swept
	`f.state = 'held' ORDER BY f.created_at, f.id`, // files that wait for the virus scanner
	`FROM removals r WHERE r.gone_at = ''`,         // removals of texts that may still be in the log
}

func TestUnbound(t *testing.T) {
	for name, tt := range map[string]struct{ query, want string }{
		"one ICB's rows":      {"SELECT notes FROM entries WHERE tenant_id = ? AND priority = ?", ""},
		"every ICB's rows":    {"SELECT notes FROM entries WHERE priority = ?", "entries"},
		"shown but not asked": {"SELECT tenant_id, notes FROM entries WHERE priority = ?", "entries"},
		"joined by the ICB": {"SELECT e.id FROM evidence e JOIN files f ON f.tenant_id = e.tenant_id AND f.evidence_id = e.id " +
			"WHERE e.tenant_id = ?", ""},
		"joined, but no ICB's":     {"SELECT e.id FROM evidence e JOIN files f ON f.tenant_id = e.tenant_id WHERE e.id = ?", "evidence"},
		"joined by the id alone":   {"SELECT e.id FROM evidence e JOIN files f ON f.evidence_id = e.id WHERE e.tenant_id = ?", "files"},
		"changed":                  {"UPDATE entries SET notes = ? WHERE tenant_id = ? AND priority = ?", ""},
		"changed everywhere":       {"UPDATE entries SET notes = ? WHERE priority = ?", "entries"},
		"deleted everywhere":       {"DELETE FROM files WHERE id = ?", "files"},
		"made":                     {"INSERT INTO entries (tenant_id, priority) VALUES (?, ?)", ""},
		"made without":             {"INSERT INTO entries (priority) VALUES (?)", "entries"},
		"a table that is no ICB's": {"SELECT name FROM people WHERE id = ?", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := unbound(tt.query); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if n := len(tenantTables()); n < 15 {
		t.Errorf("%d tables of ICBs: have the migrations changed their form?", n)
	}
}
