package coverage

import (
	"math/big"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
)

// Part is a part of a whole, both counts of staff, meetings or similar.
type Part struct {
	Of, All int64
	// Rows is how many rows the counts come from.
	Rows int
}

// Share is the part as an exact fraction. It is nil while the whole is 0, which is never 0%.
func (p Part) Share() *big.Rat {
	if p.All == 0 {
		return nil
	}
	return big.NewRat(p.Of, p.All)
}

// inQuarters are the rows of some quarters.
func inQuarters(rows []register.Row, quarters []calendar.Quarter) []register.Row {
	var list []register.Row
	for _, r := range rows {
		for _, q := range quarters {
			if r.Quarter(register.WhichQuarter) == q {
				list = append(list, r)
			}
		}
	}
	return list
}

// Onboarded are the new staff who were enrolled on the onboarding programme within their first month, over some
// quarters (page 27). It leaves out rows that do not give both numbers.
func Onboarded(rows []register.Row, quarters []calendar.Quarter) Part {
	return sum(inQuarters(rows, quarters), []register.Field{register.Staff.Enrolled}, []register.Field{register.Staff.Starters})
}

// Completed are the staff who completed the programme, among those at the end of their 12 months.
func Completed(rows []register.Row, quarters []calendar.Quarter) Part {
	return sum(inQuarters(rows, quarters), []register.Field{register.Staff.Completed}, []register.Field{register.Staff.Completing})
}

// Level3 are the employment specialists who hold the Level 3 qualification among those in post at a quarter's end
// (page 29).
func Level3(rows []register.Row, q calendar.Quarter) Part {
	return sum(inQuarters(rows, []calendar.Quarter{q}), []register.Field{register.Staff.Level3Done},
		[]register.Field{register.Staff.Specialists})
}

// Permanent are the staff on permanent contracts among all at a quarter's end (page 31).
func Permanent(rows []register.Row, q calendar.Quarter) Part {
	return sum(inQuarters(rows, []calendar.Quarter{q}), []register.Field{register.Staff.Permanent},
		[]register.Field{register.Staff.Permanent, register.Staff.FixedTerm, register.Staff.Agency})
}

// Staff is the totals of some rows of staff figures: new staff over the four quarters to Last, all staff at its end.
type Staff struct {
	Last                                    calendar.Quarter
	Onboarded, Completed, Level3, Permanent Part
}

// OfStaff works out the totals, for one provider's rows or for all.
func OfStaff(rows []register.Row, last calendar.Quarter) Staff {
	year := []calendar.Quarter{last, last.Add(-1), last.Add(-2), last.Add(-3)}
	return Staff{last, Onboarded(rows, year), Completed(rows, year), Level3(rows, last), Permanent(rows, last)}
}

// sum adds up rows that give every number of the part and of the whole.
func sum(rows []register.Row, part, whole []register.Field) Part {
	var p Part
	for _, r := range rows {
		of, known := total(r, part)
		all, given := total(r, whole)
		if known && given {
			p.Of, p.All, p.Rows = p.Of+of, p.All+all, p.Rows+1
		}
	}
	return p
}

func total(r register.Row, fields []register.Field) (int64, bool) {
	var sum int64
	for _, f := range fields {
		n, known := r.Number(f)
		if !known {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

// Held says in which quarters a meeting of a kind was held: of the steering group, or on the contract of a provider.
func Held(rows []register.Row, kind, provider string) map[calendar.Quarter]int {
	held := map[calendar.Quarter]int{}
	for _, r := range rows {
		if r.Text(register.Meeting.Kind) == kind && r.Provider == provider && register.WasHeld(r) {
			held[r.Date(register.Meeting.On).Quarter()]++
		}
	}
	return held
}
