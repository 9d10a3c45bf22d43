package targets

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence begins with a capital letter.
func sentence(words string) string {
	r, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + words[size:]
}

func joined(notes []string) string { return sentence(strings.Join(notes, "; ")) }
