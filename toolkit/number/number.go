// Package number holds the amounts that people type and read: how to parse them, which are plausible, and how to print
// them. math/big makes exact sums of them; nothing is rounded here.
package number

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// The largest plausible numbers of a return: more is a typing mistake. The whole of England supports some tens of
// thousands of people a year, with some thousands of employment specialists.
const (
	MostPeople  = 20_000
	MostInAYear = 100_000
	MostFTE     = 1_000_00
	MostDays    = 1_000
	MostMoney   = 1_000_000_000
)

// Count is a number of people. A number that nobody has given is not Known, which is never 0.
type Count struct {
	N     int64
	Known bool
}

// FTE is full-time equivalents in hundredths: 18.5 is 1850.
type FTE struct {
	Hundredths int64
	Known      bool
}

// CountOf and FTEOf are a known count and a known number of hundredths of an FTE.
func CountOf(n int64) Count      { return Count{n, true} }
func FTEOf(hundredths int64) FTE { return FTE{hundredths, true} }
func (c Count) Words() string    { return given(c.Known, Grouped(c.N)) }
func (f FTE) Words() string      { return given(f.Known, Decimal(f.Hundredths, 2)) }
func given(k bool, s string) string {
	if !k {
		return ""
	}
	return s
}

// ParseCount reads a number of people as people write it: "1,200", "1200"; "" is not known. As in the other parse
// functions, the error continues the name of the number: "must be a whole number, like 120".
func ParseCount(text string) (Count, error) {
	h, known, err := Parse(text, "", MostPeople*100, 0, "120")
	return Count{h / 100, known}, err
}

// ParsePeople reads a number of people in a year or a plan, "1,200"; known is false for "".
func ParsePeople(text string) (people int64, known bool, err error) {
	h, known, err := Parse(text, "", MostInAYear*100, 0, "1,200")
	return h / 100, known, err
}

// ParseFTE reads full-time equivalents with up to two decimals: "18.5"; "" is not known.
func ParseFTE(text string) (FTE, error) {
	h, known, err := Parse(text, "", MostFTE, 2, "18.5")
	return FTE{h, known}, err
}

// ParsePercent reads a share from 0 to 100 in hundredths of a per cent: "25", "25%", "37.5%"; known is false for "".
func ParsePercent(text string) (hundredths int64, known bool, err error) {
	return Parse(text, "%", 100_00, 2, "25%")
}

// ParseMoney reads whole pounds: "£120,000"; known is false for "".
func ParseMoney(text string) (pounds int64, known bool, err error) {
	h, known, err := Parse(text, "£", MostMoney*100, 0, "£120,000")
	return h / 100, known, err
}

// ParseDecimal reads any other number of 0 or more in hundredths: "6", "2.5"; known is false for "".
func ParseDecimal(text string) (hundredths int64, known bool, err error) {
	return Parse(text, "", MostMoney*100, 2, "2.5")
}

// Parse reads a number in hundredths, with or without its mark (% after it, £ before it).
func Parse(text, mark string, most int64, decimals int, example string) (int64, bool, error) {
	text = strings.TrimSpace(text)
	switch mark {
	case "%":
		text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	case "£":
		text = strings.TrimSpace(strings.TrimPrefix(text, "£"))
	}
	if text == "" {
		return 0, false, nil
	}
	if rest, found := strings.CutPrefix(strings.ReplaceAll(text, "−", "-"), "-"); found && IsNumber(rest) {
		return 0, false, outside(mark, "must be 0 or more")
	}
	if !IsNumber(text) {
		return 0, false, fmt.Errorf("must be a number, like %s", example)
	}
	whole, part, _ := strings.Cut(strings.ReplaceAll(text, ",", ""), ".")
	if len(part) > decimals { // programs write 120 as "120.0"
		part = strings.TrimRight(part, "0")
	}
	if len(part) > decimals {
		if decimals == 0 {
			return 0, false, fmt.Errorf("must be a whole number, like %s", example)
		}
		return 0, false, fmt.Errorf("must have no more than %d decimal places, like %s", decimals, example)
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		n, err = math.MaxInt64, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("must be a number, like %s", example)
	}
	if n > most {
		return 0, false, outside(mark, fmt.Sprintf("must be %s or less", Decimal(most, 0)))
	}
	return n, true, nil
}

func outside(mark, words string) error {
	if mark == "%" {
		return errors.New("must be from 0% to 100%")
	}
	return errors.New(words)
}

// IsNumber says whether text is plain digits, in groups of three where it has commas, with at most one point.
func IsNumber(text string) bool {
	whole, part, point := strings.Cut(text, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		switch {
		case !digits(g):
			return false
		case len(groups) > 1 && i == 0 && (len(g) == 0 || len(g) > 3), i > 0 && len(g) != 3:
			return false
		}
	}
	return digits(part) && (whole != "" || part != "") && (!point || part != "")
}

func digits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Grouped is a whole number with commas, "1,200".
func Grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Counting is a number with its word, "1 provider" or "1,200 providers".
func Counting(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Grouped(int64(n)) + " " + many
}

// Listing joins words as people say them: "a, b and c".
func Listing(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Decimal is hundredths with commas and 0 to 2 decimals; the digits it cuts off have to be 0. 120000 is "1,200" with 0
// decimals and "1,200.00" with 2.
func Decimal(hundredths int64, decimals int) string {
	text := Grouped(hundredths / 100)
	if decimals == 0 {
		return text
	}
	return text + "." + fmt.Sprintf("%02d", hundredths%100)[:decimals]
}

// Plain is hundredths as a person would type them, without zeros at the end: 1850 is "18.5", 4000 is "40".
func Plain(hundredths int64) string {
	return Grouped(hundredths/100) + strings.TrimRight(strings.TrimRight("."+fmt.Sprintf("%02d", hundredths%100), "0"), ".")
}

// Amount is a number in hundredths of its unit: 4000 is 40% or 40 people. A number that nobody has given is not Known,
// which is never 0.
type Amount struct {
	Hundredths int64
	Known      bool
}

// AmountOf is a known amount.
func AmountOf(hundredths int64) Amount { return Amount{hundredths, true} }

// Text is an amount as a person would type it; "" while it is not known.
func Text(a Amount) string {
	if !a.Known {
		return ""
	}
	return Plain(a.Hundredths)
}

// Rat is the amount as an exact fraction.
func (a Amount) Rat() *big.Rat { return big.NewRat(a.Hundredths, 100) }
