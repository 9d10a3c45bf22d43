package staffing

import (
	"fmt"
	"math/big"
	"strings"

	"ipstoolkit/toolkit/number"
)

func whole(n int64) *big.Rat { return big.NewRat(n, 1) }

// scaled is 10 to the power of decimals.
func scaled(decimals int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
}

// up, down and near round to a number of decimals and count in the last decimal: up(3.125, 2) is 313. near rounds a
// half up.
func up(v *big.Rat, decimals int) int64 {
	n := new(big.Int).Mul(v.Num(), scaled(decimals))
	return -new(big.Int).Div(n.Neg(n), v.Denom()).Int64()
}

func down(v *big.Rat, decimals int) int64 {
	n := new(big.Int).Mul(v.Num(), scaled(decimals))
	return n.Div(n, v.Denom()).Int64() // Div rounds down, for a value above 0
}

func near(v *big.Rat, decimals int) int64 {
	half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), scaled(decimals)))
	return down(half.Add(half, v), decimals)
}

// Needed is a needed number of posts as people read it: two decimals, rounded up, since it is a minimum; "" when there
// is none.
func Needed(v *big.Rat) string {
	if v == nil {
		return ""
	}
	return signed(up(v, 2))
}

// signed is hundredths with two decimals, "-0.87".
func signed(hundredths int64) string {
	if hundredths < 0 {
		return "−" + number.Decimal(-hundredths, 2)
	}
	return number.Decimal(hundredths, 2)
}

// exact is a number of 0 or more: in full where four decimals are enough, else cut off with "…".
func exact(v *big.Rat) string {
	const most = 4
	n := new(big.Rat).Mul(v, new(big.Rat).SetInt(scaled(most)))
	if n.IsInt() {
		return decimals(n.Num().Int64(), most)
	}
	return fixed(down(v, 3), 3) + "…"
}

// decimals is n in the last decimal, without zeros at the end: decimals(187500, 4) is "18.75".
func decimals(n int64, places int) string {
	text := fixed(n, places)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// fixed is n in the last decimal, with every decimal, "0.125".
func fixed(n int64, places int) string {
	if places == 0 {
		return number.Grouped(n)
	}
	scale := scaled(places).Int64()
	return number.Grouped(n/scale) + fmt.Sprintf(".%0*d", places, n%scale)
}

// above is a ratio to one decimal, a half rounded up. Where it would look like an edge that it is above, it has a
// second decimal or the word "above".
func above(v *big.Rat, edges ...int64) string {
	for places := 1; places <= 2; places++ {
		shown := big.NewRat(near(v, places), scaled(places).Int64())
		hidden := false
		for _, e := range edges {
			hidden = hidden || v.Cmp(whole(e)) > 0 && shown.Cmp(whole(e)) <= 0
		}
		if !hidden {
			return fixed(near(v, places), places)
		}
	}
	return "above " + number.Grouped(down(v, 0))
}

// Percent is hundredths of a per cent as people write them, "25%".
func Percent(hundredths int64) string { return number.Plain(hundredths) + "%" }

// Pounds is money as people read it: whole pounds, a half rounded up. "−£1,200" is less than 0.
func Pounds(v *big.Rat) string {
	if v == nil {
		return ""
	}
	if v.Sign() < 0 {
		if n := near(new(big.Rat).Neg(v), 0); n > 0 {
			return "−£" + number.Grouped(n)
		}
		return "£0"
	}
	return "£" + number.Grouped(near(v, 0))
}

// pence is money to the penny, a half rounded up; whole pounds have no pence.
func pence(v *big.Rat) string {
	return "£" + strings.TrimSuffix(number.Decimal(near(v, 2), 2), ".00")
}
