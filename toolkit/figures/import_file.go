package figures

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"ipstoolkit/toolkit/evidence"
)

// What a file with figures may hold. A quarter's figures are a page; more is a list of people, or a slip.
const (
	ImportLimit  = 1 << 20 // bytes of the file, and of the text in all its cells
	importRows   = 2000
	importColumn = 200
	importSheets = 20
	longestCell  = 200 // characters; longer ones are cut, since neither a heading nor a number is that long
)

// Grid is the cells of one sheet as text, from the sheet's first row and column. Rows may be of different lengths. Name
// is the sheet's; a CSV file's is "".
type Grid struct {
	Name string     `json:"name"`
	Rows [][]string `json:"rows"`
}

// At is a cell's text without the space around it; "" outside the grid. Rows and columns count from 0.
func (g Grid) At(row, column int) string {
	if row < 0 || row >= len(g.Rows) || column < 0 || column >= len(g.Rows[row]) {
		return ""
	}
	return strings.TrimSpace(g.Rows[row][column])
}

// Width is how many columns the widest row has.
func (g Grid) Width() int {
	widest := 0
	for _, row := range g.Rows {
		widest = max(widest, len(row))
	}
	return widest
}

// ColumnName is a column as spreadsheets name it, "A" for 0; CellName a cell, "C4".
func ColumnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func CellName(row, column int) string { return fmt.Sprintf("%s%d", ColumnName(column), row+1) }

// why a file of figures is refused, after its name
const (
	whyLarge   = "is larger than 1 MB. Choose a file with the totals of the quarter alone"
	whyNoSheet = "is not a CSV or Excel (xlsx) file. Save it as one of these and choose it again"
	whyBroken  = "is damaged and cannot be read. Open it, save it again and choose it again"
	whyUnpacks = "unpacks to far more than a quarter's figures. Copy the figures into a new file, and choose that"
	whyRows    = "has more than 2,000 rows. Choose a file with the totals of the quarter alone: counts only, not a row for each person"
	whyColumns = "has more than 200 columns. Choose a file with the totals of the quarter alone"
	whyCells   = "holds more text than a quarter's figures. Choose a file with the totals of the quarter alone"
	whyEmpty   = "has no cells with anything in them. Choose another file"
	whyNumbers = "holds what looks like an NHS number. Counts only: choose a file without anything about single people"
)

// ReadGrids reads the sheets of a CSV or xlsx file. The file is looked at first, as evidence is: damaged, locked, old
// and hostile ones are refused, and so is one in which anything looks like an NHS number or a list of people. The error
// is an *evidence.Refused that says so in words, or the context's.
func ReadGrids(ctx context.Context, name string, body []byte) ([]Grid, error) {
	grids, err := readGrids(ctx, name, body)
	if err == nil {
		err = countsOnly(grids)
	}
	var why refusal
	if errors.As(err, &why) {
		return nil, &evidence.Refused{Name: evidence.CleanShown(name), Why: string(why)}
	}
	return grids, err
}

// refusal is an *evidence.Refused that does not know the file's name yet.
type refusal string

func (r refusal) Error() string { return string(r) }

func readGrids(ctx context.Context, name string, body []byte) ([]Grid, error) {
	if len(body) > ImportLimit {
		return nil, refusal(whyLarge)
	}
	content, err := evidence.Examine(ctx, name, bytes.NewReader(body), int64(len(body)))
	office := bytes.HasPrefix(body, []byte("PK\x03\x04")) || bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0"))
	var refused *evidence.Refused
	switch {
	case errors.As(err, &refused) && (office || len(body) == 0):
		return nil, err
	case errors.As(err, &refused):
		return nil, refusal(whyNoSheet)
	case err != nil:
		return nil, err
	case len(content.Finds) > 0:
		return nil, refusal(whyNumbers)
	}
	switch content.Kind {
	case evidence.XLSX:
		return readWorkbook(ctx, body)
	case evidence.CSV, evidence.TXT:
		g, err := readText(decoded(body))
		return []Grid{g}, err
	}
	return nil, refusal(whyNoSheet)
}

// decoded is a text file's text: UTF-8 or UTF-16 with its mark, UTF-8 without, or Windows' own encoding.
func decoded(body []byte) string {
	d := unicode.UTF8BOM.NewDecoder()
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")):
		d = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case !utf8.Valid(body):
		d = charmap.Windows1252.NewDecoder()
	}
	text, _ := d.Bytes(body) // what cannot be decoded becomes a mark, which is no number
	return string(text)
}

// readText reads cells parted by commas, semicolons or tabs, whichever part the first lines best.
func readText(text string) (Grid, error) {
	var g Grid
	mark, rest := separator(text)
	r := csv.NewReader(strings.NewReader(rest))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = mark, true, -1
	next := 1 // the line on which the next row should begin: the reader leaves out empty lines
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return g, refusal(whyBroken)
		}
		line, _ := r.FieldPos(0)
		for ; next < line && len(g.Rows) <= importRows; next++ {
			g.Rows = append(g.Rows, nil)
		}
		next = line + 1
		for i, cell := range row {
			next += strings.Count(cell, "\n")
			row[i] = cut(cell)
		}
		g.Rows = append(g.Rows, row)
		if len(g.Rows) > importRows {
			return g, refusal(whyRows)
		}
	}
	return g, bounded([]Grid{g})
}

// separator is what parts the cells of a text. Excel may say so itself, in a first line "sep=;".
func separator(text string) (rune, string) {
	first, after, _ := strings.Cut(text, "\n")
	if said, found := strings.CutPrefix(strings.TrimSpace(strings.Trim(first, "\"")), "sep="); found && len(said) == 1 {
		// The line stays, empty, so that rows keep their numbers.
		return rune(said[0]), "\n" + after
	}
	lines := strings.SplitN(text, "\n", 12)
	best, mark := 0, ','
	for _, try := range []rune{'\t', ';', ','} {
		n := 0
		for _, line := range lines[:min(len(lines), 11)] {
			n += strings.Count(outsideQuotes(line), string(try))
		}
		if n > best {
			best, mark = n, try
		}
	}
	return mark, text
}

func outsideQuotes(line string) string {
	var b strings.Builder
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}

// cut is a cell's text as the grid keeps it: on one line, and no longer than a heading.
func cut(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longestCell {
		text = string([]rune(text)[:longestCell]) + "…"
	}
	return text
}

// bounded refuses grids that are wider or hold more than a quarter's figures, and those that hold nothing.
func bounded(grids []Grid) error {
	held := 0
	for _, g := range grids {
		if len(g.Rows) > importRows {
			return refusal(whyRows)
		}
		for _, row := range g.Rows {
			if len(row) > importColumn {
				return refusal(whyColumns)
			}
			for _, cell := range row {
				held += len(cell)
			}
		}
	}
	switch {
	case held > ImportLimit:
		return refusal(whyCells)
	case held == 0:
		return refusal(whyEmpty)
	}
	return nil
}

// CheckGrids looks once more at grids that went through a person's browser. The error is as that of ReadGrids.
func CheckGrids(grids []Grid) error {
	err := bounded(grids)
	if err == nil {
		err = countsOnly(grids)
	}
	if err == nil && len(grids) > importSheets {
		err = refusal(whyCells)
	}
	if err != nil {
		return &evidence.Refused{Name: "The file", Why: err.Error()}
	}
	return nil
}
