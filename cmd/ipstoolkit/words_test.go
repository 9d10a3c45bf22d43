package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// codes look like words and are none that people read here: what another program, a file format or a protocol says.
var codes = map[string]string{
	"sheetData": "an element of a workbook's sheets", "workbookPr": "an element of a workbook",
	"numFmt":  "an element of a workbook's styles",
	"cellXfs": "an element of a workbook's styles", "cellStyleXfs": "an element of a workbook's styles",
	"rPh":      "an element of a workbook's texts",
	"External": "where a workbook's part is", "officeDocument": "a kind of a workbook's parts",
	"sharedStrings": "a kind of a workbook's parts", "externalLink": "a kind of a workbook's parts",
	"Relationship": "an element of a workbook's parts", "ContentType": "an attribute of an Office file's list of parts",
	"IEND": "the last part of a PNG", "noBreakHyphen": "an element of a Word document",
	"S256": "a method of OpenID Connect", "PONG": "what the virus scanner answers", "stream: OK": "what the virus scanner answers",
	" FOUND": "what the virus scanner answers", "zPING\x00": "what the virus scanner is asked",
	"zINSTREAM\x00":         "what the virus scanner is asked",
	"removed personal data": "an act, as the history keeps it", "note ": "the beginning of a field, as the history keeps it",
	"value ": "the beginning of a field, as the history keeps it", "steering group": "an audience, as a document names it",
	" /* all rows: ": "a remark in SQL", "toolkit/grid/shown.go: %": "a part of a workbook's format of numbers",
	"toolkit/number/number.go: %":     "what people type",
	"toolkit/figures/published.go: *": "what NHS England publishes",
	"server/page/sheet_start.go: *":   "what NHS England publishes", "toolkit/edition/check.go: *": "the mark of bold in an edition",
	"toolkit/round/equity.go: *": "what a document holds", "server/page/parts.go: *": "the note explains the sign that a table shows",
	"toolkit/equity/collection.go: what is shown": "what people type",
	"POST /": "the beginning of a route", "GET /": "the beginning of a route", "Bearer ": "how a token is sent",
}

// TestDecisionsNeedNoWords finds where the program decides something by what people read, so that other words would make
// another program: a comparison with a text that has a space or a capital letter, with the signs * and %, or with a constant
// of such a text; a look into an error's text, or into what is shown. A value that decides has a type of its own, and words
// beside it.
func TestDecisionsNeedNoWords(t *testing.T) {
	root := os.DirFS("../..")
	seen := map[string]bool{}
	bodies := map[string][]byte{}
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || path != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		bodies[path], err = fs.ReadFile(root, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for path, body := range bodies {
		maps.Copy(named, namedWords(t, path, body))
	}
	for path, body := range bodies {
		for _, w := range decidingWords(t, path, body, named) {
			if codes[w.text] == "" && codes[path+": "+w.text] == "" {
				t.Errorf("%s: this is decided by %q, which people read: give the value a type", w.at, w.text)
			}
			seen[w.text], seen[path+": "+w.text] = true, true
		}
	}
	for text := range codes {
		if !seen[text] {
			t.Errorf("nothing is compared with %q: take it out of the list", text)
		}
	}
}

func TestDecidingWordsAreFound(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"a label", `if status == "In place" {}`, "In place"},
		{"a label first", `if "In place" != status {}`, "In place"},
		{"words of a switch", `switch why { case "", "not submitted": }`, "not submitted"},
		{"the end of a title", `if strings.HasSuffix(title, " (provider)") {}`, " (provider)"},
		{"a part of a title", `if strings.Contains(title, "ICB") {}`, "ICB"},
		{"without regard to case", `if strings.EqualFold(title, "Lead") {}`, "Lead"},
		{"the end cut off", `rest, ok := strings.CutSuffix(shown, " providers")`, " providers"},
		{"an error's text", `if err.Error() == x {}`, "an error's text"},
		{"in an error's text", `if strings.Contains(err.Error(), "year") {}`, "an error's text"},
		{"an error's text as a case", `switch err.Error() { case "year": }`, "an error's text"},
		{"a constant of words", `if text == gone {}`, "Removed for good"},
		{"another package's constant", `if strings.Contains(text, evidence.Gone) {}`, "Removed for good"},
		{"a constant of another package", `if text == masking.Gone {}`, ""},
		{"a constant with a type", `if r == lead {}`, ""},
		{"the sign of a masked number", `if shown == "*" {}`, "*"},
		{"the sign of a share", `digits, found := strings.CutSuffix(shown, "%")`, "%"},
		{"a part of a label", `first, second, _ := strings.Cut(p.Label, " ")`, "what is shown"},
		{"a part of words", `if strings.HasPrefix(s.Words(), "x") {}`, "what is shown"},
		{"a code", `if status == "in_place" || x == "" || y == " " {}`, ""},
		{"cut at a mark", `a, b, _ := strings.Cut(text, ": ")`, ""},
		{"words to say", `say(err.Error(), "In place")`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var found []string
			named := namedWords(t, "e.go", []byte("package evidence\n\nconst (\n\tGone = `Removed for good`\n\tcode = `gone`\n)\n"))
			maps.Copy(named, namedWords(t, "x.go", []byte("package x\n\nconst gone = `Removed for good`\n\nconst lead Role = `A lead`\n")))
			for _, w := range decidingWords(t, "x.go", []byte("package x\n\nfunc f() {\n"+c.code+"\n}\n"), named) {
				found = append(found, w.text)
			}
			if got := strings.Join(found, ", "); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

type decidingWord struct {
	at   token.Position
	text string
}

// looks are the functions that look for their second text in the first.
var looks = []string{
	"Contains", "HasPrefix", "HasSuffix", "EqualFold", "Index", "LastIndex", "Cut", "CutPrefix", "CutSuffix", "TrimPrefix", "TrimSuffix",
}

// shownFields hold what people read.
var shownFields = []string{"Label", "Shown", "Words"}

// namedWords are the constants of a file that are words and have no type of their own, by package and name: "evidence.Gone".
func namedWords(t *testing.T, path string, body []byte) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, body, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for i, value := range v.Values {
				text := asWords(value)
				if v.Type == nil && (strings.Contains(text, " ") || text == "*" || text == "%") {
					named[file.Name.Name+"."+v.Names[i].Name] = text
				}
			}
		}
	}
	return named
}

func decidingWords(t *testing.T, path string, body []byte, named map[string]string) []decidingWord {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, body, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []decidingWord
	look := func(operands ...ast.Expr) {
		for _, e := range operands {
			text := asWords(e)
			switch e := e.(type) {
			case *ast.Ident:
				text = named[file.Name.Name+"."+e.Name]
			case *ast.SelectorExpr:
				if of, ok := e.X.(*ast.Ident); ok {
					text = named[of.Name+"."+e.Sel.Name]
				}
			}
			if text != "" {
				found = append(found, decidingWord{set.Position(e.Pos()), text})
				return
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				look(n.X, n.Y)
			}
		case *ast.SwitchStmt:
			look(n.Tag)
		case *ast.CaseClause:
			for _, e := range n.List {
				look(e)
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && isPackage(f.X, "strings") && slices.Contains(looks, f.Sel.Name) {
				look(append([]ast.Expr{shownIn(n.Args[0])}, n.Args...)...)
			}
		}
		return true
	})
	return found
}

// shownIn is words in the place of an operand that people read; the operand itself else.
func shownIn(e ast.Expr) ast.Expr {
	field := e
	if call, ok := e.(*ast.CallExpr); ok {
		field = call.Fun
	}
	if f, ok := field.(*ast.SelectorExpr); ok && slices.Contains(shownFields, f.Sel.Name) {
		return &ast.BasicLit{ValuePos: e.Pos(), Kind: token.STRING, Value: `"what is shown"`}
	}
	return e
}

// asWords is what an operand has that people read: a text with a capital letter, or with a space between letters, or an
// error's. Else it is "".
func asWords(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return asWords(e.X)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Error" && len(e.Args) == 0 {
			return "an error's text"
		}
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil || e.Kind != token.STRING {
			return ""
		}
		if text == "*" || text == "%" {
			return text
		}
		letters := strings.ContainsFunc(text, unicode.IsLetter)
		if letters && (strings.Contains(text, " ") || strings.ContainsFunc(text, unicode.IsUpper)) {
			return text
		}
	}
	return ""
}

func isPackage(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
