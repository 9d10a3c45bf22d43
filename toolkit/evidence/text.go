package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// checkPlain reads a text file to its end: UTF-8, UTF-16 with its mark, or Windows' own encoding, which Excel uses for CSV
// files.
func (f *file) checkPlain(head []byte, detected *mimetype.MIME, name string) error {
	switch {
	case detected.Is("text/plain"), detected.Is("text/csv"), detected.Is("text/tab-separated-values"):
	case detected.Is("message/rfc822") && !isMail(head, detected):
		// minutes that begin "Date: ... Subject: ..." are not mail
	default:
		return whyKind
	}
	if markup.Match(head) {
		return whyKind
	}
	f.kind = TXT
	if detected.Is("text/csv") || strings.EqualFold(path.Ext(name), ".csv") {
		f.kind = CSV
	}
	if f.budget -= f.size; f.budget < 0 {
		return whyLong
	}
	code, err := f.encoding(head)
	if err != nil {
		return err
	}
	text := bufio.NewReaderSize(code.NewDecoder().Reader(io.NewSectionReader(f.r, 0, f.size)), 64<<10)
	buf := make([]byte, 64<<10)
	for {
		n, err := text.Read(buf)
		for _, b := range buf[:n] {
			if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
				return whyKind
			}
		}
		_, _ = f.search.Write(buf[:n])
		if errors.Is(err, io.EOF) {
			return f.ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// markup is how web pages, SVG pictures and XML begin. A text may begin with "<5".
var markup = regexp.MustCompile(`^\x{feff}?\s*<[A-Za-z!?]`)

func (f *file) encoding(head []byte) (encoding.Encoding, error) {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	}
	valid, err := validUTF8(io.NewSectionReader(f.r, 0, f.size))
	if err != nil {
		return nil, err
	}
	if valid {
		return unicode.UTF8BOM, nil
	}
	return charmap.Windows1252, nil
}

func validUTF8(r io.Reader) (bool, error) {
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := r.Read(buf[kept:])
		have := buf[:kept+n]
		end := len(have)
		for end > 0 && end > len(have)-utf8.UTFMax && !utf8.RuneStart(have[end-1]) {
			end--
		}
		if end > 0 && !utf8.FullRune(have[end-1:]) {
			end-- // a character continues in the next piece
		} else {
			end = len(have)
		}
		if !utf8.Valid(have[:end]) {
			return false, nil
		}
		kept = copy(buf, have[end:])
		switch {
		case errors.Is(err, io.EOF):
			return kept == 0, nil
		case err != nil:
			return false, err
		}
	}
}

// searchPart reads one part's XML and searches what people read in it.
func (f *file) searchPart(p *zip.File) error {
	r, err := p.Open()
	if err != nil {
		return whyDamaged
	}
	defer r.Close()
	counted := &counter{r: r, left: min(partLimit, f.budget), gap: gapLimit}
	defer func() { f.budget -= counted.read }()
	d := xml.NewDecoder(counted)
	d.Strict = false // an unknown entity is no reason to refuse a document
	var t texts
	for n := 0; ; n++ {
		if n%4096 == 0 && f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			f.search.WriteString("\n" + t.attributes.String())
			return nil
		case errors.Is(err, errLong):
			return whyLong
		case err != nil:
			return whyDamaged
		}
		f.search.WriteString(t.next(token))
		if t.attributes.Len() > 1<<20 {
			f.search.WriteString("\n" + t.attributes.String() + "\n")
			t.attributes.Reset()
		}
	}
}

// texts turns the tokens of a part into its text. The text of one paragraph or cell stays together, however the writing
// program split it. A new line separates two paragraphs or cells.
type texts struct {
	cellKind   string // of the spreadsheet cell being read: "s" where its value is a place in the list of texts
	inValue    bool
	attributes strings.Builder // text in attributes: links, descriptions of pictures, values of cells
}

// blocks are the elements, by their name without prefix, that end a stretch of text.
var blocks = map[string]bool{
	"p": true, "h": true, "tc": true, "tr": true, "br": true, "cr": true, "tab": true, "line-break": true, "si": true, "c": true, "v": true,
	"f":  true,
	"is": true, "row": true, "table-cell": true, "table-row": true, "comment": true, "text": true, "title": true, "subject": true,
	"creator":     true,
	"description": true, "keywords": true, "lastModifiedBy": true, "category": true, "pt": true, "definedName": true, "oddHeader": true,
	"oddFooter": true, "lpwstr": true, "Company": true, "Manager": true, "annotation": true, "instrText": true,
}

// spoken are the attributes that hold what people typed.
var spoken = map[string]bool{
	"descr": true, "title": true, "tooltip": true, "Target": true, "href": true, "value": true, "string-value": true, "alt": true,
	"author":  true,
	"display": true, "prompt": true, "name": true,
}

func (t *texts) next(token xml.Token) string {
	switch token := token.(type) {
	case xml.CharData:
		if t.inValue && t.cellKind == "s" {
			return ""
		}
		if t.inValue && (t.cellKind == "" || t.cellKind == "n") {
			return wholeNumber(string(token))
		}
		return string(token)
	case xml.StartElement:
		return t.start(token)
	case xml.EndElement:
		if token.Name.Local == "v" {
			t.inValue = false
		}
		if blocks[token.Name.Local] {
			return "\n"
		}
	}
	return ""
}

func (t *texts) start(element xml.StartElement) string {
	for _, a := range element.Attr {
		if spoken[a.Name.Local] {
			t.attributes.WriteString(a.Value + "\n")
		}
	}
	switch element.Name.Local {
	case "c":
		t.cellKind = ""
		for _, a := range element.Attr {
			if a.Name.Local == "t" {
				t.cellKind = a.Value
			}
		}
	case "v":
		t.inValue = true
	case "s": // OpenDocument writes the second and further spaces as an element
		return " "
	case "noBreakHyphen":
		return "-"
	}
	if blocks[element.Name.Local] {
		return "\n"
	}
	return ""
}

// wholeNumber is a cell's number as people see it: some programs write 9990000018 as 9.990000018E9 or with ".0".
func wholeNumber(text string) string {
	if v, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && v >= 1e9 && v < 1e10 && v == float64(int64(v)) {
		return strconv.FormatInt(int64(v), 10)
	}
	return text
}

// gapLimit is the most bytes between two tags: one text, or one tag with its attributes.
const gapLimit = 4 << 20

var errLong = errors.New("more text than is searched")

// counter reads at most left bytes, and at most gap bytes without the beginning of a tag, so that no token of a hostile
// file fills the memory.
type counter struct {
	r               io.Reader
	left, read, gap int64
}

func (c *counter) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errLong
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	c.read += int64(n)
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		c.gap = gapLimit - int64(n-i)
	} else if c.gap -= int64(n); c.gap < 0 {
		return 0, errLong
	}
	return n, err
}
