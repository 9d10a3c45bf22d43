package grid

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var floating = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][+-]?\d+)?$`)

// plainNumber is a number as a person would type it: a workbook may hold 18.5 as 18.499999999999996 and 120 as 1.2E2.
func plainNumber(text string) string {
	if !floating.MatchString(text) {
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

// none are the ways in which people write that there is no number.
var none = map[string]bool{
	"": true, "-": true, "–": true, "—": true, "n/a": true, "na": true, "not known": true, "unknown": true, "not available": true,
}

// NoNumber tells whether a cell says that there is no number: it is empty, or "n/a", or a dash.
func NoNumber(text string) bool { return none[strings.ToLower(text)] }

var (
	wholePart = regexp.MustCompile(`^(\d[\d,]*)\.0+$`)
	hidden    = regexp.MustCompile(`^(\*+|<\s*\d+|c|supp\w*)$`)
)

// Number is a cell's number as a person would type it: "120.0" is "120". A text that is not a number comes back
// unchanged. The error, for a small number that the file hides, continues the cell's name.
func Number(text string) (string, error) {
	if hidden.MatchString(strings.ToLower(text)) {
		return "", errors.New("has a small number hidden: the true count is needed here")
	}
	if whole := wholePart.FindStringSubmatch(text); whole != nil {
		return whole[1], nil
	}
	return text, nil
}
