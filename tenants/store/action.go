package store

import (
	"context"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
)

type actionRow struct {
	ID           string           `db:"id"`
	What         string           `db:"what"`
	Owner        string           `db:"owner_id"`
	OwnerName    string           `db:"owner_name"`
	OwnerTitle   memberTitle      `db:"owner"`
	Provider     string           `db:"provider_id"`
	ProviderName string           `db:"provider_name"`
	Role         string           `db:"role"`
	Asked        action.Asked     `db:"asked"`
	AboutKind    string           `db:"about_kind"`
	AboutID      string           `db:"about_id"`
	AboutName    string           `db:"about_name"`
	Due          calendar.Date    `db:"due_on"`
	State        action.State     `db:"state"`
	DoneOn       calendar.Date    `db:"done_on"`
	Reason       string           `db:"reason"`
	Note         string           `db:"note"`
	Shared       bool             `db:"shared"`
	KeptBack     bool             `db:"kept_back"`
	Confirmed    string           `db:"confirmed"`
	ChangedAt    calendar.Instant `db:"changed_at"`
	ChangedBy    string           `db:"changed_name"`
	Version      int              `db:"version"`
}

func (r actionRow) action() action.Action {
	return action.Action{
		ID: r.ID, What: r.What, Asked: r.Asked, About: action.About{Kind: r.AboutKind, ID: r.AboutID}, AboutName: aboutWords(r.AboutName),
		Owner: action.Owner{
			Member: r.Owner, Name: r.OwnerName, Title: r.OwnerTitle.title(), Provider: r.Provider, ProviderName: r.ProviderName,
			Role: r.Role,
		},
		Due: r.Due, State: r.State, DoneOn: r.DoneOn, Reason: r.Reason, Note: r.Note, Shared: r.Shared, KeptBack: r.KeptBack,
		Confirmed: r.Confirmed, ChangedAt: r.ChangedAt, ChangedBy: r.ChangedBy, Version: r.Version,
	}
}

// aboutWords is the name of what an action is about. That of a meeting is its day.
func aboutWords(name string) string {
	if day, err := calendar.ParseDate(name); err == nil {
		return day.Words()
	}
	return name
}

// actionQuery reads actions with the names of their owners and of what they are about. The id of a return is its provider's, a
// space and its quarter.
var actionQuery = `
	SELECT x.id, x.what, COALESCE(x.owner_id, '') AS owner_id, COALESCE(op.name, '') AS owner_name,
	       COALESCE(m.role, '') AS "owner.role", COALESCE(mo.name, '') AS "owner.provider",
	       COALESCE(x.provider_id, '') AS provider_id, COALESCE(o.name, '') AS provider_name, x.role, x.asked, x.about_kind, x.about_id,
	       COALESCE(k.name, e.title, g.name, r.name, v.code || v.text, '') AS about_name,
	       x.due_on, x.state, x.done_on, x.reason, x.note, x.shared, x.confirmed, x.changed_at,
	       COALESCE(cp.name, x.changed_by) AS changed_name, x.version, ` + closedAction("x") + ` AS kept_back
	FROM actions x
	LEFT JOIN memberships m ON m.tenant_id = x.tenant_id AND m.id = x.owner_id
	LEFT JOIN people op ON op.id = m.person_id
	LEFT JOIN providers mo ON mo.tenant_id = m.tenant_id AND mo.id = m.provider_id
	LEFT JOIN providers o ON o.tenant_id = x.tenant_id AND o.id = x.provider_id
	LEFT JOIN memberships c ON c.tenant_id = x.tenant_id AND c.id = x.changed_by
	LEFT JOIN people cp ON cp.id = c.person_id
	LEFT JOIN contracts k ON k.tenant_id = x.tenant_id AND x.about_kind = 'contract' AND k.id = x.about_id
	LEFT JOIN evidence e ON e.tenant_id = x.tenant_id AND x.about_kind = 'evidence' AND e.id = x.about_id
	LEFT JOIN own_targets g ON g.tenant_id = x.tenant_id AND x.about_kind = 'target' AND g.id = x.about_id
	LEFT JOIN providers r ON r.tenant_id = x.tenant_id AND x.about_kind = 'return' AND r.id = SUBSTR(x.about_id, 1, LENGTH(x.about_id) - 7)
	LEFT JOIN register_values v ON v.tenant_id = x.tenant_id AND x.about_kind IN ('meeting', 'group_meeting') AND v.row_id = x.about_id
	    AND v.field = 'on'
	WHERE x.tenant_id = ?`

// Actions are all that the member may see, the open ones first, in the order of their days. Error: tenants.ErrForbidden.
func (r *Rows) Actions(ctx context.Context) ([]action.Action, error) { return r.actions(ctx, forList) }

// ActionsAbout are those of them about one record. Those about a priority's difference of status and figures are about it too.
func (r *Rows) ActionsAbout(ctx context.Context, about action.About) ([]action.Action, error) {
	where, args := actionsAbout(about)
	return r.actions(ctx, where, args...)
}

// ActionsOf are the actions from a meeting that the member reads. The provider that a contract meeting is with reads all that were agreed
// there, with its minutes; of others about the meeting it reads its own. Error: tenants.ErrForbidden.
func (r *Rows) ActionsOf(ctx context.Context, m steering.Meeting) ([]action.Action, error) {
	about, as := action.About{Kind: record.GroupMeeting, ID: m.ID}, r.member
	if m.Provider != "" {
		about.Kind = register.Meetings
		if r.member.Provider == m.Provider && m.Readable() {
			as = everything
		}
	}
	where, args := actionsAbout(about)
	var list []action.Action
	err := r.readOne(ctx, tenants.ReadActions, func(q reading) error {
		q.askActions(&list, as, where, args...)
		q.Then(func() {
			for i := range list {
				list[i] = list[i].For(r.member.Audience())
			}
		})
		return nil
	})
	return list, err
}

// actionsAbout is the condition on actions x that they are about one record.
func actionsAbout(about action.About) (where string, args []any) {
	in, args := among(about.Alike())
	return ` AND x.about_id = ? AND x.about_kind IN ` + in, append([]any{about.ID}, args...)
}

// Action is one action. Errors: tenants.ErrForbidden; tenants.ErrNotFound for one that the member may not see.
func (r *Rows) Action(ctx context.Context, id string) (action.Action, error) {
	list, err := r.actions(ctx, ` AND x.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return action.Action{}, err
	}
	return list[0], nil
}

func (r *Rows) actions(ctx context.Context, where string, args ...any) ([]action.Action, error) {
	var list []action.Action
	err := r.readOne(ctx, tenants.ReadActions, func(q reading) error {
		q.askActions(&list, r.member, where, args...)
		return nil
	})
	return list, err
}

// askActions asks for the actions x for which a condition holds, as a member may see them.
func (q reading) askActions(list *[]action.Action, m tenants.Member, where string, args ...any) {
	theirs, own := visibleActions(m)
	var rows []actionRow
	q.Ask(&rows, actionQuery+theirs+where, slices.Concat([]any{q.Tenant}, own, args)...)
	q.Then(func() {
		for _, row := range rows {
			one, who := row.action(), m.Audience()
			if who.IsProvider() && one.Provider != m.Provider {
				who = view.SteeringGroup
			}
			*list = append(*list, one.For(who))
		}
		slices.SortFunc(*list, action.ByDue)
	})
}

// visibleActions is the condition on actions x that leaves a member those that they may see, with its arguments: a provider with a
// seat in the steering group also those that are shared with the group.
func visibleActions(m tenants.Member) (where string, args []any) {
	where, args = reach(m.Audience(), record.Action, "x.provider_id", "x.shared = TRUE")
	if m.Audience().IsProvider() && m.Seated {
		where = ` AND (x.provider_id = ? OR x.shared = TRUE)`
	}
	if m.Outside() {
		where += ` AND NOT ` + closedAction("x")
	}
	return where, args
}

// AboutName is the name of what a new action is to be about, "" where it has none; whether the edition has a priority is for
// its page to ask. Errors: tenants.ErrNotFound for what is not the ICB's, or is nothing that actions are about;
// tenants.ErrProcurement for what is kept from the member; tenants.ErrForbidden.
func (r *Rows) AboutName(ctx context.Context, b action.About) (name string, err error) {
	err = r.read(ctx, tenants.KeepActions, func(q reading) error {
		name, err = q.about(r.member, b)
		return err
	})
	return aboutWords(name), err
}

// about is AboutName in a reading, or in a save.
func (q reading) about(m tenants.Member, b action.About) (name string, err error) {
	query := aboutRows[b.Kind]
	switch {
	case !b.Known():
		return "", tenants.ErrNotFound
	case m.Outside() && b.Closed():
		return "", tenants.ErrProcurement
	case query == "", b.Kind == record.Target && toolkitTarget(b.ID):
		return "", nil
	}
	args := []any{q.Tenant, b.ID}
	if b.Kind == record.Return {
		provider, quarter, _ := strings.Cut(b.ID, " ")
		args = []any{q.Tenant, provider, quarter}
	}
	closing := closings[b.Kind]
	if err := q.Get(&name, query, args...); err != nil || closing == "" || !m.Outside() {
		return name, err
	}
	var closed bool
	err = q.Get(&closed, closing, args...)
	if err == nil && closed {
		err = tenants.ErrProcurement
	}
	return name, err
}

// closings say whether procurement keeps back a record that an action is about, where its kind and its id do not say it.
var closings = map[string]string{
	record.Evidence: `SELECT ` + closedEvidence("e", "e.id") + ` FROM evidence e WHERE e.tenant_id = ? AND e.id = ?`,
	record.Question: `SELECT ` + closedQuestion("u") + ` FROM questions u WHERE u.tenant_id = ? AND u.id = ?`,
}

// aboutRows find the name of a record that an action is about. Priorities and differences have no row before somebody records
// something.
var aboutRows = map[string]string{
	record.Contract: `SELECT k.name FROM contracts k WHERE k.tenant_id = ? AND k.id = ?`,
	record.Evidence: `SELECT e.title FROM evidence e WHERE e.tenant_id = ? AND e.id = ?`,
	record.Question: `SELECT '' FROM questions u WHERE u.tenant_id = ? AND u.id = ?`,
	record.Target:   `SELECT o.name FROM own_targets o WHERE o.tenant_id = ? AND o.id = ?`,
	record.Return: `SELECT o.name FROM returns f JOIN providers o ON o.tenant_id = f.tenant_id AND o.id = f.provider_id
		WHERE f.tenant_id = ? AND f.provider_id = ? AND f.quarter = ?`,
	register.Meetings: meetingQuery, record.GroupMeeting: meetingQuery,
}

// meetingQuery finds the day of a meeting.
const meetingQuery = `SELECT v.code || v.text FROM register_rows g
	JOIN register_values v ON v.tenant_id = g.tenant_id AND v.row_id = g.id AND v.field = 'on'
	WHERE g.tenant_id = ? AND g.id = ? AND g.list = 'meeting' AND g.removed = FALSE`

// toolkitTarget says whether an id is the code of a target of the toolkit: those have no row of their own.
func toolkitTarget(id string) bool {
	_, ok := measure.KindOf(id)
	return ok
}
