package measure

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
)

// Since is a quarter that is not complete for all yet: what has come in by provider, and who is waited for. It is
// shown beside a headline and never changes it.
type Since struct {
	Quarter calendar.Quarter
	By, Of  int      // from how many providers figures have come, of how many
	Given   []Given  // by provider, as far as the audience sees providers
	Awaited []string // the other providers' names, likewise

	awaited []string // and their ids
}

// AwaitedIDs are the ids of the providers of Awaited, in its order; none of a quarter in a sealed round.
func (s Since) AwaitedIDs() []string { return s.awaited }

// Given is one provider's figures of a quarter, without a verdict.
type Given struct {
	Provider string
	Name     string
	Shown    string // "40.0%"; "" where a single quarter has no rate
	Sum      string

	cells []masking.Cell
}

// Words are all that is known of the quarter: "Quarter 3 2026/27: Northside 40.0% (30 people who started a job / 75
// people out of work at the start). Waiting for Riverside."
func (s Since) Words() string {
	if len(s.Given)+len(s.Awaited) == 0 {
		return s.Brief() + "."
	}
	var words []string
	for _, g := range s.Given {
		if g.Shown == "" {
			words = append(words, g.Name+" "+g.Sum)
		} else {
			words = append(words, g.Name+" "+g.Shown+" ("+g.Sum+")")
		}
	}
	if len(words) == 0 {
		return s.Waiting()
	}
	text := s.Quarter.Short() + ": " + strings.Join(words, "; ") + "."
	if len(s.Awaited) > 0 {
		text += " Waiting for " + number.Listing(s.Awaited) + "."
	}
	return text
}

// Brief is how far the quarter has come in: "Quarter 3 2026/27: figures from 1 of 2 providers so far".
func (s Since) Brief() string {
	return fmt.Sprintf("%s: figures from %d of %s so far", s.Quarter.Short(), s.By, number.Counting(s.Of, "provider", "providers"))
}

// Waiting is how far the quarter has come in, and who is waited for: "Quarter 3 2026/27: figures from 1 of 2 providers so
// far. Waiting for Riverside."
func (s Since) Waiting() string {
	switch {
	case len(s.Awaited) == 0:
		return s.Brief() + "."
	case s.By == 0:
		return s.Quarter.Short() + ": waiting for " + number.Listing(s.Awaited) + "."
	}
	return s.Brief() + ". Waiting for " + number.Listing(s.Awaited) + "."
}

// Anonymous leaves out who has sent what, and who has not.
func (s Since) Anonymous() Since { return Since{Quarter: s.Quarter, By: s.By, Of: s.Of} }

// HeadlinePeriod is the period of the headline results, which most results share, "four quarters to Quarter 2 2026/27"; "" while there
// is none.
func HeadlinePeriod(results []Result) string {
	for _, r := range results {
		if r.Kind.Code == JobOutcomeRate {
			return r.Line.Period
		}
	}
	return ""
}

// Waiting is a sentence for each quarter of returns that is not complete yet, to be said once beside all results.
func Waiting(results []Result) []string {
	var words []string
	for _, r := range results {
		if r.Kind.Code == JobOutcomeRate {
			for _, s := range r.Since {
				words = append(words, s.Waiting())
			}
		}
	}
	if len(words) > 0 {
		words = append(words, "Until all are in, the results are for the last quarters that are complete.")
	}
	return words
}

// sinceOf are the quarters around a headline's period that are not complete. Those before it in which nobody has sent
// anything are left out: nothing has come in.
func (in Input) sinceOf(k Kind, s subject) []Since {
	over := in.periodOf(k, s)
	var list []Since
	for _, q := range over.lacking() {
		var one Since
		one.Quarter = q
		for _, p := range in.expected(k, s, q) {
			one.Of++
			if given, ok := in.given(k, p, q); ok {
				one.By++
				one.Given = append(one.Given, given)
			} else {
				one.Awaited, one.awaited = append(one.Awaited, p.name), append(one.awaited, p.id)
			}
		}
		if one.Of == 0 || one.By == 0 && q <= over.to() {
			continue
		}
		if in.Audience.IsSteeringGroup() && !in.ByProviders {
			one = one.Anonymous()
		}
		list = append(list, one)
	}
	return list
}

// expected are the providers from which figures of a quarter are expected, or have come.
func (in Input) expected(k Kind, s subject, q calendar.Quarter) []subject {
	if s.id != "" {
		return []subject{s}
	}
	var list []subject
	for _, p := range in.Providers {
		one := subject{p.ID, p.Name, p.Stage}
		has := len(in.submitted(p.ID, q)) > 0
		if k.counted != nil {
			has = hasQuarter(in.rowsOf(k, one), q)
		}
		if has || in.hasContract(p.ID, q) {
			list = append(list, one)
		}
	}
	return list
}

// given is what a provider has sent for a quarter; ok is false when something of it is missing.
func (in Input) given(k Kind, p subject, q calendar.Quarter) (g Given, ok bool) {
	g = Given{Provider: p.id, Name: p.name}
	if k.counted != nil {
		if !in.givenBy(k, p, q).counts() {
			return g, false
		}
		part := k.counted.of(in.rowsOf(k, p), []calendar.Quarter{q})
		g.Sum = number.Grouped(part.Of) + " of " + number.Counting(int(part.All), k.counted.whole, k.counted.wholes)
		return g, true
	}
	if k.ratio == nil {
		got := in.readQuarter(accessed, p, q)
		g.Sum = everybody.words(got.top)
		g.cells = []masking.Cell{{Field: masking.Access, Provider: p.id, Quarters: masking.Over(q)}}
		return g, got.counts()
	}
	got := in.read(*k.ratio, p, []calendar.Quarter{q})
	if !got.counts() {
		return g, false
	}
	g.Sum, g.cells = k.ratio.top.words(got.top)+" / "+k.ratio.bottom.words(got.bottom), got.cells
	if !k.ratio.mean {
		l := Line{}
		in.judgeRatio(k, subject{id: p.id}, got, false, &l)
		g.Shown = l.Shown
	}
	return g, true
}

func (g *Given) hide() { g.Shown, g.Sum = "", masking.Masked }
