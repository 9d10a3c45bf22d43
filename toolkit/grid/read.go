package grid

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
)

// Bounds are what a file may hold, and advice for a person with a larger one.
type Bounds struct {
	Bytes                 int // of the file, and of the text in all its cells
	Rows, Columns, Sheets int
	Longest               int    // characters of a cell, kept on one line; 0 keeps cells whole, with their line breaks
	Hidden                bool   // hidden sheets are read too, as if they were visible
	Advice                string // a sentence without its full stop: "Choose a file with the totals of the quarter alone"
}

// why a file is refused, after its name
const (
	whyNoSheet = "is not a CSV or Excel (xlsx) file. Save it as one of these and choose it again"
	whyBroken  = "is damaged and cannot be read. Open it, save it again and choose it again"
	whyUnpacks = "is far larger inside than its cells need. Copy the cells into a new file, and choose that"
	whyDocType = "has a document type (DOCTYPE) in it, which Excel does not write. Open it, save it again and choose it again"
	whyHidden  = "has cells only in hidden sheets. Unhide the sheet with the figures, save the file and choose it again"
	whyEmpty   = "is empty. Choose another file"
)

// size is the bound in bytes as people read it; it is a round number.
func (b Bounds) size() string {
	if b.Bytes < 1<<20 {
		return number.Grouped(int64(b.Bytes>>10)) + " KB"
	}
	return number.Grouped(int64(b.Bytes>>20)) + " MB"
}

func (b Bounds) large() refusal {
	return refusal("is larger than " + b.size() + ". " + b.Advice)
}

func (b Bounds) long() refusal {
	return refusal("has more than " + number.Grouped(int64(b.Rows)) + " rows. " + b.Advice)
}

func (b Bounds) wide() refusal {
	return refusal("has more than " + number.Grouped(int64(b.Columns)) + " columns. " + b.Advice)
}

func (b Bounds) full() refusal {
	return refusal("holds more than " + b.size() + " of text. " + b.Advice)
}

func (b Bounds) thick() refusal {
	return refusal("has more than " + number.Grouped(int64(b.Sheets)) + " sheets. " + b.Advice)
}

// Read reads the cells of a CSV or xlsx file: the visible sheets that hold anything, and hidden ones where the bounds say
// so. It checks the file first, as evidence is checked, and refuses damaged, locked, old and hostile ones. The finds are
// what looks like NHS numbers anywhere in it, including its name and hidden sheets. The error is an *evidence.Refused that
// says in words what is wrong, or the context's.
func Read(ctx context.Context, name string, body []byte, b Bounds) ([]Grid, []privacy.Find, error) {
	grids, finds, err := read(ctx, name, body, b)
	if why, ok := errors.AsType[refusal](err); ok {
		return nil, nil, &evidence.Refused{Name: evidence.CleanShown(name), Why: string(why)}
	}
	return grids, finds, err
}

// Text reads cells that were pasted, or that come from a file read before: one line for each row, with commas,
// semicolons or tabs between cells. The error is an *evidence.Refused named "The text".
func Text(text string, b Bounds) (Grid, error) {
	g, err := b.readText(text)
	if err != nil {
		return Grid{}, &evidence.Refused{Name: "The text", Why: err.Error()}
	}
	return g, nil
}

// Check checks grids again after they went through a person's browser. The error is an *evidence.Refused named "The
// file".
func Check(grids []Grid, b Bounds) error {
	err := b.check(grids)
	if err == nil && len(grids) > b.Sheets {
		err = b.thick()
	}
	if err != nil {
		return &evidence.Refused{Name: "The file", Why: err.Error()}
	}
	return nil
}

// refusal is an *evidence.Refused before the file's name is known.
type refusal string

func (r refusal) Error() string { return string(r) }

func read(ctx context.Context, name string, body []byte, b Bounds) ([]Grid, []privacy.Find, error) {
	if len(body) > b.Bytes {
		return nil, nil, b.large()
	}
	content, err := evidence.Examine(ctx, name, bytes.NewReader(body), int64(len(body)))
	if _, refused := errors.AsType[*evidence.Refused](err); refused {
		office := bytes.HasPrefix(body, []byte("PK\x03\x04")) || bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0"))
		if office || len(body) == 0 {
			return nil, nil, err
		}
		return nil, nil, refusal(whyNoSheet)
	}
	if err != nil {
		return nil, nil, err
	}
	var grids []Grid
	switch content.Kind {
	case evidence.XLSX:
		grids, err = b.readWorkbook(ctx, body)
	case evidence.CSV, evidence.TXT:
		grids = make([]Grid, 1)
		grids[0], err = b.readText(decode(body))
	default:
		err = refusal(whyNoSheet)
	}
	return grids, content.Finds, err
}

// check refuses grids that are too long, too wide or too full, and empty ones.
func (b Bounds) check(grids []Grid) error {
	held, empty := 0, true
	for _, g := range grids {
		if len(g.Rows) > b.Rows {
			return b.long()
		}
		for _, row := range g.Rows {
			if len(row) > b.Columns {
				return b.wide()
			}
			for _, cell := range row {
				held += len(cell)
				empty = empty && strings.TrimSpace(cell) == ""
			}
		}
	}
	switch {
	case held > b.Bytes:
		return b.full()
	case empty:
		return refusal(whyEmpty)
	}
	return nil
}
