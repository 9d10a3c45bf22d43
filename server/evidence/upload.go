package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"mime/multipart"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/scan"
	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
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

// upload is a file as it came in, in a temporary file that no longer has a name: however the program ends, nothing of
// it stays.
type upload struct {
	name    string
	file    *os.File
	size    int64
	hash    hash.Hash
	content evidence.Content
	state   evidence.FileState
}

// incoming is a form with files as far as it has come in. Each file goes straight into a temporary file of its own.
type incoming struct {
	uploads []*upload
	wrong   problem.List
	room    *places.Room
	who     places.Who
	held    int64 // bytes of the room that the uploads take up
	left    int64 // bytes that the ICB has room for, of those that it may keep for good
	// refused says why no file of the form is kept: they are passed over as they come, so that the form's texts are read.
	refused string
}

// close frees what the files take up.
func (in *incoming) close() {
	for _, u := range in.uploads {
		_ = u.file.Close()
	}
	in.room.Give(in.who, in.held)
	in.uploads, in.held = nil, 0
}

// hashes are of the files' contents, by which two forms are told apart.
func (in *incoming) hashes() []string {
	var all []string
	for _, u := range in.uploads {
		all = append(all, u.name+" "+hex.EncodeToString(u.hash.Sum(nil)))
	}
	return all
}

// refuse keeps none of the form's files, not even those that have come in already.
func (in *incoming) refuse(words string) {
	in.close()
	in.refused = words
	in.wrong.Add("files", "%s", words)
}

// readUploads reads a form with files. What is wrong with a file names it. Whether the ICB has room for files is asked
// before they are read: when it has none they are passed over, and the form's texts come back. The caller closes what came
// in, also after an error.
func (p Pages) readUploads(c *gin.Context) (page.Form, *incoming, error) {
	in := &incoming{room: p.Room, who: page.Asking(c)}
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		f, err := page.ReadForm(c)
		return f, in, err
	}
	used, limit, err := p.rows(c).Quota(c)
	if err != nil {
		return page.Form{}, in, err
	}
	if in.left = limit - used; c.Request.ContentLength > in.left+textLimit {
		in.refuse(noRoom(used, limit))
	}
	f, err := page.ReadParts(c, evidence.FilesAtOnce*evidence.FileLimit+textLimit, textLimit, func(part *multipart.Part) error {
		if part.FormName() != "files" || in.refused != "" {
			return nil
		}
		err := in.take(part)
		switch {
		case errors.Is(err, errQuota):
			in.refuse(noRoom(used, limit))
			return nil
		case errors.Is(err, errDisk):
			slog.WarnContext(c, "no room for an upload on the temporary disk")
			in.refuse("So many files are being sent at the moment that we could not take these. Wait a minute, then choose them again")
			return nil
		}
		return err
	})
	return f, in, err
}

// noRoom says that an ICB keeps as many files as it may.
func noRoom(used, limit int64) string {
	return fmt.Sprintf("There is no room for these files: the ICB has used %s of its %s. Add a link instead, or ask the ICB administrator",
		evidence.SizeWords(used), evidence.SizeWords(limit))
}

// Why a file is not taken any further: the ICB may not keep more, or the disk is full of unfinished uploads.
var (
	errQuota = errors.New("the ICB has no room for the file")
	errDisk  = errors.New("unfinished uploads take up all of their room")
)

// take takes one file in. Errors: errQuota, errDisk, those of page.BodyError, and the disk's.
func (in *incoming) take(part *multipart.Part) error {
	if len(in.uploads) == evidence.FilesAtOnce {
		if in.wrong.For("files") == "" {
			in.wrong.Add("files", "Choose up to %d files at a time", evidence.FilesAtOnce)
		}
		return nil
	}
	file, err := os.CreateTemp("", "ipstoolkit-upload-*")
	if err != nil {
		return fmt.Errorf("keep an upload: %w", err)
	}
	u := &upload{name: part.FileName(), file: file, hash: sha256.New()}
	in.uploads = append(in.uploads, u)
	if err := os.Remove(file.Name()); err != nil {
		return fmt.Errorf("keep an upload: %w", err)
	}
	u.size, err = io.Copy(io.MultiWriter(keeping{in, file}, u.hash), io.LimitReader(part, evidence.FileLimit+1))
	var disk *os.PathError
	switch {
	case err == nil, errors.Is(err, errQuota), errors.Is(err, errDisk):
		return err
	case errors.As(err, &disk):
		return fmt.Errorf("keep an upload: %w", err)
	}
	return page.BodyError(err)
}

// keeping writes a file that comes in, as long as there is room for it.
type keeping struct {
	in   *incoming
	file *os.File
}

func (k keeping) Write(piece []byte) (int, error) {
	size := int64(len(piece))
	if k.in.left -= size; k.in.left < 0 {
		return 0, errQuota
	}
	if !k.in.room.Take(k.in.who, size) {
		return 0, errDisk
	}
	k.in.held += size
	return k.file.Write(piece)
}

// examine looks into each upload and adds what is wrong to the list. What the files unpack to is bounded for all of them
// together. It returns the NHS numbers that nobody has confirmed to be something else.
func (p Pages) examine(c *gin.Context, uploads []*upload, confirmed []string, wrong *problem.List) ([]privacy.Find, error) {
	var numbers []privacy.Find
	var form evidence.Upload
	for _, u := range uploads {
		err := page.Heavy(c, p.Reading, "Your file", func() error { return u.examine(c, &form) })
		var refused *evidence.Refused
		var waiting *page.Waiting
		switch {
		case errors.As(err, &waiting):
			wrong.Add("files", "%s. Wait half a minute, then choose your files again", waiting.Words())
			return numbers, nil
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
			wrong.Add("files", "‘%s’ was refused because the virus scan found something in it. Do not open it, and tell your IT team",
				evidence.CleanShown(u.name))
		}
	}
	return numbers, nil
}

func (u *upload) examine(ctx context.Context, form *evidence.Upload) error {
	ctx, stop := context.WithTimeout(ctx, examineTime)
	defer stop()
	var err error
	u.content, err = form.Examine(ctx, u.name, u.file, u.size)
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
	case errors.Is(err, scan.ErrInfected):
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
