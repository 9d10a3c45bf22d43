package register

import (
	"regexp"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// quarterWords is a quarter as sheets show it, "Quarter 3 2026/27".
var quarterWords = regexp.MustCompile(`(?i)^(?:quarter |q)([1-4]) (\d{4})/\d\d$`)

// ReadCell reads a cell of a spreadsheet into the form in which a field is kept. An empty cell is no answer. The error continues
// the name of the field, as that of Parse.
func (f Field) ReadCell(text string) (string, error) {
	if f.Numeric() {
		var err error
		if text, err = amount(text); err != nil {
			return "", err
		}
	}
	if f.Type == Quarter {
		if m := quarterWords.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			year, _ := strconv.Atoi(m[2])
			n, _ := strconv.Atoi(m[1])
			text = string(calendar.QuarterOf(calendar.Year(year), n))
		}
	}
	return f.Parse(text)
}
