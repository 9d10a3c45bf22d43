package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// Taken is a newer edition that was taken up in the round of a quarter, by the ids of both.
type Taken struct {
	Quarter calendar.Quarter `db:"quarter"`
	From    string           `db:"from_edition"`
	To      string           `db:"to_edition"`
	At      calendar.Instant `db:"taken_at"`
	Moved   string           `db:"moved"`
	Seq     int64            `db:"seq"`
	// Saved says that something was saved on a priority since, so that it can no longer be undone.
	Saved bool
}

// The acts with which the history tells of it, on the ICB itself.
const (
	tookUp   = "took_up"
	wentBack = "went_back"
)

// onPriorities are the kinds of record that belong to a priority.
var onPriorities = []string{record.Priority, record.View, record.Evidence, record.Action, record.Question}

const takenQuery = `SELECT t.quarter, t.from_edition, t.to_edition, t.taken_at, t.moved, t.seq FROM editions_taken t WHERE t.tenant_id = ?`

// TakenUp is the edition that was taken up in a quarter's round, the zero Taken when none was.
func (r *Rows) TakenUp(ctx context.Context, quarter calendar.Quarter) (t Taken, err error) {
	err = r.readOne(ctx, tenants.ReadToolkit, func(q reading) (err error) {
		if t, err = q.taken(quarter); errors.Is(err, tenants.ErrNotFound) {
			err = nil
		}
		return err
	})
	return t, err
}

func (q reading) taken(quarter calendar.Quarter) (t Taken, err error) {
	if err := q.Get(&t, takenQuery+` AND t.quarter = ?`, q.Tenant, quarter); err != nil {
		return t, err
	}
	var n int
	err = q.Get(&n, `SELECT COUNT(*) FROM audit a WHERE a.tenant_id = ? AND a.seq > ? AND a.kind IN `+quoted(onPriorities), q.Tenant, t.Seq)
	t.Saved = n > 0
	return t, err
}

// TakeUp makes a newer edition the ICB's, in the open round of a quarter: each entry moves to what its priority has become,
// with the statements met that have the same words; one of a priority that is no longer there is kept aside. All are then not
// yet reviewed. Errors: a problem.List in words; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) TakeUp(ctx context.Context, editions *edition.Library, quarter calendar.Quarter, id string) error {
	to, found := editions.Edition(id)
	if !found {
		if err := r.may(tenants.SealRounds); err != nil {
			return err
		}
		return problem.List{{Field: "edition", Message: "This edition is not available. Go back to the Rounds page and choose again"}}
	}
	return r.write(ctx, tenants.SealRounds, db.Act{Act: tookUp, Kind: record.ICB, Subject: r.member.Tenant.Code}, func(w *writing) error {
		from, err := w.mayTakeUp(editions, quarter, to)
		if err != nil {
			return err
		}
		mapping := editions.Mapping(from, to)
		moved := movedText(mapping)
		w.Changed("edition", from.ID, to.ID)
		w.Changed("moved", "", moved)
		carried, err := w.carry(from, to, mapping)
		if err != nil {
			return err
		}
		w.Changed("carried", "", carried)
		if err := w.rename(from.ID, mapping); err != nil {
			return err
		}
		_, err = w.Exec(`
			INSERT INTO editions_taken (tenant_id, quarter, from_edition, to_edition, moved, taken_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			w.Tenant, quarter, from.ID, to.ID, moved, w.At, w.Seq)
		if err == nil {
			err = w.use(editions, to)
		}
		if err == nil {
			err = w.Must(`UPDATE tenants SET edition_id = ? WHERE tenant_id = ? AND edition_id = ?`, to.ID, w.Tenant, from.ID)
		}
		return err
	})
}

// mayTakeUp is the edition that the ICB leaves. Errors: a problem.List.
func (w *writing) mayTakeUp(editions *edition.Library, quarter calendar.Quarter, to *edition.Edition) (*edition.Edition, error) {
	var wrong problem.List
	var now string
	if err := w.Get(&now, `SELECT t.edition_id FROM tenants t WHERE t.tenant_id = ?`, w.Tenant); err != nil {
		return nil, err
	}
	var open, sealed, taken int
	err := w.Get(&open, `SELECT COUNT(*) FROM opened_rounds o WHERE o.tenant_id = ? AND o.quarter = ?`, w.Tenant, quarter)
	if err == nil {
		err = w.Get(&sealed, sealingsOfQuarter, w.Tenant, quarter)
	}
	if err == nil {
		err = w.Get(&taken, `SELECT COUNT(*) FROM editions_taken t WHERE t.tenant_id = ? AND t.quarter >= ?`, w.Tenant, quarter)
	}
	if err != nil {
		return nil, err
	}
	from, err := editions.Used(now)
	if err != nil {
		return nil, err
	}
	switch {
	case open == 0:
		wrong.Add("edition", "Open the round of %s first", quarter.Short())
	case sealed > 0:
		wrong.Add("edition", "The round of %s is sealed. Move to the edition in the next round", quarter.Short())
	case taken > 0:
		wrong.Add("edition", "The ICB has already moved to a newer edition in this round")
	case !editions.Newer(from, to):
		wrong.Add("edition", "The ICB already uses this edition, or a newer one")
	}
	return from, wrong.Err()
}

// movedText are the priorities that have another key or are no longer there, a line each: "3.4 3.5", "3.6".
func movedText(mapping []edition.Mapped) string {
	var lines []string
	for _, m := range mapping {
		if m.Old != "" && m.Old != m.New {
			lines = append(lines, strings.TrimSpace(m.Old+" "+m.New))
		}
	}
	return strings.Join(lines, "\n")
}

// carry puts all entries aside and those of the newer edition in their place. What becomes of the statements met is told a
// line each, "3.5 c1 b2".
func (w *writing) carry(from, to *edition.Edition, mapping []edition.Mapped) (told string, err error) {
	_, err = w.Exec(`
		INSERT INTO entries_before (tenant_id, edition_id, priority, status, notes, private_notes, owner_id, review_on, points, confirmed,
		changed_at, changed_by, version)
		SELECT e.tenant_id, ?, e.priority, e.status, e.notes, e.private_notes, e.owner_id, e.review_on, e.points, e.confirmed, e.changed_at,
		e.changed_by, e.version FROM entries e WHERE e.tenant_id = ?`, from.ID, w.Tenant)
	if err != nil {
		return "", err
	}
	var newest int // a form that is open on a key finds another version there
	if err := w.Get(&newest, `SELECT COALESCE(MAX(e.version), 0) + 1 FROM entries e WHERE e.tenant_id = ?`, w.Tenant); err != nil {
		return "", err
	}
	if _, err := w.Exec(`DELETE FROM entries WHERE tenant_id = ?`, w.Tenant); err != nil {
		return "", err
	}
	aside, err := w.aside(from.ID)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, m := range mapping {
		i := slices.IndexFunc(aside, func(e asideEntry) bool { return e.Priority == m.Old })
		if i < 0 || m.New == "" {
			continue
		}
		old, _ := from.Priority(m.Old)
		now, _ := to.Priority(m.New)
		points, version := aside[i].Points, aside[i].Version
		if m.Fate == edition.Changed {
			points, version = assessment.PointsText(edition.Carry(old, now, assessment.PointsFromText(points))), newest
		}
		if m.Old != m.New {
			version = newest
		}
		if points != aside[i].Points {
			lines = append(lines, strings.TrimSpace(m.New+" "+points))
		}
		if err := w.restore(from.ID, m.Old, m.New, points, version); err != nil {
			return "", err
		}
	}
	return strings.Join(lines, "\n"), nil
}

// asideEntry is an entry that was put aside when a newer edition was taken up.
type asideEntry struct {
	Priority string `db:"priority"`
	Points   string `db:"points"`
	Version  int    `db:"version"`
}

// aside are the entries of an edition that were put aside.
func (w *writing) aside(editionID string) ([]asideEntry, error) {
	var list []asideEntry
	err := w.All(&list, `SELECT b.priority, b.points, b.version FROM entries_before b WHERE b.tenant_id = ? AND b.edition_id = ?`, w.Tenant,
		editionID)
	return list, err
}

// restore puts an entry that was put aside in its place under a key.
func (w *writing) restore(editionID, old, now, points string, version int) error {
	_, err := w.Exec(`
		INSERT INTO entries (tenant_id, priority, status, notes, private_notes, search, private_search, owner_id, review_on, points,
		confirmed, changed_at, changed_by, version)
		SELECT b.tenant_id, ?, b.status, b.notes, b.private_notes, '', '', b.owner_id, b.review_on, ?, b.confirmed, b.changed_at,
		b.changed_by, ? FROM entries_before b WHERE b.tenant_id = ? AND b.edition_id = ? AND b.priority = ?`,
		now, points, version, w.Tenant, editionID, old)
	if err != nil {
		return err
	}
	var texts struct { // what search looks through is made in Go, the same on both databases
		Notes   string `db:"notes"`
		Private string `db:"private_notes"`
	}
	if err := w.Get(&texts, `SELECT e.notes, e.private_notes FROM entries e WHERE e.tenant_id = ? AND e.priority = ?`, w.Tenant,
		now); err != nil {
		return err
	}
	return w.Must(`UPDATE entries SET search = ?, private_search = ? WHERE tenant_id = ? AND priority = ?`, strings.ToLower(texts.Notes),
		strings.ToLower(texts.Private), w.Tenant, now)
}

// GoBack undoes TakeUp, while nothing that belongs to a priority was saved since: entries are exactly as they were. Errors: a
// problem.List in words; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) GoBack(ctx context.Context, editions *edition.Library, quarter calendar.Quarter) error {
	return r.write(ctx, tenants.SealRounds, db.Act{Act: wentBack, Kind: record.ICB, Subject: r.member.Tenant.Code}, func(w *writing) error {
		t, err := w.taken(quarter)
		if errors.Is(err, tenants.ErrNotFound) {
			return problem.List{{Field: "edition", Message: "The ICB did not move to another edition in this round"}}
		}
		if err != nil {
			return err
		}
		var sealed int
		if err := w.Get(&sealed, sealingsOfQuarter, w.Tenant, quarter); err != nil {
			return err
		}
		if t.Saved || sealed > 0 {
			return problem.List{{
				Field:   "edition",
				Message: "Something has already been saved in the new edition, so this can no longer be undone",
			}}
		}
		from, err := editions.Used(t.From)
		if err != nil {
			return err
		}
		to, err := editions.Used(t.To)
		if err != nil {
			return err
		}
		w.Changed("edition", t.To, t.From)
		if err := w.putBack(t, editions.Mapping(from, to)); err != nil {
			return err
		}
		return w.Must(`UPDATE tenants SET edition_id = ? WHERE tenant_id = ? AND edition_id = ?`, t.From, w.Tenant, t.To)
	})
}

func (w *writing) putBack(t Taken, mapping []edition.Mapped) error {
	if _, err := w.Exec(`DELETE FROM entries WHERE tenant_id = ?`, w.Tenant); err != nil {
		return err
	}
	aside, err := w.aside(t.From)
	if err != nil {
		return err
	}
	for _, e := range aside {
		if err := w.restore(t.From, e.Priority, e.Priority, e.Points, e.Version); err != nil {
			return err
		}
	}
	err = w.renameAll(slices.Clone(mapping), func(m edition.Mapped) (was, is string) {
		if m.New == "" {
			return retiredKey(t.From, m.Old), m.Old
		}
		return m.New, m.Old
	})
	if err != nil {
		return err
	}
	if _, err := w.Exec(`DELETE FROM entries_before WHERE tenant_id = ? AND edition_id = ?`, w.Tenant, t.From); err != nil {
		return err
	}
	_, err = w.Exec(`DELETE FROM editions_taken WHERE tenant_id = ? AND quarter = ?`, w.Tenant, t.Quarter)
	return err
}
