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
		got := ReviewOn(tt.now.Date(), OpenedRound{}).Next(tt.was)
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if e := (Entry{ReviewOn: got}); e.Overdue(tt.now.Date()) || ReviewOn(tt.now.Date(), OpenedRound{}).Next(got) != got {
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

// The review of a round goes on after the quarter's end until it is sealed; without a round the quarter of the day counts.
func TestReviewOn(t *testing.T) {
	const opened = "2026-10-20T09:00:00.000000Z"
	round := func(q calendar.Quarter, sealed bool) OpenedRound {
		return OpenedRound{Quarter: q, At: opened, Sealed: sealed}
	}
	for _, tt := range []struct {
		name  string
		today calendar.Date
		last  OpenedRound
		want  Review
		words string
	}{
		{
			"nobody ever opened one", "2026-11-20",
			OpenedRound{},
			Review{Quarter: "2026Q3", Since: "2026-09-30T23:00:00.000000Z"},
			"this quarter",
		},
		{"opened", "2026-11-20", round("2026Q3", false), Review{Quarter: "2026Q3", Since: opened, Opened: true}, "this quarter"},
		{"opened and sealed", "2026-12-20", round("2026Q3", true), Review{Quarter: "2026Q3", Since: opened, Opened: true}, "this quarter"},
		{
			"on the last day of its quarter", "2026-12-31", round("2026Q3", false),
			Review{Quarter: "2026Q3", Since: opened, Opened: true},
			"this quarter",
		},
		{
			"over the end of its quarter", "2027-01-01", round("2026Q3", false),
			Review{Quarter: "2026Q3", Since: opened, Opened: true, Over: true},
			"in Quarter 3 2026/27",
		},
		{
			"sealed, and its quarter has ended", "2027-01-01", round("2026Q3", true),
			Review{Quarter: "2026Q4", Since: "2027-01-01T00:00:00.000000Z"},
			"this quarter",
		},
		{
			"too old to be sealed", "2027-04-01", round("2026Q3", false),
			Review{Quarter: "2027Q1", Since: "2027-03-31T23:00:00.000000Z"},
			"this quarter",
		},
		{
			"over the end of March", "2027-04-01", round("2026Q4", false),
			Review{Quarter: "2026Q4", Since: opened, Opened: true, Over: true},
			"in Quarter 4 2026/27",
		},
		{
			"a skipped quarter", "2028-02-29", round("2027Q2", false),
			Review{Quarter: "2027Q4", Since: "2028-01-01T00:00:00.000000Z"},
			"this quarter",
		},
	} {
		got := ReviewOn(tt.today, tt.last)
		if got != tt.want || got.Words() != tt.words {
			t.Errorf("%s: %+v %q, want %+v %q", tt.name, got, got.Words(), tt.want, tt.words)
		}
	}
	over := ReviewOn("2027-01-10", round("2026Q3", false))
	if got := over.Next("2026-12-31"); got != "2027-03-31" {
		t.Errorf("reviewed for the quarter before, it is next reviewed by %s", got)
	}
}

// What is saved from the moment of the opening on is reviewed, in whichever of the two hours of one night in October.
func TestReviewedIn(t *testing.T) {
	first, second := calendar.Instant("2026-10-25T00:30:00.000000Z"), calendar.Instant("2026-10-25T01:30:00.000000Z")
	if first.Clock() != second.Clock() {
		t.Fatalf("%s and %s", first.Clock(), second.Clock())
	}
	r := ReviewOn("2026-10-25", OpenedRound{Quarter: "2026Q3", At: second})
	for at, want := range map[calendar.Instant]bool{"": false, first: false, second: true, "2026-10-25T01:30:00.000001Z": true} {
		if got := (Entry{ChangedAt: at}).ReviewedIn(r); got != want {
			t.Errorf("saved at %q: reviewed %v", at, got)
		}
	}
}
