package page

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

// What can be wrong with a form before anybody looks at its fields. Handle answers 400, 413 and 408.
var (
	ErrBadForm = errors.New("the form could not be read")
	ErrTooBig  = errors.New("the form is too large")
	ErrTooSlow = errors.New("the form came in too slowly")
)

// formLimit is the largest form without files, in bytes: room for every note at its longest, several times over.
const formLimit = 2 << 20

// Form is a form as it was sent: text is valid UTF-8 without NUL, and its lines end in "\n".
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	beside []string
}

// ReadForm reads a form without files. The error is ErrBadForm or ErrTooBig.
func ReadForm(c *gin.Context) (Form, error) { return ReadFiles(c, formLimit) }

// ReadFiles reads a form that may hold files, of at most limit bytes in all. Larger files wait in temporary files that
// go when the request ends. The error is ErrBadForm or ErrTooBig.
func ReadFiles(c *gin.Context, limit int64) (Form, error) {
	r := c.Request
	files := withFiles(r)
	if !files {
		limit = min(limit, formLimit)
	}
	if r.ContentLength > limit {
		return Form{}, ErrTooBig
	}
	r.Body = http.MaxBytesReader(c.Writer, r.Body, limit)
	err := r.ParseForm()
	if err == nil && files {
		err = r.ParseMultipartForm(1 << 20)
	}
	if form := r.MultipartForm; form != nil {
		// net/http removes them for the request that it made itself, which middleware has replaced since.
		context.AfterFunc(r.Context(), func() { _ = form.RemoveAll() })
	}
	if err != nil {
		return Form{}, BodyError(err)
	}
	f := Form{values: url.Values{}}
	for name, values := range r.PostForm {
		for _, value := range append([]string{name}, values...) {
			if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
				return Form{}, fmt.Errorf("%w: %q holds characters that no keyboard types", ErrBadForm, name)
			}
		}
		for _, value := range values {
			f.values.Add(name, strings.ReplaceAll(value, "\r\n", "\n"))
		}
	}
	if r.MultipartForm != nil {
		f.files = r.MultipartForm.File
	}
	return f, nil
}

// ReadParts reads a form and gives each file to take as it comes in, without waiting for the form's end. What take leaves
// unread is passed over. The form may be limit bytes long, and its fields hold texts bytes together. The error is
// ErrBadForm, ErrTooBig, ErrTooSlow, or that of take.
func ReadParts(c *gin.Context, limit, texts int64, take func(*multipart.Part) error) (Form, error) {
	r := c.Request
	if !withFiles(r) || r.MultipartForm != nil {
		return ReadForm(c)
	}
	if r.ContentLength > limit {
		return Form{}, ErrTooBig
	}
	r.Body = http.MaxBytesReader(c.Writer, r.Body, limit)
	parts, err := r.MultipartReader()
	if err != nil {
		return Form{}, BodyError(err)
	}
	values := url.Values{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Form{}, BodyError(err)
		}
		if part.FileName() != "" {
			if err := take(part); err != nil {
				return Form{}, err
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, texts+1))
		if texts -= int64(len(text)); err != nil || texts < 0 {
			return Form{}, BodyError(cmp.Or(err, ErrTooBig))
		}
		values.Add(part.FormName(), string(text))
	}
	// The fields go where ReadFiles finds them, as if the standard library had read the whole form.
	r.Form, r.PostForm, r.MultipartForm = values, values, &multipart.Form{Value: values}
	return ReadFiles(c, limit)
}

// BodyError is ErrBadForm, ErrTooBig or ErrTooSlow for a body that could not be read.
func BodyError(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, multipart.ErrMessageTooLarge), errors.Is(err, ErrTooBig):
		return ErrTooBig
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w: %w", ErrTooSlow, err)
	}
	return fmt.Errorf("%w: %w", ErrBadForm, err)
}

// withFiles says whether a request is a form that may hold files.
func withFiles(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// Text is a field's text without the space around it; "" when the field was not sent.
func (f Form) Text(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// Pasted is a field's text as cells of a spreadsheet were pasted into it. It keeps the space at its ends, which holds
// empty cells; only the breaks around the lines go.
func (f Form) Pasted(name string) string { return strings.Trim(f.values.Get(name), "\r\n") }

// Version is the version that the person saw of what the form changes. It is -1 when the form says none: nothing has it,
// so that the save is stale and both are shown.
func (f Form) Version() int { return f.VersionOf("version") }

// VersionOf is Version in a form that changes several things, each with its version under a name of its own.
func (f Form) VersionOf(name string) int {
	n, err := strconv.Atoi(f.Text(name))
	if err != nil {
		return -1
	}
	return n
}

// Seen counts the ICB's saves up to the moment when the form was opened; 0 where it does not say so.
func (f Form) Seen() int64 {
	n, err := strconv.ParseInt(f.Text("seen"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Values are all values sent under a name (ticked checkboxes, say), in the order of the form.
func (f Form) Values(name string) []string { return slices.Clone(f.values[name]) }

// Has says whether the field was sent at all: a button that was pressed, a box that was ticked.
func (f Form) Has(name string) bool { return f.values.Has(name) }

// Files are the files sent under a name. A file field that was left empty sends none.
func (f Form) Files(name string) []*multipart.FileHeader {
	return slices.DeleteFunc(slices.Clone(f.files[name]), func(h *multipart.FileHeader) bool {
		return h.Filename == "" && h.Size == 0
	})
}

// With is the form with what was sent beside its fields, such as the hash of a file that was read as it came in: Once
// tells two forms apart by it.
func (f Form) With(beside ...string) Form { f.beside = beside; return f }

// Names are the fields' names, sorted.
func (f Form) Names() []string {
	names := make([]string, 0, len(f.values))
	for name := range f.values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
