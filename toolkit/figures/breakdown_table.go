package figures

import (
	"fmt"

	"ipstoolkit/toolkit/number"
)

// true is the table with true numbers, for a provider's own and for a commissioner who switched them on.
func (t tally) true(c Collection, period string) BreakdownTable {
	table := BreakdownTable{Provider: t.of.ID, Name: t.of.Name, Period: period, Everyone: trueRow("Everyone", t.all, t.all)}
	stated := t.all.access
	for i, g := range c.Groups() {
		table.Rows = append(table.Rows, trueRow(g.Label, t.groups[i], t.all))
		if i >= len(c.Labels) {
			stated -= t.groups[i].access
		}
	}
	table.Completeness = tenths(stated, t.all.access)
	return table
}

func trueRow(label string, n, all sums) BreakdownRow {
	row := BreakdownRow{Label: label, People: number.Grouped(n.access), Bar: int(n.access), Share: tenths(n.access, all.access), Rate: tenths(n.jobs, n.unemployed)}
	if n.unemployed < FewestCompared {
		row.Rate = TooFewToCompare
	}
	return row
}

// tenths is a share in per cent with one decimal, half up.
func tenths(part, whole int64) string {
	if whole == 0 {
		return nobody
	}
	n := (part*2000 + whole) / (2 * whole)
	return fmt.Sprintf("%s.%d%%", number.Grouped(n/10), n%10)
}

// percent is a share in whole per cent, half up.
func percent(part, whole int64) string {
	if whole == 0 {
		return nobody
	}
	return number.Grouped((part*200+whole)/(2*whole)) + "%"
}

// maskedTables are the tables for everybody else, the ICB's first. A provider that was not there for all quarters has no
// table of its own: its next period would differ by a quarter. A single provider's numbers are the ICB's, shown once.
func maskedTables(c Collection, tallies []tally, period string, quarters int) []BreakdownTable {
	hidden, rates := masks(tallies, quarters)
	show := func(i int) BreakdownTable {
		t := tallies[i]
		table := BreakdownTable{Provider: t.of.ID, Name: t.of.Name, Period: period, Everyone: maskedRow("Everyone", t.all, t.all, tooFew(t.all.access), tooFew(t.all.jobs))}
		for g, group := range c.Groups() {
			table.Rows = append(table.Rows, maskedRow(group.Label, t.groups[g], t.all, hidden[i][g], rates[i][g]))
		}
		table.Completeness = t.maskedCompleteness(c, hidden[i])
		return table
	}
	last := len(tallies) - 1
	tables := []BreakdownTable{show(last)}
	for i := range last {
		if last > 1 && tallies[i].quarters == quarters {
			tables = append(tables, show(i))
		}
	}
	return tables
}

// masks are the groups whose people are not shown, and those whose rates are not: by provider, the ICB's last. A rate is
// shown without the numbers it is made of; those are taken for known all the same.
func masks(tallies []tally, quarters int) (hidden, rates grid) {
	access, jobs := make(people, len(tallies)), make(people, len(tallies))
	for i, t := range tallies {
		for _, g := range t.groups {
			access[i], jobs[i] = append(access[i], g.access), append(jobs[i], g.jobs)
		}
	}
	last := len(tallies) - 1
	apart := func(i int) bool { return i < last && tallies[i].quarters < quarters }
	hidden, guarded := access.grid(), access.grid()
	for i, t := range tallies {
		for g, n := range t.groups {
			guarded[i][g] = apart(i) || tooFew(n.access)
			hidden[i][g] = guarded[i][g] || i < last && last == 1
		}
	}
	access.suppress(hidden, guarded)
	rates, guarded = jobs.grid(), jobs.grid()
	for i, t := range tallies {
		for g, n := range t.groups {
			guarded[i][g] = apart(i) || tooFew(n.jobs)
			rates[i][g] = guarded[i][g] || hidden[i][g] || n.unemployed < FewestCompared
		}
	}
	jobs.suppress(rates, guarded)
	return hidden, rates
}

// maskedRow is a group as it is published: small numbers masked, others to the nearest 5, shares whole and worked out on
// true numbers.
func maskedRow(label string, n, all sums, hidden, rateHidden bool) BreakdownRow {
	row := BreakdownRow{Label: label, People: Masked, Share: Masked, Rate: Masked}
	if hidden {
		return row
	}
	rounded := toNearest5(n.access)
	row.People, row.Bar, row.Share = number.Grouped(rounded), int(rounded), percent(n.access, all.access)
	switch {
	case n.unemployed < FewestCompared:
		row.Rate = TooFewToCompare
	case !rateHidden:
		row.Rate = percent(n.jobs, n.unemployed)
	}
	return row
}

// maskedCompleteness is the share of people whose group is stated. Where not stated or not known is masked it takes
// every masked number for unstated, since a reader could work out no less from what is shown.
func (t tally) maskedCompleteness(c Collection, hidden []bool) string {
	stated, all := t.all.access, t.all.access
	exact := true
	for g := len(c.Labels); g < len(t.groups); g++ {
		exact = exact && !hidden[g]
	}
	for g, n := range t.groups {
		if hidden[g] && !exact || !hidden[g] && g >= len(c.Labels) {
			stated -= n.access
		}
	}
	switch {
	case tooFew(stated):
		return Masked
	case exact:
		return percent(stated, all)
	}
	return fmt.Sprintf("at least %d%%", stated*100/all)
}
