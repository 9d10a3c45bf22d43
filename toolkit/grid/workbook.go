package grid

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// unpackedLimit is how much an xlsx file of 1 MB may unpack to. Both limits of the library are this one, so that it
// never puts a part of the file on the disk.
const unpackedLimit = 24 << 20

// readWorkbook reads the sheets of an xlsx file that people see, as far as they hold anything. The archive and each
// sheet are looked at before the library opens them: it trusts what a file says of itself.
func (b Bounds) readWorkbook(ctx context.Context, body []byte) ([]Grid, error) {
	numbers, err := b.checkWorkbook(ctx, body)
	if err != nil {
		return nil, err
	}
	type result struct {
		grids []Grid
		err   error
	}
	done := make(chan result, 1)
	go func() {
		grids, err := b.openWorkbook(body, numbers)
		done <- result{grids, err}
	}()
	select {
	case r := <-done:
		if r.err == nil {
			r.err = b.check(r.grids)
		}
		return r.grids, r.err
	case <-ctx.Done():
		return nil, ctx.Err() // what goes on is bounded by the checks above
	}
}

// longestName is how much of a sheet's name is kept. Spreadsheets take 31 characters.
const longestName = 200

// elementsLimit is how many elements all parts together may have: each costs the library some hundred bytes of memory.
const elementsLimit = 400_000

// pictures are the endings of parts that need not be XML. They are walked all the same: a part can be a sheet whatever
// it is called.
var pictures = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".emf": true, ".wmf": true, ".bin": true, ".vml": true,
}

// walk is what is seen of a workbook's parts before the library opens it.
type walk struct {
	elements int
	sheets   map[string]string // the parts that hold sheets, by the ids under which the workbook names them
	numbers  map[string]styles // the cells that hold numbers, by part
}

// styles are the cells of a sheet that hold a number, by row and column from 1, and how each is shown: the place of its style
// in the workbook's list.
type styles map[[2]int]int

// checkWorkbook refuses archives that unpack to too much and sheets that are too long or too wide.
func (b Bounds) checkWorkbook(ctx context.Context, body []byte) (walk, error) {
	seen := walk{sheets: map[string]string{}, numbers: map[string]styles{}}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return seen, refusal(whyBroken)
	}
	var unpacked uint64
	for _, part := range z.File {
		if unpacked += min(part.UncompressedSize64, unpackedLimit+1); unpacked > unpackedLimit {
			return seen, refusal(whyUnpacks)
		}
	}
	for _, part := range z.File {
		if err := b.checkPart(ctx, part, &seen); err != nil {
			return seen, err
		}
	}
	return seen, nil
}

// checkPart walks a part's elements. Only cells that hold something count towards a sheet's size: a format may run to
// its end.
func (b Bounds) checkPart(ctx context.Context, part *zip.File, seen *walk) error {
	r, err := part.Open()
	if err != nil {
		return refusal(whyBroken)
	}
	defer r.Close()
	d := xml.NewDecoder(io.LimitReader(r, unpackedLimit))
	d.Strict = false
	row, column, style := 0, 0, -1
	cells := styles{}
	seen.numbers[part.Name] = cells
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && pictures[strings.ToLower(path.Ext(part.Name))] {
			return nil
		}
		if err != nil {
			return refusal(whyBroken)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if seen.elements++; seen.elements > elementsLimit {
			return refusal(whyUnpacks)
		}
		if seen.elements%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch e.Name.Local {
		case "row":
			row, column = row+1, 0
			if at, err := strconv.Atoi(attribute(e, "r")); err == nil {
				row = at
			}
		case "c":
			column++
			if at := b.columnOf(attribute(e, "r")); at > 0 {
				column = at
			}
			style = -1
			if kind := attribute(e, "t"); kind == "" || kind == "n" {
				style, _ = strconv.Atoi(attribute(e, "s"))
			}
		case "Relationship":
			seen.sheet(part.Name, e)
		case "v", "is", "f":
			switch {
			case column > b.Columns:
				return b.wide()
			case row > b.Rows:
				return b.long()
			}
			if style >= 0 {
				cells[[2]int{row, column}] = style
			}
		}
	}
}

// sheet notes which part an id of the workbook means.
func (w *walk) sheet(part string, e xml.StartElement) {
	folder := path.Dir(path.Dir(part)) // "xl" for "xl/_rels/workbook.xml.rels"
	if path.Base(part) != "workbook.xml.rels" || !strings.HasSuffix(attribute(e, "Type"), "/worksheet") {
		return
	}
	target := attribute(e, "Target")
	if !strings.HasPrefix(target, "/") {
		target = path.Join(folder, target)
	}
	w.sheets[attribute(e, "Id")] = strings.TrimPrefix(target, "/")
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf is the number of the column in a cell's name, 3 for "C4"; far past the end for a name that is too long.
func (b Bounds) columnOf(cell string) int {
	n := 0
	for _, r := range strings.ToUpper(cell) {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > b.Columns*100 {
			break
		}
	}
	return n
}

// openWorkbook reads the visible sheets with the library, which panics on some damaged files.
func (b Bounds) openWorkbook(body []byte, seen walk) (grids []Grid, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			grids, err = nil, refusal(whyBroken)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(body), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: unpackedLimit, UnzipXMLSizeLimit: unpackedLimit,
	})
	if err != nil {
		return nil, refusal(whyBroken)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	shown := shownNumbers(f)
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err != nil || !visible || len(grids) == b.Sheets {
			continue
		}
		g, err := b.readSheet(f, name, shown, seen.numbers[seen.sheets[idOf(f, name)]])
		if err != nil {
			return nil, err
		}
		if g.Width() > 0 {
			grids = append(grids, g)
		}
	}
	return grids, nil
}

// readSheet reads one sheet's cells; numbers is nil when nothing is known of them.
func (b Bounds) readSheet(f *excelize.File, name string, shown func(style int, number string) string, numbers styles) (Grid, error) {
	g := Grid{Name: oneLine(name, longestName)}
	rows, err := f.Rows(name)
	if err != nil {
		return g, nil // a sheet that is a chart has no cells
	}
	defer rows.Close()
	filled := 0
	for n := 1; n <= b.Rows && rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return g, refusal(whyBroken)
		}
		for i, cell := range cells {
			style, number := numbers[[2]int{n, i + 1}]
			switch {
			case number:
				cells[i] = shown(style, cell)
			case numbers == nil: // nothing but its look says what a cell is
				cells[i] = plainNumber(b.kept(cell))
			default:
				cells[i] = b.kept(cell)
			}
			if cells[i] != "" {
				filled = n
			}
		}
		g.Rows = append(g.Rows, cells)
	}
	g.Rows = g.Rows[:filled]
	return g, nil
}
