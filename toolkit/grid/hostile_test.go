package grid_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"testing"
	"time"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
)

// back has bounds like those of a workbook that comes back, but for its size.
var back = grid.Bounds{Bytes: 2 << 20, Rows: 100_000, Columns: 200, Sheets: 100, Hidden: true, Advice: "Choose a smaller one"}

const (
	mainSpace   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	officeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts are those of the smallest workbook; change puts others in their place, and takes away those that are "".
func parts(change map[string]string) map[string]string {
	all := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                relations("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            bookOf(`<sheet name="One" sheetId="1" r:id="rId1"/>`),
		"xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml"),
		"xl/worksheets/sheet1.xml":   sheetOf(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`),
		"xl/sharedStrings.xml":       `<sst ` + mainSpace + `><si><t>Referrals</t></si></sst>`,
	}
	maps.Copy(all, change)
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

func bookOf(sheets string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><workbook ` + mainSpace + `><sheets>` + sheets + `</sheets></workbook>`
}

// relations are pairs of a kind and a target, with the ids rId1, rId2 and so on.
func relations(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i/2+1, officeTypes, pairs[i], pairs[i+1])
	}
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + b.String() + `</Relationships>`
}

// zipped is the archive of parts.
func zipped(t testing.TB, all map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range all {
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

// twice is an archive with one more part, of a name that is there already.
func twice(t *testing.T, file, name, text string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range z.File {
		_ = w.Copy(p)
	}
	p, _ := w.Create(name)
	_, _ = p.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// TestHostileWorkbooks: each is refused in words, soon, and without the memory that it asks for.
func TestHostileWorkbooks(t *testing.T) {
	const sheet1, texts, book, rels = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	with := func(name, text string) string { return zipped(t, parts(map[string]string{name: text})) }
	row := func(cell string) string { return with(sheet1, sheetOf(`<row r="1">`+cell+`</row>`)) }
	whole := zipped(t, parts(nil))
	rows := func(n int, cell string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<row r="%d">%s</row>`, i+1, fmt.Sprintf(cell, i+1))
		}
		return sheetOf(b.String())
	}
	many := map[string]string{}
	for i := range 5001 {
		many[fmt.Sprintf("xl/media/a%d.xml", i)] = "<a/>"
	}
	const damaged, bomb = "is damaged and cannot be read", "is far larger inside"
	for _, c := range []struct{ name, body, want string }{
		{"the smallest workbook", whole, ""},

		{"a part that unpacks to 26 MB", with("xl/media/a.bin", strings.Repeat("\x00", 26<<20)), bomb},
		{"a sheet that unpacks to 26 MB", with(sheet1, sheetOf(strings.Repeat("<row></row>", 26<<20/11))), bomb},
		{
			"an archive in an archive", with("xl/embeddings/a.zip",
				zipped(t, map[string]string{"a.xml": strings.Repeat("<a>"+strings.Repeat("x", 1<<20)+"</a>", 130)})),
			"holds more text than can be searched",
		},
		{"5,000 parts", zipped(t, parts(many)), bomb},
		{"500,000 texts", with(texts, `<sst>`+strings.Repeat("<si/>", 500_000)+`</sst>`), bomb},
		{
			"texts of 3 MB", with(texts, `<sst>`+strings.Repeat("<si><t>"+strings.Repeat("x", 1<<20)+"</t></si>", 3)+`</sst>`),
			"more than 2 MB of text",
		},
		{
			"one text that 1,000 cells show", zipped(t, parts(map[string]string{
				texts:  `<sst><si><t>` + strings.Repeat("x", 30_000) + `</t></si></sst>`,
				sheet1: rows(1000, `<c r="A%[1]d" t="s"><v>0</v></c>`),
			})), "more than 2 MB of text",
		},
		{"a text of 3 MB in runs", row(`<c r="A1" t="inlineStr"><is>` +
			strings.Repeat("<r><t>"+strings.Repeat("x", 1<<20)+"</t></r>", 3) + `</is></c>`), "more than 2 MB of text"},
		{"a number of 5 MB", row(`<c r="A1"><v>` + strings.Repeat("1", 5<<20) + `</v></c>`), "holds more text than can be searched"},
		{"rows with their last cell alone", with(sheet1, rows(20_000, `<c r="GR%[1]d"><v>1</v></c>`)), bomb},
		{"a thousand sheets", with(book, bookOf(strings.Repeat(`<sheet name="One" r:id="rId1"/>`, 1000))), damaged},
		{"deep in one another", with(sheet1, strings.Repeat("<a>", 100_000)+strings.Repeat("</a>", 100_000)), damaged},

		{"a column far away", row(`<c r="AAAAAAAAAAAAAAAAAAAAAA1"><v>1</v></c>`), "more than 200 columns"},
		{"a row far away", with(sheet1, sheetOf(`<row r="99999999"><c r="A99999999"><v>1</v></c></row>`)), damaged},
		{"the row after the last", with(sheet1, sheetOf(`<row r="100001"><c r="A100001"><v>1</v></c></row>`)), "more than 100,000 rows"},
		{"a cell twice", row(`<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>`), damaged},
		{"cells in the wrong order", row(`<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>`), damaged},
		{"a cell of another row", row(`<c r="A2"><v>1</v></c>`), damaged},
		{"a cell without a column", row(`<c r="1"><v>1</v></c>`), damaged},
		{"a row twice", with(sheet1, sheetOf(`<row r="1"/><row r="1"/>`)), damaged},
		{"rows in the wrong order", with(sheet1, sheetOf(`<row r="2"/><row r="1"/>`)), damaged},
		{"a row in a row", with(sheet1, sheetOf(`<row><row/></row>`)), damaged},
		{"a row of no number", with(sheet1, sheetOf(`<row r="x"/>`)), damaged},
		{"a text that is not in the list", row(`<c r="A1" t="s"><v>1</v></c>`), damaged},
		{"a text before the list", row(`<c r="A1" t="s"><v>-1</v></c>`), damaged},
		{"a text of no number", row(`<c r="A1" t="s"><v>x</v></c>`), damaged},
		{"a text without a list", with(texts, ""), damaged},
		{"a cell of an unknown type", row(`<c r="A1" t="q"><v>1</v></c>`), damaged},

		{"no list of what is in the file", with("_rels/.rels", ""), damaged},
		{"no workbook", with(book, ""), damaged},
		{"no sheet's part", with(sheet1, ""), damaged},
		{"a sheet that nothing says the part of", with(rels, ""), damaged},
		{"no sheets", with(book, bookOf("")), damaged},
		{"two sheets of one name", zipped(t, parts(map[string]string{
			book: bookOf(`<sheet name="One" r:id="rId1"/><sheet name="ONE" r:id="rId3"/>`), "xl/worksheets/b.xml": sheetOf(""),
			rels: relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml", "worksheet", "worksheets/b.xml"),
		})), damaged},
		{"two sheets of one part", with(book, bookOf(`<sheet name="One" r:id="rId1"/><sheet name="Two" r:id="rId1"/>`)), damaged},
		{"a part that is there twice", twice(t, whole, sheet1, sheetOf("")), damaged},
		{"the same in other letters", twice(t, whole, "XL/worksheets/Sheet1.xml", sheetOf("")), damaged},
		{"a sheet outside the file", with(rels,
			strings.ReplaceAll(relations("worksheet", "file:///etc/passwd"), "/>", ` TargetMode="External"/>`)), damaged},
		{"a part that is said to be outside", with(rels, strings.ReplaceAll(parts(nil)[rels], "/>", ` TargetMode="External"/>`)), damaged},
		{"a sheet above the file", with(rels, relations("worksheet", "../../../etc/passwd")), damaged},
		{"a part above the file", with("../../evil.xml", "<a/>"), damaged},
		{"a sheet that is called a picture", zipped(t, parts(map[string]string{
			rels: relations("worksheet", "media/a.png"), "xl/media/a.png": sheetOf(`<row><c t="n"><v>9990000018</v></c></row>`),
		})), damaged},

		{"a document type", with(sheet1, `<!DOCTYPE a [<!ENTITY e "x">]>`+sheetOf("")), "has a document type (DOCTYPE) in it"},
		{
			"an entity that is a file", with(texts, `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>`),
			"has a document type (DOCTYPE) in it",
		},
		{"an unknown entity", with(texts, `<sst><si><t>&e;</t></si></sst>`), damaged},
		{"a sheet cut short", with(sheet1, strings.TrimSuffix(sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>`),
			"</sheetData></worksheet>")), damaged},
		{"a sheet of another encoding", with(sheet1, `<?xml version="1.0" encoding="ISO-8859-1"?>`+sheetOf("")), damaged},
		{"a sheet of zeros", with(sheet1, strings.Repeat("\x00", 1000)), damaged},
		{"a text that is not UTF-8", row("<c r=\"A1\" t=\"str\"><v>\xff</v></c>"), damaged},
		{"the end cut off", whole[:len(whole)-100], damaged},
		{"bytes changed", strings.Replace(zipped(t, parts(nil)), "PK\x01\x02", "PK\x01\x03", 1), damaged},
		{"a wrong size in the list of parts", wrongSize(t, whole, sheet1), damaged},

		{"macros", with("xl/vbaProject.bin", "x"), "contains macros"},
		{
			"the binary format", with("[Content_Types].xml",
				`<Types><Override ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`),
			"is in the binary Excel format (xlsb)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(c.body), back)
			refused, ok := errors.AsType[*evidence.Refused](err)
			if c.want == "" && err != nil || c.want != "" && (!ok || !strings.Contains(refused.Why, c.want)) {
				t.Errorf("read %.200s, %v, want words with %q", fmt.Sprint(grids), err, c.want)
			}
		})
	}
}

// wrongSize is an archive in which the list of parts says that one is smaller than it is.
func wrongSize(t *testing.T, file, part string) string {
	t.Helper()
	const size, name = 24, 46 // where an entry of the list has them
	b := []byte(file)
	entry := bytes.LastIndex(b, []byte(part)) - name
	if entry < 0 || string(b[entry:entry+4]) != "PK\x01\x02" {
		t.Fatal("no list of parts")
	}
	copy(b[entry+size:], []byte{3, 0, 0, 0})
	return string(b)
}

// TestTheLargestWorkbook: the largest that is accepted takes no more memory than its cells and some buffers.
func TestTheLargestWorkbook(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a workbook of 20 MB of text")
	}
	var b strings.Builder
	for i := range 14_000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%[1]d" t="str"><v>%s</v></c><c r="GR%[1]d"><v>1</v></c></row>`, i+1,
			strings.Repeat("words ", 235))
	}
	body := []byte(zipped(t, parts(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(b.String())})))
	large := back
	large.Bytes = 20 << 20
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	grids, _, err := grid.Read(t.Context(), "a.xlsx", body, large)
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if err != nil || len(grids) != 1 || len(grids[0].Rows) != 14_000 {
		t.Fatalf("%d sheets, %v", len(grids), err)
	}
	all := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("20 MB of text and 2,800,000 cells: %d MB allocated in all, %d MB more held, %v", all, (after.HeapAlloc-before.HeapAlloc)>>20,
		took)
	if all > 160 {
		t.Errorf("reading took %d MB in all", all)
	}
}
