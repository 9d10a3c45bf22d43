package main

import (
	"flag"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The README names every setting, every command, and nothing that is not there.
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
	for _, path := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat("../../" + path[1]); err != nil {
			t.Errorf("the README leads to %s, which is not there", path[1])
		}
	}
}
