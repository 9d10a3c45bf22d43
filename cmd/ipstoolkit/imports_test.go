package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The plan of the house, as rules: which package may import which. A rule that hinders good code is changed here, in
// the same commit and with its reason; there are no exceptions elsewhere.

const module = "ipstoolkit"

// rooms are the top-level folders. docs and .ci hold no Go of the program; a local run keeps its files in data.
var rooms = []string{"assets", "cmd", "data", "demo", "docs", "mail", "migrations", "scan", "server", "tenants", "toolkit"}

// toolkitOrder lists the packages of toolkit from the ground up: each may import only those before it.
var toolkitOrder = []string{
	"problem", "calendar", "archive", "number", "provider", "record", "view",
	"edition", "privacy", "markup",
	"assessment", "question", "evidence", "grid", "masking", "figures", "equity", "register", "contract", "staffing", "coverage",
	"measure",
	"claims",
	"action",
	"snapshot",
	"steering",
	"round",
	"compare",
	"workbook",
}

// sqlPackages speak to a database: only tenants/store may use them. drivers open, query and migrate one: only the
// store's kernel may use them.
var (
	sqlPackages = append([]string{"database/sql"}, drivers...)
	drivers     = []string{"github.com/jmoiron/sqlx", "github.com/jackc/pgx", "github.com/mattn/go-sqlite3", "github.com/pressly/goose"}
)

// kernel is the lower half of the store, which knows no record. Only the store may use it: anyone else would go round
// store.For.
const kernel = "tenants/store/db"

// excelRooms read and write Excel files with this library. They alone decide what a file may cost and how a cell looks.
var (
	excelRooms    = []string{"toolkit/grid", "toolkit/workbook"}
	excelPackages = []string{"github.com/xuri/excelize"}
)

// sample is the ICB that tests of the toolkit use too: it is as pure as they are.
const sample = "demo/sample"

// webPackages speak HTTP: nothing pure may use them, so that no rule of the toolkit depends on a page.
var webPackages = []string{"net/http", "html/template", "github.com/gin-gonic/gin", "github.com/alexedwards/scs"}

// statement is how a line of SQL begins, as this house writes it.
var statement = regexp.MustCompile(`(?m)^\s*(SELECT\s.+\sFROM|SELECT$|INSERT INTO|UPDATE \w+ SET|UPDATE \w+$|DELETE FROM|CREATE (TABLE|INDEX|UNIQUE)|ALTER TABLE|DROP TABLE)\b`)

// refused says why a package may not import another, or "". Both are paths below the module ("toolkit/measure",
// "server/page"); an import from outside the module is its full path. Tests of pages and commands may import anything,
// except what the production code of a pure package could not use either.
func refused(from, imported string, test bool) string {
	pure := within(from, "toolkit") || from == "tenants" || from == sample
	own, ours := strings.CutPrefix(imported, module+"/")
	switch {
	case !ours && pure && oneOf(imported, webPackages):
		return from + " is pure: no HTTP"
	case !ours && pure && oneOf(imported, sqlPackages):
		return from + " is pure: no SQL"
	case !ours && !within(from, "tenants/store") && !test && oneOf(imported, sqlPackages):
		return "SQL is spoken in tenants/store alone"
	case !ours && from != kernel && !test && oneOf(imported, drivers):
		return "the drivers of databases are for " + kernel + " alone"
	case !ours && !test && oneOf(imported, excelPackages) && !slices.Contains(excelRooms, from):
		return "Excel files are read in toolkit/grid and written in toolkit/workbook"
	case !ours:
		return ""
	case own == kernel:
		return unless(from == "tenants/store" || test && from == kernel, kernel+" is for tenants/store alone, which asks who may do what")
	case from == kernel:
		return unless(own == "tenants" || own == "migrations" || own == "toolkit/calendar" || own == "toolkit/archive" ||
			test && within(own, "tenants/store"),
			kernel+" imports migrations, toolkit/calendar, toolkit/archive and the errors of tenants only: it knows no record")
	case test && own == sample:
		return "" // a value, made of the toolkit alone
	case within(from, "toolkit"):
		return refusedInToolkit(from, own)
	case own == "tenants/store/storetest" || own == "server/page/pagetest" || own == "scan/scantest":
		return unless(test && !pure, own+" is for tests of the store, of pages and of the scanner")
	case test && !pure && !within(from, "tenants/store"):
		return ""
	case from == "tenants":
		return unless(own == "toolkit/problem" || own == "toolkit/calendar" || own == "toolkit/view",
			"tenants imports toolkit/problem, toolkit/calendar and toolkit/view only")
	case within(from, "tenants/store"):
		return unless(own == "tenants" || own == "migrations" || own == "tenants/store" ||
			within(own, "toolkit") && own != "toolkit/workbook",
			"tenants/store imports tenants, migrations and toolkit without the workbook only")
	case from == sample:
		return unless(within(own, "toolkit"), sample+" is a value, made of the toolkit alone")
	case within(own, "demo") && !within(from, "demo") && from != "cmd/ipstoolkit":
		return "invented data are for cmd and for tests"
	case within(from, "demo"):
		return unless(own == "server/demoidp" || own == "tenants" || own == "tenants/store" || within(own, "toolkit") ||
			within(own, "demo"),
			"demo imports tenants, tenants/store, toolkit and the people of server/demoidp only, so that tests of pages can use it")
	case from == "assets" || from == "migrations":
		return from + " imports nothing of ours"
	case within(from, "scan"):
		return unless(own == "scan" || own == "tenants" || own == "tenants/store" || within(own, "toolkit"),
			"scan imports tenants, tenants/store and toolkit only: it needs no page")
	case from == "mail":
		return unless(own == "tenants" || own == "tenants/store" || within(own, "toolkit"),
			"mail imports tenants, tenants/store and toolkit only: it needs no page")
	case within(from, "server/page"):
		return unless(own == "tenants" || own == "assets" || own == "server/page" || own == "server/places" || within(own, "toolkit"),
			"server/page imports server/places, tenants, toolkit and assets only, and never the store")
	case from == "server/places":
		return from + " imports nothing of ours: it knows of no page and no row"
	case within(from, "server/"):
		return unless(own == "server/page" || own == "server/places" || own == "tenants" || own == "tenants/store" || own == "scan" ||
			within(own, "toolkit"),
			"a page room imports server/page, server/places, scan, tenants, tenants/store and toolkit only: what two rooms share goes to "+
				"server/page or to toolkit")
	case from == "server":
		return unless(!within(own, "cmd"), "server does not import cmd")
	}
	return ""
}

// refusedInToolkit says why a package of toolkit may not import another, or "". Their order runs one way, in tests too.
func refusedInToolkit(from, imported string) string {
	here := slices.Index(toolkitOrder, strings.TrimPrefix(from, "toolkit/"))
	there := slices.Index(toolkitOrder, strings.TrimPrefix(imported, "toolkit/"))
	switch {
	case here < 0:
		return from + " has no place in toolkitOrder yet"
	case from == imported: // a test of the package from outside
		return ""
	case there < 0 || !within(imported, "toolkit"):
		return "toolkit imports nothing of ours but toolkit"
	}
	return unless(there < here, "toolkit is imported downwards only: "+imported+" is above "+from)
}

func unless(allowed bool, why string) string {
	if allowed {
		return ""
	}
	return why
}

// within tells whether a package is the folder or below it; "server/" means below it only.
func within(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, strings.TrimSuffix(folder, "/")+"/")
}

func oneOf(imported string, packages []string) bool {
	return slices.ContainsFunc(packages, func(p string) bool { return within(imported, p) })
}

func TestRefused(t *testing.T) {
	for _, test := range []struct {
		name, from, imported string
		refused              bool
	}{
		{"a page in the toolkit", "toolkit/measure", "net/http", true},
		{"gin in the toolkit", "toolkit/figures", "github.com/gin-gonic/gin", true},
		{"templates in the toolkit", "toolkit/edition", "html/template", true},
		{"SQL in the toolkit", "toolkit/assessment", "database/sql", true},
		{"sqlx in the toolkit", "toolkit/assessment", "github.com/jmoiron/sqlx", true},
		{"addresses are no HTTP", "toolkit/evidence", "net/url", false},
		{"Excel files are written", "toolkit/workbook", "github.com/xuri/excelize/v2", false},
		{"Excel files are read", "toolkit/grid", "github.com/xuri/excelize/v2", false},
		{"figures read an Excel file by themselves", "toolkit/figures", "github.com/xuri/excelize/v2", true},
		{"a page reads an Excel file by itself", "server/registers", "github.com/xuri/excelize/v2", true},
		{"the toolkit looks up to tenants", "toolkit/snapshot", "ipstoolkit/tenants", true},
		{"the toolkit looks up to the server", "toolkit/snapshot", "ipstoolkit/server/page", true},
		{"toolkit upwards", "toolkit/figures", "ipstoolkit/toolkit/measure", true},
		{"toolkit to the top", "toolkit/problem", "ipstoolkit/toolkit/workbook", true},
		{"toolkit to the right in one storey", "toolkit/assessment", "ipstoolkit/toolkit/contract", true},
		{"toolkit downwards", "toolkit/measure", "ipstoolkit/toolkit/figures", false},
		{"toolkit to the left in one storey", "toolkit/calendar", "ipstoolkit/toolkit/problem", false},
		{"toolkit without a place", "toolkit/utils", "ipstoolkit/toolkit/problem", true},
		{"tenants with HTTP", "tenants", "net/http", true},
		{"tenants with SQL", "tenants", "github.com/jmoiron/sqlx", true},
		{"tenants and the toolkit's rules", "tenants", "ipstoolkit/toolkit/measure", true},
		{"tenants and the store", "tenants", "ipstoolkit/tenants/store", true},
		{"tenants and dates", "tenants", "ipstoolkit/toolkit/calendar", false},
		{"the store speaks SQL", "tenants/store", "database/sql", false},
		{"the store with a driver", "tenants/store", "github.com/mattn/go-sqlite3", true},
		{"the store past its kernel", "tenants/store", "github.com/jmoiron/sqlx", true},
		{"the store and its kernel", "tenants/store", "ipstoolkit/tenants/store/db", false},
		{"the kernel with a driver", "tenants/store/db", "github.com/jackc/pgx/v5", false},
		{"the kernel moves tables on", "tenants/store/db", "github.com/pressly/goose/v3", false},
		{"the kernel and migrations", "tenants/store/db", "ipstoolkit/migrations", false},
		{"the kernel and the product's errors", "tenants/store/db", "ipstoolkit/tenants", false},
		{"the kernel and records", "tenants/store/db", "ipstoolkit/tenants/store", true},
		{"the kernel and the toolkit's rules", "tenants/store/db", "ipstoolkit/toolkit/evidence", true},
		{"storetest past the store", "tenants/store/storetest", "ipstoolkit/tenants/store/db", true},
		{"a room past the store", "server/priorities", "ipstoolkit/tenants/store/db", true},
		{"a command past the store", "cmd/ipstoolkit", "ipstoolkit/tenants/store/db", true},
		{"the store and migrations", "tenants/store", "ipstoolkit/migrations", false},
		{"the store and the toolkit", "tenants/store", "ipstoolkit/toolkit/snapshot", false},
		{"the store writes no workbook", "tenants/store", "ipstoolkit/toolkit/workbook", true},
		{"the store shows no page", "tenants/store", "ipstoolkit/server/page", true},
		{"storetest opens the store", "tenants/store/storetest", "ipstoolkit/tenants/store", false},
		{"storetest in production", "server/priorities", "ipstoolkit/tenants/store/storetest", true},
		{"pagetest in production", "server/priorities", "ipstoolkit/server/page/pagetest", true},
		{"pagetest and page", "server/page/pagetest", "ipstoolkit/server/page", false},
		{"pagetest and the store", "server/page/pagetest", "ipstoolkit/tenants/store", true},
		{"page and the store", "server/page", "ipstoolkit/tenants/store", true},
		{"page and the assets", "server/page", "ipstoolkit/assets", false},
		{"page and another room", "server/page", "ipstoolkit/server/home", true},
		{"a room and another", "server/priorities", "ipstoolkit/server/evidence", true},
		{"a room and the server", "server/priorities", "ipstoolkit/server", true},
		{"a room with SQL", "server/priorities", "github.com/jmoiron/sqlx", true},
		{"a room with a driver", "server/signin", "github.com/jackc/pgx/v5/stdlib", true},
		{"a room and page", "server/priorities", "ipstoolkit/server/page", false},
		{"a room and the store", "server/priorities", "ipstoolkit/tenants/store", false},
		{"a room and the places for heavy work", "server/workbook", "ipstoolkit/server/places", false},
		{"the places and a page", "server/places", "ipstoolkit/server/page", true},
		{"a room below a room", "server/priorities/history", "ipstoolkit/server/evidence", true},
		{"the server and its rooms", "server", "ipstoolkit/server/priorities", false},
		{"the server with SQL", "server", "database/sql", true},
		{"the server and cmd", "server", "ipstoolkit/cmd/ipstoolkit", true},
		{"cmd with SQL", "cmd/ipstoolkit", "database/sql", true},
		{"cmd and the server", "cmd/ipstoolkit", "ipstoolkit/server", false},
		{"cmd and the demonstration", "cmd/ipstoolkit", "ipstoolkit/demo", false},
		{"the service and invented data", "server", "ipstoolkit/demo", true},
		{"a room and invented data", "server/home", "ipstoolkit/demo/seed", true},
		{"the toolkit and the sample", "toolkit/workbook", "ipstoolkit/demo/sample", true},
		{"the demonstration and the store", "demo", "ipstoolkit/tenants/store", false},
		{"the demonstration and its people", "demo", "ipstoolkit/server/demoidp", false},
		{"the demonstration and a page", "demo", "ipstoolkit/server/home", true},
		{"the demonstration and the service", "demo", "ipstoolkit/server", true},
		{"invented ICBs and the demonstration", "demo/seed", "ipstoolkit/demo", false},
		{"invented ICBs with SQL", "demo/seed", "database/sql", true},
		{"the sample and the toolkit", "demo/sample", "ipstoolkit/toolkit/snapshot", false},
		{"the sample and the store", "demo/sample", "ipstoolkit/tenants/store", true},
		{"the sample with HTTP", "demo/sample", "net/http", true},
		{"the scanner and the store", "scan", "ipstoolkit/tenants/store", false},
		{"the scanner and a page", "scan", "ipstoolkit/server/evidence", true},
		{"the scanner with SQL", "scan", "database/sql", true},
		{"a room and the scanner", "server/evidence", "ipstoolkit/scan", false},
		{"page and the scanner", "server/page", "ipstoolkit/scan", true},
		{"the store and the scanner", "tenants/store", "ipstoolkit/scan", true},
		{"the tests' scanner in production", "scan", "ipstoolkit/scan/scantest", true},
		{"migrations and the store", "migrations", "ipstoolkit/tenants/store", true},
		{"assets and pages", "assets", "ipstoolkit/server/page", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			why := refused(test.from, test.imported, false)
			if (why != "") != test.refused {
				t.Errorf("%s imports %s: refused = %q, want refused %t", test.from, test.imported, why, test.refused)
			}
		})
	}
	for _, test := range []struct {
		name, from, imported string
		refused              bool
	}{
		{"tests of pages use the store's", "server/priorities", "ipstoolkit/tenants/store/storetest", false},
		{"tests of the store too", "tenants/store", "ipstoolkit/tenants/store/storetest", false},
		{"tests of the store watch its kernel", "tenants/store", "ipstoolkit/tenants/store/db", false},
		{"tests of the store with a driver", "tenants/store", "github.com/mattn/go-sqlite3", false},
		{"tests of the kernel through records", "tenants/store/db", "ipstoolkit/tenants/store", false},
		{"a test of a page past the store", "server/priorities", "ipstoolkit/tenants/store/db", true},
		{"a test opens the workbook that a page sends", "server/workbook", "github.com/xuri/excelize/v2", false},
		{"a benchmark measures bare SQL", "server", "database/sql", false},
		{"tests of the toolkit use the sample", "toolkit/workbook", "ipstoolkit/demo/sample", false},
		{"and no other invented data", "toolkit/workbook", "ipstoolkit/demo", true},
		{"tests of the service use them", "server", "ipstoolkit/demo/seed", false},
		{"tests of the toolkit stay pure", "toolkit/measure", "database/sql", true},
		{"tests of the toolkit keep the order", "toolkit/figures", "ipstoolkit/toolkit/measure", true},
		{"a test from outside", "toolkit/figures", "ipstoolkit/toolkit/figures", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			why := refused(test.from, test.imported, true)
			if (why != "") != test.refused {
				t.Errorf("a test of %s imports %s: refused = %q, want refused %t", test.from, test.imported, why, test.refused)
			}
		})
	}
}

func TestStatement(t *testing.T) {
	for _, test := range []struct {
		text string
		sql  bool
	}{
		{"SELECT id FROM people WHERE id = ?", true},
		{"\n\t\tSELECT\n\t\t\tid", true},
		{"INSERT INTO entries (tenant_id) VALUES (?)", true},
		{"\n\tUPDATE tenants\n\tSET version = version + 1", true},
		{"DELETE FROM sessions", true},
		{"Select a file from your computer", false},
		{"Update the status", false},
	} {
		if statement.MatchString(test.text) != test.sql {
			t.Errorf("%q: taken for SQL = %t, want %t", test.text, !test.sql, test.sql)
		}
	}
}

// TestImports walks every Go file of the program and holds it to the rules above.
func TestImports(t *testing.T) {
	house := os.DirFS("../..")
	entries, err := fs.ReadDir(house, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if !slices.Contains(rooms, entry.Name()) {
			t.Errorf("top-level folder %s: the house has %s", entry.Name(), strings.Join(rooms, ", "))
			continue
		}
		err := fs.WalkDir(house, entry.Name(), func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "node_modules":
				return fs.SkipDir
			case path.Ext(name) == ".sql" && path.Dir(name) != "migrations":
				t.Errorf("%s: SQL files belong in migrations", name)
			case path.Ext(name) == ".go":
				checkFile(t, house, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// namedByText are the fields of registers that a file names by text, where no compiler checks that they exist.
func namedByText(file *ast.File) []string {
	about := slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
		return strings.Contains(i.Path.Value, "toolkit/register") || strings.Contains(i.Path.Value, "toolkit/staffing")
	})
	if !about && file.Name.Name != "register" && file.Name.Name != "staffing" {
		return nil
	}
	var found []string
	literal := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			found = append(found, l.Value)
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.IndexExpr: // row.Values["mhsds"]
			if of, ok := n.X.(*ast.SelectorExpr); ok && of.Sel.Name == "Values" {
				literal(n.Index)
			}
		case *ast.KeyValueExpr: // register.Row{Values: map[string]string{"mhsds": "trust"}}
			key, ok := n.Key.(*ast.Ident)
			values, filled := n.Value.(*ast.CompositeLit)
			if !ok || !filled || key.Name != "Values" {
				return true
			}
			for _, e := range values.Elts {
				if one, ok := e.(*ast.KeyValueExpr); ok {
					literal(one.Key)
				}
			}
		}
		return true
	})
	return found
}

func TestNamedByText(t *testing.T) {
	const head = "package demo\n\nimport \"ipstoolkit/toolkit/register\"\n\nfunc f(r register.Row) any { return "
	for text, want := range map[string]int{
		`r.Values["mhsds"]`: 1,
		`register.Row{Values: map[string]string{"mhsds": "trust"}}`:           1,
		`r.Values[register.Team.MHSDS.Name]`:                                  0,
		`register.Row{Values: register.Values(register.Team.MHSDS.As("no"))}`: 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "demo.go", head+text+" }", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if found := namedByText(file); len(found) != want {
			t.Errorf("%s: found %v, want %d", text, found, want)
		}
	}
}

func checkFile(t *testing.T, house fs.FS, name string) {
	t.Helper()
	source, err := fs.ReadFile(house, name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	from, test := path.Dir(name), strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if why := refused(from, imported, test); why != "" {
			t.Errorf("%s imports %s: %s", name, imported, why)
		}
	}
	if !test {
		for _, at := range namedByText(file) {
			t.Errorf("%s: a field of a register is named by a value (register.Team.MHSDS), never by text: %q", name, at)
		}
	}
	if test || within(from, "tenants/store") || from == "migrations" {
		return
	}
	ast.Inspect(file, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if ok && literal.Kind == token.STRING {
			if text, _ := strconv.Unquote(literal.Value); statement.MatchString(text) {
				t.Errorf("%s: SQL is written in tenants/store alone: %.60q", name, text)
			}
		}
		return true
	})
}
