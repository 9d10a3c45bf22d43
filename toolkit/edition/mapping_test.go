package edition

import (
	"fmt"
	"strings"
	"testing"
)

// sheet is a small edition: section 1 with priorities, each "KEY WAS NAME".
func sheet(id, follows string, priorities ...string) *Edition {
	e := &Edition{ID: id, Follows: follows}
	s := Section{Number: 1}
	for _, line := range priorities {
		parts := strings.SplitN(line, " ", 3)
		s.Priorities = append(s.Priorities, Priority{Key: parts[0], Was: strings.Trim(parts[1], "-"), Name: parts[2]})
	}
	e.Sections = []Section{s}
	return e
}

func TestMapping(t *testing.T) {
	first := sheet("a", "", "1.1 - One", "1.2 - Two", "1.3 - Three")
	second := sheet("b", "a", "1.1 new Before all", "1.2 1.1 One", "1.3 1.2 Two, reworded")
	third := sheet("c", "b", "1.1 1.3 Two, reworded", "1.2 1.2 One", "1.3 new Last")
	alone := sheet("d", "", "1.1 - One", "1.2 - Another", "1.4 - Four")
	l := &Library{}
	for _, e := range []*Edition{first, second, third, alone} {
		l.shelf = append(l.shelf, copied{edition: e})
	}
	for _, tt := range []struct {
		name     string
		from, to *Edition
		want     string
	}{
		{"the same edition", first, first, "1.1>1.1 same, 1.2>1.2 same, 1.3>1.3 same"},
		{"the next one", first, second, ">1.1 new, 1.1>1.2 same, 1.2>1.3 changed, 1.3> retired"},
		{"over one that was skipped", first, third, "1.2>1.1 changed, 1.1>1.2 same, >1.3 new, 1.3> retired"},
		{"one that follows none", first, alone, "1.1>1.1 same, 1.2>1.2 changed, >1.4 new, 1.3> retired"},
	} {
		var got []string
		for _, m := range l.Mapping(tt.from, tt.to) {
			got = append(got, fmt.Sprintf("%s>%s %s", m.Old, m.New, m.Fate))
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, strings.Join(got, ", "), tt.want)
		}
	}
	if !l.Newer(first, second) || l.Newer(second, first) || l.Newer(first, first) {
		t.Error("which edition is newer")
	}
}

// What an edition says of the one before is checked, with the line.
func TestWasIsChecked(t *testing.T) {
	whole := string(shipped().Bytes(Current().ID))
	for name, tt := range map[string]struct{ old, now, want string }{
		"was without an edition before": {
			"      - key: \"1.2\"\n", "      - key: \"1.2\"\n        was: \"1.3\"\n",
			"does not say which one it follows",
		},
		"follows itself": {"id: 2026-03\n", "id: 2026-03\nfollows: 2026-03\n", "must be the id of another edition"},
		"no key":         {"id: 2026-03\n", "id: 2026-03\nfollows: 2025-03\n", ""},
	} {
		text := strings.Replace(whole, tt.old, tt.now, 1)
		if text == whole {
			text = strings.Replace(whole, strings.ReplaceAll(tt.old, `"`, ""), strings.Replace(tt.now, `"1.2"`, "1.2", 1), 1)
		}
		_, err := Parse("x.yaml", []byte(text))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	two := strings.Replace(whole, "id: 2026-03\n", "id: 2027-03\nfollows: 2026-03\n", 1)
	two = strings.Replace(two, "key: \"1.2\"", "key: \"1.2\"\n        was: \"1.3\"", 1)
	if _, err := Parse("x.yaml", []byte(two)); err == nil || !strings.Contains(err.Error(), "and so was") {
		t.Errorf("two priorities that were one: %v", err)
	}
}
