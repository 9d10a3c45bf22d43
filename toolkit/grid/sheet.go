package grid

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/markup"
)

// sheet is a sheet that is being read. Rows and columns count from 1; row and column are the last that were begun.
type sheet struct {
	*book
	grid        *Grid
	row, column int
	inRow       bool
	cells       []string // of the row
}

// readSheet reads a sheet's cells. Only cells that hold something count towards its size: a format may run to its end.
func (k *book) readSheet(g *Grid, part string) error {
	if err := k.begin(part); err != nil {
		return err
	}
	s := sheet{book: k, grid: g}
	hidden := make([]bool, k.Columns)
	for rows := false; ; {
		kind, err := k.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && kind != markup.Text {
			rows, err = s.piece(kind == markup.Start, rows, hidden)
		}
		if err != nil {
			return err
		}
	}
	for i, is := range hidden[:min(len(hidden), g.Width())] {
		if is {
			g.HiddenColumns = append(g.HiddenColumns, i)
		}
	}
	g.HiddenRows = slices.DeleteFunc(g.HiddenRows, func(i int) bool { return i >= len(g.Rows) })
	return nil
}

// piece takes in the beginning or the end of an element; rows says whether it is among the rows.
func (s *sheet) piece(begins, rows bool, hidden []bool) (bool, error) {
	switch name := s.xml.Name(); {
	case begins && !rows && string(name) == "col":
		s.hideColumns(hidden)
	case string(name) == "sheetData":
		return begins, nil
	case !rows:
	case begins && string(name) == "row":
		return rows, s.beginRow()
	case begins && s.inRow && string(name) == "c":
		return rows, s.cell()
	case !begins && string(name) == "row":
		return rows, s.endRow()
	}
	return rows, nil
}

// hideColumns notes which columns are hidden.
func (k *book) hideColumns(hidden []bool) {
	first, _ := strconv.Atoi(string(k.xml.Attr("min")))
	last, _ := strconv.Atoi(string(k.xml.Attr("max")))
	if first >= 1 && (on(k.xml.Attr("hidden")) || string(k.xml.Attr("width")) == "0") {
		for i := first - 1; i < min(last, len(hidden)); i++ {
			hidden[i] = true
		}
	}
}

// beginRow begins a row, which must be below the last: two programs would read two different things.
func (s *sheet) beginRow() error {
	if s.inRow {
		return refusal(whyBroken)
	}
	s.inRow = true
	number := s.row + 1
	if r := s.xml.Attr("r"); r != nil {
		at, err := strconv.Atoi(string(r))
		if err != nil || at < number {
			return refusal(whyBroken)
		}
		number = at
	}
	s.row, s.column, s.cells = number, 0, s.cells[:0]
	if number <= s.Rows && (on(s.xml.Attr("hidden")) || string(s.xml.Attr("ht")) == "0") {
		s.grid.HiddenRows = append(s.grid.HiddenRows, number-1)
		return s.count(1)
	}
	return nil
}

// endRow puts the row into the grid.
func (s *sheet) endRow() error {
	if s.inRow = false; len(s.cells) == 0 {
		return nil
	}
	if err := s.count(len(s.cells) + 2*(s.row-len(s.grid.Rows))); err != nil {
		return err
	}
	for len(s.grid.Rows) < s.row-1 {
		s.grid.Rows = append(s.grid.Rows, nil)
	}
	s.grid.Rows = append(s.grid.Rows, slices.Clone(s.cells))
	return nil
}

// count counts cells that take memory.
func (k *book) count(n int) error {
	if k.cells += n; k.cells > cellsLimit {
		return refusal(whyUnpacks)
	}
	return nil
}

// cell reads a cell.
func (s *sheet) cell() error {
	kind, look, err := s.beginCell()
	if err != nil {
		return err
	}
	s.value, s.formula = s.value[:0], s.formula[:0]
	holds, calculated, formula := false, false, false
	err = s.within(nil, func(name []byte) (bool, error) {
		switch string(name) {
		case "v":
			holds, calculated = true, true
			return true, s.words(&s.value)
		case "is":
			holds = true
			return true, s.item(&s.value)
		case "f":
			holds, formula = true, true
			return true, s.words(&s.formula)
		}
		return true, s.within(nil, nil)
	})
	switch {
	case err != nil || !holds:
		return err
	case s.column > s.Columns:
		return s.wide()
	case s.row > s.Rows:
		return s.long()
	}
	if formula {
		s.grid.noteFormula(s.row-1, s.column-1)
		if len(s.value) == 0 && !(kind == "str" && calculated) { // a text may be empty
			return s.put("="+strings.ToValidUTF8(string(s.formula[:min(len(s.formula), longestFormula)]), ""), s.count(1))
		}
	}
	text, err := s.shown(kind, look)
	return s.put(text, err)
}

// longestFormula is how much of a formula is kept, to tell it by.
const longestFormula = 40

// beginCell begins a cell, which must be right of the last, and returns its type and the place of its style.
func (s *sheet) beginCell() (kind string, look int, err error) {
	s.column++
	s.xml.Attrs(func(name, value []byte) {
		switch string(name) {
		case "r":
			column, row := cellAt(value)
			if row != s.row || column < s.column {
				err = refusal(whyBroken)
			}
			s.column = column
		case "t":
			kind = kindOf(value)
		case "s":
			look, _ = strconv.Atoi(string(value))
		}
	})
	return kind, look, err
}

// kindOf is a cell's type without a copy of the words that most have.
func kindOf(value []byte) string {
	for _, known := range [...]string{"s", "n", "str", "inlineStr", "b", "e", "d"} {
		if string(value) == known {
			return known
		}
	}
	return "?"
}

// furthest is more than any column or row that a spreadsheet can have.
const furthest = 1 << 24

// cellAt is the column and the row in a cell's name: 3 and 4 for "C4". Both are at most about 400 million.
func cellAt(name []byte) (column, row int) {
	i := 0
	for ; i < len(name); i++ {
		c := name[i] | 0x20 // in small letters
		if c < 'a' || c > 'z' {
			break
		}
		column = min(column*26+int(c-'a')+1, furthest)
	}
	for ; i < len(name); i++ {
		if name[i] < '0' || name[i] > '9' {
			return column, 0
		}
		row = min(row*10+int(name[i]-'0'), furthest)
	}
	return column, row
}

// put puts a cell's text into the row, unless there is an error.
func (s *sheet) put(text string, err error) error {
	if err != nil || text == "" {
		return err
	}
	if s.held += len(text); s.held > s.Bytes {
		return s.full()
	}
	for len(s.cells) < s.column-1 {
		s.cells = append(s.cells, "")
	}
	s.cells = append(s.cells, text)
	return nil
}

// shown is the text of the cell that has been read, of a type and a style.
func (s *sheet) shown(kind string, look int) (string, error) {
	switch kind {
	case "s":
		value := bytes.TrimSpace(s.value)
		if len(value) == 0 {
			return "", nil
		}
		i, err := strconv.Atoi(string(value))
		if err != nil || i < 0 || i >= len(s.texts) {
			return "", refusal(whyBroken)
		}
		return s.texts[i], nil
	case "", "n":
		return s.number(look, string(s.value)), nil
	case "b":
		switch {
		case len(s.value) == 0:
			return "", nil
		case on(s.value):
			return "TRUE", nil
		}
		return "FALSE", nil
	case "d":
		return dayOf(string(s.value)), nil
	case "?":
		return "", refusal(whyBroken)
	}
	return s.kept(unescaped(s.value)), nil
}
