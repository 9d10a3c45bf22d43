package archive

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"path"
	"strings"
	"time"
	"unicode"
)

// Writer writes the file, one entry after another. What has been written never has to be read or changed again, so the file
// can be sent while it is made.
type Writer struct {
	zip     *zip.Writer
	at      time.Time
	entries []Entry
	names   map[string]bool
}

// NewWriter begins a file. at is when it is made.
func NewWriter(to io.Writer, at time.Time) *Writer {
	return &Writer{zip: zip.NewWriter(to), at: at, names: map[string]bool{}}
}

// Put writes an entry. packed says that it gets smaller that way: texts do, Office files do not. An error of write ends the
// file; what it has written by then is in it.
func (w *Writer) Put(name string, packed bool, write func(to io.Writer) error) (Entry, error) {
	method := zip.Store
	if packed {
		method = zip.Deflate
	}
	if w.names[folded(name)] {
		return Entry{}, fmt.Errorf("two entries are called %s", name)
	}
	w.names[folded(name)] = true
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: w.at})
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", name, err)
	}
	sum := &summed{to: to, sum: sha256.New()}
	err = write(sum)
	entry := Entry{Name: name, Size: sum.size, SHA256: hex.EncodeToString(sum.sum.Sum(nil))}
	w.entries = append(w.entries, entry)
	if err != nil {
		return entry, fmt.Errorf("%s: %w", name, err)
	}
	return entry, nil
}

// Flush hands on all that has been put in.
func (w *Writer) Flush() error { return w.zip.Flush() }

// Close writes the manifest and ends the file. Format, Version, MadeAt and Entries are filled in.
func (w *Writer) Close(m Manifest) error {
	m.Format, m.Version, m.Entries = format, Version, w.entries
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: listName, Method: zip.Deflate, Modified: w.at})
	if err != nil {
		return fmt.Errorf("%s: %w", listName, err)
	}
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(m); err != nil {
		return fmt.Errorf("%s: %w", listName, err)
	}
	return w.zip.Close()
}

// summed counts and hashes what goes through it.
type summed struct {
	to   io.Writer
	sum  hash.Hash
	size int64
}

func (s *summed) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	s.sum.Write(b[:n])
	s.size += int64(n)
	return n, err
}

// Free is a name for an entry in a folder that no other entry has, and that every computer can unpack. name is what people
// call the file; id tells two of one name apart.
func (w *Writer) Free(folder, id, name string) string {
	name = plain(name)
	if at := path.Join(folder, name); !w.names[folded(at)] {
		return at
	}
	ending := path.Ext(name)
	return path.Join(folder, strings.TrimSuffix(name, ending)+" "+plain(id)+ending)
}

// folded is a name as a computer compares it that does not tell capitals apart.
func folded(name string) string { return strings.ToLower(name) }

// longest is how many characters of a name are kept.
const longest = 100

// plain is a name without what a computer takes for a folder, a device or a direction of writing.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*%`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if r := []rune(name); len(r) > longest {
		ending := []rune(path.Ext(name))
		if len(ending) > 10 {
			ending = nil
		}
		name = strings.TrimRight(string(r[:longest-len(ending)]), ". ") + string(ending)
	}
	if name == "" {
		return "file"
	}
	return name
}
