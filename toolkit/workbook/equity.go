package workbook

import (
	"cmp"
	"strings"

	"ipstoolkit/toolkit/equity"
)

// How to read the numbers of a breakdown: an ICB's are rounded with small ones masked, a provider's own are true.
const (
	roundedWords = "Numbers are rounded to the nearest 5, so they may not add up. Percentages are worked out on the true numbers."
	// MaskedWords say what * is in a breakdown.
	MaskedWords = "* means fewer than 5 people (0 included), or a number from which fewer than 5 could be worked out."
	ownWords    = "These are your own true numbers. Your ICB sees them rounded, with small numbers left out; no other provider sees them."
	fewWords    = "Each group is compared with everyone. With fewer than 20 people out of work, the job outcome rate says “Too few to " +
		"compare”."
)

// equity is how people divide by each characteristic over four quarters, as its page shows it. True numbers that a
// commissioner has switched on there never appear here.
func (b *book) equity() table {
	t := table{name: Equity, above: []string{roundedWords + " " + MaskedWords, fewWords}, columns: []column{
		{"Characteristic", 30, wrapped, true},
		{"For", 31, wrapped, true},
		{"Period", 34, wrapped, true},
		{"Group", 34, wrapped, false},
		{"People who accessed", 14, whole, false},
		{"Share of everyone", 14, percent0, false},
		{"Job outcome rate", 14, percent0, false},
	}}
	if b.s.Audience.IsProvider() {
		t.above[0] = ownWords
	}
	if b.s.Audience.IsSteeringGroup() {
		return b.groupEquity(t)
	}
	for _, r := range b.s.Equity() {
		name := r.Collection.Title()
		for _, one := range r.Tables {
			t.rows = append(t.rows, groupRow(name, one, one.Everyone))
			for _, group := range one.Rows {
				t.rows = append(t.rows, groupRow(name, one, group))
			}
			t.rows = append(t.rows, []any{name, one.Name, one.Period, "Stated their group", nil, percentage(one.Completeness), nil})
		}
		if len(r.Tables) == 0 {
			t.rows = append(t.rows, []any{name, b.s.ICB.Name, "", "Nothing can be shown yet", nil, nil, nil})
		}
		for _, gap := range r.Missing {
			t.rows = append(t.rows, []any{name, cmp.Or(gap.Name, "All"), gap.Quarter.Short(), "Not counted: " + gap.Words(), nil, nil, nil})
		}
	}
	return t
}

// groupEquity is the sheet for the steering group: the ICB's tables alone, so a row needs no name; the row of everyone says
// over which period.
func (b *book) groupEquity(t table) table {
	t.columns = []column{
		{"Characteristic", 40, wrapped, true},
		{"Group", 62, wrapped, true},
		{"People who accessed", 23, whole, false},
		{"Share of everyone", 23, percent0, false},
		{"Job outcome rate", 23, percent0, false},
	}
	for _, r := range b.s.Equity() {
		for _, one := range r.Tables {
			everyone := one.Everyone // characteristics may have different periods
			everyone.Label += ", " + strings.ToLower(one.Period[:1]) + one.Period[1:] + "; stated their group: " + one.Completeness.Shown
			for _, group := range append([]equity.Row{everyone}, one.Rows...) {
				row := groupRow(r.Collection.Title(), one, group)
				t.rows = append(t.rows, append(row[:1:1], row[3:]...))
			}
		}
	}
	return t
}

func groupRow(name string, t equity.Table, r equity.Row) []any {
	var people any = r.People
	if !r.Masked {
		people = r.Bar
	}
	return []any{name, t.Name, t.Period, r.Label, people, percentage(r.Share), percentage(r.Rate)}
}

// percentage is a share as an Excel number, with the decimals that people see; words and * stay as they are.
func percentage(p equity.Percent) any {
	v := float64(p.Tenths) / 1000
	switch {
	case !p.Known:
		return p.Shown
	case !p.Whole:
		return styled{v, percent1}
	}
	return v
}

// collected is what the ICB collects, the newest of each characteristic last. Only commissioners read why, and who
// agreed to it.
func (b *book) collected() table {
	t := table{name: Collected, columns: []column{
		{"Characteristic", 40, wrapped, true},
		{"From", 20, wrapped, true},
		{"Collected", 11, wrapped, false},
		{"Groups", 60, wrapped, false},
		{"Agreed on", 13, date, false},
	}}
	why := commissioners(b.s)
	if why {
		t.columns = append(t.columns, column{"Reason", 50, wrapped, false}, column{"Agreed by", 30, wrapped, false})
	}
	add := func(c equity.Collection, from string) {
		row := []any{c.Title(), from, yesNo(c.Collected), strings.Join(c.Labels, "\n"), day(c.AgreedOn)}
		if why {
			row = append(row, c.Reason, c.AgreedBy)
		}
		t.rows = append(t.rows, row)
	}
	for _, code := range equity.Codes(b.s.Collections) {
		if first := equity.CollectionIn(b.s.Collections, code, ""); first.Collected {
			add(first, "By default")
		}
		for _, c := range b.s.Collections {
			if c.Characteristic == code {
				add(c, c.From.Short())
			}
		}
	}
	return t
}

func yesNo(yes bool) string {
	if yes {
		return "Yes"
	}
	return "No"
}
