package workbook

import (
	"fmt"
)

// putOverdue puts the table of what should have been done by now.
func (p *summaryPage) putOverdue() {
	p.putGap()
	all := p.s.Overdue()
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

// putMoves puts what has changed since the last quarter, with the line chart of the job outcome rate beside it; the steering
// group has that chart beside its targets.
func (p *summaryPage) putMoves(most int) {
	p.putGap()
	above := p.high
	p.putHeads(false, "Code", "Since the end of "+p.s.Previous().Short(), "Before", "Now", "", "")
	top := p.at
	p.put("", styled{p.told.Since, total}, "", "", "", "")
	shown := len(p.told.Moves)
	for _, m := range p.told.Moves[:min(shown, most)] {
		p.put(m.Priority, m.Name, m.From, m.To, m.Part, "")
	}
	if shown > most {
		p.put(styled{"", normal}, styled{fmt.Sprintf("and %d more: see the sheet Changes", shown-most), normal})
	}
	if p.err == nil && p.chart.rate > 0 && !p.s.Audience.IsSteeringGroup() {
		p.err = p.drawRate(false, top, p.high-above)
	}
}
