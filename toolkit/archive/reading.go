package archive

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
)

// rowLimit is how many bytes one row of a document may take up: a row holds texts that people typed, or the text of an edition.
const rowLimit = 16 << 20

// Handler takes the tables of a document as they come. Table says which columns a table has to have; its error, and that of
// Row, end the reading.
type Handler interface {
	Head(h Head) error
	Table(name string, columns []Column) error
	Row(row Row) error
}

// ReadDocument reads a document a row at a time. Errors: a Fault for one that is not a document of this form; those of to.
func ReadDocument(from io.Reader, to Handler) error {
	r := &documentReader{bounded: &bounded{from: from}, to: to}
	r.json = json.NewDecoder(r.bounded)
	r.json.UseNumber()
	return r.read()
}

// bounded refuses to give more than a row may take up before it is told that the next one begins.
type bounded struct {
	from  io.Reader
	given int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.given > rowLimit {
		return 0, fault("%s: a row is longer than %d MB", Document, rowLimit>>20)
	}
	n, err := b.from.Read(p)
	b.given += n
	return n, err
}

type documentReader struct {
	*bounded
	json *json.Decoder
	to   Handler
}

func (r *documentReader) read() error {
	var kind string
	var version int
	var h Head
	for _, one := range []struct {
		name string
		to   any
	}{
		{"format", &kind},
		{"version", &version},
		{"schema", &h.Schema},
		{"icb", &h.ICB},
		{"name", &h.Name},
		{"saves", &h.Saves},
		{"history_hash", &h.Hash},
	} {
		if one.name == "format" {
			if err := r.want(json.Delim('{')); err != nil {
				return err
			}
		}
		if err := r.field(one.name, one.to); err != nil {
			return err
		}
	}
	if kind != format || version != Version {
		return fault("%s is %q of form %d: this program reads form %d of %q", Document, kind, version, Version, format)
	}
	if err := r.to.Head(h); err != nil {
		return err
	}
	if err := r.list("tables", r.table); err != nil {
		return err
	}
	if err := r.want(json.Delim('}')); err != nil {
		return err
	}
	if _, err := r.json.Token(); !errors.Is(err, io.EOF) {
		return fault("%s: something follows its end", Document)
	}
	return nil
}

// list reads a field that is a list.
func (r *documentReader) list(name string, each func() error) error {
	if err := r.want(name); err != nil {
		return err
	}
	if err := r.want(json.Delim('[')); err != nil {
		return err
	}
	for r.json.More() {
		if err := each(); err != nil {
			return err
		}
	}
	return r.want(json.Delim(']'))
}

func (r *documentReader) table() error {
	var name string
	var columns []Column
	if err := r.want(json.Delim('{')); err != nil {
		return err
	}
	if err := errors.Join(r.field("table", &name), r.field("columns", &columns)); err != nil {
		return err
	}
	if err := r.to.Table(name, columns); err != nil {
		return err
	}
	err := r.list("rows", func() error {
		row, err := r.row(name, columns)
		if err != nil {
			return err
		}
		return r.to.Row(row)
	})
	if err != nil {
		return err
	}
	return r.want(json.Delim('}'))
}

func (r *documentReader) row(table string, columns []Column) (Row, error) {
	r.given = 0
	var values []any
	if err := r.json.Decode(&values); err != nil {
		return nil, r.broken(err)
	}
	if len(values) != len(columns) {
		return nil, fault("%s: a row of %s has %d values, its columns are %d", Document, table, len(values), len(columns))
	}
	for i, value := range values {
		var ok bool
		if values[i], ok = typed(value, columns[i].Type); !ok {
			return nil, fault("%s: a row of %s has another value in %s than a %s", Document, table, columns[i].Name, columns[i].Type)
		}
	}
	return values, nil
}

// typed is a value of JSON as a column of a type holds it.
func typed(value any, t Type) (any, bool) {
	if value == nil {
		return nil, true
	}
	text, isText := value.(string)
	switch t {
	case Text:
		return text, isText
	case Bytes:
		b, err := base64.StdEncoding.DecodeString(text)
		return b, isText && err == nil
	case YesNo:
		b, ok := value.(bool)
		return b, ok
	case Number:
		n, ok := value.(json.Number)
		if !ok {
			return nil, false
		}
		whole, err := n.Int64()
		return whole, err == nil
	}
	return nil, false
}

// field reads a field that has to come next.
func (r *documentReader) field(name string, to any) error {
	if err := r.want(name); err != nil {
		return err
	}
	if err := r.json.Decode(to); err != nil {
		return r.broken(err)
	}
	return nil
}

// want reads a token that has to come next.
func (r *documentReader) want(token json.Token) error {
	r.given = 0
	got, err := r.json.Token()
	if err != nil {
		return r.broken(err)
	}
	if got != token {
		return fault("%s: it has %v in the place of %v", Document, got, token)
	}
	return nil
}

// broken is an error of reading: a Fault stays what it is, and what is no JSON becomes one.
func (r *documentReader) broken(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax), errors.As(err, &kind), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault("%s is damaged: %v", Document, err)
	}
	return err
}

// SameColumns says whether a document's columns are those that a table has.
func SameColumns(a, b []Column) bool {
	return slices.EqualFunc(a, b, func(x, y Column) bool { return reflect.DeepEqual(x, y) })
}
