package workbook

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// putOverdue puts the table of what should have been done by now.
func (p *summaryPage) putOverdue() {
	p.putGap()
	all := p.late()
	if len(all) == 0 {
		p.put(styled{"Nothing is overdue.", heading})
		return
	}
	p.putHeads(false, "Code", "Overdue", "Since", "", "", "", "Owner")
	for _, l := range all[:min(len(all), mostOverdue)] {
		owner := l.Owner
		if owner == "" {
			owner = "Nobody yet"
		}
		p.put(l.Priority, l.What, l.Since.Words(), "", "", "", owner)
	}
	if more := len(all) - mostOverdue; more > 0 {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: filter for Overdue in the other sheets", more), normal})
	}
}

// late is all that is overdue, the longest overdue first: what people have to review and to talk about, and actions.
func (p *summaryPage) late() []snapshot.Late {
	all := slices.Clone(p.s.Overdue())
	for _, a := range p.s.LateActions() {
		late := snapshot.Late{What: "Action: " + a.What, Since: a.Due}
		if !a.Nobody() {
			late.Owner = a.Owner.Words()
		}
		if a.About.Kind == record.Priority {
			late.Priority = a.About.ID
		}
		all = append(all, late)
	}
	slices.SortStableFunc(all, func(a, b snapshot.Late) int { return cmp.Compare(a.Since, b.Since) })
	return all
}

// rateHigh is how high the chart of the job outcome rate is at least, in points.
const rateHigh = 190.0

// putMoves puts what has changed since the last sealed round, with the line chart of the job outcome rate beside it; the steering
// group has that chart beside its targets.
func (p *summaryPage) putMoves(most int) {
	p.putGap()
	above := p.high
	p.putHeads(false, "Code", "Since "+p.s.SinceWhen(p.told), "Before", "Now", "")
	top := p.at
	p.put("", styled{p.told.Since, total}, "", "", "")
	shown := len(p.told.Moves)
	for _, m := range p.told.Moves[:min(shown, most)] {
		p.put(m.Priority, m.Name, m.From, m.To, m.Part)
	}
	if shown > most {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: see the sheet %s", shown-most, SinceLast), normal})
	}
	if p.chart.rate == 0 {
		return
	}
	for p.high-above < rateHigh {
		p.put()
	}
	if p.err == nil {
		p.err = p.drawRate(top, p.high-above)
	}
}
