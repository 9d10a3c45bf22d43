package evidence

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
)

// pdfHeader is how far into a file the header of a PDF may be: programs that make or send one put white space, a mark or a
// few lines before it, and readers accept that.
const pdfHeader = 1024

// checkPDF requires the marks of a whole PDF file at its beginning and end, and refuses one that is an archive too, or that
// nobody can open without its password.
func (f *file) checkPDF() error {
	if !f.endsAsPDF() {
		return whyDamaged
	}
	if err := f.refuseArchive(); err != nil {
		return err
	}
	body, err := io.ReadAll(io.NewSectionReader(f.r, 0, f.size))
	if err != nil {
		return err
	}
	if !opensWithoutPassword(body) {
		return whyPassword
	}
	return f.ctx.Err()
}

// endsAsPDF says whether a file's last bytes hold the end mark of a PDF.
func (f *file) endsAsPDF() bool {
	tail := make([]byte, min(f.size, 2048))
	if _, err := f.r.ReadAt(tail, f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return bytes.Contains(tail, []byte("%%EOF"))
}

var (
	encryptKey = regexp.MustCompile(`/Encrypt\s*(?:(\d{1,9})\s+(\d{1,5})\s+R|<<)`)
	idKey      = regexp.MustCompile(`/ID\s*\[\s*`)
)

// opensWithoutPassword says whether a PDF is open to everybody: it is not encrypted, or only against changes, so that the
// empty password opens it. One that is encrypted in a way that nobody else's reader knows counts as locked.
func opensWithoutPassword(body []byte) bool {
	all := encryptKey.FindAllSubmatchIndex(body, -1)
	if len(all) == 0 {
		return true
	}
	last := all[len(all)-1]
	at := last[1] - 2 // at the <<
	if last[2] >= 0 {
		number, generation := string(body[last[2]:last[3]]), string(body[last[4]:last[5]])
		object := regexp.MustCompile(`(?:^|[\s>])` + number + `\s+` + generation + `\s+obj\s*`)
		places := object.FindAllIndex(body, -1)
		if len(places) == 0 {
			return false
		}
		at = places[len(places)-1][1]
	}
	lock := pdfDictionary(body[at:])
	var id []byte
	if places := idKey.FindAllIndex(body, -1); len(places) > 0 {
		id, _ = pdfString(body[places[len(places)-1][1]:])
	}
	return pdfLock{
		filter: string(lock["Filter"]), revision: pdfNumber(lock["R"]), bits: pdfNumber(lock["Length"]), owner: lock["O"], user: lock["U"],
		rights: pdfNumber(lock["P"]), id: id, metadata: string(lock["EncryptMetadata"]) != "false",
	}.opens()
}

// pdfDictionary are the values of a dictionary by their names, nested ones left out: strings as their bytes, all else as
// its text.
func pdfDictionary(text []byte) map[string][]byte {
	values := map[string][]byte{}
	depth, key := 0, ""
	set := func(value []byte) {
		if depth == 1 && key != "" {
			values[key], key = value, ""
		}
	}
	for n := 0; len(text) > 0 && n < 1000; n++ {
		text = bytes.TrimLeft(text, "\x00\t\n\f\r ")
		switch {
		case len(text) == 0:
		case bytes.HasPrefix(text, []byte("<<")):
			depth++
			text = text[2:]
		case bytes.HasPrefix(text, []byte(">>")):
			if depth--; depth == 0 {
				return values
			}
			key, text = "", text[2:]
		case text[0] == '(' || text[0] == '<':
			var value []byte
			value, text = pdfString(text)
			set(value)
		case text[0] == '/':
			word := pdfWord(text[1:])
			text = text[1+len(word):]
			if depth == 1 && key == "" {
				key = string(word)
			} else {
				set(word)
			}
		default:
			word := pdfWord(text)
			text = text[max(len(word), 1):]
			set(word)
		}
	}
	return values
}

// pdfWord is a name or a number at the start of a text.
func pdfWord(text []byte) []byte {
	end := bytes.IndexAny(text, "\x00\t\n\f\r ()<>[]{}/%")
	if end < 0 {
		end = len(text)
	}
	return text[:end]
}

func pdfNumber(word []byte) int64 {
	n, err := strconv.ParseInt(string(word), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// pdfString is the string at the start of a text, in either of its forms, and what follows it.
func pdfString(text []byte) (value, rest []byte) {
	if len(text) > 0 && text[0] == '<' {
		end := bytes.IndexByte(text, '>')
		if end < 0 {
			return nil, nil
		}
		digits := bytes.Join(bytes.Fields(text[1:end]), nil)
		for i := 0; i < len(digits); i += 2 {
			pair := append(bytes.Clone(digits[i:min(i+2, len(digits))]), '0')[:2]
			n, _ := strconv.ParseUint(string(pair), 16, 8)
			value = append(value, byte(n))
		}
		return value, text[end+1:]
	}
	open := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(':
			if open++; open == 1 {
				continue
			}
		case ')':
			if open--; open == 0 {
				return value, text[i+1:]
			}
		case '\\':
			var byteOf byte
			var more, written int
			byteOf, more, written = pdfEscape(text[i+1:])
			if i += more; written > 0 {
				value = append(value, byteOf)
			}
			continue
		}
		value = append(value, text[i])
	}
	return value, nil
}

// pdfEscape is the byte that follows a backslash, how many characters say so, and 0 for the end of a line, which is no byte.
func pdfEscape(text []byte) (value byte, long, written int) {
	if len(text) == 0 {
		return 0, 0, 0
	}
	if at := bytes.IndexByte([]byte("nrtbf"), text[0]); at >= 0 {
		return "\n\r\t\b\f"[at], 1, 1
	}
	switch c := text[0]; {
	case c == '\r' && len(text) > 1 && text[1] == '\n':
		return 0, 2, 0
	case c == '\r' || c == '\n':
		return 0, 1, 0
	case c < '0' || c > '7':
		return c, 1, 1
	}
	n := 0
	for long < 3 && long < len(text) && text[long] >= '0' && text[long] <= '7' {
		n = n*8 + int(text[long]-'0')
		long++
	}
	return byte(n), long, 1 //nolint:gosec // a number above 255 loses its high digits, as the format says
}
