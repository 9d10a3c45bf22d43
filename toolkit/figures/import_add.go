package figures

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// totalWords are how people name a row of totals.
var totalWords = regexp.MustCompile(`^(grand |sub ?|overall )?totals?\b|\btotals?$|^all( teams| services| areas| rows)?$|` +
	`^(overall|sum|combined|subtotal)$`)

// isTotal says whether a row's words name it a total.
func (r *reader) isTotal(row int) bool {
	return slices.ContainsFunc(r.words(row), func(text string) bool { return totalWords.MatchString(grid.Bare(text)) })
}

// counted are the rows that are added up, so that each person counts once: totals, and rows that are the sum of others,
// are left out. A team that is there twice is a problem.
func (r *reader) counted(rows []int, from map[string]int) []int {
	var leaves, totals, sums []int
	for _, row := range rows {
		if r.isTotal(row) {
			totals = append(totals, row)
		} else {
			leaves = append(leaves, row)
		}
	}
	if len(leaves) == 0 {
		return rows // "North total", "South total": nothing else is there to add up
	}
	for _, row := range totals {
		r.leaveOut(row, "a total")
		if r.total < 0 || r.sumOf(row, from) > r.sumOf(r.total, from) {
			r.total = row
		}
	}
	if r.total < 0 || !r.sums(r.total, leaves, from) {
		leaves, sums = r.withoutSums(leaves, from)
	}
	for _, row := range sums {
		r.leaveOut(row, "the sum of other rows")
	}
	r.refuseTwice(leaves)
	return leaves
}

func (r *reader) leaveOut(row int, why string) {
	r.left = append(r.left, fmt.Sprintf("Row %d (‘%s’) is left out: it is %s", row+1, r.name(row), why))
}

// withoutSums parts the rows that are the sum of all rows above them, and a first row that is the sum of those below. Two
// rows may come to the first by chance: then it has to be so for several figures, or bear the provider's name.
func (r *reader) withoutSums(rows []int, from map[string]int) (leaves, sums []int) {
	for _, row := range rows {
		if len(leaves) > 1 && r.sums(row, leaves, from) {
			sums = append(sums, row)
		} else {
			leaves = append(leaves, row)
		}
	}
	if len(leaves) < 3 || !r.sums(leaves[0], leaves[1:], from) {
		return leaves, sums
	}
	own := slices.ContainsFunc(r.words(leaves[0]), func(text string) bool { return r.owner(text) == ours })
	if len(leaves) > 3 || len(from) > 1 || own {
		return leaves[1:], append(leaves[:1:1], sums...)
	}
	return leaves, sums
}

// sums says whether a row is the sum of others in every figure that counts, and of at least one person.
func (r *reader) sums(row int, others []int, from map[string]int) bool {
	any := false
	for _, f := range r.Fields {
		column, ok := from[f.Name]
		if !ok || f.Unit == Days {
			continue
		}
		sum := int64(0)
		for _, other := range others {
			sum += r.hundredths(f, other, column)
		}
		if sum != r.hundredths(f, row, column) {
			return false
		}
		any = any || sum > 0
	}
	return any
}

func (r *reader) hundredths(f Field, row, column int) int64 {
	h, err := f.fromCell(r.g.At(row, column))
	if err != nil {
		return -1 << 40 // no sum
	}
	return h
}

func (r *reader) sumOf(row int, from map[string]int) int64 {
	sum := int64(0)
	for _, column := range from {
		h, _, _ := number.ParseDecimal(r.g.At(row, column))
		sum += h
	}
	return sum
}

// refuseTwice refuses two rows of one name and time: each team must be there once.
func (r *reader) refuseTwice(rows []int) {
	first := map[string]int{}
	for _, row := range rows {
		name := grid.Bare(strings.Join(r.words(row), " "))
		before, again := first[name]
		if again && name != "" && r.first(row) != "" && r.first(row) == r.first(before) {
			r.wrong.Add(ImportQuarter, "Rows %d and %d are both ‘%s’. Take one out of the file, so that each person is counted once",
				before+1, row+1, r.name(row))
			return
		}
		first[name] = row
	}
}

// first are a row's words that say no time.
func (r *reader) first(row int) string {
	var texts []string
	for _, p := range r.columns {
		if text := r.g.At(row, p.Index); text != "" && !isNumber(text) && !slices.Contains(r.timeColumns(), p.Index) {
			texts = append(texts, grid.Bare(text))
		}
	}
	return strings.Join(texts, " ")
}

// againstTotal compares a sum with the total that the file gives; "" when they agree or the file gives none.
func (r *reader) againstTotal(f Field, sum int64) string {
	if r.total < 0 {
		return ""
	}
	for _, p := range r.columns {
		if p.Key != r.From[f.Name] {
			continue
		}
		text := r.g.At(r.total, p.Index)
		if h, err := f.fromCell(text); err == nil && text != "" && h != sum {
			return fmt.Sprintf("The rows add up to %s, and row %d (‘%s’) says %s. Correct the file, or choose only the row with the total",
				number.Plain(sum), r.total+1, r.name(r.total), text)
		}
	}
	return ""
}
