// Package calendar holds the days, quarters and instants of the service. The year of England's health service begins in
// April, and every day is a day of Europe/London.
//
// Date, Quarter and Instant are text underneath, in a form that sorts in time order and that both databases store
// unchanged. They have no String method, because a database driver would call it. Words gives them as people read them.
package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // the service must know London's clock on machines that have no time zones
)

// London is the time zone of every date in the service.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

// Date is a day, "2026-04-01", or "" for none.
type Date string

// On is the date of a year, month and day. It panics for a day that does not exist: check what people type with
// ParseDate.
func On(year, month, day int) Date {
	d, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	if err != nil {
		panic(err)
	}
	return d
}

// ParseDate reads "2026-04-01". Years run from 1900 to 2200. The error is for logs; forms have their own words.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return "", fmt.Errorf("date %q: %w", text, err)
	}
	if t.Year() < 1900 || t.Year() > 2200 {
		return "", fmt.Errorf("date %q: year out of range", text)
	}
	return Date(text), nil
}

// Time is midnight UTC of the day; the zero time when there is no date.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// Parts are the year, month (1-12) and day; all 0 when there is no date.
func (d Date) Parts() (year, month, day int) {
	if d == "" {
		return 0, 0, 0
	}
	t := d.Time()
	return t.Year(), int(t.Month()), t.Day()
}

// Words is the date as people read it, "6 August 2018"; "" when there is none.
func (d Date) Words() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("2 January 2006")
}

// AddDays is the date n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly)) }

// AddMonths is the same day n months later, or the last day of that month when it has no such day: 31 March less 6
// months is 30 September. (time.AddDate would run over into October, too late for a contract's early talks.)
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Parts()
	first := time.Date(y, time.Month(m+n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(day, last)-1).Format(time.DateOnly))
}

// DaysTo is how many days later other is.
func (d Date) DaysTo(other Date) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

// Begins is the moment at which the day begins in London; "" when there is no date.
func (d Date) Begins() Instant {
	if d == "" {
		return ""
	}
	y, m, day := d.Parts()
	return At(time.Date(y, time.Month(m), day, 0, 0, 0, 0, London))
}
