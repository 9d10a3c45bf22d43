package pagetest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// heard is a test that notes down what it is told to fail for.
type heard struct {
	testing.TB
	errors []string
}

func (h *heard) Helper() {}
func (h *heard) Errorf(format string, args ...any) {
	h.errors = append(h.errors, fmt.Sprintf(format, args...))
}

func TestAnswer(t *testing.T) {
	a := Answer{Status: 200, Body: `<main><p class="sum">21 of
		22 <b>priorities</b>, 1,200 people, 0.5</p><ul><li>First</li><li>Sec<b>ond</b><span class="app-note">A note</span></li></ul><input name="version" value="2">Élan</main>`}
	for _, tt := range []struct {
		name  string
		check func(t testing.TB)
		want  string // a part of what it fails for; "" when it passes
	}{
		{"whole words", func(t testing.TB) { a.Want(t, 200, "people", "1,200 people", "First", "Élan", `value="2"`) }, ""},
		{"another status", func(t testing.TB) { a.Want(t, 404) }, "status 200, want 404"},
		{"the end of a number", func(t testing.TB) { a.In(".sum").Want(t, 200, "1 of 22") }, `.sum does not hold "1 of 22"`},
		{"the end of a number with a comma", func(t testing.TB) { a.Want(t, 200, "200 people") }, `"200 people"`},
		{"the beginning of a number with a comma", func(t testing.TB) { a.Want(t, 200, "1") }, `"1"`},
		{"the decimals of a number", func(t testing.TB) { a.Want(t, 200, "5") }, `"5"`},
		{"the whole of a number before its decimals", func(t testing.TB) { a.Want(t, 200, "0") }, `"0"`},
		{"a part of a word", func(t testing.TB) { a.Want(t, 200, "peopl") }, `"peopl"`},
		{"a part of a word with an accent", func(t testing.TB) { a.Want(t, 200, "lan") }, `"lan"`},
		{"white space is one space", func(t testing.TB) { a.In(".sum").Want(t, 200, "21 of 22 priorities, 1,200") }, ""},
		{"elements are read apart", func(t testing.TB) { a.In("ul").Is(t, 200, "First Second A note") }, ""},
		{"each element, in its order", func(t testing.TB) { a.In("li").Is(t, 200, "First", "Second A note") }, ""},
		{
			"one element too few", func(t testing.TB) { a.In("li").Is(t, 200, "First") },
			`li holds ["First" "Second A note"], want ["First"]`,
		},
		{"nothing matches", func(t testing.TB) { a.In("#gone").Want(t, 200) }, "nothing matches #gone"},
		{"nothing that could lack it", func(t testing.TB) { a.In("#gone").Lacks(t, 200, "First") }, "nothing matches #gone"},
		{"another place lacks it", func(t testing.TB) { a.In(".sum").Lacks(t, 200, "First") }, ""},
		{"it is there, within a word", func(t testing.TB) { a.In("li").Lacks(t, 200, "irs") }, `li holds "irs"`},
		{"the whole page lacks it", func(t testing.TB) { a.Lacks(t, 200, "Third") }, ""},
		{"the whole page holds it", func(t testing.TB) { a.Lacks(t, 200, "Sec") }, `body holds "Sec"`},
		{"a refusal lacks everything", func(t testing.TB) { a.Lacks(t, 403, "Third") }, "status 200, want 403"},
		{"by attribute", func(t testing.TB) { a.In(`input[name=version][value="2"]`).Want(t, 200) }, ""},
		{"no element", func(t testing.TB) { a.None(t, 200, "textarea", `input[value="3"]`) }, ""},
		{"an element after all", func(t testing.TB) { a.None(t, 200, "li") }, "li is on the page 2 times"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := &heard{TB: t}
			tt.check(h)
			if tt.want == "" && len(h.errors) > 0 ||
				tt.want != "" && !slices.ContainsFunc(h.errors, func(e string) bool { return strings.Contains(e, tt.want) }) {
				t.Errorf("it says %q, want %q", h.errors, tt.want)
			}
		})
	}
}

func TestSends(t *testing.T) {
	a := Answer{Status: 200, Body: `<form id="it"><input type="hidden" name="version" value="2"><textarea name="notes">
One
two</textarea><input type="checkbox" name="point" value="a" checked><input type="checkbox" name="point" value="b"><input type="checkbox" name="point" value="c" checked>
		<input type="radio" name="status" value="x"><input type="radio" name="status" value="y" checked><select name="owner"><option value="">Nobody<option value="me" selected>Me</select>
		<select name="kind"><option value="first">First<option value="second">Second</select><input type="submit" name="then" value="next"><button name="keep" value="mine">Keep</button></form>`}
	want := url.Values{"version": {"2"}, "notes": {"One\ntwo"}, "point": {"a", "c"}, "status": {"y"}, "owner": {"me"}, "kind": {"first"}}
	if got := a.In("#it").Sends(t, 200); got.Encode() != want.Encode() {
		t.Errorf("sends %q, want %q", got.Encode(), want.Encode())
	}
}
