package workbook

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/snapshot"
)

// groupMost is how many rows the tables of the steering group's Summary have: results (those that are not reached are never left out),
// then lines of each part of the pack, moves, strongest results (0 leaves their line out), risks, and what people said. A line of a part
// has so many characters.
type groupMost struct{ results, part, moves, strongest, risks, said, chars int }

// groupMost is as much as fits on one page.
func (b *book) groupMost() groupMost {
	sizes := []groupMost{
		{8, 3, 4, 3, 3, 2, 2 * besideChart},
		{8, 2, 4, 3, 3, 1, 2 * besideChart},
		{7, 2, 3, 3, 2, 1, besideChart},
		{6, 1, 2, 3, 2, 1, besideChart},
		{5, 1, 2, 3, 1, 1, besideChart},
		{0, 1, 2, 3, 1, 1, besideChart},
		{0, 1, 2, 0, 1, 1, besideChart},
	}
	for _, most := range sizes {
		measured := &summaryPage{book: b}
		if measured.putGroup(most); measured.high <= onePage {
			return most
		}
	}
	return sizes[len(sizes)-1]
}

// putGroup puts the steering group's page, which says what their pack says, with the line chart of the job outcome rate beside what is
// not reached and asked.
func (p *summaryPage) putGroup(most groupMost) {
	p.putOpening()
	top, above := p.at+2, p.high
	p.putNotReached(most.results)
	p.putAsked(most.part, most.chars)
	if p.err == nil && p.chart.rate > 0 {
		p.err = p.drawRate(top, min(p.high-above-lineHeight, 260))
	}
	p.putSections(func() {
		p.putSpace() // the chart of sections is beside this table too
		p.put(styled{"", normal}, styled{"Since " + p.s.SinceWhen(p.told) + ": " + p.told.Since, heading})
		p.putLine(snapshot.PackBack, most.moves, besideChart)
		p.putLine(snapshot.PackForward, most.moves, besideChart)
	})
	if most.strongest > 0 {
		p.putLine(snapshot.PackStrongest, most.strongest, lineChars)
	}
	p.putRisks(most.risks)
	p.putLine(snapshot.PackSaid, most.said, lineChars)
}

// putNotReached puts the table of targets, those that are not reached first.
func (p *summaryPage) putNotReached(most int) {
	p.putGap()
	all := p.told.Pack.Targets
	missed, available := 0, 0
	for _, t := range all {
		if t.Missed {
			missed++
		}
		if t.Available {
			available++
		}
	}
	p.putHeads(false, "Code", notReachedWords(missed, available)+overWords(p.told.Pack.Over),
		"Result", "Value", "Target")
	shown := all[:min(available, max(most, missed))]
	for _, t := range shown {
		result := any(t.Result)
		if t.Missed {
			result = styled{notReachedSign + t.Result, attention}
		}
		p.put(t.Priority, t.Name, result, t.Value, t.Target)
	}
	if more := available - len(shown); more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more that are reached or not judged: see the sheet Targets", more), normal})
	}
}

func notReachedWords(missed, available int) string {
	are := "are"
	if missed == 1 {
		are = "is"
	}
	return fmt.Sprintf("%d of %s %s not reached", missed, number.Counting(available, "target", "targets"), are)
}

func overWords(period string) string {
	if period == "" {
		return ""
	}
	return ", over " + period + " unless stated otherwise"
}

// needed are the parts of the pack that say what is needed.
var needed = []string{
	snapshot.PackWanted, snapshot.PackTrust, snapshot.PackPCNs, snapshot.PackICB, snapshot.PackProviders, snapshot.PackOverdue,
}

// putAsked puts which decisions are wanted, what is asked of whom, and what is overdue.
func (p *summaryPage) putAsked(most, chars int) {
	p.putGap()
	if !slices.ContainsFunc(needed, func(code string) bool { return len(p.told.Pack.Part(code).Lines) > 0 }) {
		p.put(styled{"No decision is needed, nobody is asked for anything, and nothing is overdue.", heading})
		return
	}
	p.putHeads(false, "Code", "What is needed", "", "", "")
	more := 0
	for _, code := range needed {
		part := p.told.Pack.Part(code)
		n := min(len(part.Lines), most)
		for _, l := range part.Lines[:n] {
			number := l.Priority
			for _, line := range lines(snapshot.Shortened(part.Title+": "+inText(l, "; "), chars), besideChart) {
				p.put(styled{number, normal}, styled{line, normal})
				number = ""
			}
		}
		more += len(part.Lines) - n
	}
	if more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: see the sheets %s and %s", more, Group, Toolkit), normal})
	}
}

// putLine puts a part of the pack as a line of text, "Strongest results: ...".
func (p *summaryPage) putLine(code string, most, chars int) {
	part := p.told.Pack.Part(code)
	var text []string
	for _, l := range part.Lines[:min(len(part.Lines), most)] {
		text = append(text, strings.TrimSpace(l.Priority+" "+inText(l, ": ")))
	}
	if text == nil {
		text = []string{part.None}
	}
	line := styled{snapshot.Shortened(part.Title+": "+strings.Join(text, "; "), chars), normal}
	if chars < lineChars { // below a table's heading
		p.put(styled{"", normal}, line)
		return
	}
	p.put(line)
}

// putRisks puts a line for each open risk. Both its halves are shortened, so that a long one keeps its path to green.
func (p *summaryPage) putRisks(most int) {
	part := p.told.Pack.Part(snapshot.PackRisks)
	if part.Title == "" { // a document from before risks were in the pack
		return
	}
	if len(part.Lines) == 0 {
		p.putLine(snapshot.PackRisks, most, lineChars)
		return
	}
	shown := part.Lines[:min(len(part.Lines), most)]
	for n, l := range shown {
		text := part.Title + ": "
		if n > 0 {
			text = ""
		}
		l.What, l.Beside = snapshot.Shortened(l.What, snapshot.PackChars), snapshot.Shortened(l.Beside, snapshot.PackChars)
		text += inText(l, ". ")
		if more := len(part.Lines) - len(shown); more > 0 && n == len(shown)-1 {
			text += fmt.Sprintf(" And %d more: see the sheet %s", more, Group)
		}
		for _, line := range lines(text, lineChars) {
			p.put(styled{line, normal})
		}
	}
}

// besideChart is how many characters a line of text has beside the line chart.
const besideChart = 105

func inText(l snapshot.PackLine, between string) string {
	if l.Beside == "" {
		return l.What
	}
	if strings.HasSuffix(l.What, ".") || strings.HasSuffix(l.What, "…") {
		between = " "
	}
	return l.What + between + l.Beside
}
