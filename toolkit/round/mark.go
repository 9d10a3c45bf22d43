package round

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/evidence"
)

// coded are the fields of a document, by their names in JSON, that hold ids and words of lists: nobody types in them.
var coded = []string{
	"id", "provider", "kind", "state", "act", "subject", "field", "code", "unit", "direction", "status", "began", "from", "to", "tone",
	"role", "type", "payment", "meeting", "schema", "hash", "characteristic", "section", "priority", "contract", "own",
	"done", "about", "by", "changed_by", "changed_by_title", "owner", "owner_title", "created_by", "provider_name",
}

// whole are the parts of a document that name whom and what it is for.
var whole = []string{"schema", "audience", "edition", "quarter", "opened", "icb"}

// ours are the parts of a document that are our own words, made of what people wrote.
var ours = []string{"results", "shared", "differences", "equity", "plans", "overdue", "told", "spreads"}

// leastWithin is the shortest text, in characters, that is also taken out of a longer one.
const leastWithin = 4

// Texts are the texts of a document in which people can have written, each once.
func (d Document) Texts() []string {
	seen := map[string]bool{}
	var list []string
	d.each(slices.Concat(whole, ours), func(text string) string {
		if text != "" && !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
		return text
	})
	return list
}

// Marked is the document with texts taken out for good, because they hold personal data: wherever one is, alone or within a
// longer text, the mark is in its place. n is how many texts of the document were changed.
func (d Document) Marked(texts []string) (marked Document, n int) {
	marked, err := Read(d.Canonical()) // a copy of its own
	if err != nil {
		panic("round: " + err.Error()) // it is one that was read
	}
	longest := slices.SortedFunc(slices.Values(texts), func(a, b string) int { return len(b) - len(a) })
	marked.each(whole, func(text string) string {
		was := text
		for _, gone := range longest {
			switch {
			case text == gone:
				text = evidence.RemovedWords
			case utf8.RuneCountInString(gone) >= leastWithin:
				text = strings.ReplaceAll(text, gone, evidence.RemovedWords)
			}
		}
		if text != was {
			n++
		}
		return text
	})
	return marked, n
}

// each puts what a function makes of it in the place of each text of the document, without some of its parts.
func (d *Document) each(leave []string, of func(text string) string) {
	eachText(reflect.ValueOf(d).Elem(), leave, of)
}

func eachText(v reflect.Value, leave []string, of func(string) string) {
	switch {
	case v.Type() == reflect.TypeFor[string]():
		v.SetString(of(v.String()))
	case v.Kind() == reflect.Pointer && !v.IsNil():
		eachText(v.Elem(), coded, of)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if !slices.Contains(leave, name) {
				eachText(v.Field(i), coded, of)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), coded, of)
		}
	case v.Kind() == reflect.Map:
		for _, key := range v.MapKeys() {
			one := reflect.New(v.Type().Elem()).Elem()
			one.Set(v.MapIndex(key))
			eachText(one, coded, of)
			v.SetMapIndex(key, one)
		}
	}
}
