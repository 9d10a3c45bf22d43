package server

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// workbookRows are the whole workbook of an ICB with a year of saves, worked out, laid out and written, beside the same
// cells in the same looks written by nothing but excelize's stream writer.
func workbookRows(b *testing.B, t *table) {
	s := yearOfSaves(b)
	var file bytes.Buffer
	if err := workbook.Write(&file, s, ""); err != nil {
		b.Fatal(err)
	}
	sheets := sheetsOf(b, &file)
	ours := func() error { return workbook.Write(io.Discard, s, "") }
	one, two, ratio := inTurn(b, 15, ours, func() error { return streamed(sheets) })
	t.add("The workbook, beside its bare cells", perOne(1, one), perOne(1, two), ratio, atMost(1.3))
}

// yearOfSaves is an ICB's snapshot with 2,000 saves in its history.
func yearOfSaves(b *testing.B) snapshot.Snapshot {
	w := watchedSite(b)
	lead := newSaver(w.signIn(b, "lead").caller())
	for priority := range lead.keys {
		for range 5 {
			if err := lead.save(priority); err != nil {
				b.Fatal(err)
			}
		}
	}
	s, err := w.For(w.Lead).Snapshot(context.Background(), pagetest.Editions(b), view.Commissioners)
	if err != nil {
		b.Fatal(err)
	}
	var events []snapshot.Event
	for e, err := range s.Events.All() {
		if err != nil {
			b.Fatal(err)
		}
		events = append(events, e)
	}
	for once := events; len(events) < 2000; {
		events = append(events, once...)
	}
	s.Events = snapshot.Listed(events...)
	return s
}

// bareSheet is a sheet as a stream writer takes it.
type bareSheet struct {
	name    string
	rows    [][]any
	heights []excelize.RowOpts
}

func streamed(sheets []bareSheet) error {
	f := excelize.NewFile()
	for _, s := range sheets {
		if _, err := f.NewSheet(s.name); err != nil {
			return err
		}
		sw, err := f.NewStreamWriter(s.name)
		if err != nil {
			return err
		}
		for i, row := range s.rows {
			if err := sw.SetRow("A"+strconv.Itoa(i+1), row, s.heights[i]); err != nil {
				return err
			}
		}
		if err := sw.Flush(); err != nil {
			return err
		}
	}
	return f.Write(io.Discard)
}

// sheetsOf reads a workbook back.
func sheetsOf(b *testing.B, file io.Reader) []bareSheet {
	f, err := excelize.OpenReader(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var sheets []bareSheet
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		s := bareSheet{name: name}
		for i, row := range rows {
			values := make([]any, max(len(row), len(rows[0]))) // empty cells at the end of a row are cells too
			for j := range values {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				look, err := f.GetCellStyle(name, cell)
				if err != nil {
					b.Fatal(err)
				}
				values[j] = &excelize.Cell{StyleID: look}
				if j < len(row) && row[j] != "" {
					values[j] = &excelize.Cell{StyleID: look, Value: row[j]}
				}
			}
			high, _ := f.GetRowHeight(name, i+1)
			s.rows, s.heights = append(s.rows, values), append(s.heights, excelize.RowOpts{Height: high})
		}
		sheets = append(sheets, s)
	}
	return sheets
}
