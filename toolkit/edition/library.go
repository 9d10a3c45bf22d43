package edition

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed editions/*.yaml
var embedded embed.FS

// Library is every edition that the service knows: those it ships with, and those an operator has added. It does not
// change once the service has started, and many requests can read it at once.
type Library struct {
	shelf []copied // oldest first
}

// copied is one edition with the file it came from.
type copied struct {
	edition *Edition
	file    string
	data    []byte
}

// Used is the edition that an ICB works with. The database keeps a copy of each that is used, so it is there: another id is an error
// of the program, and no answer for people.
func (l *Library) Used(id string) (*Edition, error) {
	if e, found := l.Edition(id); found {
		return e, nil
	}
	return nil, fmt.Errorf("the edition %s is not in the library", id)
}

// Current is the newest edition that the service ships with.
func Current() *Edition { return shipped().Current() }

// shipped is the library of the embedded files. A test checks them, so a fault in them is a broken build.
var shipped = sync.OnceValue(func() *Library {
	l := &Library{}
	files, err := fs.Sub(embedded, "editions")
	if err == nil {
		err = l.addFiles(files, "shipped with the service: ")
	}
	if err != nil {
		panic(err)
	}
	return l
})

// LoadFolder is the library of the shipped editions and of the .yaml and .yml files in a folder, without the folders
// below it; "" is no folder. The error names the file and the line that is wrong (see Parse), or the two files that
// have the same id.
func LoadFolder(dir string) (*Library, error) {
	l := &Library{shelf: slices.Clone(shipped().shelf)}
	if dir == "" {
		return l, nil
	}
	if err := l.addFiles(os.DirFS(dir), ""); err != nil {
		return nil, fmt.Errorf("editions in %s: %w", dir, err)
	}
	return l, nil
}

func (l *Library) addFiles(files fs.FS, prefix string) error {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if ext := strings.ToLower(path.Ext(entry.Name())); entry.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		data, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			return err
		}
		if err := l.Add(prefix+entry.Name(), data); err != nil {
			return err
		}
	}
	return nil
}

// Add puts one more edition on the shelf, from a file's bytes. The database keeps a copy of each used edition, for when
// its file has gone. The error is that of Parse, or says that another file has the same id.
func (l *Library) Add(file string, data []byte) error {
	e, err := Parse(file, data)
	if err != nil {
		return err
	}
	for _, other := range l.shelf {
		if other.edition.ID == e.ID {
			return fmt.Errorf("%s and %s both have the id %s: each edition needs its own", other.file, file, e.ID)
		}
	}
	l.shelf = append(l.shelf, copied{edition: e, file: file, data: data})
	slices.SortStableFunc(l.shelf, func(a, b copied) int {
		return cmp.Or(cmp.Compare(a.edition.Published, b.edition.Published), cmp.Compare(a.edition.ID, b.edition.ID))
	})
	return nil
}

// Editions are all editions, oldest first.
func (l *Library) Editions() []*Edition {
	all := make([]*Edition, len(l.shelf))
	for i, c := range l.shelf {
		all[i] = c.edition
	}
	return all
}

// Edition is the edition with that id.
func (l *Library) Edition(id string) (*Edition, bool) {
	for _, c := range l.shelf {
		if c.edition.ID == id {
			return c.edition, true
		}
	}
	return nil, false
}

// Current is the newest edition by its date of publication.
func (l *Library) Current() *Edition { return l.shelf[len(l.shelf)-1].edition }

// Bytes is the file of an edition as it was read, to keep a copy of it; nil for an unknown id.
func (l *Library) Bytes(id string) []byte {
	for _, c := range l.shelf {
		if c.edition.ID == id {
			return slices.Clone(c.data)
		}
	}
	return nil
}

// Check compares the library with the editions that have been used, id to hash. A used edition never changes, so that
// an older round goes on showing what it showed. The error names the first file that has changed, or a used edition
// that is missing.
func (l *Library) Check(used map[string]string) error {
	ids := make([]string, 0, len(used))
	for id := range used {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		e, found := l.Edition(id)
		if !found {
			return fmt.Errorf("edition %s is in use and its file is not here: put it back", id)
		}
		if e.Hash != used[id] {
			return fmt.Errorf("%s: edition %s is in use and its file has changed: put the old file back and give the new text an id of "+
				"its own", l.fileOf(id), id)
		}
	}
	return nil
}

func (l *Library) fileOf(id string) string {
	for _, c := range l.shelf {
		if c.edition.ID == id {
			return c.file
		}
	}
	return id
}
