package store

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
)

// memberTitle is how a member stands beside what they did, from a joined row: their role, or their provider's name.
type memberTitle struct {
	Role     tenants.Role `db:"role"`
	Provider string       `db:"provider"`
}

func (t memberTitle) words() string {
	if t.Role == "" {
		return ""
	}
	return tenants.Member{Role: t.Role, ProviderName: t.Provider}.Title()
}

// History is what happened to one subject ("priority", "3.4"), newest first. Fields that the member may not see are
// left out; a save in which nothing else changed still shows. Of a row of a list a provider reads what happened since the
// row is its own.
func (r *Rows) History(ctx context.Context, kind, subject string) ([]snapshot.Event, error) {
	events, err := r.events(ctx, `a.kind = ? AND a.subject = ?`, kind, subject)
	if r.member.Provider != "" {
		events = snapshot.SinceMoved(events)
	}
	return events, err
}

// StatusesSince are the changes of statuses from an instant on, newest first: each an event with its one change, without
// who made it. It reads nothing of the notes that were saved with them.
func (r *Rows) StatusesSince(ctx context.Context, from calendar.Instant) ([]snapshot.Event, error) {
	var rows []struct {
		change
		At      calendar.Instant `db:"at"`
		Subject string           `db:"subject"`
	}
	err := r.read(ctx, func(q reading) error {
		return q.changes(&rows, `, a.at, a.subject`, `a.kind = 'priority' AND a.at >= ? AND c.field = 'status'`, from)
	})
	events := make([]snapshot.Event, 0, len(rows))
	for _, row := range slices.Backward(rows) {
		events = append(events, snapshot.Event{
			Seq: row.Sequence, At: row.At, Kind: "priority", Subject: row.Subject,
			Changes: []snapshot.Change{{Field: "status", Old: row.Old, New: row.New}},
		})
	}
	return events, err
}

func (r *Rows) events(ctx context.Context, where string, args ...any) ([]snapshot.Event, error) {
	var events []snapshot.Event
	err := r.read(ctx, func(q reading) error {
		var err error
		events, err = q.events(r.member, where, args...)
		return err
	})
	return events, err
}

// events reads audit rows and their changes, newest first, without what the member may not see.
func (q reading) events(m tenants.Member, where string, args ...any) ([]snapshot.Event, error) {
	where += openSaves(m)
	var rows []auditRow
	err := q.all(&rows, `
		SELECT a.seq, a.at, a.person_id, a.who, a.role, a.act, a.kind, a.subject, a.before, a.hash
		FROM audit a WHERE a.tenant_id = ? AND `+where+` ORDER BY a.seq DESC`, append([]any{q.tenant}, args...)...)
	if err != nil {
		return nil, err
	}
	var changes []change
	if err := q.changes(&changes, ``, where, args...); err != nil {
		return nil, err
	}
	saves := make(map[int64]auditRow, len(rows))
	for _, a := range rows {
		saves[a.Seq] = a
	}
	bySave := map[int64][]snapshot.Change{}
	for _, c := range changes {
		if a := saves[c.Sequence]; hiddenField(m, a.Kind, a.Subject, c.Field) {
			continue
		}
		if c.Field == "owner" && !m.Can(tenants.ReadNames) {
			c.Old, c.New = somebody(c.Old), somebody(c.New)
		}
		bySave[c.Sequence] = append(bySave[c.Sequence], snapshot.Change{Field: c.Field, Old: c.Old, New: c.New, Removed: calendar.Instant(c.Removed)})
	}
	events := make([]snapshot.Event, len(rows))
	for i, a := range rows {
		events[i] = snapshot.Event{
			Seq: a.Seq, At: calendar.Instant(a.At), Who: a.Who, Role: a.Role, Act: a.Act, Kind: a.Kind,
			Subject: a.Subject, Changes: bySave[a.Seq],
		}
		if !m.Can(tenants.ReadNames) {
			events[i].Who, events[i].Role = a.Role, ""
		}
	}
	return events, nil
}

// somebody stands for a name in a history that shows none.
func somebody(name string) string {
	if name == "" {
		return ""
	}
	return "A member of the ICB"
}
