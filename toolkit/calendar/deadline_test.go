package calendar_test

import (
	"testing"
	"time"

	"ipstoolkit/toolkit/calendar"
)

func TestDeadlines(t *testing.T) {
	for _, tt := range []struct {
		name    string
		d       calendar.Deadline
		quarter calendar.Quarter
		want    calendar.Date
	}{
		{"the usual one of Quarter 1", calendar.UsualDeadline, "2026Q1", "2026-08-15"},
		{"of Quarter 2", calendar.UsualDeadline, "2026Q2", "2026-11-15"},
		{"of Quarter 3, in the next calendar year", calendar.UsualDeadline, "2026Q3", "2027-02-15"},
		{"of Quarter 4", calendar.UsualDeadline, "2026Q4", "2027-05-15"},
		{"the first day after the quarter", calendar.Deadline{Month: 1, Day: 1}, "2026Q4", "2027-04-01"},
		{"the last day of a month of 31", calendar.Deadline{Month: 1, Day: 31}, "2026Q2", "2026-10-31"},
		{"the 31st of a month of 30", calendar.Deadline{Month: 2, Day: 31}, "2026Q2", "2026-11-30"},
		{"the 31st of February", calendar.Deadline{Month: 2, Day: 31}, "2026Q3", "2027-02-28"},
		{"the 30th of February in a leap year", calendar.Deadline{Month: 2, Day: 30}, "2027Q3", "2028-02-29"},
		{"the 29th of February in a leap year", calendar.Deadline{Month: 2, Day: 29}, "2027Q3", "2028-02-29"},
		{"the 29th of February in 2100, no leap year", calendar.Deadline{Month: 2, Day: 29}, "2099Q3", "2100-02-28"},
		{"the third month", calendar.Deadline{Month: 3, Day: 31}, "2026Q2", "2026-12-31"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.d.For(tt.quarter); got != tt.want {
				t.Errorf("due by %s, want %s", got, tt.want)
			}
		})
	}
}

// A deadline's day is over at midnight in London, which in summer is 11pm the day before in UTC.
func TestADeadlineIsOverInLondon(t *testing.T) {
	for _, tt := range []struct {
		name string
		now  time.Time
		q    calendar.Quarter
		late bool
	}{
		{"the last minute of a summer's day", time.Date(2026, 8, 15, 22, 59, 0, 0, time.UTC), "2026Q1", false},
		{"the first minute after it", time.Date(2026, 8, 15, 23, 0, 0, 0, time.UTC), "2026Q1", true},
		{"the last minute of a winter's day", time.Date(2026, 11, 15, 23, 59, 0, 0, time.UTC), "2026Q2", false},
		{"the first minute after that", time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), "2026Q2", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := calendar.UsualDeadline.For(tt.q) < calendar.At(tt.now).Date(); got != tt.late {
				t.Errorf("late: %v, want %v", got, tt.late)
			}
		})
	}
}

func TestDeadlineWords(t *testing.T) {
	for kept, want := range map[string]string{
		"2 15": "the 15th of the second month after the quarter", "1 1": "the 1st of the first month after the quarter",
		"3 22": "the 22nd of the third month after the quarter", "1 13": "the 13th of the first month after the quarter",
		"2 31": "the 31st of the second month after the quarter", "1 3": "the 3rd of the first month after the quarter",
		"": "", "4 1": "4 1", "2 32": "2 32", "x y": "x y",
	} {
		if got := calendar.SayDeadline(kept); got != want {
			t.Errorf("%q reads %q, want %q", kept, got, want)
		}
	}
	if got := calendar.SayDeadline(calendar.UsualDeadline.Kept()); got != calendar.UsualDeadline.Words() {
		t.Errorf("the usual one is kept as %q", got)
	}
}

// Nobody is waited for on the day itself.
func TestHowLongFiguresAreWaitedFor(t *testing.T) {
	for today, want := range map[calendar.Date]string{
		"2026-11-14": "due by 15 November 2026", "2026-11-15": "due by 15 November 2026",
		"2026-11-16": "due by 15 November 2026, waiting 1 day", "2026-12-25": "due by 15 November 2026, waiting 40 days",
	} {
		if got := calendar.UsualDeadline.DueWords("2026Q2", today); got != want {
			t.Errorf("on %s: %q, want %q", today, got, want)
		}
	}
}
