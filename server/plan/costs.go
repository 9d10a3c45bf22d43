package plan

import (
	"math/big"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/staffing"
)

// newCosts is what the ICB's posts cost; nil while no pay is recorded.
func newCosts(l staffing.Line, y staffing.Year) *costs {
	pay := y.Pay()
	cost := l.Cost(pay)
	if len(cost.Roles) == 0 {
		return nil
	}
	t := page.Table{
		ID: "cost", Caption: "What the posts cost in a year", Stacked: true,
		Columns: []page.Column{
			{Text: "Role"},
			{Text: "One post", Numeric: true},
			{Text: "Posts needed", Numeric: true},
			{Text: "Posts funded", Numeric: true},
			{Text: "Difference", Numeric: true},
		},
	}
	row := func(name, note, one string, needed, funded *big.Rat) {
		t.Rows = append(t.Rows, []page.Cell{
			{Text: name, Note: note},
			page.Text(one), pounds(needed), pounds(funded),
			pounds(minus(needed, funded)),
		})
	}
	for _, c := range cost.Roles {
		row(c.Role.Words(), c.Post.Sum, staffing.Pounds(c.Post.Total), c.Needed, c.Funded)
	}
	row("All staff", without(cost.Without), "", cost.Needed.Staff, cost.Funded.Staff)
	row("Overheads", staffing.Percent(pay.OnCost.Overhead)+" of staff cost", "", cost.Needed.Overhead, cost.Funded.Overhead)
	row("Total", "", "", cost.Needed.All, cost.Funded.All)
	return &costs{
		Table: t, OnCost: pay.OnCost.Words(), Source: y.Sourced(staffing.Asked.PaySource, staffing.Asked.PayOn),
		Money: moneyWords(y, cost.Needed.All),
	}
}

func pounds(v *big.Rat) page.Cell {
	if v == nil {
		return page.Text("–")
	}
	return page.Text(staffing.Pounds(v))
}

func minus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Rat).Sub(a, b)
}

// without says which roles are left out of the sums, or that there are none because of them.
func without(roles []staffing.Role) string {
	if len(roles) == 0 {
		return ""
	}
	var names []string
	for _, r := range roles {
		names = append(names, strings.ToLower(r.Words()))
	}
	return "Pay of " + strings.Join(names, ", ") + " is not recorded"
}

// moneyWords compare the money that is recorded with what the posts needed cost.
func moneyWords(y staffing.Year, needed *big.Rat) string {
	m := y.Money()
	if !m.Known {
		return ""
	}
	words := "The money recorded for IPS is £" + number.Grouped(m.Pounds) + " a year."
	if needed == nil {
		return words
	}
	rest := minus(big.NewRat(m.Pounds, 1), needed)
	difference := new(big.Rat).Abs(rest)
	switch short := staffing.Pounds(difference); {
	case difference.Cmp(big.NewRat(1, 2)) < 0: // it rounds to no pound
		return words + " That is what the needed posts cost."
	case rest.Sign() < 0:
		return words + " That is " + short + " less than the needed posts cost."
	default:
		return words + " That is " + short + " more than the needed posts cost."
	}
}
