package page

import (
	"math/big"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
)

// TestTrend: how the last quarter compares with the last known one before it.
func TestTrend(t *testing.T) {
	point := func(quarter calendar.Quarter, shown string, value int64) measure.Point {
		p := measure.Point{Quarter: quarter, Shown: shown}
		if value >= 0 {
			p.Value = big.NewRat(value, 1)
		}
		return p
	}
	for _, tt := range []struct {
		name   string
		points []measure.Point
		want   string
	}{
		{"up", []measure.Point{point("2026Q1", "40%", 40), point("2026Q2", "41%", 41)}, "Quarter 2 2026/27: 41%, up from 40%"},
		{"down", []measure.Point{point("2026Q1", "41%", 41), point("2026Q2", "40%", 40)}, "Quarter 2 2026/27: 40%, down from 41%"},
		{"the same", []measure.Point{point("2026Q1", "40%", 40), point("2026Q2", "40%", 40)}, "Quarter 2 2026/27: 40%, the same as before"},
		{
			"a quarter that is not known between",
			[]measure.Point{point("2025Q4", "39%", 39), point("2026Q1", "", -1), point("2026Q2", "40%", 40)},
			"Quarter 2 2026/27: 40%, up from 39%",
		},
		{
			"the first of three does not count",
			[]measure.Point{point("2025Q4", "50%", 50), point("2026Q1", "39%", 39), point("2026Q2", "40%", 40)},
			"Quarter 2 2026/27: 40%, up from 39%",
		},
		{
			"small numbers last",
			[]measure.Point{point("2026Q1", "40%", 40), point("2026Q2", "*", -1)},
			"Not shown: a small number, or one that would reveal it",
		},
		{
			"small numbers before",
			[]measure.Point{point("2026Q1", "*", -1), point("2026Q2", "40%", 40)},
			"Not shown: a small number, or one that would reveal it",
		},
		{"one quarter", []measure.Point{point("2026Q1", "", -1), point("2026Q2", "40%", 40)}, "Too few quarters"},
	} {
		if got := trend(measure.Result{Trend: []measure.Series{{Points: tt.points}}}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := trend(measure.Result{}); got != "Not by quarter" {
		t.Errorf("no quarters: %q", got)
	}
}

// TestResultCell: a verdict is a tag, but never of numbers that are not shown.
func TestResultCell(t *testing.T) {
	for _, tt := range []struct {
		name, tag, colour string
		line              measure.Line
	}{
		{"met", "Met", "green", measure.Line{Shown: "40%", Verdict: measure.Verdict{Words: "met", Tone: measure.Good}}},
		{"not met", "Not met", "yellow", measure.Line{Shown: "39%", Verdict: measure.Verdict{Words: "not met", Tone: measure.Attention}}},
		{
			"plain", "Above 6 but acceptable", "white",
			measure.Line{Shown: "7", Verdict: measure.Verdict{Words: "above 6 but acceptable", Tone: measure.Plain}},
		},
		{"not shown", "", "", measure.Line{Shown: "*", Masked: true, Verdict: measure.Verdict{Words: "met", Tone: measure.Good}}},
		{"not available", "", "", measure.Line{}},
	} {
		if got := ResultCell(tt.line).Tag; got.Text != tt.tag || got.Colour != tt.colour {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
