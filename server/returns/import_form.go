package returns

import (
	"context"
	"io"
	"mime/multipart"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
)

const (
	// importTime is how long a file may take to be read.
	importTime = 10 * time.Second
	// cellsLimit is the most that the fields of the form may hold, in bytes: the cells of the file, as JSON.
	cellsLimit = 4 << 20
)

// chosenFile is a file as it came in, in memory.
type chosenFile struct {
	name string
	body []byte
}

// read reads the cells of a file, in one of the places for reading files. Errors: an *evidence.Refused, page.Waiting,
// context.DeadlineExceeded.
func (p Pages) read(c *gin.Context, f *chosenFile) (grids []grid.Grid, err error) {
	err = page.Heavy(c, p.Reading, "Your file", func() error {
		ctx, stop := context.WithTimeout(c, importTime)
		defer stop()
		grids, err = figures.ReadGrids(ctx, f.name, f.body)
		return err
	})
	return grids, err
}

// readImport reads a form with a file, which stays in memory and is read no further than it may be long. The file is
// nil when none was chosen. Errors: page.ErrBadForm, page.ErrTooBig, page.ErrTooSlow.
func readImport(c *gin.Context) (page.Form, *chosenFile, error) {
	var file *chosenFile
	f, err := page.ReadParts(c, cellsLimit+2*figures.ImportLimit, cellsLimit, func(part *multipart.Part) error {
		if part.FormName() != "file" || file != nil {
			return nil
		}
		body, err := io.ReadAll(io.LimitReader(part, figures.ImportLimit+1))
		if err != nil {
			return page.BodyError(err)
		}
		file = &chosenFile{part.FileName(), body}
		return nil
	})
	return f, file, err
}
