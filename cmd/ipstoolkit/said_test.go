package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/toolkit/snapshot"
)

// said is a text that people may read on a page, in a mail or in a workbook, and where it is written.
type said struct {
	file string
	line int
	text string
}

// tellers are the folders with what people read. The demonstration's data are invented people's words, not the program's.
var tellers = []string{"server", "toolkit", "tenants", "mail", "assets/js"}

// TestSaid reads everything that people can read and finds the words of plainWords in it. With IPS_WORDS=FILE it
// also writes all of it to that file, to be read aloud.
func TestSaid(t *testing.T) {
	all := everythingSaid(t, os.DirFS("../.."))
	for _, s := range all {
		for _, found := range oldWords(s.file, s.text) {
			t.Errorf("%s:%d: %s", s.file, s.line, found)
		}
	}
	if out := os.Getenv("IPS_WORDS"); out != "" {
		var b strings.Builder
		for i, s := range all {
			if i == 0 || all[i-1].file != s.file {
				fmt.Fprintf(&b, "\n== %s\n", s.file)
			}
			fmt.Fprintf(&b, "%d\t%s\n", s.line, s.text)
		}
		if err := os.WriteFile(out, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// everythingSaid is all that people can read, by file and line.
func everythingSaid(t *testing.T, house fs.FS) (all []said) {
	t.Helper()
	for _, root := range tellers {
		err := fs.WalkDir(house, root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case d.IsDir() || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			body, err := fs.ReadFile(house, name)
			if err != nil {
				return err
			}
			all = append(all, saidIn(t, name, body)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range snapshot.Kinds { // the history makes the name of a field without words from its code
		for _, f := range k.Fields {
			if f.Words == "" {
				all = append(all, said{"toolkit/snapshot/kinds.go", 0, k.Field(f.Name).Words})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Or(cmp.Compare(a.file, b.file), a.line-b.line) })
	return all
}

// saidIn is what people can read of one file.
func saidIn(t *testing.T, name string, body []byte) []said {
	t.Helper()
	switch path.Ext(name) {
	case ".html":
		return saidInTemplate(name, string(body))
	case ".yaml":
		return saidInEdition(name, string(body))
	case ".js":
		return saidInScript(name, string(body))
	case ".go":
		return saidInGo(t, name, body)
	}
	return nil
}

var (
	anAction  = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	inAction  = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
	attribute = regexp.MustCompile(`(?:alt|aria-label|placeholder|title|content)="([^"]*)"`)
	block     = regexp.MustCompile(`</?(?:p|h[1-6]|li|ul|ol|dl|dt|dd|div|td|th|tr|table|form|label|legend|caption|option|button|summary|` +
		`br|input|section|header|main|nav|title|span class="nhsuk-caption)[^>]*>`)
	tag        = regexp.MustCompile(`<[^>]*>`)
	inScript   = regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)*'|`[^`]*`")
	capital    = regexp.MustCompile(`^[A-Z][a-z]+$`)
	yamlRemark = regexp.MustCompile(`^\s*#`)
)

// saidInTemplate are a template's texts, with "…" where an action was, and the texts that actions give. A word alone outside of
// an action is read too: a table's cell, a unit.
func saidInTemplate(name, body string) (all []said) {
	add := func(at int, text string, alone bool) {
		text = strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(text, ""))), " ")
		if isSaid(text) || alone && isWord(strings.Trim(text, "…·() ")) {
			all = append(all, said{name, strings.Count(body[:at], "\n") + 1, text})
		}
	}
	for _, at := range anAction.FindAllStringIndex(body, -1) {
		for _, in := range inAction.FindAllStringIndex(body[at[0]:at[1]], -1) {
			if text, err := strconv.Unquote(body[at[0]+in[0] : at[0]+in[1]]); err == nil {
				add(at[0], text, false)
			}
		}
	}
	// An action becomes "…" and as many blanks as keep every place where it was.
	plain := anAction.ReplaceAllStringFunc(body, func(s string) string {
		lines := strings.Count(s, "\n")
		return "…" + strings.Repeat(" ", len(s)-len("…")-lines) + strings.Repeat("\n", lines)
	})
	for _, at := range attribute.FindAllStringSubmatchIndex(plain, -1) {
		add(at[0], plain[at[2]:at[3]], true)
	}
	from := 0
	for _, at := range append(block.FindAllStringIndex(plain, -1), []int{len(plain), len(plain)}) {
		add(from, plain[from:at[0]], true)
		from = at[1]
	}
	return all
}

// saidInEdition are the texts of an edition of the toolkit: a line each, and a text over several lines (after ">-") as one.
func saidInEdition(name, body string) (all []said) {
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	for lines, i := strings.Split(body, "\n"), 0; i < len(lines); i++ {
		line, at := lines[i], i
		text := strings.TrimSpace(line)
		if before, folded := strings.CutSuffix(text, ">-"); folded {
			text = before
			for i+1 < len(lines) && indent(lines[i+1]) > indent(line) {
				i++
				text += " " + strings.TrimSpace(lines[i])
			}
		}
		if !yamlRemark.MatchString(line) && isSaid(text) {
			all = append(all, said{name, at + 1, strings.TrimSpace(text)})
		}
	}
	return all
}

// saidInScript are the texts of a browser module.
func saidInScript(name, body string) (all []said) {
	for _, at := range inScript.FindAllStringIndex(body, -1) {
		if text := strings.Trim(body[at[0]:at[1]], "'`"); isSaid(text) && (strings.Contains(text, " ") || capital.MatchString(text)) {
			all = append(all, said{name, strings.Count(body[:at[0]], "\n") + 1, text})
		}
	}
	return all
}

// unread are the calls that the log or the operator reads, not people on screens. The errors of the toolkit's rules are read: they
// say on the page what is wrong with what a person typed or chose.
var (
	unread = []string{"regexp.MustCompile", "slog.Info", "slog.Warn", "slog.Error", "log.Info", "log.Warn", "log.Error"}
	faults = []string{"errors.New", "fmt.Errorf"}
)

// Words alone, in small letters, are codes nearly everywhere. These calls and fields are given what people read, like "month" and "months".
var (
	wordCalls  = []string{"number.Counting", "cmp.Or"}
	wordFields = []string{
		"Act", "Answer", "Ask", "Many", "Of", "One", "Standing", "What", "do", "false", "met", "missed", "true", "whole", "wholes",
	}
	colours = regexp.MustCompile(`^(blue|green|grey|orange|white|yellow)$`)
)

// wordsIn are the texts right in a node that people may read though each is one word in small letters: what a function answers, what a
// variable is set to, the values of a map, and what wordCalls and wordFields are given.
func wordsIn(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if slices.Contains(wordCalls, called(n)) {
			return n.Args
		}
	case *ast.ReturnStmt:
		return n.Results
	case *ast.AssignStmt:
		return n.Rhs
	case *ast.KeyValueExpr:
		if field, ok := n.Key.(*ast.Ident); !ok || slices.Contains(wordFields, field.Name) {
			return []ast.Expr{n.Value}
		}
	}
	return nil
}

// isWord tells one word in small letters.
func isWord(text string) bool { return oneWord.MatchString(text) && !colours.MatchString(text) }

var oneWord = regexp.MustCompile(`^[a-z][a-z-]*$`)

// saidInGo are a Go file's texts that people may read: those with a space or a capital letter, and wordsIn. Texts that were joined
// with + are one text, with "…" for what is not a text. Errors outside the toolkit's rules, lines of the log, SQL and tags are left out.
func saidInGo(t *testing.T, name string, body []byte) (all []said) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, body, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n ast.Node) bool
	walk = func(n ast.Node) bool {
		for _, e := range wordsIn(n) {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING && isWord(joined(lit)) {
				all = append(all, said{name, set.Position(lit.Pos()).Line, joined(lit)})
			}
		}
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.CallExpr:
			if isUnread(name, n) {
				return false
			}
		case *ast.BinaryExpr:
			if n.Op != token.ADD || !strings.ContainsFunc(joined(n), unicode.IsLetter) {
				return true
			}
			if text := clean(joined(n)); isSaid(text) {
				all = append(all, said{name, set.Position(n.Pos()).Line, text})
			}
			for _, e := range notTexts(n) {
				ast.Inspect(e, walk)
			}
			return false
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return false
			}
			if text := clean(joined(n)); isSaid(text) {
				all = append(all, said{name, set.Position(n.Pos()).Line, text})
			}
		}
		return true
	}
	ast.Inspect(file, walk)
	return all
}

// isUnread tells a call that people on screens do not read.
func isUnread(file string, call *ast.CallExpr) bool {
	name := called(call)
	return slices.Contains(unread, name) || slices.Contains(faults, name) && !strings.HasPrefix(file, "toolkit/")
}

// called is the name of a call to a package's function or to a variable's method, empty for another.
func called(call *ast.CallExpr) string {
	if f, ok := call.Fun.(*ast.SelectorExpr); ok {
		if of, ok := f.X.(*ast.Ident); ok {
			return of.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func clean(text string) string { return strings.Join(strings.Fields(text), " ") }

// joined is a sum of texts as one text, with "…" for each part that is not written in it.
func joined(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return joined(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return joined(e.X) + joined(e.Y)
		}
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	}
	return "…"
}

// notTexts are the parts of a sum that are not texts: calls in them may say more.
func notTexts(e ast.Expr) []ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return notTexts(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return append(notTexts(e.X), notTexts(e.Y)...)
		}
	case *ast.BasicLit:
		return nil
	}
	return []ast.Expr{e}
}

// asCode is what only programs read: SQL, styles, media types, addresses.
var asCode = regexp.MustCompile(`(^|… )(SELECT|INSERT|UPDATE|DELETE|WITH|WHERE|ORDER BY|GROUP BY|AND|OR|FROM|JOIN|LEFT JOIN|ON CONFLICT|RETURNING|CREATE|VALUES|UNION|LIMIT)\b\s|` +
	`^(GET|POST|HEAD) |^[A-Z][a-z]+(-[A-Z][A-Za-z]+)+$|^[A-Za-z0-9+/=_.%-]{30,}$|^app-|^nhsuk-|^[a-z]+/[a-z.+-]+(;|$)|^https?://\S+$|^/\S*$|^\S*\.(html|css|js|xml|rels)$`)

// isSaid tells a text that people may read from a code.
func isSaid(text string) bool {
	words := strings.ContainsFunc(text, unicode.IsLetter) && (strings.Contains(text, " ") || strings.ContainsFunc(text, unicode.IsUpper))
	return words && utf8.ValidString(text) && strings.Trim(text, "…·() ") != "" && !asCode.MatchString(text)
}
