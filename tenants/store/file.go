package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

const (
	// chunkSize is how much of a file is written or read by one statement: small enough that no saver waits long.
	chunkSize = 1 << 20
	// uploadTime is how long an upload may take before it is given up and swept.
	uploadTime = time.Hour
)

type fileRow struct {
	ID       string             `db:"id"`
	Evidence string             `db:"evidence_id"`
	Name     string             `db:"name"`
	Kind     evidence.Kind      `db:"type"`
	Size     int64              `db:"size"`
	SHA256   string             `db:"sha256"`
	State    evidence.FileState `db:"state"`
	Searched bool               `db:"searched"`
	Created  calendar.Instant   `db:"created_at"`
}

const fileColumns = `f.id, COALESCE(f.evidence_id, '') AS evidence_id, f.name, f.type, f.size, f.sha256, f.state, f.searched, f.created_at`

// askFiles asks for the files of some evidence.
func (q reading) askFiles(list *[]fileRow, of *[]evidenceRow, where string, args []any) {
	q.AskWhen(func() bool { return len(*of) > 0 }, list, `
		SELECT `+fileColumns+` FROM evidence e CROSS JOIN files f
		WHERE e.tenant_id = ? AND f.tenant_id = e.tenant_id AND f.evidence_id = e.id`+where+` AND f.state <> 'uploading'`, args...)
}

// Quota is how many bytes of files the ICB keeps and how many it may keep.
func (r *Rows) Quota(ctx context.Context) (used, limit int64, err error) {
	err = r.read(ctx, tenants.AddEvidence, func(q reading) error {
		q.AskOne(&used, quotaUsed, q.Tenant)
		q.AskOne(&limit, `SELECT evidence_quota FROM tenants WHERE tenant_id = ?`, q.Tenant)
		return nil
	})
	return used, limit, err
}

const quotaUsed = `SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM files WHERE tenant_id = ? AND state <> 'removed'` + forQuota

// PutFile takes in the bytes of a file, a chunk a save, so that no other saver waits for a large one. Name, Kind,
// Size, Searched and State (Clean, Unscanned or Held) are given, the rest is filled in. Nobody sees the file until
// SaveEvidence has it; one that never gets there is swept after an hour. Errors: tenants.ErrForbidden; a problem.List
// when the ICB's room for files is used up; that of the reader.
func (r *Rows) PutFile(ctx context.Context, f evidence.File, body io.Reader) (evidence.File, error) {
	f.ID = db.NewID()
	err := r.unaudited(ctx, tenants.AddEvidence, func(w *writing) error {
		if err := w.room(f.Size); err != nil {
			return err
		}
		f.Created = w.At
		_, err := w.Exec(`
			INSERT INTO files (tenant_id, id, evidence_id, name, type, size, sha256, state, searched, created_at, created_by)
			VALUES (?, ?, NULL, ?, ?, ?, '', 'uploading', ?, ?, ?)`, w.Tenant, f.ID, f.Name, f.Kind, f.Size, f.Searched, w.At, w.member.ID)
		return err
	})
	if err != nil {
		return f, err
	}
	if f.SHA256, err = r.putChunks(ctx, f, body); err != nil {
		return f, errors.Join(err, r.DropFile(context.WithoutCancel(ctx), f.ID))
	}
	return f, nil
}

// room refuses a file for which the ICB has no room. The ICB's row is locked first, so that two uploads at once do not
// both take the last room.
func (w *writing) room(size int64) error {
	var limit, used int64
	err := w.Get(&limit, `UPDATE tenants SET evidence_quota = evidence_quota WHERE tenant_id = ? RETURNING evidence_quota`, w.Tenant)
	if err != nil {
		return err
	}
	if err := w.Get(&used, quotaUsed, w.Tenant); err != nil {
		return err
	}
	if used+size <= limit {
		return nil
	}
	return problem.List{{Field: "files", Message: fmt.Sprintf("There is no room for this file: the ICB has used %s of its %s. Add a link "+
		"instead, or ask the ICB administrator",
		evidence.SizeWords(used), evidence.SizeWords(limit))}}
}

func (r *Rows) putChunks(ctx context.Context, f evidence.File, body io.Reader) (hash string, err error) {
	sum, chunk, total := sha256.New(), make([]byte, chunkSize), int64(0)
	for n := 0; ; n++ {
		size, err := io.ReadFull(body, chunk)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return "", fmt.Errorf("file's bytes: %w", err)
		}
		if size == 0 {
			break
		}
		sum.Write(chunk[:size])
		total += int64(size)
		err = r.unaudited(ctx, tenants.AddEvidence, func(w *writing) error {
			_, err := w.Exec(`INSERT INTO file_chunks (tenant_id, file_id, n, body) VALUES (?, ?, ?, ?)`, w.Tenant, f.ID, n, chunk[:size])
			return err
		})
		if err != nil {
			return "", fmt.Errorf("chunk %d of a file: %w", n, err)
		}
	}
	if total != f.Size {
		return "", fmt.Errorf("a file of %d bytes gave %d", f.Size, total)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// attach makes files that the same member has put in visible as part of a piece of evidence.
func (w *writing) attach(m tenants.Member, id string, files []evidence.File) error {
	for _, f := range files {
		w.Changed("file", "", f.Name+" ("+f.SizeWords()+", SHA-256 "+f.SHA256+")")
		n, err := w.Exec(`
			UPDATE files SET evidence_id = ?, state = ?, sha256 = ?
			WHERE tenant_id = ? AND id = ? AND state = 'uploading' AND created_by = ?`, id, f.State, f.SHA256, w.Tenant, f.ID, m.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return tenants.ErrNotFound
		}
	}
	return nil
}

// DropFile gives up a file that the member has put in and that no evidence has taken; one that has is left alone.
func (r *Rows) DropFile(ctx context.Context, id string) error {
	own := r.store.job(r.member.Tenant.Code, r.member.Person) // also where the membership has ended in the meantime
	return own.unaudited(ctx, tenants.AddEvidence, func(w *writing) error {
		return w.dropFile(id, ` AND created_by = ?`, r.member.ID)
	})
}

// dropFile deletes an unfinished file, its chunks first.
func (w *writing) dropFile(id, where string, args ...any) error {
	args = append([]any{w.Tenant, id}, args...)
	_, err := w.Exec(`
		DELETE FROM file_chunks WHERE tenant_id = ? AND file_id = ? AND EXISTS
		    (SELECT 1 FROM files WHERE tenant_id = file_chunks.tenant_id AND id = file_chunks.file_id AND state = 'uploading'`+where+`)`,
		args...)
	if err != nil {
		return err
	}
	_, err = w.Exec(`DELETE FROM files WHERE tenant_id = ? AND id = ? AND state = 'uploading'`+where, args...)
	return err
}

// File is a file that the member may see, for its download. Errors: tenants.ErrNotFound for one that is not there, is
// another's or is not part of this evidence; tenants.ErrForbidden. Whether it may be given out, its state says.
func (r *Rows) File(ctx context.Context, evidenceID, id string) (evidence.File, error) {
	e, err := r.Evidence(ctx, evidenceID)
	if err != nil {
		return evidence.File{}, err
	}
	for _, f := range e.Files {
		if f.ID == id {
			return f, nil
		}
	}
	return evidence.File{}, tenants.ErrNotFound
}

// errOtherFile: somebody changed a file's bytes outside the service.
var errOtherFile = errors.New("it is not what was stored: its hash differs")

// CopyFile writes the bytes of a file that File gave, one chunk a query, so that a slow reader holds no transaction. The
// last bytes are not written when the whole does not have the hash it was stored with. Errors: tenants.ErrNotFound for a
// file of evidence that the member may not see, or may no longer see; tenants.ErrForbidden.
func (r *Rows) CopyFile(ctx context.Context, to io.Writer, f evidence.File) error {
	theirs, args := ``, []any(nil)
	if !r.system { // the virus scanner and check read all files
		visible, own, err := visibleEvidence(r.member)
		if err != nil {
			return err
		}
		theirs = ` AND EXISTS (SELECT 1 FROM files f JOIN evidence e ON e.tenant_id = f.tenant_id AND e.id = f.evidence_id
			WHERE f.tenant_id = c.tenant_id AND f.id = c.file_id` + visible + `)`
		args = own
	}
	err := copyChunks(to, f.Size, f.SHA256, errOtherFile, func(n int) (body []byte, err error) {
		err = r.read(ctx, tenants.ReadEvidence, func(q reading) error {
			return q.Get(&body, `SELECT c.body FROM file_chunks c WHERE c.tenant_id = ? AND c.file_id = ? AND c.n = ?`+theirs,
				append([]any{q.Tenant, f.ID, n}, args...)...)
		})
		return body, err
	})
	if err != nil {
		return fmt.Errorf("file %s: %w", f.ID, err)
	}
	return nil
}

// copyChunks writes bytes that are kept in chunks, which are counted from 0. The last bytes are not written when the whole does not
// have the hash that it was kept with. Errors: other then; those of chunk.
func copyChunks(to io.Writer, size int64, hash string, other error, chunk func(n int) ([]byte, error)) error {
	sum := sha256.New()
	for n := 0; size > 0; n++ {
		body, err := chunk(n)
		if err != nil {
			return fmt.Errorf("chunk %d: %w", n, err)
		}
		sum.Write(body)
		if size -= int64(len(body)); size <= 0 && hex.EncodeToString(sum.Sum(nil)) != hash {
			return other
		}
		if _, err := to.Write(body); err != nil {
			return err
		}
	}
	return nil
}

// Waiting is a file that waits for the virus scanner, with the rows through which it is reached.
type Waiting struct {
	evidence.File
	Rows *Rows
}

// scanner is the name of the virus scanner in the history.
var scanner = tenants.Person{ID: "scanner", Name: "Virus scanner"}

// HeldFiles are the files of all ICBs that wait for the virus scanner, oldest first, at most 20.
func (s *Store) HeldFiles(ctx context.Context) ([]Waiting, error) {
	var rows []struct {
		Tenant string `db:"tenant_id"`
		fileRow
	}
	err := s.across(ctx, func(q reading) error {
		return q.All(&rows, `
			SELECT f.tenant_id, `+fileColumns+
			` FROM files f WHERE f.state IN ('uploading', 'held') AND f.state = 'held' ORDER BY f.created_at, f.id LIMIT 20`)
	})
	list := make([]Waiting, len(rows))
	for i, row := range rows {
		list[i] = Waiting{evidence.File(row.fileRow), s.job(row.Tenant, scanner)}
	}
	return list, err
}

// Scanned records what the virus scanner said of a file that waited for it: Clean or Infected.
func (f Waiting) Scanned(ctx context.Context, state evidence.FileState) error {
	return f.Rows.write(ctx, tenants.ReviewEvidence, db.Act{Act: "scanned", Kind: "evidence", Subject: f.Evidence}, func(w *writing) error {
		w.Changed("file", f.KeptState(f.State), f.KeptState(state))
		return w.Must(`UPDATE files SET state = ? WHERE tenant_id = ? AND id = ? AND state = 'held'`, state, w.Tenant, f.ID)
	})
}

// SweepUploads deletes what is left of uploads that began more than an hour ago and never ended, and says how many.
func (s *Store) SweepUploads(ctx context.Context) (int, error) {
	var rows []struct {
		Tenant string `db:"tenant_id"`
		ID     string `db:"id"`
	}
	before := calendar.At(s.Now().Add(-uploadTime))
	err := s.across(ctx, func(q reading) error {
		return q.All(&rows, `SELECT f.tenant_id, f.id FROM files f WHERE f.state IN ('uploading', 'held') AND f.state = 'uploading' AND
			f.created_at < ?`, before)
	})
	if err != nil {
		return 0, fmt.Errorf("unfinished uploads: %w", err)
	}
	for i, row := range rows {
		r := s.job(row.Tenant, tenants.Person{})
		if err := r.unaudited(ctx, tenants.AddEvidence,
			func(w *writing) error { return w.dropFile(row.ID, ` AND created_at < ?`, before) }); err != nil {
			return i, fmt.Errorf("sweep upload %s: %w", row.ID, err)
		}
	}
	return len(rows), nil
}
