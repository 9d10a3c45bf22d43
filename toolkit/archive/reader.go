package archive

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"path"
	"strings"
)

// Bounds of a file that is read. Nothing of it is kept in memory but its lists.
const (
	mostEntries = 200_000
	// listLimit is how long the manifest may be.
	listLimit = 64 << 20
	// mostPacked is how much larger than in the file an entry may be, over the first MiB.
	mostPacked = 200
)

// Reader reads a file that may be damaged or hostile.
type Reader struct {
	Manifest
	entries map[string]*zip.File
	listed  map[string]Entry
}

// Open reads the lists of a file. Errors: a Fault that names the entry that is wrong.
func Open(from io.ReaderAt, size int64) (*Reader, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, fault("this is no zip file, or a damaged one: %v", err)
	}
	if len(z.File) > mostEntries {
		return nil, fault("the file has %d entries, more than %d", len(z.File), mostEntries)
	}
	r := &Reader{entries: map[string]*zip.File{}, listed: map[string]Entry{}}
	seen := map[string]bool{}
	for _, f := range z.File {
		if err := allowed(f); err != nil {
			return nil, err
		}
		if seen[folded(f.Name)] {
			return nil, fault("two entries are called %q", f.Name)
		}
		seen[folded(f.Name)] = true
		r.entries[f.Name] = f
	}
	if err := r.readManifest(); err != nil {
		return nil, err
	}
	return r, r.sameEntries()
}

// allowed refuses an entry that no file of this program has.
func allowed(f *zip.File) error {
	name := f.Name
	switch {
	case name == "" || path.Clean("/"+name) != "/"+name || strings.ContainsAny(name, "\\:\x00"):
		return fault("the entry %q has a name that leads out of the file", name)
	case !f.Mode().IsRegular():
		return fault("the entry %q is no file", name)
	case f.Flags&1 != 0:
		return fault("the entry %q is encrypted", name)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fault("the entry %q is packed in a way that this program does not read", name)
	case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/mostPacked > f.CompressedSize64:
		return fault("the entry %q would become more than %d times as large as it is", name, mostPacked)
	}
	return nil
}

func (r *Reader) readManifest() error {
	f, ok := r.entries[listName]
	if !ok {
		return fault("the file lacks %s: it is not what this program exports, or a part of it", listName)
	}
	if f.UncompressedSize64 > listLimit {
		return fault("%s is longer than %d MB", listName, listLimit>>20)
	}
	body, err := f.Open()
	if err != nil {
		return fault("%s is damaged: %v", listName, err)
	}
	defer body.Close()
	if err := json.NewDecoder(io.LimitReader(body, listLimit)).Decode(&r.Manifest); err != nil {
		return fault("%s is damaged: %v", listName, err)
	}
	switch {
	case r.Format != format:
		return fault("%s says that the file is %q, not %q", listName, r.Format, format)
	case r.Version != Version:
		return fault("the file has form %d, this program reads form %d: use the version of the program that made it", r.Version, Version)
	}
	return nil
}

// sameEntries holds the zip file's entries against the manifest.
func (r *Reader) sameEntries() error {
	for _, e := range r.Entries {
		f, ok := r.entries[e.Name]
		switch _, twice := r.listed[e.Name]; {
		case !ok:
			return fault("the file lacks the entry %q, which %s names", e.Name, listName)
		case twice:
			return fault("%s names the entry %q twice", listName, e.Name)
		case f.UncompressedSize64 != uint64(e.Size):
			return fault("the entry %q has %d bytes, %s says %d", e.Name, f.UncompressedSize64, listName, e.Size)
		}
		r.listed[e.Name] = e
	}
	for name := range r.entries {
		if _, ok := r.listed[name]; !ok && name != listName {
			return fault("the entry %q is not in %s", name, listName)
		}
	}
	for _, name := range []string{Document, ReadMe} {
		if _, ok := r.listed[name]; !ok {
			return fault("the file lacks %s", name)
		}
	}
	for _, f := range r.Files {
		if e, ok := r.listed[f.Entry]; !ok || e.Size != f.Size || e.SHA256 != f.SHA256 {
			return fault("%s: the entry %q is not the file %s that it stands for", listName, f.Entry, f.ID)
		}
	}
	return nil
}

// Verify reads every entry to its end and compares its hash with the manifest's. Errors: a Fault that names the entry; ctx's.
func (r *Reader) Verify(ctx context.Context) error {
	for _, e := range r.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := r.Read(e.Name, func(from io.Reader) error {
			_, err := io.Copy(io.Discard, from)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Read gives an entry's bytes to do, and says afterwards whether they were those that were exported: do has to take nothing for
// granted before. Errors: a Fault that names the entry; that of do.
func (r *Reader) Read(name string, do func(from io.Reader) error) error {
	f, want := r.entries[name], r.listed[name]
	if f == nil {
		return fault("the file lacks the entry %q", name)
	}
	body, err := f.Open()
	if err != nil {
		return fault("the entry %q is damaged: %v", name, err)
	}
	defer body.Close()
	sum := sha256.New()
	from := &tested{from: io.LimitReader(body, want.Size+1), name: name}
	tee := io.TeeReader(from, sum)
	if err := do(tee); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, tee); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != want.SHA256 {
		return fault("the entry %q is not what was exported: its hash is another", name)
	}
	return nil
}

// tested names the entry in the errors of reading it.
type tested struct {
	from io.Reader
	name string
}

func (t *tested) Read(b []byte) (int, error) {
	n, err := t.from.Read(b)
	if err != nil && err != io.EOF {
		err = fault("the entry %q is damaged: %v", t.name, err)
	}
	return n, err
}
