package evidence

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Every part of an Office file is searched, embedded files too, or the file is marked as not searched.
func TestEveryPartIsSearched(t *testing.T) {
	const number = "999 000 0018"
	inside := func(name, body string) []byte { return docx(t, "<w:p/>", part{name, body}) }
	zipped := string(archive(t, part{"list.csv", "no\n" + number + "\n"}))
	for _, tt := range []struct {
		name     string
		body     []byte
		found    int
		searched bool
	}{
		{"a CSV file", inside("word/embeddings/list.csv", "no\n"+number+"\n"), 1, true},
		{"a CSV file without one", inside("word/embeddings/list.csv", "no\n12\n"), 0, true},
		{"a text", inside("word/embeddings/notes.txt", "About "+number), 1, true},
		{"a text in UTF-16", inside("word/embeddings/notes.txt", string(utf16Text("About "+number))), 1, true},
		{"a text without an ending", inside("word/embeddings/notes", "About "+number), 1, true},
		{"a text in an OpenDocument file", odf(t, ODT, "<text:p/>", part{"Object 1", "About " + number}), 1, true},
		{"a name", inside("word/embeddings/9990000018.csv", "x"), 1, true},
		{"a drawing", inside("word/media/image1.svg", "<svg><text>"+number+"</text></svg>"), 1, true},
		{"an OpenDocument spreadsheet", inside("word/embeddings/list.ods", string(odf(t, ODS, "<text:p>"+number+"</text:p>"))), 1, true},
		{"an archive", inside("word/embeddings/list.zip", zipped), 1, true},
		{"a workbook in a workbook in a document", inside("word/embeddings/a.xlsx", string(xlsx(t, "", part{
			"xl/embeddings/b.xlsx",
			zipped,
		}))), 0, false},
		{"an object of another program", inside("word/embeddings/oleObject1.bin", "\x00\x01"+string(utf16(number))+"\x00\x02"), 1, false},
		{"an email", inside("word/afchunk.mht", "MIME-Version: 1.0\nContent-Type: text/html\n\nabc"), 0, false},
		{"rich text", inside("word/afchunk.rtf", `{\rtf1 `+number+"}"), 1, false},
		{"a web page", inside("word/afchunk.htm", "<p>999 <b>000</b> 0018</p>"), 0, false},
		{"a PDF", inside("word/embeddings/a.pdf", smallPDF), 0, false},
		{"a picture", inside("word/media/image1.png", "\x89PNG"), 0, false},
		{"a drawing of Windows", inside("word/media/image1.emf", "\x01\x00\x00\x00"+string(utf16(number))), 1, false},
		{"the picture of the first page", inside("docProps/thumbnail.jpeg", "\xff\xd8"), 0, true},
		{"a printer's settings", xlsx(t, "", part{"xl/printerSettings/printerSettings1.bin", "\x00\x01"}), 0, true},
		{"a font", inside("word/fonts/font1.odttf", "\x00\x01"), 0, true},
		{"an empty folder", odf(t, ODT, "<text:p/>", part{"Configurations2/images/Bitmaps/", ""}), 0, true},
		{"what LibreOffice keeps of the layout", odf(t, ODT, "<text:p/>", part{"layout-cache", "\x00\x01"}), 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Examine(t.Context(), "minutes.docx", bytes.NewReader(tt.body), int64(len(tt.body)))
			if err != nil || len(c.Finds) != tt.found || c.Searched != tt.searched {
				t.Errorf("%d found, searched %t, %v; want %d, %t", len(c.Finds), c.Searched, err, tt.found, tt.searched)
			}
		})
	}
}

func TestRemarkOfWhatWasNotSearched(t *testing.T) {
	for want, f := range map[string]File{
		"":                             {Kind: DOCX, State: Clean, Searched: true},
		"Not searched for NHS numbers": {Kind: PDF, State: Clean},
		"Not searched for NHS numbers: pictures or files inside it":                          {Kind: DOCX, State: Clean},
		"Not scanned for viruses. Not searched for NHS numbers: pictures or files inside it": {Kind: ODS, State: Unscanned},
		"Removed because it held personal data":                                              {Kind: DOCX, State: Removed},
	} {
		if got := f.Remark(); got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
}

// old is an old Office container with names of what is in it.
func old(names ...string) []byte {
	body := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1600)...)
	for _, name := range names {
		body = append(append(body, utf16(name)...), make([]byte, 64)...)
	}
	return body
}

// People learn what the file is that they chose, and what to do.
func TestKindsThatPeopleChoose(t *testing.T) {
	mail := "From: a@example.org\r\nTo: b@example.org\r\nSubject: Minutes\r\n"
	ftyp := func(brand string) []byte {
		return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00mif1heic" + strings.Repeat("x", 200))
	}
	for _, tt := range []struct {
		name, file string
		body       []byte
		why        error
	}{
		{"a message of Outlook", "minutes.msg", old("__substg1.0_0037001F"), whyMail},
		{"a message with a document in it", "minutes.msg", old("__nameid_version1.0", "WordDocument"), whyMail},
		{"an email", "minutes.eml", []byte(mail + "MIME-Version: 1.0\r\n\r\nHello\r\n"), whyMail},
		{"an email of another name", "minutes.txt", []byte(mail + "Message-ID: <x@example.org>\r\n\r\nHello\r\n"), whyMail},
		{
			"an email as a server saves it", "a.txt", []byte("Return-Path: <a@example.org>\nReceived: from x\n" + mail + "\nHello\n"),
			whyMail,
		},
		{"an email without its marks", "minutes.eml", []byte(mail + "\r\nHello\r\n"), whyMail},
		{"a phone's picture", "IMG_1.HEIC", ftyp("heic"), whyPhoto},
		{"a phone's picture, other mark", "IMG_1.heif", ftyp("mif1"), whyPhoto},
		{"a picture that moves", "a.gif", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"), whyPicture},
		{"a scan", "a.tif", []byte("II*\x00\x08\x00\x00\x00"), whyPicture},
		{"a zip folder", "minutes.zip", archive(t, part{"minutes.docx", "x"}), whyArchive},
		{"an empty zip folder", "minutes.zip", archive(t), whyArchive},
		{"another archive", "minutes.7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"), whyArchive},
		{"Word 97", "plan.doc", old("WordDocument", "1Table"), whyOldWord},
		{"Word 97 with a workbook in it", "plan.doc", old("Workbook", "WordDocument"), whyOldWord},
		{"Excel 97", "figures.xls", old("Workbook"), whyOldExcel},
		{"Excel 97 with a document in it", "figures.XLS", old("WordDocument", "Workbook"), whyOldExcel},
		{"PowerPoint 97", "talk.ppt", old("PowerPoint Document"), whyOldSlides},
		{"another old program", "plan.mpp", old("Props"), whyOld},
		{"a locked document", "plan.docx", old("EncryptedPackage"), whyLocked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Examine(t.Context(), tt.file, bytes.NewReader(tt.body), int64(len(tt.body)))
			if want := fmt.Sprintf("‘%s’ %s", tt.file, tt.why); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
	minutes := "Date: 9 December\nFrom: the steering group\nSubject: minutes\n\nAll well.\n"
	if c, err := Examine(t.Context(), "minutes.txt", strings.NewReader(minutes), int64(len(minutes))); err != nil || c.Kind != TXT {
		t.Errorf("minutes that begin like a letter: %+v, %v", c, err)
	}
}
