package figures

import (
	"cmp"
	"maps"
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// Access is everybody who accessed in a quarter, out of work or in work: a sum of two fields, and so a number from
// which one of them could be worked out.
const Access = "access"

// Masked stands where a number of people is not shown.
const Masked = "*"

// Cell is one number of people that the steering group would see: a field (or Access) of one provider, or of the whole
// ICB when Provider is "", over a number of quarters that end with Quarter.
type Cell struct {
	Field    string
	Provider string
	Quarter  calendar.Quarter
	Quarters int
}

// Small says whether a count is masked for the steering group for its own sake: 1 to 4 people. None is shown as 0.
func Small(people int64) bool { return people >= 1 && people <= 4 }

// Sheet is all the numbers of people that one audience sees together, and how they add up. It decides which of them
// to mask. The zero value is an empty sheet.
type Sheet struct {
	people map[Cell]int64
	sums   [][]Cell // the total first, then its parts
}

// Set puts a number on the sheet.
func (s *Sheet) Set(c Cell, people int64) {
	if s.people == nil {
		s.people = map[Cell]int64{}
	}
	s.people[c] = people
}

// Adds says that a total on the sheet is the sum of parts on the sheet. It is left out of account when one of them is
// not there: nobody can then work anything out with it.
func (s *Sheet) Adds(total Cell, parts ...Cell) {
	all := append([]Cell{total}, parts...)
	for _, c := range all {
		if _, ok := s.people[c]; !ok {
			return
		}
	}
	s.sums = append(s.sums, all)
}

// Mask is which cells to show as *: those from 1 to 4, and then, as long as one of them could be worked out from what
// is still shown (by any combination of sums, another quarter's or another provider's too), one more of the numbers it
// would be worked out from. Quarters go before longer periods, providers before the ICB, small numbers before large.
func (s *Sheet) Mask() map[Cell]bool {
	masked := map[Cell]bool{}
	for c, n := range s.people {
		if Small(n) {
			masked[c] = true
		}
	}
	for len(masked) > 0 {
		found := s.workedOut(masked)
		if len(found) == 0 {
			break
		}
		for _, from := range found {
			if !slices.ContainsFunc(from, func(c Cell) bool { return masked[c] }) {
				masked[slices.MinFunc(from, s.rather)] = true
			}
		}
	}
	return masked
}

// rather orders cells by which is the smaller loss to the reader; ties are broken by name, so that the same figures
// are always masked in the same way.
func (s *Sheet) rather(a, b Cell) int {
	first := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(first(s.people[a] > 0), first(s.people[b] > 0)),
		cmp.Compare(a.Quarters, b.Quarters),
		cmp.Compare(first(a.Provider != ""), first(b.Provider != "")),
		cmp.Compare(first(a.Field == Access), first(b.Field == Access)),
		cmp.Compare(s.people[a], s.people[b]),
		byName(a, b),
	)
}

func byName(a, b Cell) int {
	return cmp.Or(
		cmp.Compare(b.Quarter, a.Quarter), cmp.Compare(a.Quarters, b.Quarters),
		cmp.Compare(a.Field, b.Field), cmp.Compare(a.Provider, b.Provider),
	)
}

// prime is the field in which the sums are solved: whole numbers stay exact, and sums of ones are never near it.
const prime = 1<<31 - 1

// workedOut solves the sums for the masked cells. For each one that has a single solution it gives the shown cells
// that solution is made of.
func (s *Sheet) workedOut(masked map[Cell]bool) [][]Cell {
	cells := slices.SortedFunc(maps.Keys(s.people), func(a, b Cell) int {
		if masked[a] != masked[b] {
			if masked[a] {
				return -1
			}
			return 1
		}
		return byName(a, b)
	})
	column := map[Cell]int{}
	for i, c := range cells {
		column[c] = i
	}
	rows := make([][]int64, 0, len(s.sums))
	for _, sum := range s.sums {
		row := make([]int64, len(cells))
		row[column[sum[0]]] = 1
		for _, part := range sum[1:] {
			row[column[part]] = prime - 1
		}
		rows = append(rows, row)
	}
	reduce(rows, len(masked))
	var found [][]Cell
	for _, row := range rows {
		if unknowns(row[:len(masked)]) != 1 {
			continue
		}
		var from []Cell
		for i, v := range row[len(masked):] {
			if v != 0 {
				from = append(from, cells[len(masked)+i])
			}
		}
		if len(from) > 0 {
			found = append(found, from)
		}
	}
	return found
}

func unknowns(row []int64) int {
	n := 0
	for _, v := range row {
		if v != 0 {
			n++
		}
	}
	return n
}

// reduce brings the rows to reduced echelon form in their first columns.
func reduce(rows [][]int64, columns int) {
	done := 0
	for c := 0; c < columns && done < len(rows); c++ {
		p := slices.IndexFunc(rows[done:], func(row []int64) bool { return row[c] != 0 })
		if p < 0 {
			continue
		}
		rows[done], rows[done+p] = rows[done+p], rows[done]
		pivot := rows[done]
		scale(pivot, inverse(pivot[c]))
		for i, row := range rows {
			if i != done && row[c] != 0 {
				subtract(row, pivot, row[c])
			}
		}
		done++
	}
}

func scale(row []int64, by int64) {
	for i := range row {
		row[i] = row[i] * by % prime
	}
}

func subtract(row, other []int64, times int64) {
	for i, v := range other {
		if v != 0 {
			row[i] = (row[i] + (prime-times)*v) % prime
		}
	}
}

// inverse is the number that gives 1 when multiplied with v: v to the power of prime-2.
func inverse(v int64) int64 {
	result := int64(1)
	for e := int64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = result * v % prime
		}
		v = v * v % prime
	}
	return result
}
