package evidence

import (
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// isPDF says whether a file is a PDF, which may have a little text or white space before its header. The error says that
// another kind of file comes before the header.
func isPDF(head []byte) (bool, error) {
	at := bytes.Index(head[:min(len(head), pdfHeader)], []byte("%PDF-"))
	if at <= 0 {
		return at == 0, nil
	}
	before := bytes.TrimPrefix(head[:at], []byte("\xef\xbb\xbf"))
	if kind := mimetype.Detect(before); !kind.Is("text/plain") && !kind.Is("application/octet-stream") || webPage.Match(before) {
		return false, whyTwo
	}
	return true, nil
}

// photoMarks are the marks of the formats of Apple's phones.
var photoMarks = []string{"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}

// otherKind is why a file is refused that is of a kind that people know and often choose; 0 for any other.
func otherKind(head []byte, detected *mimetype.MIME, name string) refusal {
	is := func(begin string) bool {
		for d := detected; d != nil; d = d.Parent() {
			if strings.HasPrefix(d.String(), begin) {
				return true
			}
		}
		return false
	}
	photo := len(head) > 12 && string(head[4:8]) == "ftyp" && slices.Contains(photoMarks, string(head[8:12]))
	switch {
	case photo, is("image/hei"):
		return whyPhoto
	case is("image/svg"): // as a web page
		return 0
	case is("image/"):
		return whyPicture
	case bytes.HasPrefix(head, []byte("PK")), is("application/zip"), is("application/x-7z"), is("application/x-rar"),
		is("application/gzip"),
		is("application/x-tar"), is("application/x-bzip"), is("application/x-xz"):
		return whyArchive
	case isMail(head, detected), strings.EqualFold(path.Ext(name), ".eml") && mailField.Match(head):
		return whyMail
	}
	return 0
}

// mailField is a line at the head of an email.
var mailField = regexp.MustCompile(`(?mi)^(mime-version|message-id|return-path|received|from|to|subject|date):[ \t]`)

// isMail says whether a text is an email as programs save it. Minutes may begin "Date: ... Subject: ..." too.
func isMail(head []byte, detected *mimetype.MIME) bool {
	top, _, _ := bytes.Cut(bytes.ToLower(bytes.ReplaceAll(head, []byte("\r"), nil)), []byte("\n\n"))
	top = append([]byte("\n"), top...)
	has := func(field string) bool { return bytes.Contains(top, []byte("\n"+field+":")) }
	return has("mime-version") && (detected.Is("message/rfc822") || has("from") || has("subject")) ||
		has("message-id") && has("from") || has("received") && has("return-path")
}

// checkOLE tells what an old container holds: an email, a locked Office file (a package in an old container), or a file in an old
// format.
func (f *file) checkOLE(name string) error {
	mail, locked := []string{"__substg1.0_", "__nameid_version1.0", "__properties_version1.0"},
		[]string{"EncryptedPackage", "DRMEncrypted", "\x06DataSpaces"}
	found := map[string]bool{}
	const block = 1 << 20
	buf := make([]byte, block+64)
	for at := int64(0); at < f.size; at += block {
		n, err := f.r.ReadAt(buf[:min(int64(len(buf)), f.size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for _, mark := range slices.Concat(mail, locked, []string{"WordDocument", "Workbook", "PowerPoint Document"}) {
			found[mark] = found[mark] || bytes.Contains(buf[:n], utf16(mark))
		}
	}
	has := func(mark string) bool { return found[mark] }
	ending := func(mark, end string) bool { return found[mark] && strings.EqualFold(path.Ext(name), end) }
	switch {
	case slices.ContainsFunc(mail, has):
		return whyMail
	case slices.ContainsFunc(locked, has):
		return whyLocked
	// A document may hold a workbook, and a workbook a document: then the name says which it is.
	case ending("Workbook", ".xls"):
		return whyOldExcel
	case ending("PowerPoint Document", ".ppt"):
		return whyOldSlides
	case has("WordDocument"):
		return whyOldWord
	case has("Workbook"):
		return whyOldExcel
	case has("PowerPoint Document"):
		return whyOldSlides
	}
	return whyOld
}

// utf16 is an ASCII text in the encoding of names in an old Office container.
func utf16(text string) []byte {
	b := make([]byte, 0, 2*len(text))
	for _, c := range []byte(text) {
		b = append(b, c, 0)
	}
	return b
}
