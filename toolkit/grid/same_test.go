package grid_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/grid"
)

// TestWaysToWriteAWorkbook: programs write the same workbook in many ways.
func TestWaysToWriteAWorkbook(t *testing.T) {
	const sheet1, texts, book, rels = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	cells := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>46295</v></c></row>`
	usual := map[string]string{
		sheet1: sheetOf(cells), "xl/styles.xml": `<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		rels: relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml", "styles", "styles.xml"),
	}
	prefixed := func(text string) string {
		text = strings.NewReplacer("</", "</x:", "<", "<x:").Replace(text)
		return strings.NewReplacer("<x:/x:", "</x:", "<x:?", "<?", "xmlns=", "xmlns:x=", `t="s"`, "t='s'").Replace(text)
	}
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
		"http://purl.oclc.org/ooxml/officeDocument/relationships",
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main").Replace
	for _, c := range []struct {
		name   string
		change map[string]string
	}{
		{"as Excel does", nil},
		{"strict", map[string]string{
			book: strict(parts(nil)[book]), rels: strict(usual[rels]), sheet1: strict(usual[sheet1]),
			"_rels/.rels": strict(parts(nil)["_rels/.rels"]),
		}},
		{"with prefixes", map[string]string{
			sheet1: prefixed(usual[sheet1]), texts: prefixed(parts(nil)[texts]),
			book: prefixed(parts(nil)[book]),
		}},
		{"with targets from the root", map[string]string{
			rels: relations("worksheet", "/xl/worksheets/sheet1.xml", "sharedStrings", "/xl/sharedStrings.xml", "styles",
				"/xl/styles.xml"),
			"_rels/.rels": relations("officeDocument", "/xl/workbook.xml"),
		}},
		{"with targets that go up and down", map[string]string{
			rels: relations("worksheet", "../xl/./worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml", "styles", "styles.xml"),
		}},
		{"with parts of other names", map[string]string{
			rels: relations("worksheet", "blatt%201.xml", "sharedStrings", "texte.xml", "styles", "STYLES.xml"), sheet1: "", texts: "",
			"xl/blatt 1.xml": usual[sheet1], "xl/texte.xml": parts(nil)[texts],
		}},
		{"with another folder", map[string]string{
			"_rels/.rels": relations("officeDocument", "book/main.xml"), book: "", rels: "", "book/main.xml": parts(nil)[book],
			"book/_rels/main.xml.rels": relations("worksheet", "../xl/worksheets/sheet1.xml", "sharedStrings", "/xl/sharedStrings.xml",
				"styles", "/xl/styles.xml"),
		}},
		{"without the names of cells", map[string]string{sheet1: sheetOf(`<row><c t="s"><v>0</v></c><c/><c s="1"><v>46295</v></c></row>`)}},
		{"with the text in the cell", map[string]string{sheet1: sheetOf(strings.Replace(cells, `t="s"><v>0</v>`,
			`t="inlineStr"><is><t>Referrals</t></is>`, 1))}},
		{"with a formula", map[string]string{sheet1: sheetOf(strings.Replace(cells, `t="s"><v>0</v>`, `t="str"><f>"a"</f><v>Referrals</v>`,
			1))}},
		{"with a day as words", map[string]string{sheet1: sheetOf(strings.Replace(cells, `s="1"><v>46295`,
			`t="d"><v>2026-09-30T00:00:00.000Z`, 1))}},
		{"from 1904", map[string]string{
			book:   strings.Replace(parts(nil)[book], "<sheets>", `<workbookPr date1904="true"/><sheets>`, 1),
			sheet1: strings.Replace(usual[sheet1], "46295", "44833", 1),
		}},
		{"in UTF-16", map[string]string{texts: wide(parts(nil)[texts], true), sheet1: wide(usual[sheet1], false)}},
		{"with a mark of UTF-8", map[string]string{sheet1: "\ufeff" + usual[sheet1]}},
		{"with spaces between", map[string]string{sheet1: strings.ReplaceAll(usual[sheet1], "><", ">\r\n  <")}},
		{"with what Excel alone knows", map[string]string{sheet1: strings.NewReplacer(
			"<sheetData>", `<sheetPr/><dimension ref="A1"/><cols><col min="1" max="16384" style="3"/></cols><sheetData>`,
			"</row>", `</row><row r="1048576" hidden="1"><c r="XFD1048576" s="2"/></row>`,
			"</sheetData>", `</sheetData><mergeCells><mergeCell ref="C1:D1"/></mergeCells><extLst><ext><c r="Z9"><f>A1</f><v>5</v></c></ext></extLst>`,
		).Replace(usual[sheet1])}},
		{"with a chart's sheet", map[string]string{
			book: bookOf(`<sheet name="Chart" r:id="rId4"/><sheet name="One" r:id="rId1"/>`), "xl/chartsheets/sheet1.xml": "<chartsheet/>",
			rels: relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml", "styles", "styles.xml",
				"chartsheet", "chartsheets/sheet1.xml"),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := map[string]string{}
			for _, from := range []map[string]string{usual, c.change} {
				for name, text := range from {
					change[name] = text
				}
			}
			grids, err := readFile(t, "a.xlsx", zipped(t, parts(change)))
			if err != nil || shown(grids) != "[One]\nReferrals||2026-09-30" {
				t.Errorf("read %q, %v", shown(grids), err)
			}
		})
	}
}

// TestFormulasAndLinksAreSaid: formulas are never worked out and other files never opened, and callers can say so.
func TestFormulasAndLinksAreSaid(t *testing.T) {
	grids, err := readFile(t, "a.xlsx", zipped(t, parts(map[string]string{
		"xl/worksheets/sheet1.xml":   sheetOf(`<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>[1]Sheet1!A1</f><v>5</v></c><c r="C1" t="str"><f>""</f><v/></c></row>`),
		"xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml", "externalLink", "externalLinks/externalLink1.xml"),
	})))
	if err != nil || len(grids) != 1 || !grids[0].Linked {
		t.Fatalf("read %+v, %v", grids, err)
	}
	for column, want := range []bool{false, true, true, false} {
		if grids[0].Formula(0, column) != want {
			t.Errorf("column %d is a formula: %v", column, !want)
		}
	}
	if grids[0].At(0, 1) != "5" {
		t.Errorf("read %q, want the value that was saved", grids[0].At(0, 1))
	}
}

// resaved is a workbook that LibreOffice has opened and saved again.
func resaved(t *testing.T, file string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no LibreOffice")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("soffice is not installed")
		}
		t.Skip("needs soffice: apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--convert-to", "xlsx",
		"--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "a.xlsx")).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "out", "a.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return string(saved)
}

// TestSameCellsAsTheLibrary: of workbooks of many kinds of cells, also saved again by LibreOffice, we read what excelize reads,
// where that is right.
func TestSameCellsAsTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	file := workbook(t, func(f *excelize.File) {
		for s := range 4 {
			name := fmt.Sprintf("Sheet%d", s+1)
			_, _ = f.NewSheet(name)
			for range 300 {
				cell, _ := excelize.CoordinatesToCellName(1+r.IntN(30), 1+r.IntN(60))
				var err error
				switch r.IntN(4) {
				case 0:
					err = f.SetCellInt(name, cell, r.Int64N(1e9))
				case 1:
					err = f.SetCellFloat(name, cell, float64(r.IntN(1e6))/1000, -1, 64)
				case 2:
					err = f.SetCellStr(name, cell, strings.ReplaceAll(someText(r), "_x", "x"))
				case 3:
					err = f.SetCellRichText(name, cell,
						[]excelize.RichTextRun{{Text: "bold ", Font: &excelize.Font{Bold: true}}, {Text: "plain"}})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			_ = f.MergeCell(name, "A1", "C3")
		}
	})
	same := func(t *testing.T, file string) {
		t.Helper()
		f, err := excelize.OpenReader(bytes.NewReader([]byte(file)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(file), list)
		if err != nil || len(grids) != 4 {
			t.Fatalf("%d sheets, %v", len(grids), err)
		}
		for _, g := range grids {
			rows, err := f.GetRows(g.Name, excelize.Options{RawCellValue: true})
			if err != nil || len(rows) != len(g.Rows) {
				t.Fatalf("%s has %d rows, want %d, %v", g.Name, len(g.Rows), len(rows), err)
			}
			for i, row := range rows {
				for j, want := range row {
					if j < len(g.Rows[i]) && g.Rows[i][j] == want || j >= len(g.Rows[i]) && want == "" {
						continue
					}
					t.Errorf("%s %s: read %q, want %q", g.Name, grid.CellName(i, j), g.Rows[i], want)
				}
			}
		}
	}
	t.Run("as written", func(t *testing.T) { same(t, file) })
	t.Run("saved by LibreOffice", func(t *testing.T) { same(t, resaved(t, file)) })
}
