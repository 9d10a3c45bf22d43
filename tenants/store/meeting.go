package store

import (
	"context"
	"errors"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// Meetings are rows of the registers: the meeting, and the rows that are part of it (agenda items with their minutes, decisions, who
// came). Only the row of a contract meeting names its provider: what is part of it belongs to the ICB, so that a provider reads of it
// what ForMembers gives and nothing by the common way of rows.

// mayDraft says whether a member who does not keep a row may do so where the service chairs the steering group. The save itself asks
// whether it does (writing.drafts).
func mayDraft(m tenants.Member, list register.List, row register.Row) bool {
	meeting := list.Code == register.Meetings && row.Text(register.Meeting.Kind) == register.SteeringMeeting
	return m.Seated && row.Provider == "" && (meeting || list.Within == register.Meetings)
}

// chairsQuery says whether a provider's people draft for the steering group: it holds a seat of the service, and the newest terms of
// reference say that the service chairs.
const chairsQuery = `
	SELECT COUNT(*) FROM register_rows g CROSS JOIN register_values k
	WHERE g.tenant_id = ? AND g.list = 'seat' AND g.removed = FALSE AND g.provider_id = ?
	  AND k.tenant_id = g.tenant_id AND k.row_id = g.id AND k.field = 'kind' AND k.code = '` + register.SeatService + `'
	  AND NOT EXISTS (SELECT 1 FROM register_values v WHERE v.tenant_id = g.tenant_id AND v.row_id = g.id AND v.field = 'until')
	  AND (SELECT c.code FROM register_rows t CROSS JOIN register_values c CROSS JOIN register_values d
	       WHERE t.tenant_id = g.tenant_id AND t.list = 'terms' AND t.removed = FALSE
	         AND c.tenant_id = t.tenant_id AND c.row_id = t.id AND c.field = 'chairs'
	         AND d.tenant_id = t.tenant_id AND d.row_id = t.id AND d.field = 'agreed_on'
	       ORDER BY d.code DESC, t.id LIMIT 1) = '` + register.ChairedByService + `'`

// drafts says, inside a save, whether the member may keep the row as one who drafts for the steering group: its minutes are not yet
// agreed, and the service chairs.
func (w *writing) drafts(list register.List, row register.Row) (bool, error) {
	if !mayDraft(w.member, list, row) {
		return false, nil
	}
	var chairs, agreed int
	if err := w.Get(&chairs, chairsQuery, w.Tenant, w.member.Provider); err != nil || chairs == 0 {
		return false, err
	}
	meeting := row.ID
	if list.Within == register.Meetings {
		meeting = row.Text(register.Item.Meeting)
	}
	// The minutes of a contract meeting are no provider's to write, a rival's least of all.
	err := w.Get(&agreed, `SELECT COUNT(*) FROM register_values v WHERE v.tenant_id = ? AND v.row_id = ?
		AND (v.field = 'agreed_on' OR v.field = 'kind' AND v.code <> ?)`, w.Tenant, meeting, register.SteeringMeeting)
	return err == nil && agreed == 0, err
}

// Drafts says whether the member writes agendas and minutes of a kind of meeting: commissioners do, and of the steering group's the
// service's people where it chairs.
func (r *Rows) Drafts(ctx context.Context, kind string) (bool, error) {
	switch {
	case r.member.Can(tenants.KeepRegisters):
		return true, nil
	case !r.member.Seated || kind != register.SteeringMeeting:
		return false, nil
	}
	var chairs int
	err := r.readOne(ctx, tenants.WorkbookGroup, func(q reading) error {
		q.askChairs(&chairs, r.member)
		return nil
	})
	return chairs > 0, err
}

// askChairs asks whether a member's provider chairs the steering group: more than 0 where it does.
func (q reading) askChairs(chairs *int, m tenants.Member) {
	q.AskOne(chairs, chairsQuery, q.Tenant, m.Provider)
}

// ofMeetings are the lists that meetings are made from.
var ofMeetings = ` AND g.list IN ` + quoted([]string{register.Meetings, register.Items, register.Decisions, register.Attended})

// Meetings are the meetings of a kind, the newest first, as far as the member may read them: those of the steering group for its
// members, those on contracts for commissioners and of each for its own provider. Error: tenants.ErrForbidden for everybody else.
func (r *Rows) Meetings(ctx context.Context, kind string) ([]steering.Meeting, error) {
	return r.meetings(ctx, kind, ofMeetings)
}

// meetingDays is the list with their days and stages.
var meetingDays = ` AND g.list IN ` + quoted([]string{register.Meetings})

// MeetingDays are the same meetings without what is part of them: their days and stages.
func (r *Rows) MeetingDays(ctx context.Context, kind string) ([]steering.Meeting, error) {
	return r.meetings(ctx, kind, meetingDays)
}

// Meeting is one of them with its agenda, minutes, decisions and who came. Errors: tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) Meeting(ctx context.Context, kind, id string) (steering.Meeting, error) {
	all, err := r.meetings(ctx, kind, ofMeetings+` AND (g.id = ? OR EXISTS (
		SELECT 1 FROM register_values m WHERE m.tenant_id = g.tenant_id AND m.row_id = g.id AND m.field = 'meeting' AND m.code = ?))`, id,
		id)
	if err == nil && len(all) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return steering.Meeting{}, err
	}
	return all[0], nil
}

func (r *Rows) meetings(ctx context.Context, kind, where string, args ...any) ([]steering.Meeting, error) {
	var all []steering.Meeting
	reads := tenants.WorkbookGroup
	if kind == register.ContractMeeting {
		reads = tenants.ReadRegisters
	}
	err := r.read(ctx, reads, func(q reading) error {
		q.askMeetings(&all, r.member, kind, where, args...)
		return nil
	})
	return all, err
}

// askMeetings asks for the meetings of a kind with what a condition on rows g leaves of them, as a member may read them.
func (q reading) askMeetings(all *[]steering.Meeting, m tenants.Member, kind, where string, args ...any) {
	var lists map[string][]register.Row
	q.askRegisters(&lists, everything, where, args...)
	chairs := 0
	var providers []provider.Provider
	switch {
	case kind == register.ContractMeeting:
		q.askProviders(&providers, m.Provider)
	case m.Seated:
		q.askChairs(&chairs, m)
	}
	q.Then(func() {
		for _, one := range steering.Meetings(lists, kind) {
			if kind == register.ContractMeeting && !m.Audience().Sees(record.AnyList, one.Provider, false) {
				continue
			}
			if i := slices.IndexFunc(providers, func(o provider.Provider) bool { return o.ID == one.Provider }); i >= 0 {
				one.With = providers[i].Name
			}
			if !m.Can(tenants.KeepRegisters) && chairs == 0 {
				one = one.ForMembers()
			}
			if m.Outside() {
				one = one.Outside()
			}
			*all = append(*all, one)
		}
	})
}

// GroupSeats are the seats of the steering group, by name. Error: tenants.ErrForbidden for those who have none.
func (r *Rows) GroupSeats(ctx context.Context) ([]register.Row, error) {
	var seats []register.Row
	err := r.read(ctx, tenants.WorkbookGroup, func(q reading) error {
		var lists map[string][]register.Row
		q.askRegisters(&lists, everything, ` AND g.list = ?`, register.Seats)
		q.Then(func() { seats = lists[register.Seats] })
		return nil
	})
	return seats, err
}

// PlanMeeting records a meeting with its agenda, in one save. Errors: a problem.List,
// tenants.ErrForbidden.
func (r *Rows) PlanMeeting(ctx context.Context, meeting register.Row, items []register.Row) (register.Row, error) {
	meeting.ID = ""
	rows := []listRow{{register.Meetings, meeting}}
	for _, item := range items {
		rows = append(rows, listRow{register.Items, item})
	}
	saved, err := r.saveRows(ctx, "added", rows)
	if err != nil {
		return meeting, err
	}
	return saved[0].Row, nil
}

// SaveAttendance records who came to a meeting, in one save with the meeting's own answers about it. A seat that was recorded before
// has its row's id. Errors: a problem.List, tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveAttendance(ctx context.Context, meeting register.Row, attendance []register.Row) error {
	rows := []listRow{{register.Meetings, steering.Attending(meeting, attendance)}}
	for _, a := range attendance {
		rows = append(rows, listRow{register.Attended, a})
	}
	_, err := r.saveRows(ctx, "added", rows)
	return err
}

// keepsMeeting says whether the member may keep a meeting that it may keep as a row: a provider its own contract meetings that were held,
// until commissioners write minutes of them.
func (w *writing) keepsMeeting(list register.List, row register.Row) bool {
	return list.Code != register.Meetings || w.member.Can(tenants.KeepRegisters) || register.ProviderKeeps(row)
}

// staysWith refuses to make a meeting with an agenda another kind of meeting, or one with another provider: its minutes would be read by
// others than those who were there.
func (w *writing) staysWith(list register.List, old, row register.Row) error {
	kind := register.Meeting.Kind
	if old.Version == 0 || old.Provider == row.Provider && old.Text(kind) == row.Text(kind) {
		return nil
	}
	return w.hasNoParts(list, old, "This meeting has an agenda, so its provider and its kind stay as they are. Record another meeting "+
		"instead")
}

// keepsBack refuses an item of an agenda to those outside a procurement that keeps back what it is about. They may move it: it keeps
// its minute, which they do not read.
func (w *writing) keepsBack(list register.List, old register.Row, row *register.Row) error {
	about, minute := action.AboutOf(row.Text(register.Item.About)), register.Item.Minute
	if list.Code != register.Items || !w.member.Outside() || !about.Closed() {
		return nil
	}
	if row.Text(minute) != "" && row.Text(minute) != old.Text(minute) {
		return tenants.ErrProcurement
	}
	row.Values = register.With(row.Values, minute.Name, old.Text(minute))
	return nil
}

// errOtherMeeting: a part of a meeting names a row that is no meeting of the ICB.
var errOtherMeeting = errors.New("a part of a meeting names no meeting")

// ownMeeting refuses a part of a row that is not there.
func (w *writing) ownMeeting(list register.List, row register.Row) error {
	if list.Within == "" {
		return nil
	}
	var n int
	err := w.Get(&n, `SELECT COUNT(*) FROM register_rows g WHERE g.tenant_id = ? AND g.id = ? AND g.list = ? AND g.removed = FALSE`,
		w.Tenant,
		row.Text(register.Item.Meeting), list.Within)
	if err == nil && n == 0 {
		err = errors.Join(tenants.ErrNotFound, errOtherMeeting)
	}
	return err
}

// hasNoParts refuses, in these words, to take a meeting away from its agenda and its minutes.
func (w *writing) hasNoParts(list register.List, row register.Row, words string) error {
	if list.Code != register.Meetings {
		return nil
	}
	var n int
	err := w.Get(&n, `
		SELECT COUNT(*) FROM register_rows g CROSS JOIN register_values v
		WHERE g.tenant_id = ? AND g.list = ? AND g.removed = FALSE AND v.tenant_id = g.tenant_id AND v.row_id = g.id AND v.field = 'meeting'
		  AND v.code = ?`, w.Tenant, register.Items, row.ID)
	if err == nil && n > 0 {
		err = problem.List{{Message: words}}
	}
	return err
}
