package figures

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ipstoolkit/toolkit/calendar"
)

var (
	quarterNumber = regexp.MustCompile(`\bq(?:uarter|tr)?\s*([1-4])\b`)
	twoYears      = regexp.MustCompile(`\b(?:20)?(\d\d)\s*[/–-]\s*(?:20)?(\d\d)\b`)
	oneYear       = regexp.MustCompile(`\b(20\d\d)\b`)
	monthName     = regexp.MustCompile(`\b(january|february|march|april|may|june|july|august|september|october|november|december|` +
		`jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b`)
	shortYear = regexp.MustCompile(`\b(\d\d)$`)
)

// Says tells whether a cell means a quarter, in one of the ways in which people write it: "2026Q2", "Q2 2026/27",
// "Quarter 2", "Jul-Sep 2026", or a day in it. A year alone is the year in which the financial year begins. A quarter
// without a year matches in every year.
func Says(text string, q calendar.Quarter) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return false
	}
	if p, err := calendar.ParseQuarter(strings.ToUpper(text)); err == nil {
		return p == q
	}
	if d, ok := dayOf(text); ok {
		return d.Quarter() == q
	}
	if n := quarterNumber.FindStringSubmatch(text); n != nil {
		return n[1] == strconv.Itoa(q.N()) && saysYear(strings.Replace(text, n[0], " ", 1), q.Year())
	}
	return saysMonths(text, q)
}

// saysYear tells whether a text, without its quarter, names this financial year or no year.
func saysYear(text string, y calendar.Year) bool {
	if pair := twoYears.FindStringSubmatch(text); pair != nil {
		return pair[1] == strconv.Itoa(int(y)%100) && pair[2] == strconv.Itoa((int(y)+1)%100)
	}
	if one := oneYear.FindStringSubmatch(text); one != nil {
		return one[1] == strconv.Itoa(int(y))
	}
	return true
}

// saysMonths tells whether a text names the quarter by one of its months, or by its first and last.
func saysMonths(text string, q calendar.Quarter) bool {
	named := monthName.FindAllStringSubmatch(text, -1)
	year, ok := 0, false
	if y := oneYear.FindStringSubmatch(text); y != nil {
		year, ok = asInt(y[1])
	} else if y := shortYear.FindStringSubmatch(text); y != nil {
		year, ok = asInt("20" + y[1])
	}
	if len(named) == 0 || len(named) > 3 || !ok {
		return false
	}
	for _, n := range named {
		month, _ := time.Parse("Jan", strings.ToUpper(n[1][:1])+n[1][1:3])
		if calendar.On(year, int(month.Month()), 1).Quarter() != q {
			return false
		}
	}
	return true
}

func asInt(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// dayOf reads a day as calendar.Read does.
func dayOf(text string) (calendar.Date, bool) { return calendar.Read(text) }
