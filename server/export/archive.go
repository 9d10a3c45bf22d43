package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/workbook"
)

// Made is everything of an ICB on its way out. Its rows, workbook and tables are of one moment and are written already, in a
// file without a name: whatever fails there fails before anything is sent. The files of evidence and of sealed rounds follow one
// by one while they are sent, so that however many there are, nothing waits for them and nothing keeps them.
type Made struct {
	store.Everything
	rows   *store.Rows
	at     calendar.Instant
	file   *os.File
	out    *turn
	zip    *archive.Writer
	tables []workbook.Table
	// Missing are the files that could not be sent whole.
	Missing []archive.Missing
}

// turn is where bytes go, which changes once.
type turn struct{ to io.Writer }

func (t *turn) Write(b []byte) (int, error) { return t.to.Write(b) }

// Make makes what is of one moment. Errors: those of store.Rows.Everything. The caller closes what it gets.
func Make(ctx context.Context, st *store.Store, rows *store.Rows, editions *edition.Library) (m *Made, err error) {
	m = &Made{rows: rows, at: calendar.At(st.Now())}
	if m.file, err = os.CreateTemp("", "ipstoolkit-export-*"); err != nil {
		return nil, fmt.Errorf("file for an export: %w", err)
	}
	if err := os.Remove(m.file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("file for an export: %w", err), m.file.Close())
	}
	m.out = &turn{m.file}
	m.zip = archive.NewWriter(m.out, st.Now())
	if err := m.make(ctx, editions); err != nil {
		return nil, errors.Join(err, m.file.Close())
	}
	return m, nil
}

func (m *Made) make(ctx context.Context, editions *edition.Library) error {
	_, err := m.zip.Put(archive.Document, true, func(to io.Writer) (err error) {
		m.Everything, err = m.rows.Everything(ctx, editions, to)
		return err
	})
	if err != nil {
		return err
	}
	_, err = m.zip.Put(workbook.FileName(m.Snapshot), false, func(to io.Writer) error { return workbook.Copy(to, m.Snapshot) })
	if err != nil {
		return err
	}
	m.tables = workbook.Tables(m.Snapshot, m.History)
	for _, t := range m.tables {
		if _, err := m.zip.Put(tableName(t), true, t.Write); err != nil {
			return err
		}
	}
	return m.zip.Flush()
}

func tableName(t workbook.Table) string {
	if t.Name == workbook.Changes {
		return "history.csv"
	}
	return "tables/" + t.Name + ".csv"
}

// Close lets go of what was made.
func (m *Made) Close() error { return m.file.Close() }

// FileName is the name of the whole, "ips-QWE-everything-2026-11-20.zip".
func (m *Made) FileName() string {
	return fmt.Sprintf("ips-%s-everything-%s.zip", m.ICB, m.at.Date())
}

// Send writes the whole. A file that is not there, or not whole, is listed and ends nothing. tell is told after each file how many
// of them have been sent. Errors: those of to; ctx's.
func (m *Made) Send(ctx context.Context, to io.Writer, tell func(done int)) error {
	if _, err := m.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if _, err := io.Copy(to, m.file); err != nil {
		return err
	}
	m.out.to = to
	manifest := archive.Manifest{MadeAt: m.at, Head: m.Head, LeftOut: m.LeftOut, Files: []archive.File{}}
	m.Missing = []archive.Missing{}
	for i, f := range m.Files {
		file, why, err := m.send(ctx, f)
		switch {
		case err != nil:
			return err
		case why != "":
			m.Missing = append(m.Missing, archive.Missing{File: file, Why: why})
		default:
			manifest.Files = append(manifest.Files, file)
		}
		tell(i + 1)
	}
	manifest.Missing = m.Missing
	if _, err := m.zip.Put(archive.ReadMe, true, m.readMe); err != nil {
		return err
	}
	return m.zip.Close(manifest)
}

// send sends one file, if its bytes are there; why says why it is not, or not whole.
func (m *Made) send(ctx context.Context, f store.KeptFile) (file archive.File, why string, err error) {
	file = f.File
	if f.Why != "" {
		return file, f.Why, nil
	}
	folder := "evidence"
	if f.Kind == archive.Sealed {
		folder = "sealed rounds/" + f.Folder
	}
	name := m.zip.Free(folder, f.ID, f.Name)
	packed := filepath.Ext(name) == ".json" || filepath.Ext(name) == ".csv" || filepath.Ext(name) == ".txt"
	_, err = m.zip.Put(name, packed, func(to io.Writer) error { return m.rows.CopyKept(ctx, to, f) })
	switch {
	case errors.Is(err, store.ErrNotWhole):
		return file, "Its bytes are not those that were stored: " + name + " holds what is left of them.", nil
	case err != nil:
		return file, "", err
	}
	file.Entry = name
	return file, "", nil
}
