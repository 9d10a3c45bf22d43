package home

import (
	"fmt"
	"html/template"
	"math/big"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/measure"
)

// The size of a trend's picture.
const (
	trendWidth  = 96
	trendHeight = 28
)

// trend is the last quarters of a result as a small line, with the target as a dashed one. Its words say where it began
// and where it is; the target's own page has every quarter.
func trend(r measure.Result) page.Cell {
	if len(r.Trend) == 0 {
		return page.Text("")
	}
	points := r.Trend[0].Points
	var known []measure.Point
	var low, high *big.Rat
	reach := func(v *big.Rat) {
		if v != nil && (low == nil || v.Cmp(low) < 0) {
			low = v
		}
		if v != nil && (high == nil || v.Cmp(high) > 0) {
			high = v
		}
	}
	for _, p := range points {
		if p.Value != nil {
			known = append(known, p)
		}
		reach(p.Value)
		reach(p.Target)
	}
	if len(known) < 2 || high.Sign() == 0 {
		return page.Text("Too few quarters")
	}
	// The picture begins at three quarters of the lowest: from 0 every line would look flat.
	floor := new(big.Rat).Mul(low, big.NewRat(3, 4))
	span := new(big.Rat).Sub(high, floor)
	first, last := known[0], known[len(known)-1]
	words := fmt.Sprintf("From %s in %s to %s in %s", first.Shown, first.Quarter.Short(), last.Shown, last.Quarter.Short())
	place := func(i int, v *big.Rat) (x, y string) {
		share, _ := new(big.Rat).Quo(new(big.Rat).Sub(v, floor), span).Float64()
		return fmt.Sprintf("%.1f", 2+float64(i)*(trendWidth-4)/float64(max(len(points)-1, 1))),
			fmt.Sprintf("%.1f", 2+(trendHeight-4)*(1-share))
	}
	var lines strings.Builder
	if t := points[len(points)-1].Target; t != nil {
		_, y := place(0, t)
		fmt.Fprintf(&lines, `<line x1="0" y1="%s" x2="%d" y2="%s" stroke="#4c6272" stroke-dasharray="4 3"></line>`, y, trendWidth, y)
	}
	for i := 1; i < len(points); i++ {
		if points[i-1].Value == nil || points[i].Value == nil {
			continue // a line through a gap would say what nobody knows
		}
		x1, y1 := place(i-1, points[i-1].Value)
		x2, y2 := place(i, points[i].Value)
		fmt.Fprintf(&lines, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#005eb8" stroke-width="2" stroke-linecap="round"></line>`, x1,
			y1, x2, y2)
	}
	picture := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" `+
		`role="img" aria-label="%s"><title>%s</title>%s</svg>`,
		trendWidth, trendHeight, trendWidth, trendHeight, template.HTMLEscapeString(words), template.HTMLEscapeString(words),
		lines.String())
	return page.Cell{HTML: template.HTML(picture)} //nolint:gosec // numbers, and words that are escaped
}
