package round

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// Exact is a number as a fraction in lowest terms, "21/50" or "42"; "" where there is none.
type Exact string

var fraction = regexp.MustCompile(`^-?[0-9]{1,200}(/[0-9]{1,200})?$`)

func exactly(v *big.Rat) Exact {
	if v == nil {
		return ""
	}
	return Exact(v.RatString())
}

// rat is the number; nil where there is none.
func (e Exact) rat() *big.Rat {
	if !fraction.MatchString(string(e)) {
		return nil
	}
	v, _ := new(big.Rat).SetString(string(e)) // fails for a denominator of 0
	return v
}

// UnmarshalText refuses what is not a fraction in lowest terms.
func (e *Exact) UnmarshalText(text []byte) error {
	*e = Exact(text)
	if *e != "" && exactly(e.rat()) != *e {
		return fmt.Errorf("%.40q is not a number like 21/50", text)
	}
	return nil
}

// Decimal is a number with two decimals, "18.50"; "" where nobody has given it.
type Decimal string

func decimal(hundredths int64, known bool) Decimal {
	if !known {
		return ""
	}
	sign := ""
	if hundredths < 0 {
		sign = "-"
	}
	digits := fmt.Sprintf("%03d", max(hundredths, -hundredths))
	return Decimal(sign + digits[:len(digits)-2] + "." + digits[len(digits)-2:])
}

func (d Decimal) hundredths() (n int64, known bool) {
	n, err := strconv.ParseInt(strings.Replace(string(d), ".", "", 1), 10, 64)
	return n, err == nil
}

// Hundredths is the number in hundredths; false where nobody has given it.
func (d Decimal) Hundredths() (n int64, known bool) { return d.hundredths() }

func (d Decimal) amount() number.Amount {
	n, known := d.hundredths()
	return number.Amount{Hundredths: n, Known: known}
}

func (d Decimal) fte() number.FTE {
	n, known := d.hundredths()
	return number.FTE{Hundredths: n, Known: known}
}

// UnmarshalText refuses what is not a number with two decimals.
func (d *Decimal) UnmarshalText(text []byte) error {
	*d = Decimal(text)
	if n, known := d.hundredths(); *d != "" && decimal(n, known) != *d {
		return fmt.Errorf("%.40q is not a number like 18.50", text)
	}
	return nil
}

// count is a number of people; nil where nobody has given it.
func count(c number.Count) *int64 {
	if !c.Known {
		return nil
	}
	return &c.N
}

func counted(n *int64) number.Count {
	if n == nil {
		return number.Count{}
	}
	return number.CountOf(*n)
}

// Day is a date, "2026-11-20"; Quarter a financial quarter, "2026Q3"; Moment an instant in UTC,
// "2026-11-20T09:00:00.000000Z". Each is "" where there is none.
type (
	Day     string
	Quarter string
	Moment  string
)

// UnmarshalText refuses what is no date.
func (d *Day) UnmarshalText(text []byte) error {
	*d = Day(text)
	if *d == "" {
		return nil
	}
	_, err := calendar.ParseDate(string(text))
	return err
}

// UnmarshalText refuses what is no quarter.
func (q *Quarter) UnmarshalText(text []byte) error {
	*q = Quarter(text)
	if *q == "" {
		return nil
	}
	_, err := calendar.ParseQuarter(string(text))
	return err
}

// UnmarshalText refuses what is no instant.
func (m *Moment) UnmarshalText(text []byte) error {
	*m = Moment(text)
	if *m != "" && calendar.At(calendar.Instant(text).Time()) != calendar.Instant(text) {
		return fmt.Errorf("%.40q is not an instant", text)
	}
	return nil
}

// each makes a list of another; nil of an empty one.
func each[T, U any](list []T, of func(T) U) []U {
	var made []U
	for _, one := range list {
		made = append(made, of(one))
	}
	return made
}

// mapped makes a map of another; nil of an empty one.
func mapped[T, U any](m map[string]T, of func(T) U) map[string]U {
	if len(m) == 0 {
		return nil
	}
	made := make(map[string]U, len(m))
	for key, one := range m {
		made[key] = of(one)
	}
	return made
}
