package main

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// settingNames are the environment variables of a struct of settings, the first of each list.
func settingNames(t reflect.Type, prefix string) []string {
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		if own := field.Tag.Get("env"); own != "" {
			names = append(names, prefix+own)
		}
		inner, found := field.Tag.Lookup("envPrefix")
		switch {
		case found && field.Type.Kind() == reflect.Slice:
			names = append(names, settingNames(field.Type.Elem(), prefix+inner+"_0_")...)
		case found:
			names = append(names, settingNames(field.Type, prefix+inner)...)
		}
	}
	return names
}

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
	for _, used := range regexp.MustCompile(`(?m)^    ipstoolkit (\w+)`).FindAllStringSubmatch(readme, -1) {
		found := false
		for _, c := range commands() {
			found = found || c.name == used[1]
		}
		if !found {
			t.Errorf("the README uses a command %s that is none", used[1])
		}
	}
	for _, path := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat("../../" + path[1]); err != nil {
			t.Errorf("the README leads to %s, which is not there", path[1])
		}
	}
}
