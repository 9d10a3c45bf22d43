package calendar

import "fmt"

// DaysSince is how long a day is past, "1 day", "40 days"; "" for today and later.
func (d Date) DaysSince(today Date) string {
	switch n := d.DaysTo(today); {
	case d == "" || n < 1:
		return ""
	case n == 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", n)
	}
}

// DueWords say when what is about a quarter was due, and how long it has been waited for: "due by 15 November 2026", from
// the day after on "due by 15 November 2026, waiting 40 days".
func (d Deadline) DueWords(q Quarter, today Date) string {
	by := d.For(q)
	words := "due by " + by.Words()
	if late := by.DaysSince(today); late != "" {
		words += ", waiting " + late
	}
	return words
}
