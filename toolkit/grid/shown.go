package grid

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// style says how a workbook shows a cell. The cell holds only a number: 46295 is a day, 0.42 a share, and its style
// alone tells.
type style int

const (
	asNumber style = iota
	asDate
	asShare
)

// Numbers of the styles that every workbook has without a format of its own: those with a day, and those of shares.
var (
	dateFormats  = []int{14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58}
	shareFormats = []int{9, 10}
)

// spokenFormat is the part of a format that is shown unchanged: words in quotation marks, colours and places in
// brackets, single characters.
var spokenFormat = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|_.|\*.`)

// styleOf is how a format shows a number. code is the workbook's own format, "" for those that every workbook has.
func styleOf(id int, code string) style {
	code, _, _ = strings.Cut(strings.ToLower(spokenFormat.ReplaceAllString(code, "")), ";")
	switch {
	case code == "" && slices.Contains(dateFormats, id), strings.ContainsAny(code, "yd"), strings.Contains(code, "mmm"):
		return asDate
	case code == "" && slices.Contains(shareFormats, id), strings.Contains(code, "%"):
		return asShare
	}
	return asNumber
}

// number is a number as people see it: a day is "2026-09-30", a share "42%", any other as a person would type it.
func (k *book) number(look int, number string) string {
	if look < 0 || look >= len(k.styles) || k.styles[look] == asNumber {
		return plainNumber(number)
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	if k.styles[look] == asShare {
		return plainNumber(strconv.FormatFloat(v*100, 'f', -1, 64)) + "%"
	}
	if day, ok := k.day(v); ok {
		return day
	}
	return plainNumber(number)
}

// lastDay is about the end of 2200: a number beyond it is no day of ours.
const lastDay = 110_000

// day is the date of a number of days, which a workbook counts from 30 December 1899 or from 1 January 1904.
func (k *book) day(v float64) (string, bool) {
	if !(v >= 1 && v <= lastDay) {
		return "", false
	}
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if k.from1904 {
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	const noise = 1e-9 // a day may be kept as 46294.9999999999
	day := first.AddDate(0, 0, int(math.Floor(v+noise)))
	return day.Format(time.DateOnly), day.Year() <= 2200
}

// dayOf is the day of a date that a cell holds as words: "2026-09-30T00:00:00".
func dayOf(text string) string {
	if n := len(time.DateOnly); len(text) > n && text[n] == 'T' && strings.Trim(text[n+1:], "0:.Z") == "" {
		return text[:n]
	}
	return text
}
