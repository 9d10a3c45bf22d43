package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// monthWords finds a month's name in lower case, whole or shortened.
const monthWords = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|` +
	`oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// The ways in which people and programs write a day, in lower case and without the time of day.
var (
	yearFirst  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	compactDay = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)$`)
	dayFirst   = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)$`)
	dayNamed   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?` + monthWords + `[-/. ,']*(\d{4}|\d\d)$`)
	monthNamed = regexp.MustCompile(`^` + monthWords + `\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	weekday    = regexp.MustCompile(`^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? `)
	timeOfDay  = regexp.MustCompile(`[t ]\d{1,2}:\d\d.*$`)
)

// The ways in which they write a month.
var (
	monthOfYear = regexp.MustCompile(`^` + monthWords + `[-/. ,']*(\d{4}|\d\d)$`)
	yearOfMonth = regexp.MustCompile(`^(\d{4})[-/. ]*` + monthWords + `$`)
	yearMonth   = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})|(\d\d))$`)
	monthYear   = regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`)
)

// Read reads a day as people and programs write it: "31/08/2026", "31-Aug-26", "30 Jun 2026", "2026-08-31", "20260831",
// or the number that spreadsheets store for it. The day comes before the month, and a year of two digits is in this
// century. It is false for anything else.
func Read(text string) (Date, bool) {
	text = timeOfDay.ReplaceAllString(weekday.ReplaceAllString(spaced(text), ""), "")
	for _, form := range []struct {
		pattern          *regexp.Regexp
		day, month, year int
	}{{yearFirst, 3, 2, 1}, {compactDay, 3, 2, 1}, {dayFirst, 1, 2, 3}, {dayNamed, 1, 2, 3}, {monthNamed, 2, 1, 3}} {
		if m := form.pattern.FindStringSubmatch(text); m != nil {
			return realDay(m[form.day], m[form.month], m[form.year])
		}
	}
	// 36526 is 1 January 2000, 73050 is 31 December 2099.
	if n, err := strconv.Atoi(text); err == nil && len(text) == 5 && n >= 36526 && n <= 73050 {
		return On(1999, 12, 30).AddDays(n - 36524), true
	}
	return "", false
}

// ReadMonth reads a month as its last day: "Sept 2025", "Sep-25", "09/2025", "2025-09", or a day in it.
func ReadMonth(text string) (Date, bool) {
	if d, ok := Read(text); ok {
		year, month, _ := d.Parts()
		return lastOf(year, month), true
	}
	text = spaced(text)
	for _, form := range []struct {
		pattern     *regexp.Regexp
		month, year int
	}{{monthOfYear, 1, 2}, {yearOfMonth, 2, 1}, {yearMonth, 2, 1}, {yearMonth, 3, 1}, {monthYear, 1, 2}} {
		if m := form.pattern.FindStringSubmatch(text); m != nil {
			if d, ok := realDay("1", m[form.month], m[form.year]); ok {
				year, month, _ := d.Parts()
				return lastOf(year, month), true
			}
		}
	}
	return "", false
}

func lastOf(year, month int) Date { return On(year, month, 1).AddMonths(1).AddDays(-1) }

// realDay is a day from its three parts, with a year of two or four digits.
func realDay(day, month, year string) (Date, bool) {
	y := number(year, 4)
	if len(year) == 2 {
		y += 2000
	}
	if m := monthNumber(month); m > 0 {
		d, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, number(day, 2)))
		return d, err == nil
	}
	return "", false
}

// alike are signs that people use for one another.
var alike = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‑", "-", "’", "'", "‘", "'", "_", " ", "\u200b", "", "\u00ad", "")

// spaced is a text in lower case, with single spaces and plain dashes.
func spaced(text string) string {
	return strings.Join(strings.Fields(alike.Replace(strings.ToLower(text))), " ")
}

// monthNumber is 1 to 12 for a month's number, its name or the first three letters of its name; else -1.
func monthNumber(text string) int {
	if n := number(text, 2); n >= 0 {
		if n > 12 {
			return -1
		}
		return n
	}
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(text, m.String()) || strings.EqualFold(text, m.String()[:3]) {
			return int(m)
		}
	}
	if strings.EqualFold(text, "sept") {
		return int(time.September)
	}
	return -1
}

// Twelve is the last day of a period of 12 whole months; false for one of any other length, or without a year.
func (p Period) Twelve() (Date, bool) {
	if p.noYear || p.last != p.first+11 {
		return "", false
	}
	return lastOf((p.last+3)/12, (p.last+3)%12+1), true
}
