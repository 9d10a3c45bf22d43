package equity

import (
	"slices"

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

// trueTables are the tables with true numbers: the ICB's, and each provider's over its own last quarters. The only
// provider's numbers are the ICB's and appear once.
func (b Breakdowns) trueTables(code string, v View, latest calendar.Quarter) []Table {
	var tables []Table
	show := func(of provider.Provider, providers ...provider.Provider) bool {
		over := b.over(code, of.ID, latest)
		if len(over.counted) == 0 {
			return false
		}
		c := CollectionIn(b.Collections, code, over.quarters[3])
		t := tally{of: of, groups: make([]sums, len(c.Groups()))}
		for _, p := range providers {
			for _, q := range over.counted {
				b.addTo(&t, c, p, q)
			}
		}
		tables = append(tables, t.true(c, over))
		return true
	}
	icb := v.Own == "" && show(provider.Provider{Name: b.ICB}, b.Providers...)
	for _, p := range b.seen(v) {
		if alone := icb && !b.others(code, p, latest); !alone {
			show(p, p)
		}
	}
	return tables
}

// others says whether another provider has numbers to show.
func (b Breakdowns) others(code string, than provider.Provider, latest calendar.Quarter) bool {
	return slices.ContainsFunc(b.Providers, func(p provider.Provider) bool {
		return p.ID != than.ID && len(b.over(code, p.ID, latest).counted) > 0
	})
}

// addTo adds a provider's numbers of a quarter, if they count.
func (b Breakdowns) addTo(t *tally, c Collection, p provider.Provider, q calendar.Quarter) {
	if !b.counts(c.Characteristic, p.ID, q) {
		return
	}
	t.quarters++
	e := b.entered(c.Characteristic, p.ID, q)
	for i, g := range c.Groups() {
		n := e.Counts[g.Key]
		one := sums{n.Access.N, n.Unemployed.N, n.FirstJobs.N}
		t.groups[i].add(one)
		t.all.add(one)
	}
}

// tallies are the totals of each provider with a quarter that counts, and then the ICB's, over quarters that count for
// the whole ICB.
func (b Breakdowns) tallies(c Collection, quarters []calendar.Quarter) []tally {
	icb := tally{of: provider.Provider{Name: b.ICB}, quarters: len(quarters), groups: make([]sums, len(c.Groups()))}
	var list []tally
	for _, p := range b.Providers {
		t := tally{of: p, groups: make([]sums, len(c.Groups()))}
		for _, q := range quarters {
			b.addTo(&t, c, p, q)
		}
		if t.quarters == 0 {
			continue
		}
		for i := range t.groups {
			icb.groups[i].add(t.groups[i])
		}
		icb.all.add(t.all)
		list = append(list, t)
	}
	return append(list, icb)
}
