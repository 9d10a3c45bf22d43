package measure

import (
	"fmt"
	"math/big"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
)

// part is one side of a ratio: a number of people, or posts in FTE, by its field in a return.
type part struct {
	people, posts string
	one, many     string
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
