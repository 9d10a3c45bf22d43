package steering

import (
	"slices"

	"ipstoolkit/toolkit/snapshot"
)

// The first page of the pack is one page of paper: two columns of short lines, with the table of targets across both.
const (
	columnChars  = 56 // a line of a column, on paper
	linesOnPaper = 62 // below the headline
)

// mostLines is how many lines the parts of the first page have.
type mostLines struct{ lines, targets int }

// behind are the parts that are below the targets.
var behind = []string{snapshot.PackRisks, snapshot.PackOverdue, snapshot.PackSaid}

// of is how many lines a part has.
func (m mostLines) of(code string) int {
	switch code {
	case snapshot.PackSaid:
		return min(m.lines, 2)
	case snapshot.PackFurthest, snapshot.PackStrongest, snapshot.PackRisks:
		return min(m.lines, 3)
	}
	return m.lines
}

// fitting is the most that fits on the page.
func fitting(t snapshot.Told) mostLines {
	for n := 6; n > 1; n-- {
		if m := (mostLines{n, n + 3}); m.high(t) <= linesOnPaper {
			return m
		}
	}
	return mostLines{1, 4}
}

// high is how many lines of paper the first page has.
func (m mostLines) high(t snapshot.Told) int {
	all, last := 0, 0
	for _, part := range t.Pack.Parts {
		high := 2 // the heading
		n := min(len(part.Lines), m.of(part.Code))
		for _, l := range part.Lines[:n] {
			text := l.Priority + " " + snapshot.Shortened(l.What, snapshot.PackChars) + ". " +
				snapshot.Shortened(l.Beside, snapshot.PackChars)
			high += (len([]rune(text)) + columnChars - 1) / columnChars
		}
		if n == 0 || n < len(part.Lines) {
			high++
		}
		if all += high; slices.Contains(behind, part.Code) {
			last += high
		}
	}
	targets := 3
	for _, one := range t.Pack.Targets[:min(len(t.Pack.Targets), m.targets)] {
		targets += max(1, (len([]rune(one.Name))+columnChars-1)/columnChars)
	}
	const uneven = 3 // columns do not end on the same line
	return (all-last+1)/2 + uneven + targets + (last+1)/2 + uneven
}
