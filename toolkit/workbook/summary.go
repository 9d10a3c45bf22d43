package workbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// The Summary is one A4 page: a few tables over the same columns, with charts in the last column.
var summaryColumns = []column{
	{"", 6, open, false},
	{"", 55, open, false},
	{"", 23, open, false},
	{"", 14, open, false},
	{"", 21, open, false},
	{"", 15, open, false},
	{"", 37, open, false},
}

const (
	mostOverdue = 6
	mostMoves   = 8
	lineChars   = 155 // of the headline, before it continues in the next row
)

// writeSummary writes the one page for a member of the steering group who has three minutes.
func (b *book) writeSummary() error {
	if err := b.page(Summary, 1, 1); err != nil {
		return err
	}
	sw, err := b.file.NewStreamWriter(Summary)
	if err != nil {
		return err
	}
	for i, c := range summaryColumns {
		if err := sw.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	p := &summaryPage{book: b, sw: sw}
	if b.s.Audience.IsSteeringGroup() {
		p.putGroup(b.groupMost())
	} else {
		p.putOpening()
		p.putTargets()
		p.putOverdue()
		p.putSections(nil)
		p.putMoves(mostMoves)
	}
	if p.err != nil {
		return p.err
	}
	if err := p.breakPage(); err != nil {
		return err
	}
	return sw.Flush()
}

// summaryPage writes the Summary from top to bottom and stops at its first error.
type summaryPage struct {
	*book
	sw   *excelize.StreamWriter // nil while the page is only measured
	at   int                    // the last row written
	high float64                // the height of all rows so far, in points
	err  error

	tables []tableStart
}

// tableStart is where a table of the Summary begins: its row, and how high all is above it.
type tableStart struct {
	row   int
	above float64
}

// onePage is how high the Summary may be to be printed on one page with text of 8 points.
const onePage = pageHigh / 0.8

// breakPage prints a Summary that is too high for one page on two, with whole tables on each.
func (p *summaryPage) breakPage() error {
	if p.high <= onePage {
		return nil
	}
	wide, high := 1, 0
	if err := p.file.SetPageLayout(Summary, &excelize.PageLayoutOptions{FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	for _, t := range slices.Backward(p.tables) {
		if t.above <= onePage {
			return p.sw.InsertPageBreak("A" + strconv.Itoa(t.row))
		}
	}
	return nil
}

// put writes the next row. Rows of tables are high enough for all of their text; lines of text run on to the right.
func (p *summaryPage) put(cells ...any) {
	p.at++
	if p.err != nil {
		return
	}
	row := make([]any, len(cells))
	text := make([]any, len(cells))
	high := 0.0
	for i, c := range cells {
		s, ok := c.(styled)
		if !ok {
			s = styled{c, open}
		}
		if words, isText := s.value.(string); isText {
			s.value = clean(words)
		}
		row[i] = excelize.Cell{StyleID: p.styles.of[s.look], Value: s.value}
		switch s.look {
		case titleLook, headline, heading:
			high = max(high, 20)
		case subtitle, normal:
		default:
			text[i] = s.value
		}
	}
	high = max(high, rowHeight(summaryColumns, text))
	p.high += high
	if p.sw == nil {
		return
	}
	p.err = setRow(p.sw, p.at, row, high)
}

// putGap puts an empty row above a table, lower than a line. A page may break there.
func (p *summaryPage) putGap() {
	p.putSpace()
	p.tables = append(p.tables, tableStart{p.at + 1, p.high})
}

// putSpace puts an empty row above a table that stays on the page of the one above it.
func (p *summaryPage) putSpace() {
	p.at++
	p.high += spaceHigh
	if p.err == nil && p.sw != nil {
		p.err = setRow(p.sw, p.at, nil, spaceHigh)
	}
}

const spaceHigh = 6.0 // points

// putHeads puts a row of headings; those of numbers are aligned right.
func (p *summaryPage) putHeads(numbers bool, titles ...string) {
	row := make([]any, len(titles))
	for i, t := range titles {
		row[i] = styled{t, header}
		if numbers && i > 1 {
			row[i] = styled{t, headerNumber}
		}
	}
	p.put(row...)
}

// putOpening puts the page's owner and the headline.
func (p *summaryPage) putOpening() {
	for _, line := range lines(title(p.s), lineChars) {
		p.put(styled{line, titleLook})
	}
	which := Name(p.s) + "."
	if p.s.ICB.NextMeeting >= p.s.Today() {
		which += " Next steering group: " + p.s.ICB.NextMeeting.Words() + "."
	}
	if p.s.ICB.Demo {
		which += " " + demonstration
	}
	which += " Abbreviations and special words are explained in the sheet " + About + "."
	for _, line := range lines(which, lineChars+35) {
		p.put(styled{line, subtitle})
	}
	for _, line := range lines(p.told.Headline, lineChars) {
		p.put(styled{line, headline})
	}
}

// putSections puts the table of sections with its bar chart beside it, and beside the next table where that has none.
func (p *summaryPage) putSections(next func()) {
	p.putGap()
	heads := []string{"No.", "The toolkit", "In place", "In progress", "Not started", "Not answered"}
	above := p.high
	p.putHeads(true, heads...)
	top := p.at
	for _, s := range p.told.Sections {
		p.put(s.Section, s.Title, styled{s.InPlace, openWhole}, styled{s.InProgress, openWhole},
			styled{s.NotStarted, openWhole}, styled{s.NotAnswered, openWhole})
	}
	last := p.at
	all := p.told.All
	p.put(styled{"", total}, styled{"All priorities", total}, styled{all.InPlace, totalNumber}, styled{all.InProgress, totalNumber},
		styled{all.NotStarted, totalNumber}, styled{all.NotAnswered, totalNumber})
	if next != nil {
		next()
	}
	for next == nil && p.high-above < barsHigh { // the chart beside the next table begins below
		p.put()
	}
	if p.err == nil {
		p.err = p.drawBars(top, last, min(barsHigh, p.high-above))
	}
}

// putTargets puts the table of targets with results in words.
func (p *summaryPage) putTargets() {
	p.putGap()
	if waiting := measure.Waiting(p.s.Results); len(waiting) > 0 {
		for _, line := range lines(strings.Join(waiting, " "), lineChars) {
			p.put(styled{line, normal})
		}
	}
	p.putHeads(false, "Code", targetsHead(p.s), "Value", "Target", "Local value", "Latest quarter", "Result")
	for _, r := range p.s.Results {
		local := ""
		if r.Local != nil && r.Kind.Default.Known {
			local = r.Kind.Unit.Value(r.Local.Value)
		}
		p.put(r.Kind.Priority, r.Kind.Name, sentence(valueWords(r.Line)), sentence(r.Goal(r.Line)), local, latestQuarter(r),
			resultCell(r.Line))
	}
}

// targetsHead is the heading of the table of targets, with the period of yearly results.
func targetsHead(s snapshot.Snapshot) string {
	head := "Targets"
	if s.Audience.IsProvider() {
		head = "Targets, " + s.Provider(s.Audience.ProviderID()).Name
	}
	if period := measure.HeadlinePeriod(s.Results); period != "" {
		head += ", rates over the " + period
	}
	return head
}

// latestQuarter is the value of the last quarter alone, where it differs from the value judged.
func latestQuarter(r measure.Result) string {
	if len(r.Trend) == 0 || len(r.Trend[0].Points) == 0 {
		return ""
	}
	p := r.Trend[0].Points[len(r.Trend[0].Points)-1]
	if p.Shown == r.Line.Shown {
		return ""
	}
	return p.Shown
}

// lines cuts a text between words into lines of at most a number of characters.
func lines(text string, most int) []string {
	var list []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > most {
			list, line = append(list, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(list, line)
}
