package priorities

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

// progress is the review that goes on, and how far it and the toolkit are.
func (p Pages) progress(c *gin.Context, e *edition.Edition, entries map[string]assessment.Entry) (assessment.Review, assessment.Progress,
	error,
) {
	r, err := p.rows(c).Review(c)
	return r, assessment.Count(e, entries, r), err
}

// reviewed says who looked at the priority last, and whether that was in the review that goes on.
func reviewed(e assessment.Entry, r assessment.Review, today calendar.Date) string {
	switch {
	case e.Blank():
		return "Nothing recorded yet"
	case e.ReviewedIn(r):
		return fmt.Sprintf("Reviewed %s by %s, %s%s", r.Words(), e.ChangedBy, e.ChangedAt.Date().Words(), overdue(e, today))
	}
	return fmt.Sprintf("Not yet reviewed %s. Last saved by %s, %s%s", r.Words(), e.ChangedBy, e.ChangedAt.Date().Words(),
		overdue(e, today))
}

// overdue says that a review date has passed; "" while it has not.
func overdue(e assessment.Entry, today calendar.Date) string {
	if !e.Overdue(today) {
		return ""
	}
	return ". Its review date, " + e.ReviewOn.Words() + ", has passed"
}

// reviewHint says where the review date in the form comes from when it is not the one that is recorded.
func reviewHint(e assessment.Entry, r assessment.Review) string {
	next := r.Next(e.ReviewOn)
	switch {
	case next == e.ReviewOn:
		return "For example, 31 3 2027"
	case e.ReviewOn == "":
		return "Saving counts as a review. The next one is then due by the end of next quarter. Change the date if you need to"
	}
	return fmt.Sprintf("Saving counts as a review. The date then moves from %s to the end of next quarter. Change it if you need to",
		e.ReviewOn.Words())
}

// notesRow is the row of the notes in the summary of an entry.
const notesRow = 1
