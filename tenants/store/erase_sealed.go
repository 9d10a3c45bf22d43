package store

import (
	"bytes"
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
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// Erasure is what somebody asks for who removes personal data: from which places of FindText and FindSealed, and why.
type Erasure struct {
	Places []string
	Reason string
	// Workbook writes the workbook of a document that has been read back.
	Workbook func(to io.Writer, s snapshot.Snapshot) error
}

// EraseAll is Erase that reaches sealed rounds too: a document of any audience that holds one of the texts, alone or within a
// longer one, has the mark in its place, and its workbook is written anew. Both keep their ids, and the history has the hashes
// from before and after. What people see now goes first, so when this is interrupted the words are still found in sealed
// rounds, and it can be asked for again. Errors: those of Erase.
func (r *Rows) EraseAll(ctx context.Context, editions *edition.Library, e Erasure) error {
	if err := errors.Join(r.may(tenants.RemovePersonal), checkErasure(len(e.Places), e.Reason)); err != nil {
		return err
	}
	var rows, sealed []string
	for _, place := range e.Places {
		if strings.HasPrefix(place, sealedPlace) {
			sealed = append(sealed, place)
		} else {
			rows = append(rows, place)
		}
	}
	texts, err := r.sealedTexts(ctx, sealed)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		live, _, _, err := r.toErase(ctx, rows)
		if err == nil {
			err = r.Erase(ctx, rows, e.Reason)
		}
		if err != nil {
			return err
		}
		for text := range live {
			texts = append(texts, text)
		}
	}
	return r.eraseSealed(ctx, editions, e, texts)
}

// sealedTexts are the texts at places in sealed rounds. Error: tenants.ErrNotFound.
func (r *Rows) sealedTexts(ctx context.Context, places []string) (texts []string, err error) {
	if len(places) == 0 {
		return nil, nil
	}
	all, err := r.FindSealed(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		i := slices.IndexFunc(all, func(t Trace) bool { return t.ID == place })
		if i < 0 || evidence.IsRemoved(all[i].Text) {
			return nil, tenants.ErrNotFound
		}
		texts = append(texts, all[i].Text)
	}
	return texts, nil
}

// remade is a file of a sealed round and what comes in its place, put in where nobody sees it yet.
type remade struct{ was, is SealedFile }

// eraseSealed takes texts out of every sealed round, of those too that procurement keeps from the member.
func (r *Rows) eraseSealed(ctx context.Context, editions *edition.Library, e Erasure, texts []string) error {
	all := r.store.job(r.member.Tenant.Code, r.member.Person)
	var sealings []Sealing
	err := all.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askSealings(&sealings, forRemoval)
		return q.Answered()
	})
	if err != nil {
		return err
	}
	for _, s := range sealings {
		files, err := r.remake(ctx, all, editions, e, s, texts)
		if err == nil && len(files) > 0 {
			err = r.putRemade(ctx, s, e.Reason, files)
		}
		if err != nil {
			var put []SealedFile
			for _, f := range files {
				put = append(put, f.is)
			}
			return errors.Join(err, r.dropSealed(context.WithoutCancel(ctx), put))
		}
		if len(files) > 0 {
			r.store.finishSoon(ctx)
		}
	}
	return nil
}

// remake makes the documents of a sealing that hold one of the texts anew, and their workbooks.
func (r *Rows) remake(ctx context.Context, all *Rows, editions *edition.Library, e Erasure, s Sealing, texts []string,
) (files []remade, err error) {
	for _, f := range s.Files {
		if f.Kind != SealedDocument {
			continue
		}
		d, err := all.sealedDocument(ctx, f)
		if err != nil {
			return files, err
		}
		marked, n := d.Marked(texts)
		if n == 0 {
			continue
		}
		read, err := marked.Snapshot(editions)
		if err != nil {
			return files, err
		}
		var book bytes.Buffer
		if err := e.Workbook(&book, read); err != nil {
			return files, fmt.Errorf("workbook of a round: %w", err)
		}
		for _, was := range s.Files {
			if was.For() != f.For() || was.KeptBack != f.KeptBack {
				continue
			}
			body := marked.Canonical()
			if was.Kind == SealedWorkbook {
				body = book.Bytes()
			}
			is := was
			is.Quarter, is.N = "", 0
			var put []SealedFile
			err := r.putSealed(ctx, is, body, &put)
			for _, f := range put {
				files = append(files, remade{was, f})
			}
			if err != nil {
				return files, err
			}
		}
	}
	return files, nil
}

// putRemade puts files in the place of those of a sealing, in one save. Error: tenants.ErrStale when somebody else removed
// something from one of them meanwhile.
func (r *Rows) putRemade(ctx context.Context, s Sealing, reason string, files []remade) error {
	act := db.Act{Act: db.RemovedPersonal, Kind: record.Round, Subject: s.Subject()}
	return r.write(ctx, tenants.RemovePersonal, act, func(w *writing) error {
		now := s
		now.Files = slices.Clone(s.Files)
		for _, f := range files {
			i := slices.IndexFunc(now.Files, func(one SealedFile) bool { return one.ID == f.was.ID })
			now.Files[i].SHA256 = f.is.SHA256
			if err := w.remade(f); err != nil {
				return err
			}
		}
		w.became(s.kept(), now.kept())
		w.Changed("why", "", reason)
		return w.toFinish()
	})
}

func (w *writing) remade(f remade) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM sealed_chunks WHERE tenant_id = ? AND file_id = ?`, []any{w.Tenant, f.was.ID}},
		{`UPDATE sealed_chunks SET file_id = ? WHERE tenant_id = ? AND file_id = ?`, []any{f.was.ID, w.Tenant, f.is.ID}},
		{`DELETE FROM sealed_files WHERE tenant_id = ? AND id = ? AND quarter IS NULL`, []any{w.Tenant, f.is.ID}},
		{
			`INSERT INTO sealed_removals (tenant_id, file_id, seq, removed_at, old_sha256, new_sha256) VALUES (?, ?, ?, ?, ?, ?)`,
			[]any{w.Tenant, f.was.ID, w.Seq, w.At, f.was.SHA256, f.is.SHA256},
		},
	} {
		if _, err := w.Exec(step.query, step.args...); err != nil {
			return err
		}
	}
	return w.Must(`UPDATE sealed_files SET size = ?, sha256 = ? WHERE tenant_id = ? AND id = ? AND sha256 = ?`, f.is.Size, f.is.SHA256,
		w.Tenant, f.was.ID, f.was.SHA256)
}

// SealedRemoval is a removal of personal data from a file of a sealed round.
type SealedRemoval struct {
	File string           `db:"file_id"`
	At   calendar.Instant `db:"removed_at"`
	Old  string           `db:"old_sha256"`
	New  string           `db:"new_sha256"`
}

// askRemovals asks for the removals from the files of sealed rounds, by the file's id, the newest first.
func (q reading) askRemovals(byFile *map[string][]SealedRemoval) {
	var list []SealedRemoval
	q.Ask(&list, `SELECT m.file_id, m.removed_at, m.old_sha256, m.new_sha256 FROM sealed_removals m WHERE m.tenant_id = ?`+
		forList+` ORDER BY m.seq DESC`, q.Tenant)
	q.Then(func() {
		*byFile = map[string][]SealedRemoval{}
		for _, m := range list {
			(*byFile)[m.File] = append((*byFile)[m.File], m)
		}
	})
}
