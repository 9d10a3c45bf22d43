package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// SaveReturn takes a step with a return (save a draft, submit, accept, correct), if it is still the version that was read, and
// returns its new version. Only what belongs to the step is taken from r: the numbers and the note when saving, submitting and
// correcting, and the reason for a correction. Accepting closes the ICB's questions about it; a correction answers those that
// are open. Errors: a problem.List when something is wrong with it or the
// step cannot be taken in its state; tenants.ErrStale, ErrNotFound, ErrForbidden.
func (r *Rows) SaveReturn(ctx context.Context, f figures.Return, step figures.Step) (int, error) {
	p := tenants.EnterReturns
	if step == figures.Accept {
		p = tenants.ReviewReturns
	}
	var asked []question.Question
	err := r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		err := r.audited(tx, p, stepped(f, step), func(w *writing) (err error) {
			if err = first(w); err == nil {
				err = w.saveReturn(f, step, r.store.Today())
			}
			if err == nil && (step == figures.Accept || step == figures.Correct) {
				about := question.About{Kind: record.Return, ID: f.Provider + " " + string(f.Quarter)}
				asked, err = w.toSettle(about, step == figures.Correct)
			}
			return err
		})
		if err != nil {
			return err
		}
		if step == figures.Correct {
			return r.settle(tx, asked, question.Answer, f.Reason)
		}
		return r.settle(tx, asked, question.Close, "")
	})
	return f.Version + 1, err
}

func stepped(f figures.Return, step figures.Step) db.Act {
	return db.Act{Act: string(step), Kind: "return", Subject: f.Provider + " " + string(f.Quarter)}
}

func (w *writing) saveReturn(f figures.Return, step figures.Step, today calendar.Date) error {
	q := w.reading
	old, err := q.returnOf(w.member.Provider, f.Provider, f.Quarter)
	if err != nil {
		return err
	}
	if old.Version != f.Version {
		return tenants.ErrStale
	}
	next, ok := old.State.After(step)
	if !ok || step == figures.Ask || step == figures.Answer { // questions have threads: AskQuestion
		return problem.List{{Message: "This cannot be done while the figures are: " + old.State.Words()}}
	}
	before, err := q.returnBefore(f.Provider, f.Quarter)
	if err != nil {
		return err
	}
	now := taken(old, f, step)
	now.State = next
	if err := now.For(step, today, before).Err(); err != nil {
		return err
	}
	now.Confirmed = privacy.Confirmed(now.Numbers(), now.Confirmed)
	if step == figures.Submit {
		now.SubmittedAt = w.At
	}
	w.returnChanges(old, now)
	return w.putReturn(now, w.member.ID)
}

// taken is the return as it is now, with what belongs to a step put in.
func taken(old, f figures.Return, step figures.Step) figures.Return {
	now := old
	switch step {
	case figures.Save, figures.Submit, figures.Correct:
		now = old.Figures(f)
		if step == figures.Correct {
			now.Reason = f.Reason
		}
	}
	now.Confirmed = old.Confirmed + "," + f.Confirmed
	return now
}

func (w *writing) returnChanges(old, now figures.Return) {
	w.became(old.Kept(), now.Kept())
	if now.State != old.State && now.State == figures.Submitted {
		w.Changed("asked", "", now.Asked.KeptAsked())
	}
}

func (w *writing) putReturn(f figures.Return, member string) error {
	_, err := w.Exec(`
		INSERT INTO returns (tenant_id, provider_id, quarter, state, access_unemployed, access_retention, first_job_starts, kept_work,
		    es_in_post, tl_in_post, sm_in_post, es_funded, tl_funded, sm_funded, note, reason, confirmed, submitted_at,
		    changed_at, changed_by, set_n, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, provider_id, quarter) DO UPDATE SET
		    state = excluded.state, access_unemployed = excluded.access_unemployed, access_retention = excluded.access_retention,
		    first_job_starts = excluded.first_job_starts, kept_work = excluded.kept_work,
		    es_in_post = excluded.es_in_post, tl_in_post = excluded.tl_in_post, sm_in_post = excluded.sm_in_post,
		    es_funded = excluded.es_funded, tl_funded = excluded.tl_funded, sm_funded = excluded.sm_funded,
		    note = excluded.note, reason = excluded.reason, confirmed = excluded.confirmed,
		    submitted_at = excluded.submitted_at, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
		    set_n = excluded.set_n, version = returns.version + 1`,
		w.Tenant, f.Provider, f.Quarter, f.State,
		people(f.AccessUnemployed), people(f.AccessRetention), people(f.FirstJobStarts), people(f.KeptWork),
		posts(f.InPost.ES), posts(f.InPost.TL), posts(f.InPost.SM), posts(f.Funded.ES), posts(f.Funded.TL), posts(f.Funded.SM),
		f.Note, f.Reason, f.Confirmed, f.SubmittedAt, w.At, member, f.Asked.N)
	if err != nil {
		return err
	}
	return w.putOtherFigures(f)
}
