package store

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/migrations"
)

// A table that nobody has thought of would be missing in the file with which an ICB leaves, and after a move.
func TestEveryTableLeavesOrHasAReason(t *testing.T) {
	var known []string
	for _, one := range tablesOfAll {
		known = append(known, one.name)
	}
	for _, name := range tables() {
		if !slices.Contains(known, name) {
			t.Errorf("the table %s has to have a line in tablesOfAll: does it leave with an ICB, or why not?", name)
		}
	}
	for i, name := range known {
		if !slices.Contains(tables(), name) || slices.Contains(known[:i], name) {
			t.Errorf("tablesOfAll has %s, which is no table, or has it twice", name)
		}
	}
	for _, one := range tablesOfAll {
		if one.shared != (!slices.Contains(tenantTables(), one.name) && one.name != "tenants") {
			t.Errorf("%s: tablesOfAll says whether it has an ICB's rows, and the migrations say otherwise", one.name)
		}
		if one.shared && one.why == "" && one.some == "" {
			t.Errorf("%s: which of its rows are the ICB's?", one.name)
		}
	}
}

// Rows are put in table by table: those that others refer to have to be there first.
func TestTablesComeAfterThoseTheyReferTo(t *testing.T) {
	place := map[string]int{}
	for i, one := range tablesOfAll {
		place[one.name] = i
	}
	found := 0
	for _, name := range migrationNames(t) {
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`).FindAllStringSubmatch(string(text), -1) {
			for _, to := range regexp.MustCompile(`REFERENCES (\w+)`).FindAllStringSubmatch(table[2], -1) {
				found++
				if to[1] != table[1] && place[to[1]] > place[table[1]] {
					t.Errorf("%s refers to %s, which comes after it in tablesOfAll", table[1], to[1])
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d references found: the test no longer reads the migrations", found)
	}
}

// Secrets stay: whatever column holds the hash of a token is left out, with its table or by itself.
func TestNoSecretLeaves(t *testing.T) {
	found := 0
	for _, name := range migrationNames(t) {
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`).FindAllStringSubmatch(string(text), -1) {
			for _, col := range regexp.MustCompile(`(?m)^ +(\w*(?:token|secret|password|lease)\w*) `).FindAllStringSubmatch(table[2], -1) {
				found++
				at := slices.IndexFunc(tablesOfAll, func(one tableOfAll) bool { return one.name == table[1] })
				if at < 0 || tablesOfAll[at].why == "" && tablesOfAll[at].secret != col[1] {
					t.Errorf("%s.%s leaves with an ICB", table[1], col[1])
				}
			}
		}
	}
	if found < 4 {
		t.Errorf("%d columns with secrets found", found)
	}
}

func migrationNames(t *testing.T) (list []string) {
	t.Helper()
	files, err := migrations.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".sql") {
			list = append(list, f.Name())
		}
	}
	return list
}
