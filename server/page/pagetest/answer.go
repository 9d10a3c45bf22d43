package pagetest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Ask is the answer to a request.
func Ask(t *testing.T, h http.Handler, r *http.Request) Answer {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{w.Code, w.Header(), string(body)}
}

// Want fails the test unless the answer has the status and its body holds all the texts. A text is looked for as whole
// words and numbers: "1 of 22" is not in "21 of 22".
func (a Answer) Want(t testing.TB, status int, texts ...string) {
	t.Helper()
	a.wantStatus(t, status)
	for _, text := range texts {
		if !holds(a.Body, text) {
			t.Errorf("body does not hold %q:\n%s", text, a.Body)
		}
	}
}

// Lacks fails the test unless the answer has the status and its body holds none of the texts, not even within a word.
func (a Answer) Lacks(t testing.TB, status int, texts ...string) {
	t.Helper()
	a.wantStatus(t, status)
	for _, text := range texts {
		if strings.Contains(a.Body, text) {
			t.Errorf("body holds %q:\n%s", text, a.Body)
		}
	}
}

// None fails the test unless the answer has the status and no element matches any of the CSS selectors.
func (a Answer) None(t testing.TB, status int, selectors ...string) {
	t.Helper()
	a.wantStatus(t, status)
	for _, selector := range selectors {
		if found := (Part{a, selector}).Texts(t); len(found) > 0 {
			t.Errorf("%s is on the page %d times: %q", selector, len(found), found)
		}
	}
}

// In narrows the answer to the elements that the CSS selector matches.
func (a Answer) In(selector string) Part { return Part{a, selector} }

// Part is the elements of an answer that match a CSS selector. What is compared is what people read there: the text,
// each run of white space as one space.
type Part struct {
	answer   Answer
	selector string
}

// Want fails the test unless the answer has the status, an element matches, and each of the texts is in one that does, as
// whole words and numbers.
func (p Part) Want(t testing.TB, status int, texts ...string) {
	t.Helper()
	found := p.found(t, status)
	for _, text := range texts {
		if !holds(strings.Join(found, "\n"), text) {
			t.Errorf("%s does not hold %q: %q", p.selector, text, found)
		}
	}
}

// Lacks fails the test unless the answer has the status, an element matches, and none that does holds any of the texts. It
// wants the element, since a text is missing from an element that is not there whatever the page says.
func (p Part) Lacks(t testing.TB, status int, texts ...string) {
	t.Helper()
	found := p.found(t, status)
	for _, text := range texts {
		if strings.Contains(strings.Join(found, "\n"), text) {
			t.Errorf("%s holds %q: %q", p.selector, text, found)
		}
	}
}

// Is fails the test unless the answer has the status and the elements that match have exactly these texts, in their order.
func (p Part) Is(t testing.TB, status int, texts ...string) {
	t.Helper()
	found := p.found(t, status)
	if strings.Join(found, "\n") != strings.Join(texts, "\n") {
		t.Errorf("%s holds %q, want %q", p.selector, found, texts)
	}
}

func (a Answer) wantStatus(t testing.TB, status int) {
	t.Helper()
	if a.Status != status {
		t.Errorf("status %d, want %d", a.Status, status)
	}
}

func (p Part) found(t testing.TB, status int) []string {
	t.Helper()
	p.answer.wantStatus(t, status)
	found := p.Texts(t)
	if len(found) == 0 {
		t.Errorf("nothing matches %s:\n%s", p.selector, p.answer.Body)
	}
	return found
}

// Sends is what a browser sends when the form that matches is submitted as it is, without its buttons.
func (p Part) Sends(t testing.TB, status int) url.Values {
	t.Helper()
	p.answer.wantStatus(t, status)
	forms := p.nodes(t)
	if len(forms) != 1 {
		t.Fatalf("%d elements match %s, want one form:\n%s", len(forms), p.selector, p.answer.Body)
	}
	sent := url.Values{}
	for _, n := range cascadia.QueryAll(forms[0], fields) {
		name, value, ticked := attribute(n, "name"), attribute(n, "value"), false
		switch n.DataAtom {
		case atom.Textarea:
			var b strings.Builder
			read(&b, n)
			value, ticked = b.String(), true
		case atom.Select:
			for i, option := range cascadia.QueryAll(n, options) {
				if i == 0 || slices.ContainsFunc(option.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
					value, ticked = attribute(option, "value"), true
				}
			}
		case atom.Input:
			kind := attribute(n, "type")
			ticked = kind != "checkbox" && kind != "radio" ||
				slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
		}
		if name != "" && ticked {
			sent.Add(name, value)
		}
	}
	return sent
}

var (
	fields  = cascadia.MustCompile("input:not([type=submit]), textarea, select")
	options = cascadia.MustCompile("option")
)

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Href is where the one link that matches leads.
func (p Part) Href(t testing.TB) string {
	t.Helper()
	links := p.nodes(t)
	if len(links) != 1 {
		t.Fatalf("%d elements match %s, want one link:\n%s", len(links), p.selector, p.answer.Body)
	}
	return attribute(links[0], "href")
}

// Texts are the texts of the elements that match, in their order.
func (p Part) Texts(t testing.TB) []string {
	t.Helper()
	var found []string
	for _, n := range p.nodes(t) {
		var b strings.Builder
		read(&b, n)
		found = append(found, strings.Join(strings.Fields(b.String()), " "))
	}
	return found
}

func (p Part) nodes(t testing.TB) []*html.Node {
	t.Helper()
	selector, err := cascadia.ParseGroup(p.selector)
	if err != nil {
		t.Fatalf("selector %s: %v", p.selector, err)
	}
	page, err := html.Parse(strings.NewReader(p.answer.Body))
	if err != nil {
		t.Fatal(err)
	}
	return cascadia.QueryAll(page, selector)
}

// inline are the elements within a line: they are read without a space before and after. Notes (app-note) have a line of
// their own.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Code: true, atom.Em: true, atom.I: true, atom.Mark: true, atom.Q: true,
	atom.Small: true,
	atom.Span:  true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true,
}

func read(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode && (!inline[child.DataAtom] || attribute(child, "class") == "app-note") {
			b.WriteString(" ")
			read(b, child)
			b.WriteString(" ")
		} else {
			read(b, child)
		}
	}
}

// holds says whether a text is somewhere in another where it neither begins nor ends within a word or a number.
func holds(in, text string) bool {
	for from := 0; ; {
		i := strings.Index(in[from:], text)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(text)
		if text == "" || !within(in, start) && !within(in, end) {
			return true
		}
		_, size := utf8.DecodeRuneInString(in[start:])
		from = start + size
	}
}

// within says whether a place in a text is within a word or a number: "1,200" and "0.5" are one number each.
func within(text string, at int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	if word(before) && word(after) {
		return true
	}
	switch {
	case unicode.IsDigit(after) && (before == ',' || before == '.'):
		earlier, _ := utf8.DecodeLastRuneInString(text[:at-size])
		return unicode.IsDigit(earlier)
	case unicode.IsDigit(before) && (after == ',' || after == '.'):
		later, _ := utf8.DecodeRuneInString(text[at+1:])
		return unicode.IsDigit(later)
	}
	return false
}

func word(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
