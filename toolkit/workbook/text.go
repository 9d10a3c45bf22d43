package workbook

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// cellLimit is how much text one cell holds, in the units that Excel counts: some emoji are two. Excel allows 32,767,
// but LibreOffice puts a line break into a line of more than 16,383, and nothing may change on the way.
const cellLimit = 16_000

// goesOn and wentOn say that a text is in parts. They are also how the parts are known when a workbook comes back, so they never
// change.
var goesOn, wentOn = "\n[continues in the next row]", "[continued from the row above]\n"

// clean is a text that a cell can hold: line breaks of one kind, and visible signs for the control characters that an
// Excel file cannot hold.
func clean(text string) string {
	if plainText(text) {
		return text
	}
	text = strings.ToValidUTF8(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < ' ':
			return 0x2400 + r
		case r == 0x7F:
			return 0x2421
		case r >= 0x80 && r < 0xA0, r == 0xFFFE, r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, text)
}

// plainText says whether there is nothing to clean.
func plainText(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7F {
			return false
		}
	}
	return true
}

// pieces is a text in parts that fit a cell; each but the last says that it continues. Joined without those words they
// are the text again.
func pieces(text string) []string {
	if len(text) <= cellLimit {
		return []string{text}
	}
	return pieced(text, func(part string) int { return endOfUnits(part, cellLimit-len(goesOn)-len(wentOn)) })
}

// pieced cuts a text where end says that a part is full, if possible after a space.
func pieced(text string, end func(rest string) int) []string {
	var parts []string
	for rest := text; ; {
		n := end(rest)
		if n == len(rest) {
			return append(parts, continued(parts)+rest)
		}
		if space := strings.LastIndexAny(rest[:n], " \n"); space > n/2 {
			n = space + 1
		}
		parts = append(parts, continued(parts)+rest[:n]+goesOn)
		rest = rest[n:]
	}
}

func continued(before []string) string {
	if len(before) == 0 {
		return ""
	}
	return wentOn
}

// endOfUnits is how many bytes of a text fit in a number of units of UTF-16.
func endOfUnits(text string, units int) int {
	if len(text) <= units {
		return len(text)
	}
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > units {
			return i
		}
	}
	return len(text)
}

// Heights and widths, for rows that show all of their text. A column's width is in digits of the font, each 7 pixels.
// The widths of letters are Arial's, in thousandths of the font's size.
const (
	lineHeight  = 13.0 // points
	tallest     = 405.0
	unitsADigit = 525 // thousandths of the font's size in a digit's width of column
)

var letters = [128]int{
	' ': 278, '!': 278, '"': 355, '#': 556, '$': 556, '%': 889, '&': 667, '\'': 191, '(': 333, ')': 333, '*': 389, '+': 584, ',': 278,
	'-': 333, '.': 278, '/': 278, '0': 556, '1': 556, '2': 556, '3': 556, '4': 556, '5': 556, '6': 556, '7': 556, '8': 556, '9': 556,
	':': 278, ';': 278, '<': 584, '=': 584, '>': 584, '?': 556, '@': 1015, 'A': 667, 'B': 667, 'C': 722, 'D': 722, 'E': 667, 'F': 611,
	'G': 778, 'H': 722, 'I': 278, 'J': 500, 'K': 667, 'L': 556, 'M': 833, 'N': 722, 'O': 778, 'P': 667, 'Q': 778, 'R': 722, 'S': 667,
	'T': 611, 'U': 722, 'V': 667, 'W': 944, 'X': 667, 'Y': 667, 'Z': 611, '[': 278, '\\': 278, ']': 278, '^': 469, '_': 556, '`': 333,
	'a': 556, 'b': 556, 'c': 500, 'd': 556, 'e': 556, 'f': 278, 'g': 556, 'h': 556, 'i': 222, 'j': 222, 'k': 500, 'l': 222, 'm': 833,
	'n': 556, 'o': 556, 'p': 556, 'q': 556, 'r': 333, 's': 500, 't': 278, 'u': 556, 'v': 500, 'w': 722, 'x': 500, 'y': 500, 'z': 500,
	'{': 334, '|': 260, '}': 334, '~': 584, '\t': 2224,
}

func letterWidth(r rune) int {
	switch {
	case r < 128:
		return letters[r]
	case r < 0x2E80:
		return 620
	}
	return 1300
}

// height is how many lines a text takes in a column of a width. Lines break between words, and long words break.
func height(text string, width float64) int {
	room := int(width * unitsADigit * 0.94)
	if len(text)*750 < room && !strings.Contains(text, "\n") {
		return 1
	}
	count, used, word := 1, 0, 0
	for _, r := range text {
		w := letterWidth(r)
		switch {
		case r == '\n':
			count, used, word = count+1, 0, 0
			continue
		case r == ' ' || r == '-' || r == '\t':
			used, word = used+w, 0
			continue
		}
		used, word = used+w, word+w
		if used > room {
			count++
			if used = word; word > room {
				used, word = w, w
			}
		}
	}
	return count
}

// fitting is how many bytes of a text a column of a width can show in one row.
func fitting(text string, width float64, most int) int {
	if height(text, width) <= most {
		return len(text)
	}
	low, high := 1, len(text)
	for low < high {
		middle := (low + high + 1) / 2
		if height(text[:middle], width) <= most {
			low = middle
		} else {
			high = middle - 1
		}
	}
	for low > 1 && !utf8.RuneStart(text[low]) {
		low--
	}
	return low
}
