package assessment

import "ipstoolkit/toolkit/calendar"

// NextReview is the review date of a priority that is reviewed today, which had the date was ("" for none). A review covers
// all that was due up to the end of its quarter, so the date moves on to the end of the next quarter of the financial year. A
// date after the end of today's quarter stays: people set it for a reason. Today is London's day.
func NextReview(was, today calendar.Date) calendar.Date {
	if was > today.Quarter().Last() {
		return was
	}
	return today.Quarter().Add(1).Last()
}

// Overdue says whether the entry's review date has passed.
func (e Entry) Overdue(today calendar.Date) bool { return e.ReviewOn != "" && e.ReviewOn < today }
