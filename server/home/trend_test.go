package home

import (
	"math/big"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
)

func TestTrend(t *testing.T) {
	at := func(q string, percent int64) measure.Point {
		p := measure.Point{Quarter: calendar.Quarter(q), Target: big.NewRat(40, 1)}
		if percent > 0 {
			p.Value, p.Shown = big.NewRat(percent, 1), big.NewRat(percent, 1).FloatString(1)+"%"
		}
		return p
	}
	for _, tt := range []struct {
		name   string
		points []measure.Point
		want   string
		lines  int // the target's line counted
	}{
		{
			"four quarters",
			[]measure.Point{at("2025Q3", 38), at("2025Q4", 40), at("2026Q1", 41), at("2026Q2", 43)},
			"From 38.0% in Quarter 3 2025/26 to 43.0% in Quarter 2 2026/27", 4,
		},
		{
			"a gap",
			[]measure.Point{at("2025Q3", 38), at("2025Q4", 0), at("2026Q1", 41), at("2026Q2", 43)},
			"From 38.0% in Quarter 3 2025/26 to 43.0%", 2,
		},
		{"one quarter", []measure.Point{at("2026Q1", 0), at("2026Q2", 43)}, "Too few quarters", 0},
		{"no quarter", []measure.Point{at("2026Q1", 0)}, "Too few quarters", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cell := trend(measure.Result{Trend: []measure.Series{{Points: tt.points}}})
			got := string(cell.HTML) + cell.Text
			if !strings.Contains(got, tt.want) || strings.Count(got, "<line") != tt.lines {
				t.Errorf("%s: want %q and %d lines", got, tt.want, tt.lines)
			}
		})
	}
	if cell := trend(measure.Result{}); cell.HTML != "" || cell.Text != "" {
		t.Errorf("a result without a trend shows %+v", cell)
	}
}
