package workbook

import (
	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
)

const (
	fontFamily = "Arial"
	fontSize   = 10
)

// Colours of statuses. Each appears beside its word, and they differ in grey too: dark, light, middle, lightest.
var (
	statusFill = map[assessment.Status]string{
		assessment.InPlace: "CFE8D5", assessment.InProgress: "FFF1C2", assessment.NotStarted: "D5E5F5", assessment.NotAnswered: "FFFFFF",
	}
	chartFill = map[assessment.Status]string{
		assessment.InPlace: "004B23", assessment.InProgress: "E8B62C", assessment.NotStarted: "4F6B8F", assessment.NotAnswered: "DDE1E4",
	}
)

const (
	ink  = "212B32"
	grey = "4C6272"
	line = "AEB7BD"
	pale = "DDE1E4"
	head = "D8DDE0"
)

// style is how a cell looks; styles has its number in the file.
type style int

const (
	normal style = iota
	wrapped
	wrappedRight
	open // wrapped, without the line between columns: for the Summary, where several tables share columns
	openWhole
	whole
	decimal
	date
	dateTime
	percent0
	percent1
	percent2
	money
	header
	headerNumber
	titleLook
	subtitle
	headline
	heading
	total
	totalNumber
	attention // of a result that is not reached: bold in a strong frame, which paper without colour shows too
	looks
)

// numeric says whether the style is for numbers, which are aligned right.
func (s style) numeric() bool {
	switch s {
	case whole, decimal, percent0, percent1, percent2, money:
		return true
	}
	return false
}

// styles are the numbers of the styles in one file, and of the conditional ones by status.
type styles struct {
	of          [looks]int
	conditional map[assessment.Status]int
	late        int
}

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	for look, definition := range definitions() {
		id, err := f.NewStyle(definition)
		if err != nil {
			return s, err
		}
		s.of[look] = id
	}
	s.conditional = map[assessment.Status]int{}
	for st, colour := range statusFill {
		id, err := f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Family: fontFamily, Color: ink}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
		})
		if err != nil {
			return s, err
		}
		s.conditional[st] = id
	}
	var err error
	s.late, err = f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Family: fontFamily, Bold: true, Color: "A1000C"}})
	return s, err
}

func definitions() map[style]*excelize.Style {
	font := func(size float64, bold bool, colour string) *excelize.Font {
		return &excelize.Font{Family: fontFamily, Size: size, Bold: bold, Color: colour}
	}
	aligned := func(horizontal string, wrap bool) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: horizontal, Vertical: "top", WrapText: wrap}
	}
	// Numbers keep a distance from the line to their right, so that they do not run into the words beside them.
	// LibreOffice loses that distance between two cells that differ only in format, so percentages and money wrap as
	// well.
	right := &excelize.Alignment{Horizontal: "right", Vertical: "top", Indent: 1}
	rightWrapped := &excelize.Alignment{Horizontal: "right", Vertical: "top", Indent: 1, WrapText: true}
	under := []excelize.Border{{Type: "bottom", Color: line, Style: 1}, {Type: "right", Color: pale, Style: 1}}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{head}}
	format := func(f string) *string { return &f }
	text := font(fontSize, false, ink)
	bold := font(fontSize, true, ink)
	return map[style]*excelize.Style{
		normal:       {Font: text, Alignment: aligned("left", false)},
		wrapped:      {Font: text, Alignment: aligned("left", true), Border: under},
		wrappedRight: {Font: text, Alignment: rightWrapped, Border: under},
		open:         {Font: text, Alignment: aligned("left", true), Border: under[:1]},
		openWhole:    {Font: text, Alignment: right, Border: under[:1], NumFmt: 3},
		whole:        {Font: text, Alignment: right, Border: under, NumFmt: 3},
		decimal:      {Font: text, Alignment: right, Border: under, CustomNumFmt: format("#,##0.00")},
		date:         {Font: text, Alignment: aligned("left", true), Border: under, CustomNumFmt: format("d mmm yyyy")},
		dateTime:     {Font: text, Alignment: aligned("left", true), Border: under, CustomNumFmt: format("d mmm yyyy h:mm")},
		percent0:     {Font: text, Alignment: rightWrapped, Border: under, NumFmt: 9},
		percent1:     {Font: text, Alignment: right, Border: under, CustomNumFmt: format("0.0%")},
		percent2:     {Font: text, Alignment: right, Border: under, CustomNumFmt: format("0.00%")},
		money:        {Font: text, Alignment: rightWrapped, Border: under, CustomNumFmt: format("£#,##0")},
		header:       {Font: bold, Alignment: aligned("left", true), Border: under, Fill: fill},
		headerNumber: {Font: bold, Alignment: rightWrapped, Border: under, Fill: fill},
		titleLook:    {Font: font(11, true, ink), Alignment: aligned("left", false)},
		subtitle:     {Font: font(fontSize, false, grey), Alignment: aligned("left", false)},
		headline:     {Font: font(10.5, true, ink), Alignment: aligned("left", false)},
		heading:      {Font: font(11, true, ink), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "bottom"}},
		attention: {
			Font: bold, Alignment: aligned("left", true), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF1C2"}},
			Border: []excelize.Border{{Type: "left", Color: ink, Style: 5}, {Type: "bottom", Color: line, Style: 1}},
		},
		total:       {Font: bold, Alignment: aligned("left", true), Border: under[:1]},
		totalNumber: {Font: bold, Alignment: right, Border: under[:1], NumFmt: 3},
	}
}
