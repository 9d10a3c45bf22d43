package store_test

import (
	"errors"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/register"
)

// The history keeps ids and shows names: the present ones, and for what is gone that it is gone.
func TestTheHistoryShowsNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, a := w.For(w.Lead), w.ProviderA.Provider
		head, err := rows.SaveContract(ctx, contract.Contract{Provider: a, Name: "Head", Start: "2025-04-01", End: "2028-03-31"})
		must(t, err)
		sub := contract.Contract{
			Provider: a, Name: "Sub", Type: contract.Subcontract, Under: head.ID, Start: "2025-04-01",
			End: "2028-03-31",
		}
		sub, err = rows.SaveContract(ctx, sub)
		must(t, err)
		under := func() string {
			events, err := rows.History(ctx, "contract", sub.ID)
			must(t, err)
			return changeOf(events, len(events)-1, "under").New
		}
		if got := under(); got != "Head" {
			t.Errorf("it runs under %q", got)
		}
		free := sub
		free.Type, free.Under = "", ""
		_, err = rows.SaveContract(ctx, free)
		must(t, err)
		must(t, rows.RemoveContract(ctx, head.ID, head.Version))
		if got := under(); got != "a contract that was removed" {
			t.Errorf("after its removal it ran under %q", got)
		}
		begin(t, w, w.Lead, w.Commissioner)
		events, err := w.For(now(t, w, w.Lead)).History(ctx, "procurement", "QWE")
		must(t, err)
		if got := changeOf(events, 0, "named").New; got != "Person commissioner\nPerson lead" {
			t.Errorf("named: %q", got)
		}
	})
}

// A provider reads all of the save that added its row.
func TestTheSaveThatAddedARowIsToldWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		own := w.For(w.ProviderA)
		row, err := own.SaveRow(ctx, register.Teams,
			register.Row{Provider: w.ProviderA.Provider, Values: map[string]string{"name": "East", "tool": "yes"}})
		must(t, err)
		events, err := own.History(ctx, register.Teams, row.ID)
		if err != nil || len(events) != 1 || len(events[0].Changes) != 3 || changeOf(events, 0, "name").New != "East" {
			t.Errorf("%+v, %v", events, err)
		}
	})
}

// Who has left cannot become an owner; who is one stays one.
func TestAnOwnerWhoHasLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		save := func(key string, version int) error {
			e := assessment.Entry{Priority: key, Status: assessment.InPlace, Owner: w.Commissioner.ID, Version: version}
			_, err := rows.SaveEntry(ctx, priority(t, key), e)
			return err
		}
		must(t, save("3.4", 0))
		must(t, rows.EndMembership(ctx, w.Commissioner.ID, w.Commissioner.Version))
		rows = w.For(now(t, w, w.Lead))
		if err := save("3.4", 1); err != nil {
			t.Errorf("the owner who has left: %v", err)
		}
		if err := save("4.1", 0); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a new owner who has left: %v", err)
		}
	})
}

// Parts of a meeting name it by its day, and a seat by its name: people read no ids.
func TestPartsOfAMeetingAreToldByNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		lead := w.For(w.Lead)
		seat, err := lead.SaveRow(ctx, register.Seats, register.Row{
			Values: register.Values(register.Seat.Name.As("Trust executive"), register.Seat.Kind.As("executive")),
		})
		must(t, err)
		meeting, err := lead.PlanMeeting(ctx, meetingOn("2026-11-10"), agendaOf("Risks"))
		must(t, err)
		planned, err := lead.Meeting(ctx, register.SteeringMeeting, meeting.ID)
		must(t, err)
		item := planned.Items[0]
		a, d := register.Attendance, register.Decision
		must(t, lead.SaveAttendance(ctx, planned.Row, []register.Row{
			{Values: register.Values(a.Seat.As(seat.ID), a.Name.As("Trust executive"), a.Kind.As("executive"), a.People.As("1"))},
		}))
		decided, err := lead.SaveRow(ctx, register.Decisions, register.Row{
			Values: register.Values(d.Meeting.As(meeting.ID), d.Item.As(item.ID), d.On.As("2026-11-10"), d.Text.As("We ask the trust")),
		})
		must(t, err)
		held, err := lead.Meeting(ctx, register.SteeringMeeting, meeting.ID)
		must(t, err)
		for _, c := range []struct{ name, list, id, field, want string }{
			{"an item’s meeting", register.Items, item.ID, "meeting", "10 November 2026"},
			{"a decision’s item", register.Decisions, decided.ID, "item", "an item of the agenda"},
			{"who came: the seat", register.Attended, held.Attendance[0].ID, "seat", "Trust executive"},
		} {
			events, err := lead.History(ctx, c.list, c.id)
			must(t, err)
			if got := changeOf(events, len(events)-1, c.field).New; got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
	})
}
