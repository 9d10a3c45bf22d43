package page

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The charts are drawn here, as SVG inside the page: they need no script, print sharply, and are told apart by pattern
// as well as by shade. Beside each the page shows the same numbers in a table.

// BarChart shows how counts divide, one bar a row ("sections by status"). Its ID has to be unique on the page.
type BarChart struct {
	ID, Title, Description string
	// Parts name what a bar divides into, at most four, in the order of the counts: drawn solid, striped, dotted, empty.
	Parts []string
	Rows  []BarRow
}

// BarRow is one bar: a count for each part.
type BarRow struct {
	Label  string
	Counts []int
}

// LineChart shows a value over time with its target as a line. Its ID has to be unique on the page.
type LineChart struct {
	ID, Title, Description string
	Points                 []LinePoint
	// Target is drawn when HasTarget; TargetLabel names it in words ("Target 40%").
	HasTarget   bool
	Target      float64
	TargetLabel string
	// Unit goes after the numbers of the axis: "%" or "".
	Unit string
}

// LinePoint is one value. Label is written under it ("Q2"), and Year below that where another year begins. Text is the
// value as it is written ("42.0%"). A point that is Missing leaves a gap with its Text ("*") or a dash in it. A line
// through the gap would say what nobody knows, and a word such as "none" would read as 0.
type LinePoint struct {
	Label, Year string
	Text        string
	Value       float64
	Missing     bool
}

const (
	chartWidth = 400
	barHeight  = 20
	barRow     = 46
	keyLine    = 24
	lineHeight = 240
	lineLeft   = 42
	lineRight  = 12
	lineTop    = 40
	lineBottom = 40
)

// Bar is one piece of a bar, in the units of its picture.
type Bar struct {
	X, Y, Width, Height string
	Fill                string
	Count               string
	TextX, TextY        string
	// Dark says that the count on it is written in white.
	Dark bool
}

// Mark is a text somewhere in a picture.
type Mark struct{ X, Y, Text string }

// Dot is a point, and how high its text is.
type Dot struct {
	Mark
	TextY string
}

// Segment is a line from one place to another.
type Segment struct{ X1, Y1, X2, Y2 string }

// Key is one line of what the patterns mean.
type Key struct {
	Fill, Text, BoxX, BoxY, TextX, TextY string
}

func (b BarChart) Width() string  { return strconv.Itoa(chartWidth) }
func (b BarChart) Height() string { return strconv.Itoa(b.keyTop() + (len(b.Parts)+1)/2*keyLine) }
func (b BarChart) keyTop() int    { return len(b.Rows)*barRow + 8 }

func (b BarChart) fill(part int) string {
	return [...]string{"#005eb8", "url(#" + b.ID + "-stripes)", "url(#" + b.ID + "-dots)", "#ffffff"}[min(part, 3)]
}

// Bars are the pieces of all bars; a count of 0 has none.
func (b BarChart) Bars() []Bar {
	most := 1
	for _, row := range b.Rows {
		most = max(most, sum(row.Counts))
	}
	var bars []Bar
	for i, row := range b.Rows {
		unit := float64(chartWidth-2) / float64(most)
		x, y := 1.0, float64(i*barRow+18)
		for part, count := range row.Counts {
			if count == 0 {
				continue
			}
			w := unit * float64(count)
			bars = append(bars, Bar{
				X: plain(x), Y: plain(y), Width: plain(w), Height: plain(barHeight), Fill: b.fill(part),
				Count: strconv.Itoa(count), TextX: plain(x + w/2), TextY: plain(y + 15), Dark: part == 0,
			})
			x += w
		}
	}
	return bars
}

// Labels are the rows' names, above their bars, shortened to what there is room for; the table beside has them in full.
func (b BarChart) Labels() []Mark {
	marks := make([]Mark, len(b.Rows))
	for i, row := range b.Rows {
		marks[i] = Mark{"0", strconv.Itoa(i*barRow + 12), shorten(row.Label, 60)}
	}
	return marks
}

// Keys say what the patterns mean.
func (b BarChart) Keys() []Key {
	keys := make([]Key, len(b.Parts))
	for i, part := range b.Parts {
		x, y := 1+i%2*chartWidth/2, b.keyTop()+i/2*keyLine
		keys[i] = Key{b.fill(i), part, strconv.Itoa(x), strconv.Itoa(y), strconv.Itoa(x + 24), strconv.Itoa(y + 13)}
	}
	return keys
}

func (l LineChart) Width() string  { return strconv.Itoa(chartWidth) }
func (l LineChart) Height() string { return strconv.Itoa(lineHeight) }
func (l LineChart) Left() string   { return strconv.Itoa(lineLeft) }
func (l LineChart) Right() string  { return strconv.Itoa(chartWidth - lineRight) }

// scale is the axis' step and its top: from 0, in steps people count in.
func (l LineChart) scale() (step, top float64) {
	most := 0.0
	if l.HasTarget {
		most = l.Target
	}
	for _, p := range l.Points {
		if !p.Missing {
			most = max(most, p.Value)
		}
	}
	if most <= 0 {
		return 1, 1
	}
	step = math.Pow(10, math.Floor(math.Log10(most)))
	for _, part := range []float64{0.2, 0.25, 0.5, 1, 2} {
		if most <= step*part*5 {
			step *= part
			break
		}
	}
	return step, step * math.Ceil(most/step+0.001)
}

func (l LineChart) x(i int) float64 {
	room := float64(chartWidth - lineLeft - lineRight)
	return lineLeft + room*(float64(i)+0.5)/float64(max(len(l.Points), 1))
}

func (l LineChart) y(value float64) float64 {
	_, top := l.scale()
	return lineHeight - lineBottom - (lineHeight-lineTop-lineBottom)*max(value, 0)/top
}

// Grid are the axis' lines with their numbers.
func (l LineChart) Grid() []Mark {
	step, top := l.scale()
	var marks []Mark
	for i := 0; float64(i)*step <= top+step/1000; i++ {
		marks = append(marks, Mark{plain(lineLeft - 8), plain(l.y(float64(i) * step)), plain(float64(i)*step) + l.Unit})
	}
	return marks
}

// TargetY is where the target's line runs.
func (l LineChart) TargetY() string { return plain(l.y(l.Target)) }

// Lines join points that follow each other; a missing one leaves a gap.
func (l LineChart) Lines() []Segment {
	var lines []Segment
	for i := 1; i < len(l.Points); i++ {
		a, b := l.Points[i-1], l.Points[i]
		if !a.Missing && !b.Missing {
			lines = append(lines, Segment{plain(l.x(i - 1)), plain(l.y(a.Value)), plain(l.x(i)), plain(l.y(b.Value))})
		}
	}
	return lines
}

// Dots are the points with their values. A value is written above its point, but below a point that is below the
// target, if there is room above the axis: the target's line would run through it.
func (l LineChart) Dots() []Dot {
	var dots []Dot
	for i, p := range l.Points {
		if p.Missing {
			continue
		}
		y := l.y(p.Value)
		text := y - 10
		if below := y + 18; l.HasTarget && p.Value < l.Target && below < lineHeight-lineBottom {
			text = below
		}
		dots = append(dots, Dot{Mark{plain(l.x(i)), plain(y), p.Text}, plain(text)})
	}
	return dots
}

// Labels are the words under the points. A year is written where it begins; a missing point says
// so.
func (l LineChart) Labels() []Mark {
	var marks []Mark
	year := ""
	for i, p := range l.Points {
		x := plain(l.x(i))
		marks = append(marks, Mark{x, strconv.Itoa(lineHeight - 22), p.Label})
		if p.Year != year {
			marks = append(marks, Mark{x, strconv.Itoa(lineHeight - 6), p.Year})
			year = p.Year
		}
		if p.Missing {
			marks = append(marks, Mark{x, strconv.Itoa(lineHeight - lineBottom - 8), cmp.Or(p.Text, "–")})
		}
	}
	return marks
}

func plain(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
}

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

func shorten(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return fmt.Sprintf("%s…", strings.TrimSpace(string(r[:most-1])))
}
