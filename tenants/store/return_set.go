package store

import (
	"context"
	"strconv"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/privacy"
)

type setRow struct {
	N         int              `db:"n"`
	From      calendar.Quarter `db:"from_quarter"`
	Parts     string           `db:"parts"`
	AgreedOn  calendar.Date    `db:"agreed_on"`
	Note      string           `db:"note"`
	Confirmed string           `db:"confirmed"`
	At        calendar.Instant `db:"created_at"`
	By        string           `db:"created_name"`
}

// ReturnSets are the versions of what the ICB and its providers have agreed to collect, the newest first. Error:
// tenants.ErrForbidden for members who have nothing to do with figures.
func (r *Rows) ReturnSets(ctx context.Context) ([]figures.Set, error) {
	var list []figures.Set
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		q.askReturnSets(&list)
		return nil
	})
	return list, err
}

func (q reading) askReturnSets(list *[]figures.Set) {
	var rows []setRow
	q.Ask(&rows, `
		SELECT s.n, s.from_quarter, s.parts, s.agreed_on, s.note, s.confirmed, s.created_at, COALESCE(p.name, s.created_by) AS created_name
		FROM return_sets s
		LEFT JOIN memberships c ON c.tenant_id = s.tenant_id AND c.id = s.created_by
		LEFT JOIN people p ON p.id = c.person_id
		WHERE s.tenant_id = ? ORDER BY s.n DESC`, q.Tenant)
	q.Then(func() {
		for _, s := range rows {
			*list = append(*list, figures.Set{
				N: s.N, From: s.From, Parts: words(s.Parts), AgreedOn: s.AgreedOn, Note: s.Note,
				Confirmed: s.Confirmed, At: s.At, By: s.By,
			})
		}
	})
}

// asked is the set that a quarter is asked with, as a return holds it.
func asked(sets []figures.Set, q calendar.Quarter) figures.Set {
	s := figures.SetFor(sets, q)
	return figures.Set{N: s.N, From: s.From, Parts: s.Parts}
}

// AgreeSet records what the ICB and its providers have agreed to collect as the version after s.N, which is the newest
// that the member has read. Errors: a problem.List, tenants.ErrStale when there is a newer one, tenants.ErrForbidden.
func (r *Rows) AgreeSet(ctx context.Context, s figures.Set) error {
	if err := s.Check(r.store.Today()).Err(); err != nil {
		return err
	}
	act := db.Act{Act: "agreed", Kind: "return_set", Subject: strconv.Itoa(s.N + 1)}
	return r.write(ctx, tenants.AgreeFigures, act, func(w *writing) error {
		var sets []figures.Set
		q := w.reading
		q.askReturnSets(&sets)
		if err := q.Answered(); err != nil {
			return err
		}
		old := figures.Set{}
		if len(sets) > 0 {
			old = sets[0]
		}
		if old.N != s.N {
			return tenants.ErrStale
		}
		confirmed := privacy.Confirmed(privacy.NHSNumbers(s.Note), s.Confirmed)
		s.Confirmed = confirmed
		w.became(figures.Set{}.Kept(), s.Kept())
		_, err := w.Exec(`
			INSERT INTO return_sets (tenant_id, n, from_quarter, parts, agreed_on, note, confirmed, created_at, created_by)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			w.Tenant, s.N+1, s.From, strings.Join(s.Parts, " "), s.AgreedOn, s.Note, confirmed, w.At, w.member.ID)
		return err
	})
}
