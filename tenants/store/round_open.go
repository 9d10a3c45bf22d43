package store

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
)

// Opening is the opening of a quarter's round.
type Opening struct {
	Quarter calendar.Quarter `db:"quarter"`
	// Edition is the edition that the ICB worked with then, by its id.
	Edition string           `db:"edition_id"`
	At      calendar.Instant `db:"opened_at"`
}

// kept is the opening as the history keeps it.
func (o Opening) kept() []record.Text { return []record.Text{{Field: "edition", Text: o.Edition}} }

const openingQuery = `SELECT o.quarter, o.edition_id, o.opened_at FROM opened_rounds o WHERE o.tenant_id = ?`

// Openings are the rounds that were opened, the newest first.
func (r *Rows) Openings(ctx context.Context) ([]Opening, error) {
	var list []Opening
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askOpenings(&list)
		return nil
	})
	return list, err
}

// askOpenings asks for the rounds that were opened, the newest first.
func (q reading) askOpenings(list *[]Opening) {
	q.Ask(list, openingQuery+forList+` ORDER BY o.quarter DESC`, q.Tenant)
}

// Review is the review that goes on now.
func (r *Rows) Review(ctx context.Context) (assessment.Review, error) {
	var last assessment.OpenedRound
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askOpened(&last)
		return nil
	})
	return assessment.ReviewOn(r.store.Today(), last), err
}

// askOpened asks for the round that was opened last. Where a newer edition was taken up in it, its review began again then.
func (q reading) askOpened(last *assessment.OpenedRound) {
	var rows []struct {
		Opening
		Sealings int `db:"sealings"`
	}
	q.Ask(&rows, `
		SELECT o.quarter, o.edition_id, COALESCE(e.taken_at, o.opened_at) AS opened_at,
		    (SELECT COUNT(*) FROM rounds r WHERE r.tenant_id = o.tenant_id AND r.quarter = o.quarter) AS sealings
		FROM opened_rounds o LEFT JOIN editions_taken e ON e.tenant_id = o.tenant_id AND e.quarter = o.quarter
		WHERE o.tenant_id = ?`+forNewest+` ORDER BY o.quarter DESC LIMIT 1`, q.Tenant)
	q.Then(func() {
		for _, o := range rows {
			*last = assessment.OpenedRound{Quarter: o.Quarter, At: o.At, Sealed: o.Sealings > 0}
		}
	})
}

// Openable are the quarters with a round that can be opened on a day, the present one first: those that can be sealed, that
// nobody has opened or sealed, and that are later than every round that was opened.
func Openable(today calendar.Date, opened []Opening, sealings []Sealing) []calendar.Quarter {
	return slices.DeleteFunc(Sealable(today), func(q calendar.Quarter) bool {
		return slices.ContainsFunc(opened, func(o Opening) bool { return o.Quarter >= q }) || slices.ContainsFunc(sealings, of(q))
	})
}

// of holds for the sealings of a quarter.
func of(q calendar.Quarter) func(Sealing) bool {
	return func(s Sealing) bool { return s.Quarter == q }
}

// OpenRound opens the round of a quarter: statuses and notes stay, and each priority is not yet reviewed. Errors:
// tenants.ErrStale when somebody has opened or sealed it meanwhile, or opened a later one; tenants.ErrNotFound for a quarter
// that is not Openable for another reason; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) OpenRound(ctx context.Context, quarter calendar.Quarter) error {
	if err := r.may(tenants.SealRounds); err != nil {
		return err
	}
	if !slices.Contains(Sealable(r.store.Today()), quarter) {
		return tenants.ErrNotFound
	}
	return r.write(ctx, tenants.SealRounds, db.Act{Act: "opened", Kind: record.Round, Subject: string(quarter)}, func(w *writing) error {
		var n int
		err := w.Get(&n, `
			SELECT (SELECT COUNT(*) FROM opened_rounds o WHERE o.tenant_id = ? AND o.quarter >= ?) +
			    (SELECT COUNT(*) FROM rounds r WHERE r.tenant_id = ? AND r.quarter = ?)`, w.Tenant, quarter, w.Tenant, quarter)
		if err != nil {
			return err
		}
		if n > 0 {
			return tenants.ErrStale
		}
		o := Opening{Quarter: quarter}
		if err := w.Get(&o.Edition, `SELECT t.edition_id FROM tenants t WHERE t.tenant_id = ?`, w.Tenant); err != nil {
			return err
		}
		w.became(nil, o.kept())
		_, err = w.Exec(`INSERT INTO opened_rounds (tenant_id, quarter, edition_id, opened_at, opened_by) VALUES (?, ?, ?, ?, ?)`,
			w.Tenant, quarter, o.Edition, w.At, w.member.ID)
		return err
	})
}
