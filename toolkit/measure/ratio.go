package measure

import (
	"fmt"
	"math/big"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
)

// ratio is a kind measured as one part divided by another: sums over sums, never a mean of quarters' rates.
type ratio struct {
	top, bottom part
	mean        bool // the bottom is the mean of the quarter ends, not their sum
	atEnd       bool // at the end of the last quarter alone
}

// quarters is how many quarters a ratio is judged over.
func (r ratio) quarters() int {
	if r.atEnd {
		return 1
	}
	return 4
}

// reading is a ratio's two sides over some quarters, and which of them counted.
type reading struct {
	top, bottom *big.Rat
	counted     []calendar.Quarter
	partly      []handedIn // the ICB's quarters that do not count, since not all providers have submitted
	missing     []Gap
	cells       []masking.Cell
}

// read adds up a ratio's two sides over quarters. A quarter counts when all its returns are submitted and hold both
// sides.
func (in Input) read(r ratio, s subject, quarters []calendar.Quarter) reading {
	got := reading{top: new(big.Rat), bottom: new(big.Rat)}
	for _, q := range quarters {
		one := in.readQuarter(r, s, q)
		got.top.Add(got.top, one.top)
		got.bottom.Add(got.bottom, one.bottom)
		got.counted = append(got.counted, one.counted...)
		got.partly = append(got.partly, one.partly...)
		got.missing = append(got.missing, one.missing...)
	}
	if n := int64(len(got.counted)); r.mean && n > 0 {
		got.bottom.Mul(got.bottom, big.NewRat(1, n))
	}
	for _, p := range []part{r.top, r.bottom} {
		if p.people != "" && len(got.counted) > 0 {
			got.cells = append(got.cells, masking.Cell{Field: p.people, Provider: s.id, Quarters: masking.Over(got.counted...)})
		}
	}
	return got
}

// readQuarter is one quarter of read: what counts, or what is missing.
func (in Input) readQuarter(r ratio, s subject, q calendar.Quarter) reading {
	at := readingAt{r, s.id, q}
	got, known := in.index.read[at]
	if known {
		return got
	}
	got = reading{top: new(big.Rat), bottom: new(big.Rat)}
	returns, from := in.counted(s, q)
	if from.counts() {
		top, lackTop := in.add(r.top, returns)
		bottom, lackBottom := in.add(r.bottom, returns)
		if got.missing = append(lackTop, lackBottom...); len(got.missing) == 0 {
			got.top, got.bottom, got.counted = top, bottom, []calendar.Quarter{q}
		}
	} else {
		if s.id == "" && from.of > 0 { // what nobody has to submit is said by the number of quarters alone
			got.partly = []handedIn{from}
		}
		got.missing = in.notSubmitted(s, q)
	}
	in.index.read[at] = got
	return got
}

// counts says whether there is a quarter with both sides.
func (r reading) counts() bool { return len(r.counted) > 0 }

// notes say which quarters do not count, "Quarter 2 2026/27: 1 of 2 providers".
func (r reading) notes() []string {
	var notes []string
	for _, from := range r.partly {
		notes = append(notes, from.words())
	}
	return notes
}

// notSubmitted are the returns that a quarter of a subject still waits for.
func (in Input) notSubmitted(s subject, q calendar.Quarter) []Gap {
	var gaps []Gap
	for _, p := range in.Providers {
		awaited := p.ID == s.id || s.id == "" && in.hasContract(p.ID, q)
		if awaited && len(in.submitted(p.ID, q)) == 0 {
			gaps = append(gaps, Gap{fmt.Sprintf("Figures from %s for %s", p.Name, q.Short()), InReturns, p.ID, q})
		}
	}
	if len(gaps) == 0 {
		gaps = append(gaps, Gap{Words: "Figures for " + q.Short(), Place: InReturns, Quarter: q})
	}
	return gaps
}

// missingFrom is what a period and the quarters after it wait for. Quarters in which nobody is to submit are left out
// as soon as others count.
func (in Input) missingFrom(r ratio, s subject, over period) []Gap {
	var gaps []Gap
	for _, q := range over.lacking() {
		if _, from := in.counted(s, q); from.of > 0 || len(over.counted) == 0 {
			gaps = append(gaps, in.readQuarter(r, s, q).missing...)
		}
	}
	return gaps
}

func (in Input) nameOf(provider string) string {
	for _, p := range in.Providers {
		if p.ID == provider {
			return p.Name
		}
	}
	return provider
}

// words is the sum behind a ratio: "126 people who started a job / 300 people out of work at the start".
func (r ratio) words(got reading) string {
	bottom := r.bottom.words(got.bottom)
	if r.mean {
		bottom += ", mean of " + number.Counting(len(got.counted), "quarter end", "quarter ends")
	}
	return r.top.words(got.top) + " / " + bottom
}

// Parts names the two numbers of a ratio: "people who started a job / people out of work at the start"; "" for other
// kinds.
func (k Kind) Parts() string {
	if k.ratio == nil {
		return ""
	}
	parts := k.ratio.top.name() + " / " + k.ratio.bottom.name()
	if k.ratio.mean {
		parts += ", mean of the quarter ends"
	}
	return parts
}

// ratioLine is a ratio kind's line for one subject.
func (in Input) ratioLine(k Kind, s subject) Line {
	over := in.periodOf(k, s)
	got := in.read(*k.ratio, s, over.counted)
	l := Line{Provider: s.id, Name: s.name, Period: over.words(), cells: got.cells}
	l.Missing = in.missingFrom(*k.ratio, s, over)
	if !over.whole() {
		if len(over.counted) > 0 {
			l.Notes = []string{over.soFar()}
			l.Sum, l.Numbers = k.ratio.words(got), k.ratio.numbers(got)
		}
		return l
	}
	in.judgeRatio(k, s, got, true, &l)
	return l
}

// numbers is the sum behind a ratio without its words: "126 / 300".
func (r ratio) numbers(got reading) string {
	return r.top.number(got.top) + " / " + r.bottom.number(got.bottom)
}

// moreThanAll is said of a rate over four quarters above 100%: jobs come later than access, but over a year hardly in
// such numbers.
const moreThanAll = "more people started a job than accessed: check the figures"

// judgeRatio divides the sides. It judges the result of a whole period, and a single quarter of a trend not.
func (in Input) judgeRatio(k Kind, s subject, got reading, whole bool, l *Line) {
	l.Sum, l.Numbers = k.ratio.words(got), k.ratio.numbers(got)
	if got.bottom.Sign() == 0 {
		l.Notes = append(l.Notes, "no "+k.ratio.bottom.many)
		if whole && got.top.Sign() > 0 && k.noBottom != "" {
			l.Notes = l.Notes[:len(l.Notes)-1]
			l.Verdict = Verdict{k.noBottom, Attention}
			if k.gentle {
				l.Verdict.Tone = Plain
			}
		}
		return
	}
	if got.top.Sign() == 0 && k.ratio.atEnd {
		// Without anybody to lead there is no ratio, though 0 / 1 could be divided.
		l.Notes = append(l.Notes, "no "+k.ratio.top.many)
		return
	}
	l.Value = new(big.Rat).Quo(got.top, got.bottom)
	if k.Unit == Percent {
		l.Value.Mul(l.Value, big.NewRat(100, 1))
	}
	local := in.local(k.Code, got.counted[len(got.counted)-1].Year())
	edges := []number.Amount{}
	if b, ok := k.bands[s.stage]; ok {
		edges = append(edges, number.AmountOf(b.low))
	}
	if local != nil {
		edges = append(edges, local.Value)
	}
	l.Shown = k.show(l.Value, edges...)
	switch {
	case !whole:
		return
	case k.Unit == Percent && l.Value.Cmp(big.NewRat(100, 1)) > 0:
		l.Notes = append(l.Notes, moreThanAll)
		return
	}
	l.Verdict = k.judge(l.Value)
	l.Notes = append(l.Notes, k.banded(l.Value, s.stage)...)
	switch _, banded := k.bands[s.stage]; {
	case local != nil: // the toolkit's value appears beside the local one
		l.Local, l.Versus = k.judgeLocal(l.Value, local.Value), k.againstToolkit(l.Verdict)
	case banded && l.Verdict.Tone == Attention:
		l.Notes = append(l.Notes, "below the "+k.Unit.Value(k.Default)+" "+k.Standing)
	}
}

// ratioTrend is a ratio kind's quarters for one subject. A year's ratio (people per specialist) covers the four
// quarters to each quarter: a single quarter's would be at a quarter of the target.
func (in Input) ratioTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	for _, q := range in.quarters() {
		over := 1
		if k.ratio.mean {
			over = 4
		}
		p := Point{Quarter: q, Period: q.Short(), Target: k.Default.Rat()}
		got := in.read(*k.ratio, s, upTo(q, over))
		switch {
		case len(got.counted) < over:
			p.lacks(got)
			if over > 1 && len(got.counted) > 0 {
				p.Note, p.Few = fmt.Sprintf("%d of %d quarters", len(got.counted), over), ""
			}
		default:
			l := Line{}
			in.judgeRatio(k, subject{id: s.id}, got, false, &l)
			p.Value, p.Shown, p.Sum, p.Numbers, p.cells = l.Value, l.Shown, l.Sum, l.Numbers, got.cells
			if l.Value == nil {
				p.Note = strings.Join(l.Notes, "; ")
			}
		}
		series.Points = append(series.Points, p)
	}
	return series
}
