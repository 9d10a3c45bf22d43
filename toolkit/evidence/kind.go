package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/gabriel-vasile/mimetype"

	"ipstoolkit/toolkit/markup"
	"ipstoolkit/toolkit/privacy"
)

// Kind is what a file is, by its content; the value is the ending of its name.
type Kind string

const (
	PDF  Kind = "pdf"
	DOCX Kind = "docx"
	XLSX Kind = "xlsx"
	PPTX Kind = "pptx"
	ODT  Kind = "odt"
	ODS  Kind = "ods"
	CSV  Kind = "csv"
	TXT  Kind = "txt"
	PNG  Kind = "png"
	JPEG Kind = "jpg"
)

// KindsWords names the kinds that people may attach, for a hint.
const KindsWords = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods), CSV, plain text, PNG or JPEG"

// kinds is the table of what people may attach.
var kinds = map[Kind]struct {
	words, mediaType string
	endings          []string
}{
	PDF:  {"PDF", "application/pdf", []string{".pdf"}},
	DOCX: {"Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}},
	XLSX: {"Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx"}},
	PPTX: {"PowerPoint presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation", []string{".pptx"}},
	ODT:  {"OpenDocument text", "application/vnd.oasis.opendocument.text", []string{".odt"}},
	ODS:  {"OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", []string{".ods"}},
	CSV:  {"CSV file", "text/csv", []string{".csv"}},
	TXT:  {"Text file", "text/plain", []string{".txt"}},
	PNG:  {"PNG picture", "image/png", []string{".png"}},
	JPEG: {"JPEG picture", "image/jpeg", []string{".jpeg", ".jpg"}},
}

// Words is the kind as people read it.
func (k Kind) Words() string { return kinds[k].words }

// MediaType is the kind's media type, for the answer that carries the file.
func (k Kind) MediaType() string { return kinds[k].mediaType }

// office says whether files of the kind hold parts, such as text, pictures and other files.
func (k Kind) office() bool { return slices.Contains([]Kind{DOCX, XLSX, PPTX, ODT, ODS}, k) }

func (k Kind) endings() []string { return kinds[k].endings }

// Refused says why a file may not be attached, in words that name the file and say what to do.
type Refused struct{ Name, Why string }

func (r *Refused) Error() string { return "‘" + r.Name + "’ " + r.Why }

// Content is what an examination of a file shows. Finds are what looks like NHS numbers in its name and, where it was
// Searched, in its text.
type Content struct {
	Kind     Kind
	Name     string
	Searched bool
	Finds    []privacy.Find
}

// refusal is why a file is refused, before its name is known.
type refusal int

const (
	whyEmpty refusal = iota + 1
	whyBig
	whyKind
	whyDamaged
	whyMacros
	whyPrograms
	whyLocked
	whyPassword
	whyOld
	whyBinary
	whyOldWord
	whyOldExcel
	whyOldSlides
	whyMail
	whyPhoto
	whyPicture
	whyArchive
	whyBomb
	whyLong
	whyTogether
	whyTwo
)

// refusalWords continue the file's name.
var refusalWords = map[refusal]string{
	whyEmpty:     "is empty. Choose another file",
	whyBig:       "is larger than 20 MB. Make it smaller or add a link to it",
	whyKind:      "is not a kind of file that can be added. Use " + KindsWords,
	whyDamaged:   "is damaged and cannot be read. Open it, save it again and choose it again",
	whyMacros:    "contains macros. Save it without macros (docx, xlsx or pptx) and choose it again",
	whyPrograms:  "contains a program or an active control. Save it without them and choose it again",
	whyLocked:    "is locked with a password or a sensitivity label. Save a copy without it, and choose that",
	whyPassword:  "needs a password to open. Save a copy without a password, and choose that",
	whyOld:       "is in an old Office format. Save it as docx, xlsx or pptx and choose it again",
	whyBinary:    "is in the binary Excel format (xlsb). Save it as xlsx and choose it again",
	whyOldWord:   "is in the old Word format (doc). Save it as docx and choose it again",
	whyOldExcel:  "is in the old Excel format (xls). Save it as xlsx and choose it again",
	whyOldSlides: "is in the old PowerPoint format (ppt). Save it as pptx and choose it again",
	whyMail:      "is an email. Save it as PDF and choose that, without anything about people accessing IPS services",
	whyPhoto:     "is a photo in the iPhone’s own format (HEIC). Save it as JPEG and choose that",
	whyPicture:   "is a picture of a kind that cannot be added. Save it as PNG or JPEG and choose that",
	whyArchive:   "is a zip folder or another archive. Take the files out of it and choose those",
	whyBomb:      "is far larger inside than its size says. Save it again, or choose another file",
	whyLong:      "holds more text than can be searched for NHS numbers. Split it into several files",
	whyTogether:  "holds, with the files before it, more text than can be searched for NHS numbers at once. Add it by itself",
	whyTwo:       "is two kinds of file in one. Save it again and choose that copy",
}

func (r refusal) Error() string { return refusalWords[r] }

// Upload is the files of one form, examined one after the other. One limit holds for what all of them unpack to, so
// that ten files cost no more than one. The zero Upload has had no file yet.
type Upload struct{ unpacked int64 }

// Examine finds out what a file is by its content, and searches its name and text for NHS numbers. It does not search
// the text of PDF files and pictures. The error is a *Refused when the file may not be attached. Any other error comes
// from reading it, or from the context.
func (u *Upload) Examine(ctx context.Context, name string, r io.ReaderAt, size int64) (Content, error) {
	f := file{ctx: ctx, r: r, size: size, budget: textLimit - u.unpacked}
	c, err := f.examine(name)
	before := u.unpacked
	u.unpacked = textLimit - f.budget
	var why refusal
	if errors.As(err, &why) {
		if why == whyLong && before > 0 {
			why = whyTogether
		}
		return Content{}, &Refused{Name: CleanShown(name), Why: why.Error()}
	}
	if err != nil {
		return Content{}, fmt.Errorf("examine file: %w", err)
	}
	return c, nil
}

// Examine is Upload.Examine for a single file.
func Examine(ctx context.Context, name string, r io.ReaderAt, size int64) (Content, error) {
	return new(Upload).Examine(ctx, name, r, size)
}

func (f *file) examine(name string) (Content, error) {
	switch {
	case f.size == 0:
		return Content{}, whyEmpty
	case f.size > FileLimit:
		return Content{}, whyBig
	}
	if err := f.open(name); err != nil {
		return Content{}, err
	}
	f.search.WriteString("\n" + name)
	return Content{Kind: f.kind, Name: CleanName(name, f.kind), Searched: f.searched, Finds: f.search.Finds()}, nil
}

// file is one file under examination.
type file struct {
	ctx      context.Context
	r        io.ReaderAt
	size     int64
	kind     Kind
	searched bool
	search   privacy.Search
	budget   int64          // bytes of text that may still be unpacked
	xml      *markup.Reader // reads the parts one after the other
}

// open finds the kind and searches the text.
func (f *file) open(name string) error {
	head := make([]byte, min(f.size, 4096))
	if _, err := f.r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	detected := mimetype.Detect(head)
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		f.searched = true
		return f.readOffice(head)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return f.checkOLE(name)
	case detected.Is("image/png"), detected.Is("image/vnd.mozilla.apng"):
		f.kind = PNG
		return f.checkPNG()
	case detected.Is("image/jpeg"):
		f.kind = JPEG
		return f.checkJPEG(head)
	}
	if is, err := isPDF(head); is || err != nil {
		f.kind = PDF
		if err != nil {
			return err
		}
		return f.checkPDF()
	}
	if why := otherKind(head, detected, name); why != 0 {
		return why
	}
	f.searched = true
	return f.checkPlain(head, detected, name)
}
