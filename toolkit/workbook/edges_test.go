package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// TestTodayIsNotLate: no sheet calls something overdue on the day it is due, and a steering group of today is the next
// one.
func TestTodayIsNotLate(t *testing.T) {
	s := empty()
	s.ICB.NextMeeting = "2026-11-20"
	s.Entries = map[string]assessment.Entry{
		"1.1": {Priority: "1.1", Status: assessment.InPlace, ReviewOn: "2026-11-20", Version: 1, ChangedAt: "2026-11-02T09:00:00.000000Z"},
		"1.2": {Priority: "1.2", Status: assessment.InPlace, ReviewOn: "2026-11-19", Version: 1, ChangedAt: "2026-11-02T09:00:00.000000Z"},
	}
	for _, day := range []calendar.Date{"2026-11-19", "2026-11-20"} {
		s.Evidence = append(s.Evidence, evidence.Evidence{
			ID: "e" + string(day), Title: "Minutes " + string(day), State: evidence.Accepted, ReviewOn: day,
			Created: "2026-11-01T09:00:00.000000Z", Places: []evidence.Place{{Priority: "1.1"}},
		})
	}
	f := open(t, written(t, s.For(view.Commissioners)))
	column := func(sheet, heading string) []string {
		t.Helper()
		rows, err := seen(f, sheet)
		if err != nil || len(rows) < 3 {
			t.Fatalf("%s: %d rows, %v", sheet, len(rows), err)
		}
		at := slices.Index(rows[0], heading)
		var cells []string
		for _, row := range rows[1:3] {
			cell := ""
			if at < len(row) {
				cell = row[at]
			}
			cells = append(cells, cell)
		}
		return cells
	}
	if got := column(workbook.Toolkit, "Reviewed"); !slices.Equal(got, []string{"This quarter", "Overdue"}) {
		t.Errorf("priorities: %q", got)
	}
	if got := column("Evidence", "Overdue"); !slices.Equal(got, []string{"Overdue", ""}) {
		t.Errorf("evidence: %q", got)
	}
	for day, next := range map[calendar.Date]bool{"2026-11-19": false, "2026-11-20": true, "2026-11-21": true} {
		s.ICB.NextMeeting = day
		second, err := open(t, written(t, s.For(view.SteeringGroup))).GetCellValue("Summary", "A2")
		if err != nil || strings.Contains(second, "Next steering group: "+day.Words()) != next {
			t.Errorf("%s: %q, %v", day, second, err)
		}
	}
}

// A first answer has its own words among what has changed since the last quarter.
func TestSummaryTellsFirstAnswersApart(t *testing.T) {
	s := empty()
	s.Entries = map[string]assessment.Entry{"1.1": {Status: assessment.NotStarted}, "1.2": {Status: assessment.InProgress}}
	s.Began = map[string]assessment.Status{"1.2": assessment.NotStarted}
	rows, err := open(t, written(t, s)).GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		if line := strings.Join(row, " "); strings.Contains(line, "first answer") || strings.Contains(line, "Not answered Not started") ||
			strings.Contains(line, "Not started In progress") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	if len(got) != 3 || got[0] != "1 moved forward, 0 moved back, 1 first answer, 20 the same" ||
		!strings.HasSuffix(got[1], "Not started In progress Moved forward") ||
		!strings.HasSuffix(got[2], "Not answered Not started First answer") {
		t.Errorf("the summary says %q", got)
	}
}
