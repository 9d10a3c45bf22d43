package markup_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"ipstoolkit/toolkit/markup"
)

// ours is what a document holds, read piece by piece: "<a x=1>", "words", "</a>".
func ours(src io.Reader, lax bool, longest int) (string, error) {
	r := markup.New(src, longest)
	r.Lax = lax
	var b strings.Builder
	for {
		kind, err := r.Next()
		switch {
		case err != nil:
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return b.String(), err
		case kind == markup.Start:
			fmt.Fprintf(&b, "<%s", r.Name())
			r.Attrs(func(name, value []byte) { fmt.Fprintf(&b, " %s=%q", name, value) })
			b.WriteString(">")
		case kind == markup.End:
			fmt.Fprintf(&b, "</%s>", r.Name())
		case kind == markup.Text:
			b.Write(r.Text())
		case kind == markup.Directive:
			b.WriteString("<!>")
		}
	}
}

// theirs is the same, read by the standard library.
func theirs(text string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	var b strings.Builder
	depth := 0
	for {
		token, err := d.Token()
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			fmt.Fprintf(&b, "<%s", t.Name.Local)
			for _, a := range t.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
			}
			b.WriteString(">")
		case xml.EndElement:
			depth--
			fmt.Fprintf(&b, "</%s>", t.Name.Local)
		case xml.CharData:
			b.Write(t)
		case xml.Directive:
			b.WriteString("<!>")
		}
		if err != nil {
			if errors.Is(err, io.EOF) && depth == 0 {
				err = nil
			}
			return b.String(), err
		}
	}
}

// documents are well-formed, and wrong ones begin with what is wrong.
var documents = []string{
	`<a/>`, `<a></a>`, `<a x="1" y='2'>words</a >`, `<p:a xmlns:p="u" p:x="1"><p:b/>t</p:a>`,
	`<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a>`,
	"<a>one\r\ntwo\rthree\n</a>", `<a x="&#10;&amp;'" y='"'/>`, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a>é</a>`,
	`<a><!-- a < b & c --><b/><!----></a>`, `<a>x<![CDATA[<b>&amp;]]]]>y</a>`, `<a><?pi <b> ?>x</a>`, "<a\n\tx = '1'\n/>", `<a.b-c_d/>`,
	`<a x="a>b">></a>`, `  <a/>  `, `<a x=""/>`, "\ufeff<a/>", `<a>&#0065;&#x0;</a>`,
}

var wrong = []string{
	`<a>`, `</a>`, `<a></b>`, `<a`, `<a x`, `<a x=1/>`, `<a x/>`, `<a x="<"/>`, `<a>&foo;</a>`, `<a>&</a>`, `<a>&#0;</a>`,
	`<a>&#x110000;</a>`,
	"<a>\x01</a>", "<a>\xff</a>", "<a>\ufffe</a>", `<a>]]></a>`, `<a><!-- -- --></a>`, `<a><!-- </a>`, `<a><![CDATA[ </a>`, `<a><?x </a>`,
	`<1/>`, `< a/>`, `<a><b></a></b>`, `<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, `<a/`, `<`, `<!`, `<!>>`, `<a>&#xD800;</a>`,
	strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300),
}

func TestReadsAsTheLibraryDoes(t *testing.T) {
	for _, text := range documents[:len(documents)-1] {
		want, err := theirs(strings.TrimPrefix(text, "\ufeff"))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for name, src := range map[string]io.Reader{
			"whole":    strings.NewReader(text),
			"by bytes": iotest.OneByteReader(strings.NewReader(text)),
		} {
			for _, lax := range []bool{false, true} {
				if got, err := ours(src, lax, 1<<20); err != nil || got != want {
					t.Errorf("%q %s: read %q, %v, want %q", text, name, got, err, want)
				}
				src = strings.NewReader(text)
			}
		}
	}
}

func TestWhatIsNotWellFormed(t *testing.T) {
	for _, text := range wrong {
		if got, err := ours(strings.NewReader(text), false, 1<<20); !errors.Is(err, markup.ErrBroken) {
			t.Errorf("%.80q: read %.80q, %v", text, got, err)
		}
	}
}

// TestLax: what browsers forgive, and old drawings of Excel hold, is read all the same.
func TestLax(t *testing.T) {
	for text, want := range map[string]string{
		`<a><br>x</a></b>`: "<a><br>x</a></b>", `<a x=1 y>`: `<a x="1" y="y">`, `<a>&foo; & b</a>`: `<a>&foo; & b</a>`,
		`<!DOCTYPE a [<!ENTITY e "<x>">]><a>&e;</a>`: "<!><a>&e;</a>", `<a x="<"/>`: `<a x="<"></a>`, `<a>]]></a>`: "<a>]]></a>",
		`<a><!-- a -- b --></a>`: "<a></a>",
	} {
		if got, err := ours(strings.NewReader(text), true, 1<<20); err != nil || got != want {
			t.Errorf("%q: read %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestEncodings(t *testing.T) {
	units := utf16.Encode([]rune("\ufeff" + `<?xml version="1.0" encoding="UTF-16"?><a>é😀</a>`))
	var little, big strings.Builder
	for _, u := range units {
		little.Write([]byte{byte(u), byte(u >> 8)})
		big.Write([]byte{byte(u >> 8), byte(u)})
	}
	for name, text := range map[string]string{"little": little.String(), "big": big.String()} {
		if got, err := ours(strings.NewReader(text), false, 1<<20); err != nil || got != "<a>é😀</a>" {
			t.Errorf("%s: read %q, %v", name, got, err)
		}
	}
	if got, err := ours(strings.NewReader(little.String()[2:]), false, 1<<20); !errors.Is(err, markup.ErrBroken) {
		t.Errorf("without its mark: read %q, %v", got, err)
	}
}

// TestMemoryIsBounded: nothing that a document holds makes the reader keep more than it may.
func TestMemoryIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"a text": "<a>" + strings.Repeat("x", 5000), "a tag": "<a " + strings.Repeat("x='1' ", 1000),
		"a comment": "<!--" + strings.Repeat("x", 5000),
		"a section": "<a><![CDATA[" + strings.Repeat("x", 5000), "an instruction": "<?" + strings.Repeat("x", 5000),
		"a document type": "<!DOCTYPE " + strings.Repeat("x", 5000), "an end": "<a></a" + strings.Repeat(" ", 5000),
	} {
		if _, err := ours(strings.NewReader(text), false, 4096); !errors.Is(err, markup.ErrLong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cut := errors.New("cut")
	if _, err := ours(io.MultiReader(strings.NewReader("<a>x"), iotest.ErrReader(cut)), false, 4096); !errors.Is(err, cut) {
		t.Errorf("the source's error is %v", err)
	}
}

// FuzzRead: a document that is accepted reads as the standard library reads it, however it arrives.
func FuzzRead(f *testing.F) {
	for _, text := range append(documents, wrong...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ours(strings.NewReader(text), false, 1<<20)
		again, errAgain := ours(iotest.OneByteReader(strings.NewReader(text)), false, 1<<20)
		if got != again || !errors.Is(errAgain, err) {
			t.Fatalf("%q: read %q, %v, and by bytes %q, %v", text, got, err, again, errAgain)
		}
		if _, err := ours(strings.NewReader(text), true, 1<<20); err != nil && !errors.Is(err, markup.ErrBroken) {
			t.Fatalf("%q: %v", text, err)
		}
		want, wrong := theirs(text)
		if err == nil && wrong == nil && got != want && !strings.HasPrefix(text, "\ufeff") && !strings.ContainsAny(text, ":") {
			t.Errorf("%q: read %q, want %q", text, got, want)
		}
	})
}
