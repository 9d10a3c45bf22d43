package contract

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// Span is a length of time in whole years, months and days. Days are the remainder; nothing is divided by 365.
type Span struct{ Years, Months, Days int }

// Length is how long the contract runs to its present end, both days included; ok is false when it is open-ended.
func (c Contract) Length() (s Span, ok bool) { return length(c.Start, c.PresentEnd()) }

// LengthUpTo is how long the contract could run if every option is used.
func (c Contract) LengthUpTo() (s Span, ok bool) { return length(c.Start, c.UpTo()) }

func length(start, end calendar.Date) (Span, bool) {
	if start == "" || end == "" || end < start {
		return Span{}, false
	}
	after := end.AddDays(1)
	months := 0
	for anniversary(start, months+12) <= after {
		months += 12
	}
	for anniversary(start, months+1) <= after {
		months++
	}
	return Span{months / 12, months % 12, anniversary(start, months).DaysTo(after)}, true
}

// anniversary is the day on which a number of months from the start is complete and the next begins. In a month without
// the start's day it is the 1st of the next month: 29 February becomes 1 March in a common year.
func anniversary(start calendar.Date, months int) calendar.Date {
	_, _, day := start.Parts()
	on := start.AddMonths(months)
	if _, _, d := on.Parts(); d < day {
		return on.AddDays(1)
	}
	return on
}

// MeetsMonths says whether a contract between two inclusive days lasts the months: its end is no earlier than the day
// before their anniversary. An open-ended contract has no length and meets none.
func MeetsMonths(start, end calendar.Date, months int) bool {
	return start != "" && end != "" && end >= anniversary(start, months).AddDays(-1)
}

// Words is the span as people read it, "2 years, 11 months and 30 days"; parts that are 0 are left out.
func (s Span) Words() string {
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{s.Years, "year"}, {s.Months, "month"}, {s.Days, "day"}} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.unit)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	return number.Listing(parts)
}

// numbered is the form field for a part of the option or talk with index i (from 0): "option-1-months".
func numbered(of string, i int, part string) string { return fmt.Sprintf("%s-%d-%s", of, i+1, part) }
