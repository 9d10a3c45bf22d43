package privacy

import (
	"strings"
	"unicode/utf8"
)

// NHSNumbers is every number in the text with ten digits and the right check digit (modulus 11), written as people
// write NHS numbers: in one run, or as three, three and four digits with spaces, hyphens, underscores or dots between.
// A part of a longer number, such as a telephone number of 11 digits, does not count. Numbers of the test range (999)
// count like any other.
func NHSNumbers(text string) []Find {
	var finds []Find
	before := rune(-1) // the last visible character
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && (c < '0' || c > '9') { // most of any text
			before, i = rune(c), i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if digit(r) >= 0 && digit(before) < 0 {
			if end, ok := match(text, i); ok {
				finds = append(finds, Find{Start: i, End: end, Text: text[i:end]})
				before, i = '0', end
				continue
			}
		}
		if !invisible(r) {
			before = r
		}
		i += size
	}
	return finds
}

// match reads a number that begins at start and returns where it ends.
func match(text string, start int) (end int, ok bool) {
	var d [10]int
	var gaps [2]string // the text after the third and after the sixth digit
	i := start
	for n := range d {
		if n == 3 || n == 6 {
			gap := separator(text[i:])
			gaps[n/3-1] = gap
			i += len(gap)
		}
		v, size := nextDigit(text[i:])
		if v < 0 {
			return 0, false
		}
		d[n] = v
		i += size
	}
	if v, _ := nextDigit(text[i:]); v >= 0 {
		return 0, false // a longer run of digits
	}
	if partOfLonger(text[:start], text[i:], gaps) || !checks(d) {
		return 0, false
	}
	return i, true
}

// checks says whether the tenth digit is the check digit of the first nine: weights 10 to 2, 11 less the remainder,
// where 11 counts as 0 and 10 is never issued.
func checks(d [10]int) bool {
	sum := 0
	for i, v := range d[:9] {
		sum += v * (10 - i)
	}
	check := 11 - sum%11
	if check == 11 {
		check = 0
	}
	return check == d[9]
}

// partOfLonger says whether ten digits are a piece of something longer: a decimal fraction, a reference that continues
// with the same hyphen or dot, or a telephone number with England's country code before it.
func partOfLonger(before, after string, gaps [2]string) bool {
	dotted := gaps[0] == "." || gaps[1] == "."
	if dotted && gaps[0] != gaps[1] {
		return true // 943476.5919 is a decimal number
	}
	joiner := gaps[0]
	if joiner == "" && gaps[1] == "" {
		joiner = "."
	}
	if len(joiner) == 1 && joiner != " " {
		if rest, found := strings.CutPrefix(after, joiner); found {
			if v, _ := nextDigit(rest); v >= 0 {
				return true
			}
		}
		if rest, found := strings.CutSuffix(before, joiner); found {
			if r, _ := utf8.DecodeLastRuneInString(rest); digit(r) >= 0 {
				return true
			}
		}
	}
	lead := strings.TrimRight(before, " \u00a0-")
	lead = strings.TrimRight(strings.TrimSuffix(lead, "(0)"), " \u00a0-")
	return strings.HasSuffix(lead, "+44") || strings.HasSuffix(lead, "0044")
}

// separator is what people write between the groups of a number, at the beginning of the text: a dot, or up to three
// spaces, hyphens and underscores; "" when there is none. A tab or a new line ends a number, because cells of a table
// are apart.
func separator(text string) string {
	if strings.HasPrefix(text, ".") {
		return "."
	}
	i, n := 0, 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case invisible(r):
		case n < 3 && strings.ContainsRune(spacings, r):
			n++
		default:
			return text[:i]
		}
		i += size
	}
	return text[:i]
}

// spacings: space, hyphen, underscore, no-break space, the typographic spaces, hyphens and dashes, the minus sign and
// the wide space and hyphen that go with full-width digits.
const spacings = " -_\u00a0" +
	"\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000" +
	"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"

// invisible says whether a character shows nothing: soft hyphen, zero-width space and joiners, marks of direction.
func invisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2060' && r <= '\u2064' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// nextDigit is the digit at the beginning of the text and its length in bytes, with invisible characters before it; -1
// when the text begins with something else.
func nextDigit(text string) (value, size int) {
	for i, r := range text {
		if invisible(r) {
			continue
		}
		return digit(r), i + utf8.RuneLen(r)
	}
	return -1, 0
}

// digit is the value of a digit, ordinary or full-width; -1 for any other character.
func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// digits is the text's digits alone, as ordinary ones.
func digits(text string) string {
	var b strings.Builder
	for _, r := range text {
		if v := digit(r); v >= 0 {
			b.WriteByte(byte('0' + v))
		}
	}
	return b.String()
}
