package workbook_test

import (
	"io"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

// busy is the example with a year of saves.
func busy() snapshot.Snapshot {
	s := example()
	events := s.Events
	for len(s.Events) < 2000 {
		s.Events = append(s.Events, events...)
	}
	return s
}

// BenchmarkWrite is the whole workbook of an ICB with a year of history: worked out, laid out, written.
func BenchmarkWrite(b *testing.B) {
	s := busy().For(snapshot.Full)
	b.ReportAllocs()
	for b.Loop() {
		if err := workbook.Write(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareStreamWriter writes the same cells, in the same looks, with nothing but excelize's stream writer: what
// BenchmarkWrite cannot go below. It should stay within 1.15 times of it.
func BenchmarkBareStreamWriter(b *testing.B) {
	sheets := cellsOf(b, written(b, busy().For(snapshot.Full)))
	b.ReportAllocs()
	for b.Loop() {
		f := excelize.NewFile()
		for _, s := range sheets {
			if _, err := f.NewSheet(s.name); err != nil {
				b.Fatal(err)
			}
		}
		for _, s := range sheets {
			sw, err := f.NewStreamWriter(s.name)
			if err != nil {
				b.Fatal(err)
			}
			for i, row := range s.rows {
				if err := sw.SetRow("A"+strconv.Itoa(i+1), row, s.heights[i]); err != nil {
					b.Fatal(err)
				}
			}
			if err := sw.Flush(); err != nil {
				b.Fatal(err)
			}
		}
		if err := f.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

type bareSheet struct {
	name    string
	rows    [][]any
	heights []excelize.RowOpts
}

// cellsOf reads a workbook back as what a stream writer takes.
func cellsOf(b *testing.B, file []byte) []bareSheet {
	b.Helper()
	f := open(b, file)
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
