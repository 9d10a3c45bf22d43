package grid

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"ipstoolkit/toolkit/markup"
)

// What one workbook may cost, whatever it says of itself. Its parts are read one after the other and never kept whole, so
// the memory goes to the cells alone: their texts, which Bounds.Bytes limits, and 16 bytes for each.
const (
	cellsLimit   = 3_000_000 // in all rows of all sheets, with the empty ones between and the empty rows
	textsLimit   = 400_000   // in the list of texts that cells share
	longestPiece = 4 << 20   // bytes of a text or a tag
)

// unpacked is how much the parts of a workbook may unpack to; it takes time, not memory. Honest files pack to a fifth or a
// tenth.
func (b Bounds) unpacked() uint64 { return uint64(min(max(24<<20, 10*b.Bytes), 120<<20)) }

// book is a workbook that is being read.
type book struct {
	Bounds
	ctx   context.Context
	parts map[string]*zip.File // by their names in small letters
	part  io.Closer            // the open one
	xml   *markup.Reader

	pieces, cells, held int // so far

	texts    []string // that cells share
	styles   []style
	from1904 bool // how days are counted
	linked   bool // it takes values from other files
	value    []byte
	formula  []byte
}

// readWorkbook reads the sheets of an xlsx file that hold anything: the visible ones, and hidden ones if asked for.
func (b Bounds) readWorkbook(ctx context.Context, body []byte) (grids []Grid, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			grids, err = nil, refusal(whyBroken)
		}
	}()
	return b.readSheets(ctx, body)
}

func (b Bounds) readSheets(ctx context.Context, body []byte) (grids []Grid, err error) {
	k, err := b.open(ctx, body)
	if err != nil {
		return nil, err
	}
	defer k.close()
	sheets, err := k.contents()
	if err != nil {
		return nil, err
	}
	var hidden []string
	for _, s := range sheets {
		if s.hidden && len(hidden) < b.Sheets {
			hidden = append(hidden, oneLine(s.name, longestName))
		}
		if s.part == "" || s.hidden && !b.Hidden || len(grids) == b.Sheets {
			continue
		}
		g := Grid{Name: oneLine(s.name, longestName), Hidden: s.hidden, Linked: k.linked}
		if err := k.readSheet(&g, s.part); err != nil {
			return nil, err
		}
		if g.Width() > 0 {
			grids = append(grids, g)
		}
	}
	if len(grids) == 0 && len(hidden) > 0 {
		return nil, refusal(whyHidden)
	}
	for i := range grids {
		grids[i].HiddenSheets = hidden
	}
	return grids, b.check(grids)
}

// open checks the archive's list of parts.
func (b Bounds) open(ctx context.Context, body []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, refusal(whyBroken)
	}
	k := &book{Bounds: b, ctx: ctx, parts: make(map[string]*zip.File, len(z.File))}
	var unpacked uint64
	for _, p := range z.File {
		if unpacked += min(p.UncompressedSize64, b.unpacked()+1); unpacked > b.unpacked() {
			return nil, refusal(whyUnpacks)
		}
		name := strings.ToLower(strings.ReplaceAll(p.Name, `\`, "/"))
		if slices.Contains(strings.Split(name, "/"), "..") {
			return nil, refusal(whyBroken) // no program names a part so, and some programs would write outside their folder
		}
		k.parts[name] = p
	}
	return k, nil
}

// begin opens a part, and closes the one before. The parts are those that evidence.Examine searches as XML, so that no
// NHS number comes in under another name.
func (k *book) begin(name string) error {
	k.close()
	p, found := k.parts[strings.ToLower(name)]
	if !found || !strings.HasSuffix(strings.ToLower(name), ".xml") && !strings.HasSuffix(strings.ToLower(name), ".rels") {
		return refusal(whyBroken)
	}
	r, err := p.Open()
	if err != nil {
		return refusal(whyBroken)
	}
	k.part = r
	if k.xml == nil {
		k.xml = markup.New(r, longestPiece)
	} else {
		k.xml.Reset(r)
	}
	return nil
}

func (k *book) close() {
	if k.part != nil {
		_ = k.part.Close()
		k.part = nil
	}
}

// next goes to the next piece of the part. The error is io.EOF at its end, a refusal or the context's.
func (k *book) next() (markup.Kind, error) {
	kind, err := k.xml.Next()
	switch {
	case errors.Is(err, io.EOF):
		return 0, io.EOF
	case errors.Is(err, markup.ErrLong):
		return 0, refusal(whyUnpacks)
	case err != nil:
		return 0, refusal(whyBroken)
	case kind == markup.Directive:
		return 0, refusal(whyDocType)
	}
	if k.pieces++; k.pieces%4096 == 0 {
		err = k.ctx.Err()
	}
	return kind, err
}

// each calls do at the beginning of each element of a part.
func (k *book) each(part string, do func(name string) error) error {
	if err := k.begin(part); err != nil {
		return err
	}
	for {
		kind, err := k.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && kind == markup.Start {
			err = do(string(k.xml.Name()))
		}
		if err != nil {
			return err
		}
	}
}

// within calls do at the beginning of each element in the current one, and ends with it; do may take what it has begun.
// The words between go to text, where there is one.
func (k *book) within(text *[]byte, do func(name []byte) (taken bool, err error)) error {
	for depth := 1; depth > 0; {
		kind, err := k.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = refusal(whyBroken)
			}
			return err
		}
		switch kind {
		case markup.Start:
			taken := false
			if do != nil {
				if taken, err = do(k.xml.Name()); err != nil {
					return err
				}
			}
			if !taken {
				depth++
			}
		case markup.End:
			depth--
		case markup.Text:
			if text == nil {
				continue
			}
			if *text = append(*text, k.xml.Text()...); len(*text) > k.Bytes {
				return k.full()
			}
		}
	}
	return nil
}

// words puts the words of the current element into text.
func (k *book) words(text *[]byte) error { return k.within(text, nil) }

// item puts a text of one or several looks into text: a list's item or a cell's own. How it is said is left out.
func (k *book) item(text *[]byte) error {
	return k.within(nil, func(name []byte) (bool, error) {
		switch string(name) {
		case "t":
			return true, k.words(text)
		case "rPh":
			return true, k.within(nil, nil)
		}
		return false, nil
	})
}
