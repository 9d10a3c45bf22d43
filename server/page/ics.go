package page

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/steering"
)

// CalendarDay is one day in a calendar that people take with them. Its words say a kind and an ICB, and nothing else: a calendar is read by
// more people than the service is.
type CalendarDay struct {
	// ID stays the same for the same thing, so that a calendar moves it rather than shows it twice.
	ID    string
	On    calendar.Date
	Words string
	// Cancelled says that it does not take place.
	Cancelled bool
}

// Calendar is events as a file that calendar programs read (RFC 5545), each a whole day. made is when.
func Calendar(name string, made time.Time, events []CalendarDay) []byte {
	cal := ics.NewCalendarFor("IPS commissioning toolkit")
	cal.SetXWRCalName(name)
	for _, e := range events {
		one := cal.AddEvent(e.ID + "@ipstoolkit")
		one.SetDtStampTime(made)
		one.SetAllDayStartAt(e.On.Time())
		one.SetAllDayEndAt(e.On.AddDays(1).Time())
		one.SetSummary(e.Words)
		one.SetTimeTransparency(ics.TransparencyTransparent)
		if e.Cancelled {
			one.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return []byte(cal.Serialize(ics.WithNewLine("\r\n")))
}

// CalendarType is the media type of such a file.
const CalendarType = "text/calendar; charset=utf-8"

// MeetingDay is the day of a meeting of an ICB. Of one on a contract it does not say with which provider.
func MeetingDay(t tenants.Tenant, m steering.Meeting) CalendarDay {
	words := "IPS steering group, "
	if m.Provider != "" {
		words = "IPS contract meeting, "
	}
	return CalendarDay{
		ID: "meeting-" + m.ID, On: m.On(), Words: words + t.Name, Cancelled: steering.StageOf(m.Row) == steering.Cancelled,
	}
}
