package grid

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode is a text file's text: UTF-8 or UTF-16 with its mark, UTF-8 without, or Windows' own encoding.
func decode(body []byte) string {
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
func (b Bounds) readText(text string) (Grid, error) {
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
		for ; next < line && len(g.Rows) <= b.Rows; next++ {
			g.Rows = append(g.Rows, nil)
		}
		next = line + 1
		for i, cell := range row {
			next += strings.Count(cell, "\n")
			row[i] = b.kept(cell)
		}
		g.Rows = append(g.Rows, row)
		if len(g.Rows) > b.Rows {
			return g, b.long()
		}
	}
	return g, b.check([]Grid{g})
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

// kept is a cell's text as the grid keeps it.
func (b Bounds) kept(text string) string {
	if b.Longest == 0 {
		return text
	}
	return oneLine(text, b.Longest)
}

func oneLine(text string, longest int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	return text
}
