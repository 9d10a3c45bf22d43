package archive

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// Column is a column of a table: its name, and what it holds.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

// Type is what a column holds: a text, a whole number, a yes or no, bytes (in base64). Each may be nothing (null).
type Type string

const (
	Text   Type = "text"
	Number Type = "number"
	YesNo  Type = "yes or no"
	Bytes  Type = "bytes"
)

// Row is the values of a row in the order of the columns: nil, string, int64, bool or []byte.
type Row []any

// AppendRow writes a row as JSON: the one form in which documents have it and hashes are made of it. It refuses a text that is
// not UTF-8, which JSON could not give back.
func AppendRow(to []byte, row Row) ([]byte, error) {
	to = append(to, '[')
	for i, value := range row {
		if i > 0 {
			to = append(to, ',')
		}
		switch v := value.(type) {
		case nil:
			to = append(to, "null"...)
		case string:
			if !utf8.ValidString(v) {
				return nil, fmt.Errorf("column %d holds bytes that are no text", i+1)
			}
			to = appendText(to, v)
		case int64:
			to = strconv.AppendInt(to, v, 10)
		case bool:
			to = strconv.AppendBool(to, v)
		case []byte:
			to = append(base64.StdEncoding.AppendEncode(append(to, '"'), v), '"')
		default:
			return nil, fmt.Errorf("column %d holds a %T", i+1, value)
		}
	}
	return append(to, ']'), nil
}

// appendText writes a text as JSON, with < and > as they are.
func appendText(to []byte, text string) []byte {
	const digits = "0123456789abcdef"
	to = append(to, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			to = append(to, '\\', byte(r))
		case r == '\n':
			to = append(to, '\\', 'n')
		case r < ' ' || r == '\u2028' || r == '\u2029':
			to = append(to, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return append(to, '"')
}

// DocumentWriter writes the document of all rows: a head and the tables one after another, a row a line.
type DocumentWriter struct {
	to            *bufio.Writer
	tables, lines int
	line          []byte
}

// NewDocumentWriter begins a document.
func NewDocumentWriter(to io.Writer, h Head) (*DocumentWriter, error) {
	head, err := json.Marshal(struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
		Head
	}{format, Version, h})
	if err != nil {
		return nil, err
	}
	w := &DocumentWriter{to: bufio.NewWriterSize(to, 64<<10)}
	_, _ = w.to.Write(head[:len(head)-1]) // a fault is told by Close
	_, _ = w.to.WriteString(`,"tables":[`)
	return w, nil
}

// Table begins a table.
func (w *DocumentWriter) Table(name string, columns []Column) error {
	list, err := json.Marshal(columns)
	if err != nil {
		return err
	}
	if w.tables > 0 {
		_, _ = w.to.WriteString("\n]},")
	}
	w.tables, w.lines = w.tables+1, 0
	_, _ = fmt.Fprintf(w.to, "\n{%q:%q,%q:%s,%q:[", "table", name, "columns", list, "rows")
	return nil
}

// Row writes a row of the table that was begun last.
func (w *DocumentWriter) Row(row Row) (err error) {
	if w.line, err = AppendRow(append(w.line[:0], '\n'), row); err != nil {
		return err
	}
	if w.lines > 0 {
		_ = w.to.WriteByte(',')
	}
	w.lines++
	_, err = w.to.Write(w.line)
	return err
}

// Close ends the document.
func (w *DocumentWriter) Close() error {
	if w.tables > 0 {
		_, _ = w.to.WriteString("\n]}")
	}
	_, _ = w.to.WriteString("\n]}\n")
	return w.to.Flush()
}
