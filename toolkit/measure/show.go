package measure

import (
	"math/big"

	"ipstoolkit/toolkit/number"
)

// Value is a target's value as people read it: "40%", "40", "3 years".
func (u Unit) Value(a number.Amount) string {
	if !a.Known {
		return ""
	}
	return u.mark(number.Plain(a.Hundredths), a.Hundredths == 100)
}

// mark adds the unit's sign or word to a number.
func (u Unit) mark(number string, one bool) string {
	switch u {
	case Percent:
		return number + "%"
	case Pounds:
		return "£" + number
	case Held:
		return number + " each quarter"
	case Years, Months, Days:
		if one {
			return number + " " + string(u[:len(u)-1])
		}
		return number + " " + string(u)
	}
	return number
}

// Target is the target in words: "at least 40%", "at most 25%".
func (k Kind) Target() string { return k.Direction.words(k.Unit, k.Default) }

func (d Direction) words(u Unit, a number.Amount) string {
	switch {
	case !a.Known:
		return ""
	case d == AtLeast && u == Percent && a.Hundredths == 100_00:
		return u.Value(a) // there is no more than all
	case d == AtLeast:
		return "at least " + u.Value(a)
	}
	return "at most " + u.Value(a)
}

// show writes a value with the decimals of its unit: rates and ratios one, people none; a half rounds up. Where that
// would make a miss look like the target (3,999 of 10,000 as 40.0%) it takes more decimals, and where two do not help
// it says "below 40%" or "above 40%".
func (k Kind) show(v *big.Rat, targets ...number.Amount) string {
	decimals, beside := k.decimals(v, targets)
	switch {
	case beside != nil && k.Direction == AtLeast:
		return "below " + k.Unit.Value(*beside)
	case beside != nil:
		return "above " + k.Unit.Value(*beside)
	case decimals == 2 && k.Unit != Percent && k.Unit != Each:
		h := hundredths(v)
		return k.Unit.mark(number.Plain(h), h == 100)
	}
	return k.Unit.mark(fixed(v, decimals), false)
}

// decimals is with how many decimals a value is shown, and the target that it is so close to that none of them helps.
func (k Kind) decimals(v *big.Rat, targets []number.Amount) (decimals int, beside *number.Amount) {
	decimals = 1
	if k.Unit == People || k.Unit == Pounds {
		decimals = 0
	}
	if k.Unit == Number || k.Unit == Days || k.Unit == Months || k.Unit == Years {
		decimals = 2
	}
	for _, t := range append([]number.Amount{k.Default, k.Tolerance}, targets...) {
		if !t.Known || onGoodSide(v, t.Rat(), k.Direction) {
			continue
		}
		for decimals < 2 && onGoodSide(rounded(v, decimals), t.Rat(), k.Direction) {
			decimals++
		}
		if onGoodSide(rounded(v, decimals), t.Rat(), k.Direction) {
			return decimals, &t
		}
	}
	return decimals, nil
}

// Decimals is with how many decimals a number beside a target is written, so that it never looks like the target while it
// misses it.
func (k Kind) Decimals(v *big.Rat, target *big.Rat) int {
	var targets []number.Amount
	if target != nil {
		targets = append(targets, number.AmountOf(hundredths(target)))
	}
	decimals, _ := k.decimals(v, targets)
	return decimals
}

// fixed is a value of 0 or more with commas and a number of decimals; a half rounds up.
func fixed(v *big.Rat, decimals int) string {
	return number.Decimal(hundredths(rounded(v, decimals)), decimals)
}

// hundredths is a value of 0 or more in whole hundredths; a half rounds up.
func hundredths(v *big.Rat) int64 {
	r := new(big.Rat).Mul(rounded(v, 2), big.NewRat(100, 1))
	return r.Num().Int64()
}

// rounded is a value of 0 or more to a number of decimals; a half rounds up.
func rounded(v *big.Rat, decimals int) *big.Rat {
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	twice := new(big.Rat).Mul(v, big.NewRat(2*scale, 1))
	twice.Add(twice, big.NewRat(1, 1))
	whole := new(big.Int).Quo(twice.Num(), new(big.Int).Mul(twice.Denom(), big.NewInt(2)))
	return new(big.Rat).SetFrac(whole, big.NewInt(scale))
}
