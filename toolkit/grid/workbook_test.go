package grid_test

import (
	"archive/zip"
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/grid"
)

// workbook is an xlsx file that change has filled.
func workbook(t *testing.T, change func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	change(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// remade is an xlsx file with some parts replaced or added.
func remade(t *testing.T, file string, parts map[string]string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range z.File {
		if _, other := parts[p.Name]; !other {
			if err := w.Copy(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range parts {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = p.Write([]byte(text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sheetOf is the part of a workbook that holds a sheet.
func sheetOf(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func TestReadWorkbook(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"Quarter", "Started work", "FTE", "When"})
		_ = f.SetSheetRow("Sheet1", "A3", &[]any{"Q2", 1200, 18.5, time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)})
		_ = f.SetCellFormula("Sheet1", "B4", "=SUM(B3)")
		_, _ = f.NewSheet("Hidden")
		_ = f.SetCellValue("Hidden", "A1", "not seen")
		_ = f.SetSheetVisible("Hidden", false)
		_, _ = f.NewSheet("Empty")
		_, _ = f.NewSheet("Q1")
		_ = f.SetCellValue("Q1", "B2", 0.1+0.2)
	})
	grids, err := readFile(t, "figures.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(grids), "[Sheet1]\nQuarter|Started work|FTE|When\n\nQ2|1200|18.5|2026-09-30\n[Q1]\n\n|0.3"; got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
}

// TestCellsOfAWorkbook: a cell's style says what it is, and a text stays a text whatever it looks like.
func TestCellsOfAWorkbook(t *testing.T) {
	code := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	day := 46295.0
	for _, c := range []struct {
		name  string
		value any
		style *excelize.Style
		want  string
	}{
		{"a day", day, &excelize.Style{NumFmt: 14}, "2026-09-30"},
		{"a day in the ICB's own format", day, code("[$-809]dd mmmm yyyy;@"), "2026-09-30"},
		{"a month", day, code("mmm"), "2026-09-30"},
		{"a day with its time", day + 0.75, &excelize.Style{NumFmt: 22}, "2026-09-30"},
		{"a time", 0.75, &excelize.Style{NumFmt: 20}, "0.75"},
		{"an empty day", 0, &excelize.Style{NumFmt: 14}, "0"},
		{"a share", 0.42, &excelize.Style{NumFmt: 9}, "42%"},
		{"a share with decimals", 0.375, code("0.0%"), "37.5%"},
		{"a number with words beside it", 12, code(`0 "days"`), "12"},
		{"a number in red", 12, code("[Red]0"), "12"},
		{"a number", day, nil, "46295"},
		{"a number with its float's noise", 0.1 + 0.2, nil, "0.3"},
		{"a code that looks like a number", "1E5", nil, "1E5"},
		{"a code with noughts before it", "007", nil, "007"},
		{"a text in a column of days", "TBC", &excelize.Style{NumFmt: 14}, "TBC"},
		{"a text of two lines", "first\r\nsecond", nil, "first\nsecond"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := workbook(t, func(f *excelize.File) {
				_ = f.SetCellValue("Sheet1", "B2", c.value)
				if c.style != nil {
					id, err := f.NewStyle(c.style)
					if err != nil {
						t.Fatal(err)
					}
					_ = f.SetCellStyle("Sheet1", "B2", "B2", id)
				}
			})
			whole := page
			whole.Longest = 0
			grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(file), whole)
			if err != nil || len(grids) != 1 || grids[0].Rows[1][1] != c.want {
				t.Errorf("read %q, want %q, %v", grids, c.want, err)
			}
		})
	}
	t.Run("days counted from 1904", func(t *testing.T) {
		file := workbook(t, func(f *excelize.File) {
			yes := true
			_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
			_ = f.SetCellValue("Sheet1", "A1", 46295-1462)
			id, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
			_ = f.SetCellStyle("Sheet1", "A1", "A1", id)
		})
		if grids, err := readFile(t, "a.xlsx", file); err != nil || grids[0].At(0, 0) != "2026-09-30" {
			t.Errorf("read %q, %v", grids, err)
		}
	})
}

// A hostile workbook costs about as much as a large honest one.
func TestHostileWorkbooksTakeLittleMemory(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "Referrals") })
	row := `<row r="1">` + strings.Repeat(`<c r="GR1"><v>1</v></c>`, 100_000) + `</row>`
	hostile := remade(t, small, map[string]string{
		"xl/worksheets/sheet1.xml": sheetOf(row),
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readFile(t, "a.xlsx", hostile)
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Error("100,000 cells in one row are read")
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 800 {
		t.Errorf("reading took %d MB in all", used)
	}
}
