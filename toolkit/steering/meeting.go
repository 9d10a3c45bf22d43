// Package steering is the meetings that an ICB minutes: those of the steering group (priority 1.2, page 8 of the IPS commissioning
// self-assessment toolkit, March 2026) and those with a provider on its contract (3.2, page 18). Each has an agenda, what was decided and
// minutes, and the group's says who came. What is asked of each is in toolkit/register.
package steering

import (
	"cmp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
)

// Meeting is a meeting with the rows that are part of it. Its Provider is "" for the steering group's.
type Meeting struct {
	register.Row
	With       string         // the name of the provider that a contract meeting is with
	Items      []register.Row // in the order of the agenda
	Attendance []register.Row
	Decisions  []register.Row
}

// Stage is how far a meeting and its minutes are.
type Stage int

const (
	Planned Stage = iota
	Cancelled
	Held         // without minutes in the service
	MinutesDraft // only those who write them read them
	MinutesSent  // members read them and comment
	MinutesAgreed
)

// Words is the stage as people read it.
func (s Stage) Words() string {
	return [...]string{"Planned", "Cancelled", "Held", "Minutes in draft", "Minutes sent for comment", "Minutes agreed"}[s]
}

// StageOf is how far a meeting is.
func StageOf(r register.Row) Stage {
	m := register.Meeting
	switch {
	case r.Text(m.Stage) == register.MeetingPlanned:
		return Planned
	case r.Text(m.Stage) == register.MeetingCancelled:
		return Cancelled
	case r.Date(m.AgreedOn) != "":
		return MinutesAgreed
	case r.Text(m.Minutes) == register.MinutesSent:
		return MinutesSent
	case r.Text(m.Minutes) == register.MinutesDraft:
		return MinutesDraft
	}
	return Held
}

// On is the day of the meeting.
func (m Meeting) On() calendar.Date { return m.Date(register.Meeting.On) }

// Readable says whether members who do not write the minutes read them.
func (m Meeting) Readable() bool { return register.MinutesRead(m.Row) }

// ForMembers is the meeting as members who do not write its minutes read it: the agenda at once, minutes and decisions once the
// minutes were sent for comment, and never who typed what. A provider keeps its own contract meeting's row, so it reads that whole.
func (m Meeting) ForMembers() Meeting {
	if m.Provider == "" {
		m.ChangedBy, m.Confirmed = "", ""
	}
	m.Items, m.Attendance = bare(m.Items), bare(m.Attendance)
	if !m.Readable() {
		for i := range m.Items {
			m.Items[i].Values = register.With(m.Items[i].Values, register.Item.Minute.Name, "")
		}
		m.Attendance, m.Decisions = nil, nil
	}
	m.Decisions = bare(m.Decisions)
	return m
}

// Outside is the meeting as people outside a procurement read it: without what was said and decided on items about what that keeps back.
func (m Meeting) Outside() Meeting {
	m.Items, m.Decisions = slices.Clone(m.Items), slices.Clone(m.Decisions)
	for i, item := range m.Items {
		if action.AboutOf(item.Text(register.Item.About)).Closed() {
			m.Items[i].Values = register.With(item.Values, register.Item.Minute.Name, "")
			m.Decisions = slices.DeleteFunc(m.Decisions, func(d register.Row) bool { return d.Text(register.Decision.Item) == item.ID })
		}
	}
	return m
}

// bare are rows without who typed them.
func bare(rows []register.Row) []register.Row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].ChangedBy, rows[i].Confirmed = "", ""
	}
	return rows
}

// Meetings are the meetings of a kind with their parts, the newest first, from the rows of all lists.
func Meetings(lists map[string][]register.Row, kind string) []Meeting {
	var all []Meeting
	for _, r := range lists[register.Meetings] {
		if r.Text(register.Meeting.Kind) != kind {
			continue
		}
		m := Meeting{Row: r}
		m.Items = partsOf(lists[register.Items], r.ID)
		slices.SortStableFunc(m.Items, register.ByPlace)
		m.Attendance = partsOf(lists[register.Attended], r.ID)
		slices.SortStableFunc(m.Attendance, func(a, b register.Row) int {
			return cmp.Compare(strings.ToLower(a.Text(register.Attendance.Name)), strings.ToLower(b.Text(register.Attendance.Name)))
		})
		m.Decisions = partsOf(lists[register.Decisions], r.ID)
		slices.SortStableFunc(m.Decisions, func(a, b register.Row) int { return cmp.Compare(a.ID, b.ID) })
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b Meeting) int { return cmp.Or(cmp.Compare(b.On(), a.On()), cmp.Compare(a.ID, b.ID)) })
	return all
}

// partsOf are the rows that are part of a meeting: all such lists name it in a field like Item.Meeting.
func partsOf(rows []register.Row, meeting string) []register.Row {
	var own []register.Row
	for _, r := range rows {
		if r.Text(register.Item.Meeting) == meeting {
			own = append(own, r)
		}
	}
	return own
}

// Item finds an item by its id; false where the meeting has none.
func (m Meeting) Item(id string) (register.Row, bool) {
	i := slices.IndexFunc(m.Items, func(r register.Row) bool { return r.ID == id })
	if i < 0 {
		return register.Row{}, false
	}
	return m.Items[i], true
}

// DecisionsOn are the decisions on an item.
func (m Meeting) DecisionsOn(item string) []register.Row {
	var own []register.Row
	for _, d := range m.Decisions {
		if d.Text(register.Decision.Item) == item {
			own = append(own, d)
		}
	}
	return own
}

// Next is the next meeting that is planned from a day on; false where none is.
func Next(all []Meeting, today calendar.Date) (next Meeting, ok bool) {
	for _, m := range all {
		if StageOf(m.Row) == Planned && m.On() >= today && (!ok || m.On() < next.On()) {
			next, ok = m, true
		}
	}
	return next, ok
}

// NotRecorded are the meetings that were planned for a day that is over, and nobody has said whether they took place.
func NotRecorded(all []Meeting, today calendar.Date) []Meeting {
	var list []Meeting
	for _, m := range all {
		if StageOf(m.Row) == Planned && m.On() < today {
			list = append(list, m)
		}
	}
	return list
}
