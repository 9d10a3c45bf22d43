package markup

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// instruction passes over <? ... ?>. The first, that of XML itself, may name an encoding.
func (r *Reader) instruction() error {
	n, err := r.until(2, "?>")
	if err != nil {
		return broken(err)
	}
	raw := r.buf[r.at+2 : r.at+n]
	r.at += n + 2
	length := nameLength(raw)
	if length == 0 {
		return ErrBroken
	}
	if string(raw[:length]) != "xml" {
		return nil
	}
	_, after, found := bytes.Cut(raw[length:], []byte("encoding"))
	if !found {
		return nil
	}
	code, _, _ := quoted(trimmed(bytes.TrimPrefix(trimmed(after), []byte("="))))
	switch code := string(bytes.ToLower(code)); {
	case code == "utf-8", code == "us-ascii", code == "ascii", r.wide && (code == "utf-16" || code == "utf-16le" || code == "utf-16be"):
		return nil
	}
	return ErrBroken
}

// declaration passes over a comment, and comes to a section that is not parsed or a document type.
func (r *Reader) declaration() (Kind, error) {
	const section = "<![CDATA["
	if err := r.need(4); err != nil {
		return 0, broken(err)
	}
	if bytes.HasPrefix(r.buf[r.at:r.end], []byte("<!--")) {
		n, err := r.until(4, "--")
		for err == nil { // "--" ends a comment; lax, only "-->" does
			if err = r.need(n + 3); err != nil || r.buf[r.at+n+2] == '>' {
				break
			}
			if !r.Lax {
				return 0, ErrBroken
			}
			n, err = r.until(n+1, "--")
		}
		if err != nil {
			return 0, broken(err)
		}
		r.at += n + 3
		return 0, nil
	}
	if r.buf[r.at+2] != '[' {
		return r.documentType()
	}
	if err := r.need(len(section)); err != nil || !bytes.HasPrefix(r.buf[r.at:r.end], []byte(section)) {
		return 0, ErrBroken
	}
	n, err := r.until(len(section), "]]>")
	if err != nil {
		return 0, broken(err)
	}
	raw := r.buf[r.at+len(section) : r.at+n]
	r.at += n + 3
	r.text, err = r.meant(raw, false)
	return Text, err
}

// documentType passes over a document type with all that is in it.
func (r *Reader) documentType() (Kind, error) {
	if nameLength(r.buf[r.at+2:r.end]) == 0 {
		return 0, ErrBroken
	}
	var quote byte
	depth := 0
	for i := 0; ; i++ {
		if err := r.need(i + 1); err != nil {
			return 0, broken(err)
		}
		switch c := r.buf[r.at+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				r.at += i + 1
				return Directive, nil
			}
		}
	}
}

// meant is a text as it is meant: its references resolved where it has any, and its line breaks those of XML. It may be
// raw itself.
func (r *Reader) meant(raw []byte, references bool) ([]byte, error) {
	i := 0
	for i < len(raw) && !special[raw[i]] {
		i++
	}
	if i == len(raw) {
		return raw, nil
	}
	if !utf8.Valid(raw) || bytes.Contains(raw, []byte("\uFFFE")) || bytes.Contains(raw, []byte("\uFFFF")) {
		return nil, ErrBroken
	}
	begin, from := len(r.made), 0
	for ; i < len(raw); i++ {
		c := raw[i]
		switch {
		case !special[c] || c >= 0x80:
		case c == '\r':
			r.made = append(append(r.made, raw[from:i]...), '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
			from = i + 1
		case c == '&' && references:
			r.made = append(r.made, raw[from:i]...)
			char, n := reference(raw[i:])
			if n == 0 && !r.Lax || n > 0 && !allowed(char) {
				return nil, ErrBroken
			}
			if n == 0 {
				from = i
				continue
			}
			r.made = utf8.AppendRune(r.made, char)
			i += n - 1
			from = i + 1
		case c != '&':
			return nil, ErrBroken
		}
	}
	if from == 0 {
		return raw, nil
	}
	r.made = append(r.made, raw[from:]...)
	return r.made[begin:len(r.made):len(r.made)], nil
}

// special are the bytes for which a text is looked at more closely.
var special = func() (is [256]bool) {
	for c := range is {
		is[c] = c < ' ' && c != '\t' && c != '\n' || c >= 0x80 || c == '&'
	}
	return is
}()

// allowed says whether a text may hold a character.
func allowed(c rune) bool {
	return c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= utf8.MaxRune
}

// longestReference is more than "&#x10FFFF;" with some noughts before.
const longestReference = 32

// reference is the character that a reference at the beginning of a text means, and its length; 0 for none.
func reference(raw []byte) (char rune, n int) {
	end := bytes.IndexByte(raw[:min(len(raw), longestReference)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := string(raw[1:end]); name {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	default:
		if name[0] != '#' {
			return 0, 0
		}
		digits, base := name[1:], 10
		if len(digits) > 0 && digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		v, err := strconv.ParseUint(digits, base, 32)
		if err != nil || v > utf8.MaxRune {
			return 0, 0
		}
		return rune(v), end + 1
	}
}

// nameLength is how long the name at the beginning of a text is; 0 for none.
func nameLength(raw []byte) int {
	n := 0
	for n < len(raw) && named[raw[n]] {
		n++
	}
	if n > 0 && (raw[0] == '-' || raw[0] == '.' || raw[0] >= '0' && raw[0] <= '9') {
		return 0
	}
	return n
}

// named are the bytes of names. Of those beyond ASCII all count.
var named = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || c == '_' || c == '-' || c == '.' ||
			c == ':'
	}
	return is
}()

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// trimmed is a text without the space at its beginning.
func trimmed(raw []byte) []byte {
	for len(raw) > 0 && space(raw[0]) {
		raw = raw[1:]
	}
	return raw
}
