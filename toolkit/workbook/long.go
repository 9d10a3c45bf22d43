package workbook

import "strings"

// longText is a text taller than a row can be.
type longText struct {
	sheet, row, column, text string
}

// readInFull collects the texts of a table that are taller than a row can be, for the sheet of long texts, and says in
// their rows where to read them. It leaves the history's texts: people could read them in full while they were on the
// Toolkit sheet.
func (b *book) readInFull(t *table) {
	if t.history {
		return
	}
	where := make([]string, len(t.rows))
	before := len(b.long)
	for i, row := range t.rows {
		for j, value := range row {
			text, ok := value.(string)
			if !ok || len(text) < 500 || lineHeight*float64(height(text, t.columns[j].width))+3 <= tallest {
				continue
			}
			where[i] = strings.TrimSpace(where[i] + "\n" + t.columns[j].title + ": in the sheet " + LongTexts)
			b.long = append(b.long, longText{t.name, rowName(t.columns, row), t.columns[j].title, clean(text)})
		}
	}
	if len(b.long) == before {
		return
	}
	t.columns = append(t.columns, column{"Read in full", 16, wrapped, false})
	for i := range t.rows {
		t.rows[i] = append(t.rows[i], where[i])
	}
}

// rowName names a row by its key columns.
func rowName(columns []column, row []any) string {
	var words []string
	for i, c := range columns {
		if text, ok := row[i].(string); ok && c.key {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}

// longTexts are the texts that are taller than a row can be, in pieces that people can read on screen and on paper.
func (b *book) longTexts() table {
	const width = 110
	t := table{name: LongTexts, columns: []column{
		{"Sheet", 12, wrapped, true},
		{"Row", 30, wrapped, true},
		{"Column", 20, wrapped, true},
		{"Text", width, wrapped, false},
	}}
	for _, l := range b.long {
		for _, part := range pieced(l.text, func(rest string) int { return fitting(rest, width, 25) }) {
			t.rows = append(t.rows, []any{l.sheet, l.row, l.column, part})
		}
	}
	return t
}
