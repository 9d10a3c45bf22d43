package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// Sealing is one sealing of a quarter's round. What it holds never changes.
type Sealing struct {
	Quarter calendar.Quarter `db:"quarter"`
	// N is 1 for the first sealing of the quarter; each later one has a Reason.
	N      int    `db:"n"`
	Reason string `db:"reason"`
	// Version counts the ICB's saves up to the moment that is sealed.
	Version int64            `db:"version"`
	At      calendar.Instant `db:"sealed_at"`
	// Files are those that the member may have, the documents' workbooks first.
	Files []SealedFile
}

// Subject names the sealing in the history, "2026Q3 1".
func (s Sealing) Subject() string { return fmt.Sprintf("%s %d", s.Quarter, s.N) }

// kept is the sealing as the history keeps it, with the hash of each of its files.
func (s Sealing) kept() []record.Text {
	lines := make([]string, len(s.Files))
	for i, f := range s.Files {
		lines[i] = f.Label + ", SHA-256 " + f.SHA256
	}
	slices.Sort(lines)
	return []record.Text{{Field: "reason", Text: s.Reason}, {Field: "files", Text: strings.Join(lines, "\n")}}
}

// The kinds of file of a sealed round.
const (
	SealedDocument = "document"
	SealedWorkbook = "workbook"
)

// SealedFile is a document of a sealed round, or the workbook that was written from it.
type SealedFile struct {
	ID      string           `db:"id"`
	Quarter calendar.Quarter `db:"quarter"`
	N       int              `db:"n"`
	Kind    string           `db:"kind"`
	// Audience is whom it is for, as the document names it, and Provider the one provider's id.
	Audience string `db:"audience"`
	Provider string `db:"provider_id"`
	// KeptBack says that it was sealed without what procurement keeps back.
	KeptBack bool   `db:"kept_back"`
	Label    string `db:"label"` // "The steering group's workbook"
	Size     int64  `db:"size"`
	SHA256   string `db:"sha256"`
}

const (
	sealingQuery    = `SELECT r.quarter, r.n, r.reason, r.version, r.sealed_at FROM rounds r WHERE r.tenant_id = ?`
	sealedFileQuery = `
		SELECT f.id, f.quarter, f.n, f.kind, f.audience, COALESCE(f.provider_id, '') AS provider_id, f.kept_back, f.label, f.size, f.sha256
		FROM sealed_files f WHERE f.tenant_id = ? AND f.quarter IS NOT NULL`
)

// For is whom a file is for.
func (f SealedFile) For() view.Audience {
	return round.Audience{Name: f.Audience, Provider: f.Provider}.View()
}

// readBy says whether an audience reads a file. While procurement keeps something from it, it reads only what was sealed
// without that.
func (f SealedFile) readBy(a view.Audience) bool {
	return a.ReadsSealed(f.For(), f.KeptBack)
}

// readByMember says whether a member reads a file. A provider's people with a seat in the steering group read that group's too.
func (f SealedFile) readByMember(m tenants.Member) bool {
	a, group := m.Audience(), view.SteeringGroup
	if a.IsOutside() {
		group = group.Outside()
	}
	return f.readBy(a) || m.Seated && f.readBy(group)
}

// Rounds are all sealings, the newest first, with the files that the member may have. Reasons are for commissioners.
func (r *Rows) Rounds(ctx context.Context) ([]Sealing, error) {
	var list []Sealing
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askSealingsSeen(&list, r.member)
		return nil
	})
	return list, err
}

// askSealingsSeen asks for all sealings with the files that a member may have.
func (q reading) askSealingsSeen(list *[]Sealing, m tenants.Member) {
	q.askSealings(list, forList)
	q.Then(func() {
		for i, s := range *list {
			(*list)[i].Files = slices.DeleteFunc(s.Files, func(f SealedFile) bool { return !f.readByMember(m) })
			if !m.Audience().AreCommissioners() {
				(*list)[i].Reason = ""
			}
		}
	})
}

// askSealings asks for all sealings with all their files.
func (q reading) askSealings(list *[]Sealing, all string) {
	var files []SealedFile
	q.Ask(list, sealingQuery+all, q.Tenant)
	q.Ask(&files, sealedFileQuery+all, q.Tenant)
	q.Then(func() {
		slices.SortFunc(files, func(a, b SealedFile) int {
			return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Audience, b.Audience), cmp.Compare(a.Label, b.Label),
				cmp.Compare(a.ID, b.ID))
		})
		for i, s := range *list {
			for _, f := range files {
				if f.Quarter == s.Quarter && f.N == s.N {
					(*list)[i].Files = append((*list)[i].Files, f)
				}
			}
		}
		slices.SortFunc(*list, func(a, b Sealing) int { return cmp.Or(cmp.Compare(b.Quarter, a.Quarter), cmp.Compare(b.N, a.N)) })
	})
}

// notOfARound are the kinds of save that change nothing of what a round shows.
var notOfARound = []string{record.Workbook, record.Round, record.Member, record.Invitation, record.Import}

var unsealed = quoted(notOfARound)

// SavesSince counts the saves after a version of the ICB's rows that change what a round shows, without those that procurement
// keeps from the member. Error: tenants.ErrForbidden for all but commissioners.
func (r *Rows) SavesSince(ctx context.Context, version int64) (n int, err error) {
	err = r.readOne(ctx, tenants.ReadHistory, func(q reading) error {
		return q.Get(&n, `SELECT COUNT(*) FROM audit a WHERE a.tenant_id = ? AND a.seq > ? AND a.kind NOT IN `+unsealed+openSaves(r.member),
			q.Tenant, version)
	})
	return n, err
}

// SeenSince counts the saves after a version of the ICB's rows that change what a round shows the member's audience. Saves older
// than its workbook's history are not counted. Errors: those of Snapshot.
func (r *Rows) SeenSince(ctx context.Context, editions *edition.Library, version int64) (n int, err error) {
	s, err := r.Snapshot(ctx, editions, r.member.Audience().Whoever())
	if err != nil {
		return 0, err
	}
	for e, err := range s.Events.All() {
		if err != nil {
			return 0, err
		}
		if e.Seq <= version {
			break
		}
		if len(e.Changes) > 0 && !slices.Contains(notOfARound, e.Kind) {
			n++
		}
	}
	return n, nil
}

// SealedFile is a file of a sealed round. Errors: tenants.ErrNotFound for one that is not there or is a provider's and not the
// member's; tenants.ErrForbidden for one of another audience; tenants.ErrProcurement for one that holds what procurement keeps
// from the member.
func (r *Rows) SealedFile(ctx context.Context, id string) (SealedFile, error) {
	var f SealedFile
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error { return q.Get(&f, sealedFileQuery+` AND f.id = ?`, q.Tenant, id) })
	inside := r.member
	inside.Tenant.Procurement = ""
	switch {
	case err != nil:
		return SealedFile{}, err
	case r.system || f.readByMember(r.member):
		return f, nil
	case f.readByMember(inside):
		return SealedFile{}, tenants.ErrProcurement
	case f.Provider == "":
		return SealedFile{}, tenants.ErrForbidden
	}
	return SealedFile{}, tenants.ErrNotFound
}

// errOtherSealed: somebody changed a sealed file's bytes outside the service.
var errOtherSealed = errors.New("it is not what was sealed: its hash differs")

// CopySealed writes the bytes of a file of a sealed round, one chunk a query, so that a slow reader holds no transaction. The
// last bytes are not written when the whole does not have the hash that it was sealed with. Errors: those of SealedFile.
func (r *Rows) CopySealed(ctx context.Context, to io.Writer, id string) error {
	f, err := r.SealedFile(ctx, id)
	if err != nil {
		return err
	}
	err = copyChunks(to, f.Size, f.SHA256, errOtherSealed, func(n int) (body []byte, err error) {
		err = r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
			return q.Get(&body, `SELECT c.body FROM sealed_chunks c WHERE c.tenant_id = ? AND c.file_id = ? AND c.n = ?`, q.Tenant, f.ID, n)
		})
		if errors.Is(err, tenants.ErrNotFound) {
			err = fmt.Errorf("it is gone: %w", errOtherSealed)
		}
		return body, err
	})
	if err != nil {
		return fmt.Errorf("sealed file %s: %w", f.ID, err)
	}
	return nil
}

// ExportedSealed writes into the history that the member takes a file of a sealed round out. Errors: those of SealedFile.
func (r *Rows) ExportedSealed(ctx context.Context, f SealedFile) error {
	f, err := r.SealedFile(ctx, f.ID)
	if err != nil {
		return err
	}
	act := db.Act{Act: "downloaded", Kind: record.Round, Subject: Sealing{Quarter: f.Quarter, N: f.N}.Subject()}
	return r.write(ctx, tenants.ReadToolkit, act, func(w *writing) error {
		w.Changed("file", "", f.Label)
		return nil
	})
}
