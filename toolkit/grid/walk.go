package grid

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// elementsLimit is how many elements all parts together may have: each costs the library some hundred bytes of memory.
const elementsLimit = 400_000

// pictures are the endings of parts that need not be XML. checkWorkbook reads them all the same: a part can be a sheet
// under any name.
var pictures = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".emf": true, ".wmf": true, ".bin": true, ".vml": true,
}

// walk is what is known of a workbook's parts before the library opens it.
type walk struct {
	elements int
	sheets   map[string]string // the parts that hold sheets, by the ids that the workbook gives them
	numbers  map[string]styles // the cells that hold numbers, by part
}

// styles are the cells of a sheet that hold a number, by row and column from 1, with the place of each cell's style in
// the workbook's list.
type styles map[[2]int]int

// checkWorkbook refuses archives that unpack to too much and sheets that are too long or too wide.
func (b Bounds) checkWorkbook(ctx context.Context, body []byte) (walk, error) {
	seen := walk{sheets: map[string]string{}, numbers: map[string]styles{}}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return seen, refusal(whyBroken)
	}
	var unpacked uint64
	for _, part := range z.File {
		if unpacked += min(part.UncompressedSize64, unpackedLimit+1); unpacked > unpackedLimit {
			return seen, refusal(whyUnpacks)
		}
	}
	for _, part := range z.File {
		if err := b.checkPart(ctx, part, &seen); err != nil {
			return seen, err
		}
	}
	return seen, nil
}

// checkPart goes through a part's elements. Only cells that hold something count towards a sheet's size: a format may
// run to the sheet's end.
func (b Bounds) checkPart(ctx context.Context, part *zip.File, seen *walk) error {
	r, err := part.Open()
	if err != nil {
		return refusal(whyBroken)
	}
	defer r.Close()
	d := xml.NewDecoder(io.LimitReader(r, unpackedLimit))
	d.Strict = false
	sheet := cursor{style: -1, styles: styles{}}
	seen.numbers[part.Name] = sheet.styles
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && pictures[strings.ToLower(path.Ext(part.Name))] {
			return nil
		}
		if err != nil {
			return refusal(whyBroken)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if seen.elements++; seen.elements > elementsLimit {
			return refusal(whyUnpacks)
		}
		if seen.elements%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if e.Name.Local == "Relationship" {
			seen.sheet(part.Name, e)
		}
		if err := sheet.next(e, b); err != nil {
			return err
		}
	}
}

// cursor is the current cell of a walk through a sheet, by row and column from 1, and its style, -1 when it holds no
// number.
type cursor struct {
	row, column, style int
	styles             styles
}

// next moves to the next element. The error is for a sheet that is too long or too wide.
func (p *cursor) next(e xml.StartElement, b Bounds) error {
	switch e.Name.Local {
	case "row":
		p.row, p.column = p.row+1, 0
		if at, err := strconv.Atoi(attribute(e, "r")); err == nil {
			p.row = at
		}
	case "c":
		p.column++
		if at := b.columnOf(attribute(e, "r")); at > 0 {
			p.column = at
		}
		p.style = -1
		if kind := attribute(e, "t"); kind == "" || kind == "n" {
			p.style, _ = strconv.Atoi(attribute(e, "s")) // the first style if none is named
		}
	case "v", "is", "f":
		switch {
		case p.column > b.Columns:
			return b.wide()
		case p.row > b.Rows:
			return b.long()
		case p.style >= 0:
			p.styles[[2]int{p.row, p.column}] = p.style
		}
	}
	return nil
}

// sheet notes which part has an id in the workbook.
func (w *walk) sheet(part string, e xml.StartElement) {
	folder := path.Dir(path.Dir(part)) // "xl" for "xl/_rels/workbook.xml.rels"
	if path.Base(part) != "workbook.xml.rels" || !strings.HasSuffix(attribute(e, "Type"), "/worksheet") {
		return
	}
	target := attribute(e, "Target")
	if !strings.HasPrefix(target, "/") {
		target = path.Join(folder, target)
	}
	w.sheets[attribute(e, "Id")] = strings.TrimPrefix(target, "/")
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf is the number of the column in a cell's name, 3 for "C4"; far past the end for a name that is too long.
func (b Bounds) columnOf(cell string) int {
	n := 0
	for _, r := range strings.ToUpper(cell) {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > b.Columns*100 {
			break
		}
	}
	return n
}
