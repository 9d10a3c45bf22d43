package grid

import (
	"bytes"
	"cmp"
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

// readText reads cells with commas, semicolons or tabs between them, whichever separates the headings.
func (b Bounds) readText(text string) (Grid, error) {
	var g Grid
	mark, rest := separator(lineBreaks.Replace(strings.TrimPrefix(text, "\ufeff")))
	for rest != "" {
		if len(g.Rows) == b.Rows {
			return g, b.long()
		}
		var row []string
		if row, rest = nextRow(rest, mark, b.Columns); len(row) > b.Columns {
			return g, b.wide()
		}
		for i, cell := range row {
			row[i] = b.kept(cell)
		}
		g.Rows = append(g.Rows, row)
	}
	return g, b.check([]Grid{g})
}

// nextRow is the first row of a text and the text below it; nil for an empty line. Nothing is trimmed: a cell is what
// lies between two marks. It stops after more cells than a row may have.
func nextRow(text, mark string, most int) (row []string, below string) {
	if after, empty := strings.CutPrefix(text, "\n"); empty {
		return nil, after
	}
	for {
		var cell string
		cell, text = nextCell(text, mark)
		row = append(row, cell)
		after, more := strings.CutPrefix(text, mark)
		if !more || len(row) > most {
			return row, strings.TrimPrefix(text, "\n")
		}
		text = after
	}
}

// nextCell is the cell at the start of a text, and the text from the mark or the line's end that follows it.
func nextCell(text, mark string) (cell, rest string) {
	if quoted, begins := strings.CutPrefix(text, `"`); begins {
		if end := closing(quoted, mark); end >= 0 {
			return strings.ReplaceAll(quoted[:end], `""`, `"`), quoted[end+1:]
		}
	}
	end := strings.IndexAny(text, mark+"\n")
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

// lookedBytes and lookedLines limit how much of a text is searched for its separator.
const lookedBytes, lookedLines = 64 << 10, 11

// separator is the mark between the cells of a text. Excel may name it itself, in a first line "sep=;".
func separator(text string) (mark, rest string) {
	first, after, _ := strings.Cut(text, "\n")
	first = strings.ToLower(strings.Trim(first, `"`))
	// Saved again, the line may have got the marks of the other columns: "sep=;;;;".
	if said, found := strings.CutPrefix(first, "sep="); found && len(said) > 0 && strings.Trim(said, said[:1]) == "" {
		// The line stays, empty, so that rows keep their numbers.
		return said[:1], "\n" + after
	}
	lines := strings.SplitN(outsideQuotes(text[:min(len(text), lookedBytes)]), "\n", lookedLines+1)
	lines = lines[:min(len(lines), lookedLines)]
	for _, spaced := range []bool{false, true} {
		mark, best := ",", parting{}
		for _, try := range separators {
			if p := partedBy(try, lines, spaced); p.above(best) {
				mark, best = string(try), p
			}
		}
		if best.lines > 0 {
			return mark, text
		}
	}
	return ",", text
}

const separators = "\t;,"

// parting says how well a mark separates some lines: how many lines have it, the first of them, how many of those have
// the same number of cells, and how often it occurs.
type parting struct{ lines, first, alike, marks int }

// above compares two separators. Notes may be full of commas, but a file's real separator is in every line, first of
// all in its headings.
func (p parting) above(other parting) bool {
	return cmp.Or(cmp.Compare(p.lines, other.lines), cmp.Compare(other.first, p.first), cmp.Compare(p.alike, other.alike),
		cmp.Compare(p.marks, other.marks)) > 0
}

// partedBy counts a mark in some lines. A comma or semicolon with a space after it belongs to a sentence, unless
// spaced says that there is no other separator.
func partedBy(mark rune, lines []string, spaced bool) parting {
	var p parting
	alike := map[int]int{}
	for i, line := range lines {
		n := strings.Count(line, string(mark))
		if mark != '\t' && !spaced {
			n -= strings.Count(line, string(mark)+" ")
		}
		if n == 0 {
			continue
		}
		if p.lines == 0 {
			p.first = i
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
			if end := closing(text[i+1:], separators); end >= 0 {
				i += end + 1
				begins = false
				continue
			}
		}
		begins = text[i] == '\n' || strings.IndexByte(separators, text[i]) >= 0
		b.WriteByte(text[i])
	}
	return b.String()
}

// longestAfter is how far behind a single quotation mark a cell may end. Without a limit each mark of a hostile file would
// be sought to the file's end.
const longestAfter = 1000

// closing is the place of the quotation mark that ends a cell: one before a separator or the line's end. It is -1 when
// there is none, so that the first mark belongs to the cell's words: `"Thrive" offer`. A program that writes several
// lines in one cell doubles the marks inside, so a single one there says that the lines are rows.
func closing(text, marks string) int {
	single, lines := -1, false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\n':
			lines = true
		case text[i] != '"':
		case strings.HasPrefix(text[i+1:], `"`):
			i++
		case i+1 == len(text) || text[i+1] == '\n' || strings.IndexByte(marks, text[i+1]) >= 0:
			return i
		case single < 0:
			single = i
		}
		if single >= 0 && (lines || i > single+longestAfter) {
			return -1
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
