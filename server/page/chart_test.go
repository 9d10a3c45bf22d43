package page

import (
	"strconv"
	"strings"
	"testing"
)

func TestLineChartScale(t *testing.T) {
	cases := []struct {
		name      string
		values    []float64
		target    float64
		step, top float64
	}{
		{"nothing", nil, 0, 1, 1},
		{"all zero", []float64{0, 0}, 0, 1, 1},
		{"shares", []float64{31.4, 43.1}, 40, 10, 50},
		{"the target is the highest", []float64{12}, 40, 10, 50},
		{"on a step", []float64{50}, 0, 10, 60},
		{"small", []float64{0.7}, 0, 0.2, 0.8},
		{"large", []float64{1234}, 1000, 250, 1250},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := LineChart{HasTarget: c.target > 0, Target: c.target}
			for _, v := range c.values {
				l.Points = append(l.Points, LinePoint{Value: v})
			}
			if step, top := l.scale(); plain(step) != plain(c.step) || plain(top) != plain(c.top) {
				t.Errorf("step %v to %v", step, top)
			}
			if grid := l.Grid(); grid[0].Text != "0" {
				t.Errorf("the axis begins at %s", grid[0].Text)
			}
		})
	}
}

func TestLineChartLeavesGaps(t *testing.T) {
	l := LineChart{Points: []LinePoint{{Value: 1}, {Value: 2}, {Missing: true}, {Value: 3}, {Value: 4}}}
	if len(l.Lines()) != 2 || len(l.Dots()) != 4 {
		t.Errorf("%d lines, %d points", len(l.Lines()), len(l.Dots()))
	}
	if drawn := partial(t, "line-chart", l); !strings.Contains(drawn, ">–</text>") {
		t.Error("the missing value is not said")
	}
}

func TestLineChartKeepsNumbersOffTheTarget(t *testing.T) {
	l := LineChart{HasTarget: true, Target: 40, Points: []LinePoint{{Value: 40}, {Value: 39}, {Value: 0}}}
	for i, above := range []bool{true, false, true} { // at zero there is no room below
		d := l.Dots()[i]
		y, _ := strconv.ParseFloat(d.Y, 64)
		if text, _ := strconv.ParseFloat(d.TextY, 64); text < y != above {
			t.Errorf("the number of %v is at %s, its point at %s", l.Points[i].Value, d.TextY, d.Y)
		}
	}
}

func TestLineChartWritesAYearWhereItBegins(t *testing.T) {
	l := LineChart{ID: "rate", Points: []LinePoint{
		{Label: "Q3", Year: "2025/26"}, {Label: "Q4", Year: "2025/26"}, {Label: "Q1", Year: "2026/27"},
	}}
	drawn := partial(t, "line-chart", l)
	if strings.Count(drawn, "2025/26") != 1 || strings.Count(drawn, "2026/27") != 1 {
		t.Error(drawn)
	}
}

func TestBarChart(t *testing.T) {
	b := BarChart{
		ID: "p", Title: "Progress", Description: "All of it", Parts: []string{"In place", "Not answered"},
		Rows: []BarRow{{"1", []int{2, 2}}, {"2", []int{0, 4}}, {"3", []int{0, 0}}},
	}
	bars := b.Bars()
	if len(bars) != 3 {
		t.Fatalf("%d pieces, want none for a count of 0", len(bars))
	}
	if bars[0].Width != bars[1].Width || bars[1].Y == bars[2].Y {
		t.Errorf("%+v", bars)
	}
	drawn := partial(t, "bar-chart", b)
	for _, want := range []string{
		`role="img"`, `aria-labelledby="p-title p-desc"`, `<title id="p-title">Progress</title>`,
		`<desc id="p-desc">All of it</desc>`,
	} {
		if !strings.Contains(drawn, want) {
			t.Errorf("no %s", want)
		}
	}
	if empty := partial(t, "bar-chart", BarChart{}); strings.TrimSpace(empty) != "" {
		t.Errorf("a chart of nothing: %s", empty)
	}
}
