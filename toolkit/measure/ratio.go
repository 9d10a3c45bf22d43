package measure

import (
	"fmt"
	"math/big"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
)

// ratio is a kind measured as one part divided by another: sums over sums, never a mean of quarters' rates.
type ratio struct {
	top, bottom part
	mean        bool // the bottom is the mean of the quarter ends, not their sum
	atEnd       bool // at the end of the last quarter alone
}

// part is one side of a ratio: a number of people, or posts in FTE, by its field in a return.
type part struct {
	people, posts string
	one, many     string
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
		returns, from := in.counted(s, q)
		if !from.counts() {
			if s.id == "" && from.of > 0 { // what nobody has to submit is said by the number of quarters alone
				got.partly = append(got.partly, from)
			}
			got.missing = append(got.missing, in.notSubmitted(s, q)...)
			continue
		}
		top, lackTop := in.add(r.top, returns)
		bottom, lackBottom := in.add(r.bottom, returns)
		if lack := append(lackTop, lackBottom...); len(lack) > 0 {
			got.missing = append(got.missing, lack...)
			continue
		}
		got.top.Add(got.top, top)
		got.bottom.Add(got.bottom, bottom)
		got.counted = append(got.counted, q)
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

// notes say which quarters do not count, "Quarter 2 2026/27: 1 of 2 providers".
func (r reading) notes() []string {
	var notes []string
	for _, from := range r.partly {
		notes = append(notes, from.words())
	}
	return notes
}

// add is a part's sum over the returns of a quarter, or what is missing for it.
func (in Input) add(p part, returns []figures.Return) (*big.Rat, []Gap) {
	sum := new(big.Rat)
	var lack []Gap
	for _, r := range returns {
		for _, f := range p.fields() {
			v, known := f.Value(r)
			if !known {
				lack = append(lack, Gap{
					fmt.Sprintf("%s: %s, %s", f.Label, in.nameOf(r.Provider), r.Quarter.Short()), InReturns, r.Provider,
					r.Quarter,
				})
				continue
			}
			sum.Add(sum, v)
		}
	}
	return sum, lack
}

func (p part) fields() []figures.Field {
	switch {
	case p.people == masking.Access:
		return []figures.Field{figures.FieldOf(outOfWork.people), figures.FieldOf(inWork.people)}
	case p.people != "":
		return []figures.Field{figures.FieldOf(p.people)}
	}
	return []figures.Field{figures.FieldOf(p.posts)}
}

// notSubmitted are the returns that a quarter of a subject still waits for.
func (in Input) notSubmitted(s subject, q calendar.Quarter) []Gap {
	var gaps []Gap
	for _, p := range in.Providers {
		awaited := p.ID == s.id || s.id == "" && in.hasContract(p.ID, q)
		if awaited && len(in.submitted(p.ID, q)) == 0 {
			gaps = append(gaps, Gap{fmt.Sprintf("The return of %s for %s", p.Name, q.Short()), InReturns, p.ID, q})
		}
	}
	if len(gaps) == 0 {
		gaps = append(gaps, Gap{Words: "A return for " + q.Short(), Place: InReturns, Quarter: q})
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

func (p part) name() string {
	if p.people != "" {
		return p.many
	}
	return "FTE " + p.many
}

func (p part) number(v *big.Rat) string {
	if p.people != "" {
		return number.Grouped(v.Num().Int64())
	}
	return fixed(v, 2)
}

func (p part) words(v *big.Rat) string {
	if p.people != "" {
		n := v.Num().Int64()
		return number.Counting(int(n), p.one, p.many)
	}
	return fixed(v, 2) + " FTE " + p.many
}

// ratioLine is a ratio kind's line for one subject.
func (in Input) ratioLine(k Kind, s subject) Line {
	to := in.lastQuarter(s)
	l := Line{Provider: s.id, Name: s.name, Period: periodWords(k.ratio.quarters(), to)}
	got := in.read(*k.ratio, s, upTo(to, k.ratio.quarters()))
	l.Missing, l.cells = got.missing, got.cells
	complete := len(got.counted) == k.ratio.quarters()
	if !complete {
		l.Notes = append(l.Notes, got.notes()...)
	}
	if k.ratio.atEnd && !complete {
		// The last quarter is not complete: show the one before, without a verdict.
		before := in.read(*k.ratio, s, []calendar.Quarter{to.Add(-1)})
		if len(before.counted) == 0 {
			return l
		}
		got, l.Period, l.cells = before, periodWords(1, to.Add(-1)), before.cells
	}
	if !k.ratio.atEnd && !complete && len(got.counted) > 0 {
		l.Notes = append([]string{fmt.Sprintf("%d of %d quarters", len(got.counted), k.ratio.quarters())}, l.Notes...)
	}
	if len(got.counted) == 0 {
		return l
	}
	in.judgeRatio(k, s, got, complete, &l)
	return l
}

// judgeRatio divides the sides, and judges the result when every quarter counts.
func (in Input) judgeRatio(k Kind, s subject, got reading, complete bool, l *Line) {
	l.Sum = k.ratio.words(got)
	l.Numbers = k.ratio.top.number(got.top) + " / " + k.ratio.bottom.number(got.bottom)
	if got.bottom.Sign() == 0 {
		l.Notes = append(l.Notes, "no "+k.ratio.bottom.many)
		if complete && got.top.Sign() > 0 && k.noBottom != "" {
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
	if !complete {
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

// periodWords names the quarters that a line covers.
func periodWords(n int, to calendar.Quarter) string {
	if n == 1 {
		return to.Short()
	}
	return "four quarters to " + to.Short()
}
