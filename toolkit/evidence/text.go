package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
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

	"ipstoolkit/toolkit/markup"
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
	if webPage.Match(head) {
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

// webPage is how web pages, SVG pictures and XML begin. A text may begin with "<5".
var webPage = regexp.MustCompile(`^\x{feff}?\s*<[A-Za-z!?]`)

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
	counted := &counter{r: r, left: min(partLimit, f.budget)}
	defer func() { f.budget -= counted.read }()
	if f.xml == nil {
		f.xml = markup.New(counted, longestText)
		f.xml.Lax = true // an unknown entity is no reason to refuse a document
	} else {
		f.xml.Reset(counted)
	}
	var t texts
	for n := 0; ; n++ {
		if n%4096 == 0 && f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		kind, err := f.xml.Next()
		switch {
		case errors.Is(err, io.EOF):
			f.search.WriteString("\n" + t.attributes.String())
			return nil
		case errors.Is(err, errLong), errors.Is(err, markup.ErrLong):
			return whyLong
		case err != nil:
			return whyDamaged
		}
		_, _ = f.search.Write(t.next(kind, f.xml))
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

var newLine = []byte("\n")

func (t *texts) next(kind markup.Kind, r *markup.Reader) []byte {
	switch kind {
	case markup.Text:
		switch {
		case t.inValue && t.cellKind == "s":
			return nil
		case t.inValue && (t.cellKind == "" || t.cellKind == "n"):
			return wholeNumber(r.Text())
		}
		return r.Text()
	case markup.Start:
		return t.start(r)
	case markup.End:
		if string(r.Name()) == "v" {
			t.inValue = false
		}
		if blocks[string(r.Name())] {
			return newLine
		}
	}
	return nil
}

func (t *texts) start(r *markup.Reader) []byte {
	r.Attrs(func(name, value []byte) {
		if spoken[string(name)] {
			t.attributes.Write(value)
			t.attributes.WriteByte('\n')
		}
	})
	switch string(r.Name()) {
	case "c":
		t.cellKind = string(r.Attr("t"))
		return newLine
	case "v":
		t.inValue = true
	case "s": // OpenDocument writes the second and further spaces as an element
		return []byte(" ")
	case "noBreakHyphen":
		return []byte("-")
	}
	if blocks[string(r.Name())] {
		return newLine
	}
	return nil
}

// wholeNumber is a cell's number as people see it: some programs write 9990000018 as 9.990000018E9 or with ".0".
func wholeNumber(text []byte) []byte {
	if len(text) < len("1E9") || len(text) < len("1000000000") && !bytes.ContainsAny(text, "eE") {
		return text
	}
	if v, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64); err == nil && v >= 1e9 && v < 1e10 && v == float64(int64(v)) {
		return strconv.AppendInt(nil, int64(v), 10)
	}
	return text
}

// longestText is the most bytes between two tags, and of one tag with its attributes, so that no piece of a hostile file
// fills the memory.
const longestText = 4 << 20

var errLong = errors.New("more text than is searched")

// counter reads at most left bytes.
type counter struct {
	r          io.Reader
	left, read int64
}

func (c *counter) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errLong
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	c.read += int64(n)
	return n, err
}
