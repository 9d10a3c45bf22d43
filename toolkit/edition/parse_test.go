package edition

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// small is the smallest edition that has one of everything. Each test below breaks it in one place. Its line 1 is the
// id.
const small = `id: 2030-01
title: A toolkit
publisher: A publisher
published: 2030-01-01
source: A document
introduction:
  - A line about it.
sections:
  - number: 1
    title: First
    page: 6
    intro: What the first section is about.
    priorities:
      - key: "1.1"
        page: 7
        name: One thing
        responsibility: commissioner
        asks: Do one thing.
        considerations:
          - id: c1
            text: At least **40%** of it.
          - id: c1.1
            text: A line below.
          - id: c2
            text: It happens weekly.
        resources:
          - id: r1
            text: Some help.
        numbers:
          - key: rate
            name: Rate
            limit: at_least
            value: "40"
            unit: "%"
            point: c1
            meaning: How much of it.
      - key: "1.2"
        page: 9
        name: Another thing
        responsibility: commissioner_and_provider
        asks: Do another thing.
        best_practice:
          - id: b1
            text: It is done.
abbreviations:
  - short: ICB
    long: Integrated care board
errata:
  - page: 7
    where: In 1.1
    printed: on thing
    read: one thing
`

func TestParseSmall(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":                small,
		"line ends of Windows":    strings.ReplaceAll(small, "\n", "\r\n"),
		"start of a document":     "---\n" + small,
		"a comment":               "# about it\n" + small,
		"brackets inside a text":  strings.Replace(small, "A line below.", "A line (see [1] and {2}) below.", 1),
		"a long line":             strings.Replace(small, "A line below.", strings.Repeat("A long line - ", 500)+"ends.", 1),
		"letters outside English": strings.Replace(small, "A line below.", "Café, naïve – “quoted” ≥ 5.", 1),
	} {
		t.Run(name, func(t *testing.T) {
			e, err := Parse("small.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256([]byte(text))
			if want := hex.EncodeToString(sum[:]); e.Hash != want {
				t.Errorf("hash %s, want that of the bytes, %s", e.Hash, want)
			}
			if len(e.Priorities()) != 2 || e.Month() != "January 2030" {
				t.Errorf("%d priorities of %s, want 2 of January 2030", len(e.Priorities()), e.Month())
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new string // what changes in the small edition
		line     int
		reason   string // part of it
	}{
		{"unknown field", "name: One", "nmae: One", 16, `"nmae" is not a field`},
		{"unknown field at the top", "errata:", "errors:", 48, `"errors" is not a field`},
		{"field twice", "    intro:", "    title: Again\n    intro:", 12, `"title" already defined`},
		{"broken quotes", "read: one thing", `read: "one thing`, 52, "not valid YAML"},
		{"two colons", "title: First", "title: First: last", 10, "not valid YAML"},
		{"wrong indent", "        page: 7", "      page: 7", 15, "not valid YAML"},
		{"words for a page", "page: 7", "page: seven", 15, "a whole number"},
		{"fraction for a page", "page: 7", "page: 7.5", 15, "7.5 is taken for something other than text"},
		{"page too large", "page: 7", "page: 99999999999999999999", 15, "too large"},
		{"key without quotes", `"1.2"`, `1.2`, 37, "put it in quotes"},
		{"yes for a text", "name: Rate", "name: true", 31, "put it in quotes"},
		{"list for a text", "name: One thing", "name: [One, thing]", 16, "a text"},
		{"text for a list", "considerations:\n          - id: c1\n            text: At least **40%** of it.\n          - id: c1.1\n      " +
			"      text: A line below.\n          - id: c2\n            text: It happens weekly.", "considerations: none", 19, "a list"},
		{"text for a group", "  - number: 1\n", "  - hello\n  - number: 1\n", 9, "a group of fields"},
		{"anchor", "title: First", "title: &a First", 10, "not used in edition files"},
		{"alias", "publisher: A publisher", "publisher: *a", 3, "not used in edition files"},
		{"tag", "title: First", "title: !!str First", 10, "not used in edition files"},
		{"second document", "abbreviations:", "---\nabbreviations:", 45, "second document"},
		{"tab", "title: First", "title:\tFirst", 10, "tab"},
		{"byte order mark", "id: 2030", "\ufeffid: 2030", 1, "byte order mark"},
		{"not UTF-8", "First", "F\xe9rst", 10, "UTF-8"},
		{"nested lists", "title: First", "title: " + strings.Repeat("- ", 60) + "x", 10, "nested too deeply"},
		{"nested brackets", "title: First", "title: " + strings.Repeat("[", 11), 10, "nested too deeply"},

		{"id missing", "id: 2030-01", "# none", 2, `the id ""`},
		{"id with capitals", "id: 2030-01", "id: March", 1, `the id "March"`},
		{"title missing", "title: A toolkit", "# none", 1, "the edition's title is missing"},
		{"publisher missing", "publisher: A publisher", "publisher:", 3, "the publisher is missing"},
		{"source missing", "source: A document", `source: ""`, 5, "the source is missing"},
		{"no such day", "2030-01-01", "2030-02-30", 4, `"2030-02-30" must be a date`},
		{"introduction empty", "- A line about it.", `- ""`, 7, "line of the introduction is missing"},
		{"section number", "number: 1", "number: 2", 9, "section 2 is where section 1 is due"},
		{"section title", "title: First", `title: ""`, 10, "the section's title is missing"},
		{"section page", "page: 6", "page: 0", 11, "below 1"},
		{"section introduction", "intro: What the first section is about.", "intro: ' '", 12, "introduction is missing"},
		{"priority key", `"1.2"`, `"1.3"`, 37, `"1.3" is where "1.2" is due`},
		{"priority key of another section", `"1.1"`, `"2.1"`, 14, `"2.1" is where "1.1" is due`},
		{"pages go back", "page: 9", "page: 7", 38, "page 7 comes after page 7"},
		{"page missing", "        page: 9\n", "", 37, "the page is missing"},
		{"name missing", "name: One thing", "name:", 16, "the priority's name is missing"},
		{"name twice", "name: Another thing", "name: one thing", 39, "same name as 1.1"},
		{"bold in a name", "name: One thing", "name: One **thing**", 16, "bold is for points only"},
		{"responsibility unknown", "responsibility: commissioner\n", "responsibility: provider\n", 17, `the responsibility "provider"`},
		{"asks missing", "asks: Do one thing.", "asks:", 18, "what the priority asks is missing"},
		{
			"no points", "        best_practice:\n          - id: b1\n            text: It is done.\n", "", 37,
			"neither considerations nor best practice",
		},
		{"point id twice", "id: c2", "id: c1", 24, `the id "c1" is where "c2" or "c1.2" is due`},
		{"point id left out", "id: c2", "id: c3", 24, `the id "c3"`},
		{"point id of another list", "id: b1", "id: c1", 43, `the id "c1" is where "b1" is due`},
		{"line below no point", "id: b1", "id: b0.1", 43, `the id "b0.1" is where "b1" is due`},
		{"point id missing", "- id: b1\n            text", "- text", 43, `the id "" is where "b1" is due`},
		{"point kind unknown", "- id: c2\n", "- id: c2\n            kind: fact\n", 25, `the kind "fact" must be background`},
		{"kind of a resource", "- id: r1\n", "- id: r1\n            kind: background\n", 28, "kind of r1 must be left out"},
		{"nothing to meet", "- id: b1\n", "- id: b1\n            kind: background\n", 37, "1.2 has nothing that can be met"},
		{"point empty", "text: A line below.", "text:", 23, "the point's text is missing"},
		{"point missing", "- id: b1\n            text: It is done.", "-", 43, "the point's text is missing"},
		{"bold not closed", "**40%** of it", "**40% of it", 21, "not in pairs"},
		{"bold empty", "**40%** of it", "****40% of it", 21, "empty or has a space"},
		{"bold with a space", "**40%** of it", "**40% **of it", 21, "empty or has a space"},
		{"single asterisk", "A line below.", "A *line* below.", 23, "single asterisk"},
		{"double space", "A line below.", "A  line below.", 23, "a space too many"},
		{"no-break space", "A line below.", "A\u00a0line below.", 23, "special space"},
		{"zero-width space", "A line below.", "A\u200bline below.", 23, "special space"},
		{"line break", "text: A line below.", `text: "A line\nbelow."`, 23, "line break"},
		{"number key", "key: rate", "key: The rate", 30, "the number's key"},
		{
			"number twice", "        numbers:\n",
			"        numbers:\n          - {key: rate, name: R, value: \"40\", point: c1, meaning: M}\n",
			31, "appears twice",
		},
		{"number name missing", "            name: Rate\n", "", 30, "the number's name is missing"},
		{"number limit unknown", "limit: at_least", "limit: minimum", 32, `the limit "minimum"`},
		{"number value missing", `value: "40"`, `value: ""`, 33, "the number's value is missing"},
		{"number not stated", `value: "40"`, `value: "4"`, 33, `c1 of 1.1 does not state "4"`},
		{"upper end not stated", `value: "40"`, "value: \"40\"\n            to: \"55\"", 33, `does not state "55"`},
		{"figure not bold", "**40%**", "40%", 33, `does not state "40"`},
		{"number not in the name", "            point: c1\n", "", 33, `the priority's name of 1.1 does not state "40"`},
		{"number of no point", "point: c1", "point: c9", 35, `no point "c9"`},
		{"number meaning missing", "meaning: How much of it.", "meaning:", 36, "the number's meaning is missing"},
		{"abbreviation empty", "long: Integrated care board", "long:", 47, "what ICB stands for is missing"},
		{"abbreviation twice", "errata:", "  - {short: ICB, long: Again}\nerrata:", 48, "ICB appears twice"},
		{"erratum empty", "printed: on thing", "printed:", 51, "what the source has is missing"},
		{"erratum page", "  - page: 7", "  - page: -1", 49, "below 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(small, c.old) {
				t.Fatalf("the small edition has no %q", c.old)
			}
			e, err := Parse("small.yaml", []byte(strings.Replace(small, c.old, c.new, 1)))
			var faults Faults
			if e != nil || !errors.As(err, &faults) {
				t.Fatalf("got %v, %v; want faults", e, err)
			}
			for _, f := range faults {
				if f.File == "small.yaml" && f.Line == c.line && strings.Contains(f.Reason, c.reason) {
					return
				}
			}
			t.Errorf("want line %d with %q, got\n%v", c.line, c.reason, err)
		})
	}
}

func TestParseRefusesWholeFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, reason string }{
		"nothing":        {"", "f.yaml, line 1: the file is empty"},
		"blank lines":    {" \n\n", "f.yaml, line 1: the file is empty"},
		"comment only":   {"# soon\n", "f.yaml, line 1: the file is empty"},
		"a sentence":     {"hello", "f.yaml, line 1: this should be a group of fields"},
		"a list":         {"- a\n- b\n", "f.yaml, line 1: this should be a group of fields"},
		"too large":      {small + strings.Repeat("# more\n", 1<<18), "f.yaml, line 1: the file is larger than 1 MB"},
		"no sections":    {small[:strings.Index(small, "sections:")], "the edition has no sections"},
		"empty sections": {small[:strings.Index(small, "  - number:")], "f.yaml, line 8: the edition has no sections"},
		"no priorities":  {small[:strings.Index(small, "    priorities:")], "f.yaml, line 9: section 1 has no priorities"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse("f.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.reason) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

// An operator can correct a file in one go: all faults come at once, in the order of the lines.
func TestParseTellsAllFaults(t *testing.T) {
	text := strings.Replace(strings.Replace(small, "page: 9", "page: 1", 1), "title: First", `title: ""`, 1)
	_, err := Parse("my.yaml", []byte(text))
	want := "my.yaml, line 10: the section's title is missing\nmy.yaml, line 38: page 1 comes after page 7"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(strings.ReplaceAll(small, "\n", "\r\n")))
	f.Add([]byte("id: &a [*a, {b: !!x ? c}]\n---\n<<: *a\n"))
	f.Add([]byte("sections: [{number: 1, priorities: [{key: \"1.1\", numbers: [{value: 8a}]}]}]"))
	f.Add([]byte("db:[!!x ? c}]\n---"))
	f.Add([]byte("title: |2-\n  **bold\n\n- ? >+\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Parse("f.yaml", data)
		if err != nil {
			for _, fault := range err.(Faults) {
				if fault.Line < 1 || fault.Reason == "" || fault.File != "f.yaml" {
					t.Errorf("fault without its file, line or reason: %+v", fault)
				}
			}
			return
		}
		for _, p := range e.Priorities() {
			for _, point := range p.Points() {
				var joined strings.Builder
				for _, s := range point.Spans() {
					joined.WriteString(s.Text)
				}
				if joined.String() != point.Plain() || point.Plain() == "" {
					t.Errorf("%s %s: spans %q, plain %q", p.Key, point.ID, joined.String(), point.Plain())
				}
			}
		}
	})
}
