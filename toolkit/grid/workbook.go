package grid

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// unpackedLimit is how much an xlsx file of 1 MB may unpack to. Both limits of the library have this value, so that it
// never puts a part of the file on the disk.
const unpackedLimit = 24 << 20

// readWorkbook reads the visible sheets of an xlsx file that hold anything. It checks the archive and each sheet before
// the library opens them, because the library trusts what a file says of itself.
func (b Bounds) readWorkbook(ctx context.Context, body []byte) ([]Grid, error) {
	seen, err := b.checkWorkbook(ctx, body)
	if err != nil {
		return nil, err
	}
	type result struct {
		grids []Grid
		err   error
	}
	done := make(chan result, 1)
	go func() {
		grids, err := b.openWorkbook(body, seen)
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
	var hidden []string
	for _, name := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(name)
		if err == nil && !visible && len(hidden) < b.Sheets {
			hidden = append(hidden, oneLine(name, longestName))
		}
		if err != nil || !visible && !b.Hidden || len(grids) == b.Sheets {
			continue
		}
		g, err := b.readSheet(f, name, shown, seen.parts[seen.sheets[idOf(f, name)]])
		if err != nil {
			return nil, err
		}
		if g.Hidden = !visible; g.Width() > 0 {
			grids = append(grids, g)
		}
	}
	if len(grids) == 0 && len(hidden) > 0 {
		return nil, refusal(whyHidden)
	}
	for i := range grids {
		grids[i].HiddenSheets = hidden
	}
	return grids, nil
}

// readSheet reads one sheet's cells; seen is nil when nothing is known of them.
func (b Bounds) readSheet(f *excelize.File, name string, shown func(style int, number string) string, seen *seenSheet) (Grid, error) {
	g := Grid{Name: oneLine(name, longestName)}
	rows, err := f.Rows(name)
	if err != nil {
		return g, nil // a sheet that is a chart has no cells
	}
	defer rows.Close()
	for n := 1; n <= b.Rows && rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return g, refusal(whyBroken)
		}
		for i, cell := range cells {
			switch {
			case seen == nil: // only its style says what a cell is
				cells[i] = plainNumber(b.kept(cell))
			default:
				if style, number := seen.styles[[2]int{n, i + 1}]; number {
					cells[i] = shown(style, cell)
				} else {
					cells[i] = b.kept(cell)
				}
			}
		}
		g.Rows = append(g.Rows, cells)
	}
	if seen == nil {
		seen = &seenSheet{}
	}
	g.take(*seen)
	return g, nil
}

// take puts into a grid what the walk through its sheet knows better than the library, and cuts off empty rows at its
// end.
func (g *Grid) take(seen seenSheet) {
	for at, text := range seen.instead {
		row, column := at[0]-1, at[1]-1
		for len(g.Rows) <= row {
			g.Rows = append(g.Rows, nil)
		}
		for len(g.Rows[row]) <= column {
			g.Rows[row] = append(g.Rows[row], "")
		}
		g.Rows[row][column] = text
	}
	for len(g.Rows) > 0 && strings.Join(g.Rows[len(g.Rows)-1], "") == "" {
		g.Rows = g.Rows[:len(g.Rows)-1]
	}
	outside := func(n int) func(int) bool { return func(i int) bool { return i >= n } }
	g.HiddenRows = slices.DeleteFunc(seen.hiddenRows, outside(len(g.Rows)))
	g.HiddenColumns = slices.DeleteFunc(seen.hiddenColumns, outside(g.Width()))
}
