package calendar

import (
	"strconv"
	"time"
)

// Period is the months that a text names: a month, a quarter, a financial year, the year to date.
type Period struct {
	// The first and the last month, counted from April of the year 0: April 2026 is 2026*12. Without a year they are
	// 0 (April) to 11 (March).
	first, last int
	noYear      bool
	toDate      bool
	lone        Lone
	alone       bool // the text names a year and nothing else, as "2026" or "FY26"
	byMonths    bool // the text names months, not the number of a quarter
}

// Naming is what a year alone means beside a quarter, "Q4 2026", or after FY. "" is as YearBegins, while nobody has said it.
type Naming string

const (
	YearBegins   Naming = "begins"   // the financial year begins in it: Q4 2026 is January to March 2027
	YearEnds     Naming = "ends"     // the financial year ends in it: Q4 2026 is January to March 2026
	YearCalendar Naming = "calendar" // quarters of calendar years: Q4 2026 is October to December 2026
)

// Namings are all of them.
var Namings = []Naming{YearBegins, YearEnds, YearCalendar}

// Lone is a year that a text names alone, with the quarter beside it, 0 for none, and whether it is called a financial year.
// The zero Lone is no such year.
type Lone struct {
	Year, Quarter int
	FY            bool
}

// Lone is the year that the text names alone: what it means depends on the Naming.
func (p Period) Lone() Lone { return p.lone }

// YearAlone is the year that a text names without a quarter or months, "2026" or "FY26", where the year can mean several things; 0 for
// none. fy says that it is called a financial year.
func (p Period) YearAlone() (year int, fy bool) {
	if !p.alone {
		return 0, false
	}
	return p.lone.Year, p.lone.FY
}

// Fit says how a period lies to a quarter.
type Fit int

const (
	Elsewhere Fit = iota // no month of it is in the quarter
	Whole                // it is the quarter
	Within               // a month or two of the quarter
	Around               // the quarter and more: a year, a year to date
)

// Against says how the period lies to a quarter. One without a year is compared with the quarter of every year.
func (p Period) Against(q Quarter) Fit {
	first := 3 * (q.N() - 1)
	if !p.noYear {
		first += int(q.Year()) * 12
	}
	last := first + 2
	switch {
	case p.last < first || p.first > last:
		return Elsewhere
	case p.first == first && p.last == last:
		return Whole
	case p.first >= first && p.last <= last:
		return Within
	}
	return Around
}

// HasYear says whether the text names the year; IsYear whether it names nothing shorter than a year.
func (p Period) HasYear() bool { return !p.noYear }
func (p Period) IsYear() bool  { return p.last-p.first >= 11 && !p.toDate }

// ToDate says that the text calls its number cumulative.
func (p Period) ToDate() bool { return p.toDate }

// Month is the period's one month, counted from April of the year 0; false when it has several.
func (p Period) Month() (int, bool) { return p.last, p.first == p.last }

// Months are the first and the last month of a text that names months without a year, counted from April as 0; false for others.
func (p Period) Months() (first, last int, ok bool) { return p.first, p.last, p.byMonths && p.noYear }

// Words is the period as people read it: "Quarter 3 2025/26", "2025/26", "October to November 2026".
func (p Period) Words() string {
	year, n := Year(p.first/12), p.first%12/3+1
	quarter := p.first%3 == 0 && p.last == p.first+2
	switch {
	case quarter && p.noYear:
		return "Quarter " + strconv.Itoa(n)
	case quarter:
		return QuarterOf(year, n).Short()
	case p.first%12 == 0 && p.last == p.first+11:
		return year.Words()
	}
	name := func(month int) string {
		words := time.Month((month+3)%12 + 1).String()
		if !p.noYear {
			words += " " + strconv.Itoa((month+3)/12)
		}
		return words
	}
	if p.first == p.last {
		return name(p.first)
	}
	return name(p.first) + " to " + name(p.last)
}

// Quarters are the quarters that the period is made of, or the one in which its months are; none without a year, or where it
// is a year or more.
func (p Period) Quarters() []Quarter {
	if p.noYear || p.toDate || p.last-p.first >= 11 {
		return nil
	}
	var list []Quarter
	for month := p.first - p.first%3; month <= p.last; month += 3 {
		list = append(list, QuarterOf(Year(month/12), month%12/3+1))
	}
	return list
}

// Bare are the numbers of the quarters that the period names without a year.
func (p Period) Bare() []int {
	if !p.noYear || p.last-p.first >= 11 {
		return nil
	}
	var list []int
	for month := p.first - p.first%3; month <= p.last; month += 3 {
		list = append(list, month%12/3+1)
	}
	return list
}

// Year is the financial year in which the period ends; false where the text names none.
func (p Period) Year() (Year, bool) { return Year(p.last / 12), !p.noYear }
