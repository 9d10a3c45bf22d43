package server

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/demo"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// importRows are the full workbook of the demonstration's first ICB, read back as an import reads it: searched for NHS numbers
// and what is hostile, and all its cells, hidden sheets too. Beside it is what excelize takes for the same cells: as people see
// them, which is its plain way, and as they are kept.
func importRows(b *testing.B, t *table) {
	file := demoWorkbook(b)
	bounds := grid.Bounds{Bytes: 12 << 20, Rows: 120_000, Columns: 400, Sheets: 80, Hidden: true}
	ours := func() error {
		_, _, err := grid.Read(context.Background(), "workbook.xlsx", file, bounds)
		return err
	}
	one, two, ratio := inTurn(b, 9, ours, func() error { return library(file) })
	t.add("A workbook read back, beside excelize's GetRows", perOne(1, one), perOne(1, two), ratio, atMost(0.65))
	raw := func() error { return library(file, excelize.Options{RawCellValue: true}) }
	one, two, ratio = inTurn(b, 25, ours, raw)
	t.add("A workbook read back, beside its raw cells", perOne(1, one), perOne(1, two), ratio, atMost(0.65))
	searched := func() error {
		_, err := evidence.Examine(context.Background(), "workbook.xlsx", bytes.NewReader(file), int64(len(file)))
		return err
	}
	one, two, ratio = inTurn(b, 25, searched, ours)
	t.add("The search for NHS numbers, as a part of that", perOne(1, one), perOne(1, two), ratio, none)
}

// demoWorkbook is the full workbook of the demonstration's first ICB.
func demoWorkbook(b *testing.B) []byte {
	b.Helper()
	ctx, clock := b.Context(), time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)
	st, err := store.Open(ctx, store.Options{Dir: b.TempDir(), Clock: func() time.Time { return clock }})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	library := pagetest.Editions(b)
	if err := demo.Fill(ctx, st, library, "https://sign-in.example", clock, func(at time.Time) { clock = at }); err != nil {
		b.Fatal(err)
	}
	s, err := st.For(membersOf(b, st, "DEMO1")[0]).Snapshot(ctx, library, view.Commissioners)
	if err != nil {
		b.Fatal(err)
	}
	var file bytes.Buffer
	if err := workbook.Write(&file, s, ""); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// library reads all sheets of a workbook with excelize alone.
func library(file []byte, options ...excelize.Options) error {
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		return err
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if _, err := f.GetRows(name, options...); err != nil {
			return err
		}
	}
	return nil
}
