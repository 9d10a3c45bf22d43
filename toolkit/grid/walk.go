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
	parts    map[string]*seenSheet
}

// seenSheet is what is known of a sheet's cells, by row and column from 1.
type seenSheet struct {
	styles                    map[[2]int]int    // of the cells that hold a number: the place of the style in the workbook's list
	instead                   map[[2]int]string // what the library gives wrongly: TRUE as 1, a formula without its value as nothing
	hiddenRows, hiddenColumns []int             // counted from 0
}

// checkWorkbook refuses archives that unpack to too much and sheets that are too long or too wide.
func (b Bounds) checkWorkbook(ctx context.Context, body []byte) (walk, error) {
	seen := walk{sheets: map[string]string{}, parts: map[string]*seenSheet{}}
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
	sheet := cursor{style: -1, seenSheet: &seenSheet{styles: map[[2]int]int{}, instead: map[[2]int]string{}}}
	seen.parts[part.Name] = sheet.seenSheet
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
			sheet.within(token)
			continue
		}
		if seen.elements++; seen.elements > elementsLimit {
			return refusal(whyUnpacks)
		}
		if seen.elements%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if e.Name.Local == "Relationship" {
			seen.noteSheet(part.Name, e)
		}
		if err := sheet.next(e, b); err != nil {
			return err
		}
	}
}

// cursor is the current cell of a walk through a sheet, by row and column from 1. style is -1 when it holds no number.
type cursor struct {
	*seenSheet
	row, column, style int
	kind               string // the cell's type: "b" for TRUE or FALSE
	part               string // the part of the cell in which the walk is: "f" for its formula, "v" for its value
	formula, value     string
	calculated         bool // the cell has a part for its value
}

// longestFormula is how much of a formula is kept, to tell it by.
const longestFormula = 40

// next moves to the next element. The error is for a sheet that is too long or too wide.
func (p *cursor) next(e xml.StartElement, b Bounds) error {
	p.part = e.Name.Local
	switch e.Name.Local {
	case "col":
		p.noteColumns(e, b)
	case "row":
		p.row, p.column = p.row+1, 0
		if at, err := strconv.Atoi(attribute(e, "r")); err == nil {
			p.row = at
		}
		if p.row <= b.Rows && (on(attribute(e, "hidden")) || attribute(e, "ht") == "0") {
			p.hiddenRows = append(p.hiddenRows, p.row-1)
		}
	case "c":
		p.column++
		if at := b.columnOf(attribute(e, "r")); at > 0 {
			p.column = at
		}
		p.style, p.kind, p.formula, p.value, p.calculated = -1, attribute(e, "t"), "", "", false
		if p.kind == "" || p.kind == "n" {
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
		if p.part == "f" {
			p.formula = "="
		}
		p.calculated = p.calculated || p.part == "v"
	}
	return nil
}

// within takes in what is between the elements' marks, and what a cell comes to at its end.
func (p *cursor) within(token xml.Token) {
	switch t := token.(type) {
	case xml.CharData:
		switch {
		case p.part == "f" && len(p.formula) < longestFormula:
			p.formula += string(t[:min(len(t), longestFormula)])
		case p.part == "v" && len(p.value) < longestFormula:
			p.value += string(t[:min(len(t), longestFormula)])
		}
	case xml.EndElement:
		p.part = ""
		if t.Name.Local != "c" || p.row < 1 {
			return
		}
		at := [2]int{p.row, p.column}
		switch {
		case p.kind == "b" && p.value != "":
			p.instead[at] = map[bool]string{true: "TRUE", false: "FALSE"}[on(p.value)]
		case p.formula != "" && p.value == "" && !(p.kind == "str" && p.calculated): // a text may be empty
			p.instead[at] = strings.ToValidUTF8(p.formula, "")
		}
	}
}

// noteColumns notes which columns are hidden.
func (p *cursor) noteColumns(e xml.StartElement, b Bounds) {
	first, _ := strconv.Atoi(attribute(e, "min"))
	last, _ := strconv.Atoi(attribute(e, "max"))
	if first < 1 || !on(attribute(e, "hidden")) && attribute(e, "width") != "0" {
		return
	}
	for column := first; column <= min(last, b.Columns); column++ {
		p.hiddenColumns = append(p.hiddenColumns, column-1)
	}
}

// on reads a yes of XML.
func on(value string) bool { return value == "1" || value == "true" }

// noteSheet notes which part has an id in the workbook.
func (w *walk) noteSheet(part string, e xml.StartElement) {
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
