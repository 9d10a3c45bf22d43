package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Seal is what somebody asks for who seals a quarter's round.
type Seal struct {
	Quarter calendar.Quarter
	// Seen is how many sealings of the quarter there were when they decided. Reason is needed where there was one.
	Seen   int
	Reason string
	// Workbook writes the workbook of a document that has been read back.
	Workbook func(to io.Writer, s snapshot.Snapshot) error
}

// sealTries is how often the documents are made again because somebody saved meanwhile.
const sealTries = 5

// errMoved: the ICB's rows are not those of the snapshot any longer.
var errMoved = errors.New("somebody saved while the round was sealed")

// Sealable are the quarters that can be sealed on a day: the quarter itself, and the one before it, which
// people finish after its end. Older ones cannot: what is there now is not what was there then.
func Sealable(today calendar.Date) []calendar.Quarter {
	return []calendar.Quarter{today.Quarter(), today.Quarter().Add(-1)}
}

// SealRound seals the round of a quarter as the ICB's rows are now: a document and a workbook for each audience, all of one
// moment. They are made while others go on saving; if somebody saves before they are sealed, they are made again, at most
// five times in all. Errors: a problem.List, also when others saved all the while; tenants.ErrStale when somebody else sealed
// the quarter meanwhile; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) SealRound(ctx context.Context, editions *edition.Library, seal Seal) error {
	if err := r.may(tenants.SealRounds); err != nil {
		return err
	}
	if err := seal.check(r.store.Today()); err != nil {
		return err
	}
	for range sealTries {
		err := r.seal(ctx, editions, seal)
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return problem.List{{
		Field:   "reason",
		Message: "Other people kept saving, so nothing was sealed. Wait until they have finished, then try again",
	}}
}

func (s Seal) check(today calendar.Date) error {
	var wrong problem.List
	switch {
	case !slices.Contains(Sealable(today), s.Quarter):
		wrong.Add("reason", "The round of %s can no longer be sealed: what is recorded now is not what was recorded then",
			s.Quarter.Short())
	case s.Seen > 0 && strings.TrimSpace(s.Reason) == "":
		wrong.Add("reason", "Enter why the quarter is sealed again")
	case len([]rune(s.Reason)) > ReasonLimit:
		wrong.Add("reason", "Reason must be 1,000 characters or fewer")
	case len(privacy.NHSNumbers(s.Reason)) > 0:
		wrong.Add("reason", "Reason must not include an NHS number")
	}
	return wrong.Err()
}

// seal is one try. Error beside those of SealRound: errMoved.
func (r *Rows) seal(ctx context.Context, editions *edition.Library, seal Seal) error {
	s, err := r.toSeal(ctx, editions, seal)
	if err != nil {
		return err
	}
	if err := r.sweepSealed(ctx); err != nil {
		return err
	}
	sealing := Sealing{Quarter: seal.Quarter, N: seal.Seen + 1, Version: s.Version}
	if seal.Seen > 0 {
		sealing.Reason = seal.Reason
	}
	err = r.putRound(ctx, editions, s, seal.Workbook, &sealing.Files)
	if err == nil {
		err = r.finishSealing(ctx, sealing)
	}
	if err != nil {
		return errors.Join(err, r.dropSealed(context.WithoutCancel(ctx), sealing.Files))
	}
	return nil
}

// toSeal is the snapshot that is sealed, with all that any audience is shown. Error: tenants.ErrStale.
func (r *Rows) toSeal(ctx context.Context, editions *edition.Library, seal Seal) (s snapshot.Snapshot, err error) {
	err = r.read(ctx, tenants.SealRounds, func(q reading) (err error) {
		var n int
		if err := q.Get(&n, sealingsOfQuarter, q.Tenant, seal.Quarter); err != nil {
			return err
		}
		if n != seal.Seen {
			return tenants.ErrStale
		}
		s, err = q.snapshot(editions, calendar.At(r.store.Now()), view.Commissioners)
		s.Round = seal.Quarter
		if s.Opened.Quarter == s.Round { // sealed again, it shows its own review
			s.Opened.Sealed = false
		}
		return err
	})
	if err != nil {
		return s, err
	}
	s.Events = r.eventsUpTo(ctx, tenants.SealRounds, s, view.Commissioners)
	return s, nil
}

const sealingsOfQuarter = `SELECT COUNT(*) FROM rounds r WHERE r.tenant_id = ? AND r.quarter = ?`

// audiences are those for whom a snapshot is sealed. Where procurement is under way commissioners have two documents, one of
// them for those who are not named for it. A provider that no longer delivers has none.
func audiences(s snapshot.Snapshot) []view.Audience {
	list := []view.Audience{view.Commissioners}
	if s.Procurement != "" {
		list = append(list, view.Commissioners.Outside())
	}
	list = append(list, view.SteeringGroup)
	for _, p := range s.Providers {
		if !p.Ended {
			list = append(list, view.Provider(p.ID))
		}
	}
	return list
}

// putRound makes the documents of a snapshot and the workbooks, and puts them in, where nobody sees them yet.
func (r *Rows) putRound(ctx context.Context, editions *edition.Library, s snapshot.Snapshot,
	write func(io.Writer, snapshot.Snapshot) error, files *[]SealedFile,
) error {
	for _, a := range audiences(s) {
		since, err := r.store.job(r.member.Tenant.Code, r.member.Person).since(ctx, editions, s.For(a), s.Round)
		if err != nil {
			return err
		}
		d, err := round.Of(since)
		if err != nil {
			return fmt.Errorf("document of a round: %w", err)
		}
		f := SealedFile{
			Kind: SealedDocument, Audience: d.Audience.Name, Provider: d.Audience.Provider, KeptBack: d.KeptBack,
			Label: labelOf(s, a) + " document",
		}
		if err := r.putSealed(ctx, f, d.Canonical(), files); err != nil {
			return err
		}
		read, err := d.Snapshot(editions)
		if err != nil {
			return err
		}
		var book bytes.Buffer
		if err := write(&book, read); err != nil {
			return fmt.Errorf("workbook of a round: %w", err)
		}
		f.Kind, f.Label = SealedWorkbook, labelOf(s, a)+" workbook"
		if err := r.putSealed(ctx, f, book.Bytes(), files); err != nil {
			return err
		}
	}
	return nil
}

// labelOf says for whom a file is, "Northside’s".
func labelOf(s snapshot.Snapshot, a view.Audience) string {
	switch {
	case a.IsSteeringGroup():
		return "The steering group’s"
	case a.IsProvider():
		return s.Provider(a.ProviderID()).Name + "’s"
	case a.IsOutside():
		return "The commissioners’, without what is hidden during procurement:"
	}
	return "The commissioners’"
}

// putSealed puts a file in, a chunk a save, so that no other saver waits for a large one.
func (r *Rows) putSealed(ctx context.Context, f SealedFile, body []byte, files *[]SealedFile) error {
	sum := sha256.Sum256(body)
	f.ID, f.Size, f.SHA256 = db.NewID(), int64(len(body)), hex.EncodeToString(sum[:])
	*files = append(*files, f)
	for n := 0; len(body) > 0; n++ {
		chunk := body[:min(len(body), chunkSize)]
		body = body[len(chunk):]
		err := r.unaudited(ctx, tenants.SealRounds, func(w *writing) error {
			if n == 0 {
				_, err := w.Exec(`
					INSERT INTO sealed_files (tenant_id, id, quarter, n, kind, audience, provider_id, kept_back, label, size, sha256,
					created_at)
					VALUES (?, ?, NULL, NULL, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?)`,
					w.Tenant, f.ID, f.Kind, f.Audience, f.Provider, f.KeptBack, f.Label, f.Size, f.SHA256, w.At)
				if err != nil {
					return err
				}
			}
			_, err := w.Exec(`INSERT INTO sealed_chunks (tenant_id, file_id, n, body) VALUES (?, ?, ?, ?)`, w.Tenant, f.ID, n, chunk)
			return err
		})
		if err != nil {
			return fmt.Errorf("chunk %d of a round: %w", n, err)
		}
	}
	return nil
}

// finishSealing makes the files a sealed round that people see, if nobody has saved since its snapshot. Error: errMoved.
func (r *Rows) finishSealing(ctx context.Context, s Sealing) error {
	return r.write(ctx, tenants.SealRounds, db.Act{Act: "sealed", Kind: record.Round, Subject: s.Subject()}, func(w *writing) error {
		if w.Seq != s.Version+1 {
			return errMoved
		}
		w.became(nil, s.kept())
		_, err := w.Exec(`INSERT INTO rounds (tenant_id, quarter, n, version, reason, sealed_at, sealed_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			w.Tenant, s.Quarter, s.N, s.Version, s.Reason, w.At, w.member.ID)
		for _, f := range s.Files {
			if err == nil {
				err = w.Must(`UPDATE sealed_files SET quarter = ?, n = ? WHERE tenant_id = ? AND id = ? AND quarter IS NULL`, s.Quarter,
					s.N,
					w.Tenant, f.ID)
			}
		}
		return err
	})
}

// dropSealed gives up files that were put in and not sealed.
func (r *Rows) dropSealed(ctx context.Context, files []SealedFile) error {
	own := r.store.job(r.member.Tenant.Code, r.member.Person) // also where the membership has ended in the meantime
	return own.unaudited(ctx, tenants.SealRounds, func(w *writing) error {
		for _, f := range files {
			if err := w.dropSealed(` AND id = ?`, f.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// sweepSealed deletes what a program that ended in the middle of a sealing has left.
func (r *Rows) sweepSealed(ctx context.Context) error {
	before := calendar.At(r.store.Now().Add(-uploadTime))
	return r.unaudited(ctx, tenants.SealRounds, func(w *writing) error { return w.dropSealed(` AND created_at < ?`, before) })
}

// dropSealed deletes files that are part of no round, their chunks first.
func (w *writing) dropSealed(where string, arg any) error {
	_, err := w.Exec(`
		DELETE FROM sealed_chunks WHERE tenant_id = ? AND file_id IN
		    (SELECT id FROM sealed_files WHERE tenant_id = ? AND quarter IS NULL`+where+`)`, w.Tenant, w.Tenant, arg)
	if err == nil {
		_, err = w.Exec(`DELETE FROM sealed_files WHERE tenant_id = ? AND quarter IS NULL`+where, w.Tenant, arg)
	}
	return err
}
