package workbook

import "slices"

// column is one column of a table: its heading, its width in digits, and the style of its cells. A key column is
// repeated where a row continues in the next.
type column struct {
	title string
	width float64
	look  style
	key   bool
}

// room is how much of the column's width its text has: numbers keep a distance from the line to their right.
func (c column) room() float64 {
	if c.look.numeric() {
		return c.width - 2
	}
	return c.width
}

// styled is a cell with its own style.
type styled struct {
	value any
	look  style
}

// table is a sheet with one table and a heading row, for reading, filtering and printing.
type table struct {
	name string
	// above are lines over the headings: what the rows add up to, or how to read them.
	above []string
	// told says that these lines themselves say when there is no row.
	told bool
	// history is set where the texts were read in full while they were on the Toolkit sheet.
	history bool
	columns []column
	rows    [][]any
	// hidden is a sheet that people unhide when they want it; nobody prints it.
	hidden bool
	// paper is how many rows are printed, the first ones; 0 for all. The lines above the headings say so.
	paper int
	// remaining is set where the table has those pages of the steering group's workbook that the others leave.
	remaining bool
	// rest is set where the table has the pages that are then left, one at least.
	rest bool
	// paperPages is how many pages are printed of rows that come one by one; 0 for all.
	paperPages int
	// each gives further rows one by one, where they may be too many for memory; the caller may reuse the row
	// afterwards.
	each func(put func(row []any) error) error
	// back is what the table needs to be read back.
	back comesBack
	// finish adds what belongs to the whole table once its rows are known; first and last are the numbers of the first and the last
	// row.
	finish func(sheet string, first, last int) error
}

// widest is how wide the columns of a page may be together, in digits: on A4 its text is then 8 points high, in LibreOffice too,
// where a digit is wider. A wider table continues on a second page, with its first key columns repeated.
const widest = 171

// pagesWide is how many pages the table takes side by side.
func (t table) pagesWide() int {
	total, keys := width(t.columns), width(t.columns[:t.keys()])
	pages := 1
	for total > widest+float64(pages-1)*(widest-keys) {
		pages++
	}
	return pages
}

// width is how wide columns are together.
func width(columns []column) float64 {
	total := 0.0
	for _, c := range columns {
		total += c.width
	}
	return total
}

// keys is how many key columns come first.
func (t table) keys() int {
	n := slices.IndexFunc(t.columns, func(c column) bool { return !c.key })
	return max(n, 0)
}

// firstRead is the column for the lines over the headings: the first that is not repeated on the page beside, where the
// lines would appear again, cut off.
func (t table) firstRead() int {
	if t.pagesWide() == 1 {
		return 0
	}
	return t.keys()
}

// charsADigit is the least number of characters of a sentence in a digit's width of column.
const charsADigit = 1.1

// linesAbove are the lines over the headings, cut to fit the first page, which ends between two columns.
func (t table) linesAbove() []string {
	room, pages := width(t.columns), float64(t.pagesWide())
	if pages > 1 {
		keys := width(t.columns[:t.keys()])
		room = (width(t.columns)+(pages-1)*keys)/pages*0.85 - keys
	}
	about := t.above
	if len(t.rows) == 0 && !t.told {
		about = append(slices.Clip(about), "Nothing is recorded yet.")
	}
	var list []string
	for _, text := range about {
		list = append(list, lines(clean(text), int(room*charsADigit))...)
	}
	return list
}
