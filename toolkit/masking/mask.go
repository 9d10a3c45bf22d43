// Package masking hides numbers, so that nobody can work out a small number of people from what is shown around it.
package masking

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Access is everybody who accessed in a quarter, out of work or in work. It is the sum of two fields, so either could
// be worked out from it and the other.
const Access = "access"

// NotShown says that a number is hidden. It says the same of a small number and of one that would reveal it: anybody who could
// tell them apart could often work out the small one.
const NotShown = "not shown: a small number, or one that would reveal it"

// Masked appears in place of a hidden number of people.
const Masked = "*"

// Cell is one number of people that the steering group would see: a field (or Access) of one provider, or of the whole
// ICB when Provider is "", over one or more quarters.
type Cell struct {
	Field    string
	Provider string
	Quarters string // as Over writes them
}

// Over writes the quarters of a cell, "2026Q1 2026Q2".
func Over(quarters ...calendar.Quarter) string {
	texts := make([]string, len(quarters))
	for i, q := range quarters {
		texts[i] = string(q)
	}
	return strings.Join(texts, " ")
}

// Small says whether the steering group's view masks a count because it is small: 1 to 4 people. None is shown as 0.
func Small(people int64) bool { return people >= 1 && people <= 4 }

// Sheet is the numbers of people that one audience has seen and sees, and how they add up. It decides which of them to
// mask. Numbers go on it round by round, as the audience met them: what an earlier round showed is known for good and
// cannot be masked later. The zero value is an empty sheet.
type Sheet struct {
	people map[Cell]int64
	sums   [][]Cell // the total first, then its parts
	masked map[Cell]bool
	past   map[Cell]bool
}

// Set puts a number on the sheet.
func (s *Sheet) Set(c Cell, people int64) {
	if s.people == nil {
		s.people, s.masked, s.past = map[Cell]int64{}, map[Cell]bool{}, map[Cell]bool{}
	}
	s.people[c] = people
}

// People is a number on the sheet; false when it is not there.
func (s *Sheet) People(c Cell) (int64, bool) {
	n, ok := s.people[c]
	return n, ok
}

// Adds says that a total on the sheet is the sum of parts on the sheet. A sum with a missing part is ignored: nobody
// can work anything out with it.
func (s *Sheet) Adds(total Cell, parts ...Cell) {
	all := append([]Cell{total}, parts...)
	for _, c := range all {
		if _, ok := s.people[c]; !ok {
			return
		}
	}
	s.sums = append(s.sums, all)
}

// Masked says whether a number is shown as *.
func (s *Sheet) Masked(c Cell) bool { return s.masked[c] }

// Close ends a round. It masks those of the round's new numbers that are 1 to 4. While a masked number can still be
// worked out from what is shown, it masks one more of the numbers that reveal it. It considers any combination of sums,
// those of other rounds and providers too. It masks providers before the ICB, everybody who accessed before those out
// of work, quarters before longer periods, and small numbers before large.
func (s *Sheet) Close() {
	for c, n := range s.people {
		if Small(n) {
			s.masked[c] = true
		}
	}
	for again := len(s.masked) > 0; again; {
		again = false
		for _, from := range s.workedOut() {
			now := slices.DeleteFunc(from, func(c Cell) bool { return s.past[c] })
			if len(now) == 0 || slices.ContainsFunc(now, s.Masked) {
				continue
			}
			s.masked[slices.MinFunc(now, s.rather)] = true
			again = true
		}
	}
	for c := range s.people {
		s.past[c] = true
	}
}

// rather orders cells by which the reader loses least by. Names decide ties, so that the same figures are always masked
// in the same way.
func (s *Sheet) rather(a, b Cell) int {
	first := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(first(s.people[a] > 0), first(s.people[b] > 0)),
		cmp.Compare(first(a.Provider != ""), first(b.Provider != "")),
		cmp.Compare(first(a.Field == Access), first(b.Field == Access)),
		cmp.Compare(len(a.Quarters), len(b.Quarters)),
		cmp.Compare(s.people[a], s.people[b]),
		byName(a, b),
	)
}

func byName(a, b Cell) int {
	return cmp.Or(
		cmp.Compare(b.Quarters, a.Quarters),
		cmp.Compare(a.Field, b.Field), cmp.Compare(a.Provider, b.Provider),
	)
}

// prime is the modulus in which the sums are solved: whole numbers stay exact, and sums of ones never come near it.
const prime = 1<<31 - 1

// workedOut solves the sums for the masked cells. For each with a single solution it gives the shown cells that make up
// that solution, where possible those that the reader loses least by.
func (s *Sheet) workedOut() [][]Cell {
	masked := s.masked
	cells := slices.SortedFunc(maps.Keys(s.people), func(a, b Cell) int {
		if masked[a] != masked[b] {
			if masked[a] {
				return -1
			}
			return 1
		}
		return s.rather(b, a)
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
	reduce(rows, len(cells))
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
