package measure

import (
	"fmt"
	"math/big"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// AccessTargets are the ICB's access targets, by year.
func AccessTargets(locals []Local) map[calendar.Year]number.Count {
	targets := map[calendar.Year]number.Count{}
	for _, l := range locals {
		if l.Kind == YearsAccess && l.Value.Known {
			targets[l.Year] = number.CountOf(l.Value.Hundredths / 100)
		}
	}
	return targets
}

// accessLine compares everybody who accessed since April with the same part of the year's target: a quarter of it for
// each quarter. The target is the ICB's, so a provider's line has no verdict.
func (in Input) accessLine(k Kind, s subject) Line {
	to := in.lastQuarter(s)
	year := to.Year()
	l := Line{Provider: s.id, Name: s.name, Period: year.Words() + " to " + to.Short()}
	if to.N() == 4 {
		l.Period = year.Words() + ", the whole year"
	}
	got := in.read(ratio{top: everybody, bottom: everybody}, s, upTo(to, to.N()))
	l.Missing, l.cells = got.missing, got.cells
	local := in.local(k.Code, year)
	if local == nil && s.id == "" {
		l.Missing = append(l.Missing, Gap{Words: "The access target for " + year.Words(), Place: InTargets})
	}
	if n := len(got.counted); n < to.N() {
		l.Notes = append([]string{fmt.Sprintf("%d of %s", n, number.Counting(to.N(), "quarter", "quarters"))}, got.notes()...)
	}
	if len(got.counted) == 0 {
		return l
	}
	l.Value = got.top
	l.Shown = fixed(got.top, 0)
	l.Sum = everybody.words(got.top) + ", reported by providers"
	switch {
	case s.id != "":
		l.Notes = append(l.Notes, "the year’s target is for the whole ICB")
	case local == nil:
		l.Notes = append(l.Notes, "set an access target")
	default:
		l.Sum += fmt.Sprintf(" / %s expected by then, %s of the year’s %s", fixed(expected(local, to), 0), quarterPart(to.N()),
			k.Unit.Value(local.Value))
		if to.N() < 4 {
			l.ByNow = fixed(expected(local, to), 0)
		}
		l.Shown = k.show(l.Value, number.AmountOf(hundredths(course(local, to))))
		if len(got.counted) == to.N() {
			l.Verdict = k.judgeAccess(got.top, local, to)
		}
	}
	return l
}

// course is how much of a year's target belongs to the quarters up to one.
func course(local *Local, to calendar.Quarter) *big.Rat {
	return new(big.Rat).Mul(local.Value.Rat(), big.NewRat(int64(to.N()), 4))
}

// expected is course in whole people. It rounds up, because one person less would be a miss.
func expected(local *Local, to calendar.Quarter) *big.Rat {
	c := course(local, to)
	whole, rest := new(big.Int).QuoRem(c.Num(), c.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetInt(whole)
}

func quarterPart(n int) string {
	return [...]string{"", "one quarter", "half", "three quarters", "all"}[n]
}

func (k Kind) judgeAccess(v *big.Rat, local *Local, to calendar.Quarter) Verdict {
	good := v.Cmp(course(local, to)) >= 0
	switch {
	case good && to.N() == 4:
		return Verdict{"reached", Good}
	case good:
		return Verdict{k.met, Good}
	case to.N() == 4:
		return Verdict{"not reached", Attention}
	}
	return Verdict{k.missed, Attention}
}

// accessTrend is each quarter's access, beside a quarter of the ICB's target for its year.
func (in Input) accessTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short()}
		if local := in.local(k.Code, q.Year()); local != nil && s.id == "" {
			p.Target = new(big.Rat).Mul(local.Value.Rat(), big.NewRat(1, 4))
		}
		got := in.read(ratio{top: everybody, bottom: everybody}, s, []calendar.Quarter{q})
		if len(got.counted) == 0 {
			p.lacks(got)
		} else {
			p.Value, p.Shown, p.Sum, p.cells = got.top, fixed(got.top, 0), everybody.words(got.top), got.cells
		}
		series.Points = append(series.Points, p)
	}
	return series
}
