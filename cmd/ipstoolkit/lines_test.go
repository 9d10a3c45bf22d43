package main

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// What one reads at once: a line, a function and a file. A tab is as wide as four letters.
const (
	widestLine      = 140
	longestFunction = 60
	longestFile     = 300
)

// TestLinesFunctionsAndFilesAreShort holds all Go to it. Tests may be long, since a table of cases is read by its rows, and
// so may their samples in raw strings.
func TestLinesFunctionsAndFilesAreShort(t *testing.T) {
	files := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		src, err := os.ReadFile("../../" + path)
		if err != nil {
			return err
		}
		files++
		for _, fault := range tooLong(path, src) {
			t.Error(fault)
		}
		return nil
	})
	if err != nil || files < 300 {
		t.Errorf("%d files, %v", files, err)
	}
}

// tooLong says which lines and functions of a file are too long, and whether it is.
func tooLong(path string, src []byte) (faults []string) {
	test := strings.HasSuffix(path, "_test.go")
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	lines := strings.Split(strings.TrimSuffix(string(src), "\n"), "\n")
	samples := map[int]bool{}
	if test {
		samples = rawLines(fset, src)
	}
	for i, line := range lines {
		if wide := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t"); wide > widestLine && !samples[i+1] {
			faults = append(faults, fset.Position(file.Package).Filename+":"+strconv.Itoa(i+1)+": the line has "+strconv.Itoa(wide)+
				" columns")
		}
	}
	if test {
		return faults
	}
	if len(lines) > longestFile {
		faults = append(faults, path+": the file has "+strconv.Itoa(len(lines))+" lines")
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := fset.Position(f.End()).Line - fset.Position(f.Pos()).Line + 1; n > longestFunction {
			faults = append(faults, path+": "+f.Name.Name+" has "+strconv.Itoa(n)+" lines")
		}
	}
	return faults
}

// rawLines are the lines of a file that a raw string is on.
func rawLines(fset *token.FileSet, src []byte) map[int]bool {
	lines := map[int]bool{}
	var s scanner.Scanner
	file := fset.AddFile("", fset.Base(), len(src))
	s.Init(file, src, nil, 0)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return lines
		}
		if tok == token.STRING && strings.HasPrefix(text, "`") {
			for i := range strings.Count(text, "\n") + 1 {
				lines[file.Line(pos)+i] = true
			}
		}
	}
}

func TestTooLong(t *testing.T) {
	long := strings.Repeat("x", widestLine)
	for _, tt := range []struct {
		name, path, src, want string
	}{
		{"short", "a.go", "package a\n", ""},
		{"a line at the bound", "a.go", "package a\n\n//" + long[2:] + "\n", ""},
		{"a line above it", "a.go", "package a\n\n// " + long + "\n", "a.go:3: the line has 143 columns"},
		{"letters of several bytes", "a.go", "package a\n\n//" + strings.Repeat("é", widestLine-2) + "\n", ""},
		{"tabs", "a.go", "package a\n\nvar (\n\ta = \"" + long[:widestLine-9] + "\"\n)\n", "a.go:4: the line has 141 columns"},
		{"a raw string of the program", "a.go", "package a\n\nvar a = `" + long + "`\n", "a.go:3: the line has 150 columns"},
		{"a raw string of a test", "a_test.go", "package a\n\nvar a = `" + long + "`\n", ""},
		{
			"a long function", "a.go", "package a\n\nfunc f() {\n" + strings.Repeat("\tf()\n", longestFunction-1) + "}\n",
			"a.go: f has 61 lines",
		},
		{"a long file", "a.go", "package a\n" + strings.Repeat("\n", longestFile-1) + "var a int\n", "a.go: the file has 301 lines"},
		{"a long test", "a_test.go", "package a\n\nfunc f() {\n" + strings.Repeat("\tf()\n", longestFile) + "}\n", ""},
		{"no Go", "a.go", "pack", "a.go:1:1: expected 'package', found pack"},
	} {
		if got := strings.Join(tooLong(tt.path, []byte(tt.src)), "; "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
