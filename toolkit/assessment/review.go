package assessment

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
)

// Review is the review of a quarter: what is saved from Since on is reviewed in it.
type Review struct {
	Quarter calendar.Quarter
	// Since is when the ICB administrator opened the quarter's round; where nobody has, the quarter's first moment.
	Since calendar.Instant
	// Opened says that the round was opened, and Over that its quarter has ended while its review goes on.
	Opened, Over bool
}

// OpenedRound is the round that was opened last, the zero one when none was ever opened.
type OpenedRound struct {
	Quarter calendar.Quarter
	At      calendar.Instant
	Sealed  bool
}

// ReviewOn is the review that goes on on a day. A round that was opened is reviewed until its quarter has ended and it is
// sealed, or until the quarter after that has ended too: then it can no longer be sealed. Without such a round the quarter of
// the day is reviewed. Today is London's day.
func ReviewOn(today calendar.Date, last OpenedRound) Review {
	now := today.Quarter()
	over := last.Quarter == now.Add(-1)
	if last.Quarter == now || over && !last.Sealed {
		return Review{Quarter: last.Quarter, Since: last.At, Opened: true, Over: over}
	}
	return Review{Quarter: now, Since: now.First().Begins()}
}

// Words say which quarter it is, as in "reviewed this quarter".
func (r Review) Words() string {
	if r.Over {
		return "in " + r.Quarter.Short()
	}
	return "this quarter"
}

// Progress is how far the review is, "17 of 22 reviewed this quarter". It never says how far the toolkit is.
func (r Review) Progress(p Progress) string {
	return fmt.Sprintf("%d of %d reviewed %s", p.Reviewed, p.Total(), r.Words())
}

// Next is the review date of a priority that is reviewed now, which had the date was ("" for none). A review covers all that
// was due up to the end of its quarter, so the date moves on to the end of the next quarter of the financial year. A date
// after the end of the quarter stays: people set it for a reason.
func (r Review) Next(was calendar.Date) calendar.Date {
	if was > r.Quarter.Last() {
		return was
	}
	return r.Quarter.Add(1).Last()
}

// Overdue says whether the entry's review date has passed.
func (e Entry) Overdue(today calendar.Date) bool { return e.ReviewOn != "" && e.ReviewOn < today }
