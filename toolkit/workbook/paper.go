package workbook

import (
	"fmt"
	"math"

	"ipstoolkit/toolkit/number"
)

// What the steering group's workbook may take on paper, in A4 pages. The sheet "Since last meeting" has what the others leave.
const (
	mostPages = 12
	onSummary = 1
	onAbout   = 1
)

// pagesOf are the most pages of each sheet.
var pagesOf = map[string]int{Toolkit: 3, Targets: 2, Trends: 1, PCNs: 1, Equity: 1}

// A page of A4 in landscape without its margins, and a digit's width of column, in points, as LibreOffice prints them; Excel's digits
// are a little narrower.
const (
	pageWide, pageHigh = 784.0, 515.0
	digitWide          = 5.56
)

// pageRoom is how high the rows of one printed page may be together.
func (t table) pageRoom() float64 {
	scale := math.Floor(min(1, pageWide/(width(t.columns)*digitWide))*100) / 100
	return pageHigh/scale - headingsHeight(t.columns)
}

// printed is how many pages the table takes, and how many rows the first pages hold.
func (t table) printed(pages int) (all, rows int) {
	on := t.onPages()
	rows = len(t.rows)
	for i, row := range t.rows {
		if on.put(tableRowHeight(t.columns, row)) == pages+1 {
			rows = min(rows, i)
		}
	}
	return on.page, rows
}

// headingsHeight is how high the row of headings is.
func headingsHeight(columns []column) float64 {
	most := 1
	for _, c := range columns {
		most = max(most, height(c.title, c.room()*0.85))
	}
	return lineHeight*float64(most) + 6
}

// tableRowHeight shows all lines of the tallest cell of a table's row, up to the most that a row can have.
func tableRowHeight(columns []column, row []any) float64 {
	most := 1
	for i, value := range row {
		if s, ok := value.(styled); ok {
			value = s.value
		}
		if text, isText := value.(string); isText {
			most = max(most, height(text, columns[i].room()))
		}
	}
	return min(lineHeight*float64(most)+3, tallest)
}

// rowHeight shows all lines of the row's tallest cell, up to the most that a row can have.
func rowHeight(columns []column, row []any) float64 {
	most := 1
	for i, value := range row {
		if text, ok := value.(string); ok && columns[i].look != normal {
			most = max(most, height(text, columns[i].width))
		}
	}
	return min(lineHeight*float64(most)+3, tallest)
}

// pages counts the printed pages of rows.
type pages struct {
	room, left float64
	page       int
}

// onPages are a table's pages before its first row, with a line for what is not printed.
func (t table) onPages() pages {
	room := t.pageRoom()
	return pages{room, room - float64(len(t.linesAbove())+1)*(lineHeight+2), 1}
}

// put adds a row of a height, and returns its page.
func (p *pages) put(high float64) int {
	if high > p.left {
		p.page, p.left = p.page+1, p.room
	}
	p.left -= high
	return p.page
}

// onPaper prints as many rows as fit in a number of pages, and says what is not printed. It returns how many pages that is.
func (t *table) onPaper(pages int, where string) int {
	all, rows := t.printed(pages)
	if all <= pages {
		return all
	}
	t.paper = rows
	t.above = append(t.above, fmt.Sprintf("Only the first %d of %d rows are printed. All are in this sheet of the file%s.", rows,
		len(t.rows), where))
	return pages
}

// allOfIt is at the end of a text that goes on in another sheet.
const allOfIt = "… (all of it: sheet " + LongTexts + ")"

// shorten cuts the notes of the priorities as far as all of them need it to fit their pages, and keeps each that it cuts for the sheet of
// long texts.
func (b *book) shorten(t *table, title string, pages int) {
	at := -1
	for i, c := range t.columns {
		if c.title == title {
			at = i
		}
	}
	whole := make([]string, len(t.rows))
	for i, row := range t.rows {
		whole[i], _ = row[at].(string)
	}
	for most := 24; ; most-- {
		for i := range t.rows {
			t.rows[i][at] = cut(whole[i], t.columns[at].width, most)
		}
		if all, _ := t.printed(pages); all <= pages || most == 3 {
			break
		}
	}
	for i, row := range t.rows {
		if row[at] != whole[i] {
			b.long = append(b.long, longText{t.name, rowName(t.columns, row), title, clean(whole[i])})
		}
	}
}

// mostLines is how many lines of a text the sheets of the steering group show, but for the notes.
const mostLines = 8

// shortenAll cuts the texts of a table to a number of lines, and keeps each that it cuts for the sheet of long texts.
func (b *book) shortenAll(t *table) {
	for _, row := range t.rows {
		for i, c := range t.columns {
			text, isText := row[i].(string)
			if !isText || c.look.numeric() {
				continue
			}
			if row[i] = cut(text, c.width, mostLines); row[i] != text {
				b.long = append(b.long, longText{t.name, short(rowName(t.columns, row), 80), c.title, clean(text)})
			}
		}
	}
}

// newestOnly says above the headings that only the newest rows are printed.
func (t *table) newestOnly(pages int) {
	t.paperPages = pages
	t.above = append(t.above,
		"Only the newest rows are printed, on at most "+number.Counting(pages, "page", "pages")+". The sheet holds all.")
}

// cut is a text in a number of lines of a column.
func cut(text string, wide float64, most int) string {
	if height(text, wide) <= most {
		return text
	}
	n := fitting(text, wide, most-2)
	return text[:n] + allOfIt
}

// fitGroup fits the steering group's sheets to their pages. The sheet with feedback has what those around it leave, and that of
// what has changed a page at least.
func (b *book) fitGroup(tables []table) {
	left := mostPages - onSummary - onAbout
	fit := func(t *table, pages int, where string) { left -= t.onPaper(pages, where) }
	var feedback, since *table
	for i := range tables {
		switch t := &tables[i]; {
		case t.hidden:
		case t.rest:
			b.shortenAll(t)
			since = t
		case t.remaining:
			b.shortenAll(t)
			feedback = t
		case t.name == Targets || t.name == Trends:
			fit(t, pagesOf[t.name], " and under Targets in the toolkit")
		case t.name == Toolkit:
			b.shorten(t, "Notes", pagesOf[Toolkit])
			fit(t, pagesOf[Toolkit], "")
		default:
			b.shortenAll(t)
			fit(t, pagesOf[t.name], onThePage)
		}
	}
	fit(feedback, min(2, left-1), onThePage)
	since.onPaper(left, " and under Compare in the toolkit")
}

const onThePage = " and under Steering group in the toolkit"
