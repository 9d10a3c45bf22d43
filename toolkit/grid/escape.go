package grid

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescaped is a text of an Excel file: _x000D_ is the character of that number, and _x005F_ the line before what only
// looks like one. Characters that no text on a page may hold become U+FFFD.
func unescaped(text []byte) string {
	if !bytes.Contains(text, []byte("_x")) {
		return string(text)
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		c, n := escape(text[i:])
		if n == 0 {
			b = append(b, text[i])
			i++
			continue
		}
		i += n
		if utf16.IsSurrogate(c) {
			low, length := escape(text[i:])
			if c = utf16.DecodeRune(c, low); c != utf8.RuneError {
				i += length
			}
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			c = utf8.RuneError
		}
		b = utf8.AppendRune(b, c)
	}
	return string(b)
}

// escape is the number of an escaped character at the beginning of a text, and its length; 0 for none.
func escape(text []byte) (c rune, n int) {
	const length = len("_x0000_")
	if len(text) < length || text[0] != '_' || text[1] != 'x' || text[length-1] != '_' {
		return 0, 0
	}
	v, err := strconv.ParseUint(string(text[2:length-1]), 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(v), length
}
