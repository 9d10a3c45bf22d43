package store_test

import (
	"database/sql"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
)

// Reading rows of all ICBs is for these alone.
var readAcrossICBs = []string{
	"FindCtx",        // the person that a request's session belongs to, and their ICBs
	"FinishRemovals", // removals of texts that may still be in the log
	"HeldFiles",      // the virus scanner's work
	"InvitationOf",   // the invitation that a link opens
	"Memberships",    // signing in: which ICBs a person belongs to
	"SweepUploads",   // uploads that never ended
}

func TestOnlyTheseReadAcrossICBs(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	kernel, err := filepath.Glob("db/*.go")
	if err != nil || len(kernel) == 0 {
		t.Fatalf("the kernel's files: %v", err)
	}
	var found []string
	for _, name := range slices.Concat(files, kernel) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok || slices.Contains([]string{"across", "Across"}, function.Name.Name) {
				continue
			}
			ast.Inspect(function, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"across", "Across"}, s.Sel.Name) {
					found = append(found, function.Name.Name)
				}
				if i, ok := n.(*ast.Ident); ok && i.Name == "allTenants" &&
					!slices.Contains([]string{"lockRows", "SessionLock"}, function.Name.Name) {
					t.Errorf("%s names all ICBs: use across", function.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(found)
	if !reflect.DeepEqual(found, readAcrossICBs) {
		t.Errorf("rows of all ICBs are read by %v, want %v", found, readAcrossICBs)
	}
}

// A statement that forgot its tenant_id: PostgreSQL itself must keep to the ICB that the transaction is for.
func TestPostgresKeepsICBsApart(t *testing.T) {
	w := storetest.NewPostgres(t)
	for _, rows := range []*store.Rows{w.For(w.Lead), w.For(w.ForeignLead)} {
		if _, err := rows.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: "ours"}); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("pgx", w.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tests := []struct {
		name, tenant, query string
		want                int64
	}{
		{"read, for no ICB", "", `SELECT COUNT(*) FROM entries`, 0},
		{"read, for one", "QWE", `SELECT COUNT(*) FROM entries`, 1},
		{"read, for another that is not there", "QZZ", `SELECT COUNT(*) FROM entries`, 0},
		{"read, for all", "*", `SELECT COUNT(*) FROM entries`, 2},
		{"history, for one", "S1Y5D", `SELECT COUNT(*) FROM audit WHERE tenant_id <> 'S1Y5D'`, 0},
		{"change, for one", "QWE", `WITH done AS (UPDATE entries SET notes = 'x' RETURNING 1) SELECT COUNT(*) FROM done`, 1},
		{
			"delete another's", "QWE", `WITH done AS (DELETE FROM entries WHERE tenant_id = 'S1Y5D' RETURNING 1) SELECT COUNT(*) FROM done`,
			0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tx.Rollback() }()
			if _, err := tx.Exec(`SELECT set_config('app.tenant', $1, true)`, tt.tenant); err != nil {
				t.Fatal(err)
			}
			var got int64
			if err := tx.QueryRow(tt.query).Scan(&got); err != nil || got != tt.want {
				t.Errorf("%d rows, %v; want %d", got, err, tt.want)
			}
		})
	}
	t.Run("add to another's", func(t *testing.T) {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		_, _ = tx.Exec(`SELECT set_config('app.tenant', 'QWE', true)`)
		_, err = tx.Exec(`INSERT INTO evidence_links (tenant_id, evidence_id, priority, point) VALUES ('S1Y5D', 'x', '1.1', '')`)
		if err == nil || !strings.Contains(err.Error(), "row-level security") {
			t.Errorf("got %v", err)
		}
	})
	var open int
	err = db.QueryRow(`
		SELECT COUNT(*) FROM pg_class k JOIN information_schema.columns c ON c.table_name = k.relname AND c.column_name = 'tenant_id'
		WHERE k.relkind = 'r' AND k.relname <> 'tenants' AND NOT (k.relrowsecurity AND k.relforcerowsecurity)`).Scan(&open)
	if err != nil || open != 0 {
		t.Errorf("%d tables of ICBs' rows have no lock, %v", open, err)
	}
}

func TestSuperuserIsRefused(t *testing.T) {
	storetest.Postgres(t) // skips or fails where there is none; the cluster's own database outlives the superuser's visit
	u, err := url.Parse(os.Getenv("IPS_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User("postgres")
	s, err := store.Open(ctx, store.Options{Database: u.String()})
	if err == nil {
		s.Close()
		t.Fatal("opened as a superuser")
	}
	if !strings.Contains(err.Error(), "superuser") {
		t.Errorf("got %v", err)
	}
}
