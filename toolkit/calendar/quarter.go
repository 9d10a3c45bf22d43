package calendar

import (
	"fmt"
	"strconv"
	"time"
)

// Year is a financial year by the year in which it begins: 2026 is April 2026 to March 2027.
type Year int

// Words is the year as people write it, "2026/27".
func (y Year) Words() string { return fmt.Sprintf("%d/%02d", int(y), (int(y)+1)%100) }

// First and Last are the year's first and last day.
func (y Year) First() Date { return On(int(y), 4, 1) }
func (y Year) Last() Date  { return On(int(y)+1, 3, 31) }

// Quarter is a quarter of a financial year, "2026Q1" for April to June 2026, or "" for none.
type Quarter string

// QuarterOf is quarter n (1 to 4) of a financial year.
func QuarterOf(y Year, n int) Quarter { return Quarter(fmt.Sprintf("%04dQ%d", int(y), n)) }

// ParseQuarter reads "2026Q1". The error is for logs.
func ParseQuarter(text string) (Quarter, error) {
	var y, n int
	if _, err := fmt.Sscanf(text, "%4dQ%1d", &y, &n); err != nil || n < 1 || n > 4 || y < 2000 || y > 2200 ||
		text != string(QuarterOf(Year(y), n)) {
		return "", fmt.Errorf("quarter %q: want the form 2026Q1", text)
	}
	return Quarter(text), nil
}

// Quarter is the quarter of the financial year in which the date falls: April to June is Q1.
func (d Date) Quarter() Quarter {
	if d == "" {
		return ""
	}
	y, m, _ := d.Parts()
	if m < 4 {
		return QuarterOf(Year(y-1), 4)
	}
	return QuarterOf(Year(y), (m-1)/3)
}

// Year is the financial year in which the date falls.
func (d Date) Year() Year { return d.Quarter().Year() }

// Year and N are the quarter's financial year and its number in it, 1 to 4; 0 when there is no quarter.
func (q Quarter) Year() Year {
	y, _ := q.parts()
	return y
}

func (q Quarter) N() int {
	_, n := q.parts()
	return n
}

func (q Quarter) parts() (Year, int) {
	if len(q) != len("2026Q1") {
		return 0, 0
	}
	y, _ := strconv.Atoi(string(q[:4]))
	return Year(y), int(q[5] - '0')
}

// Add is the quarter n quarters later (earlier when n is negative).
func (q Quarter) Add(n int) Quarter {
	y, i := q.parts()
	all := int(y)*4 + i - 1 + n
	return QuarterOf(Year(all/4), all%4+1)
}

// First and Last are the quarter's first and last day.
func (q Quarter) First() Date {
	y, n := q.parts()
	return y.First().AddMonths(3 * (n - 1))
}

func (q Quarter) Last() Date { return q.First().AddMonths(3).AddDays(-1) }

// Short is "Quarter 2 2026/27".
func (q Quarter) Short() string {
	if q == "" {
		return ""
	}
	return fmt.Sprintf("Quarter %d %s", q.N(), q.Year().Words())
}

// Words is the quarter in full, "Quarter 2 (July to September 2026)".
func (q Quarter) Words() string {
	if q == "" {
		return ""
	}
	return fmt.Sprintf("Quarter %d (%s to %s)", q.N(), q.First().Time().Format("January"), q.Last().Time().Format("January 2006"))
}

// InstantForm is the fixed-width UTC text of an Instant. Fractions are never trimmed, so texts sort in time order.
const InstantForm = "2006-01-02T15:04:05.000000Z"

// Instant is a moment in UTC, to the microsecond, or "" for none.
type Instant string

// At is the instant of a time.
func At(t time.Time) Instant { return Instant(t.UTC().Format(InstantForm)) }

// Time is the instant as a time in UTC; the zero time when there is none.
func (i Instant) Time() time.Time {
	t, _ := time.Parse(InstantForm, string(i))
	return t
}

// Date is the day in London on which the instant falls: 31 March 23:30 UTC is 1 April.
func (i Instant) Date() Date {
	if i == "" {
		return ""
	}
	return Date(i.Time().In(London).Format(time.DateOnly))
}

// Clock is the time of day in London, "14:05"; "" for no time.
func (i Instant) Clock() string {
	if i == "" {
		return ""
	}
	return i.Time().In(London).Format("15:04")
}

// Words is the instant as people read it in London, "14 November 2026 at 3:04pm".
func (i Instant) Words() string {
	if i == "" {
		return ""
	}
	return i.Time().In(London).Format("2 January 2006 at 3:04pm")
}
