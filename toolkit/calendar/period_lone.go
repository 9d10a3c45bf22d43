package calendar

import "strconv"

func (r *reading) loneYear() {
	r.take(oneYear, func(groups []string, at []int) bool {
		year, _ := strconv.Atoi(groups[1] + groups[2])
		if year < 100 {
			year += 2000
		}
		if r.single > 0 || !apart(r.text, at, false) {
			return false
		}
		r.single = year
		return true
	})
}

// yearAlone is a year about which nothing else is said: until a person says what it means, from its January to the end of the
// financial year that begins in it.
func (r *reading) yearAlone() Period {
	p := between(r.single*12-3, r.single*12+11)
	switch r.naming {
	case YearBegins:
		p.first = r.single * 12
	case YearEnds:
		p = between(r.single*12-12, r.single*12-1)
	case YearCalendar:
		p.last = r.single*12 + 8
	}
	p.lone, p.alone = Lone{Year: r.single}, true
	return p
}
