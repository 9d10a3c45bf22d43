package workbook

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
)

// The native charts of the Summary. They take their numbers from cells, so they follow a corrected number.

// drawBars is the native stacked bar chart of the sections.
func (p *summaryPage) drawBars(top, last int, high float64) error {
	if p.sw == nil {
		return nil
	}
	chart := p.chartLook(besideWide, high, "Priorities of each section by status, as in the table beside it.")
	chart.Type = excelize.BarStacked
	chart.Title = excelize.ChartTitle{Paragraph: []excelize.RichTextRun{chartText("Priorities by section and status", 10, true)}}
	names := fmt.Sprintf("%s!$B$%d:$B$%d", Summary, top+1, last)
	if p.chart.sections > 0 {
		column, _ := excelize.ColumnNumberToName(p.chart.lastSection)
		names = fmt.Sprintf("'%s'!$E$%d:$%s$%d", Trends, p.chart.sections, column, p.chart.sections)
	}
	for i, st := range []assessment.Status{assessment.InPlace, assessment.InProgress, assessment.NotStarted, assessment.NotAnswered} {
		column, _ := excelize.ColumnNumberToName(3 + i)
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$%d", Summary, column, top),
			Categories: names,
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", Summary, column, top+1, column, last),
			Fill:       solid(chartFill[st]),
		})
	}
	zero, one, width, overlap := 0.0, 1.0, uint(40), 100
	chart.XAxis = excelize.ChartAxis{Font: chartFont(10), ReverseOrder: true}
	chart.YAxis = excelize.ChartAxis{Font: chartFont(10), Minimum: &zero, MajorUnit: one, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}}
	chart.GapWidth, chart.Overlap = &width, &overlap
	return p.file.AddChart(Summary, fmt.Sprintf("G%d", top), chart)
}

// How wide a chart in the last column is, and the column before it, in pixels.
const (
	besideWide uint = 250
	lastWide   uint = 105
)

// barsHigh is how high the chart of sections is, in points: it names each section.
const barsHigh = 230.0

// chartLook is what all charts share. The height is that of the rows beside the chart, in points.
func (p *summaryPage) chartLook(wide uint, high float64, alt string) *excelize.Chart {
	return &excelize.Chart{
		Format:    excelize.GraphicOptions{AltText: alt, OffsetX: 12, OffsetY: 2, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: wide, Height: uint(max(high, 150) * 4 / 3)},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &excelize.Font{Family: fontFamily, Size: 10, Color: ink}},
	}
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func chartFont(size float64) excelize.Font {
	return excelize.Font{Family: fontFamily, Size: size, Color: ink}
}

func chartText(text string, size float64, bold bool) excelize.RichTextRun {
	return excelize.RichTextRun{Text: text, Font: &excelize.Font{Family: fontFamily, Size: size, Bold: bold, Color: ink}}
}

// drawRate is the native line chart of the job outcome rate beside its target, in the last two columns, which the table
// leaves free.
func (p *summaryPage) drawRate(top int, high float64) error {
	if p.sw == nil {
		return nil
	}
	chart := p.chartLook(besideWide+lastWide, high, "Job outcome rate by quarter and its target, as in the sheet Trends.")
	chart.Type = excelize.Line
	chart.Title = excelize.ChartTitle{Paragraph: []excelize.RichTextRun{chartText("Job outcome rate by quarter", 10, true)}}
	zero := 0.0
	chart.Series = []excelize.ChartSeries{
		{
			Name: p.chart.label(p.chart.rate), Categories: p.chart.cells(p.chart.heads), Values: p.chart.cells(p.chart.rate),
			Fill: solid("003087"), Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 2.25},
			Marker: excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: solid("003087")},
		},
		{
			Name: p.chart.label(p.chart.wants), Categories: p.chart.cells(p.chart.heads), Values: p.chart.cells(p.chart.wants),
			Fill: solid(ink), Line: excelize.LineOptions{Type: excelize.LineSolid, Dash: excelize.LineDashDash, Width: 1.5},
			Marker: excelize.ChartMarker{Symbol: "none"},
		},
	}
	chart.XAxis = excelize.ChartAxis{Font: chartFont(10)}
	chart.YAxis = excelize.ChartAxis{Font: chartFont(10), Minimum: &zero, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"}}
	chart.ShowBlanksAs = "gap"
	return p.file.AddChart(Summary, "F"+strconv.Itoa(top), chart)
}
