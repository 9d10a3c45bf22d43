package round

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
)

// UnknownSchema says that a document is of a schema that this program does not know: a later program made it, or it is none.
type UnknownSchema struct{ Schema int }

func (e *UnknownSchema) Error() string {
	return fmt.Sprintf("the document is of schema %d: this program reads schema %d", e.Schema, Schema)
}

// UnknownField says that a document holds something that its schema does not have. Path is where: "icb.colour".
type UnknownField struct{ Path string }

func (e *UnknownField) Error() string { return e.Path + " is not of the schema" }

// Damaged says that bytes are no document as Canonical writes one, and why.
type Damaged struct{ Err error }

func (e *Damaged) Error() string { return "damaged document: " + e.Err.Error() }
func (e *Damaged) Unwrap() error { return e.Err }

// Canonical is the document's one form in JSON: UTF-8, keys in order, no space, nothing escaped that need not be. Equal
// documents have equal bytes.
func (d Document) Canonical() []byte {
	var tree any
	if err := decode(encode(d), &tree); err != nil {
		panic("round: " + err.Error()) // it was encoded a line ago
	}
	return encode(tree)
}

// Hash is the SHA-256 of the canonical form in hexadecimal.
func (d Document) Hash() string {
	sum := sha256.Sum256(d.Canonical())
	return hex.EncodeToString(sum[:])
}

// Read reads a document that Canonical has written, of this program or of an older one. Anything else is refused, a byte too
// many too: the error is *UnknownSchema, *UnknownField or *Damaged.
func Read(data []byte) (Document, error) {
	var is struct {
		Schema int `json:"schema"`
	}
	if err := decode(data, &is); err != nil {
		return Document{}, &Damaged{err}
	}
	if is.Schema != Schema {
		return Document{}, &UnknownSchema{is.Schema}
	}
	var d Document
	if err := decode(data, &d); err != nil {
		return Document{}, &Damaged{err}
	}
	if again := d.Canonical(); !bytes.Equal(again, data) {
		return Document{}, differs(data, again)
	}
	if err := d.check(); err != nil {
		return Document{}, &Damaged{err}
	}
	return d, nil
}

var hash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check says what a document lacks without which it is none.
func (d Document) check() error {
	switch {
	case d.Audience.View().IsNobody():
		return errors.New("it names no audience")
	case d.ICB.Code == "":
		return errors.New("it names no ICB")
	case d.Edition.ID == "" || !hash.MatchString(d.Edition.Hash):
		return errors.New("it names no edition")
	case d.At == "":
		return errors.New("it names no moment")
	}
	return nil
}

// differs says why bytes are not those of the document that was read from them.
func differs(data, canonical []byte) error {
	var has, known any
	if err := errors.Join(decode(data, &has), decode(canonical, &known)); err != nil {
		return &Damaged{err}
	}
	if path := beyond(has, known); path != "" {
		return &UnknownField{path}
	}
	return &Damaged{errors.New("it is not in the canonical form")}
}

// decode reads one JSON value and nothing behind it. Numbers stay as they are written.
func decode(data []byte, into any) error {
	from := json.NewDecoder(bytes.NewReader(data))
	from.UseNumber()
	if err := from.Decode(into); err != nil {
		return err
	}
	if _, err := from.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the document")
	}
	return nil
}

// encode is a value in JSON, without escapes for HTML and without an end of line.
func encode(value any) []byte {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(value); err != nil {
		panic("round: " + err.Error()) // texts, numbers, lists and maps alone
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// beyond is the path of the first key of a JSON value that another does not have, "" when there is none.
func beyond(has, known any) string {
	switch value := has.(type) {
	case map[string]any:
		of, _ := known.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(value)) {
			one, is := of[key]
			if !is {
				return key
			}
			if path := beyond(value[key], one); path != "" {
				return key + "." + path
			}
		}
	case []any:
		of, _ := known.([]any)
		for i := range min(len(value), len(of)) {
			if path := beyond(value[i], of[i]); path != "" {
				return fmt.Sprintf("%d.%s", i, path)
			}
		}
	}
	return ""
}
