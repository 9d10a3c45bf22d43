package contract

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
)

// Standing is whether the early talks about a contract's end are due, overdue or held on a day.
type Standing string

const (
	NoEnd     Standing = "no_end"      // open-ended: no talks to hold
	NotYetDue Standing = "not_yet_due" // the notice has not started
	Due       Standing = "due"         // within the notice, including the day itself
	Overdue   Standing = "overdue"     // the day has passed and no talks are recorded for this end
	Held      Standing = "held"        // on the day or before it
	HeldLate  Standing = "held_late"   // after it
)

// noticeMonths is how long before the day talks show as due: one quarter, so that a steering group meets in time. This
// is our choice; the toolkit names only the six months.
const noticeMonths = 3

// Talks says where a contract's early talks are: the day by which they are due, and when they were held.
type Talks struct {
	Standing Standing
	By       calendar.Date
	Held     calendar.Date
}

// TalksDue is the day by which talks are due: a number of months before the present end. It is the last day of that
// month when the month is shorter (31 March less 6 months is 30 September), and "" when open-ended.
func (c Contract) TalksDue(months int) calendar.Date {
	end := c.PresentEnd()
	if end == "" {
		return ""
	}
	return end.AddMonths(-months)
}

// TalksOn is the state of the talks on a day, when they are due a number of months before the end.
func (c Contract) TalksOn(today calendar.Date, months int) Talks {
	by := c.TalksDue(months)
	if by == "" {
		return Talks{Standing: NoEnd}
	}
	if t, ok := c.firstTalk(); ok {
		if t.HeldOn > by {
			return Talks{HeldLate, by, t.HeldOn}
		}
		return Talks{Held, by, t.HeldOn}
	}
	switch {
	case today > by:
		return Talks{Standing: Overdue, By: by}
	case today >= c.TalksDue(months+noticeMonths):
		return Talks{Standing: Due, By: by}
	}
	return Talks{Standing: NotYetDue, By: by}
}

// Words is the standing as people read it, "overdue since 30 September 2028".
func (t Talks) Words() string {
	switch t.Standing {
	case NotYetDue:
		return "not yet due (due by " + t.By.Words() + ")"
	case Due:
		return "due by " + t.By.Words()
	case Overdue:
		return "overdue: it was due by " + t.By.Words()
	case Held:
		return "held on " + t.Held.Words()
	case HeldLate:
		return "held late on " + t.Held.Words()
	}
	return "open-ended: no conversation is due"
}

// reminderMonths are how long before its present end a contract reminds of the talks. The last is the toolkit's minimum
// (page 7). The others leave time for what comes before the talks.
var reminderMonths = []int{18, 12, 9, TalksMonths}

// Reminder is a day on which a contract reminds of the talks about its end; the zero Reminder is none.
type Reminder struct {
	Months int
	On     calendar.Date
}

// RemindersOn are the reminder that shows on a day, from its own day on, and the next one. There is none once the
// contract is over, once talks have been held for its present end, or when it is open-ended.
func (c Contract) RemindersOn(today calendar.Date) (stands, next Reminder) {
	if _, held := c.firstTalk(); held || c.PresentEnd() == "" || c.Over(today) {
		return Reminder{}, Reminder{}
	}
	for _, months := range reminderMonths {
		r := Reminder{months, c.TalksDue(months)}
		if r.On > today {
			return stands, r
		}
		stands = r
	}
	return stands, Reminder{}
}

// Words is the reminder as people read it, "18 months before the end"; "" for none.
func (r Reminder) Words() string {
	if r.Months == 0 {
		return ""
	}
	return fmt.Sprintf("%d months before the end", r.Months)
}

// TalksWords say whom to speak to before talks about a contract's end begin.
const TalksWords = "Speak to your procurement team first: it records decisions under the Provider Selection Regime."
