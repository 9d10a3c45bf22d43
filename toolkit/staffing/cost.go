package staffing

import (
	"math/big"

	"ipstoolkit/toolkit/number"
)

// Pay is what one full-time post of each role is paid in a year, in whole pounds, and what an employer pays on top. The
// cost leaves out a role with unknown pay.
type Pay struct {
	Roles  [len(Roles)]Money
	OnCost OnCost
}

// Money is whole pounds. A sum that is not Known is never £0.
type Money struct {
	Pounds int64
	Known  bool
}

// OnCost is what an employer pays on top of pay: National Insurance on what is above an amount a month, a pension, and
// a share of staff cost for other things than staff (rent, travel, management). Shares are hundredths of a per cent.
type OnCost struct {
	Insurance int64
	FreeMonth int64 // pounds a month on which no National Insurance is paid
	Pension   int64
	Overhead  int64
}

// Published is what IPS Grow's workforce calculator took for 2026/27: National Insurance of 15% above £417 a month, a
// pension of 14.3%, and 20% for overheads. It does not say what the 20% are a share of; here they are a share of staff
// cost.
var Published = OnCost{Insurance: 15_00, FreeMonth: 417, Pension: 14_30, Overhead: 20_00}

// PublishedPay are the mid-points of Agenda for Change that the calculator took for 2026/27: bands 5, 6 and 7.
var PublishedPay = [...]int64{ES: 33_437, TL: 40_823, SM: 50_723}

// PostCost is what one full-time post costs in a year before overheads.
type PostCost struct {
	Total *big.Rat
	Sum   string // "£33,437 pay + £4,264.95 National Insurance + £4,781.49 pension = £42,483.44"
}

// Of is what one post of a role costs; false while its pay is not known.
func (p Pay) Of(r Role) (PostCost, bool) {
	m := p.Roles[r]
	if !m.Known {
		return PostCost{}, false
	}
	pay := whole(m.Pounds)
	insured := whole(max(0, m.Pounds-12*p.OnCost.FreeMonth))
	insurance, pension := share(insured, p.OnCost.Insurance), share(pay, p.OnCost.Pension)
	total := new(big.Rat).Add(pay, insurance)
	total.Add(total, pension)
	return PostCost{Total: total, Sum: pence(pay) + " pay + " + pence(insurance) + " National Insurance + " + pence(pension) +
		" pension = " + pence(total)}, true
}

func share(v *big.Rat, hundredths int64) *big.Rat {
	return new(big.Rat).Mul(v, big.NewRat(hundredths, 100_00))
}

// Cost is what the ICB's plan costs in a year.
type Cost struct {
	Roles []RoleCost // those with known pay
	// Needed and Funded are the cost of the posts that are needed and of those that are funded: staff, overheads, and
	// both. A nil number is not known, because a role's pay or its posts are not.
	Needed, Funded Total
	Without        []Role // the roles left out because their pay is not known
}

// RoleCost is what one role costs.
type RoleCost struct {
	Role           Role
	Post           PostCost
	Needed, Funded *big.Rat // nil when the number of posts is not known
}

// Total is the sum over roles.
type Total struct{ Staff, Overhead, All *big.Rat }

// Cost is what a line's posts cost; it has no roles when no pay is known.
func (l Line) Cost(p Pay) Cost {
	var c Cost
	needed, funded := new(big.Rat), new(big.Rat)
	for _, post := range l.Posts {
		one, known := p.Of(post.Role)
		if !known {
			c.Without = append(c.Without, post.Role)
			if post.Role != Admin {
				needed, funded = nil, nil
			}
			continue
		}
		rc := RoleCost{Role: post.Role, Post: one}
		if post.Needed != nil {
			rc.Needed = new(big.Rat).Mul(post.Needed, one.Total)
		}
		if post.Funded.Known {
			rc.Funded = new(big.Rat).Mul(fte(post.Funded), one.Total)
		}
		if post.Role != Admin { // the toolkit asks for none, so nothing is missing
			needed = add(needed, rc.Needed)
		}
		funded = add(funded, rc.Funded)
		c.Roles = append(c.Roles, rc)
	}
	c.Needed, c.Funded = p.OnCost.total(needed), p.OnCost.total(funded)
	return c
}

// add adds up; an unknown number makes the sum unknown.
func add(sum, v *big.Rat) *big.Rat {
	if sum == nil || v == nil {
		return nil
	}
	return sum.Add(sum, v)
}

func (o OnCost) total(staff *big.Rat) Total {
	if staff == nil {
		return Total{}
	}
	overhead := share(staff, o.Overhead)
	return Total{Staff: staff, Overhead: overhead, All: new(big.Rat).Add(staff, overhead)}
}

// Words say what an employer pays on top, for use in a sentence.
func (o OnCost) Words() string {
	return "National Insurance of " + Percent(o.Insurance) + " on what is above £" + number.Grouped(o.FreeMonth) +
		" a month, a pension of " + Percent(o.Pension) +
		", and " + Percent(o.Overhead) + " of staff cost for overheads"
}
