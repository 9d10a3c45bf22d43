package snapshot

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// wantedFor are the items of the next planned meeting for which a decision is wanted, in the agenda's order, and its day, "" while
// none is planned. What procurement keeps back is not among them.
func (s Snapshot) wantedFor() (lines []PackLine, on calendar.Date) {
	var next register.Row
	for _, m := range s.Registers[register.Meetings] {
		day := m.Date(register.Meeting.On)
		planned := m.Text(register.Meeting.Kind) == register.SteeringMeeting && m.Text(register.Meeting.Stage) == register.MeetingPlanned
		if planned && day >= s.Today() && (on == "" || day < on) {
			next, on = m, day
		}
	}
	if on == "" {
		return nil, ""
	}
	items := keep(s.Registers[register.Items], func(r register.Row) bool {
		return r.Text(register.Item.Meeting) == next.ID && r.Yes(register.Item.Wanted) && !(s.Shut && aboutOf(r).Closed())
	})
	slices.SortStableFunc(items, register.ByPlace)
	for _, r := range items {
		line := PackLine{What: r.Text(register.Item.Title)}
		if about := aboutOf(r); about.Kind == record.Priority {
			line.Priority, line.What = about.ID, strings.TrimPrefix(line.What, about.ID+" ")
		}
		lines = append(lines, line)
	}
	return lines, on
}

// aboutOf is what an item of the agenda is about.
func aboutOf(item register.Row) action.About { return action.AboutOf(item.Text(register.Item.About)) }
