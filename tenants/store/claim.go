package store

import (
	"context"
	"errors"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/privacy"
)

type answerRow struct {
	Priority   string           `db:"priority"`
	State      string           `db:"state"`
	Note       string           `db:"note"`
	Confirmed  string           `db:"confirmed"`
	AnsweredAt calendar.Instant `db:"answered_at"`
	AnsweredBy string           `db:"answered_name"`
	Version    int              `db:"version"`
}

const answerQuery = `
	SELECT a.priority, a.state, a.note, a.confirmed, a.answered_at, COALESCE(p.name, a.answered_by) AS answered_name, a.version
	FROM claim_answers a
	LEFT JOIN memberships c ON c.tenant_id = a.tenant_id AND c.id = a.answered_by
	LEFT JOIN people p ON p.id = c.person_id
	WHERE a.tenant_id = ?`

// askAnswersSeen asks for what commissioners have said to differences, without what procurement keeps from a member.
func (q reading) askAnswersSeen(list *[]claims.Answer, m tenants.Member) {
	q.askAnswers(list)
	q.Then(func() {
		*list = slices.DeleteFunc(*list, func(a claims.Answer) bool { return hides(m, a.Priority) })
	})
}

// askAnswers asks for what commissioners have said to differences.
func (q reading) askAnswers(list *[]claims.Answer) {
	var rows []answerRow
	q.Ask(&rows, answerQuery, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, claims.Answer(row))
		}
	})
}

// AnswerClaim records why people keep a status although figures say otherwise, if the answer is still the version that
// was read (0: there was none). Errors: a problem.List, tenants.ErrStale, tenants.ErrForbidden, tenants.ErrProcurement.
func (r *Rows) AnswerClaim(ctx context.Context, a claims.Answer) error {
	if err := a.Check().Err(); err != nil {
		return err
	}
	a.Confirmed = privacy.Confirmed(privacy.NHSNumbers(a.Note), a.Confirmed)
	return r.write(ctx, tenants.Assess, db.Act{Act: "answered", Kind: "priority", Subject: a.Priority}, func(w *writing) error {
		if hides(w.member, a.Priority) {
			return tenants.ErrProcurement
		}
		var old answerRow
		if err := w.Get(&old, answerQuery+` AND a.priority = ?`, w.Tenant, a.Priority); err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
		if old.Version != a.Version {
			return tenants.ErrStale
		}
		w.Changed("claim_answer", old.Note, a.Note)
		_, err := w.Exec(`
			INSERT INTO claim_answers (tenant_id, priority, state, note, confirmed, answered_at, answered_by, version) VALUES (?, ?, ?, ?,
			?, ?, ?, 1)
			ON CONFLICT (tenant_id, priority) DO UPDATE SET state = excluded.state, note = excluded.note, confirmed = excluded.confirmed,
			    answered_at = excluded.answered_at, answered_by = excluded.answered_by, version = claim_answers.version + 1`,
			w.Tenant, a.Priority, a.State, a.Note, a.Confirmed, w.At, w.member.ID)
		return err
	})
}
