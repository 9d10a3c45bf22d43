package page

import (
	"math/big"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/target"
)

// TestTrend: how the last quarter stands beside the last one that is known before it.
func TestTrend(t *testing.T) {
	point := func(quarter calendar.Quarter, shown string, value int64) target.Point {
		p := target.Point{Quarter: quarter, Shown: shown}
		if value >= 0 {
			p.Value = big.NewRat(value, 1)
		}
		return p
	}
	for _, tt := range []struct {
		name   string
		points []target.Point
		want   string
	}{
		{"up", []target.Point{point("2026Q1", "40%", 40), point("2026Q2", "41%", 41)}, "Latest quarter 41%, up from 40%"},
		{"down", []target.Point{point("2026Q1", "41%", 41), point("2026Q2", "40%", 40)}, "Latest quarter 40%, down from 41%"},
		{"the same", []target.Point{point("2026Q1", "40%", 40), point("2026Q2", "40%", 40)}, "Latest quarter 40%, the same as before"},
		{"a quarter that is not known between", []target.Point{point("2025Q4", "39%", 39), point("2026Q1", "", -1), point("2026Q2", "40%", 40)}, "Latest quarter 40%, up from 39%"},
		{"the first of three does not count", []target.Point{point("2025Q4", "50%", 50), point("2026Q1", "39%", 39), point("2026Q2", "40%", 40)}, "Latest quarter 40%, up from 39%"},
		{"small numbers last", []target.Point{point("2026Q1", "40%", 40), point("2026Q2", "*", -1)}, "Not shown: small numbers"},
		{"small numbers before", []target.Point{point("2026Q1", "*", -1), point("2026Q2", "40%", 40)}, "Not shown: small numbers"},
		{"one quarter", []target.Point{point("2026Q1", "", -1), point("2026Q2", "40%", 40)}, "Too few quarters"},
	} {
		if got := trend(target.Result{Trend: []target.Series{{Points: tt.points}}}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := trend(target.Result{}); got != "Not by quarter" {
		t.Errorf("no quarters: %q", got)
	}
}

// TestResultCell: a verdict is a tag, but never of numbers that are not shown.
func TestResultCell(t *testing.T) {
	for _, tt := range []struct {
		name, tag, colour string
		line              target.Line
	}{
		{"met", "Met", "green", target.Line{Shown: "40%", Verdict: target.Verdict{Words: "met", Tone: target.Good}}},
		{"not met", "Not met", "yellow", target.Line{Shown: "39%", Verdict: target.Verdict{Words: "not met", Tone: target.Attention}}},
		{"plain", "Within discretion", "white", target.Line{Shown: "7", Verdict: target.Verdict{Words: "within discretion", Tone: target.Plain}}},
		{"not shown", "", "", target.Line{Shown: "*", Masked: true, Verdict: target.Verdict{Words: "met", Tone: target.Good}}},
		{"not available", "", "", target.Line{}},
	} {
		if got := ResultCell(tt.line).Tag; got.Text != tt.tag || got.Colour != tt.colour {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
