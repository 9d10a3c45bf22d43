package equity

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// What a sheet of breakdowns may hold: some hundred rows are asked for at most.
var sheetBounds = grid.Bounds{
	Bytes: 1 << 20, Rows: 2000, Columns: 100, Sheets: 30, Longest: 200,
	Advice: "Choose a file with the numbers of the quarter alone",
}

const (
	sheetRoom = 1<<20 + 1<<16 // bytes of a request for the file
	formRoom  = 1 << 20       // and for the boxes
	sheetTime = 10 * time.Second
)

// sheet is what was pasted, or the file that was chosen, as cells.
func (p Pages) sheet(c *gin.Context, f page.Form, step string) (grids []grid.Grid, wrong problem.List, err error) {
	if step == stepPaste {
		pasted := f.Pasted("cells")
		if pasted == "" {
			wrong.Add("cells", "Paste the cells first")
			return nil, wrong, nil
		}
		g, err := grid.Text(pasted, sheetBounds)
		if refused, ok := errors.AsType[*evidence.Refused](err); ok {
			wrong.Add("cells", "%s", refused)
			return nil, wrong, nil
		}
		return []grid.Grid{g}, nil, err
	}
	chosen := f.Files("file")
	if len(chosen) == 0 {
		wrong.Add("file", "Choose a file first")
		return nil, wrong, nil
	}
	err = page.Heavy(c, p.Reading, "Your file", func() error {
		opened, err := chosen[0].Open()
		if err != nil {
			return err
		}
		defer func() { _ = opened.Close() }()
		body, err := io.ReadAll(io.LimitReader(opened, int64(sheetBounds.Bytes)+1))
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(c, sheetTime)
		defer cancel()
		grids, _, err = grid.Read(ctx, chosen[0].Filename, body, sheetBounds)
		return err
	})
	switch refused, ok := errors.AsType[*evidence.Refused](err); {
	case ok:
		wrong.Add("file", "%s", refused)
		return nil, wrong, nil
	case errors.Is(err, context.DeadlineExceeded):
		wrong.Add("file", "The file took too long to read. Save it as CSV and choose that")
		return nil, wrong, nil
	}
	return grids, nil, err
}
