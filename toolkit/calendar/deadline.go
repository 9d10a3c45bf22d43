package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Deadline is when something about a quarter is due: on a day (1 to 31) of the first, second or third month after it.
type Deadline struct{ Month, Day int }

// UsualDeadline is the 15th of the second month: Quarter 2 ends on 30 September and its figures are due by 15 November.
var UsualDeadline = Deadline{Month: 2, Day: 15}

// Known tells whether the deadline is one that can be.
func (d Deadline) Known() bool { return d.Month >= 1 && d.Month <= 3 && d.Day >= 1 && d.Day <= 31 }

// For is the last day on which what is about a quarter is in time: the month's own last day where the month is shorter.
// The day is over when it is over in London.
func (d Deadline) For(q Quarter) Date {
	month := q.First().AddMonths(2 + d.Month)
	return min(month.AddDays(d.Day-1), month.AddMonths(1).AddDays(-1))
}

// DeadlineMonths are the months after a quarter as people read them, the first at 0.
var DeadlineMonths = []string{"first", "second", "third"}

// Words is "the 15th of the second month after the quarter".
func (d Deadline) Words() string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("the %s of the %s month after the quarter", ordinal(d.Day), DeadlineMonths[d.Month-1])
}

func ordinal(n int) string {
	end := "th"
	if n < 11 || n > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// Kept is the deadline as the history keeps it, "2 15".
func (d Deadline) Kept() string { return fmt.Sprintf("%d %d", d.Month, d.Day) }

// SayDeadline is what the history keeps of a deadline as people read it; what is none stays as it is.
func SayDeadline(kept string) string {
	month, day, _ := strings.Cut(kept, " ")
	var d Deadline
	d.Month, _ = strconv.Atoi(month)
	d.Day, _ = strconv.Atoi(day)
	if !d.Known() {
		return kept
	}
	return d.Words()
}
