package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

const (
	partLimit     = 64 << 20  // bytes that one part may unpack to, if its text is to be searched
	textLimit     = 128 << 20 // bytes that all searched parts of one upload may unpack to together
	unpackedLimit = 300 << 20 // bytes that all parts may unpack to
	partsLimit    = 5000
)

// readOffice opens an Office or OpenDocument file: it finds its kind, refuses what may not be attached, and searches its
// text.
func (f *file) readOffice(head []byte) error {
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return whyTwo
	}
	if err := f.archiveIsWhole(); err != nil {
		return err
	}
	z, err := zip.NewReader(f.r, f.size)
	if err != nil {
		return whyDamaged
	}
	if err := checkParts(z.File); err != nil {
		return err
	}
	if f.kind, err = officeKind(z); err != nil {
		return err
	}
	return f.searchParts(z, 0)
}

// archiveIsWhole requires that the archive's list of parts comes last but for its end mark, where every Office program
// puts it. Anything after it, or before the first part, would be another file in the same bytes.
func (f *file) archiveIsWhole() error {
	end := make([]byte, 22)
	if f.size < int64(len(end)) {
		return whyDamaged
	}
	if _, err := f.r.ReadAt(end, f.size-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !bytes.HasPrefix(end, []byte("PK\x05\x06")) {
		if _, err := zip.NewReader(f.r, f.size); err == nil {
			return whyTwo
		}
		return whyDamaged
	}
	listSize, listAt := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	large := listSize == 1<<32-1 || listAt == 1<<32-1
	if !large && int64(listAt)+int64(listSize) > f.size-int64(len(end)) {
		return whyDamaged
	}
	if !large && int64(listAt)+int64(listSize)+200 < f.size-int64(len(end)) {
		return whyTwo // 200 bytes leave room for the marks of a large archive
	}
	return nil
}

// programs are endings of parts that no document needs.
var programs = map[string]bool{
	".exe": true, ".dll": true, ".com": true, ".scr": true, ".bat": true, ".cmd": true, ".ps1": true, ".vbs": true, ".vbe": true,
	".js":  true,
	".jse": true, ".wsf": true, ".hta": true, ".msi": true, ".jar": true, ".class": true, ".dex": true, ".lnk": true, ".sh": true,
	".py": true,
}

// checkParts checks the list of parts alone, before anything is unpacked.
func checkParts(parts []*zip.File) error {
	if len(parts) > partsLimit {
		return whyBomb
	}
	var unpacked uint64
	seen := make(map[string]bool, len(parts))
	for _, p := range parts {
		name := strings.ToLower(strings.ReplaceAll(p.Name, `\`, "/"))
		base := path.Base(name)
		unpacked += min(p.UncompressedSize64, unpackedLimit+1)
		switch {
		case unpacked > unpackedLimit:
			return whyBomb
		case p.Flags&1 != 0:
			return whyLocked
		case seen[name]:
			return whyDamaged // two programs would read two different documents
		case strings.HasPrefix(base, "vbaproject") || base == "vbadata.xml" || strings.HasPrefix(name, "basic/") ||
			strings.HasPrefix(name, "scripts/") || strings.Contains(name, "/macrosheets/"):
			return whyMacros
		case programs[path.Ext(name)] || strings.Contains(name, "/activex/"):
			return whyPrograms
		}
		seen[name] = true
	}
	return nil
}

// officeKind reads the kind that the file names itself.
func officeKind(z *zip.Reader) (Kind, error) {
	if list, err := readPart(z, "[Content_Types].xml"); err == nil {
		return contentTypesKind(list, endings(z))
	}
	said, err := readPart(z, "mimetype")
	if err != nil {
		return "", whyArchive
	}
	if manifest, err := readPart(z, "META-INF/manifest.xml"); err == nil && bytes.Contains(manifest, []byte("encryption-data")) {
		return "", whyLocked
	}
	if _, err := readPart(z, "content.xml"); err != nil && errors.Is(err, errNoPart) {
		return "", whyDamaged
	}
	for _, kind := range []Kind{ODT, ODS} {
		if string(bytes.TrimSpace(said)) == kind.MediaType() {
			return kind, nil
		}
	}
	return "", whyKind
}

// saysNothing says whether an element of the list is about an ending that no part of the file has.
func saysNothing(e xml.StartElement, endings map[string]bool) bool {
	if strings.ToLower(e.Name.Local) != "default" {
		return false
	}
	for _, a := range e.Attr {
		if strings.ToLower(a.Name.Local) == "extension" {
			return !endings[strings.ToLower(a.Value)]
		}
	}
	return false
}

var errNoPart = errors.New("no such part")

// readPart is a small part as a whole, at most 1 MB.
func readPart(z *zip.Reader, name string) ([]byte, error) {
	for _, p := range z.File {
		if p.Name != name {
			continue
		}
		r, err := p.Open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(io.LimitReader(r, 1<<20))
	}
	return nil, errNoPart
}

// endings are the endings of the names of a file's parts, "xml".
func endings(z *zip.Reader) map[string]bool {
	there := map[string]bool{}
	for _, p := range z.File {
		there[strings.TrimPrefix(strings.ToLower(path.Ext(p.Name)), ".")] = true
	}
	return there
}

// contentTypesKind finds the kind of an Office file in its list of content types. What the list says of an ending that no part has,
// says nothing of the file: some programs list all endings that they know, those of macros too.
func contentTypesKind(list []byte, endings map[string]bool) (Kind, error) {
	d := xml.NewDecoder(bytes.NewReader(list))
	var found []Kind
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", whyDamaged
		}
		element, ok := token.(xml.StartElement)
		if !ok || saysNothing(element, endings) {
			continue
		}
		for _, a := range element.Attr {
			if a.Name.Local != "ContentType" {
				continue
			}
			said := strings.ToLower(a.Value)
			switch {
			case strings.Contains(said, ".sheet.binary."):
				return "", whyBinary
			case strings.Contains(said, "macro") || strings.Contains(said, "vba"):
				return "", whyMacros
			case strings.Contains(said, "activex"):
				return "", whyPrograms
			}
			for _, kind := range []Kind{DOCX, XLSX, PPTX} {
				if said == kind.MediaType()+".main+xml" {
					found = append(found, kind)
				}
			}
		}
	}
	switch len(found) {
	case 0:
		return "", whyKind
	case 1:
		return found[0], nil
	}
	return "", whyTwo
}
