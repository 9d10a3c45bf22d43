package store

import (
	"context"
	"errors"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/record"
)

type viewRow struct {
	Provider     string            `db:"provider_id"`
	ProviderName string            `db:"provider_name"`
	Priority     string            `db:"priority"`
	Status       assessment.Status `db:"status"`
	Note         string            `db:"note"`
	Confirmed    string            `db:"confirmed"`
	ChangedAt    calendar.Instant  `db:"changed_at"`
	ChangedBy    string            `db:"changed_name"`
	Changer      memberTitle       `db:"changer"`
	Version      int               `db:"version"`
}

func (v viewRow) view() assessment.View {
	return assessment.View{
		Provider: v.Provider, ProviderName: v.ProviderName, Priority: v.Priority, Status: v.Status, Note: v.Note, Confirmed: v.Confirmed,
		ChangedAt: v.ChangedAt, ChangedBy: v.ChangedBy, ChangedByTitle: v.Changer.title(), Version: v.Version,
	}
}

const viewSelect = `
	SELECT v.provider_id, w.name AS provider_name, v.priority, v.status, v.note, v.confirmed, v.changed_at, v.version,
	       COALESCE(p.name, v.changed_by) AS changed_name, COALESCE(m.role, '') AS "changer.role",
	       COALESCE(o.name, '') AS "changer.provider"`

const viewFrom = `
	FROM provider_views v
	JOIN providers w ON w.tenant_id = v.tenant_id AND w.id = v.provider_id
	LEFT JOIN memberships m ON m.tenant_id = v.tenant_id AND m.id = v.changed_by
	LEFT JOIN people p ON p.id = m.person_id
	LEFT JOIN providers o ON o.tenant_id = m.tenant_id AND o.id = m.provider_id`

const viewQuery = viewSelect + viewFrom + ` WHERE v.tenant_id = ?`

// ofPresentProviders keeps the views of providers that still deliver: what one said before it ended no longer counts.
const ofPresentProviders = ` AND w.ended = FALSE`

const commentQuery = `
	SELECT c.priority, c.state, c.comment, c.confirmed, c.changed_at, COALESCE(p.name, c.changed_by) AS changed_name, c.version
	FROM view_comments c
	LEFT JOIN memberships m ON m.tenant_id = c.tenant_id AND m.id = c.changed_by
	LEFT JOIN people p ON p.id = m.person_id
	WHERE c.tenant_id = ?`

type commentRow struct {
	Priority  string           `db:"priority"`
	State     string           `db:"state"`
	Text      string           `db:"comment"`
	Confirmed string           `db:"confirmed"`
	ChangedAt calendar.Instant `db:"changed_at"`
	ChangedBy string           `db:"changed_name"`
	Version   int              `db:"version"`
}

// Voices are the views of providers as a member may read them, and what all views come to (by priority), as far as the
// member may see that.
type Voices struct {
	Views   []assessment.View
	Spreads map[string]assessment.Spread
}

// Of is a provider's view of a priority; a blank one of version 0 while there is none.
func (v Voices) Of(provider, priority string) assessment.View {
	i := slices.IndexFunc(v.Views, func(w assessment.View) bool { return w.Provider == provider && w.Priority == priority })
	if i < 0 {
		return assessment.View{Provider: provider, Priority: priority}
	}
	return v.Views[i]
}

// Voices reads what providers say of the priorities: every view for commissioners, its own for a provider, none for the
// steering group; and what all of them come to, as assessment.Spread.For leaves it. What procurement keeps back is left out.
// Error: tenants.ErrForbidden.
func (r *Rows) Voices(ctx context.Context) (Voices, error) {
	var v Voices
	err := r.readOne(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askVoices(&v, r.member)
		return nil
	})
	return v, err
}

// askVoices asks one query for all of it: nearly every page of the toolkit shows something of it.
func (q reading) askVoices(v *Voices, m tenants.Member) {
	var rows []struct {
		viewRow
		ICBs    assessment.Status `db:"icbs"`
		Comment commentRow        `db:"comment"`
	}
	q.Ask(&rows, viewSelect+`, COALESCE(e.status, '') AS icbs, v.priority AS "comment.priority", COALESCE(c.state, '') AS "comment.state",
	       COALESCE(c.comment, '') AS "comment.comment", COALESCE(c.confirmed, '') AS "comment.confirmed",
	       COALESCE(c.changed_at, '') AS "comment.changed_at", COALESCE(x.name, c.changed_by, '') AS "comment.changed_name",
	       COALESCE(c.version, 0) AS "comment.version"`+viewFrom+`
	LEFT JOIN entries e ON e.tenant_id = v.tenant_id AND e.priority = v.priority
	LEFT JOIN view_comments c ON c.tenant_id = v.tenant_id AND c.priority = v.priority
	LEFT JOIN memberships y ON y.tenant_id = c.tenant_id AND y.id = c.changed_by
	LEFT JOIN people x ON x.id = y.person_id
	WHERE v.tenant_id = ?`+ofPresentProviders, q.Tenant)
	q.Then(func() {
		var views []assessment.View
		var comments []assessment.Comment
		icbs := map[string]assessment.Status{}
		for _, row := range rows {
			views = append(views, row.view())
			comments = append(comments, assessment.Comment(row.Comment))
			icbs[row.Priority] = row.ICBs
		}
		assessment.SortViews(views)
		v.Spreads = map[string]assessment.Spread{}
		for key, s := range assessment.Spreads(views, icbs, comments) {
			if seen, ok := s.For(m.Audience()); ok && !hides(m, key) {
				v.Spreads[key] = seen
			}
		}
		v.Views = slices.DeleteFunc(views, func(w assessment.View) bool {
			return hides(m, w.Priority) || !m.Audience().Sees(record.View, w.Provider, false)
		})
	})
}

// askViews asks for views for which a condition on views v and their providers w holds, by provider's name.
func (q reading) askViews(list *[]assessment.View, where string, args ...any) {
	var rows []viewRow
	q.Ask(&rows, viewQuery+where+` ORDER BY v.priority, v.provider_id`, append([]any{q.Tenant}, args...)...)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.view())
		}
		assessment.SortViews(*list)
	})
}

// askComments asks for what the ICB has said where views differ.
func (q reading) askComments(list *[]assessment.Comment) {
	var rows []commentRow
	q.Ask(&rows, commentQuery, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, assessment.Comment(row))
		}
	})
}

// SaveView records what the member's provider says of a priority, if its view is still the version that was read (0: there
// was none). Errors: a problem.List; tenants.ErrStale; tenants.ErrNotFound for a priority that is the commissioner's alone;
// tenants.ErrForbidden for those who are of no provider; tenants.ErrProcurement while procurement keeps the priority back.
func (r *Rows) SaveView(ctx context.Context, p edition.Priority, v assessment.View) error {
	if !assessment.HasViews(p) {
		return tenants.ErrNotFound
	}
	v.Provider, v.Priority = r.member.Provider, p.Key
	return r.write(ctx, tenants.GiveViews, db.Act{Act: "saved", Kind: record.View, Subject: v.Subject()}, func(w *writing) error {
		if hides(w.member, p.Key) {
			return tenants.ErrProcurement
		}
		old := viewRow{Provider: v.Provider, Priority: p.Key}
		err := w.Get(&old, viewQuery+` AND v.provider_id = ? AND v.priority = ?`, w.Tenant, v.Provider, p.Key)
		if err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
		if old.Version != v.Version {
			return tenants.ErrStale
		}
		v.Confirmed += "," + old.Confirmed
		if err := v.Check(); err != nil {
			return err
		}
		w.became(old.view().Kept(), v.Kept())
		_, err = w.Exec(`
			INSERT INTO provider_views (tenant_id, provider_id, priority, status, note, confirmed, changed_at, changed_by, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, provider_id, priority) DO UPDATE SET status = excluded.status, note = excluded.note,
			    confirmed = excluded.confirmed, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
			    version = provider_views.version + 1`,
			w.Tenant, v.Provider, p.Key, v.Status, v.Note, v.Confirmed, w.At, w.member.ID)
		return err
	})
}

// CommentOnViews records what the ICB says where views differ. It is refused as stale when the comment is not the version that
// was read, or the views are not those that it is on. Errors: a problem.List, tenants.ErrStale, tenants.ErrForbidden,
// tenants.ErrProcurement.
func (r *Rows) CommentOnViews(ctx context.Context, c assessment.Comment) error {
	return r.write(ctx, tenants.Assess, db.Act{Act: "commented", Kind: record.Priority, Subject: c.Priority}, func(w *writing) error {
		if hides(w.member, c.Priority) {
			return tenants.ErrProcurement
		}
		var now Voices
		w.askVoices(&now, w.member)
		if err := w.Answered(); err != nil {
			return err
		}
		s := now.Spreads[c.Priority]
		if !s.Differ || s.State != c.State || s.Comment.Version != c.Version {
			return tenants.ErrStale
		}
		c.Confirmed += "," + s.Comment.Confirmed
		if err := c.Check(); err != nil {
			return err
		}
		w.became(s.Comment.Kept(), c.Kept())
		_, err := w.Exec(`
			INSERT INTO view_comments (tenant_id, priority, state, comment, confirmed, changed_at, changed_by, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, priority) DO UPDATE SET state = excluded.state, comment = excluded.comment,
			    confirmed = excluded.confirmed, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
			    version = view_comments.version + 1`,
			w.Tenant, c.Priority, c.State, c.Text, c.Confirmed, w.At, w.member.ID)
		return err
	})
}
