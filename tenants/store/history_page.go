package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
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
	if f.Save != 0 {
		add("a.seq = ?", f.Save)
	}
	return strings.Join(parts, " AND "), args
}

// HistoryPage is the newest part of the ICB's history that the filter asks for, at most limit saves, and whether there
// are older ones. Error: tenants.ErrForbidden for a role that does not read the whole history.
func (r *Rows) HistoryPage(ctx context.Context, f HistoryFilter, limit int) (events []snapshot.Event, more bool, err error) {
	where, args := f.where()
	err = r.read(ctx, tenants.ReadHistory, func(q reading) error {
		var err error
		events, more, err = q.newest(r.member, limit, where, args...)
		return err
	})
	return events, more, err
}

// pieceSaves is how many saves are read at a time where a whole history is written out.
const pieceSaves = 200

// inPieces are the saves before one that a condition holds for, as a member m may read them, each piece read by itself.
func (r *Rows) inPieces(ctx context.Context, p tenants.Permission, m tenants.Member, where string, args []any,
	before int64,
) snapshot.Events {
	return func(yield func(snapshot.Event, error) bool) {
		for more, before := true, before; more; {
			var piece []snapshot.Event
			err := r.read(ctx, p, func(q reading) (err error) {
				piece, more, err = q.newest(m, pieceSaves, where+` AND a.seq < ?`, append(slices.Clone(args), before)...)
				return err
			})
			if err != nil {
				yield(snapshot.Event{}, err)
				return
			}
			for _, e := range piece {
				before = e.Seq
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// WholeHistory are all saves up to one, as HistoryPage shows them, read a few at a time until ctx ends. Error:
// tenants.ErrForbidden as HistoryPage's, at the first event.
func (r *Rows) WholeHistory(ctx context.Context, upTo int64) snapshot.Events {
	return r.inPieces(ctx, tenants.ReadHistory, r.member, `a.seq > 0`, nil, upTo+1)
}

// HistoryPerson is somebody of whom the history tells.
type HistoryPerson struct {
	ID   string `db:"person_id"`
	Name string `db:"who"`
}

// HistoryPeople are all who have saved something in the ICB, by the name of their last save, in its order. It goes from
// person to person along the index, not through every save. Error: tenants.ErrForbidden as HistoryPage's.
func (r *Rows) HistoryPeople(ctx context.Context) ([]HistoryPerson, error) {
	var list []HistoryPerson
	err := r.read(ctx, tenants.ReadHistory, func(q reading) error {
		return q.All(&list, `
			WITH RECURSIVE saved (id) AS (
			    SELECT MIN(a.person_id) FROM audit a WHERE a.tenant_id = ? AND a.person_id > ''
			    UNION ALL
			    SELECT (SELECT MIN(a.person_id) FROM audit a WHERE a.tenant_id = ? AND a.person_id > p.id) FROM saved p WHERE p.id IS NOT
			    NULL)
			SELECT p.id AS person_id,
			    (SELECT a.who FROM audit a WHERE a.tenant_id = ? AND a.person_id = p.id ORDER BY a.seq DESC LIMIT 1) AS who
			FROM saved p WHERE p.id IS NOT NULL`, q.Tenant, q.Tenant, q.Tenant)
	})
	slices.SortFunc(list, func(a, b HistoryPerson) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, err
}

// HistoryNames are what saves are about, as far as the member may see it, for what it is called now: the pieces of evidence
// among their subjects, the contracts without their parts, and the ICB's own targets. Error: tenants.ErrForbidden as
// HistoryPage's.
func (r *Rows) HistoryNames(ctx context.Context,
	events []snapshot.Event,
) (pieces []evidence.Evidence, contracts []contract.Contract, own []measure.Own, err error) {
	var ids []string
	for _, e := range events {
		if e.Kind == record.Evidence {
			ids = append(ids, e.Subject)
		}
	}
	err = r.read(ctx, tenants.ReadHistory, func(q reading) (err error) {
		if len(ids) > 0 {
			in, args := among(ids)
			if _, err = q.evidenceListed(&pieces, r.member, ` AND e.id IN `+in, args...); err != nil {
				return err
			}
		}
		if r.member.Can(tenants.ReadContracts) {
			q.askContracts(&contracts, r.member, "")
		}
		q.askOwns(&own)
		return nil
	})
	return pieces, contracts, own, err
}
