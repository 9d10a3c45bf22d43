package measure

import (
	"fmt"
	"math/big"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
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

// accessed reads everybody who accessed.
var accessed = ratio{top: everybody, bottom: everybody}

// accessLine compares everybody who accessed since April with the same quarters of the year's target. The ICB's target
// is its own; a provider's is what its contract states.
func (in Input) accessLine(k Kind, s subject) Line {
	over := in.periodOf(k, s)
	year := over.to().Year()
	got := in.read(accessed, s, over.counted)
	l := Line{Provider: s.id, Name: s.name, Period: over.words(), Missing: in.missingFrom(accessed, s, over), cells: got.cells}
	target, from := in.accessTarget(s, over.to())
	switch {
	case s.id == "" && !target.Known:
		l.Missing = append(l.Missing, Gap{Words: "The access target for " + year.Words(), Place: InTargets})
	case s.id != "" && target.Known:
		l.Asked = k.Unit.Value(target) + " in the year, " + from
	}
	if len(over.counted) == 0 {
		return l
	}
	l.Value = got.top
	l.Shown = fixed(got.top, 0)
	l.Sum = everybody.words(got.top) + ", reported by providers"
	if s.id != "" {
		l.Sum = everybody.words(got.top) + ", reported by the provider"
	}
	if !target.Known {
		l.Notes = append(l.Notes, "set an access target")
		if s.id != "" {
			l.Notes = []string{"no contract states an access target"}
		}
		return l
	}
	n := len(over.counted)
	by := course(target, n)
	l.Sum += fmt.Sprintf(" / %s expected by then, %s of the year’s %s", fixed(whole(by), 0), quarterPart(n), k.Unit.Value(target))
	if n < 4 {
		l.ByNow = fixed(whole(by), 0)
	}
	l.Shown = k.show(l.Value, number.AmountOf(hundredths(by)))
	l.Verdict = k.judgeAccess(got.top, by, n == 4)
	return l
}

// accessTarget is how many people are to access in the year of a quarter, and where it comes from: for the ICB its own
// target, for a provider what its contracts at the quarter's end state,
// less what they pass on.
func (in Input) accessTarget(s subject, q calendar.Quarter) (target number.Amount, from string) {
	if s.id == "" {
		if local := in.local(YearsAccess, q.Year()); local != nil {
			target = local.Value
		}
		return target, "the ICB’s target"
	}
	if in.Audience.IsSteeringGroup() {
		return target, "" // what a contract states is between the ICB and the provider
	}
	day := contract.LastDayIn(in.Contracts, s.id, q)
	if stated := contract.StatedAccess(in.Contracts, s.id, day); stated.Known {
		target = number.AmountOf(stated.N * 100)
	}
	from = "as the contract states"
	if passed := contract.AccessPassedOn(in.Contracts, s.id, day); passed > 0 {
		from += fmt.Sprintf(", less %d passed on to subcontracts", passed)
	}
	return target, from
}

// course is how much of a year's target belongs to n of its quarters.
func course(target number.Amount, n int) *big.Rat {
	return new(big.Rat).Mul(target.Rat(), big.NewRat(int64(n), 4))
}

// whole is a number of people in whole people. It rounds up, because one person less would be a miss.
func whole(people *big.Rat) *big.Rat {
	whole, rest := new(big.Int).QuoRem(people.Num(), people.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetInt(whole)
}

func quarterPart(n int) string {
	return [...]string{"", "one quarter", "half", "three quarters", "all"}[n]
}

func (k Kind) judgeAccess(v, expected *big.Rat, wholeYear bool) Verdict {
	good := v.Cmp(expected) >= 0
	switch {
	case good && wholeYear:
		return Verdict{"reached", Good}
	case good:
		return Verdict{k.met, Good}
	case wholeYear:
		return Verdict{"not reached", Attention}
	}
	return Verdict{k.missed, Attention}
}

// accessTrend is each quarter's access, beside a quarter of the year's target.
func (in Input) accessTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short()}
		target, from := in.accessTarget(s, q)
		if target.Known {
			p.Target = course(target, 1)
			series.Target = k.Unit.Value(target) + " in " + q.Year().Words() + ", " + from
		}
		got := in.read(accessed, s, []calendar.Quarter{q})
		if len(got.counted) == 0 {
			p.lacks(got)
		} else {
			p.Value, p.Shown, p.Sum, p.cells = got.top, fixed(got.top, 0), everybody.words(got.top), got.cells
		}
		series.Points = append(series.Points, p)
	}
	return series
}
