package calendar_test

import (
	"errors"
	"testing"
	"time"

	"ipstoolkit/toolkit/calendar"
)

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		name string
		from calendar.Date
		n    int
		want calendar.Date
	}{
		{"6 months before the end of March is the end of September, never 1 October", "2029-03-31", -6, "2028-09-30"},
		{"6 months before the end of August is the end of February", "2029-08-31", -6, "2029-02-28"},
		{"and its 29th in a leap year", "2028-08-31", -6, "2028-02-29"},
		{"6 months before the end of September keeps the day", "2029-09-30", -6, "2029-03-30"},
		{"into the year before", "2026-01-15", -1, "2025-12-15"},
		{"into the year after", "2026-12-31", 2, "2027-02-28"},
		{"a year after 29 February", "2024-02-29", 12, "2025-02-28"},
		{"four years after 29 February", "2024-02-29", 48, "2028-02-29"},
		{"one month after the end of January", "2026-01-31", 1, "2026-02-28"},
		{"none", "2026-01-31", 0, "2026-01-31"},
		{"thirty months back", "2026-03-31", -30, "2023-09-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.from.AddMonths(c.n); got != c.want {
				t.Errorf("%s and %d months = %s, want %s", c.from, c.n, got, c.want)
			}
		})
	}
}

func TestDaysTo(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to calendar.Date
		want     int
	}{
		{"the same day", "2026-04-01", "2026-04-01", 0},
		{"across the change to summer time", "2026-03-28", "2026-03-30", 2},
		{"backwards", "2026-04-02", "2026-04-01", -1},
		{"three years with a 29 February", "2025-03-01", "2028-03-01", 1096},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.from.DaysTo(c.to); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
			if got := c.from.AddDays(c.want); got != c.to {
				t.Errorf("%s and %d days = %s, want %s", c.from, c.want, got, c.to)
			}
		})
	}
}

func TestQuarterOfDate(t *testing.T) {
	for _, c := range []struct {
		date calendar.Date
		want calendar.Quarter
	}{
		{"2026-03-31", "2025Q4"},
		{"2026-04-01", "2026Q1"},
		{"2026-06-30", "2026Q1"},
		{"2026-07-01", "2026Q2"},
		{"2026-09-30", "2026Q2"},
		{"2026-10-01", "2026Q3"},
		{"2026-12-31", "2026Q3"},
		{"2027-01-01", "2026Q4"},
		{"2028-02-29", "2027Q4"},
		{"", ""},
	} {
		t.Run(string(c.date), func(t *testing.T) {
			if got := c.date.Quarter(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestInstantFallsOnLondonsDay(t *testing.T) {
	for _, c := range []struct {
		name string
		utc  time.Time
		day  calendar.Date
		in   calendar.Quarter
	}{
		{"an hour before midnight UTC in summer time is tomorrow", time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC), "2026-04-01", "2026Q1"},
		{"just before it is still March", time.Date(2026, 3, 31, 22, 59, 59, 0, time.UTC), "2026-03-31", "2025Q4"},
		{"in winter London keeps UTC", time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC), "2026-12-31", "2026Q3"},
		{"another zone's clock does not matter", time.Date(2026, 4, 1, 1, 0, 0, 0, time.FixedZone("", 3*3600)), "2026-03-31", "2025Q4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := calendar.At(c.utc)
			if i.Date() != c.day || i.Date().Quarter() != c.in {
				t.Errorf("%s is on %s in %s, want %s in %s", i, i.Date(), i.Date().Quarter(), c.day, c.in)
			}
		})
	}
}

func TestInstantsSortAsTimeDoes(t *testing.T) {
	whole := calendar.At(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC))
	later := calendar.At(time.Date(2026, 4, 1, 9, 0, 0, 1000, time.UTC))
	if whole >= later || len(whole) != len(later) {
		t.Errorf("%s should sort before %s and be as long", whole, later)
	}
	if !later.Time().Equal(time.Date(2026, 4, 1, 9, 0, 0, 1000, time.UTC)) {
		t.Errorf("%s comes back as %s", later, later.Time())
	}
	if got := whole.Clock() + calendar.Instant("").Clock(); got != "10:00" {
		t.Errorf("clock: %q", got)
	}
	if got := whole.Words(); got != "1 April 2026 at 10:00am" {
		t.Errorf("in words %q", got)
	}
}

func TestQuarters(t *testing.T) {
	q := calendar.Quarter("2025Q4")
	for _, c := range []struct{ name, got, want string }{
		{"next", string(q.Add(1)), "2026Q1"},
		{"four back", string(q.Add(-4)), "2024Q4"},
		{"five back", string(q.Add(-5)), "2024Q3"},
		{"first day", string(q.First()), "2026-01-01"},
		{"last day", string(q.Last()), "2026-03-31"},
		{"last day of a leap year's quarter 4", string(calendar.Quarter("2027Q4").Last()), "2028-03-31"},
		{"last day of quarter 1", string(calendar.Quarter("2026Q1").Last()), "2026-06-30"},
		{"in full", q.Words(), "Quarter 4 (January to March 2026)"},
		{"short", q.Short(), "Quarter 4 2025/26"},
		{"no quarter", calendar.Quarter("").Words() + calendar.Quarter("").Short(), ""},
		{"century's turn", calendar.Year(2099).Words(), "2099/00"},
		{"year's first day", string(calendar.Year(2026).First()), "2026-04-01"},
		{"year's last day", string(calendar.Year(2026).Last()), "2027-03-31"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "2026Q0", "2026Q5", "26Q1", "2026q1", "2026Q1 ", "2026Q10", "1999Q1", "-026Q1"} {
		if q, err := calendar.ParseQuarter(text); err == nil {
			t.Errorf("quarter %q was read as %s", text, q)
		}
	}
	for _, text := range []string{"", "2026-02-29", "2026-4-1", "1899-12-31", "2201-01-01", "2026-04-31", "2026-04-01 "} {
		if d, err := calendar.ParseDate(text); err == nil {
			t.Errorf("date %q was read as %s", text, d)
		}
	}
}

func TestParseReads(t *testing.T) {
	for _, text := range []string{"2026Q1", "2026Q2", "2026Q3", "2026Q4", "2000Q1", "2200Q4"} {
		if q, err := calendar.ParseQuarter(text); err != nil || string(q) != text {
			t.Errorf("quarter %q was read as %s, %v", text, q, err)
		}
	}
	for _, text := range []string{"1900-01-01", "1900-12-31", "2028-02-29", "2200-12-31"} {
		if d, err := calendar.ParseDate(text); err != nil || string(d) != text {
			t.Errorf("date %q was read as %s, %v", text, d, err)
		}
	}
}

func TestTyped(t *testing.T) {
	for _, c := range []struct {
		name             string
		day, month, year string
		want             calendar.Date
		wrong            string
		part             calendar.Part
	}{
		{"as figures", "31", "3", "2029", "2029-03-31", "", calendar.DayPart},
		{"with noughts and spaces", " 01 ", "04", "2026 ", "2026-04-01", "", calendar.DayPart},
		{"the month's name", "6", "August", "2018", "2018-08-06", "", calendar.DayPart},
		{"the month's first letters", "6", "aug", "2018", "2018-08-06", "", calendar.DayPart},
		{"29 February in a leap year", "29", "2", "2028", "2028-02-29", "", calendar.DayPart},
		{"nothing is no date", "", " ", "", "", "", calendar.DayPart},
		{"29 February in a common year", "29", "2", "2027", "", "must be a real date", calendar.DayPart},
		{"31 June", "31", "6", "2026", "", "must be a real date", calendar.DayPart},
		{"month 13", "1", "13", "2026", "", "must be a real date", calendar.DayPart},
		{"month 0", "1", "0", "2026", "", "must be a real date", calendar.DayPart},
		{"day 0", "0", "1", "2026", "", "must be a real date", calendar.DayPart},
		{"a word for a day", "first", "1", "2026", "", "must be a real date", calendar.DayPart},
		{"a minus", "-1", "1", "2026", "", "must be a real date", calendar.DayPart},
		{"Arabic figures", "١", "1", "2026", "", "must be a real date", calendar.DayPart},
		{"no day", "", "1", "2026", "", "must include a day", calendar.DayPart},
		{"no month", "1", "", "2026", "", "must include a month", calendar.MonthPart},
		{"no month and year", "1", "", "", "", "must include a month and a year", calendar.MonthPart},
		{"no year", "1", "4", "", "", "must include a year", calendar.YearPart},
		{"a year of two numbers", "1", "4", "26", "", "must have a year of 4 numbers, like 2026", calendar.YearPart},
		{"a year of five numbers", "1", "4", "20266", "", "must be a real date", calendar.DayPart},
		{"too long ago", "1", "4", "0026", "", "must have a year from 1900 to 2200", calendar.YearPart},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := calendar.Typed(c.day, c.month, c.year)
			if got != c.want || (err != nil) != (c.wrong != "") {
				t.Fatalf("got %q, %v; want %q, %q", got, err, c.want, c.wrong)
			}
			if wrong, ok := errors.AsType[*calendar.Mistyped](err); err != nil && (!ok || wrong.Words != c.wrong || wrong.Part != c.part) {
				t.Errorf("got %#v; want %q in part %d", err, c.wrong, c.part)
			}
		})
	}
}

func TestDayBeginsInLondon(t *testing.T) {
	for _, tt := range []struct {
		name string
		day  calendar.Date
		want calendar.Instant
	}{
		{"winter", "2026-01-01", "2026-01-01T00:00:00.000000Z"},
		{"summer", "2026-04-01", "2026-03-31T23:00:00.000000Z"},
		{"the day the clocks go forward", "2026-03-29", "2026-03-29T00:00:00.000000Z"},
		{"no day", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.day.Begins(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.day.Begins().Date() != tt.day {
				t.Error("the moment is not in the day")
			}
		})
	}
}
