package store

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

type questionRow struct {
	ID           string           `db:"id"`
	About        string           `db:"about"`
	AboutID      string           `db:"about_id"`
	Provider     string           `db:"provider_id"`
	ProviderName string           `db:"provider_name"`
	AskedBy      question.Side    `db:"asked_by"`
	State        question.State   `db:"state"`
	AskedAt      calendar.Instant `db:"asked_at"`
	ChangedAt    calendar.Instant `db:"changed_at"`
	Version      int              `db:"version"`
	// What it is about: the title of evidence, whom that is of and whether it is shared; the day of a meeting.
	Evidence string        `db:"evidence_title"`
	Of       string        `db:"evidence_of"`
	Shared   bool          `db:"evidence_shared"`
	Held     calendar.Date `db:"held"`
}

type sayingRow struct {
	Question string           `db:"question_id"`
	N        int64            `db:"n"`
	Act      question.Act     `db:"act"`
	Text     string           `db:"text"`
	At       calendar.Instant `db:"said_at"`
	By       string           `db:"said_name"`
	Title    memberTitle      `db:"sayer"`
	Removed  calendar.Instant `db:"removed_at"`
}

// questionQuery reads questions with what they are about.
const questionQuery = `
	SELECT q.id, q.about, q.about_id, COALESCE(q.provider_id, '') AS provider_id, COALESCE(o.name, '') AS provider_name, q.asked_by,
	q.state,
	       q.asked_at, q.changed_at, q.version, COALESCE(e.title, '') AS evidence_title, COALESCE(e.provider_id, '') AS evidence_of,
	       COALESCE(e.shared, FALSE) AS evidence_shared, COALESCE(v.code, '') AS held
	FROM questions q
	LEFT JOIN providers o ON o.tenant_id = q.tenant_id AND o.id = q.provider_id
	LEFT JOIN evidence e ON q.about = 'evidence' AND e.tenant_id = q.tenant_id AND e.id = q.about_id
	LEFT JOIN register_values v ON q.about = 'meeting' AND v.tenant_id = q.tenant_id AND v.row_id = q.about_id AND v.field = 'on'
	WHERE q.tenant_id = ?`

// titled is what a question is about, as a member may read it: evidence that is no longer shared with them has no title.
func (r questionRow) titled(m tenants.Member) string {
	switch r.About {
	case record.Priority:
		return r.AboutID
	case record.Evidence:
		if m.Audience().Sees(record.Evidence, r.Of, r.Shared) && r.Evidence != "" {
			return r.Evidence
		}
		return "evidence that is no longer shared"
	case record.Return:
		return "the figures for " + calendar.Quarter(r.AboutID[max(0, len(r.AboutID)-len("2026Q1")):]).Short()
	}
	if r.Held == "" {
		return "a contract meeting that was removed"
	}
	return "the contract meeting on " + r.Held.Words()
}

func (r questionRow) question(m tenants.Member) question.Question {
	return question.Question{
		ID: r.ID, About: question.About{Kind: r.About, ID: r.AboutID}, Title: r.titled(m), Provider: r.Provider,
		ProviderName: r.ProviderName, AskedBy: r.AskedBy, State: r.State, AskedAt: r.AskedAt, ChangedAt: r.ChangedAt, Version: r.Version,
	}
}

// visibleQuestions is the condition on questions q that leaves a provider its own, and everybody what procurement leaves them.
// Questions about figures are also for the lead provider that enters them.
func (q reading) visibleQuestions(m tenants.Member) (where string, args []any) {
	if m.Outside() {
		where = ` AND NOT ` + closedQuestion("q")
	}
	if m.Audience().IsProvider() {
		led, of := q.entering("q.provider_id", m.Provider)
		return where + ` AND (q.provider_id = ? OR q.about = 'return'` + led + `)`, append([]any{m.Provider}, of...)
	}
	theirs, args := reach(m.Audience(), record.Question, "q.provider_id", "FALSE")
	return where + theirs, args
}

// askQuestions asks for the questions that a member may see and that a condition on q holds for, with all that was said in
// them, the one that was changed last first.
func (q reading) askQuestions(list *[]question.Question, m tenants.Member, where string, args ...any) {
	visible, own := q.visibleQuestions(m)
	where, args = visible+where, slices.Concat([]any{q.Tenant}, own, args)
	var rows []questionRow
	q.Ask(&rows, questionQuery+where, args...)
	var said []sayingRow
	q.AskWhen(func() bool { return len(rows) > 0 }, &said, `
		SELECT s.question_id, s.n, s.act, s.text, s.said_at, s.removed_at, COALESCE(p.name, s.said_by) AS said_name,
		       COALESCE(m.role, '') AS "sayer.role", COALESCE(o.name, '') AS "sayer.provider"
		FROM questions q
		CROSS JOIN question_messages s
		LEFT JOIN memberships m ON m.tenant_id = s.tenant_id AND m.id = s.said_by
		LEFT JOIN people p ON p.id = m.person_id
		LEFT JOIN providers o ON o.tenant_id = m.tenant_id AND o.id = m.provider_id
		WHERE q.tenant_id = ? AND s.tenant_id = q.tenant_id AND s.question_id = q.id`+where+` ORDER BY s.question_id, s.n`, args...)
	q.Then(func() {
		at := make(map[string]int, len(rows))
		question.SortRecent(rows, func(r questionRow) (calendar.Instant, string) { return r.ChangedAt, r.ID })
		for i, row := range rows {
			at[row.ID] = i
			*list = append(*list, row.question(m))
		}
		for _, s := range said {
			one := &(*list)[at[s.Question]]
			one.Messages = append(one.Messages, question.Message{
				N: s.N, Act: s.Act, Text: s.Text, At: s.At, By: s.By, Title: s.Title.title().Words, Removed: s.Removed,
			})
		}
	})
}

func (r *Rows) questions(ctx context.Context, where string, args ...any) ([]question.Question, error) {
	var list []question.Question
	err := r.read(ctx, tenants.AskQuestions, func(q reading) error {
		q.askQuestions(&list, r.member, where, args...)
		return nil
	})
	return list, err
}

// Question is one question. Errors: tenants.ErrNotFound for one that is not there, is another provider's or is kept back;
// tenants.ErrForbidden.
func (r *Rows) Question(ctx context.Context, id string) (question.Question, error) {
	list, err := r.questions(ctx, ` AND q.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return question.Question{}, err
	}
	return list[0], nil
}

// aboutOne is the condition on questions q that they are about one thing: its kind, its id.
const aboutOne = ` AND q.about = ? AND q.about_id = ?`

// QuestionsAbout are those about one thing, the one that was changed last first. Error: tenants.ErrForbidden.
func (r *Rows) QuestionsAbout(ctx context.Context, a question.About) ([]question.Question, error) {
	return r.questions(ctx, aboutOne, a.Kind, a.ID)
}

// QuestionsWaiting are the open questions that wait for the member's side. Error: tenants.ErrForbidden.
func (r *Rows) QuestionsWaiting(ctx context.Context) ([]question.Question, error) {
	return r.questions(ctx, waitsFor(r.member))
}

// waitsFor is the condition on questions q that they are open and wait for a member's side.
func waitsFor(m tenants.Member) string {
	if question.SideOf(m.Provider) == question.Provider {
		return ` AND q.state = 'open' AND q.asked_by = 'icb'`
	}
	return ` AND q.state = 'open' AND (q.asked_by = 'provider' OR q.provider_id IS NULL)`
}

// QuestionFilter says which questions are asked for; empty fields ask for all.
type QuestionFilter struct {
	State    question.State
	About    string // a kind of record
	Provider string // id
	// Mine asks for those that wait for the member's side.
	Mine bool
}

func (f QuestionFilter) where(m tenants.Member) (where string, args []any) {
	if f.State != "" {
		where, args = where+` AND q.state = ?`, append(args, f.State)
	}
	if f.About != "" {
		where, args = where+` AND q.about = ?`, append(args, f.About)
	}
	if f.Provider != "" {
		where, args = where+` AND q.provider_id = ?`, append(args, f.Provider)
	}
	if f.Mine {
		where += waitsFor(m)
	}
	return where + forList, args
}

// CountQuestions is how many questions that the member may see the filter asks for. Error: tenants.ErrForbidden.
func (r *Rows) CountQuestions(ctx context.Context, f QuestionFilter) (n int, err error) {
	err = r.readOne(ctx, tenants.AskQuestions, func(q reading) error {
		visible, own := q.visibleQuestions(r.member)
		where, args := f.where(r.member)
		return q.Get(&n, `SELECT COUNT(*) FROM questions q WHERE q.tenant_id = ?`+visible+where,
			slices.Concat([]any{q.Tenant}, own, args)...)
	})
	return n, err
}

// QuestionsPart is a part of the questions that the filter asks for: at most limit after the first skip, the open ones first and
// then the one that was changed last. Error: tenants.ErrForbidden.
func (r *Rows) QuestionsPart(ctx context.Context, f QuestionFilter, skip, limit int) ([]question.Question, error) {
	var list []question.Question
	err := r.read(ctx, tenants.AskQuestions, func(q reading) error {
		visible, own := q.visibleQuestions(r.member)
		where, args := f.where(r.member)
		var ids []string
		err := q.All(&ids, `SELECT q.id FROM questions q WHERE q.tenant_id = ?`+visible+where+`
			ORDER BY CASE WHEN q.state = 'open' THEN 0 ELSE 1 END, q.changed_at DESC, q.id LIMIT ? OFFSET ?`,
			slices.Concat([]any{q.Tenant}, own, args, []any{limit, skip})...)
		if err != nil || len(ids) == 0 {
			return err
		}
		in, args := among(ids)
		q.askQuestions(&list, r.member, ` AND q.id IN `+in, args...)
		return nil
	})
	slices.SortStableFunc(list, func(a, b question.Question) int { return a.State.Rank() - b.State.Rank() })
	return list, err
}

// Askable are the providers that the member can ask about something, or through which it asks: one for a provider's own, all
// that deliver for what is the ICB's. Errors: tenants.ErrNotFound for what is not there, is another provider's or is kept back;
// tenants.ErrForbidden.
func (r *Rows) Askable(ctx context.Context, a question.About) (title string, of []provider.Provider, err error) {
	err = r.read(ctx, tenants.AskQuestions, func(q reading) error {
		found, err := q.subject(r.member, a)
		if err != nil {
			return err
		}
		title = found.titled(r.member)
		own := found.Provider
		if own == "" {
			own = r.member.Provider
		}
		if a.Kind == record.Evidence && found.Provider == "" && !found.Shared {
			return nil // the ICB's own, which no provider sees
		}
		q.askProviders(&of, own)
		q.Then(func() {
			of = slices.DeleteFunc(of, func(o provider.Provider) bool { return o.Ended && o.ID != found.Provider })
		})
		return nil
	})
	return title, of, err
}
