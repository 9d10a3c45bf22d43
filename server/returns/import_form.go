package returns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
)

const (
	// importTime is how long a file may take to be read.
	importTime = 10 * time.Second
	// cellsLimit is the most that the fields of the form may hold, in bytes: the cells of the file, as JSON.
	cellsLimit = 4 << 20
)

// examining keeps a few hostile files from taking all of the machine: two are read at a time.
var examining = make(chan struct{}, 2)

// chosenFile is a file as it came in, in memory.
type chosenFile struct {
	name string
	body []byte
}

func (f *chosenFile) read(ctx context.Context) ([]figures.Grid, error) {
	ctx, stop := context.WithTimeout(ctx, importTime)
	defer stop()
	select {
	case examining <- struct{}{}:
		defer func() { <-examining }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return figures.ReadGrids(ctx, f.name, f.body)
}

// readImport reads a form with a file, which stays in memory and is read no further than it may be long. The file is
// nil when none was chosen. Errors: page.ErrBadForm, page.ErrTooBig.
func readImport(c *gin.Context) (page.Form, *chosenFile, error) {
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		f, err := page.ReadForm(c)
		return f, nil, err
	}
	const limit = cellsLimit + 2*figures.ImportLimit
	if c.Request.ContentLength > limit {
		return page.Form{}, nil, page.ErrTooBig
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return page.Form{}, nil, fmt.Errorf("%w: %w", page.ErrBadForm, err)
	}
	var file *chosenFile
	values, left := url.Values{}, int64(cellsLimit)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return page.Form{}, nil, bodyError(err)
		}
		text, err := io.ReadAll(io.LimitReader(part, max(left, figures.ImportLimit)+1))
		switch isFile := part.FormName() == "file"; {
		case err != nil:
			return page.Form{}, nil, bodyError(err)
		case isFile && part.FileName() != "" && file == nil:
			file = &chosenFile{part.FileName(), text}
		case !isFile:
			if left -= int64(len(text)); left < 0 {
				return page.Form{}, nil, page.ErrTooBig
			}
			values.Add(part.FormName(), string(text))
		}
	}
	// The fields go where page.ReadFiles finds them, as if the standard library had read the whole form.
	c.Request.Form, c.Request.PostForm = values, values
	c.Request.MultipartForm = &multipart.Form{Value: values}
	f, err := page.ReadFiles(c, limit)
	return f, file, err
}

func bodyError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return page.ErrTooBig
	}
	return fmt.Errorf("%w: %w", page.ErrBadForm, err)
}
