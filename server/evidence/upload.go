package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

const (
	// textLimit is the most that the fields of a form beside its files may hold, in bytes.
	textLimit = 1 << 20
	// examineTime is how long the examination of one file may take.
	examineTime = 20 * time.Second
)

// upload is a file as it came in, in a temporary file that has no name any more: when the program ends, however it
// ends, nothing of it stays.
type upload struct {
	name    string
	file    *os.File
	size    int64
	content evidence.Content
	state   evidence.FileState
}

func closeAll(uploads []*upload) {
	for _, u := range uploads {
		_ = u.file.Close()
	}
}

// readUploads reads a form with files, each file straight into its temporary file. What is wrong with a file names it.
// The caller closes the uploads, also after an error.
func readUploads(c *gin.Context) (page.Form, []*upload, problem.List, error) {
	const limit = evidence.FilesAtOnce*evidence.FileLimit + textLimit
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		f, err := page.ReadForm(c)
		return f, nil, nil, err
	}
	if c.Request.ContentLength > limit {
		return page.Form{}, nil, nil, page.ErrTooBig
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return page.Form{}, nil, nil, fmt.Errorf("%w: %w", page.ErrBadForm, err)
	}
	in := incoming{values: url.Values{}, left: textLimit}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = in.take(part)
		}
		if err != nil {
			return page.Form{}, in.uploads, nil, bodyError(err)
		}
	}
	// The fields go where page.ReadForm finds them, as if the standard library had read the whole form.
	c.Request.Form, c.Request.PostForm = in.values, in.values
	c.Request.MultipartForm = &multipart.Form{Value: in.values}
	f, err := page.ReadFiles(c, limit)
	return f, in.uploads, in.wrong, err
}

// bodyError is the page's error for a body that could not be read; a fault of our own stays one.
func bodyError(err error) error {
	var large *http.MaxBytesError
	var disk *os.PathError
	switch {
	case errors.As(err, &large), errors.Is(err, page.ErrTooBig):
		return page.ErrTooBig
	case errors.As(err, &disk):
		return fmt.Errorf("keep an upload: %w", err)
	}
	return fmt.Errorf("%w: %w", page.ErrBadForm, err)
}

// incoming is a form with files as far as it has come in.
type incoming struct {
	values  url.Values
	left    int64
	uploads []*upload
	wrong   problem.List
}

func (in *incoming) take(part *multipart.Part) error {
	name := part.FileName()
	if part.FormName() != "files" {
		text, err := io.ReadAll(io.LimitReader(part, in.left+1))
		if in.left -= int64(len(text)); in.left < 0 {
			return page.ErrTooBig
		}
		in.values.Add(part.FormName(), string(text))
		return err
	}
	if name == "" {
		return nil // a file field that was left empty
	}
	if len(in.uploads) == evidence.FilesAtOnce {
		if in.wrong.For("files") == "" {
			in.wrong.Add("files", "Choose up to %d files at a time", evidence.FilesAtOnce)
		}
		return nil
	}
	file, err := os.CreateTemp("", "ipstoolkit-upload-*")
	if err != nil {
		return err
	}
	in.uploads = append(in.uploads, &upload{name: name, file: file})
	if err := os.Remove(file.Name()); err != nil {
		return err
	}
	u := in.uploads[len(in.uploads)-1]
	u.size, err = io.Copy(file, io.LimitReader(part, evidence.FileLimit+1))
	return err
}

// examining keeps a few hostile files from taking all of the machine: two are examined at a time.
var examining = make(chan struct{}, 2)

// examine looks into each upload and adds what is wrong to the list. It returns the NHS numbers that nobody has
// confirmed to be something else.
func (p Pages) examine(c *gin.Context, uploads []*upload, confirmed []string, wrong *problem.List) ([]privacy.Find, error) {
	var numbers []privacy.Find
	for _, u := range uploads {
		err := u.examine(c)
		var refused *evidence.Refused
		switch {
		case errors.As(err, &refused):
			wrong.Add("files", "%s", refused.Error())
			continue
		case errors.Is(err, context.DeadlineExceeded):
			wrong.Add("files", "‘%s’ takes too long to read. Split it or save it again, then choose it again", evidence.CleanShown(u.name))
			continue
		case err != nil:
			return nil, err
		}
		if left := privacy.Unconfirmed(u.content.Finds, confirmed...); len(left) > 0 {
			numbers = append(numbers, left...)
			wrong.Add("files", "%s", privacy.Message("‘"+evidence.CleanShown(u.name)+"’", left))
			continue
		}
		if p.scan(c, u); u.state == evidence.Infected {
			wrong.Add("files", "‘%s’ was refused because the virus scan found something in it. Do not open it, and tell your IT team", evidence.CleanShown(u.name))
		}
	}
	return numbers, nil
}

func (u *upload) examine(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, examineTime)
	defer stop()
	select {
	case examining <- struct{}{}:
		defer func() { <-examining }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var err error
	u.content, err = evidence.Examine(ctx, u.name, u.file, u.size)
	return err
}

// scan settles the state in which a file is kept: without a scanner unscanned, without an answer held.
func (p Pages) scan(ctx context.Context, u *upload) {
	if p.Scanner == nil {
		u.state = evidence.Unscanned
		return
	}
	switch err := p.Scanner.Scan(ctx, io.NewSectionReader(u.file, 0, u.size)); {
	case err == nil:
		u.state = evidence.Clean
	case errors.Is(err, ErrInfected):
		u.state = evidence.Infected
	default:
		slog.WarnContext(ctx, "a file is held because the virus scanner did not answer", "error", err)
		u.state = evidence.Held
	}
}

// put takes the uploads into the store. After an error nothing of them stays there.
func put(ctx context.Context, rows *store.Rows, uploads []*upload) ([]evidence.File, error) {
	var files []evidence.File
	for _, u := range uploads {
		f, err := rows.PutFile(ctx, evidence.File{
			Name: u.content.Name, Kind: u.content.Kind, Size: u.size, Searched: u.content.Searched, State: u.state,
		}, io.NewSectionReader(u.file, 0, u.size))
		if err != nil {
			drop(ctx, rows, files)
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// drop gives up files that no evidence has taken; what fails here is swept within the hour.
func drop(ctx context.Context, rows *store.Rows, files []evidence.File) {
	for _, f := range files {
		if err := rows.DropFile(context.WithoutCancel(ctx), f.ID); err != nil {
			slog.WarnContext(ctx, "an upload is left for the sweep", "error", err)
		}
	}
}
