package equity

import (
	"fmt"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// enteredQuarters is how many quarters a provider's list goes back, the one under way included.
const enteredQuarters = 5

// whole leads to the pages with all characteristics of a quarter, the last that has ended first.
func whole(path string, all equity.Breakdowns, provider string, today calendar.Date) []page.Crumb {
	var list []page.Crumb
	for i := range enteredQuarters {
		q := today.Quarter().Add(-i)
		if len(equity.Collected(all.Collections, q)) > 0 {
			list = append(list, page.Crumb{Href: fmt.Sprintf("%s/%s/%s", path, provider, q), Text: q.Short()})
		}
	}
	return list
}

// entries is a row for each characteristic and a column for each quarter, leading to where it is entered.
func entries(path string, all equity.Breakdowns, provider string, today calendar.Date) page.Table {
	t := page.Table{ID: "entries", Caption: "Enter or change", Columns: []page.Column{{Text: "Characteristic"}}}
	present := today.Quarter()
	var quarters []calendar.Quarter
	for i := range enteredQuarters {
		q := present.Add(-i)
		quarters = append(quarters, q)
		t.Columns = append(t.Columns, page.Column{Text: q.Short()})
	}
	for _, code := range equity.Codes(all.Collections) {
		row := []page.Cell{page.Text(equity.CollectionIn(all.Collections, code, present).Title())}
		asked := false
		for _, q := range quarters {
			cell := page.Text("–")
			if equity.CollectionIn(all.Collections, code, q).Collected {
				asked = true
				cell = page.Link(fmt.Sprintf("%s/%s/%s/%s", path, provider, q, code), standing(all.Why(code, provider, q)))
			}
			row = append(row, cell)
		}
		if asked {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// standing is the state of a breakdown, as the link that leads to it.
func standing(why equity.Why) string {
	switch why {
	case equity.ItCounts:
		return "Finished"
	case equity.NotEntered:
		return "Enter"
	case equity.ReturnNotSubmitted:
		return "Figures not submitted"
	case equity.AddsUpNoMore:
		return "Does not add up"
	}
	return page.Sentence(why.Words())
}
