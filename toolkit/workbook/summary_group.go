package workbook

import (
	"fmt"
	"slices"

	"ipstoolkit/toolkit/measure"
)

// How many results and requests the steering group's Summary has room for.
const (
	mostResults = 8
	mostAsked   = 6
)

// putNotReached puts the table of targets, those that are not reached first, with the line chart of the job outcome rate beside it.
func (p *summaryPage) putNotReached() {
	p.putGap()
	var missed, others []measure.Result
	for _, r := range p.s.Results {
		if notReached(r.Line) {
			missed = append(missed, r)
		} else if r.Line.Shown != "" {
			others = append(others, r)
		}
	}
	above := p.high
	p.putHeads(false, "Code", fmt.Sprintf("%d of %d results are not reached", len(missed), len(missed)+len(others)), "Result", "Value",
		"Target", "Latest quarter")
	top := p.at
	all := slices.Concat(missed, others)
	for _, r := range all[:min(len(all), max(mostResults, len(missed)))] {
		verdict := any(sentence(r.Line.Verdict.Words))
		switch {
		case notReached(r.Line):
			verdict = styled{notReachedSign + sentence(r.Line.Verdict.Words), attention}
		case r.Line.Masked || r.Line.Verdict.Words == "":
			verdict = sentence(r.Line.Result())
		}
		name := r.Kind.Name
		if r.Line.Period != "" {
			name += ", " + r.Line.Period
		}
		p.put(r.Kind.Priority, name, verdict, sentence(valueWords(r.Line)), sentence(againstWords(r, r.Line)), latestQuarter(r))
	}
	if more := len(all) - max(mostResults, len(missed)); more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more that are reached or not judged: see the sheet Targets", more), normal})
	}
	if p.err == nil && p.chart.rate > 0 {
		p.err = p.drawRate(top, p.high-above)
	}
}

// putAsked puts what is asked of whom: what the figures and lists say, then what is overdue.
func (p *summaryPage) putAsked() {
	p.putGap()
	var rows [][]any
	for _, a := range p.told.Asked {
		rows = append(rows, []any{a.Priority, a.What, styled{a.Of, total}})
	}
	for _, l := range p.s.Overdue() {
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
	for _, row := range rows[:min(len(rows), mostAsked)] {
		p.put(row...)
	}
	if more := len(rows) - mostAsked; more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: see the sheets %s and %s", more, Group, Toolkit), normal})
	}
}
