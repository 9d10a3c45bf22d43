package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Everything is what an ICB has at one moment, beside the document of its rows.
type Everything struct {
	archive.Head
	// Snapshot is what the full workbook shows, and History all saves up to that moment. They can be read until the context ends.
	Snapshot snapshot.Snapshot
	History  snapshot.Events
	LeftOut  []archive.LeftOut
	// Files are all files that the ICB keeps, in the order of their ids: those of evidence, then those of sealed rounds.
	Files []KeptFile
}

// KeptFile is a file that the ICB keeps. Why is why its bytes are not given out, "" where they are.
type KeptFile struct {
	archive.File
	// Folder is where people would look for it: "2026Q2 1" for a file of a sealed round.
	Folder string
	Why    string
	file   evidence.File
}

// Size is about how much there is to take out: how many files, their bytes, and how many saves the history has.
type Size struct {
	Files int   `db:"files"`
	Bytes int64 `db:"bytes"`
	Saves int64 `db:"saves"`
}

// HowMuch says how large everything is. Errors: tenants.ErrForbidden for all but the ICB administrator; tenants.ErrProcurement.
func (r *Rows) HowMuch(ctx context.Context) (s Size, err error) {
	err = r.readOne(ctx, tenants.ExportAll, func(q reading) error {
		return q.Get(&s, `
			SELECT t.version AS saves, COUNT(f.size) AS files, CAST(COALESCE(SUM(f.size), 0) AS BIGINT) AS bytes
			FROM tenants t LEFT JOIN (
			    SELECT tenant_id, size FROM files WHERE tenant_id = ? AND state <> 'removed'`+forQuota+`
			    UNION ALL SELECT tenant_id, size FROM sealed_files WHERE tenant_id = ? AND quarter IS NOT NULL`+forExport+`) f
			ON f.tenant_id = t.tenant_id WHERE t.tenant_id = ? GROUP BY t.version`, q.Tenant, q.Tenant, q.Tenant)
	})
	return s, err
}

// Everything writes the document of all that the ICB has, and says what else there is of the same moment. Errors:
// tenants.ErrForbidden for all but the ICB administrator; tenants.ErrProcurement for one whom procurement keeps something from.
func (r *Rows) Everything(ctx context.Context, editions *edition.Library, document io.Writer) (e Everything, err error) {
	if err := r.may(tenants.ExportAll); err != nil {
		return e, err
	}
	code := r.member.Tenant.Code
	err = r.store.db.Carry(ctx, r.over, func(c db.Carrying) error {
		if err := c.Of(code); err != nil {
			return err
		}
		q := reading{c.Reading(code), r.member.Tenant.Renumbered}
		if e.Head, err = headOf(c, code); err != nil {
			return err
		}
		if e.Snapshot, err = q.snapshot(editions, calendar.At(r.store.Now()), view.Commissioners); err != nil {
			return err
		}
		if e.Files, err = q.keptFiles(); err != nil {
			return err
		}
		return writeDocument(c, e.Head, document)
	})
	if err != nil {
		return e, fmt.Errorf("everything of %s: %w", code, err)
	}
	e.LeftOut = leftOut()
	for i, f := range e.Files {
		if f.Why == "" && f.file.State == evidence.Held && !r.system { // as on the page of the evidence
			e.Files[i].Why = "It waits for the virus scan, so it is not given out yet."
		}
	}
	all := r.store.system(r.member) // what has been allowed is read whatever a membership becomes meanwhile
	all.over = r.over
	e.Snapshot.Events = all.eventsUpTo(ctx, tenants.ExportAll, e.Snapshot, view.Commissioners)
	e.History = all.inPieces(ctx, tenants.ExportAll, everything, `a.seq > 0`, nil, e.Saves+1)
	e.Snapshot, err = all.since(ctx, editions, e.Snapshot.For(view.Commissioners), "")
	return e, err
}

// headOf names the ICB, and says how far its history goes.
func headOf(c db.Carrying, code string) (h archive.Head, err error) {
	var row struct {
		Name    string `db:"name"`
		Version int64  `db:"version"`
		Head    string `db:"audit_head"`
	}
	if err := c.Get(&row, `SELECT name, version, audit_head FROM tenants WHERE tenant_id = ?`, code); err != nil {
		return h, err
	}
	schema, err := c.Schema()
	return archive.Head{Schema: schema, ICB: code, Name: row.Name, Saves: row.Version, Hash: row.Head}, err
}

// writeDocument writes the rows of an ICB, table by table.
func writeDocument(c db.Carrying, h archive.Head, to io.Writer) error {
	w, err := archive.NewDocumentWriter(to, h)
	if err != nil {
		return err
	}
	for _, one := range tablesOfAll {
		if one.why != "" || one.bytes {
			continue
		}
		t, err := c.Table(one.name)
		if err != nil {
			return err
		}
		if err := w.Table(t.Name, t.Columns); err != nil {
			return err
		}
		if err := one.rows(c, t, h.ICB, w.Row); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return w.Close()
}

// keptFiles are the files of the ICB that have bytes.
func (q reading) keptFiles() ([]KeptFile, error) {
	var files []fileRow
	var sealed []SealedFile
	var begun []string // ids of files that have a first chunk
	q.Ask(&begun, `SELECT c.file_id FROM file_chunks c WHERE c.tenant_id = ? AND c.n = 0`+forExport, q.Tenant)
	var sealedBegun []string
	q.Ask(&sealedBegun, `SELECT c.file_id FROM sealed_chunks c WHERE c.tenant_id = ? AND c.n = 0`+forExport, q.Tenant)
	q.Ask(&files, `SELECT `+fileColumns+` FROM files f WHERE f.tenant_id = ? AND f.state NOT IN ('uploading', 'removed')`+forExport,
		q.Tenant)
	q.Ask(&sealed, sealedFileQuery+forExport, q.Tenant)
	if err := q.Answered(); err != nil {
		return nil, err
	}
	sortBy(files, func(f fileRow) string { return f.ID })
	sortBy(sealed, func(f SealedFile) string { return f.ID })
	there := map[string]bool{}
	for _, id := range append(begun, sealedBegun...) {
		there[id] = true
	}
	var list []KeptFile
	for _, f := range files {
		one := KeptFile{
			File: archive.File{Kind: archive.Evidence, ID: f.ID, Name: f.Name, Size: f.Size, SHA256: f.SHA256}, file: evidence.File(f),
		}
		if f.State == evidence.Infected {
			one.Why = "The virus scan found something in it, so it is not given out."
		}
		list = append(list, one)
	}
	for _, f := range sealed {
		ending := ".json"
		if f.Kind == SealedWorkbook {
			ending = ".xlsx"
		}
		list = append(list, KeptFile{
			File:   archive.File{Kind: archive.Sealed, ID: f.ID, Name: f.Label + ending, Size: f.Size, SHA256: f.SHA256},
			Folder: Sealing{Quarter: f.Quarter, N: f.N}.Subject(),
		})
	}
	for i, f := range list {
		if f.Why == "" && f.Size > 0 && !there[f.ID] {
			list[i].Why = "Its bytes are gone."
		}
	}
	return list, nil
}

// ErrNotWhole: the bytes of a file are gone, or are not those that were stored.
var ErrNotWhole = errors.New("its bytes are gone, or are not those that were stored")

// CopyKept writes the bytes of a file of Everything, a chunk a query, so that a slow reader keeps nothing of the database. Errors:
// ErrNotWhole, also when it was removed meanwhile; tenants.ErrForbidden and tenants.ErrProcurement as Everything's; that of to.
func (r *Rows) CopyKept(ctx context.Context, to io.Writer, f KeptFile) error {
	if err := r.may(tenants.ExportAll); err != nil {
		return err
	}
	all := r.store.system(r.member)
	all.over = r.over
	err := all.copyKept(ctx, to, f)
	if errors.Is(err, tenants.ErrNotFound) || errors.Is(err, errOtherFile) || errors.Is(err, errOtherSealed) {
		err = fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	return err
}

func (r *Rows) copyKept(ctx context.Context, to io.Writer, f KeptFile) error {
	if f.Kind == archive.Sealed {
		return r.CopySealed(ctx, to, f.ID)
	}
	return r.CopyFile(ctx, to, f.file)
}

// ExportedAll writes into the history that everything was taken out as it was after a save, and why: there are true numbers in it
// that the service hides. Errors: a problem.List of the field reason, which members have to give and the operator's command does
// not; tenants.ErrForbidden; tenants.ErrProcurement.
func (r *Rows) ExportedAll(ctx context.Context, version int64, reason string) error {
	if err := r.CheckExport(reason); err != nil {
		return err
	}
	return r.write(ctx, tenants.ExportAll, db.Act{Act: "downloaded", Kind: record.Workbook, Subject: "everything"}, func(w *writing) error {
		w.Changed("version", "", strconv.FormatInt(version, 10))
		w.Changed("reason", "", reason)
		return nil
	})
}

// CheckExport says what is wrong with a reason, before the work is done.
func (r *Rows) CheckExport(reason string) error {
	var wrong problem.List
	switch {
	case r.system:
		return nil
	case reason == "":
		wrong.Add("reason", "Enter why you need everything")
	case len([]rune(reason)) > ReasonLimit:
		wrong.Add("reason", "Reason must be 1,000 characters or fewer")
	case len(privacy.NHSNumbers(reason)) > 0:
		wrong.Add("reason", "Reason must not include an NHS number")
	}
	return wrong.Err()
}
