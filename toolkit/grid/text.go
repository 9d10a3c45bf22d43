package grid

import (
	"bytes"
	"cmp"
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
	text, _ := d.Bytes(body) // what cannot be decoded becomes a mark, which is not a number
	return string(text)
}

// readText reads cells with commas, semicolons or tabs between them, whichever separates the first lines best.
func (b Bounds) readText(text string) (Grid, error) {
	var g Grid
	mark, rest := separator(strings.TrimPrefix(text, "\ufeff"))
	r := csv.NewReader(strings.NewReader(rest))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = mark, true, -1
	next := 1 // the line where the next row should begin: the reader leaves out empty lines
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

// lookedBytes and lookedLines limit how much of a text is searched for its separator.
const lookedBytes, lookedLines = 64 << 10, 11

// separator is the mark between the cells of a text. Excel may name it itself, in a first line "sep=;".
func separator(text string) (rune, string) {
	first, after, _ := strings.Cut(text, "\n")
	if said, found := strings.CutPrefix(strings.Trim(strings.TrimSpace(first), `"`), "sep="); found && len(said) == 1 {
		// The line stays, empty, so that rows keep their numbers.
		return rune(said[0]), "\n" + after
	}
	lines := strings.SplitN(outsideQuotes(text[:min(len(text), lookedBytes)]), "\n", lookedLines+1)
	lines = lines[:min(len(lines), lookedLines)]
	mark, best := ',', parting{}
	for _, try := range separators {
		if p := partedBy(try, lines); p.above(best) {
			mark, best = try, p
		}
	}
	return mark, text
}

const separators = "\t;,"

// parting says how well a mark separates some lines: how many lines have it, how many of those have the same number of
// cells, and how often it occurs.
type parting struct{ lines, alike, marks int }

// above compares two separators. Notes may be full of commas, but a file's real separator is in every line, first of
// all in its headings.
func (p parting) above(other parting) bool {
	return cmp.Or(cmp.Compare(p.lines, other.lines), cmp.Compare(p.alike, other.alike), cmp.Compare(p.marks, other.marks)) > 0
}

func partedBy(mark rune, lines []string) parting {
	var p parting
	alike := map[int]int{}
	for _, line := range lines {
		n := strings.Count(line, string(mark))
		if n == 0 {
			continue
		}
		alike[n]++
		p.lines, p.marks, p.alike = p.lines+1, p.marks+n, max(p.alike, alike[n])
	}
	return p
}

// outsideQuotes is a text without the cells in quotation marks, which may run over several lines.
func outsideQuotes(text string) string {
	var b strings.Builder
	begins := true // of a cell
	for i := 0; i < len(text); i++ {
		if text[i] == '"' && begins {
			end := closing(text[i+1:])
			if end < 0 {
				b.WriteString(text[i:]) // a quotation mark without a closing one means inches, and so do those after it
				break
			}
			i += end + 1
			begins = false
			continue
		}
		begins = text[i] == '\n' || strings.IndexByte(separators, text[i]) >= 0
		b.WriteByte(text[i])
	}
	return b.String()
}

// closing is the place of the quotation mark that ends a cell, before a separator or the line's end; -1 when there is
// none.
func closing(text string) int {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '"':
		case strings.HasPrefix(text[i+1:], `"`):
			i++
		case i+1 == len(text) || strings.IndexByte("\r\n"+separators, text[i+1]) >= 0:
			return i
		}
	}
	return -1
}

// kept is a cell's text as the grid keeps it.
func (b Bounds) kept(text string) string {
	if b.Longest == 0 {
		return lineBreaks.Replace(text)
	}
	return oneLine(text, b.Longest)
}

// lineBreaks are those of Windows and of old programs.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func oneLine(text string, longest int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	return text
}

// Text is the grid as a text. The function Text reads the same rows from it, except empty ones at its end.
func (g Grid) Text() string {
	var b strings.Builder
	for _, row := range g.Rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, "\"\r\n"+separators) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
