package targets

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/measure"
)

// known says whether any quarter of the trend has something to show.
func known(r measure.Result) bool {
	return slices.ContainsFunc(r.Trend, func(s measure.Series) bool {
		return slices.ContainsFunc(s.Points, func(p measure.Point) bool { return p.Shown != "" })
	})
}

// chart is the headline's quarters as a line, with the target as another.
func chart(k measure.Kind, s measure.Series) page.LineChart {
	l := page.LineChart{
		ID: "trend", Title: k.Name + ": " + s.Name,
		Description: "The last 8 quarters. A dash means that a quarter has no number. The same numbers are in the table below.",
	}
	if k.Unit == measure.Percent {
		l.Unit = "%"
	}
	for _, p := range s.Points {
		one := page.LinePoint{
			Label: fmt.Sprintf("Q%d", p.Quarter.N()), Year: p.Quarter.Year().Words(), Text: p.Shown, Missing: p.Value == nil,
		}
		if p.Value != nil {
			one.Value, _ = p.Value.Float64() // for drawing alone: nothing is judged by it
		}
		l.Points = append(l.Points, one)
		if p.Target != nil {
			l.HasTarget = true
			l.Target, _ = p.Target.Float64()
			l.TargetLabel = "Target " + targetWords(k, p.Target)
		}
	}
	return l
}

func targetWords(k measure.Kind, t *big.Rat) string {
	if k.Default.Known {
		return k.Unit.Value(k.Default)
	}
	return strings.TrimSuffix(strings.TrimRight(t.FloatString(2), "0"), ".") + " a quarter"
}

// quarters are the chart's numbers, and every provider's beside them for those who may see them.
func quarters(r measure.Result) page.Table {
	t := page.Table{
		ID: "quarters", Caption: withParts("Quarter by quarter", r.Kind), Stacked: true,
		Columns: []page.Column{{Text: "Quarter"}},
	}
	for _, s := range r.Trend {
		t.Columns = append(t.Columns, page.Column{Text: s.Name, Numeric: true})
	}
	for i, p := range r.Trend[0].Points {
		row := []page.Cell{page.Text(p.Period)}
		for j, s := range r.Trend {
			point := s.Points[i]
			cell := page.Text(cmp.Or(point.Shown, page.Sentence(point.Brief())))
			if j == 0 && point.Value != nil && r.Kind.Unit != measure.People {
				cell.Note = cmp.Or(point.Numbers, point.Sum) // of the headline alone: a column of sums for each provider fits no screen
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
