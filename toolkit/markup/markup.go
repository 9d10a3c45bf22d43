// Package markup reads XML piece by piece, as Office files hold it: quickly, in bounded memory, and without looking
// anything up. It knows no document types, no entities of its own and no encodings but UTF-8 and UTF-16 with its mark.
package markup

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// Kind is what Reader.Next has come to.
type Kind int

const (
	Start     Kind = iota + 1 // an element begins: its Name and its Attr
	End                       // an element ends: its Name
	Text                      // words, a part of them where a comment or a section is between: its Text
	Directive                 // a document type, which no part of a spreadsheet has
)

var (
	ErrBroken = errors.New("not well-formed XML")
	ErrLong   = errors.New("a tag or a text is too long")
)

// deepest is how many elements may be open at a time; Office files have about ten.
const deepest = 250

// Reader reads XML. What its methods return is good until the next call of Next.
type Reader struct {
	// Lax reads what browsers would: ends that nothing began, values without quotation marks, a stray "&", a document type.
	Lax bool

	src     io.Reader
	buf     []byte
	at, end int // what lies between in buf is not read yet
	longest int // bytes of a tag or a text
	failed  error
	wide    bool // the source is UTF-16

	name  []byte
	attrs []attr
	text  []byte
	made  []byte // texts that differ from how they are written
	ended bool   // the element that has begun is empty: its end comes next

	open  []byte // the names of the open elements
	opens []int  // where each begins
}

type attr struct{ name, value []byte }

// New reads from src. A tag or a text of more than longest bytes is ErrLong.
func New(src io.Reader, longest int) *Reader {
	r := &Reader{longest: longest}
	r.Reset(src)
	return r
}

// Reset begins with another source, and keeps the memory.
func (r *Reader) Reset(src io.Reader) {
	*r = Reader{Lax: r.Lax, longest: r.longest, src: src, buf: r.buf, attrs: r.attrs, made: r.made, open: r.open[:0], opens: r.opens[:0]}
	for r.end < 3 && r.fill() == nil {
	}
	switch head := r.buf[:r.end]; {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		r.at = 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		from := io.MultiReader(bytes.NewReader(bytes.Clone(head)), src)
		r.src = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(from)
		r.at, r.end, r.failed, r.wide = 0, 0, nil, true
	}
}

// Name is the element's name without its prefix.
func (r *Reader) Name() []byte { return local(r.name) }

// Text is the text.
func (r *Reader) Text() []byte { return r.text }

// Attr is the value of the element's attribute with a name, whatever its prefix; nil without one.
func (r *Reader) Attr(name string) []byte {
	for i := range r.attrs {
		if a := &r.attrs[i]; string(local(a.name)) == name {
			return a.value
		}
	}
	return nil
}

// Attrs calls do for each attribute of the element.
func (r *Reader) Attrs(do func(name, value []byte)) {
	for _, a := range r.attrs {
		do(local(a.name), a.value)
	}
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}

// Next goes to the next piece. The error is io.EOF at the end, ErrBroken, ErrLong or the source's.
func (r *Reader) Next() (Kind, error) {
	if r.ended {
		r.ended = false
		return End, r.close()
	}
	r.attrs, r.made = r.attrs[:0], r.made[:0]
	for {
		if r.at == r.end {
			if err := r.fill(); err != nil {
				return 0, r.last(err)
			}
		}
		if r.buf[r.at] != '<' {
			return r.words()
		}
		if err := r.need(2); err != nil {
			return 0, broken(err)
		}
		switch r.buf[r.at+1] {
		case '?':
			if err := r.instruction(); err != nil {
				return 0, err
			}
		case '!':
			if kind, err := r.declaration(); kind != 0 || err != nil {
				return kind, err
			}
		case '/':
			return r.endTag()
		default:
			return r.startTag()
		}
	}
}

// last is the error at the source's end.
func (r *Reader) last(err error) error {
	if errors.Is(err, io.EOF) && len(r.opens) > 0 {
		return ErrBroken
	}
	return err
}

// broken is the error where the source ends in the middle.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrBroken
	}
	return err
}

// fill reads more. It moves what is not read yet to the beginning of buf.
func (r *Reader) fill() error {
	if r.failed != nil {
		return r.failed
	}
	if r.at > 0 {
		copy(r.buf, r.buf[r.at:r.end])
		r.at, r.end = 0, r.end-r.at
	}
	if r.end == len(r.buf) {
		if r.end >= r.longest {
			return ErrLong
		}
		larger := make([]byte, min(max(2*len(r.buf), 32<<10), max(r.longest, 64)))
		copy(larger, r.buf)
		r.buf = larger
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.end:])
		r.end += n
		if r.failed = err; n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// need reads until n bytes are there.
func (r *Reader) need(n int) error {
	for r.end-r.at < n {
		if err := r.fill(); err != nil {
			return err
		}
	}
	return nil
}

// until is where a mark next is at or after from; both count from at.
func (r *Reader) until(from int, mark string) (int, error) {
	for {
		if r.end-r.at >= from {
			if i := bytes.Index(r.buf[r.at+from:r.end], []byte(mark)); i >= 0 {
				return from + i, nil
			}
			from = max(from, r.end-r.at-len(mark)+1)
		}
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
}

// words takes the text before the next tag.
func (r *Reader) words() (Kind, error) {
	n, from := 0, 0
	for {
		if i := bytes.IndexByte(r.buf[r.at+from:r.end], '<'); i >= 0 {
			n = from + i
			break
		}
		from = r.end - r.at
		if err := r.fill(); err != nil {
			if !errors.Is(err, io.EOF) {
				return 0, err
			}
			n = r.end - r.at
			break
		}
	}
	raw := r.buf[r.at : r.at+n]
	r.at += n
	if !r.Lax && bytes.Contains(raw, []byte("]]>")) {
		return 0, ErrBroken
	}
	var err error
	r.text, err = r.meant(raw, true)
	return Text, err
}
