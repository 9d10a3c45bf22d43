package store_test

import (
	"errors"
	"strconv"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// meetingOn is a planned meeting of the steering group.
func meetingOn(day string) register.Row {
	m := register.Meeting
	return register.Row{Values: register.Values(m.On.As(day), m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned))}
}

// agendaOf are items of an agenda in their order.
func agendaOf(titles ...string) []register.Row {
	var items []register.Row
	for i, title := range titles {
		f := register.Item
		items = append(items, register.Row{
			Values: register.Values(f.Place.As(strconv.Itoa(i+1)), f.Kind.As(register.ItemOther), f.Title.As(title)),
		})
	}
	return items
}

func answering(r register.Row, f register.Field, value string) register.Row {
	r.Values = register.With(r.Values, f.Name, value)
	return r
}

// seatFor gives a provider a seat of the service, and takes the service as the chair where chairs is true.
func seatFor(t *testing.T, w *storetest.World, provider string, chairs string) {
	t.Helper()
	s, terms := register.Seat, register.Terms
	_, err := w.For(w.Lead).SaveRow(ctx, register.Seats, register.Row{
		Provider: provider, Values: register.Values(s.Name.As("IPS service"), s.Kind.As(register.SeatService)),
	})
	must(t, err)
	_, err = w.For(w.Lead).SaveRow(ctx, register.TermsOfReference, register.Row{
		Values: register.Values(terms.AgreedOn.As("2026-04-01"), terms.Chairs.As(chairs)),
	})
	must(t, err)
}

// A meeting from its plan to its agreed minutes, as those see it who write them and those who only read.
func TestAMeetingFromPlanToMinutes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead, reader := w.For(w.Lead), w.For(w.Reader)
		planned, err := lead.PlanMeeting(ctx, meetingOn("2026-11-10"), agendaOf("Actions", "Risks"))
		must(t, err)
		m, err := reader.Meeting(ctx, register.SteeringMeeting, planned.ID)
		must(t, err)
		if len(m.Items) != 2 || m.Items[0].Text(register.Item.Title) != "Actions" || steering.StageOf(m.Row) != steering.Planned {
			t.Fatalf("planned: %+v", m)
		}
		item := answering(m.Items[0], register.Item.Minute, "Two are done")
		item, err = lead.SaveRow(ctx, register.Items, item)
		must(t, err)
		_, err = lead.SaveRow(ctx, register.Decisions, register.Row{Values: register.Values(register.Decision.Meeting.As(planned.ID),
			register.Decision.Item.As(item.ID), register.Decision.On.As("2026-11-10"), register.Decision.Text.As("We ask the trust"))})
		must(t, err)
		m, err = lead.Meeting(ctx, register.SteeringMeeting, planned.ID)
		must(t, err)
		held := answering(answering(m.Row, register.Meeting.Stage, register.MeetingHeld), register.Meeting.Minutes, register.MinutesDraft)
		must(t, lead.SaveAttendance(ctx, held, []register.Row{
			{Values: register.Values(register.Attendance.Seat.As("s1"), register.Attendance.Name.As("ICB lead"),
				register.Attendance.Kind.As(register.SeatICBLead), register.Attendance.People.As("1"))},
			{Values: register.Values(register.Attendance.Seat.As("s2"), register.Attendance.Name.As("People with lived experience"),
				register.Attendance.Kind.As(register.SeatLived), register.Attendance.People.As("0"))},
		}))
		if m, err = reader.Meeting(ctx, register.SteeringMeeting, planned.ID); err != nil || m.Items[0].Text(register.Item.Minute) != "" ||
			m.Decisions != nil {
			t.Errorf("a draft is read: %+v, %v", m, err)
		}
		if m, err = lead.Meeting(ctx, register.SteeringMeeting,
			planned.ID); err != nil || len(m.Attendance) != 2 || !m.Yes(register.Meeting.ICBLead) ||
			m.Text(register.Meeting.Lived) != "0" || m.Absent()[0] != register.LivedSeat {
			t.Errorf("who came: %+v, %v", m, err)
		}
		_, err = lead.SaveRow(ctx, register.Meetings, answering(m.Row, register.Meeting.Minutes, register.MinutesSent))
		must(t, err)
		if m, err = reader.Meeting(ctx, register.SteeringMeeting,
			planned.ID); err != nil || m.Items[0].Text(register.Item.Minute) != "Two are done" ||
			len(m.DecisionsOn(item.ID)) != 1 || m.Items[0].ChangedBy != "" || m.ChangedBy != "" {
			t.Errorf("sent minutes: %+v, %v", m, err)
		}
		if err := lead.RemoveRow(ctx, register.Meetings, m.ID, m.Version); !errors.As(err, new(problem.List)) {
			t.Errorf("a meeting with an agenda is removed: %v", err)
		}
	})
}

// The people of a provider read what the group reads once it has a seat, and draft while the service chairs, until the minutes are
// agreed. They agree none themselves.
func TestWhoDraftsForTheGroup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead := w.For(w.Lead)
		planned, err := lead.PlanMeeting(ctx, meetingOn("2026-11-02"), agendaOf("Actions"))
		must(t, err)
		m, err := lead.Meeting(ctx, register.SteeringMeeting, planned.ID)
		must(t, err)
		item := m.Items[0]
		if _, err := w.For(now(t, w, w.ProviderA)).Meetings(ctx, register.SteeringMeeting); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a provider without a seat reads meetings: %v", err)
		}
		seatFor(t, w, w.ProviderA.Provider, register.ChairedByICB)
		seated := w.For(now(t, w, w.ProviderA))
		if m, err := seated.Meeting(ctx, register.SteeringMeeting, planned.ID); err != nil || len(m.Items) != 1 {
			t.Errorf("a seat reads %+v, %v", m, err)
		}
		_, err = seated.SaveRow(ctx, register.Items, answering(item, register.Item.Minute, "theirs"))
		if !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a seat that does not chair drafts: %v", err)
		}
		terms, err := lead.Register(ctx, register.TermsOfReference)
		must(t, err)
		_, err = lead.SaveRow(ctx, register.TermsOfReference, answering(terms[0], register.Terms.Chairs, register.ChairedByService))
		must(t, err)
		item, err = seated.SaveRow(ctx, register.Items, answering(item, register.Item.Minute, "theirs"))
		must(t, err)
		if _, err := w.For(now(t, w, w.ProviderB)).SaveRow(ctx, register.Items, item); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a rival drafts: %v", err)
		}
		_, err = seated.SaveRow(ctx, register.Meetings, answering(answering(m.Row, register.Meeting.Stage, register.MeetingHeld),
			register.Meeting.AgreedOn, "2026-11-10"))
		must(t, err)
		if m, err = lead.Meeting(ctx, register.SteeringMeeting, planned.ID); err != nil || m.Date(register.Meeting.AgreedOn) != "" ||
			m.Text(register.Meeting.Stage) != register.MeetingHeld {
			t.Errorf("a provider agrees minutes: %+v, %v", m.Row, err)
		}
		_, err = lead.SaveRow(ctx, register.Meetings, answering(m.Row, register.Meeting.AgreedOn, "2026-11-10"))
		must(t, err)
		if _, err = seated.SaveRow(ctx, register.Items, item); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("agreed minutes are changed: %v", err)
		}
		if _, err := lead.SaveRow(ctx, register.Items, answering(item, register.Item.Meeting, item.ID)); !errors.Is(err,
			tenants.ErrNotFound) {
			t.Errorf("an item of something that is no meeting: %v", err)
		}
	})
}

// The service chairs by the newest terms, and through a seat that it has now. What its people draft is meetings, not the terms.
func TestWhenTheServiceChairs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead := w.For(w.Lead)
		seatFor(t, w, w.ProviderA.Provider, register.ChairedByService)
		before := now(t, w, w.ProviderA) // as on a page that was opened while there was a seat
		drafts := func(when string, want bool) {
			t.Helper()
			if got, err := w.For(before).Drafts(ctx, register.SteeringMeeting); err != nil || got != want {
				t.Errorf("%s: drafts %t, want %t, %v", when, got, want, err)
			}
		}
		drafts("the service chairs", true)
		terms := func(on, chairs string) register.Row {
			row, err := lead.SaveRow(ctx, register.TermsOfReference, register.Row{
				Values: register.Values(register.Terms.AgreedOn.As(on), register.Terms.Chairs.As(chairs)),
			})
			must(t, err)
			return row
		}
		terms("2025-04-01", register.ChairedByICB)
		drafts("older terms said otherwise", true)
		newer := terms("2026-10-01", register.ChairedByICB)
		drafts("newer terms say otherwise", false)
		must(t, lead.RemoveRow(ctx, register.TermsOfReference, newer.ID, newer.Version))
		drafts("the newer terms are removed", true)

		seated := w.For(now(t, w, w.ProviderA))
		for list, row := range map[string]register.Row{
			register.TermsOfReference: {Values: register.Values(register.Terms.AgreedOn.As("2026-11-01"),
				register.Terms.Chairs.As(register.ChairedByICB))},
			register.Seats: {Values: register.Values(register.Seat.Name.As("Another"),
				register.Seat.Kind.As(register.SeatOther))},
		} {
			if _, err := seated.SaveRow(ctx, list, row); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s by those who draft: %v", list, err)
			}
		}

		seats, err := lead.GroupSeats(ctx)
		must(t, err)
		ended, err := lead.SaveRow(ctx, register.Seats, answering(seats[0], register.Seat.Until, "2026-10-31"))
		must(t, err)
		drafts("the seat has ended", false)
		again, err := lead.SaveRow(ctx, register.Seats, answering(ended, register.Seat.Until, ""))
		must(t, err)
		drafts("it has not", true)
		must(t, lead.RemoveRow(ctx, register.Seats, again.ID, again.Version))
		drafts("the seat is removed", false)
	})
}

// A meeting that was removed takes no items.
func TestNoItemsOfARemovedMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead := w.For(w.Lead)
		planned, err := lead.PlanMeeting(ctx, meetingOn("2026-12-09"), nil)
		must(t, err)
		must(t, lead.RemoveRow(ctx, register.Meetings, planned.ID, planned.Version))
		item := answering(agendaOf("Actions")[0], register.Item.Meeting, planned.ID)
		if _, err := lead.SaveRow(ctx, register.Items, item); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("an item of a removed meeting: %v", err)
		}
	})
}
