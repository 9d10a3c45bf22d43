package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// Numbers of the test range 999 replace real ones.

const (
	wordMain  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	excelMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	slideMain = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
	odfMeta   = "META-INF/manifest.xml"
)

// part is one part of an archive made for a test.
type part struct{ name, body string }

func archive(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// contentTypes is the list in an Office file that gives its parts these types.
func contentTypes(types ...string) part {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	for _, ct := range types {
		b.WriteString(`<Override PartName="/main.xml" ContentType="` + ct + `"/>`)
	}
	return part{"[Content_Types].xml", b.String() + `</Types>`}
}

func docx(t testing.TB, body string, more ...part) []byte {
	return archive(t, slices.Concat([]part{
		contentTypes(wordMain),
		{"word/document.xml", `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`},
	}, more)...)
}

func xlsx(t testing.TB, sheet string, more ...part) []byte {
	return archive(t, slices.Concat([]part{
		contentTypes(excelMain),
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`},
	}, more)...)
}

func odf(t testing.TB, kind Kind, body string, more ...part) []byte {
	return archive(t, slices.Concat([]part{
		{"mimetype", kind.MediaType()},
		{"content.xml", `<office:body>` + body + `</office:body>`},
		{odfMeta, `<manifest:manifest/>`},
	}, more)...)
}

func pictures(t testing.TB) (asPNG, asJPEG []byte) {
	t.Helper()
	var p, j bytes.Buffer
	if err := errors.Join(png.Encode(&p, image.NewGray(image.Rect(0, 0, 9, 9))),
		jpeg.Encode(&j, image.NewGray(image.Rect(0, 0, 9, 9)), nil)); err != nil {
		t.Fatal(err)
	}
	return p.Bytes(), j.Bytes()
}

const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestExamineAccepts(t *testing.T) {
	asPNG, asJPEG := pictures(t)
	const paragraph = `<w:p><w:r><w:t>The steering group met.</w:t></w:r></w:p>`
	cases := []struct {
		name, file string
		body       []byte
		want       Kind
		as         string
		searched   bool
	}{
		{"pdf", "report.pdf", []byte(smallPDF), PDF, "report.pdf", false},
		{"png", "chart.PNG", asPNG, PNG, "chart.png", false},
		{"jpeg", "photo.jpeg", asJPEG, JPEG, "photo.jpg", false},
		{"docx", "minutes.docx", docx(t, paragraph), DOCX, "minutes.docx", true},
		{"xlsx", "figures.xlsx", xlsx(t, `<row><c><v>12</v></c></row>`), XLSX, "figures.xlsx", true},
		{"xlsx by LibreOffice", "calc.xlsx", sample(t, "calc.xlsx"), XLSX, "calc.xlsx", true},
		{
			"pptx", "talk.pptx", archive(t, contentTypes(slideMain), part{"ppt/slides/slide1.xml", `<a:p><a:t>Hello</a:t></a:p>`}), PPTX,
			"talk.pptx", true,
		},
		{"odt", "minutes.odt", odf(t, ODT, `<text:p>Hello</text:p>`), ODT, "minutes.odt", true},
		{"ods by LibreOffice", "calc.ods", sample(t, "calc.ods"), ODS, "calc.ods", true},
		{"csv", "figures.csv", []byte("quarter,people\nQ1,40\nQ2,42\n"), CSV, "figures.csv", true},
		{"csv of one column", "figures.csv", []byte("people\n40\n42\n"), CSV, "figures.csv", true},
		{"csv in Windows' encoding", "figures.csv", []byte("name,cost\nCaf\xe9,\xa340\n"), CSV, "figures.csv", true},
		{"txt", "notes.txt", []byte("The steering group met on 9 December.\n"), TXT, "notes.txt", true},
		{"csv of small numbers", "small.csv", []byte("<5,12\n<5,9\n"), CSV, "small.csv", true},
		{
			"txt that begins like a letter", "notes.txt",
			[]byte("Date: 9 December\nTo: the steering group\nSubject: minutes\n\nAll well.\n"),
			TXT, "notes.txt", true,
		},
		{"txt in UTF-16", "notes.txt", utf16Text("The group met.\r\n"), TXT, "notes.txt", true},
		{"txt with emoji", "notes.txt", []byte("All well 👍🏽\n"), TXT, "notes.txt", true},
		{"by content and not by name", "minutes.docx", []byte(smallPDF), PDF, "minutes.docx.pdf", false},
		{"a name that looks like a program", "minutes.exe", docx(t, paragraph), DOCX, "minutes.exe.docx", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Examine(t.Context(), c.file, bytes.NewReader(c.body), int64(len(c.body)))
			if err != nil {
				t.Fatal(err)
			}
			if got.Kind != c.want || got.Name != c.as || got.Searched != c.searched {
				t.Errorf("got %+v, want kind %s, name %s, searched %t", got, c.want, c.as, c.searched)
			}
		})
	}
}

func utf16Text(text string) []byte { return append([]byte("\xff\xfe"), utf16(text)...) }

func TestExamineRefuses(t *testing.T) {
	asPNG, asJPEG := pictures(t)
	plainDocx := docx(t, `<w:p/>`)
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	wide := bytes.Clone(asPNG)
	copy(wide[16:], "\x00\x01\x00\x00\x00\x01\x00\x00") // 65,536 pixels wide and high; the header's check sum is now wrong
	cases := []struct {
		name string
		body []byte
		why  error
	}{
		{"empty", nil, whyEmpty},
		{"too large", make([]byte, FileLimit+1), whyBig},
		{"web page", []byte("<!doctype html><script>alert(1)</script>"), whyKind},
		{"SVG picture", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), whyKind},
		{"SVG picture without a name space", []byte("\xef\xbb\xbf\n <svg/>"), whyKind},
		{"XML", []byte(`<?xml version="1.0"?><a/>`), whyKind},
		{"rich text", []byte(`{\rtf1\ansi hello}`), whyKind},
		{"script", []byte("#!/bin/sh\nrm -rf /\n"), whyKind},
		{"program", append([]byte("MZ\x90\x00"), make([]byte, 500)...), whyKind},
		{"mail with attachments", []byte("From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\nx"), whyMail},
		{"text with control characters", []byte(strings.Repeat("words ", 900) + "\x00\x01"), whyKind},
		{"other archive", archive(t, part{"a.txt", "hello"}), whyArchive},
		{"other OpenDocument", odf(t, "odp", ""), whyKind},
		{"locked or labelled Office file", slices.Concat(old, utf16("EncryptedPackage")), whyLocked},
		{"Office file with a rights label", slices.Concat(old, utf16("DRMEncryptedTransform")), whyLocked},
		{"Word 97", slices.Concat(old, utf16("WordDocument")), whyOldWord},
		{"locked OpenDocument", archive(t, part{"mimetype", ODT.MediaType()}, part{"content.xml", "x"},
			part{odfMeta, `<manifest:encryption-data/>`}), whyLocked},
		{"docm", archive(t, contentTypes("application/vnd.ms-word.document.macroEnabled.main+xml")), whyMacros},
		{"xlsb", archive(t, contentTypes("application/vnd.ms-excel.sheet.binary.macroEnabled.main")), whyBinary},
		{"macros in a docx", docx(t, "", part{"word/vbaProject.bin", "x"}), whyMacros},
		{"old macro sheet", xlsx(t, "", part{"xl/macrosheets/sheet1.xml", "<x/>"}), whyMacros},
		{"macros in OpenDocument", odf(t, ODS, "", part{"Basic/Standard/Module1.xml", "<x/>"}), whyMacros},
		{"active control", docx(t, "", part{"word/activeX/activeX1.bin", "x"}), whyPrograms},
		{"program inside", docx(t, "", part{"word/media/setup.EXE", "x"}), whyPrograms},
		{
			"macros in an embedded workbook",
			docx(t, "", part{"word/embeddings/w.xlsx", string(xlsx(t, "", part{"xl/vbaProject.bin", "x"}))}),
			whyMacros,
		},
		{"the same part twice", docx(t, "", part{"word/Document.xml", "<x/>"}), whyDamaged},
		{"two kinds in one list", archive(t, contentTypes(wordMain, excelMain)), whyTwo},
		{"broken XML", docx(t, `<w:p <<`), whyDamaged},
		{"half an Office file", plainDocx[:len(plainDocx)/2], whyDamaged},
		{"PDF before an Office file", append([]byte("PK\x03\x04%PDF-1.4\n"), plainDocx...), whyTwo},
		{"something after an Office file", append(bytes.Clone(plainDocx), "MZ and more"...), whyTwo},
		{"archive after a PDF", append([]byte(smallPDF), archive(t, part{"a.txt", "%%EOF"})...), whyTwo},
		{"half a PDF", append([]byte("%PDF-1.4 half"), make([]byte, 100)...), whyDamaged},
		{"archive after a PNG", append(bytes.Clone(asPNG), plainDocx...), whyTwo},
		{"anything after a PNG", append(bytes.Clone(asPNG), 'x'), whyTwo},
		{"half a PNG", asPNG[:len(asPNG)-6], whyDamaged},
		{"PNG with a wrong header", wide, whyDamaged},
		{"archive after a JPEG", append(bytes.Clone(asJPEG), plainDocx...), whyTwo},
		{"half a header of a JPEG", asJPEG[:40], whyDamaged},
		{"bomb of many parts", bombOfParts(t), whyBomb},
		{"bomb of one part", bombOfOnePart(t), whyBomb},
		{"one endless text", docx(t, `<w:p>`+strings.Repeat("x", longestText+1<<16)), whyLong},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Examine(t.Context(), "plan.docx", bytes.NewReader(c.body), int64(len(c.body)))
			var refused *Refused
			if !errors.As(err, &refused) {
				t.Fatalf("error %v is no refusal", err)
			}
			if refused.Why != c.why.Error() || refused.Name != "plan.docx" {
				t.Errorf("got %q, want %q", refused.Why, c.why)
			}
			if strings.Contains(err.Error(), "\n") || strings.HasSuffix(err.Error(), ".") {
				t.Errorf("%q is no message for a field", err)
			}
		})
	}
}

func bombOfParts(t testing.TB) []byte {
	parts := []part{contentTypes(wordMain)}
	for i := range partsLimit {
		parts = append(parts, part{"word/p" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + time.Duration(i).String(), ""})
	}
	return archive(t, parts...)
}

func TestSearchIsBounded(t *testing.T) {
	body := docx(t, strings.Repeat("<w:p>hello</w:p>", 10_000))
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for budget, want := range map[int64]error{100_000: whyLong, 1_000_000: nil} {
		f := file{ctx: t.Context(), budget: budget}
		if err := f.searchParts(z, 0); err != want {
			t.Errorf("with room for %d bytes of text: %v, want %v", budget, err, want)
		}
	}
}

// bombOfOnePart claims to unpack to more than is allowed: nobody should try it.
func bombOfOnePart(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	_, err := z.CreateRaw(&zip.FileHeader{Name: "word/media/x.bin", UncompressedSize64: unpackedLimit + 1})
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExamineSearches(t *testing.T) {
	cases := []struct {
		name, file string
		body       []byte
		want       []string // as typed
	}{
		{"nothing", "a.txt", []byte("Nothing here\n"), nil},
		{"txt", "a.txt", []byte("Number 999 000 0018.\n"), []string{"999 000 0018"}},
		{"txt in UTF-16", "a.txt", utf16Text("Number 9990000018\r\n"), []string{"9990000018"}},
		{"txt in Windows' encoding", "a.txt", []byte("Caf\xe9 999\xa0000\xa00018\n"), []string{"999\u00a0000\u00a00018"}},
		{"csv", "a.csv", []byte("name,number\na,9990000018\nb,999-000-0026\n"), []string{"9990000018", "999-000-0026"}},
		{"name of a file", "999_000_0018 minutes.txt", []byte("Hello\n"), []string{"999_000_0018"}},
		{"name of a picture's file", "9990000018.pdf", []byte(smallPDF), []string{"9990000018"}},
		{"docx", "a.docx", docx(t, `<w:p><w:r><w:t>Number 9990000018</w:t></w:r></w:p>`), []string{"9990000018"}},
		{"docx, cut into runs", "a.docx", docx(t,
			`<w:p><w:r><w:t>999 </w:t></w:r><w:proofErr w:type="x"/><w:r><w:rPr><w:b/></w:rPr><w:t>000</w:t></w:r><w:r><w:t xml:space="preserve"> 0018</w:t></w:r></w:p>`), []string{"999 000 0018"}},
		{
			"docx, no-break hyphens", "a.docx", docx(t,
				`<w:p><w:r><w:t>999</w:t><w:noBreakHyphen/><w:t>000</w:t><w:noBreakHyphen/><w:t>0018</w:t></w:r></w:p>`),
			[]string{"999-000-0018"},
		},
		{"docx, two paragraphs", "a.docx", docx(t, `<w:p><w:r><w:t>999 000 </w:t></w:r></w:p><w:p><w:r><w:t>0018</w:t></w:r></w:p>`), nil},
		{
			"docx, footer", "a.docx", docx(t, "", part{"word/footer1.xml", `<w:ftr><w:p><w:t>9990000018</w:t></w:p></w:ftr>`}),
			[]string{"9990000018"},
		},
		{
			"docx, description of a picture", "a.docx", docx(t, `<wp:docPr id="1234567890" descr="Number 9990000018"/>`),
			[]string{"9990000018"},
		},
		{"docx, link", "a.docx", docx(t, "", part{
			"word/_rels/document.xml.rels",
			`<Relationship Target="https://example.org/9990000018"/>`,
		}), []string{"9990000018"}},
		{
			"docx, embedded workbook", "a.docx",
			docx(t, "", part{"word/embeddings/w.xlsx", string(xlsx(t, `<row><c><v>9990000018</v></c></row>`))}),
			[]string{"9990000018"},
		},
		{"xlsx, number", "a.xlsx", xlsx(t, `<row><c r="A1"><v>9990000018</v></c></row>`), []string{"9990000018"}},
		{"xlsx, number with an exponent", "a.xlsx", xlsx(t, `<row><c r="A1"><v>9.990000018E9</v></c></row>`), []string{"9990000018"}},
		{"xlsx, cells side by side", "a.xlsx", xlsx(t, `<row><c><v>999</v></c><c><v>000</v></c><c><v>0018</v></c></row>`), nil},
		{
			"xlsx, shared text", "a.xlsx", xlsx(t, `<row><c t="s"><v>0</v></c></row>`,
				part{"xl/sharedStrings.xml", `<sst><si><r><t>999 000</t></r><r><t xml:space="preserve"> 0018</t></r></si></sst>`}),
			[]string{"999 000 0018"},
		},
		{"xlsx, place in the list of texts", "a.xlsx", xlsx(t, `<row><c t="s"><v>9990000018</v></c></row>`), nil},
		{"xlsx, inline text", "a.xlsx", xlsx(t, `<row><c t="inlineStr"><is><t>9990000018</t></is></c></row>`), []string{"9990000018"}},
		{"xlsx, comment", "a.xlsx", xlsx(t, "",
			part{"xl/comments1.xml", `<comments><comment><text><t>9990000018</t></text></comment></comments>`}), []string{"9990000018"}},
		{
			"xlsx, name of a sheet", "a.xlsx", xlsx(t, "", part{"xl/workbook.xml", `<sheets><sheet name="9990000018"/></sheets>`}),
			[]string{"9990000018"},
		},
		{"xlsx by LibreOffice", "a.xlsx", sample(t, "calc.xlsx"), []string{"9990000026", "999 000 0018"}},
		{"ods by LibreOffice", "a.ods", sample(t, "calc.ods"), []string{"999 000 0018", "9990000026", "9990000026"}},
		{
			"odt, spans and spaces", "a.odt", odf(t, ODT, `<text:p>999<text:s/><text:span>000</text:span> 0018</text:p>`),
			[]string{"999 000 0018"},
		},
		{
			"pptx, notes", "a.pptx", archive(t, contentTypes(slideMain),
				part{"ppt/notesSlides/n1.xml", `<a:p><a:r><a:t>999 000 </a:t></a:r><a:r><a:t>0018</a:t></a:r></a:p>`}),
			[]string{"999 000 0018"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Examine(t.Context(), c.file, bytes.NewReader(c.body), int64(len(c.body)))
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, f := range got.Finds {
				texts = append(texts, f.Text)
			}
			if !slices.Equal(texts, c.want) {
				t.Errorf("found %q, want %q", texts, c.want)
			}
		})
	}
}

func TestExamineSearchesWorkbooksByExcelize(t *testing.T) {
	f := excelize.NewFile()
	var body bytes.Buffer
	err := errors.Join(f.SetCellValue("Sheet1", "A1", 9990000018), f.SetCellValue("Sheet1", "B2", "999 000 0026"),
		f.SetCellValue("Sheet1", "C3", 42), f.Write(&body))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Examine(t.Context(), "figures.xlsx", bytes.NewReader(body.Bytes()), int64(body.Len()))
	if err != nil || got.Kind != XLSX || len(got.Finds) != 2 {
		t.Errorf("got %+v, %v; want two numbers", got, err)
	}
}

func TestExamineStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := docx(t, `<w:p/>`)
	_, err := Examine(ctx, "a.docx", bytes.NewReader(body), int64(len(body)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCleanName(t *testing.T) {
	cases := []struct {
		name, typed string
		kind        Kind
		want        string
	}{
		{"plain", "Minutes June.docx", DOCX, "Minutes June.docx"},
		{"ending in capitals", "MINUTES.DOCX", DOCX, "MINUTES.docx"},
		{"no ending", "minutes", PDF, "minutes.pdf"},
		{"another ending", "minutes.html", PDF, "minutes.html.pdf"},
		{"folders", `C:\Users\me\minutes.pdf`, PDF, "minutes.pdf"},
		{"folders upwards", "../../etc/passwd", TXT, "passwd.txt"},
		{"nothing left", "///", PDF, "file.pdf"},
		{"only dots", "...pdf", PDF, "file.pdf"},
		{"characters that computers mind", `a<b>c:d"e|f?g*h.pdf`, PDF, "a_b_c_d_e_f_g_h.pdf"},
		{"lines and control characters", "a\r\nSet-Cookie: x\x00.pdf", PDF, "a Set-Cookie_ x.pdf"},
		{"mark of direction", "min\u202efdp.exe", PDF, "minfdp.exe.pdf"},
		{"device of Windows", "CON.pdf", PDF, "file CON.pdf"},
		{"letters of other languages", "Café résumé 会议.pdf", PDF, "Café résumé 会议.pdf"},
		{"broken bytes", "a\xff.pdf", PDF, "a_.pdf"},
		{"long", strings.Repeat("é", 300) + ".pdf", PDF, strings.Repeat("é", 100) + ".pdf"},
		{"jpeg", "photo.JPEG", JPEG, "photo.jpg"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := CleanName(c.typed, c.kind); got != c.want {
				t.Errorf("CleanName(%q) = %q, want %q", c.typed, got, c.want)
			}
		})
	}
}

func TestSizeWords(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1023: "1023 bytes", 1536: "2 KB", 1 << 20: "1.0 MB", FileLimit: "20.0 MB",
		5 << 30: "5.0 GB",
	} {
		if got := SizeWords(n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
}

func FuzzExamine(f *testing.F) {
	asPNG, asJPEG := pictures(f)
	for _, seed := range [][]byte{
		[]byte("a,b\n1,2\n"), []byte(smallPDF), asPNG, asJPEG, docx(f, `<w:p><w:t>x</w:t></w:p>`),
		odf(f, ODT, `<text:p/>`), sample(f, "calc.xlsx"), utf16Text("x"),
	} {
		f.Add("a.docx", seed)
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		got, err := Examine(ctx, name, bytes.NewReader(body), int64(len(body)))
		var refused *Refused
		if err != nil && !errors.As(err, &refused) {
			t.Fatalf("neither examined nor refused: %v", err)
		}
		if err == nil && (got.Name == "" || got.Kind.MediaType() == "" || strings.ContainsAny(got.Name, "/\\\"\r\n\x00")) {
			t.Fatalf("bad content %+v", got)
		}
	})
}

// TestFilesOfOneFormAreBoundedTogether gives a form files that are each small enough, until together they are too much.
func TestFilesOfOneFormAreBoundedTogether(t *testing.T) {
	embedded := docx(t, "", part{"word/embeddings/w.docx", string(docx(t, strings.Repeat("<w:p>hello</w:p>", 10_000)))})
	for name, body := range map[string][]byte{
		"minutes.docx": docx(t, strings.Repeat("<w:p>hello</w:p>", 10_000)),
		"notes.txt":    []byte(strings.Repeat("All went well.\n", 10_000)),
		"inner.docx":   embedded,
	} {
		t.Run(name, func(t *testing.T) {
			const room = 400_000 // enough for two files of 150 to 160 kB, not for three
			form, took := Upload{unpacked: textLimit - room}, 0
			var err error
			for ; err == nil && took < 10; took++ {
				_, err = form.Examine(t.Context(), name, bytes.NewReader(body), int64(len(body)))
			}
			var refused *Refused
			if took != 3 || !errors.As(err, &refused) || refused.Why != whyTogether.Error() {
				t.Errorf("file %d: %v, want that the third is refused with %q", took, err, whyTogether)
			}
			if form.unpacked > textLimit+1<<20 {
				t.Errorf("%d bytes were read beyond the limit", form.unpacked-textLimit)
			}
			if _, err := Examine(t.Context(), name, bytes.NewReader(body), int64(len(body))); err != nil {
				t.Errorf("by itself: %v", err)
			}
		})
	}
}

func TestCleanShown(t *testing.T) {
	for typed, want := range map[string]string{
		strings.Repeat("é", 100): strings.Repeat("é", 100), strings.Repeat("é", 101): strings.Repeat("é", 100) + "…",
		"C:\\Users\\me\\minutes.docx": "minutes.docx", "min\u0007utes.txt": "minutes.txt",
	} {
		if got := CleanShown(typed); got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	}
}

func TestWholeNumber(t *testing.T) {
	for kept, want := range map[string]string{
		"9.990000018E9": "9990000018", "9990000018.0": "9990000018", "1000000000.0": "1000000000", "1E9": "1000000000",
		"9999999999.0": "9999999999",
		"999999999.0":  "999999999.0", "10000000000.0": "10000000000.0", "9990000018.5": "9990000018.5", "text": "text",
	} {
		if got := string(wholeNumber([]byte(kept))); got != want {
			t.Errorf("%q is read as %q, want %q", kept, got, want)
		}
	}
}
