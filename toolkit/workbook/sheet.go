package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostFrozen is how many lines above the headings stay in view with them while a reader scrolls: more would fill the
// screen.
const mostFrozen = 6

// write writes the table's sheet, with its headings frozen, filtered and repeated on each page.
func (b *book) write(t table) error {
	sw, err := b.sheet(t.name, t.columns, t.pagesWide())
	if err != nil {
		return err
	}
	top, err := b.begin(sw, t)
	if err != nil {
		return err
	}
	keyed := t.keyed(b.s)
	last, on := top, t.onPages()
	var key Key // of the row, where the table has keys
	put := func(row []any) error {
		if t.paperPages > 0 && t.paper == 0 && on.put(tableRowHeight(t.columns, row)) > t.paperPages {
			t.paper = last - top
		}
		last, err = b.row(sw, t.columns, row, last+1, key)
		return err
	}
	for i, row := range t.rows {
		if keyed {
			key = t.back.of[i]
		}
		if err := put(row); err != nil {
			return err
		}
	}
	if t.each != nil {
		if err := t.each(put); err != nil {
			return err
		}
	}
	if err := b.asTable(t, top, last); err != nil {
		return err
	}
	if t.finish != nil {
		if err := t.finish(t.name, top+1, last); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// begin writes what is above the table's rows and returns the number of the row of headings.
func (b *book) begin(sw *excelize.StreamWriter, t table) (top int, err error) {
	above, from, first := t.linesAbove(), t.firstRead(), 1
	if t.keyed(b.s) {
		first = 2
		if err := sw.SetColVisible(len(t.columns)+1, len(t.columns)+1, false); err != nil {
			return 0, err
		}
	}
	top = first + len(above)
	panes := excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: "A" + strconv.Itoa(top+1), ActivePane: "bottomLeft"}
	if len(above) <= mostFrozen {
		if err := sw.SetPanes(&panes); err != nil {
			return 0, err
		}
	}
	if first > 1 {
		if err := sw.SetRow("A1", t.fieldKeys(), excelize.RowOpts{Hidden: true}); err != nil {
			return 0, err
		}
	}
	for i, line := range above {
		row := make([]any, from+1)
		row[from] = excelize.Cell{StyleID: b.styles.of[normal], Value: line}
		if err := setRow(sw, first+i, row, lineHeight+2); err != nil {
			return 0, err
		}
	}
	return top, b.headings(sw, t, top)
}

// headings writes the row of headings; those of numbers are aligned right.
func (b *book) headings(sw *excelize.StreamWriter, t table, at int) error {
	titles := make([]any, len(t.columns))
	for i, c := range t.columns {
		look := header
		if c.look.numeric() {
			look = headerNumber
		}
		titles[i] = excelize.Cell{StyleID: b.styles.of[look], Value: clean(c.title)}
	}
	if t.keyed(b.s) {
		titles = append(titles, headingsKey)
	}
	return setRow(sw, at, titles, headingsHeight(t.columns))
}

// sheet is a sheet ready to be written: its columns, its page, its footer.
func (b *book) sheet(name string, columns []column, wide int) (*excelize.StreamWriter, error) {
	if err := b.page(name, wide, 0); err != nil {
		return nil, err
	}
	sw, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for first := 0; first < len(columns); { // columns of one width together: each call goes through all earlier columns
		next := first + 1
		for next < len(columns) && columns[next].width == columns[first].width {
			next++
		}
		if err := sw.SetColWidth(first+1, next, columns[first].width); err != nil {
			return nil, err
		}
		first = next
	}
	return sw, nil
}

// page sets up a sheet for A4 landscape, a number of pages wide and high (0: as many as it takes).
func (b *book) page(name string, wide, high int) error {
	fit, a4, landscape := true, 9, "landscape"
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &landscape, FitToWidth: &wide,
		FitToHeight: &high,
	}); err != nil {
		return err
	}
	side, top, note := 0.4, 0.5, 0.25
	if err := b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top,
		Header: &note, Footer: &note,
	}); err != nil {
		return err
	}
	whose := strings.ReplaceAll(short(b.s.ICB.Name, 70)+", "+b.s.Today().Words(), "&", "&&")
	font := `&"` + fontFamily + `,Regular"&8 ` // without the space, a name that begins with a digit would be read as a size
	return b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{
		OddFooter: "&L" + font + whose + "&C" + font + "&A&R" + font + "Page &P of &N",
	})
}

// short cuts a line that is only a reminder.
func short(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// asTable filters a sheet's table and repeats its headings on each page, and its key columns on a second page across.
func (b *book) asTable(t table, top, last int) error {
	width := len(t.columns)
	if t.keyed(b.s) {
		width++ // people sort what the filter holds, and the keys have to go along
	}
	corner, err := excelize.CoordinatesToCellName(width, max(last, top+1))
	if err != nil {
		return err
	}
	if err := b.file.AutoFilter(t.name, "A"+strconv.Itoa(top)+":"+corner, nil); err != nil {
		return err
	}
	repeated := fmt.Sprintf("'%s'!$%d:$%d", t.name, top, top)
	if keys := t.keys(); keys > 0 && t.pagesWide() > 1 {
		name, _ := excelize.ColumnNumberToName(keys)
		repeated = fmt.Sprintf("'%s'!$A:$%s,%s", t.name, name, repeated)
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: repeated, Scope: t.name}); err != nil {
		return err
	}
	if t.paper == 0 || last <= top+t.paper {
		return nil
	}
	column, _ := excelize.ColumnNumberToName(len(t.columns))
	printed := fmt.Sprintf("'%s'!$A$1:$%s$%d", t.name, column, top+t.paper)
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: printed, Scope: t.name})
}

// row writes one row, with its key where it has one, and returns the last row's number. A text longer than a cell continues in the
// next row.
func (b *book) row(sw *excelize.StreamWriter, columns []column, row []any, at int, key Key) (int, error) {
	var rest [][]string // the parts of each column's text after the first
	for i, value := range row {
		text, isText := value.(string)
		if !isText {
			continue
		}
		text = clean(text)
		if len(text) > cellLimit {
			parts := pieces(text)
			if rest == nil {
				rest = make([][]string, len(row))
			}
			text, rest[i] = parts[0], parts[1:]
		}
		row[i] = text
	}
	if err := b.cells(sw, columns, row, at, key.text(0)); err != nil || rest == nil {
		return at, err
	}
	for part := 0; ; part++ {
		next, more := make([]any, len(row)), false
		for i := range row {
			next[i] = ""
			switch {
			case part < len(rest[i]):
				next[i], more = rest[i][part], true
			case columns[i].key:
				next[i] = row[i]
			}
		}
		if !more {
			return at, nil
		}
		at++
		if err := b.cells(sw, columns, next, at, key.text(part+1)); err != nil {
			return at, err
		}
	}
}

// cells writes the cells of one row in the styles of their columns, and behind them its key, "" for none.
func (b *book) cells(sw *excelize.StreamWriter, columns []column, row []any, at int, key string) error {
	for len(b.cell) <= len(row) {
		b.cell = append(b.cell, &excelize.Cell{})
	}
	values := b.values[:0]
	for i, value := range row {
		look := columns[i].look
		if s, ok := value.(styled); ok {
			value, look = s.value, s.look
		}
		if text, isText := value.(string); isText {
			switch {
			case text == "":
				value = nil
			case look.numeric(): // words where a number is missing
				look = wrappedRight
			case look == date || look == dateTime:
				look = wrapped
			}
		}
		*b.cell[i] = excelize.Cell{StyleID: b.styles.of[look], Value: value}
		values = append(values, b.cell[i])
	}
	if key != "" {
		last := b.cell[len(row)]
		*last = excelize.Cell{StyleID: b.styles.of[normal], Value: key}
		values = append(values, last)
	}
	b.values = values
	return setRow(sw, at, values, tableRowHeight(columns, row))
}

func setRow(sw *excelize.StreamWriter, at int, cells []any, high float64) error {
	return sw.SetRow("A"+strconv.Itoa(at), cells, excelize.RowOpts{Height: high})
}
