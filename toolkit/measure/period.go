package measure

import (
	"fmt"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// period is the quarters that a line is about: the last ones for which all providers have sent
// their figures. What has come in later never changes it.
type period struct {
	wants    int                // how many quarters a result needs: 1, 4, or the quarters of a year so far
	quarters []calendar.Quarter // the period's, oldest first
	counted  []calendar.Quarter // those of them that are complete
	latest   calendar.Quarter   // the last quarter that has ended
	ofYear   bool               // a financial year so far
}

// to is the period's last quarter.
func (p period) to() calendar.Quarter { return p.quarters[len(p.quarters)-1] }

// whole says whether the period can be judged: every quarter that it wants is complete.
func (p period) whole() bool { return len(p.counted) > 0 && len(p.counted) == p.wants }

// soFar says that too few quarters were ever complete together: "3 of 4 quarters so far".
func (p period) soFar() string {
	return fmt.Sprintf("%d of %s so far", len(p.counted), number.Counting(p.wants, "quarter", "quarters"))
}

// lacking are the quarters that have ended and do not count: those within the period and those after it.
func (p period) lacking() []calendar.Quarter {
	var list []calendar.Quarter
	for q := p.quarters[0]; q <= p.latest; q = q.Add(1) {
		if !slices.Contains(p.counted, q) {
			list = append(list, q)
		}
	}
	return list
}

// words name the period: "four quarters to Quarter 2 2026/27".
func (p period) words() string {
	switch {
	case p.ofYear:
		return p.yearWords()
	case p.wants == 1:
		return p.to().Short()
	}
	return fourQuartersTo(p.to())
}

// yearWords name a year so far by the quarters of it that are complete: "2026/27 to Quarter 2 2026/27".
func (p period) yearWords() string {
	year := p.to().Year().Words()
	switch n := len(p.counted); {
	case n == 4:
		return year + ", the whole year"
	case n > 0 && n < len(p.quarters):
		names := make([]string, n)
		for i, q := range p.counted {
			names[i] = fmt.Sprintf("Quarter %d", q.N())
		}
		return year + ", " + number.Listing(names)
	}
	return year + " to " + p.to().Short()
}

func fourQuartersTo(q calendar.Quarter) string { return "four quarters to " + q.Short() }

// lastPeriod is the last n quarters that all count. While there have never been n together, it is the n up to the last
// one that counts.
func (in Input) lastPeriod(n int, counts func(calendar.Quarter) bool) period {
	of := func(to calendar.Quarter) period {
		p := period{wants: n, quarters: upTo(to, n), latest: in.latest()}
		for _, q := range p.quarters {
			if counts(q) {
				p.counted = append(p.counted, q)
			}
		}
		return p
	}
	var newest *period
	for _, q := range slices.Backward(in.quarters()) {
		p := of(q)
		if p.whole() {
			return p
		}
		if newest == nil && counts(q) {
			newest = &p
		}
	}
	if newest == nil {
		return of(in.latest())
	}
	return *newest
}

// periodOf is the period of a kind's line for a subject.
func (in Input) periodOf(k Kind, s subject) period {
	switch {
	case k.counted != nil:
		return in.lastPeriod(k.counted.over, func(q calendar.Quarter) bool { return in.givenBy(k, s, q).counts() })
	case k.ratio != nil:
		return in.lastPeriod(k.ratio.quarters(), func(q calendar.Quarter) bool { return in.readQuarter(*k.ratio, s, q).counts() })
	}
	return in.yearSoFar(s)
}

// yearSoFar is the financial year of the last complete quarter, with the quarters of it that are complete. A quarter in
// which nobody had a contract, before a service began, asks for nothing.
func (in Input) yearSoFar(s subject) period {
	counts := func(q calendar.Quarter) bool { return in.readQuarter(accessed, s, q).counts() }
	p := in.lastPeriod(1, counts)
	p.ofYear, p.quarters, p.counted = true, upTo(p.to(), p.to().N()), nil
	for _, q := range p.quarters {
		if counts(q) {
			p.counted = append(p.counted, q)
		}
	}
	p.wants = len(p.counted)
	return p
}
