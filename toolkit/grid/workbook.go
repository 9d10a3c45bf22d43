package grid

import (
	"bytes"
	"context"
	"errors"

	"github.com/xuri/excelize/v2"
)

// unpackedLimit is how much an xlsx file of 1 MB may unpack to. Both limits of the library have this value, so that it
// never puts a part of the file on the disk.
const unpackedLimit = 24 << 20

// readWorkbook reads the visible sheets of an xlsx file that hold anything. It checks the archive and each sheet before
// the library opens them, because the library trusts what a file says of itself.
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
		return nil, ctx.Err() // the reading may still run: the checks above limit its cost
	}
}

// longestName is how much of a sheet's name is kept. Spreadsheets allow 31 characters.
const longestName = 200

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
			case numbers == nil: // only its style says what a cell is
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
