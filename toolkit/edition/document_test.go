package edition

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Every priority says where to read on. An address is one that a publication prints; where none does, the document is named
// without one.
func TestMarch2026Documents(t *testing.T) {
	e := march(t)
	var addresses, named []string
	used := map[string]bool{}
	for _, p := range e.Priorities() {
		list := e.DocumentsOf(p)
		if len(list) == 0 || len(list) != len(p.Documents) {
			t.Errorf("%s: documents %q, found %d", p.Key, p.Documents, len(list))
		}
		for _, d := range list {
			used[d.Key] = true
		}
	}
	for _, d := range e.Documents {
		if !used[d.Key] {
			t.Errorf("no priority names %s", d.Key)
		}
		if d.Address == "" {
			named = append(named, d.Key)
			continue
		}
		addresses = append(addresses, d.LeadsTo())
	}
	want := []string{
		"digital.nhs.uk/data-and-information/data-collections-and-data-sets/data-sets/mental-health-services-data-set/submission-guidance",
		"digital.nhs.uk/data-and-information/data-tools-and-services/data-services/mental-health-data-hub/data-quality/" +
			"mental-health-services-dataset---data-quality-dashboard",
		"ipsgrow.org.uk/providers/fidelity-reviews", "centreformentalhealth.org.uk/the-ips-fidelity-scale",
	}
	if !slices.Equal(addresses, want) {
		t.Errorf("addresses %q, want %q", addresses, want)
	}
	if len(named) != 13 {
		t.Errorf("%d documents without an address, want 13: %q", len(named), named)
	}
	if d := e.Itself(); d.LeadsTo() != "ipsgrow.org.uk" || d.Name != e.Title || d.Publisher != e.Publisher {
		t.Errorf("the toolkit itself is %+v", d)
	}
}

func TestParseDocuments(t *testing.T) {
	const start = "documents:\n  - key: guide\n    name: A guide\n    publisher: A publisher\n"
	for _, c := range []struct {
		name      string
		documents string // "" as it should be
		names     string // what priority 1.2 names
		line      int    // 0 where nothing is wrong
		reason    string
	}{
		{"named", start, "[guide]", 0, ""},
		{"with an address", start + "    address: https://example.org/a/b-c_d.html\n    note: Old.\n", "[guide]", 0, ""},
		{"an address without a page", start + "    address: https://www.example.org\n", "[guide]", 0, ""},
		{"named by nothing", start, "[]", 0, ""},
		{"one that is not there", start, "[other]", 46, `names a document "other"`},
		{"twice in a priority", start, "[guide, guide]", 46, "names it twice"},
		{"not encrypted", start + "    address: http://example.org\n", "[guide]", 12, "must begin with https://"},
		{"a script", start + "    address: javascript:alert(1)\n", "[guide]", 12, "must begin with https://"},
		{"with a name and password", start + "    address: https://a:b@example.org\n", "[guide]", 12, "must begin with https://"},
		{"with a query", start + "    address: https://example.org/a?who=me\n", "[guide]", 12, "no query"},
		{"a host without a point", start + "    address: https://localhost/a\n", "[guide]", 12, "must begin with https://"},
		{"no name", "documents:\n  - key: guide\n    publisher: A publisher\n", "[guide]", 9, "the document's name is missing"},
		{"no publisher", "documents:\n  - key: guide\n    name: A guide\n", "[guide]", 9, "the document's publisher is missing"},
		{"key with capitals", strings.Replace(start, "guide", "Guide", 1), "[]", 9, "the document's key"},
		{"key twice", start + strings.TrimPrefix(start, "documents:\n"), "[guide]", 12, `"guide" is there twice`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(small, "sections:\n", c.documents+"sections:\n", 1)
			text = strings.Replace(text, "        best_practice:\n", "        documents: "+c.names+"\n        best_practice:\n", 1)
			_, err := Parse("small.yaml", []byte(text))
			if c.line == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var faults Faults
			if !errors.As(err, &faults) || !slices.ContainsFunc(faults, func(f Fault) bool {
				return f.Line == c.line && strings.Contains(f.Reason, c.reason)
			}) {
				t.Errorf("want line %d with %q, got\n%v", c.line, c.reason, err)
			}
		})
	}
	bad := strings.Replace(small, "source: A document\n", "source: A document\naddress: example.org\n", 1)
	if _, err := Parse("small.yaml", []byte(bad)); err == nil || !strings.Contains(err.Error(), "line 6: the address") {
		t.Errorf("the edition's own address: %v", err)
	}
}
