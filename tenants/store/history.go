package store

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// memberTitle is how the history names a member beside what they did, from a joined row: their role, or their
// provider's name.
type memberTitle struct {
	Role     tenants.Role `db:"role"`
	Provider string       `db:"provider"`
}

func (t memberTitle) title() view.Title {
	if t.Role == "" {
		return view.Title{}
	}
	return tenants.Member{Role: t.Role, ProviderName: t.Provider}.InTitle()
}

// SavesOnPage is how many saves of one subject's history a page shows at once.
const SavesOnPage = 20

// History is all that happened to one subject ("priority", "3.4"), newest first, for what is worked out from the whole
// of it; a page shows HistoryPart. Fields that the member may not see are left out; a save in which nothing else changed
// still shows. Of a row of a list a provider reads what happened since the row is its own. Errors: tenants.ErrForbidden for
// a role that does not read the subject; tenants.ErrNotFound for another provider's.
func (r *Rows) History(ctx context.Context, kind, subject string) ([]snapshot.Event, error) {
	p, err := historyPermission(kind)
	if err != nil {
		return nil, err
	}
	var events []snapshot.Event
	err = r.read(ctx, p, func(q reading) error {
		err := q.mayReadHistory(r.member, kind, subject)
		if err != nil {
			return err
		}
		where, args, err := q.ofSubjects([]subjects{{kind, []string{subject}}})
		if err == nil {
			events, err = q.events(r.member, where, args...)
		}
		return err
	})
	if r.member.Provider != "" {
		events = snapshot.SinceMoved(events)
	}
	return events, err
}

// HistoryPart is a part of what History holds of one subject or several of a kind: at most SavesOnPage saves, or the
// one that is asked for. Errors: those of History; tenants.ErrNotFound for a save that is not among them.
func (r *Rows) HistoryPart(ctx context.Context, part snapshot.Part, kind string, names ...string) (snapshot.History, error) {
	if len(names) == 0 {
		return snapshot.History{Part: part}, nil
	}
	p, err := historyPermission(kind)
	if err != nil {
		return snapshot.History{Part: part}, err
	}
	return r.historyPart(ctx, p, part, []subjects{{kind, names}})
}

// historyPart is HistoryPart for records of several kinds, for a member with a permission.
func (r *Rows) historyPart(ctx context.Context, p tenants.Permission, part snapshot.Part, of []subjects) (snapshot.History, error) {
	h := snapshot.History{Part: part}
	err := r.read(ctx, p, func(q reading) error {
		for _, s := range of {
			if err := q.mayReadHistory(r.member, s.kind, s.names...); err != nil {
				return err
			}
		}
		where, args, err := q.ofSubjects(of)
		if err != nil {
			return err
		}
		if _, ok := register.Of(of[0].kind); ok && r.member.Provider != "" {
			moved, err := q.moved(where, args)
			if err != nil {
				return err
			}
			where, args = where+` AND a.seq >= ?`, append(args, moved)
		}
		if part.Save > 0 {
			h.Events, err = q.events(r.member, where+` AND a.seq = ?`, append(args, part.Save)...)
			if err == nil && len(h.Events) == 0 {
				err = tenants.ErrNotFound
			}
			return err
		}
		if part.Before > 0 {
			where, args = where+` AND a.seq < ?`, append(args, part.Before)
		}
		h.Events, h.More, err = q.newest(r.member, SavesOnPage, where, args...)
		return err
	})
	if r.member.Provider != "" {
		h.Events = snapshot.SinceMoved(h.Events)
	}
	return h, err
}

// moved is the save by which a row of a list last came to another provider, 0 when none did.
func (q reading) moved(where string, args []any) (seq int64, err error) {
	err = q.Get(&seq, `
		SELECT COALESCE(MAX(a.seq), 0) FROM audit a CROSS JOIN audit_changes c
		WHERE a.tenant_id = ? AND `+where+` AND c.tenant_id = a.tenant_id AND c.seq = a.seq AND c.field = 'provider'`,
		append([]any{q.Tenant}, args...)...)
	return seq, err
}

// newest are the newest of the saves that a condition on saves a holds for, at most limit, and whether there are more.
func (q reading) newest(m tenants.Member, limit int, where string, args ...any) (events []snapshot.Event, more bool, err error) {
	rows, err := q.saves(m, where, ` DESC LIMIT ?`, append(slices.Clone(args), limit+1)...)
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	if more = len(rows) > limit; more {
		rows = rows[:limit]
	}
	events, err = q.told(m, rows, where+` AND a.seq >= ?`, append(slices.Clone(args), rows[len(rows)-1].Seq)...)
	return events, more, err
}

// StatusesSince are the changes of statuses from an instant on, newest first: each an event with its one change, without
// who made it. It reads nothing of the notes that were saved with them.
func (r *Rows) StatusesSince(ctx context.Context, from calendar.Instant) ([]snapshot.Event, error) {
	var events []snapshot.Event
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askStatusesSince(&events, from)
		return nil
	})
	return events, err
}

func (q reading) askStatusesSince(events *[]snapshot.Event, from calendar.Instant) {
	var rows []struct {
		db.Change
		At      calendar.Instant `db:"at"`
		Subject string           `db:"subject"`
	}
	var moved renumberings
	q.askMoved(&moved)
	q.AskChanges(&rows, `, a.at, a.subject`, `a.kind = 'priority' AND a.at >= ? AND c.field = 'status'`, from)
	q.Then(func() {
		for _, row := range slices.Backward(rows) {
			*events = append(*events, snapshot.Event{
				Seq: row.Sequence, At: row.At, Kind: record.Priority, Subject: moved.now(record.Priority, row.Subject, row.Sequence),
				Changes: []snapshot.Change{{Field: "status", Old: row.Old, New: row.New}},
			})
		}
	})
}

// NotesBefore are the shared notes that have changed since an instant, by priority: each as one change. Its old text is what the
// note was before. What a member may not read is left out.
func (r *Rows) NotesBefore(ctx context.Context, from calendar.Instant) (map[string]snapshot.Change, error) {
	var rows []struct {
		db.Change
		Subject string `db:"subject"`
	}
	var moved renumberings
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) (err error) {
		if moved, err = q.renumberings(); err != nil {
			return err
		}
		return q.Changes(&rows, `, a.subject`, `a.kind = 'priority' AND a.at >= ? AND c.field = 'notes' AND c.seq IN (
			SELECT MIN(b.seq) FROM audit b CROSS JOIN audit_changes d
			WHERE b.tenant_id = ? AND b.kind = 'priority' AND b.at >= ? AND d.tenant_id = b.tenant_id AND d.seq = b.seq
			    AND d.field = 'notes'
			GROUP BY b.subject)`, from, r.member.Tenant.Code, from)
	})
	notes := map[string]snapshot.Change{}
	for _, row := range rows {
		key := moved.now(record.Priority, row.Subject, row.Sequence)
		if _, earlier := notes[key]; !earlier && !hiddenField(r.member, record.Priority, key, row.Field) {
			notes[key] = snapshot.Change{Field: row.Field, Old: row.Old, New: row.New, Removed: calendar.Instant(row.Removed)}
		}
	}
	return notes, err
}

// events reads audit rows and their changes, newest first, without what the member may not see.
func (q reading) events(m tenants.Member, where string, args ...any) ([]snapshot.Event, error) {
	rows, err := q.saves(m, where, ` DESC`, args...)
	if err != nil {
		return nil, err
	}
	return q.told(m, rows, where, args...)
}

// saves are the audit rows that a condition on saves a holds for and that the member may read of, by seq; to is what
// follows on that.
func (q reading) saves(m tenants.Member, where, to string, args ...any) (rows []db.AuditRow, err error) {
	err = q.All(&rows, `
		SELECT a.seq, a.at, a.person_id, a.who, a.role, a.act, a.kind, a.subject, a.before, a.hash
		FROM audit a WHERE a.tenant_id = ? AND `+where+openSaves(m)+` ORDER BY `+db.BySeq(where)+to, append([]any{q.Tenant}, args...)...)
	return rows, err
}

// told are audit rows with their changes, which the condition holds for too.
func (q reading) told(m tenants.Member, rows []db.AuditRow, where string, args ...any) ([]snapshot.Event, error) {
	var changes []db.Change
	titles := q.askTitles(rows)
	if err := q.Changes(&changes, ``, where+openSaves(m), args...); err != nil {
		return nil, err
	}
	var moved renumberings
	q.askMoved(&moved)
	saves := make(map[int64]db.AuditRow, len(rows))
	for _, a := range rows {
		saves[a.Seq] = a
	}
	named := q.askNames(saves, changes)
	if err := q.Answered(); err != nil {
		return nil, err
	}
	bySave := map[int64][]snapshot.Change{}
	for _, c := range changes {
		a := saves[c.Sequence]
		now := moved.now(a.Kind, a.Subject, a.Seq)
		if hiddenField(m, a.Kind, a.Subject, c.Field) || hiddenField(m, a.Kind, now, c.Field) {
			continue
		}
		f := snapshot.KindOf(a.Kind).Field(c.Field)
		c.Old, c.New = named.say(f.Of, c.Old), named.say(f.Of, c.New)
		if f.Personal && !m.Audience().SeesNames() {
			c.Old, c.New = somebody(c.Old), somebody(c.New)
		}
		bySave[c.Sequence] = append(bySave[c.Sequence],
			snapshot.Change{Field: c.Field, Old: c.Old, New: c.New, Removed: calendar.Instant(c.Removed)})
	}
	events := make([]snapshot.Event, len(rows))
	for i, a := range rows {
		title := titles.title(a.Role)
		events[i] = snapshot.Event{
			Seq: a.Seq, At: calendar.Instant(a.At), Who: a.Who, Role: title, Act: a.Act, Kind: a.Kind,
			Subject: moved.now(a.Kind, a.Subject, a.Seq), Changes: bySave[a.Seq],
		}
		if !m.Audience().SeesNames() {
			events[i].Who, events[i].Role = title.Words, view.Title{}
		}
	}
	return events, nil
}

// somebody replaces a name in a history that shows none.
func somebody(name string) string {
	if name == "" {
		return ""
	}
	return "A member of the ICB"
}
