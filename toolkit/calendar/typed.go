package calendar

import (
	"strconv"
	"strings"
	"time"
)

// Part is one of the three fields in which a date is typed.
type Part int

const (
	DayPart Part = iota
	MonthPart
	YearPart
)

// Mistyped is what is wrong with a typed date, and the field to go to for it: the first one left empty, the year when
// only it is wrong, else the day.
type Mistyped struct {
	Part  Part
	Words string // continue the name of the date: "must include a month"
}

func (m *Mistyped) Error() string { return m.Words }

// Typed reads a date from its three fields as people fill them in: "31", then "3", "March" or "Mar", then "2029". Three
// empty fields are no date and no error. The error is a *Mistyped.
func Typed(day, month, year string) (Date, error) {
	day, month, year = strings.TrimSpace(day), strings.TrimSpace(month), strings.TrimSpace(year)
	if day == "" && month == "" && year == "" {
		return "", nil
	}
	if err := allGiven(day, month, year); err != nil {
		return "", err
	}
	d, m, y := number(day, 2), monthNumber(month), number(year, 4)
	if y >= 0 && len(year) != 4 {
		return "", &Mistyped{YearPart, "must have a year of 4 numbers, like 2026"}
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if d < 1 || m < 1 || y < 0 || t.Day() != d || int(t.Month()) != m {
		return "", &Mistyped{DayPart, "must be a real date"}
	}
	date, err := ParseDate(t.Format(time.DateOnly))
	if err != nil {
		return "", &Mistyped{YearPart, "must have a year from 1900 to 2200"}
	}
	return date, nil
}

var partWords = [...]string{DayPart: "day", MonthPart: "month", YearPart: "year"}

func allGiven(day, month, year string) error {
	var missing []string
	first := YearPart
	for part, text := range []string{DayPart: day, MonthPart: month, YearPart: year} {
		if text == "" {
			missing, first = append(missing, partWords[part]), min(first, Part(part))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &Mistyped{first, "must include a " + strings.Join(missing, " and a ")}
}

// number is the value of up to n plain digits, or -1.
func number(text string, n int) int {
	for _, r := range text {
		if r < '0' || r > '9' {
			return -1
		}
	}
	if len(text) > n {
		return -1
	}
	v, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return v
}
