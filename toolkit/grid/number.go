package grid

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

var floating = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][+-]?\d+)?$`)

// plainNumber is a number as a person would type it: a workbook may hold 18.5 as 18.499999999999996 and 120 as 1.2E2.
func plainNumber(text string) string {
	if whole(text) || !floating.MatchString(text) {
		return text
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(v) > 1e12 {
		return text
	}
	if near := math.Round(v*1e4) / 1e4; math.Abs(v-near) < 1e-9 {
		v = near
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// whole says whether a text is a whole number as a person would type it.
func whole(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) == 1 || len(text) > 1 && len(text) <= 12 && text[0] != '0'
}

// none are the ways in which people write that there is no number. [x] and [z] are the Analysis Function's shorthand.
var none = map[string]bool{
	"": true, "-": true, "–": true, "—": true, "n/a": true, "na": true, "not known": true, "unknown": true, "not available": true,
	"not applicable": true, "[x]": true, "[z]": true, "..": true, ":": true, "tbc": true,
}

// NoNumber tells whether a cell says that there is no number: it is empty, or "n/a", or a dash.
func NoNumber(text string) bool { return none[strings.ToLower(text)] }

// spoken are texts that tell of a number without being one, in lower case, and what each means.
var spoken = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{
		regexp.MustCompile(`^(\*+|c|\[c\]|\[low\]|[<≤] ?=? ?\d+|(less|fewer) than \d+|(under|below) \d+|supp\w*)$`),
		"hides a small number: the true count is needed here",
	},
	{
		regexp.MustCompile(`^([~≈>≥±] ?=?|c\.? ?|ca\.? ?|(circa|approx\.?|approximately|about|around|over|nearly) )\d[\d,.]*$|` +
			`^\d[\d,.]* ?(\+|(-|–|to) ?\d[\d,.]*)$`),
		"is not exact: the true number is needed here",
	},
	{regexp.MustCompile(`^(true|false)$`), "is true or false, not a number"},
	{
		regexp.MustCompile(`^(#(n/a|div/0!|ref!|value!|name\?|null!|num!|spill!|calc!|getting_data)|err:\d+)$`),
		"is a spreadsheet error. Correct it in the spreadsheet and save the file",
	},
	{regexp.MustCompile(`^#+$`), "is in a column too narrow to show its number. Make the column wider and save the file"},
	{regexp.MustCompile(`^=`), "is a formula without its value: open the file in Excel and save it, then choose it again"},
	{regexp.MustCompile(`^\d[\d.]*e\+?\d+$`), "has its number cut short. Show it in full in the spreadsheet and save the file"},
	{regexp.MustCompile(`^[\d.,]+ ?%$`), "is a percentage: the number itself is needed here"},
}

var (
	quotedText = regexp.MustCompile(`^="([^"]*)"$`)
	spacedOut  = regexp.MustCompile(`^\d{1,3}( \d{3})+(\.\d+)?$`)
	isDate     = regexp.MustCompile(`[/.-].*[/.-]|[a-z]`)
	allZeros   = regexp.MustCompile(`^(\d[\d,]*)\.0+$`)
)

// Number is a cell's number as a person would type it: "120.0" is "120", "1 200" is "1,200". A text that is not a number
// comes back unchanged. The error continues the cell's name: a small number that the file hides, a rounded one, a date,
// TRUE, an error, a formula without a value.
func Number(text string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if m := quotedText.FindStringSubmatch(text); m != nil { // ="40" keeps a spreadsheet from changing a text
		text = m[1]
	}
	text = strings.TrimPrefix(text, "'")
	low := strings.ToLower(text)
	for _, s := range spoken {
		if s.pattern.MatchString(low) {
			return "", errors.New(s.why)
		}
	}
	if _, ok := calendar.ReadMonth(text); ok && isDate.MatchString(low) {
		return "", errors.New("is a date. Format the cell as a number and save the file")
	}
	if spacedOut.MatchString(text) {
		text = strings.ReplaceAll(text, " ", ",")
	}
	if whole := allZeros.FindStringSubmatch(text); whole != nil {
		return whole[1], nil
	}
	return text, nil
}
