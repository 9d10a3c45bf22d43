package calendar

import (
	"regexp"
	"strconv"
	"strings"
)

// maybe finds at once the many texts that name no period.
var maybe = regexp.MustCompile(`\d\d\d\d|\d[-/. ]\d|'\d|fy|q|\d(?:st|nd|rd|th) |` + monthWords)

var (
	aDay = regexp.MustCompile(`\d{4}-\d\d?-\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d{4}|\d\d)|\d\d?(?:st|nd|rd|th)?[- ](?:of )?` + monthWords +
		`[-,/ ]{1,2}'?(?:\d{4}|\d\d)`)
	twoYears = regexp.MustCompile(`(?:20)?(\d\d) ?[-/] ?(?:20)?(\d\d)|20(\d\d)(?:20)?(\d\d)|(\d\d)(\d\d)`)
	fyYear   = regexp.MustCompile(`fy ?-?'?(?:20)?(\d\d)`)
	oneYear  = regexp.MustCompile(`(20\d\d)|'(\d\d)`)
	aQuarter = regexp.MustCompile(`q(?:uarter|tr|t|u)?[-. ]*([1-4])|([1-4])(?:st|nd|rd|th) (?:quarter|qtr)|` +
		`(first|second|third|fourth) quarter`)
	aMonth     = regexp.MustCompile(monthWords + `(?:[-/. ']{0,2}(20\d\d|\d\d))?`)
	digitMonth = regexp.MustCompile(`(\d\d?)[-/](20\d\d)|(20\d\d)[-/](\d\d)`)
	toDate     = regexp.MustCompile(`\bytd\b|to date|cumulative|\bcum\b|rolling|running total|so far|since april`)
	twelve     = regexp.MustCompile(`\b(12|twelve)[- ]?m(on)?ths?\b`)
	endOf      = regexp.MustCompile(`(?:quarter|qtr|3[- ]months?|three months)(?: (?:period|to|ending|ended|end|up to))+`)
	joins      = regexp.MustCompile(`\b(to|and|until|the|of|quarter|qtr|end|ending)\b|[-/&,.() ]`)
)

// reading is what has been found in a text so far.
type reading struct {
	text     string // what is left of it
	months   []dated
	quarters []int
	year     int // the financial year; 0 for none
	single   int // a year that may be either; 0 for none
	fy       int // the year after FY, as it was written; 0 for none
	naming   Naming
}

// dated is a month, 1 to 12, and its calendar year, 0 where the text does not say it beside the month.
type dated struct{ month, year, at int }

// ReadPeriod reads the period that a text names, in the ways in which people write it: "2026Q3", "Q3 26/27", "Q3 2627",
// "FY26 Q3", "Q3 '26", "Quarter 4 (Jan-Mar 2027)", "Oct-Dec 2026", "31/12/2026", "2026/27", "Q3 YTD". Months are in
// calendar years; a year alone beside a quarter is the one in which the financial year begins. It is false when the text
// names no period. A whole number of four digits is read as a year, so ask only where years are written.
func ReadPeriod(text string) (Period, bool) { return ReadPeriodAs(text, "") }

// ReadPeriodAs is ReadPeriod where it is known what a year alone means.
func ReadPeriodAs(text string, naming Naming) (Period, bool) {
	r := reading{text: spaced(text), naming: naming}
	if !maybe.MatchString(r.text) {
		return Period{}, false
	}
	if d, ok := Read(r.text); ok { // a day alone, also one that is a number
		year, month, _ := d.Parts()
		return between(indexOf(year, month), indexOf(year, month)), true
	}
	r.days()
	r.years()
	r.findQuarters()
	r.findMonths()
	r.loneYear()
	p, ok := r.period()
	if !ok {
		return Period{}, false
	}
	whole := spaced(text)
	switch {
	case twelve.MatchString(whole) && !p.IsYear():
		p.first, p.toDate = p.last-11, true
	case toDate.MatchString(whole):
		p.first, p.toDate = p.last-p.last%12, true
	case endOf.MatchString(whole) && p.first == p.last:
		p.first = p.last - 2
	}
	return p, true
}

func between(first, last int) Period { return Period{first: first, last: last} }

// indexOf is a month of a calendar year, counted from April of the year 0.
func indexOf(year, month int) int { return year*12 + month - 4 }

// apart says whether a found text is not a part of a longer word or number.
func apart(text string, at []int, letters bool) bool {
	part := func(b byte) bool { return b >= '0' && b <= '9' || letters && b >= 'a' && b <= 'z' }
	return (at[0] == 0 || !part(text[at[0]-1]) && text[at[0]-1] != '/') && (at[1] == len(text) || !part(text[at[1]]))
}

// take goes through what a pattern finds, and blanks what the reader uses. groups are the texts of the match's groups.
func (r *reading) take(pattern *regexp.Regexp, use func(groups []string, at []int) bool) {
	for _, at := range pattern.FindAllStringSubmatchIndex(r.text, -1) {
		groups := make([]string, len(at)/2)
		for i := range groups {
			if at[2*i] >= 0 {
				groups[i] = r.text[at[2*i]:at[2*i+1]]
			}
		}
		if use(groups, at) {
			r.text = r.text[:at[0]] + strings.Repeat(" ", at[1]-at[0]) + r.text[at[1]:]
		}
	}
}

func (r *reading) days() {
	r.take(aDay, func(groups []string, at []int) bool {
		d, ok := Read(groups[0])
		if ok && apart(r.text, at, true) {
			year, month, _ := d.Parts()
			r.months = append(r.months, dated{month, year, at[0]})
			return true
		}
		return false
	})
}

// years finds financial years.
func (r *reading) years() {
	r.take(twoYears, func(groups []string, at []int) bool {
		first, second := groups[1]+groups[3]+groups[5], groups[2]+groups[4]+groups[6]
		a, _ := strconv.Atoi(first)
		b, _ := strconv.Atoi(second)
		loose := groups[5] != "" && (a < 15 || a > 60 || strings.Trim(r.text, "0123456789") == "")
		// "16-17" is an age: a year as early as that is written in full, or beside a quarter.
		early := groups[1] != "" && a < 19 && !strings.HasPrefix(groups[0], "20")
		loose = loose || early && !strings.Contains(r.text, "fy") && !aQuarter.MatchString(r.text)
		if (a+1)%100 != b || !apart(r.text, at, false) || loose || r.year > 0 {
			return false
		}
		r.year = 2000 + a
		return true
	})
	r.take(fyYear, func(groups []string, at []int) bool {
		a, _ := strconv.Atoi(groups[1])
		if r.year > 0 || !apart(r.text, []int{0, at[1]}, false) || at[0] > 0 && r.text[at[0]-1] >= 'a' && r.text[at[0]-1] <= 'z' {
			return false
		}
		r.fy = 2000 + a
		if r.year = r.fy; r.naming == YearEnds {
			r.year--
		}
		return true
	})
}

func (r *reading) findQuarters() {
	words := map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}
	r.take(aQuarter, func(groups []string, at []int) bool {
		before := at[0] > 0 && r.text[at[0]-1] >= 'a' && r.text[at[0]-1] <= 'z'
		after := at[1] < len(r.text) && r.text[at[1]] >= '0' && r.text[at[1]] <= '9'
		if before || after {
			return false
		}
		n := words[groups[3]]
		if digit := groups[1] + groups[2]; digit != "" {
			n, _ = strconv.Atoi(digit)
		}
		r.quarters = append(r.quarters, n)
		return true
	})
}

func (r *reading) findMonths() {
	r.take(aMonth, func(groups []string, at []int) bool {
		if !apart(r.text, []int{at[2], at[3]}, true) && !(groups[2] != "" && apart(r.text, at, true)) {
			return false
		}
		year, _ := strconv.Atoi(groups[2])
		if year > 0 && year < 100 {
			year += 2000
		}
		r.months = append(r.months, dated{monthNumber(groups[1]), year, at[0]})
		return true
	})
	if len(r.months) > 0 || len(r.quarters) > 0 {
		return
	}
	r.take(digitMonth, func(groups []string, at []int) bool {
		month, _ := strconv.Atoi(groups[1] + groups[4])
		year, _ := strconv.Atoi(groups[2] + groups[3])
		if month < 1 || month > 12 || !apart(r.text, at, true) {
			return false
		}
		r.months = append(r.months, dated{month, year, at[0]})
		return true
	})
}

// period puts together what was found. Months decide before a quarter's number: "Q4 (Jan-Mar 2027)".
func (r *reading) period() (Period, bool) {
	switch {
	case len(r.months) > 0:
		return r.ofMonths()
	case len(r.quarters) > 0:
		first, last := r.quarters[0], r.quarters[0]
		for _, n := range r.quarters {
			first, last = min(first, n), max(last, n)
		}
		p := between(3*(first-1), 3*last-1)
		year := r.year
		if year == 0 && r.single > 0 {
			year = r.single
			p.lone = Lone{Year: r.single, Quarter: first}
			switch r.naming {
			case YearEnds:
				year--
			case YearCalendar: // January to March is the first quarter
				p.first, p.last = p.first-3, p.last-3
			}
		}
		if r.fy > 0 {
			p.lone = Lone{Year: r.fy, Quarter: first, FY: true}
		}
		p.noYear = year == 0
		p.first, p.last = p.first+year*12, p.last+year*12
		return p, true
	case r.year > 0:
		p := between(r.year*12, r.year*12+11)
		if r.fy > 0 {
			p.lone, p.alone = Lone{Year: r.fy, FY: true}, true
		}
		return p, true
	case r.single > 0:
		return r.yearAlone(), true
	}
	return Period{}, false
}

// ofMonths is the period from the first to the last month of the text. A month without a year has that of the month
// after it, or the one year that the text names.
func (r *reading) ofMonths() (Period, bool) {
	r.inOrder()
	next := dated{month: 13, year: r.single}
	for i := len(r.months) - 1; i >= 0; i-- {
		m := &r.months[i]
		switch {
		case m.year > 0:
		case r.year > 0:
			m.year = r.year
			if m.month < 4 {
				m.year++
			}
		case next.year > 0:
			m.year = next.year
			if m.month > next.month {
				m.year--
			}
		}
		next = *m
	}
	if next.year == 0 {
		if last := r.months[len(r.months)-1]; last.year > 0 { // "Oct 2026 to Dec"
			return Period{}, false
		}
		if len(r.quarters) == 0 && joins.ReplaceAllString(r.text, "") != "" {
			return Period{}, false // "figures may change"
		}
		first, last := (r.months[0].month+8)%12, (r.months[len(r.months)-1].month+8)%12
		return Period{first: min(first, last), last: max(first, last), noYear: true, byMonths: true}, true
	}
	p := between(indexOf(next.year, next.month), indexOf(next.year, next.month))
	for _, m := range r.months {
		if m.year == 0 {
			m.year = next.year
		}
		p.first, p.last = min(p.first, indexOf(m.year, m.month)), max(p.last, indexOf(m.year, m.month))
	}
	return p, true
}

// inOrder sorts the months by their places in the text.
func (r *reading) inOrder() {
	for i := range r.months {
		for j := i; j > 0 && r.months[j].at < r.months[j-1].at; j-- {
			r.months[j], r.months[j-1] = r.months[j-1], r.months[j]
		}
	}
}
