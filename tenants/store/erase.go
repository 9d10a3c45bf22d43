package store

import (
	"context"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Personal data that came in by mistake is taken out for good wherever it is: in the row that people see, in the text
// that search looks through, in the history, and so in every export and later backup. Who saved it, when, and the
// digest of what it was stay, so that the audit chain still verifies.

// Erase takes texts out for good: those at the places named, and the same texts in all other places, also where
// procurement keeps them from the member. What people see is replaced by the mark; a save of the history loses both its
// texts of that field. Errors: a problem.List without a reason or a place; tenants.ErrNotFound for a place that is not
// there; tenants.ErrStale when procurement began meanwhile; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) Erase(ctx context.Context, places []string, reason string) error {
	if err := checkErasure(len(places), reason); err != nil {
		return err
	}
	// All of a long history is read before the save, or everybody else's saves would wait for that.
	texts, past, seen, err := r.toErase(ctx, places)
	if err != nil {
		return err
	}
	err = r.write(ctx, tenants.RemovePersonal, db.Act{Act: db.RemovedPersonal, Kind: "icb", Subject: r.member.Tenant.Code},
		func(w *writing) error {
			if w.member.Outside() != r.member.Outside() { // they may no longer read what they have chosen
				return tenants.ErrStale
			}
			w.Changed("reason", "", reason) // among the texts, so that it can be removed as well
			q := w.reading
			now, err := q.present(everything)
			if err != nil {
				return err
			}
			since, err := q.past(everything, seen)
			if err != nil {
				return err
			}
			return w.eraseAll(slices.Concat(now, past, since), texts)
		})
	if err != nil {
		return err
	}
	r.store.finishSoon(ctx)
	return nil
}

// toErase are the texts at places, and the history up to the save that was the newest when they were read.
func (r *Rows) toErase(ctx context.Context, places []string) (texts map[string]bool, past []Trace, seen int64, err error) {
	texts = map[string]bool{}
	err = r.read(ctx, tenants.RemovePersonal, func(q reading) error {
		if err := q.Get(&seen, `SELECT version FROM tenants WHERE tenant_id = ?`, q.Tenant); err != nil {
			return err
		}
		visible, err := q.traces(r.member)
		if err != nil {
			return err
		}
		there := map[string]bool{}
		for _, t := range visible {
			there[t.ID] = true
			if slices.Contains(places, t.ID) && !evidence.IsRemoved(t.Text) {
				texts[t.Text] = true
			}
		}
		for _, place := range places {
			if !there[place] {
				return tenants.ErrNotFound
			}
		}
		past, err = q.past(everything, 0)
		past = slices.DeleteFunc(past, func(t Trace) bool { return !texts[t.Text] && t.Field != confirmedField })
		return err
	})
	return texts, past, seen, err
}

// eraseAll takes out texts wherever the ICB has them.
func (w *writing) eraseAll(all []Trace, texts map[string]bool) error {
	saves := map[int64]bool{} // those that lose a text lose what somebody confirmed of it too
	for _, t := range all {
		saves[t.Seq] = saves[t.Seq] || t.Seq != 0 && texts[t.Text]
	}
	done := map[db.Place]bool{}              // a save's field goes once, though both its texts may have to
	for _, t := range slices.Backward(all) { // see EraseChange
		goes := texts[t.Text] || t.Field == confirmedField && saves[t.Seq]
		if !goes || t.Seq != 0 && done[db.Place{Seq: t.Seq, N: t.N}] {
			continue
		}
		done[db.Place{Seq: t.Seq, N: t.N}] = true
		if err := w.erase(t); err != nil {
			return err
		}
	}
	return w.toFinish()
}

func checkErasure(places int, reason string) error {
	var wrong problem.List
	if places == 0 {
		wrong.Add("place", "Choose what to remove")
	}
	switch {
	case strings.TrimSpace(reason) == "":
		wrong.Add("reason", "Enter why you need to remove it, without repeating it")
	case len([]rune(reason)) > evidence.TextLimit:
		wrong.Add("reason", "Reason must be 2,000 characters or fewer")
	case len(privacy.NHSNumbers(reason)) > 0:
		wrong.Add("reason", "Reason must not include an NHS number")
	}
	return wrong.Err()
}

// erase takes out one text.
func (w *writing) erase(t Trace) error {
	if t.Seq != 0 {
		return w.EraseChange(t.Seq, t.N, t.kept())
	}
	for _, c := range textColumns {
		if !strings.HasPrefix(t.ID, c.table+"/"+c.column+"/") {
			continue
		}
		set, args := c.column+" = ?", []any{evidence.RemovedWords}
		switch {
		case c.search != "":
			set, args = set+", "+c.search+" = ?", append(args, strings.ToLower(evidence.RemovedWords))
		case c.column == "link":
			args[0] = ""
		case c.table == "evidence_messages" || c.table == "question_messages":
			set, args = set+", removed_at = ?", append(args, w.At)
		}
		if c.after != "" {
			set += ", " + c.after
		}
		w.Changed("text", "", t.kept())
		if err := w.unconfirm(c.table, t.Subject); err != nil {
			return err
		}
		return w.Must(`UPDATE `+c.table+` SET `+set+` WHERE tenant_id = ? AND `+c.key+` = ?`+forRemoval,
			append(args, w.Tenant, t.Subject)...)
	}
	return tenants.ErrNotFound
}

// EraseFile takes out a file for good: its bytes, and its name here and in the history. Its time, size and hash stay.
// Errors: as those of Erase.
func (r *Rows) EraseFile(ctx context.Context, evidenceID, id, reason string) error {
	if err := checkErasure(1, reason); err != nil {
		return err
	}
	err := r.write(ctx, tenants.RemovePersonal, db.Act{Act: db.RemovedPersonal, Kind: "evidence", Subject: evidenceID},
		func(w *writing) error {
			w.Changed("reason", "", reason)
			e, err := w.evidence(w.member, evidenceID)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(e.Files, func(f evidence.File) bool { return f.ID == id && f.State != evidence.Removed })
			if i < 0 {
				return tenants.ErrNotFound
			}
			f := e.Files[i]
			if _, err := w.Exec(`DELETE FROM file_chunks WHERE tenant_id = ? AND file_id = ?`, w.Tenant, id); err != nil {
				return err
			}
			err = w.Must(`UPDATE files SET state = 'removed', name = ? WHERE tenant_id = ? AND id = ?`, evidence.RemovedWords, w.Tenant, id)
			if err != nil {
				return err
			}
			if err := w.Must(`UPDATE evidence SET version = version + 1 WHERE tenant_id = ? AND id = ?`, w.Tenant, evidenceID); err != nil {
				return err
			}
			w.Changed("file", "", "SHA-256 "+f.SHA256)
			if err := w.eraseFileName(evidenceID, f); err != nil {
				return err
			}
			return w.toFinish()
		})
	if err != nil {
		return err
	}
	r.store.finishSoon(ctx)
	return nil
}

// eraseFileName takes a file's name out of the history of its evidence, and what was confirmed of numbers in it.
func (w *writing) eraseFileName(evidenceID string, f evidence.File) error {
	if err := w.unconfirm("evidence", evidenceID); err != nil {
		return err
	}
	var rows []db.Change
	err := w.reading.Changes(&rows, ``,
		`a.kind = 'evidence' AND a.subject = ? AND c.field IN ('file', ?) AND c.removed_at = ''`, evidenceID, confirmedField)
	if err != nil {
		return err
	}
	named := func(c db.Change) bool { return c.Field == "file" && strings.HasPrefix(c.Old+c.New, f.Name) }
	for _, c := range slices.Backward(rows) {
		same := func(other db.Change) bool { return other.Sequence == c.Sequence && named(other) }
		if named(c) || c.Field == confirmedField && slices.ContainsFunc(rows, same) {
			if err := w.EraseChange(c.Sequence, c.N, Trace{Kind: "evidence", Subject: evidenceID, Field: c.Field}.kept()); err != nil {
				return err
			}
		}
	}
	return nil
}
