package equity

import (
	"fmt"

	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
)

// true is the table with true numbers, for the provider that they belong to and for a commissioner who switched them
// on.
func (t tally) true(c Collection, over period) Table {
	row := func(label string, n sums) Row {
		row := trueRow(label, n, t.all)
		if !over.whole() {
			row.Rate = inWords(TooFewQuarters)
		}
		return row
	}
	table := Table{Provider: t.of.ID, Name: t.of.Name, Period: over.words(), Everyone: row("Everyone", t.all)}
	stated := t.all.access
	for i, g := range c.Groups() {
		table.Rows = append(table.Rows, row(g.Label, t.groups[i]))
		if i >= len(c.Labels) {
			stated -= t.groups[i].access
		}
	}
	table.Completeness = tenths(stated, t.all.access)
	return table
}

func trueRow(label string, n, all sums) Row {
	row := Row{
		Label: label, People: number.Grouped(n.access), Bar: int(n.access), Share: tenths(n.access, all.access),
		Rate: tenths(n.jobs, n.unemployed),
	}
	if n.unemployed < masking.FewestCompared {
		row.Rate = inWords(TooFewToCompare)
	}
	return row
}

// tenths is a share in per cent with one decimal; a half rounds up.
func tenths(part, whole int64) Percent {
	if whole == 0 {
		return inWords(nobody)
	}
	n := (part*2000 + whole) / (2 * whole)
	return Percent{Shown: fmt.Sprintf("%s.%d%%", number.Grouped(n/10), n%10), Tenths: n, Known: true}
}

// percent is a share in whole per cent; a half rounds up.
func percent(part, whole int64) Percent {
	if whole == 0 {
		return inWords(nobody)
	}
	n := (part*200 + whole) / (2 * whole)
	return Percent{Shown: number.Grouped(n) + "%", Tenths: n * 10, Known: true, Whole: true}
}

// maskedTables are the tables for everybody else, the ICB's first. A provider that lacks one of the quarters has no
// table of its own: its next period would differ by one quarter. Where there is a single provider, its numbers are the
// ICB's and appear once.
func maskedTables(c Collection, tallies []tally, period string, quarters int) []Table {
	hidden, rates := masks(tallies, quarters)
	show := func(i int) Table {
		t := tallies[i]
		table := Table{
			Provider: t.of.ID, Name: t.of.Name, Period: period,
			Everyone: maskedRow("Everyone", t.all, t.all, masking.TooFew(t.all.access), masking.TooFew(t.all.jobs)),
		}
		for g, group := range c.Groups() {
			table.Rows = append(table.Rows, maskedRow(group.Label, t.groups[g], t.all, hidden[i][g], rates[i][g]))
		}
		table.Completeness = t.maskedCompleteness(c, hidden[i])
		return table
	}
	last := len(tallies) - 1
	tables := []Table{show(last)}
	for i := range last {
		if last > 1 && tallies[i].quarters == quarters {
			tables = append(tables, show(i))
		}
	}
	return tables
}

// masks says which groups, and which rates, are hidden, by provider with the ICB last.
func masks(tallies []tally, quarters int) (hidden, rates masking.Marks) {
	access, unemployed, jobs := make(masking.People, len(tallies)), make(masking.People, len(tallies)), make(masking.People, len(tallies))
	apart := make([]bool, len(tallies))
	for i, t := range tallies {
		for _, g := range t.groups {
			access[i], unemployed[i], jobs[i] = append(access[i], g.access), append(unemployed[i], g.unemployed), append(jobs[i], g.jobs)
		}
		apart[i] = i < len(tallies)-1 && t.quarters < quarters
	}
	return masking.Groups(access, unemployed, jobs, apart)
}

// maskedRow is a group as everybody else sees it: small numbers are masked, others rounded to the nearest 5. Shares are
// whole and come from true numbers.
func maskedRow(label string, n, all sums, hidden, rateHidden bool) Row {
	row := Row{Label: label, People: masking.Masked, Masked: hidden, Share: masked, Rate: masked}
	if hidden {
		return row
	}
	rounded := masking.ToNearest5(n.access)
	row.People, row.Bar, row.Share = number.Grouped(rounded), int(rounded), percent(n.access, all.access)
	switch {
	case n.unemployed < masking.FewestCompared:
		row.Rate = inWords(TooFewToCompare)
	case !rateHidden:
		row.Rate = percent(n.jobs, n.unemployed)
	}
	return row
}

// maskedCompleteness is the share of people with a stated group. Where "not stated" or "not known" is masked, it counts
// every masked number as unstated: a reader could work out that much from what is shown.
func (t tally) maskedCompleteness(c Collection, hidden []bool) Percent {
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
	case masking.TooFew(stated):
		return masked
	case exact:
		return percent(stated, all)
	}
	return inWords(fmt.Sprintf("at least %d%%", stated*100/all))
}
