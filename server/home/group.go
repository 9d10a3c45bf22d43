package home

import (
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/steering"
)

// meetingAhead is how many days before a meeting of the steering group it is listed.
const meetingAhead = 14

// group is the next meeting of the steering group, once it is near, for everybody who reads the group's papers, and for those who keep
// its records the meetings that nobody has recorded.
func (k known) group() []thing {
	var list []thing
	meeting := func(m steering.Meeting) thing {
		return thing{Href: k.path("/steering/meetings/" + m.ID), since: m.On(), by: m.On()}
	}
	if k.Member.Can(tenants.KeepRegisters) {
		for _, m := range steering.NotRecorded(k.Meetings, k.Today) {
			one := meeting(m)
			one.Text, one.Due, one.weight = "Record the steering group meeting of "+m.On().Words(), overdue, dateHasPassed
			one.Why = "It was planned, and nobody has said whether it took place"
			list = append(list, one)
		}
	}
	if m, ok := steering.Next(k.Meetings, k.Today); ok && m.On() <= k.Today.AddDays(meetingAhead) {
		one := meeting(m)
		one.Text, one.Due, one.weight = "Steering group meeting on "+m.On().Words(), reminder, meetingIsAhead
		one.Why = "Read its agenda" + k.onDay(m.On())
		list = append(list, one)
	}
	return list
}

// onDay is ". It is today" on the day itself, else "".
func (k known) onDay(day calendar.Date) string {
	if day == k.Today {
		return ". It is today"
	}
	return ""
}
