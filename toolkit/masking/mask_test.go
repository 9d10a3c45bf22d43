package masking_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
)

func cell(provider string, q calendar.Quarter, quarters int) masking.Cell {
	over := make([]calendar.Quarter, quarters)
	for i := range over {
		over[i] = q.Add(i - quarters + 1)
	}
	return masking.Cell{Field: "first_job_starts", Provider: provider, Quarters: masking.Over(over...)}
}

func TestSmall(t *testing.T) {
	for n, want := range map[int64]bool{0: false, 1: true, 4: true, 5: false} {
		if masking.Small(n) != want {
			t.Errorf("%d masked: %v", n, !want)
		}
	}
}

func TestMask(t *testing.T) {
	a, b, both := cell("a", "2026Q1", 1), cell("b", "2026Q1", 1), cell("", "2026Q1", 1)
	q1, q2, q3, year := cell("", "2026Q1", 1), cell("", "2026Q2", 1), cell("", "2026Q3", 1), cell("", "2026Q3", 3)
	everybody, unemployed, atWork := q1, q1, q1
	everybody.Field, unemployed.Field, atWork.Field = masking.Access, "access_unemployed", "access_retention"
	type number struct {
		cell masking.Cell
		n    int64
	}
	for _, c := range []struct {
		name    string
		numbers []number
		sums    [][]masking.Cell
		want    []masking.Cell
	}{
		{"nothing small, nothing masked", []number{{a, 5}, {b, 20}, {both, 25}}, [][]masking.Cell{{both, a, b}}, nil},
		{"none is shown", []number{{a, 0}, {b, 20}, {both, 20}}, [][]masking.Cell{{both, a, b}}, nil},
		{"alone", []number{{a, 4}}, nil, []masking.Cell{a}},
		{
			"with its total, another provider is masked too",
			[]number{{a, 4}, {b, 20}, {both, 24}},
			[][]masking.Cell{{both, a, b}},
			[]masking.Cell{a, b},
		},
		{"two small ones keep each other", []number{{a, 4}, {b, 1}, {both, 5}}, [][]masking.Cell{{both, a, b}}, []masking.Cell{a, b}},
		{
			"with the year, the smallest other quarter",
			[]number{{q1, 12}, {q2, 3}, {q3, 9}, {year, 24}},
			[][]masking.Cell{{year, q1, q2, q3}},
			[]masking.Cell{q2, q3},
		},
		{
			"a quarter of none gives way last",
			[]number{{q1, 12}, {q2, 3}, {q3, 0}, {year, 15}},
			[][]masking.Cell{{year, q1, q2, q3}},
			[]masking.Cell{q2, q1},
		},
		{
			"everybody who accessed goes before those out of work",
			[]number{{unemployed, 20}, {atWork, 3}, {everybody, 23}},
			[][]masking.Cell{{everybody, unemployed, atWork}},
			[]masking.Cell{atWork, everybody},
		},
		{"a total that is not shown tells nothing", []number{{a, 4}, {b, 20}}, [][]masking.Cell{{both, a, b}}, []masking.Cell{a}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s masking.Sheet
			for _, n := range c.numbers {
				s.Set(n.cell, n.n)
			}
			for _, sum := range c.sums {
				s.Adds(sum[0], sum[1:]...)
			}
			s.Close()
			for _, n := range c.numbers {
				if want := slices.Contains(c.want, n.cell); s.Masked(n.cell) != want {
					t.Errorf("%v masked: %v", n.cell, !want)
				}
			}
		})
	}
}

// The difference between two overlapping periods reveals a quarter, although each has two masked quarters.
func TestMaskAgainstTwoRounds(t *testing.T) {
	var s masking.Sheet
	quarters := []int64{20, 3, 9, 30, 2}
	at := func(i int) masking.Cell { return cell("", calendar.Quarter("2025Q1").Add(i), 1) }
	for i, n := range quarters {
		s.Set(at(i), n)
	}
	for i := 3; i < 5; i++ {
		period := cell("", calendar.Quarter("2025Q1").Add(i), 4)
		s.Set(period, quarters[i-3]+quarters[i-2]+quarters[i-1]+quarters[i])
		s.Adds(period, at(i-3), at(i-2), at(i-1), at(i))
	}
	s.Close()
	if !s.Masked(at(1)) || !s.Masked(at(4)) {
		t.Fatal("3 and 2 are small")
	}
	if !s.Masked(at(0)) {
		t.Error("the later period less the earlier is the last quarter less the first: the first has to be masked")
	}
}

// What an earlier round showed cannot be masked in a later one, so the later round's total has to be.
func TestMaskRoundByRound(t *testing.T) {
	var s masking.Sheet
	q := func(i int) masking.Cell { return cell("", calendar.Quarter("2025Q4").Add(i), 1) }
	period := func(i, n int) masking.Cell { return cell("", calendar.Quarter("2025Q4").Add(i), n) }
	round := func(i int, people, total int64, n int) {
		s.Set(q(i), people)
		if n > 1 {
			s.Set(period(i, n), total)
			parts := []masking.Cell{}
			for k := i - n + 1; k <= i; k++ {
				parts = append(parts, q(k))
			}
			s.Adds(period(i, n), parts...)
		}
		s.Close()
	}
	round(0, 20, 0, 1)
	round(1, 30, 50, 2)
	if s.Masked(q(0)) || s.Masked(q(1)) {
		t.Fatal("nothing is small yet")
	}
	round(2, 3, 53, 3)
	if s.Masked(q(0)) || s.Masked(q(1)) || !s.Masked(q(2)) || !s.Masked(period(2, 3)) {
		t.Error("20 and 30 are known, so 53 would give 3 away")
	}
	round(3, 40, 93, 4)
	if !s.Masked(q(3)) || s.Masked(period(3, 4)) {
		t.Error("with the new quarter masked the new total gives nothing away")
	}
}

// The nine numbers of two providers, two quarters and their totals, each as a sum of the two providers' quarters.
var nine = []struct {
	cell masking.Cell
	of   [4]int64 // a's Q1, a's Q2, b's Q1, b's Q2
}{
	{cell("a", "2026Q1", 1), [4]int64{1, 0, 0, 0}},
	{cell("a", "2026Q2", 1), [4]int64{0, 1, 0, 0}},
	{cell("b", "2026Q1", 1), [4]int64{0, 0, 1, 0}},
	{cell("b", "2026Q2", 1), [4]int64{0, 0, 0, 1}},
	{cell("a", "2026Q2", 2), [4]int64{1, 1, 0, 0}},
	{cell("b", "2026Q2", 2), [4]int64{0, 0, 1, 1}},
	{cell("", "2026Q1", 1), [4]int64{1, 0, 1, 0}},
	{cell("", "2026Q2", 1), [4]int64{0, 1, 0, 1}},
	{cell("", "2026Q2", 2), [4]int64{1, 1, 1, 1}},
}

func numbers(of [4]int64) (n [9]int64) {
	for i, c := range nine {
		for k, v := range of {
			n[i] += c.of[k] * v
		}
	}
	return n
}

// Whatever the figures are, more than one value must remain possible for every masked number. The reader knows all that
// is shown, how it adds up and that nothing is below 0. The test goes through every table that the reader could not
// tell from the true one.
func TestNoMaskedNumberCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		real := [4]int64{r.Int64N(8), r.Int64N(8), r.Int64N(8), r.Int64N(8)}
		n := numbers(real)
		var s masking.Sheet
		for i, c := range nine {
			s.Set(c.cell, n[i])
		}
		for _, sum := range [][3]int{{4, 0, 1}, {5, 2, 3}, {6, 0, 2}, {7, 1, 3}, {8, 4, 5}, {8, 6, 7}} {
			s.Adds(nine[sum[0]].cell, nine[sum[1]].cell, nine[sum[2]].cell)
		}
		s.Close()
		masked := map[masking.Cell]bool{}
		for _, c := range nine {
			masked[c.cell] = s.Masked(c.cell)
		}
		var possible [9]map[int64]bool
		for k := range int64(16 * 16 * 16 * 16) {
			try := numbers([4]int64{k & 15, k >> 4 & 15, k >> 8 & 15, k >> 12})
			if tells(try, n, masked) {
				continue
			}
			for i := range nine {
				if possible[i] == nil {
					possible[i] = map[int64]bool{}
				}
				possible[i][try[i]] = true
			}
		}
		for i, c := range nine {
			if masked[c.cell] && len(possible[i]) < 2 {
				t.Errorf("%v: number %d can be worked out; masked %v", n, i, masked)
			}
		}
	}
}

// tells says whether a reader can tell a table from the real one by what is shown.
func tells(try, real [9]int64, masked map[masking.Cell]bool) bool {
	for i, c := range nine {
		if !masked[c.cell] && try[i] != real[i] {
			return true
		}
	}
	return false
}
