package main

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeNamesEveryRoom: anyone who has read the README's table knows where a thing belongs. The rooms of pages are one line.
func TestReadmeNamesEveryRoom(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## Where things are")
	table, _, _ = strings.Cut(table, "\n## ")
	named := map[string]bool{}
	for _, room := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(table, -1) {
		named[room[1]] = true
		if _, err := os.Stat("../../" + room[1]); err != nil {
			t.Errorf("the README speaks of the room %s, which is not there", room[1])
		}
	}
	house := os.DirFS("../..")
	for _, pattern := range []string{"*/*.go", "toolkit/*/*.go", "tenants/*/*.go", "tenants/store/db/*.go", "demo/*/*.go", "cmd/*/*.go"} {
		files, err := fs.Glob(house, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			room := path.Dir(file)
			if !named[room] && room != "tenants/store/storetest" {
				named[room] = true // once is enough
				t.Errorf("the README's table does not say what %s is", room)
			}
		}
	}
}

// The README names every setting and every command, and nothing that does not exist.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	known := map[string]bool{}
	for _, name := range settingNames(reflect.TypeFor[settings](), "") {
		known[name] = true
		if !strings.Contains(readme, "`"+name+"`") {
			t.Errorf("the README does not name the setting %s", name)
		}
	}
	for _, name := range regexp.MustCompile("`(IPS_[A-Z0-9_]+)`").FindAllStringSubmatch(readme, -1) {
		if !known[name[1]] {
			t.Errorf("the README names a setting %s that is none", name[1])
		}
	}
	used := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^    ipstoolkit ([^#\n]+)`).FindAllStringSubmatch(readme, -1) {
		c, rest, ok := find(regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line[1], -1))
		if !ok {
			t.Errorf("the README uses a command that is none: %s", line[0])
			continue
		}
		used[c.name] = true
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.prepare(flags)
		if _, err := c.parse(flags, rest); err != nil {
			t.Errorf("the README's %q: %v", strings.TrimSpace(line[0]), err)
		}
	}
	for _, c := range commands() {
		if !used[c.name] {
			t.Errorf("the README does not show the command %s", c.name)
		}
	}
	for _, to := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat("../../" + to[1]); err != nil {
			t.Errorf("the README leads to %s, which is not there", to[1])
		}
	}
}
