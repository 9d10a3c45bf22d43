package grid_test

import (
	"archive/zip"
	"bytes"
	"runtime"
	"slices"
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
		_ = f.SetCellFormula("Sheet1", "B4", "SUM(B3)")
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
	const want = "[Sheet1]\nQuarter|Started work|FTE|When\n\nQ2|1200|18.5|2026-09-30\n|=SUM(B3)\n[Q1]\n\n|0.3"
	if got := shown(grids); got != want {
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
		{"a day with its float's noise", day - 1e-10, &excelize.Style{NumFmt: 14}, "2026-09-30"},
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
				t.Errorf("read %+v, want %q, %v", grids, c.want, err)
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
			t.Errorf("read %+v, %v", grids, err)
		}
	})
}

// TestCellsWithoutANumber: what is not a number is said, and never read as 1 or as nothing.
func TestCellsWithoutANumber(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "x") })
	for _, c := range []struct{ name, cell, want string }{
		{"a number", `<c r="A1"><v>5</v></c>`, "5"},
		{"a formula with its value", `<c r="A1"><f>2+3</f><v>5</v></c>`, "5"},
		{"a formula without its value", `<c r="A1"><f>SUM(B1:B3)</f></c>`, "=SUM(B1:B3)"},
		{"as one program writes it", `<c r="A1"><f>SUM(B1:B3)</f><v></v></c>`, "=SUM(B1:B3)"},
		{"as another does", `<c r="A1" t="n"><f>SUM(B1:B3)</f><v/></c>`, "=SUM(B1:B3)"},
		{"one that a formula above is for", `<c r="A1"><f t="shared" si="0"/></c>`, "="},
		{"a formula for no words", `<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>`, ""},
		{"a formula for words, without them", `<c r="A1" t="str"><f>IF(1,"")</f></c>`, `=IF(1,"")`},
		{"a long formula", `<c r="A1"><f>` + strings.Repeat("A1+", 100) + `1</f></c>`, "=" + strings.Repeat("A1+", 13) + "A"},
		{"true", `<c r="A1" t="b"><v>1</v></c>`, "TRUE"},
		{"false", `<c r="A1" t="b"><v>0</v></c>`, "FALSE"},
		{"an error", `<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "#DIV/0!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := readFile(t, "a.xlsx", remade(t, small, map[string]string{
				"xl/worksheets/sheet1.xml": sheetOf(`<row r="1">` + c.cell + `<c r="B1"><v>1</v></c></row>`),
			}))
			if err != nil || len(grids) != 1 || grids[0].At(0, 0) != c.want || grids[0].At(0, 1) != "1" {
				t.Errorf("read %+v, %v, want %q", grids, err, c.want)
			}
		})
	}
}

// TestWhatAWorkbookHides: hidden rows and columns are read and told apart; hidden sheets are named.
func TestWhatAWorkbookHides(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"Team", "Referrals", "Old"})
		_ = f.SetSheetRow("Sheet1", "A2", &[]any{"North", 25, 1})
		_ = f.SetSheetRow("Sheet1", "A3", &[]any{"South", 15, 2})
		_ = f.SetRowVisible("Sheet1", 3, false)
		_ = f.SetRowVisible("Sheet1", 9, false)
		_ = f.SetColVisible("Sheet1", "C:Z", false)
		_, _ = f.NewSheet("Lists")
		_ = f.SetCellValue("Lists", "A1", "not seen")
		_ = f.SetSheetVisible("Lists", false)
	})
	grids, err := readFile(t, "figures.xlsx", file)
	if err != nil || len(grids) != 1 {
		t.Fatalf("%d grids, %v", len(grids), err)
	}
	g := grids[0]
	if !slices.Equal(g.HiddenRows, []int{2}) || !slices.Equal(g.HiddenColumns, []int{2}) ||
		!slices.Equal(g.HiddenSheets, []string{"Lists"}) {
		t.Errorf("hidden are rows %v, columns %v, sheets %v", g.HiddenRows, g.HiddenColumns, g.HiddenSheets)
	}
	if !g.RowHidden(2) || g.RowHidden(1) || !g.ColumnHidden(2) || g.ColumnHidden(0) || g.At(2, 1) != "15" {
		t.Errorf("read %+v", g)
	}
	only := workbook(t, func(f *excelize.File) {
		cover, _ := f.NewSheet("Cover")
		f.SetActiveSheet(cover)
		_ = f.SetCellValue("Sheet1", "A1", "Referrals")
		_ = f.SetSheetVisible("Sheet1", false)
	})
	if _, err := readFile(t, "a.xlsx", only); err == nil || !strings.Contains(err.Error(), "has cells only in hidden sheets") {
		t.Errorf("cells only in a hidden sheet: %v", err)
	}
}

// TestHiddenSheetsThatAreAskedFor: hidden and very hidden sheets come with the others, and say that they are hidden.
func TestHiddenSheetsThatAreAskedFor(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		_ = f.SetCellValue("Sheet1", "A1", "seen")
		for name, very := range map[string]bool{"Keys": true, "Lists": false} {
			_, _ = f.NewSheet(name)
			_ = f.SetCellValue(name, "A1", name)
			_ = f.SetSheetVisible(name, false, very)
		}
	})
	all := page
	all.Hidden = true
	grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(file), all)
	if err != nil || len(grids) != 3 || len(grids[0].HiddenSheets) != 2 {
		t.Fatalf("read %+v, %v", grids, err)
	}
	for _, g := range grids {
		if g.Hidden != (g.Name != "Sheet1") || g.At(0, 0) == "" {
			t.Errorf("read %+v", g)
		}
	}
}

// TestTextsComeBackExactly: with no bound on a cell's length, a text is what the person typed, whichever program wrote it.
func TestTextsComeBackExactly(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "x") })
	for _, c := range []struct{ name, item, want string }{
		{"spaces", `<t xml:space="preserve">  a  </t>`, "  a  "},
		{"spaces that nothing asks to keep", `<t> a </t>`, " a "},
		{"a line break", "<t>a\nb</t>", "a\nb"},
		{"a line break of Windows", "<t>a\r\nb</t>", "a\nb"},
		{"a line break as Excel writes it", "<t>a_x000D_\nb</t>", "a\nb"},
		{"a line break as a number", "<t>a&#13;&#10;b&#xA;c</t>", "a\nb\nc"},
		{"a tab", "<t>a\tb</t>", "a\tb"},
		{"what looks like an escape, escaped", `<t>_x005F_x0041_</t>`, "_x0041_"},
		{"an escape", `<t>_x0041_b_x000d_</t>`, "Ab\n"},
		{"an escape in two halves", `<t>_xD83D__xDE00_ _xD83D_</t>`, "😀 \uFFFD"},
		{"an escape that no text may hold", `<t>a_x0000_b_x0001_</t>`, "a\uFFFDb\uFFFD"},
		{"half an escape", `<t>_x004_x0041</t>`, "_x004_x0041"},
		{"a formula that is text", `<t>=1+1</t>`, "=1+1"},
		{"an apostrophe", `<t>'40</t>`, "'40"},
		{"marks of XML", `<t>&lt;b&gt; &amp;amp; &quot;q&quot; &apos;</t>`, "<b> &amp; \"q\" '"},
		{"a section that is not parsed", `<t><![CDATA[<b> &amp;]]></t>`, "<b> &amp;"},
		{"a comment between", `<t>a<!-- no -->b</t>`, "ab"},
		{"emoji", `<t>👩‍⚕️ 🇬🇧 é &#x1F600;</t>`, "👩‍⚕️ 🇬🇧 é 😀"},
		{"right to left", `<t>שלום عليكم</t>`, "שלום عليكم"},
		{"runs of several looks", `<r><rPr><b/></rPr><t xml:space="preserve">bold </t></r><r><t>plain</t></r>`, "bold plain"},
		{"how it is said, left out", `<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>`, "東京"},
		{"nothing", `<t/>`, ""},
	} {
		for _, in := range []struct{ name, sheet, strings string }{
			{"in the list of texts", `<c r="A1" t="s"><v>1</v></c>`, `<si><t>other</t></si><si>` + c.item + `</si>`},
			{"in the cell", `<c r="A1" t="inlineStr"><is>` + c.item + `</is></c>`, ``},
		} {
			t.Run(c.name+" "+in.name, func(t *testing.T) {
				file := remade(t, small, map[string]string{
					"xl/worksheets/sheet1.xml": sheetOf(`<row r="1">` + in.sheet + `<c r="B1"><v>1</v></c></row>`),
					"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
						in.strings + `</sst>`,
				})
				grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(file), list)
				if err != nil || len(grids) != 1 || grids[0].Rows[0][0] != c.want || grids[0].Rows[0][1] != "1" {
					t.Errorf("read %+v, %v, want %q", grids, err, c.want)
				}
			})
		}
	}
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
