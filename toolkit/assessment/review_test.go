package assessment

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
)

func TestNextReview(t *testing.T) {
	tests := []struct {
		name string
		was  calendar.Date
		now  calendar.Instant
		want calendar.Date
	}{
		{"its date has passed", "2026-09-30", "2026-11-20T09:00:00.000000Z", "2027-03-31"},
		{"its date is today", "2026-11-20", "2026-11-20T09:00:00.000000Z", "2027-03-31"},
		{"due at the end of the quarter of the review", "2026-12-31", "2026-11-20T09:00:00.000000Z", "2027-03-31"},
		{"no date yet", "", "2026-11-20T09:00:00.000000Z", "2027-03-31"},
		{"a date in the next quarter stays", "2027-01-01", "2026-11-20T09:00:00.000000Z", "2027-01-01"},
		{"a date further away stays", "2027-09-30", "2026-11-20T09:00:00.000000Z", "2027-09-30"},
		{"on the last day of a quarter, due on that day", "2026-12-31", "2026-12-31T17:00:00.000000Z", "2027-03-31"},
		{"on the first day of a quarter", "2026-12-31", "2027-01-01T09:00:00.000000Z", "2027-06-30"},
		{"on the last day of the financial year", "2027-03-31", "2027-03-31T12:00:00.000000Z", "2027-06-30"},
		{"still 30 September in London", "2026-09-30", "2026-09-30T22:59:59.000000Z", "2026-12-31"},
		{"already 1 October in London", "2026-09-30", "2026-09-30T23:00:00.000000Z", "2027-03-31"},
	}
	for _, tt := range tests {
		got := NextReview(tt.was, tt.now.Date())
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if e := (Entry{ReviewOn: got}); e.Overdue(tt.now.Date()) || NextReview(got, tt.now.Date()) != got {
			t.Errorf("%s: reviewed, and %s is still overdue or moves once more", tt.name, got)
		}
	}
}

func TestOverdue(t *testing.T) {
	for date, want := range map[calendar.Date]bool{"": false, "2026-11-19": true, "2026-11-20": false, "2026-11-21": false} {
		if got := (Entry{ReviewOn: date}).Overdue("2026-11-20"); got != want {
			t.Errorf("review by %q on 20 November 2026: overdue %v", date, got)
		}
	}
}
