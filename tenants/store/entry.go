package store

import (
	"context"
	"errors"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/view"
)

type entryRow struct {
	Priority     string            `db:"priority"`
	Status       assessment.Status `db:"status"`
	Notes        string            `db:"notes"`
	PrivateNotes string            `db:"private_notes"`
	Owner        string            `db:"owner_id"`
	OwnerName    string            `db:"owner_name"`
	OwnerTitle   memberTitle       `db:"owner"`
	ReviewOn     calendar.Date     `db:"review_on"`
	Points       string            `db:"points"`
	Confirmed    string            `db:"confirmed"`
	ChangedAt    calendar.Instant  `db:"changed_at"`
	ChangedBy    string            `db:"changed_name"`
	Changer      memberTitle       `db:"changer"`
	Version      int               `db:"version"`
}

func (e entryRow) entry() assessment.Entry {
	return assessment.Entry{
		Priority: e.Priority, Status: e.Status, Notes: e.Notes, PrivateNotes: e.PrivateNotes,
		Owner: e.Owner, OwnerName: e.OwnerName, OwnerTitle: e.OwnerTitle.title(), ReviewOn: e.ReviewOn,
		Points: assessment.PointsFromText(e.Points), Confirmed: e.Confirmed, Version: e.Version,
		ChangedAt: e.ChangedAt, ChangedBy: e.ChangedBy, ChangedByTitle: e.Changer.title(),
	}
}

// entryQuery reads entries with the names and roles of their owner and of who changed them last.
const entryQuery = `
	SELECT e.priority, e.status, e.notes, e.private_notes, COALESCE(e.owner_id, '') AS owner_id, e.review_on, e.points, e.confirmed,
	       e.changed_at, e.version,
	       COALESCE(op.name, '') AS owner_name, COALESCE(o.role, '') AS "owner.role", COALESCE(oo.name, '') AS "owner.provider",
	       COALESCE(cp.name, e.changed_by) AS changed_name, COALESCE(c.role, '') AS "changer.role", COALESCE(co.name, '') AS
	       "changer.provider"
	FROM entries e
	LEFT JOIN memberships o ON o.tenant_id = e.tenant_id AND o.id = e.owner_id
	LEFT JOIN people op ON op.id = o.person_id
	LEFT JOIN providers oo ON oo.tenant_id = o.tenant_id AND oo.id = o.provider_id
	LEFT JOIN memberships c ON c.tenant_id = e.tenant_id AND c.id = e.changed_by
	LEFT JOIN people cp ON cp.id = c.person_id
	LEFT JOIN providers co ON co.tenant_id = c.tenant_id AND co.id = c.provider_id
	WHERE e.tenant_id = ?`

// Entry is what the ICB has recorded against a priority: an empty entry of version 0 while there is nothing.
func (r *Rows) Entry(ctx context.Context, priority string) (assessment.Entry, error) {
	entries, err := r.entries(ctx, ` AND e.priority = ?`, priority)
	if err != nil {
		return assessment.Entry{}, err
	}
	return entryOf(entries, priority), nil
}

// entryOf is the entry of a priority; a blank one of version 0 while there is none.
func entryOf(entries map[string]assessment.Entry, priority string) assessment.Entry {
	if e, ok := entries[priority]; ok {
		return e
	}
	return assessment.Entry{Priority: priority}
}

// Entries are all that the ICB has recorded, by priority, as the member may see it.
func (r *Rows) Entries(ctx context.Context) (map[string]assessment.Entry, error) {
	return r.entries(ctx, ``)
}

// SearchNotes are the entries with notes that hold the words, in any case. It looks in the shared notes, and in those
// for commissioners when the member may read them, but in none that procurement keeps from them.
func (r *Rows) SearchNotes(ctx context.Context, words string) (map[string]assessment.Entry, error) {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(words)) + "%"
	open := ``
	if r.member.Outside() {
		open = ` AND e.priority NOT IN ` + closedPriorities
	}
	if r.member.Can(tenants.ReadPrivate) {
		return r.entries(ctx, open+` AND (e.search LIKE ? ESCAPE '\' OR e.private_search LIKE ? ESCAPE '\')`, like, like)
	}
	return r.entries(ctx, open+` AND e.search LIKE ? ESCAPE '\'`, like)
}

func (r *Rows) entries(ctx context.Context, where string, args ...any) (map[string]assessment.Entry, error) {
	var entries map[string]assessment.Entry
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askEntriesSeen(&entries, r.member, where, args...)
		return nil
	})
	return entries, err
}

// askEntriesSeen asks for entries, by priority, as a member may see them.
func (q reading) askEntriesSeen(entries *map[string]assessment.Entry, m tenants.Member, where string, args ...any) {
	q.askEntries(entries, where, args...)
	q.Then(func() {
		for key, e := range *entries {
			(*entries)[key] = seen(m, e)
		}
	})
}

// seen is an entry as a member may see it: without the notes for commissioners, and with titles for names, where their
// role does not include them; without notes where procurement keeps them back.
func seen(m tenants.Member, e assessment.Entry) assessment.Entry {
	if !m.Can(tenants.ReadPrivate) {
		e.PrivateNotes, e.Confirmed = "", ""
	}
	if hides(m, e.Priority) {
		e.Notes, e.PrivateNotes, e.Confirmed = "", "", ""
	}
	if !m.Audience().SeesNames() {
		e.OwnerName, e.ChangedBy = e.OwnerTitle.Words, e.ChangedByTitle.Words
		e.OwnerTitle, e.ChangedByTitle = view.Title{}, view.Title{}
	}
	return e
}

// askEntries asks for entries, by priority, with all that is recorded in them.
func (q reading) askEntries(entries *map[string]assessment.Entry, where string, args ...any) {
	var rows []entryRow
	q.Ask(&rows, entryQuery+where, append([]any{q.Tenant}, args...)...)
	q.Then(func() {
		*entries = make(map[string]assessment.Entry, len(rows))
		for _, row := range rows {
			(*entries)[row.Priority] = row.entry()
		}
	})
}

// SaveEntry records what a person typed against a priority, if the entry is still the version they read (0: there was
// none), and returns its new version. Errors: a problem.List when what was typed cannot be saved; tenants.ErrStale when
// somebody else saved in the meantime; tenants.ErrNotFound when the owner is not a member of the ICB;
// tenants.ErrProcurement when the entry's notes are kept from the member, who would overwrite what they cannot see.
func (r *Rows) SaveEntry(ctx context.Context, p edition.Priority, e assessment.Entry) (int, error) {
	if err := e.Check(p); err != nil {
		return 0, err
	}
	err := r.write(ctx, tenants.Assess, db.Act{Act: "saved", Kind: "priority", Subject: p.Key}, func(w *writing) error {
		if hides(w.member, p.Key) {
			return tenants.ErrProcurement
		}
		old := entryRow{Priority: p.Key}
		if err := w.Get(&old, entryQuery+` AND e.priority = ?`, w.Tenant, p.Key); err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
		if old.Version != e.Version {
			return tenants.ErrStale
		}
		if err := w.mayOwn(e.Owner, old.Owner); err != nil {
			return err
		}
		w.became(old.entry().Kept(), e.Kept())
		_, err := w.Exec(`
			INSERT INTO entries (tenant_id, priority, status, notes, private_notes, search, private_search, owner_id, review_on, points,
			confirmed, changed_at, changed_by, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, priority) DO UPDATE SET
			    status = excluded.status, notes = excluded.notes, private_notes = excluded.private_notes,
			    search = excluded.search, private_search = excluded.private_search, owner_id = excluded.owner_id,
			    review_on = excluded.review_on, points = excluded.points, confirmed = excluded.confirmed,
			    changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = entries.version + 1`,
			w.Tenant, p.Key, e.Status, e.Notes, e.PrivateNotes, strings.ToLower(e.Notes), strings.ToLower(e.PrivateNotes),
			e.Owner, e.ReviewOn, assessment.PointsText(e.Points), e.Confirmed, w.At, w.member.ID)
		return err
	})
	return e.Version + 1, err
}

// mayOwn refuses an owner who cannot save a priority of the ICB, or is no member of it. The present owner stays, even
// after they have left. Error: tenants.ErrNotFound.
func (w *writing) mayOwn(member, present string) error {
	if member == "" {
		return nil
	}
	var role tenants.Role
	err := w.Get(&role, `SELECT m.role FROM memberships m WHERE m.tenant_id = ? AND m.id = ? AND (m.ended_at = '' OR m.id = ?)`, w.Tenant,
		member, present)
	if err == nil && member != present && !role.Can(tenants.Assess) {
		err = tenants.ErrNotFound
	}
	return err
}
