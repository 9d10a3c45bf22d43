package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

// Personal data that came in by mistake is taken out for good wherever it stands: in the row that people see, in the
// text that search looks through, in the history, and so in every export and later backup. Who saved it, when, and the
// digest of what it was stay, so that the audit chain still verifies.

// Trace is one place where a text stands: in a row that people see now, or in a save of the history (Seq is not 0).
// ID names the place for Erase. Kind, Subject and Field are as in the history: "priority", "3.4", "notes".
type Trace struct {
	ID                   string
	Kind, Subject, Field string
	Seq                  int64
	N                    int
	At                   calendar.Instant
	Who                  string
	Text                 string
}

// words are what the text is of, as the history says it.
func (t Trace) words() string {
	return snapshot.KindWords(t.Kind) + " " + t.Subject + ", " + snapshot.FieldWords(t.Field)
}

// FindText is every place in the ICB's rows and its history where some words stand, whatever their case, what people
// see now first, then the history from its beginning; without places that procurement keeps from the member. Errors: a
// problem.List when there is next to nothing to look for; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) FindText(ctx context.Context, words string) ([]Trace, error) {
	if !r.member.Can(tenants.RemovePersonal) {
		return nil, tenants.ErrForbidden
	}
	words = strings.ToLower(strings.TrimSpace(words))
	if len([]rune(words)) < 3 {
		return nil, problem.List{{Field: "words", Message: "Enter at least 3 characters of what has to go"}}
	}
	var found []Trace
	err := r.read(ctx, func(q reading) error {
		all, err := q.traces(r.member)
		found = slices.DeleteFunc(all, func(t Trace) bool { return !strings.Contains(strings.ToLower(t.Text), words) })
		return err
	})
	return found, err
}

// traces are all texts of the ICB that a member may read.
func (q reading) traces(m tenants.Member) ([]Trace, error) {
	var all []Trace
	for _, c := range textColumns {
		var rows []struct {
			Key  string `db:"key"`
			Text string `db:"text"`
		}
		err := q.all(&rows, `SELECT `+c.key+` AS key, `+c.column+` AS text FROM `+c.table+` WHERE tenant_id = ? AND `+c.column+` <> ''`+openRows(m, c.table)+forRemoval, q.tenant)
		if err != nil {
			return nil, fmt.Errorf("texts of %s: %w", c.table, err)
		}
		for _, row := range rows {
			all = append(all, Trace{ID: c.table + "/" + c.column + "/" + row.Key, Kind: c.kind, Subject: row.Key, Field: c.column, Text: row.Text})
		}
	}
	var rows []struct {
		change
		Kind    string           `db:"kind"`
		Subject string           `db:"subject"`
		At      calendar.Instant `db:"at"`
		Who     string           `db:"who"`
	}
	err := q.changes(&rows, `, a.kind, a.subject, a.at, a.who`, `c.removed_at = ''`+openTexts(m)+forRemoval)
	for _, row := range rows {
		for side, text := range map[string]string{"old": row.Old, "new": row.New} {
			if text != "" {
				all = append(all, Trace{
					ID: fmt.Sprintf("audit_changes/%d/%d/%s", row.Sequence, row.N, side), Kind: row.Kind, Subject: row.Subject,
					Field: row.Field, Seq: row.Sequence, N: row.N, At: row.At, Who: row.Who, Text: text,
				})
			}
		}
	}
	slices.SortFunc(all, func(a, b Trace) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.N, b.N), cmp.Compare(b.ID, a.ID))
	})
	return all, err
}

// Erase takes texts out for good: those at the places named, and the same texts wherever else they stand, also where
// procurement keeps them from the member. What people
// see is replaced by the mark; a save of the history loses both its texts of that field. Errors: a problem.List
// without a reason or a place; tenants.ErrNotFound for a place that is not there; tenants.ErrForbidden for all but the
// ICB administrator.
func (r *Rows) Erase(ctx context.Context, places []string, reason string) error {
	if !r.member.Can(tenants.RemovePersonal) {
		return tenants.ErrForbidden
	}
	if err := checkErasure(len(places), reason); err != nil {
		return err
	}
	err := r.write(ctx, Act{Act: removedPersonal, Kind: "icb", Subject: r.member.Tenant.Code}, func(w *writing) error {
		w.changed("reason", "", reason) // among the texts, so that a slip in it can be removed as well
		q := reading{ctx: w.ctx, tx: w.tx, tenant: w.tenant}
		all, err := q.traces(everything)
		if err != nil {
			return err
		}
		visible, err := q.traces(w.member)
		if err != nil {
			return err
		}
		texts, there := map[string]bool{}, map[string]bool{}
		for _, t := range visible {
			there[t.ID] = true
			if slices.Contains(places, t.ID) && t.Text != evidence.RemovedWords {
				texts[t.Text] = true
			}
		}
		for _, place := range places {
			if !there[place] {
				return tenants.ErrNotFound
			}
		}
		return w.eraseAll(all, texts)
	})
	if err != nil {
		return err
	}
	r.store.finishSoon(ctx)
	return nil
}

// eraseAll takes out texts wherever they stand among all of the ICB's.
func (w *writing) eraseAll(all []Trace, texts map[string]bool) error {
	saves := map[int64]bool{} // those that lose a text lose what somebody confirmed of it too
	for _, t := range all {
		saves[t.Seq] = saves[t.Seq] || t.Seq != 0 && texts[t.Text]
	}
	done := map[place]bool{}                 // a save's field goes once, though both its texts may have to
	for _, t := range slices.Backward(all) { // see clearChange
		goes := texts[t.Text] || t.Field == confirmedField && saves[t.Seq]
		if !goes || t.Seq != 0 && done[place{t.Seq, t.N}] {
			continue
		}
		done[place{t.Seq, t.N}] = true
		if err := w.erase(t); err != nil {
			return err
		}
	}
	return w.toFinish()
}

func checkErasure(places int, reason string) error {
	var wrong problem.List
	if places == 0 {
		wrong.Add("place", "Choose what has to go")
	}
	switch {
	case strings.TrimSpace(reason) == "":
		wrong.Add("reason", "Enter why it has to go, without repeating it")
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
		return w.eraseChange(t.Seq, t.N, t.words())
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
		case c.table == "evidence_messages":
			set, args = set+", removed_at = ?", append(args, w.at)
		}
		if c.after != "" {
			set += ", " + c.after
		}
		w.changed("text", "", t.words())
		if err := w.unconfirm(c.table, t.Subject); err != nil {
			return err
		}
		return w.must(`UPDATE `+c.table+` SET `+set+` WHERE tenant_id = ? AND `+c.key+` = ?`+forRemoval, append(args, w.tenant, t.Subject)...)
	}
	return tenants.ErrNotFound
}

// removedPersonal is the act of a removal in the history.
const removedPersonal = "removed personal data"

// removal is how the history names a text that was taken out of it: the save, which of its changes, and what it was of.
// Check reads it: a mark that no removal names is a fault.
const removal = "save %d, change %d: "

// eraseChange takes the texts of one field of a save out of the history and says so in this save. See clearChange.
func (w *writing) eraseChange(seq int64, n int, of string) error {
	w.changed("history", "", fmt.Sprintf(removal, seq, n+1)+of)
	return w.clearChange(seq, n)
}

// EraseFile takes out a file for good: its bytes, and its name here and in the history. Its time, size and hash stay.
// Errors: as those of Erase.
func (r *Rows) EraseFile(ctx context.Context, evidenceID, id, reason string) error {
	if !r.member.Can(tenants.RemovePersonal) {
		return tenants.ErrForbidden
	}
	if err := checkErasure(1, reason); err != nil {
		return err
	}
	err := r.write(ctx, Act{Act: removedPersonal, Kind: "evidence", Subject: evidenceID}, func(w *writing) error {
		w.changed("reason", "", reason)
		e, err := w.evidence(w.member, evidenceID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(e.Files, func(f evidence.File) bool { return f.ID == id && f.State != evidence.Removed })
		if i < 0 {
			return tenants.ErrNotFound
		}
		f := e.Files[i]
		if _, err := w.exec(`DELETE FROM file_chunks WHERE tenant_id = ? AND file_id = ?`, w.tenant, id); err != nil {
			return err
		}
		err = w.must(`UPDATE files SET state = 'removed', name = ? WHERE tenant_id = ? AND id = ?`, evidence.RemovedWords, w.tenant, id)
		if err != nil {
			return err
		}
		if err := w.must(`UPDATE evidence SET version = version + 1 WHERE tenant_id = ? AND id = ?`, w.tenant, evidenceID); err != nil {
			return err
		}
		w.changed("file", "", "SHA-256 "+f.SHA256)
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
	var rows []change
	err := reading{ctx: w.ctx, tx: w.tx, tenant: w.tenant}.changes(&rows, ``,
		`a.kind = 'evidence' AND a.subject = ? AND c.field IN ('file', ?) AND c.removed_at = ''`, evidenceID, confirmedField)
	if err != nil {
		return err
	}
	named := func(c change) bool { return c.Field == "file" && strings.HasPrefix(c.Old+c.New, f.Name) }
	for _, c := range slices.Backward(rows) {
		same := func(other change) bool { return other.Sequence == c.Sequence && named(other) }
		if named(c) || c.Field == confirmedField && slices.ContainsFunc(rows, same) {
			if err := w.eraseChange(c.Sequence, c.N, Trace{Kind: "evidence", Subject: evidenceID, Field: c.Field}.words()); err != nil {
				return err
			}
		}
	}
	return nil
}
