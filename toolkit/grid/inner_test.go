package grid

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
)

// FuzzWorkbook: whatever the parts of a workbook hold, reading them ends with cells within the bounds or with a refusal, and
// nothing has to be recovered.
func FuzzWorkbook(f *testing.F) {
	const relations = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" ` +
		`Target="t.xml"/><Relationship Id="r3" Type="x/styles" Target="y.xml"/></Relationships>`
	f.Add(`<workbook><workbookPr date1904="1"/><sheets><sheet name="A" id="r1"/></sheets></workbook>`, relations,
		`<w><cols><col min="1" max="9" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46295</v></c>`+
			`<c t="b"><v>1</v></c><c t="inlineStr"><is><r><t>a_x0041_</t></r><rPh><t>b</t></rPh></is></c><c><f>A1</f></c><c t="e"><v>#N/A</v></c></row></sheetData></w>`,
		`<sst><si><t xml:space="preserve"> a </t></si></sst>`,
		`<s><numFmts><numFmt numFmtId="170" formatCode="yyyy"/></numFmts><cellXfs><xf/>`+
			`<xf numFmtId="170"/></cellXfs></s>`)
	f.Add(`<w><sheets><sheet name="A" id="r1"/></sheets></w>`, relations, `<w><sheetData><row><c t="s"><v>5</v></c></row></sheetData></w>`,
		`<s/>`, `<s/>`)
	f.Fuzz(func(t *testing.T, book, relations, sheet, texts, styles string) {
		b := Bounds{Bytes: 4096, Rows: 100, Columns: 50, Sheets: 3, Hidden: true}
		grids, err := b.readSheets(t.Context(), stored(t, book, relations, sheet, texts, styles))
		if _, refused := errors.AsType[refusal](err); err != nil && !refused {
			t.Fatal(err)
		}
		if err == nil && b.check(grids) != nil {
			t.Fatalf("%+v is out of bounds", grids)
		}
	})
}

// stored is a workbook of these parts.
func stored(t *testing.T, book, relations, sheet, texts, styles string) []byte {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for name, text := range map[string]string{
		"_rels/.rels": `<R><Relationship Id="r" Type="x/officeDocument" Target="b.xml"/></R>`,
		"b.xml":       book, "_rels/b.xml.rels": relations, "s.xml": sheet, "t.xml": texts, "y.xml": styles,
	} {
		p, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = p.Write([]byte(text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestASheetEndsInTime: a sheet is left in the middle when the time is over.
func TestASheetEndsInTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	file := stored(t, `<w><sheets><sheet name="A" id="r1"/></sheets></w>`,
		`<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></R>`,
		`<w><sheetData>`+strings.Repeat("<row/>", 5000)+`</sheetData></w>`, "", "")
	if _, err := (Bounds{Bytes: 4096, Rows: 100, Columns: 50, Sheets: 3}).readSheets(ctx, file); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestTooMuchTextIsRefusedSoon: what is over the bound is not put together first.
func TestTooMuchTextIsRefusedSoon(t *testing.T) {
	text := strings.Repeat("x", 100_000)
	for name, row := range map[string]string{
		"many cells":    `<row>` + strings.Repeat(`<c t="inlineStr"><is><t>`+text+`</t></is></c>`, 190) + `</row>`,
		"one long cell": `<row><c t="inlineStr"><is>` + strings.Repeat(`<r><t>`+text+`</t></r>`, 190) + `</is></c></row>`,
	} {
		file := stored(t, `<w><sheets><sheet name="A" id="r1"/></sheets></w>`,
			`<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></R>`, `<w><sheetData>`+row+`</sheetData></w>`, "", "")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := (Bounds{Bytes: 256 << 10, Rows: 100, Columns: 200, Sheets: 3}).readSheets(t.Context(), file)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "more than 256 KB of text") {
			t.Errorf("%s: %v", name, err)
		}
		if all := (after.TotalAlloc - before.TotalAlloc) >> 20; all > 4 {
			t.Errorf("%s: reading took %d MB in all", name, all)
		}
	}
}
