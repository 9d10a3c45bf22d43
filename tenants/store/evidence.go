package store

import (
	"cmp"
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
)

type evidenceRow struct {
	ID           string           `db:"id"`
	Provider     string           `db:"provider_id"`
	ProviderName string           `db:"provider_name"`
	Title        string           `db:"title"`
	Link         string           `db:"link"`
	From         calendar.Date    `db:"period_from"`
	To           calendar.Date    `db:"period_to"`
	ReviewOn     calendar.Date    `db:"review_on"`
	Shared       bool             `db:"shared"`
	State        evidence.State   `db:"state"`
	Confirmed    string           `db:"confirmed"`
	Created      calendar.Instant `db:"created_at"`
	CreatedBy    string           `db:"created_name"`
	Version      int              `db:"version"`
}

type placeRow struct {
	Evidence string `db:"evidence_id"`
	Priority string `db:"priority"`
	Point    string `db:"point"`
}

type messageRow struct {
	Evidence string           `db:"evidence_id"`
	Seq      int64            `db:"seq"`
	Act      evidence.Act     `db:"act"`
	Text     string           `db:"text"`
	At       calendar.Instant `db:"said_at"`
	By       string           `db:"said_name"`
	Title    memberTitle      `db:"sayer"`
	Removed  calendar.Instant `db:"removed_at"`
}

// evidenceQuery reads evidence with the names of its provider and of who added it.
const evidenceQuery = `
	SELECT e.id, COALESCE(e.provider_id, '') AS provider_id, COALESCE(o.name, '') AS provider_name, e.title, e.link, e.period_from,
	       e.period_to, e.review_on, e.shared, e.state, e.confirmed, e.created_at, COALESCE(p.name, e.created_by) AS created_name, e.version
	FROM evidence e
	LEFT JOIN providers o ON o.tenant_id = e.tenant_id AND o.id = e.provider_id
	LEFT JOIN memberships m ON m.tenant_id = e.tenant_id AND m.id = e.created_by
	LEFT JOIN people p ON p.id = m.person_id
	WHERE e.tenant_id = ?`

// visibleEvidence is the condition on evidence e that keeps a provider to its own and to what the ICB shares, and
// everybody to what procurement leaves them, with its arguments. Rivals sit on the same steering group: they never see each
// other's. Errors: tenants.ErrForbidden for a
// role that reads no evidence.
func visibleEvidence(m tenants.Member) (where string, args []any, err error) {
	if !m.Can(tenants.ReadEvidence) {
		return "", nil, tenants.ErrForbidden
	}
	if m.Outside() {
		where = ` AND NOT ` + closedEvidence("e", "e.id")
	}
	theirs, args := reach(m.Audience(), record.Evidence, "e.provider_id", "e.shared = TRUE")
	return where + theirs, args, nil
}

// Evidence is one piece of evidence with its files and messages. Errors: tenants.ErrForbidden for a role that reads no
// evidence; tenants.ErrNotFound for one that is not there, is another provider's or another ICB's.
func (r *Rows) Evidence(ctx context.Context, id string) (evidence.Evidence, error) {
	list, err := r.evidence(ctx, ` AND e.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return evidence.Evidence{}, err
	}
	return list[0], nil
}

// EvidenceList is all evidence that the member may see, newest first, with its files and messages. Error:
// tenants.ErrForbidden.
func (r *Rows) EvidenceList(ctx context.Context) ([]evidence.Evidence, error) {
	return r.evidence(ctx, forList)
}

func (r *Rows) evidence(ctx context.Context, where string, args ...any) ([]evidence.Evidence, error) {
	var list []evidence.Evidence
	err := r.read(ctx, tenants.ReadEvidence, func(q reading) error {
		return q.evidence(&list, r.member, where, args...)
	})
	return list, err
}

// evidence reads the evidence that a member may see and that a condition on e holds for, with what was said about it.
func (q reading) evidence(list *[]evidence.Evidence, m tenants.Member, where string, args ...any) error {
	visible, own, err := visibleEvidence(m)
	if err != nil {
		return err
	}
	rows, err := q.evidenceListed(list, m, where, args...)
	if err != nil {
		return err
	}
	var messages []messageRow
	q.askMessages(&messages, rows, visible+where, slices.Concat([]any{q.Tenant}, own, args))
	q.Then(func() {
		at := make(map[string]int, len(*list))
		for i, e := range *list {
			at[e.ID] = i
		}
		for _, m := range messages {
			e := &(*list)[at[m.Evidence]]
			e.Messages = append(e.Messages, evidence.Message{
				Seq: m.Seq, Act: m.Act, Text: m.Text, At: m.At, By: m.By,
				Title: m.Title.title().Words, Removed: m.Removed,
			})
		}
	})
	return nil
}

// evidenceListed is evidence without what was said about it. It returns where the rows will be.
func (q reading) evidenceListed(list *[]evidence.Evidence, m tenants.Member, where string, args ...any) (*[]evidenceRow, error) {
	visible, own, err := visibleEvidence(m)
	if err != nil {
		return nil, err
	}
	where, args = visible+where, slices.Concat([]any{q.Tenant}, own, args)
	var rows []evidenceRow
	q.Ask(&rows, evidenceQuery+where, args...)
	var places []placeRow
	q.AskWhen(func() bool { return len(rows) > 0 }, &places, `
		SELECT l.evidence_id, l.priority, l.point FROM evidence e CROSS JOIN evidence_links l
		WHERE e.tenant_id = ? AND l.tenant_id = e.tenant_id AND l.evidence_id = e.id`+where, args...)
	var files []fileRow
	q.askFiles(&files, &rows, where, args)
	q.Then(func() { *list = pieces(rows, places, files) })
	return &rows, nil
}

// pieces are the rows of evidence with those that belong to them, newest first.
func pieces(rows []evidenceRow, places []placeRow, files []fileRow) []evidence.Evidence {
	list := make([]evidence.Evidence, len(rows))
	at := make(map[string]int, len(rows))
	slices.SortFunc(rows, func(a, b evidenceRow) int {
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	for i, row := range rows {
		at[row.ID] = i
		list[i] = evidence.Evidence{
			ID: row.ID, Title: row.Title, Link: row.Link, From: row.From, To: row.To, ReviewOn: row.ReviewOn,
			Provider: row.Provider, ProviderName: row.ProviderName, Shared: row.Shared, State: row.State, Confirmed: row.Confirmed,
			Created: row.Created, CreatedBy: row.CreatedBy, Version: row.Version,
		}
	}
	for _, p := range places {
		e := &list[at[p.Evidence]]
		e.Places = append(e.Places, evidence.Place{Priority: p.Priority, Point: p.Point})
	}
	slices.SortFunc(files, func(a, b fileRow) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for _, f := range files {
		e := &list[at[f.Evidence]]
		e.Files = append(e.Files, evidence.File(f))
	}
	for i := range list {
		list[i].SortPlaces()
	}
	return list
}

// askMessages asks for what was said about some evidence, oldest first.
func (q reading) askMessages(list *[]messageRow, of *[]evidenceRow, where string, args []any) {
	q.AskWhen(func() bool { return len(*of) > 0 }, list, `
		SELECT s.evidence_id, s.seq, s.act, s.text, s.said_at, s.removed_at, COALESCE(p.name, s.said_by) AS said_name,
		       COALESCE(m.role, '') AS "sayer.role", COALESCE(o.name, '') AS "sayer.provider"
		FROM evidence e
		CROSS JOIN evidence_messages s
		LEFT JOIN memberships m ON m.tenant_id = s.tenant_id AND m.id = s.said_by
		LEFT JOIN people p ON p.id = m.person_id
		LEFT JOIN providers o ON o.tenant_id = m.tenant_id AND o.id = m.provider_id
		WHERE e.tenant_id = ? AND s.tenant_id = e.tenant_id AND s.evidence_id = e.id`+where+` ORDER BY s.seq`, args...)
}
