package masking

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// withICB adds the row of the sums.
func withICB(providers ...[]int64) People {
	sum := make([]int64, len(providers[0]))
	for _, row := range providers {
		for g, n := range row {
			sum[g] += n
		}
	}
	return append(People(providers), sum)
}

// small are the cells that are masked because they are small.
func (p People) small() Marks {
	g := p.Marks()
	for row := range p {
		for group, n := range p[row] {
			g[row][group] = TooFew(n)
		}
	}
	return g
}

func (p People) shown(hidden Marks) string {
	text := ""
	for row := range p {
		for group, n := range p[row] {
			if hidden[row][group] {
				text += "* "
			} else {
				text += fmt.Sprint(n, " ")
			}
		}
		text += "| "
	}
	return text
}

func TestTooFew(t *testing.T) {
	for n, want := range map[int64]bool{0: true, 1: true, 4: true, 5: false, 6: false} {
		if TooFew(n) != want {
			t.Errorf("%d masked: %v", n, !want)
		}
	}
}

func TestToNearest5(t *testing.T) {
	for n, want := range map[int64]int64{5: 5, 6: 5, 7: 5, 8: 10, 10: 10, 12: 10, 13: 15, 1247: 1245, 1248: 1250} {
		if got := ToNearest5(n); got != want {
			t.Errorf("%d is shown as %d, want %d", n, got, want)
		}
	}
}

func TestSuppress(t *testing.T) {
	for _, c := range []struct {
		name string
		p    People
		want string // providers' rows and then the ICB's
	}{
		{"nothing small", withICB([]int64{5, 20, 9}, []int64{30, 6, 7}), "5 20 9 | 30 6 7 | 35 26 16 | "},
		{
			"one small: another of the provider and of the other provider go, the ICB's stay",
			withICB([]int64{4, 20, 9}, []int64{30, 6, 7}),
			"* 20 * | * 6 * | 34 26 16 | ",
		},
		{
			"two small of one provider keep each other in its row alone", withICB([]int64{4, 20, 1}, []int64{30, 6, 7}),
			"* 20 * | * 6 * | 34 26 8 | ",
		},
		{"two that are small in both rows need nothing more", withICB([]int64{4, 20, 3}, []int64{3, 6, 2}), "* 20 * | * 6 * | 7 26 5 | "},
		{
			"none counts as small, and two that are nobody together are nobody each", withICB([]int64{0, 0, 20, 9}, []int64{0, 0, 30, 8}),
			"* * 20 * | * * 30 * | * * 50 * | ",
		},
		{"nobody in a group of one provider", withICB([]int64{0, 12, 8}, []int64{9, 10, 11}), "* 12 * | * 10 * | 9 22 19 | "},
		{"all people in one group", withICB([]int64{0, 40, 0}, []int64{10, 11, 12}), "* * * | * * * | 10 51 12 | "},
		{"one provider only: the ICB's numbers are its own", withICB([]int64{3, 20, 9}), "* 20 * | * 20 * | "},
		{"a provider nobody came to", withICB([]int64{0, 0, 0}, []int64{10, 11, 12}), "* * * | 10 11 12 | 10 11 12 | "},
	} {
		t.Run(c.name, func(t *testing.T) {
			hidden := c.p.small()
			c.p.Suppress(hidden, c.p.small())
			if got := c.p.shown(hidden); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// rowsOf are all ways to divide a number of people into groups.
func rowsOf(sum int64, groups int) [][]int64 {
	if groups == 1 {
		return [][]int64{{sum}}
	}
	var all [][]int64
	for n := int64(0); n <= sum; n++ {
		for _, rest := range rowsOf(sum-n, groups-1) {
			all = append(all, append([]int64{n}, rest...))
		}
	}
	return all
}

// Whatever the figures are, more than one value remains possible for every hidden number. The reader knows each
// provider's true total, every number that is not hidden exactly, that providers add up to the ICB, and that nothing is
// below 0. The test goes through every table with those totals. A provider with 0 people has nothing to hide.
func TestNoSuppressedNumberCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		rows := make([][]int64, 1+n%3)
		groups, most := 3, int64(14)
		if len(rows) == 3 {
			most = 7
		}
		for i := range rows {
			rows[i] = make([]int64, groups)
			for g := range rows[i] {
				rows[i][g] = r.Int64N(most/2) * r.Int64N(2)
			}
			rows[i][r.IntN(groups)] += r.Int64N(most / 2)
		}
		p := withICB(rows...)
		hidden := p.small()
		p.Suppress(hidden, p.small())
		possible := p.possible(hidden)
		for row := range p {
			if total(p[row]) == 0 {
				continue
			}
			for g := range p[row] {
				if hidden[row][g] && len(possible[row][g]) < 2 {
					t.Fatalf("%v: shown %s: row %d group %d can be worked out", p, p.shown(hidden), row, g)
				}
			}
		}
	}
}

func total(row []int64) (n int64) {
	for _, v := range row {
		n += v
	}
	return n
}

// possible are the values that each cell has in any table that looks the same.
func (p People) possible(hidden Marks) [][]map[int64]bool {
	seen := make([][]map[int64]bool, len(p))
	for row := range p {
		for range p[row] {
			seen[row] = append(seen[row], map[int64]bool{})
		}
	}
	var try func(rows [][]int64)
	try = func(rows [][]int64) {
		if len(rows) == len(p)-1 {
			other := withICB(rows...)
			if !same(p[len(p)-1], other[len(p)-1], hidden[len(p)-1]) {
				return
			}
			for row := range other {
				for g, n := range other[row] {
					seen[row][g][n] = true
				}
			}
			return
		}
		row := len(rows)
		for _, next := range rowsOf(total(p[row]), len(p[row])) {
			if same(p[row], next, hidden[row]) {
				try(append(rows[:row:row], next))
			}
		}
	}
	try(nil)
	return seen
}

func same(a, b []int64, hidden []bool) bool {
	for g := range a {
		if !hidden[g] && a[g] != b[g] {
			return false
		}
	}
	return true
}

// The same for what a page shows: people, and the numbers of jobs behind the rates. One provider lacks some of the
// quarters, and nothing at all about it may be worked out.
func TestNothingOnAMaskedPageCanBeWorkedOut(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(from, to int64) []int64 {
		row := make([]int64, 3)
		for g := range row {
			row[g] = from + r.Int64N(to-from)
		}
		return row
	}
	for range 150 {
		access, jobs := withICB(random(0, 8), random(0, 8)), withICB(random(0, 8), random(0, 8))
		unemployed := withICB(random(18, 26), random(18, 26))
		apart := []bool{false, r.IntN(2) == 0, false}
		hidden, rates := Groups(access, unemployed, jobs, apart)
		for _, of := range []struct {
			name   string
			p      People
			hidden Marks
		}{{"people", access, hidden}, {"jobs", jobs, rates}} {
			possible := of.p.possible(of.hidden)
			for row := range of.p {
				for g, n := range of.p[row] {
					must := TooFew(n) || apart[row]
					switch {
					case total(of.p[row]) == 0 || !must:
					case !of.hidden[row][g]:
						t.Fatalf("%s %v: row %d group %d is shown", of.name, of.p, row, g)
					case len(possible[row][g]) < 2:
						t.Fatalf("%s %v: shown %s: row %d group %d can be worked out", of.name, of.p, of.p.shown(of.hidden), row, g)
					}
					if of.hidden[row][g] && !rates[row][g] {
						t.Fatalf("the rate of row %d group %d is shown, its people are not", row, g)
					}
				}
			}
		}
	}
}
