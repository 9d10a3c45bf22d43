package workbook

import (
	"fmt"
	"slices"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/measure"
)

// groupMost is how many rows the tables of the steering group's Summary have. All results that are not reached are among them.
type groupMost struct{ results, asked, moves int }

// groupMost is as much as fits on one page.
func (b *book) groupMost() groupMost {
	sizes := []groupMost{{8, 6, 2}, {8, 5, 2}, {7, 5, 1}, {6, 4, 1}, {5, 4, 0}, {5, 3, 0}, {0, 3, 0}, {0, 2, 0}}
	for _, most := range sizes {
		measured := &summaryPage{book: b}
		if measured.putGroup(most); measured.high <= onePage {
			return most
		}
	}
	return sizes[len(sizes)-1]
}

// putGroup puts the steering group's page, with the line chart of the job outcome rate beside what is not reached and asked.
func (p *summaryPage) putGroup(most groupMost) {
	p.putOpening()
	top, above := p.at+2, p.high
	p.putNotReached(most.results)
	p.putAsked(most.asked)
	if p.err == nil && p.chart.rate > 0 {
		p.err = p.drawRate(true, top, min(p.high-above-lineHeight, 260))
	}
	p.putSections(func() { p.putMoves(most.moves) })
}

// putNotReached puts the table of targets, those that are not reached first.
func (p *summaryPage) putNotReached(most int) {
	p.putGap()
	var missed, others []measure.Result
	for _, r := range p.s.Results {
		if notReached(r.Line) {
			missed = append(missed, r)
		} else if r.Line.Shown != "" {
			others = append(others, r)
		}
	}
	over := periodOfRates(p.s.Results)
	p.putHeads(false, "Code", fmt.Sprintf("%d of %d results are not reached%s", len(missed), len(missed)+len(others), overWords(over)),
		"Result", "Value", "Target")
	all := slices.Concat(missed, others)
	for _, r := range all[:min(len(all), max(most, len(missed)))] {
		verdict := any(sentence(r.Line.Verdict.Words))
		switch {
		case notReached(r.Line):
			verdict = styled{notReachedSign + sentence(r.Line.Verdict.Words), attention}
		case r.Line.Masked || r.Line.Verdict.Words == "":
			verdict = sentence(r.Line.Result())
		}
		name := r.Kind.Name
		if r.Line.Period != "" && r.Line.Period != over {
			name += ", " + r.Line.Period
		}
		p.put(r.Kind.Priority, name, verdict, sentence(valueWords(r.Line)), sentence(r.Goal(r.Line)))
	}
	if more := len(all) - max(most, len(missed)); more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more that are reached or not judged: see the sheet Targets", more), normal})
	}
}

// periodOfRates is the period of the job outcome rate, which most results share.
func periodOfRates(results []measure.Result) string {
	for _, r := range results {
		if r.Kind.Code == measure.JobOutcomeRate {
			return r.Line.Period
		}
	}
	return ""
}

func overWords(period string) string {
	if period == "" {
		return ""
	}
	return ", over " + period + " unless said"
}

// putAsked puts what is asked of whom: what the figures and lists say, then what is overdue.
func (p *summaryPage) putAsked(most int) {
	p.putGap()
	var rows [][]any
	for _, a := range p.told.Asked {
		rows = append(rows, []any{a.Priority, a.What, styled{a.Of, total}})
	}
	for _, a := range p.s.Actions {
		if a.State == action.Open && a.Asked != "" && !a.Overdue(p.s.Today()) {
			rows = append(rows, []any{"", a.What + ", by " + a.Due.Words(), styled{a.Asked.Words(), total}})
		}
	}
	for _, l := range p.late() {
		of := l.Owner
		if of == "" {
			of = "Nobody yet"
		}
		rows = append(rows, []any{l.Priority, l.What + ", overdue since " + l.Since.Words(), styled{of, total}})
	}
	if len(rows) == 0 {
		p.put(styled{"Nobody is asked for anything, and nothing is overdue.", heading})
		return
	}
	p.putHeads(false, "Code", "What is needed", "Who is asked")
	for _, row := range rows[:min(len(rows), most)] {
		p.put(row...)
	}
	if more := len(rows) - most; more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: see the sheets %s and %s", more, Group, Toolkit), normal})
	}
}
