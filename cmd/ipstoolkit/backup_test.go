package main

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The run book names every setting, the exact commands that the tests run, and no command that does not exist.
func TestRunBook(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	book := string(text)
	for _, line := range []string{postgresBackup, postgresRestore} {
		if !strings.Contains(book, "\n    "+line+"\n") {
			t.Errorf("the run book lacks the line %s", line)
		}
	}
	for _, name := range settingNames(reflect.TypeFor[settings](), "") {
		if !strings.Contains(book, "`"+name+"`") {
			t.Errorf("the run book does not name the setting %s", name)
		}
	}
	known := map[string]bool{}
	for _, c := range commands() {
		known[strings.Fields(c.name)[0]] = true
	}
	for _, used := range regexp.MustCompile(`(?m)^    (?:ips|ipstoolkit) (\w+)`).FindAllStringSubmatch(book, -1) {
		if !known[used[1]] {
			t.Errorf("the run book uses a command %s that is none", used[1])
		}
	}
}
