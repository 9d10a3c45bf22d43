package equity

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/provider"
)

// tally is the totals of a provider's groups, or of the ICB's, over some quarters.
type tally struct {
	of       provider.Provider
	quarters int
	groups   []sums
	all      sums
}

// sums are the totals of the three counts.
type sums struct{ access, unemployed, jobs int64 }

func (s *sums) add(o sums) {
	s.access, s.unemployed, s.jobs = s.access+o.access, s.unemployed+o.unemployed, s.jobs+o.jobs
}

func (b Breakdowns) tables(c Collection, v View, quarters []calendar.Quarter) []Table {
	tallies := b.tallies(c, v, quarters)
	if len(tallies) == 0 {
		return nil
	}
	period := func(n int) string { return quartersWords(n) + " to " + quarters[len(quarters)-1].Short() }
	if v.masked() {
		return maskedTables(c, tallies, period(len(quarters)), len(quarters))
	}
	var tables []Table
	icb := tallies[len(tallies)-1]
	if v.Own == "" && icb.quarters > 0 {
		tables = append(tables, icb.true(c, period(icb.quarters)))
	}
	for _, t := range tallies[:len(tallies)-1] {
		if v.Own != "" || len(tallies) > 2 || icb.quarters == 0 {
			tables = append(tables, t.true(c, period(t.quarters)))
		}
	}
	return tables
}

func quartersWords(n int) string {
	switch n {
	case 1:
		return "1 of 4 quarters"
	case 4:
		return "Four quarters"
	}
	return fmt.Sprintf("%d of 4 quarters", n)
}

// tallies are the totals of each provider with a quarter that counts, and then the ICB's.
func (b Breakdowns) tallies(c Collection, v View, quarters []calendar.Quarter) []tally {
	icb := tally{of: provider.Provider{Name: b.ICB}, groups: make([]sums, len(c.Groups()))}
	var list []tally
	for _, q := range quarters {
		if v.Own == "" && b.counts(c.Characteristic, "", q) && CollectionIn(b.Collections, c.Characteristic, q).SameGroups(c) {
			icb.quarters++
		}
	}
	for _, p := range b.seen(v) {
		t := tally{of: p, groups: make([]sums, len(c.Groups()))}
		for _, q := range quarters {
			if b.Why(c.Characteristic, p.ID, q) != ItCounts || !CollectionIn(b.Collections, c.Characteristic, q).SameGroups(c) {
				continue
			}
			whole := b.counts(c.Characteristic, "", q)
			t.quarters++
			e := b.entered(c.Characteristic, p.ID, q)
			for i, g := range c.Groups() {
				n := e.Counts[g.Key]
				one := sums{n.Access.N, n.Unemployed.N, n.FirstJobs.N}
				t.groups[i].add(one)
				t.all.add(one)
				if whole {
					icb.groups[i].add(one)
					icb.all.add(one)
				}
			}
		}
		if t.quarters > 0 {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return append(list, icb)
}
