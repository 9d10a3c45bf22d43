package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
)

// HistoryFilter says which part of the ICB's history is asked for. Empty fields ask for everything.
type HistoryFilter struct {
	Kind     string // "priority", "evidence"
	Person   string // a person's id
	From, To calendar.Date
	// Before asks for the saves before that one, to go on where a page ended.
	Before int64
	// Save asks for that one alone.
	Save int64
}

func (f HistoryFilter) where() (where string, args []any) {
	if f == (HistoryFilter{Before: f.Before}) {
		return `a.seq < ?` + forNewest, []any{cmp.Or(f.Before, math.MaxInt64)}
	}
	var parts []string
	add := func(part string, arg any) { parts, args = append(parts, part), append(args, arg) }
	if f.Kind != "" {
		add("a.kind = ?", f.Kind)
	}
	if f.Person != "" {
		add("a.person_id = ?", f.Person)
	}
	if f.From != "" {
		add("a.at >= ?", f.From.Begins())
	}
	if f.To != "" {
		add("a.at < ?", f.To.AddDays(1).Begins())
	}
	if f.Before > 0 {
		add("a.seq < ?", f.Before)
	}
	if f.Save > 0 {
		add("a.seq = ?", f.Save)
	}
	return strings.Join(parts, " AND "), args
}

// HistoryPage is the newest part of the ICB's history that the filter asks for, at most limit saves, and whether there
// are older ones. Error: tenants.ErrForbidden for a role that does not read the whole history.
func (r *Rows) HistoryPage(ctx context.Context, f HistoryFilter, limit int) (events []snapshot.Event, more bool, err error) {
	if !r.member.Can(tenants.ReadHistory) {
		return nil, false, tenants.ErrForbidden
	}
	where, args := f.where()
	err = r.read(ctx, func(q reading) error {
		var err error
		events, more, err = q.newest(r.member, limit, where, args...)
		return err
	})
	return events, more, err
}

// HistoryPerson is somebody of whom the history tells.
type HistoryPerson struct {
	ID   string `db:"person_id"`
	Name string `db:"who"`
}

// HistoryPeople are all who have saved something in the ICB, by the name of their last save, in its order. It goes from
// person to person along the index, not through every save. Error: tenants.ErrForbidden as HistoryPage's.
func (r *Rows) HistoryPeople(ctx context.Context) ([]HistoryPerson, error) {
	if !r.member.Can(tenants.ReadHistory) {
		return nil, tenants.ErrForbidden
	}
	var list []HistoryPerson
	err := r.read(ctx, func(q reading) error {
		return q.all(&list, `
			WITH RECURSIVE saved (id) AS (
			    SELECT MIN(a.person_id) FROM audit a WHERE a.tenant_id = ? AND a.person_id > ''
			    UNION ALL
			    SELECT (SELECT MIN(a.person_id) FROM audit a WHERE a.tenant_id = ? AND a.person_id > p.id) FROM saved p WHERE p.id IS NOT NULL)
			SELECT p.id AS person_id,
			    (SELECT a.who FROM audit a WHERE a.tenant_id = ? AND a.person_id = p.id ORDER BY a.seq DESC LIMIT 1) AS who
			FROM saved p WHERE p.id IS NOT NULL`, q.tenant, q.tenant, q.tenant)
	})
	slices.SortFunc(list, func(a, b HistoryPerson) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, err
}
