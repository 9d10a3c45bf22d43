package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// refusedWords are words that make English read as translated. CONTRIBUTING.md ("How we write") says what to write instead.
var refusedWords = regexp.MustCompile(`(?i)\b(stands|stood|whose|of which|thereof|any more|mend|mends|mended|amiss|nought|slip|slips|` +
	`hang on|hangs on|lest|whoever)\b`)

// plainlyWritten are the folders and files that keep to it. Each folder that has been gone through is added here.
var plainlyWritten = []string{
	"README.md", "CONTRIBUTING.md", "docs",
	"toolkit", "tenants", "server", "demo", "scan", "cmd", "migrations", "assets",
}

// allowedWords are exceptions: a name in code that is one of the words, by file.
var allowedWords = map[string][]string{
	"toolkit/view/view.go": {"Whoever"}, // the name of a method that other packages call
}

// quoted is text that comments and documents quote: what people read on screen, code, and the words themselves.
var quoted = regexp.MustCompile("`[^`]*`|\"[^\"]*\"|“[^”]*”")

// refusedIn are the refused words in a paragraph, without what it quotes, each with the words around it.
func refusedIn(paragraph string) (found []refusedWord) {
	text := quoted.ReplaceAllString(strings.Join(strings.Fields(paragraph), " "), "")
	for _, at := range refusedWords.FindAllStringIndex(text, -1) {
		found = append(found, refusedWord{text[at[0]:at[1]], text[max(0, at[0]-40):min(len(text), at[1]+40)]})
	}
	return found
}

type refusedWord struct{ word, around string }

// TestHouseWords reads the comments of Go files and the documents of the folders above.
func TestHouseWords(t *testing.T) {
	house := os.DirFS("../..")
	for _, root := range plainlyWritten {
		err := fs.WalkDir(house, root, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return fs.SkipDir
			}
			for _, paragraph := range paragraphs(t, house, name) {
				for _, refused := range refusedIn(paragraph) {
					if !slices.Contains(allowedWords[name], refused.word) {
						t.Errorf("%s: %q in %q: CONTRIBUTING.md (How we write) has a plainer word", name, refused.word, refused.around)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// paragraphs are the comments of a Go file, or the paragraphs of a document without its lines of code; none of any other file.
func paragraphs(t *testing.T, house fs.FS, name string) []string {
	t.Helper()
	kind := path.Ext(name)
	if kind != ".go" && kind != ".md" {
		return nil
	}
	source, err := fs.ReadFile(house, name)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	if kind == ".md" {
		for _, paragraph := range strings.Split(string(source), "\n\n") {
			if !strings.HasPrefix(paragraph, "    ") {
				found = append(found, paragraph)
			}
		}
		return found
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range file.Comments {
		found = append(found, group.Text())
	}
	return found
}

func TestRefusedWords(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"The row stands below.", 1},
		{"Whose row it is, lest\nany more of them stood there.", 4},
		{"It hangs on\nthe day, of\nwhich nobody knows.", 2},
		{"They stand for something.", 0},
		{"The question \"Whose strategy is it?\" and `whose` are quoted.", 0},
		{"A mended amendment, a slipped slipper.", 1},
	} {
		if got := refusedIn(test.text); len(got) != test.want {
			t.Errorf("%q: found %q, want %d", test.text, got, test.want)
		}
	}
}
