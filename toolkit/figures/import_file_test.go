package figures_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
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

// remade is an xlsx file with other parts in place of its own or besides.
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

func wide(text string, bigEndian bool) string {
	mark := "\xff\xfe"
	if bigEndian {
		mark = "\xfe\xff"
	}
	b := []byte(mark)
	for _, u := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func shown(grids []figures.Grid) string {
	var lines []string
	for _, g := range grids {
		lines = append(lines, "["+g.Name+"]")
		for _, row := range g.Rows {
			lines = append(lines, strings.Join(row, "|"))
		}
	}
	return strings.Join(lines, "\n")
}

func TestReadText(t *testing.T) {
	want := "[]\nQuarter|Zoë’s team\nQ2|1,200"
	for _, c := range []struct{ name, body, want string }{
		{"commas", "Quarter,Zoë’s team\nQ2,\"1,200\"\n", want},
		{"semicolons", "Quarter;Zoë’s team\r\nQ2;1,200\r\n", want},
		{"tabs", "Quarter\tZoë’s team\nQ2\t1,200", want},
		{"a byte order mark", "\ufeffQuarter,Zoë’s team\nQ2,\"1,200\"\n", want},
		{"UTF-16", wide("Quarter\tZoë’s team\r\nQ2\t1,200\r\n", false), want},
		{"UTF-16 the other way", wide("Quarter,Zoë’s team\nQ2,\"1,200\"\n", true), want},
		{"Windows", "Quarter,Zo\xeb\x92s team\nQ2,\"1,200\"\n", want},
		{"a separator that says so", "sep=;\nQuarter;b,c,d\nQ2;5\n", "[]\n\nQuarter|b,c,d\nQ2|5"},
		{"empty lines keep their numbers", "a,b\n\n\nc,5\n", "[]\na|b\n\n\nc|5"},
		{"a line inside a cell", "\"a\nb\",x\n\nc,5\n", "[]\na b|x\n\nc|5"},
		{"marks inside quotation marks part nothing", "\"a;b;c;d\",1\n\"e;f;g;h\",2\n", "[]\na;b;c;d|1\ne;f;g;h|2"},
		{"a quotation mark inside", "5\" pipe,6\n", "[]\n5\" pipe|6"},
		{"formulas are text", "=1+1,@SUM(A1)\n-5,+3\n", "[]\n=1+1|@SUM(A1)\n-5|+3"},
		{"a long cell is cut", strings.Repeat("x", 300) + ",1\n", "[]\n" + strings.Repeat("x", 200) + "…|1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := figures.ReadGrids(t.Context(), "figures.csv", []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(grids); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
		})
	}
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
	grids, err := figures.ReadGrids(t.Context(), "figures.xlsx", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(grids), "[Sheet1]\nQuarter|Started work|FTE|When\n\nQ2|1200|18.5|46295\n[Q1]\n\n|0.3"; got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "Referrals") })
	sheet := func(rows string) map[string]string {
		return map[string]string{"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`}
	}
	far := func(column string) string { return `<row r="1"><c r="` + column + `1"><v>1</v></c></row>` }
	var rows strings.Builder
	for i := range 2001 {
		fmt.Fprintf(&rows, "%d,1\n", i)
	}
	for _, c := range []struct{ name, file, body, want string }{
		{"nothing", "a.csv", "", "is empty"},
		{"spaces", "a.csv", " \n ,\n", "has no cells"},
		{"too large", "a.csv", strings.Repeat("a,b\n", 1<<18+1), "is larger than 1 MB"},
		{"2,001 rows", "a.csv", rows.String(), "counts only, not a row for each person"},
		{"201 columns", "a.csv", strings.Repeat("1,", 200) + "1\n", "more than 200 columns"},
		{"a PDF", "a.csv", "%PDF-1.7\n1 0 obj\n%%EOF", "is not a CSV or Excel (xlsx) file"},
		{"a web page called CSV", "a.csv", "<html><script>x</script></html>", "is not a CSV or Excel (xlsx) file"},
		{"a program", "a.xlsx", "MZ\x90\x00\x03\x00\x00\x00", "is not a CSV or Excel (xlsx) file"},
		{"an old workbook", "a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "is in an old Office format"},
		{"a locked workbook", "a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "is locked with a password or a rights label"},
		{"a rights label", "a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + "D\x00R\x00M\x00E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00", "is locked with a password or a rights label"},
		{"macros", "a.xlsm", remade(t, small, map[string]string{"xl/vbaProject.bin": "x"}), "holds macros"},
		{"a Word document", "a.docx", remade(t, small, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`}), "is not a CSV or Excel (xlsx) file"},
		{"cut short", "a.xlsx", small[:len(small)/2], "is damaged"},
		{"an NHS number", "a.csv", "Referrals,5\nx,9990000018\n", "looks like an NHS number"},
		{"an NHS number in a workbook", "a.xlsx", workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "C3", 9990000018) }), "looks like an NHS number"},
		{"an NHS number in a hidden sheet", "a.xlsx", workbook(t, func(f *excelize.File) {
			_, _ = f.NewSheet("H")
			_ = f.SetCellValue("H", "A1", "999 000 0018")
			_ = f.SetSheetVisible("H", false)
		}), "looks like an NHS number"},
		{"an NHS number in the file's name", "999 000 0018.csv", "a,5\n", "looks like an NHS number"},
		{"names", "a.csv", "Referral,Surname,Started\n1,x,2\n", "has ‘Surname’ in cell B1. Counts only"},
		{"dates of birth", "a.csv", "Team,Date of Birth:\nA,1/2/1990\n", "has ‘Date of Birth:’ in cell B1. Counts only"},
		{"email addresses", "a.csv", "Team,Who\nA,somebody@example.org\n", "holds an email address, in cell B2"},
		{"a cell at the sheet's end", "a.xlsx", remade(t, small, sheet(far("XFD"))), "more than 200 columns"},
		{"a million columns", "a.xlsx", remade(t, small, sheet(far("AAAAAAAAAAAA"))), "more than 200 columns"},
		{"a cell in the last row", "a.xlsx", remade(t, small, sheet(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), "more than 2,000 rows"},
		{"a negative place in the list of texts", "a.xlsx", remade(t, small, sheet(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`)), "has no cells"},
		{"a zip bomb", "a.xlsx", remade(t, small, map[string]string{"xl/media/a.bin": strings.Repeat("\x00", 30<<20)}), "unpacks to far more"},
		{"a zip bomb of XML", "a.xlsx", remade(t, small, sheet(strings.Repeat(" ", 30<<20))), "holds more text than can be searched"},
		{"very many texts", "a.xlsx", remade(t, small, map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 500_000) + "</sst>"}), "unpacks to far more"},
		{"very many cells in a part called a picture", "a.xlsx", remade(t, small, map[string]string{"xl/media/a.png": "<w>" + strings.Repeat("<c/>", 500_000) + "</w>"}), "unpacks to far more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := figures.ReadGrids(t.Context(), c.file, []byte(c.body))
			var refused *evidence.Refused
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want words with %q", err, c.want)
			}
		})
	}
}

// TestFilesAtTheBounds: the largest, the longest and the widest file that is taken.
func TestFilesAtTheBounds(t *testing.T) {
	var rows strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&rows, "%d,1\n", i)
	}
	for _, c := range []struct {
		name, body  string
		rows, width int
	}{
		{"1 MB", strings.Repeat("x", figures.ImportLimit-2) + ",1", 1, 2},
		{"2,000 rows", rows.String(), 2000, 2},
		{"200 columns", strings.Repeat("1,", 199) + "1\n", 1, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := figures.ReadGrids(t.Context(), "a.csv", []byte(c.body))
			if err != nil || len(grids) != 1 || len(grids[0].Rows) != c.rows || grids[0].Width() != c.width {
				t.Errorf("%d grids, %v", len(grids), err)
			}
		})
	}
}

// What a hostile workbook may cost stays near what a large honest one does.
func TestHostileWorkbooksTakeLittleMemory(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "Referrals") })
	row := `<row r="1">` + strings.Repeat(`<c r="GR1"><v>1</v></c>`, 100_000) + `</row>`
	hostile := remade(t, small, map[string]string{
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + row + `</sheetData></worksheet>`,
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := figures.ReadGrids(t.Context(), "a.xlsx", []byte(hostile))
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Error("100,000 cells in one row are read")
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 800 {
		t.Errorf("reading took %d MB in all", used)
	}
}

func TestReadingEndsInTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := figures.ReadGrids(ctx, "a.xlsx", []byte(workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", 1) }))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCheckGrids(t *testing.T) {
	if err := figures.CheckGrids([]figures.Grid{across, down}); err != nil {
		t.Error(err)
	}
	for name, grids := range map[string][]figures.Grid{
		"none":          nil,
		"empty":         {{Rows: [][]string{{""}}}},
		"a name":        {{Rows: [][]string{{"First name", "1"}}}},
		"a number":      {{Rows: [][]string{{"x", "999 000 0018"}}}},
		"wide":          {{Rows: [][]string{make([]string, 201)}}},
		"long":          {{Rows: make([][]string, 2001)}},
		"many sheets":   make([]figures.Grid, 21),
		"too much text": {{Rows: [][]string{{strings.Repeat("x", 1<<20+1)}}}},
	} {
		if figures.CheckGrids(grids) == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}
