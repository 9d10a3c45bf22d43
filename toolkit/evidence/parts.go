package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"
)

// textless are parts of an Office file in which nobody typed anything that is not elsewhere in it: fonts, the settings of
// printers, the small picture of the first page, the pictures of embedded objects, what LibreOffice keeps of the layout.
var textless = regexp.MustCompile(`(?i)(^|/)$|(^|/)(thumbnails?(/|\.)|printersettings\d*\.bin$|objectreplacements/|` +
	`layout-cache$|mimetype$)|\.(odttf|fntdata|ttf|otf)$`)

// searchParts searches every part of an Office file: those that hold XML, and the files embedded in it, one level deep. Where
// something in it cannot be searched, such as a picture, the file counts as not searched.
func (f *file) searchParts(z *zip.Reader, depth int) error {
	for _, p := range z.File {
		f.search.WriteString("\n" + path.Base(p.Name) + "\n")
		var err error
		switch strings.ToLower(path.Ext(p.Name)) {
		case ".xml", ".rels", ".vml", ".rdf", ".svg":
			err = f.searchPart(p)
		default:
			if !textless.MatchString(p.Name) {
				err = f.searchEmbedded(p, depth)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notRead are endings of parts that are not worth reading: nobody finds a number in them.
var notRead = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".jpe": true, ".gif": true, ".bmp": true, ".tif": true, ".tiff": true, ".wdp": true,
	".webp": true, ".ico": true, ".heic": true, ".mp3": true, ".mp4": true, ".m4a": true, ".wav": true, ".mov": true, ".avi": true,
}

// searchEmbedded searches a file that is embedded in another: an Office file or an archive with its parts, or a text.
func (f *file) searchEmbedded(p *zip.File, depth int) error {
	if notRead[strings.ToLower(path.Ext(p.Name))] {
		f.searched = false
		return nil
	}
	r, err := p.Open()
	if err != nil {
		return whyDamaged
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, FileLimit+1))
	if err != nil {
		return whyDamaged
	}
	archive := bytes.HasPrefix(body, []byte("PK\x03\x04"))
	f.budget -= int64(len(body))
	switch long := len(body) > FileLimit; {
	case f.budget < 0, long && archive:
		return whyLong
	case long: // a film, a large drawing
		f.searched = false
		return nil
	case !archive:
		return f.searchBytes(body)
	}
	if depth > 0 {
		f.searched = false
		return nil
	}
	inner, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		f.searched = false // locked or of another kind: the file says that it was not searched
		return nil
	}
	if err := checkParts(inner.File); err != nil {
		return err
	}
	return f.searchParts(inner, depth+1)
}

// packed is a text that may hold others in a form in which no number can be found: an email, rich text, a web page.
var packed = regexp.MustCompile(`(?i)^\s*(\{\\rtf|<|mime-version:|content-type:|%pdf-)|\n(mime-version|content-transfer-encoding):`)

// searchBytes searches an embedded file that is a text. Of any other it searches what looks like text in it, and the file
// counts as not searched.
func (f *file) searchBytes(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	own := file{ctx: f.ctx, r: bytes.NewReader(body), size: int64(len(body))}
	code, err := own.encoding(body[:min(len(body), 4096)])
	if err != nil {
		return err
	}
	text, err := code.NewDecoder().Bytes(body)
	readable := err == nil && utf8.Valid(text) && bytes.IndexFunc(text, unreadable) < 0
	if !readable {
		text = body
		f.search.WriteString("\n" + string(bytes.ReplaceAll(body, []byte{0}, nil)) + "\n") // two bytes a character
	}
	_, _ = f.search.Write(text)
	if !readable || packed.Match(text[:min(len(text), 4096)]) {
		f.searched = false
	}
	return f.ctx.Err()
}

// unreadable is a character that no text holds.
func unreadable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f || r == utf8.RuneError
}
