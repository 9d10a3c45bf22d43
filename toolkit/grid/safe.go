package grid

import "strings"

// Safe is a text that no program takes for a formula when it opens a CSV file: it gets an apostrophe in front if it looks like
// one.
func Safe(text string) string {
	if strings.IndexAny(text, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + text
	}
	return text
}

// Mark begins a CSV file in UTF-8: Excel knows it by that.
const Mark = "\uFEFF"
