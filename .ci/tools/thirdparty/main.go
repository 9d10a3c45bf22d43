// Command thirdparty holds THIRD-PARTY.md to go.mod and package.json: it fails when the file misses a dependency, names
// one that is gone, or has another version. With -write it writes the file anew from the licences in the module cache
// and in node_modules. It runs in the top folder of the repository.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

const file = "THIRD-PARTY.md"

// dependency is one piece of other people's work that the program carries.
type dependency struct {
	Name, Version string
	Dir           string // where its licence stands; filled for -write only
}

func (d dependency) row() string { return "| " + d.Name + " | " + d.Version + " |" }

func main() {
	write := flag.Bool("write", false, "write "+file+" anew")
	flag.Parse()
	run := check
	if *write {
		run = rewrite
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// check compares names and versions: it needs no download.
func check() error {
	wanted, err := dependencies()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	named := regexp.MustCompile(`(?m)^\| \S+ \| v?\d\S* \|`).FindAllString(string(text), -1)
	var wrong []string
	for _, d := range wanted {
		if i := slices.Index(named, d.row()); i >= 0 {
			named = slices.Delete(named, i, i+1)
		} else {
			wrong = append(wrong, "missing:   "+d.row())
		}
	}
	for _, row := range named {
		wrong = append(wrong, "not used:  "+row)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s and go.mod or package.json disagree (.ci/third-party -write mends it):\n%s", file, strings.Join(wrong, "\n"))
	}
	fmt.Printf("%s names all %d dependencies\n", file, len(wanted))
	return nil
}

// dependencies are the modules of go.mod, those that only tests use included, and what package.json ships.
func dependencies() ([]dependency, error) {
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := decode(&mod, "go", "mod", "edit", "-json"); err != nil {
		return nil, err
	}
	var found []dependency
	for _, r := range mod.Require {
		found = append(found, dependency{Name: r.Path, Version: r.Version})
	}
	slices.SortFunc(found, func(a, b dependency) int { return strings.Compare(a.Name, b.Name) })
	text, err := os.ReadFile("assets/package.json")
	if err != nil {
		return nil, err
	}
	var npm struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &npm); err != nil {
		return nil, fmt.Errorf("assets/package.json: %w", err)
	}
	for name, version := range npm.Dependencies {
		found = append(found, dependency{name, version, filepath.Join("assets/node_modules", name)})
	}
	return found, nil
}

// fetch fills in where each module stands, downloading those that the module cache lacks.
func fetch(found []dependency) error {
	out, err := exec.Command("go", "mod", "download", "-json").Output()
	if err != nil {
		return fmt.Errorf("go mod download: %w", err)
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var m struct{ Path, Dir string }
		if err := decoder.Decode(&m); err != nil {
			return err
		}
		if i := slices.IndexFunc(found, func(d dependency) bool { return d.Name == m.Path }); i >= 0 {
			found[i].Dir = m.Dir
		}
	}
	return nil
}

func rewrite() error {
	found, err := dependencies()
	if err != nil {
		return err
	}
	if err := fetch(found); err != nil {
		return err
	}
	var page, texts bytes.Buffer
	page.WriteString(head)
	printed := map[string]int{} // a licence's words without its copyright lines > the number it is printed under
	for _, d := range found {
		l, err := read(d.Dir)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		if printed[l.words()] == 0 {
			printed[l.words()] = len(printed) + 1
			fmt.Fprintf(&texts, "\n### Text %d: %s\n\n```\n%s\n```\n", len(printed), l.kind(), l.body)
		}
		fmt.Fprintf(&page, "%s %s, text %d | %s |\n", d.row(), l.kind(), printed[l.words()], strings.Join(l.copyright, "; "))
	}
	golang, err := read(runtime.GOROOT())
	if err != nil {
		return err
	}
	fmt.Fprintf(&page, foot, strings.Join(golang.copyright, "; "), golang.body)
	page.Write(texts.Bytes())
	return os.WriteFile(file, page.Bytes(), 0o644)
}

func decode(into any, command string, args ...string) error {
	out, err := exec.Command(command, args...).Output()
	if err != nil {
		return fmt.Errorf("%s %s: %w", command, strings.Join(args, " "), err)
	}
	return json.Unmarshal(out, into)
}

const head = `# Third-party notices

The program is built on the work of others, whose licences ask that their names and terms travel with it. This file goes
with every copy of the program, the container image included. It is written by ` + "`.ci/third-party -write`" + ` from the licences
themselves; ` + "`make test`" + ` fails when it and go.mod or assets/package.json disagree. Modules that only the tests use are
listed too.

| name | version | licence | copyright |
| --- | --- | --- | --- |
`

const foot = `
Also in the program: SQLite (sqlite.org, inside github.com/mattn/go-sqlite3), dedicated to the public domain by its authors;
the list of ICBs, which contains information from the NHS Organisation Data Service, licensed under the Open Government
Licence v3.0; and the Go programming language's runtime and standard library (BSD-3-Clause; %s):

` + "```" + `
%s
` + "```" + `

## Texts
`
