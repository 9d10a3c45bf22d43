package store

import (
	"context"
	"errors"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// subject finds what a question is to be about, as far as the member may see it: its Provider is the one it belongs to, "" for
// what is the ICB's. Error: tenants.ErrNotFound.
func (q reading) subject(m tenants.Member, a question.About) (questionRow, error) {
	found := questionRow{About: a.Kind, AboutID: a.ID}
	switch a.Kind {
	case record.Priority:
		if hides(m, a.ID) {
			return found, tenants.ErrNotFound
		}
		return found, nil
	case record.Evidence:
		var list []evidence.Evidence
		err := q.evidence(&list, m, ` AND e.id = ?`, a.ID)
		if err = errors.Join(err, q.Answered()); err != nil {
			return found, err
		}
		if len(list) == 0 {
			return found, tenants.ErrNotFound
		}
		found.Provider, found.Of, found.Shared, found.Evidence = list[0].Provider, list[0].Provider, list[0].Shared, list[0].Title
		return found, nil
	case record.Return:
		of, quarter, _ := strings.Cut(a.ID, " ")
		if _, err := calendar.ParseQuarter(quarter); err != nil {
			return found, tenants.ErrNotFound
		}
		found.Provider = of
		return found, q.mayEnter(m.Provider, of)
	case question.Meeting:
		var held struct {
			Provider string `db:"provider_id"`
			On       string `db:"held"`
		}
		theirs, args := reach(m.Audience(), record.AnyList, "g.provider_id", "FALSE")
		err := q.Get(&held, `
			SELECT g.provider_id, COALESCE(v.code, '') AS held FROM register_rows g
			LEFT JOIN register_values v ON v.tenant_id = g.tenant_id AND v.row_id = g.id AND v.field = 'on'
			WHERE g.tenant_id = ? AND g.list = ? AND g.id = ? AND g.removed = FALSE AND g.provider_id IS NOT NULL`+theirs,
			append([]any{q.Tenant, register.Meetings, a.ID}, args...)...)
		found.Provider, found.Held = held.Provider, calendar.Date(held.On)
		return found, err
	}
	return found, tenants.ErrNotFound
}

// AskQuestion asks a question about something that the member may see: a provider asks the ICB, commissioners ask the provider
// that the thing belongs to or that q names. It returns the question's id. Errors: a problem.List; tenants.ErrNotFound for what
// is not there, is another provider's or is kept back; tenants.ErrForbidden.
func (r *Rows) AskQuestion(ctx context.Context, ed *edition.Edition, q question.Question, text, confirmed string) (string, error) {
	if _, ok := ed.Priority(q.About.ID); q.About.Kind == record.Priority && !ok {
		return "", tenants.ErrNotFound
	}
	q.ID, q.AskedBy, q.State, q.Version = newID(ctx), question.SideOf(r.member.Provider), question.Open, 0
	return q.ID, r.saying(ctx, q.ID, question.Ask, text, confirmed, func(w *writing) (old, now question.Question, err error) {
		found, err := w.reading.subject(w.member, q.About)
		if err != nil {
			return old, now, err
		}
		if q.Provider, err = w.asked(found, q.Provider); err != nil {
			return old, now, err
		}
		if wrong := question.Check(question.Ask, text, confirmed); wrong != nil {
			return old, now, wrong
		}
		_, err = w.Exec(`
			INSERT INTO questions (tenant_id, id, about, about_id, provider_id, asked_by, state, asked_at, changed_at, version)
			VALUES (?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, 1)`,
			w.Tenant, q.ID, q.About.Kind, q.About.ID, q.Provider, q.AskedBy, q.State, w.At, w.At)
		return old, q, err
	})
}

// asked is the provider that a question is with: the one that the thing belongs to, the one that asks, or the one that was
// chosen. Error: a problem.List.
func (w *writing) asked(about questionRow, chosen string) (string, error) {
	switch {
	case about.Provider != "":
		return about.Provider, nil
	case w.member.Provider != "":
		return w.member.Provider, nil
	case about.About == record.Evidence && !about.Shared && chosen == "":
		return "", nil // within the ICB
	case chosen == "" || about.About == record.Evidence && !about.Shared:
		return "", problem.List{{Field: "provider", Message: "Choose the provider you want to ask"}}
	}
	return chosen, w.ownProvider(chosen)
}

// SayInQuestion answers a question that is still the version the person read, asks further in it, or closes it. Errors: a
// problem.List, also when that is not for them now; tenants.ErrStale, ErrNotFound, ErrForbidden.
func (r *Rows) SayInQuestion(ctx context.Context, id string, version int, act question.Act, text, confirmed string) error {
	if act == question.Close {
		text, confirmed = "", ""
	}
	return r.saying(ctx, id, act, text, confirmed, func(w *writing) (old, now question.Question, err error) {
		if old, err = w.question(id); err != nil {
			return old, now, err
		}
		if old.Version != version {
			return old, now, tenants.ErrStale
		}
		now = old
		var ok bool
		if now.State, ok = old.After(act, question.SideOf(w.member.Provider)); !ok {
			return old, now, problem.List{{Field: "text", Message: "This question is " + old.State.Words() + " already. Look at it again"}}
		}
		if wrong := question.Check(act, text, confirmed); wrong != nil {
			return old, now, wrong
		}
		return old, now, w.putState(now)
	})
}

// question is one that the member may see, inside a save. Error: tenants.ErrNotFound.
func (w *writing) question(id string) (question.Question, error) {
	q := w.reading
	var list []question.Question
	q.askQuestions(&list, w.member, ` AND q.id = ?`, id)
	err := q.Answered()
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return question.Question{}, err
	}
	return list[0], nil
}

func (w *writing) putState(q question.Question) error {
	return w.Must(`UPDATE questions SET state = ?, changed_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, q.State, w.At,
		w.Tenant, q.ID)
}

// saying is one act in a question, with what follows from it for the evidence or the figures that it is about.
func (r *Rows) saying(ctx context.Context, id string, act question.Act, text, confirmed string,
	put func(w *writing) (old, now question.Question, err error),
) error {
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		var follows *following
		err := r.audited(tx, tenants.AskQuestions, db.Act{Act: string(act), Kind: record.Question, Subject: id}, func(w *writing) error {
			if err := first(w); err != nil {
				return err
			}
			old, now, err := put(w)
			if err != nil {
				return err
			}
			if err := w.putMessage(old, now, act, text, confirmed); err != nil {
				return err
			}
			if err := w.wasAsked(now, act); err != nil {
				return err
			}
			follows, err = w.follows(now, act)
			return err
		})
		if err != nil || follows == nil {
			return err
		}
		return r.audited(tx, tenants.AskQuestions, follows.act, follows.save)
	})
}

// putMessage puts what was said, and notes for the history what a question has become.
func (w *writing) putMessage(old, now question.Question, act question.Act, text, confirmed string) error {
	now.Messages = append(now.Messages, question.Message{Act: act, Text: text})
	w.became(old.Kept(), now.Kept())
	w.Changed(confirmedField, "", privacy.Confirmed(privacy.NHSNumbers(text), confirmed))
	_, err := w.Exec(`
		INSERT INTO question_messages (tenant_id, question_id, n, act, text, said_at, said_by, removed_at) VALUES (?, ?, ?, ?, ?, ?, ?,
		'')`,
		w.Tenant, now.ID, w.Seq, act, text, w.At, w.member.ID)
	return err
}

// following is the other state that evidence or figures get from what was said about them.
type following struct {
	act  db.Act
	save func(w *writing) error
}

// follows is what follows from an act in a question that the ICB asked: while it waits for an answer, the evidence or the
// figures are queried. nil where nothing follows.
func (w *writing) follows(q question.Question, act question.Act) (*following, error) {
	if q.AskedBy != question.ICB || q.About.Kind != record.Evidence && q.About.Kind != record.Return {
		return nil, nil
	}
	if act != question.Ask {
		var others int
		err := w.Get(&others, `SELECT COUNT(*) FROM questions q
			WHERE q.tenant_id = ? AND q.about = ? AND q.about_id = ? AND q.asked_by = 'icb' AND q.state = 'open'`, w.Tenant, q.About.Kind,
			q.About.ID)
		if err != nil || others > 0 {
			return nil, err
		}
	}
	if q.About.Kind == record.Evidence {
		return w.evidenceFollows(q.About.ID, act)
	}
	return w.returnFollows(q.About.ID, act)
}

func (w *writing) evidenceFollows(id string, act question.Act) (*following, error) {
	var state evidence.State
	if err := w.Get(&state, `SELECT e.state FROM evidence e WHERE e.tenant_id = ? AND e.id = ?`, w.Tenant, id); err != nil {
		return nil, err
	}
	step := evidence.Answer
	if act == question.Ask {
		step = evidence.Query
	}
	next, ok := state.After(step)
	if !ok || next == state {
		return nil, nil
	}
	return &following{db.Act{Act: string(step), Kind: record.Evidence, Subject: id}, func(w *writing) error {
		w.Changed("state", string(state), string(next))
		return w.Must(`UPDATE evidence SET state = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, next, w.Tenant, id)
	}}, nil
}

func (w *writing) returnFollows(subject string, act question.Act) (*following, error) {
	of, quarter, _ := strings.Cut(subject, " ")
	var state figures.State
	err := w.Get(&state, `SELECT f.state FROM returns f WHERE f.tenant_id = ? AND f.provider_id = ? AND f.quarter = ?`, w.Tenant, of,
		quarter)
	if errors.Is(err, tenants.ErrNotFound) {
		return nil, nil // nothing is entered yet
	}
	if err != nil {
		return nil, err
	}
	step := figures.Answer
	if act == question.Ask {
		step = figures.Ask
	}
	next, ok := state.After(step)
	if !ok || next == state {
		return nil, nil
	}
	return &following{db.Act{Act: string(step), Kind: record.Return, Subject: subject}, func(w *writing) error {
		w.Changed("state", string(state), string(next))
		return w.Must(`UPDATE returns SET state = ?, changed_at = ?, changed_by = ?, version = version + 1
			WHERE tenant_id = ? AND provider_id = ? AND quarter = ?`, next, w.At, w.member.ID, w.Tenant, of, quarter)
	}}, nil
}

// toSettle are the ICB's questions about something that are not closed, or with open only those that wait for an answer.
func (w *writing) toSettle(a question.About, open bool) ([]question.Question, error) {
	var list []question.Question
	where := aboutOne + ` AND q.asked_by = 'icb' AND q.state <> 'closed'`
	if open {
		where = aboutOne + ` AND q.asked_by = 'icb' AND q.state = 'open'`
	}
	q := w.reading
	q.askQuestions(&list, everything, where, a.Kind, a.ID)
	return list, q.Answered()
}

// settle closes questions, or answers them with a text, as part of the save that makes them so.
func (r *Rows) settle(tx db.Tx, list []question.Question, act question.Act, text string) error {
	for _, old := range list {
		err := r.audited(tx, tenants.AskQuestions, db.Act{Act: string(act), Kind: record.Question, Subject: old.ID},
			func(w *writing) error {
				now := old
				now.State = question.Closed
				if act == question.Answer {
					now.State = question.Answered
				}
				if err := w.putState(now); err != nil {
					return err
				}
				return w.putMessage(old, now, act, text, privacy.Confirmation(privacy.NHSNumbers(text)))
			})
		if err != nil {
			return err
		}
	}
	return nil
}
