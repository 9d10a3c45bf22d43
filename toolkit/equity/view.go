package equity

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/provider"
)

// Breakdowns is everything that the reports of breakdowns are worked out from. The caller leaves out what a reader may
// not see: for a provider it holds only its own rows.
type Breakdowns struct {
	ICB         string // the ICB's name
	Collections []Collection
	Providers   []provider.Provider
	Returns     []figures.Return
	Entered     []Breakdown
	// Contracted are the providers with a contract, by quarter: without their numbers the ICB's people are not
	// complete.
	Contracted map[calendar.Quarter][]string
}

// View says who the breakdowns are worked out for.
type View struct {
	Today calendar.Date
	// Own is the provider that looks at its own true numbers; "" for the ICB's.
	Own string
	// True shows the ICB's true numbers. Only a commissioner who has switched them on sees them, and the history
	// records it.
	True bool
}

// masked says whether small numbers are hidden and the others rounded.
func (v View) masked() bool { return v.Own == "" && !v.True }

// Report is one characteristic over four quarters: first for all people that the view covers, then by provider.
type Report struct {
	Collection Collection
	// Quarters are the period's, oldest first; empty when nothing can be shown yet.
	Quarters []calendar.Quarter
	Masked   bool
	Tables   []Table
	// Missing are the gaps in the last four quarters.
	Missing []Gap
}

// Gap is a quarter of a provider that does not count, and why. Provider is "" for what the whole ICB lacks.
type Gap struct {
	Provider string
	Name     string
	Quarter  calendar.Quarter
	Why      Why
	Told     string // the words of then, of a sealed round
}

// Words says why in words: "not entered".
func (g Gap) Words() string { return cmp.Or(g.Told, g.Why.Words()) }

// Table is how the people of one provider, or of the ICB, divide into groups.
type Table struct {
	Provider string // "" for the ICB
	Name     string
	Period   string // "4 quarters to Quarter 2 2026/27"
	Everyone Row
	Rows     []Row
	// Completeness is the share of people with a stated group: "92%". With a masked number among the unstated it is "at
	// least 85%", or masked.
	Completeness Percent
}

// Row is a group as it is shown.
type Row struct {
	Label  string
	People string  // people who accessed, masking.Masked where it is Masked
	Bar    int     // the same for a chart, 0 where it is masked
	Masked bool    // the number of people
	Share  Percent // of everybody who accessed
	Rate   Percent // the job outcome rate
}

// Percent is a share as it is shown: a number, "42.1%" or "42%"; masked; or words. Tenths of a per cent hold what is
// shown, and only when that is a number (Known). Whole says that it is shown without a decimal.
type Percent struct {
	Shown        string
	Tenths       int64
	Known, Whole bool
	Masked       bool
}

// masked is a share that is not shown.
var masked = Percent{Shown: masking.Masked, Masked: true}

func inWords(shown string) Percent { return Percent{Shown: shown} }

const (
	// TooFewToCompare replaces a rate of fewer than FewestCompared people.
	TooFewToCompare = "Too few to compare"
	// TooFewQuarters replaces the rate of a year while there is less than a year.
	TooFewQuarters = "Needs four quarters"
)

// nobody replaces a share of 0 people.
const nobody = "Nobody"

// Report works out one characteristic, over the last four quarters that are complete: for the ICB those of all its
// providers, for a provider its own. Masked numbers appear only for four whole quarters. Two periods that differ by one
// quarter would otherwise reveal that quarter.
func (b Breakdowns) Report(code string, v View) Report {
	latest := v.Today.Quarter().Add(-1)
	r := Report{Masked: v.masked(), Missing: b.missing(code, v, fourTo(latest))}
	over := b.over(code, v.Own, latest)
	r.Collection = CollectionIn(b.Collections, code, over.quarters[3])
	switch {
	case !r.Masked:
		r.Tables = b.trueTables(code, v, latest)
	case over.whole():
		tallies := b.tallies(r.Collection, over.quarters)
		r.Tables = maskedTables(r.Collection, tallies, over.words(), len(over.quarters))
	default:
		r.Collection = CollectionIn(b.Collections, code, latest)
	}
	if len(r.Tables) > 0 {
		r.Quarters = over.quarters
	}
	return r
}

// period is four quarters, oldest first, and those of them that count.
type period struct{ quarters, counted []calendar.Quarter }

func (p period) whole() bool { return len(p.counted) == len(p.quarters) }

// words name the period: "Four quarters to Quarter 2 2026/27", "3 of 4 quarters to Quarter 2 2026/27".
func (p period) words() string {
	words := "Four quarters"
	if !p.whole() {
		words = fmt.Sprintf("%d of 4 quarters so far,", len(p.counted))
	}
	return words + " to " + p.quarters[3].Short()
}

// over are the last four quarters that all count for a provider, or for the whole ICB (provider ""), in the same groups.
// Where there are none in the last year, it is the four to the last one that counts.
func (b Breakdowns) over(code, provider string, latest calendar.Quarter) period {
	var newest *period
	for last := latest; last > latest.Add(-5); last = last.Add(-1) {
		p := period{quarters: fourTo(last)}
		groups := CollectionIn(b.Collections, code, last)
		for _, q := range p.quarters {
			if b.counts(code, provider, q) && CollectionIn(b.Collections, code, q).SameGroups(groups) {
				p.counted = append(p.counted, q)
			}
		}
		if p.whole() {
			return p
		}
		if newest == nil && b.counts(code, provider, last) {
			newest = &p
		}
	}
	if newest == nil {
		return period{quarters: fourTo(latest)}
	}
	return *newest
}

// fourTo are the four quarters to this one, oldest first.
func fourTo(last calendar.Quarter) []calendar.Quarter {
	return []calendar.Quarter{last.Add(-3), last.Add(-2), last.Add(-1), last}
}

// Why is why a quarter does not count. The zero Why is of one that does.
type Why int

const (
	ItCounts Why = iota
	NotCollected
	NotEntered
	NotFinished
	ReturnNotSubmitted
	AddsUpNoMore
	OtherGroups
	NoReturn // of any provider
)

// Words are the reason as a list shows it; "" of a quarter that counts.
func (w Why) Words() string {
	return [...]string{
		NotCollected: "not collected then", NotEntered: "not entered", NotFinished: "not finished",
		ReturnNotSubmitted: "the figures are not submitted", AddsUpNoMore: "no longer adds up to the quarterly figures",
		OtherGroups: "collected with different groups", NoReturn: "no figures are submitted",
	}[w]
}

// Why says why a provider's quarter does not count.
func (b Breakdowns) Why(code, provider string, q calendar.Quarter) Why {
	c := CollectionIn(b.Collections, code, q)
	if !c.Collected {
		return NotCollected
	}
	of := func(r figures.Return) bool { return r.Provider == provider && r.Quarter == q }
	i := slices.IndexFunc(b.Returns, of)
	e := b.entered(code, provider, q)
	switch {
	case e == nil:
		return NotEntered
	case !e.Finished:
		return NotFinished
	case i < 0 || !b.Returns[i].State.Measured():
		return ReturnNotSubmitted
	case !e.AddsUp(c, b.Returns[i]):
		return AddsUpNoMore
	}
	return ItCounts
}

func (b Breakdowns) entered(code, provider string, q calendar.Quarter) *Breakdown {
	for i, e := range b.Entered {
		if e.Characteristic == code && e.Provider == provider && e.Quarter == q {
			return &b.Entered[i]
		}
	}
	return nil
}

// expected are the providers that the ICB's numbers of a quarter need: they have a contract then, or a submitted
// return.
func (b Breakdowns) expected(q calendar.Quarter) []provider.Provider {
	var list []provider.Provider
	for _, p := range b.Providers {
		submitted := slices.ContainsFunc(b.Returns,
			func(r figures.Return) bool { return r.Provider == p.ID && r.Quarter == q && r.State.Measured() })
		if submitted || slices.Contains(b.Contracted[q], p.ID) {
			list = append(list, p)
		}
	}
	return list
}

// counts says whether a quarter counts for a provider. For the whole ICB (provider "") every provider's quarter has to
// count.
func (b Breakdowns) counts(code, provider string, q calendar.Quarter) bool {
	if provider != "" {
		return b.Why(code, provider, q) == ItCounts
	}
	all := b.expected(q)
	for _, p := range all {
		if b.Why(code, p.ID, q) != ItCounts {
			return false
		}
	}
	return len(all) > 0
}

// seen are the providers that the view shows.
func (b Breakdowns) seen(v View) []provider.Provider {
	if v.Own == "" {
		return b.Providers
	}
	return slices.DeleteFunc(slices.Clone(b.Providers), func(p provider.Provider) bool { return p.ID != v.Own })
}

// missing is what the quarters lack.
func (b Breakdowns) missing(code string, v View, quarters []calendar.Quarter) []Gap {
	var gaps []Gap
	last := CollectionIn(b.Collections, code, quarters[len(quarters)-1])
	for _, q := range quarters {
		c := CollectionIn(b.Collections, code, q)
		expected := b.expected(q)
		if v.Own != "" {
			expected = b.seen(v)
		}
		switch {
		case !c.Collected:
			gaps = append(gaps, Gap{Quarter: q, Why: NotCollected})
			continue
		case !c.SameGroups(last):
			gaps = append(gaps, Gap{Quarter: q, Why: OtherGroups})
			continue
		case len(expected) == 0:
			gaps = append(gaps, Gap{Quarter: q, Why: NoReturn})
		}
		for _, p := range expected {
			if why := b.Why(code, p.ID, q); why != ItCounts {
				gaps = append(gaps, Gap{Provider: p.ID, Name: p.Name, Quarter: q, Why: why})
			}
		}
	}
	return gaps
}
