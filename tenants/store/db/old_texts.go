package db

import (
	"fmt"
	"strings"
)

// A long text that a save replaces is in the history already: the save that brought it wrote it there. It is kept
// once. The later change holds where it is (old_seq, old_n) beside its own digest of it, so check proves it as any other.

const (
	// longText is how many bytes an old text has at least that is not kept a second time. Below it a place saves nothing.
	longText = 64
	// savesBack is among how many of a subject's newest saves an old text is looked for. One that is older is kept again.
	savesBack = 20
)

// Changes reads the changes of saves with both their texts: it is the only way to read them. The change is c and its save is
// a; more columns of it can be asked for (", a.kind"). where is a condition on both. They come in the order of the saves.
//
// It is CROSS JOIN for SQLite, which then takes the saves first and looks each one's changes up; it would go through all
// changes of the ICB else. To PostgreSQL it means the same as JOIN.
func (q Reading) Changes(dest any, more, where string, args ...any) error {
	q.AskChanges(dest, more, where, args...)
	return q.Answered()
}

// AskChanges is Changes among other questions.
func (q Reading) AskChanges(dest any, more, where string, args ...any) {
	q.Ask(dest, `
		SELECT c.seq, c.n, c.field, COALESCE(o.new_text, c.old_text) AS old_text, c.new_text, c.salt, c.old_digest, c.new_digest,
		    c.removed_at, c.old_seq, c.old_n`+more+`
		FROM audit a CROSS JOIN audit_changes c
		LEFT JOIN audit_changes o ON c.old_seq > 0 AND o.tenant_id = c.tenant_id AND o.seq = c.old_seq AND o.n = c.old_n
		WHERE a.tenant_id = ? AND c.tenant_id = a.tenant_id AND c.seq = a.seq AND `+where+`
		ORDER BY `+BySeq(where)+`, c.n`, append([]any{q.Tenant}, args...)...)
}

// findOldTexts finds out where the history has the long old texts of the save's changes.
func (w *Writing) findOldTexts() error {
	args := []any{w.q.Tenant, w.Act.Kind, w.Act.Subject, savesBack}
	for _, c := range w.changes {
		if len(c.Old) >= longText {
			args = append(args, c.Field)
		}
	}
	fields := len(args) - 4
	if fields == 0 {
		return nil
	}
	var earlier []Change
	err := w.q.All(&earlier, `
		SELECT c.seq, c.n, c.field, c.salt, c.new_digest
		FROM (SELECT a.tenant_id, a.seq FROM audit a WHERE a.tenant_id = ? AND a.kind = ? AND a.subject = ? ORDER BY a.seq DESC LIMIT ?) s
		CROSS JOIN audit_changes c
		WHERE c.tenant_id = s.tenant_id AND c.seq = s.seq AND c.removed_at = '' AND c.field IN (?`+strings.Repeat(`, ?`, fields-1)+`)
		ORDER BY c.seq DESC, c.n`, args...)
	if err != nil {
		return err
	}
	for i := range w.changes {
		c := &w.changes[i]
		for _, e := range earlier {
			if len(c.Old) >= longText && c.Field == e.Field && digest(e.Salt, c.Old) == e.NewHash {
				c.OldSeq, c.OldN = e.Sequence, e.N
				break
			}
		}
	}
	return nil
}

// kept is what the change holds of its old text itself.
func (c Change) kept() string {
	if c.OldSeq > 0 {
		return ""
	}
	return c.Old
}

// RemovedPersonal is the act of a save that takes personal data out for good. Only such a save can name texts that it took
// out of the history: a text that is marked as removed and that none names is a fault.
const RemovedPersonal = "removed personal data"

// removalInWords is how the first removals named a text that they took out of the history.
const removalInWords = "save %d, change %d: "

// keptRemoval is how the history keeps where a text was that was taken out of it: the number of its save, and which of the
// save's changes it was, in the first line; what it was of follows.
func keptRemoval(p Place, of string) string { return fmt.Sprintf("%d %d\n%s", p.Seq, p.N, of) }

// ReadRemoval reads the first line of what keptRemoval keeps. ok is false for anything else.
func ReadRemoval(text string) (p Place, ok bool) {
	line, _, _ := strings.Cut(text, "\n")
	if _, err := fmt.Sscanf(line, "%d %d", &p.Seq, &p.N); err == nil {
		return p, true
	}
	_, err := fmt.Sscanf(line, removalInWords, &p.Seq, &p.N)
	p.N--
	return p, err == nil
}

// EraseChange takes the texts of one field of a save out of the history and says so in this save, which has to be of the
// act RemovedPersonal. of says what it was. Of several changes the newest goes first: see clearChange.
func (w *Writing) EraseChange(seq int64, n int, of string) error {
	w.Changed("history", "", keptRemoval(Place{seq, n}, of))
	return w.clearChange(seq, n)
}

// clearChange takes the texts of a change out of the history, with the salt, without which their digests tell nothing.
// Later changes that found their old text here take it in first: theirs is taken out by its own removal alone. Of several
// changes the newest is cleared first, so that no text goes from one that will be cleared to another.
func (w *Writing) clearChange(seq int64, n int) error {
	_, err := w.Exec(`
		UPDATE audit_changes SET old_seq = 0, old_n = 0, old_text = (
		    SELECT o.new_text FROM audit_changes o
		    WHERE o.tenant_id = audit_changes.tenant_id AND o.seq = audit_changes.old_seq AND o.n = audit_changes.old_n)
		WHERE tenant_id = ? AND old_seq = ? AND old_n = ? AND old_seq > 0`, w.q.Tenant, seq, n)
	if err != nil {
		return err
	}
	return w.Must(`
		UPDATE audit_changes SET old_text = '', new_text = '', salt = '', old_seq = 0, old_n = 0, removed_at = ?
		WHERE tenant_id = ? AND seq = ? AND n = ?`, w.At, w.q.Tenant, seq, n)
}
