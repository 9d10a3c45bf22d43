package store_test

import (
	"errors"
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
)

// contractMeeting is a planned contract meeting with a provider.
func contractMeeting(provider, day string) register.Row {
	r := answering(meetingOn(day), register.Meeting.Kind, register.ContractMeeting)
	r.Provider = provider
	return r
}

// minuted is a contract meeting that was held with one item, its minute and a decision on it, and an action from it that a
// commissioner owns.
func minuted(t *testing.T, w *storetest.World, provider string) steering.Meeting {
	t.Helper()
	lead, d := w.For(w.Lead), register.Decision
	held, err := lead.PlanMeeting(ctx, answering(contractMeeting(provider, "2026-11-10"), register.Meeting.Stage, register.MeetingHeld),
		agendaOf("Actions"))
	must(t, err)
	m, err := lead.Meeting(ctx, register.ContractMeeting, held.ID)
	must(t, err)
	_, err = lead.SaveRow(ctx, register.Items, answering(m.Items[0], register.Item.Minute, "Two posts are vacant"))
	must(t, err)
	_, err = lead.SaveRow(ctx, register.Decisions, register.Row{Values: register.Values(d.Meeting.As(m.ID), d.Item.As(m.Items[0].ID),
		d.On.As("2026-11-10"), d.Text.As("Advertise both"))})
	must(t, err)
	_, err = lead.SaveAction(ctx, action.Action{
		What: "Write the advert", Owner: action.Owner{Member: w.Lead.ID}, Due: "2026-12-01",
		About: action.About{Kind: register.Meetings, ID: m.ID},
	})
	must(t, err)
	return again(t, w, m)
}

// again is a contract meeting as it is now.
func again(t *testing.T, w *storetest.World, m steering.Meeting) steering.Meeting {
	t.Helper()
	m, err := w.For(w.Lead).Meeting(ctx, register.ContractMeeting, m.ID)
	must(t, err)
	return m
}

// The provider reads the minutes, decisions and actions of its contract meeting once the minutes are sent, on its page and in its
// snapshot. A
// rival with a seat that drafts for the group, and the group, read nothing of it at any time.
func TestWhoReadsAContractMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		m := minuted(t, w, a)
		seatFor(t, w, w.ProviderB.Provider, register.ChairedByService)
		for _, tt := range []struct {
			minutes string
			reads   bool
		}{{register.MinutesDraft, false}, {register.MinutesSent, true}} {
			_, err := w.For(w.Lead).SaveRow(ctx, register.Meetings, answering(again(t, w, m).Row, register.Meeting.Minutes, tt.minutes))
			must(t, err)
			own := w.For(now(t, w, w.ProviderA))
			got, err := own.Meeting(ctx, register.ContractMeeting, m.ID)
			must(t, err)
			acts, err := own.ActionsOf(ctx, got)
			must(t, err)
			read := len(got.Decisions) == 1 && got.Items[0].Text(register.Item.Minute) != "" && len(acts) == 1
			if read != tt.reads || got.With != "Northside" || len(got.Items) != 1 {
				t.Errorf("%s: the provider reads %+v and %d actions", tt.minutes, got, len(acts))
			}
			s, err := own.Snapshot(ctx, editions(t), view.Provider(a))
			must(t, err)
			parts := len(s.Registers[register.Items]) + len(s.Registers[register.Decisions])
			if parts != map[bool]int{true: 2}[tt.reads] {
				t.Errorf("%s: the provider's snapshot has %d rows", tt.minutes, parts)
			}
			rival := w.For(now(t, w, w.ProviderB))
			if got, err := rival.Meeting(ctx, register.ContractMeeting, m.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: a rival reads %+v, %v", tt.minutes, got, err)
			}
			if acts, err := rival.ActionsOf(ctx, again(t, w, m)); err != nil || len(acts) != 0 {
				t.Errorf("%s: a rival reads the actions %+v, %v", tt.minutes, acts, err)
			}
			theirs, err := rival.Snapshot(ctx, editions(t), view.Provider(w.ProviderB.Provider))
			must(t, err)
			group, err := w.For(w.Reader).Snapshot(ctx, editions(t), view.SteeringGroup)
			must(t, err)
			for _, list := range []string{register.Items, register.Decisions} {
				if n := len(theirs.Registers[list]) + len(group.Registers[list]); n != 0 {
					t.Errorf("%s: a rival or the group reads %d rows of %s", tt.minutes, n, list)
				}
			}
			if _, err := w.For(w.Reader).Meeting(ctx, register.SteeringMeeting, m.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: the group reads it as its own: %v", tt.minutes, err)
			}
		}
	})
}

// What a provider, and a rival that drafts for the steering group, may not do to a contract meeting.
func TestWhoWritesAContractMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, b := w.ProviderA.Provider, w.ProviderB.Provider
		m := minuted(t, w, a)
		planned, err := w.For(w.Lead).PlanMeeting(ctx, contractMeeting(a, "2026-12-09"), agendaOf("Actions"))
		must(t, err)
		_, err = w.For(w.Lead).SaveRow(ctx, register.Meetings, answering(m.Row, register.Meeting.Minutes, register.MinutesDraft))
		must(t, err)
		m = again(t, w, m)
		seatFor(t, w, b, register.ChairedByService)
		own, rival := w.For(now(t, w, w.ProviderA)), w.For(now(t, w, w.ProviderB))
		moved := planned
		moved.Provider = b
		elsewhere := answering(agendaOf("Actions")[0], register.Item.Meeting, m.ID)
		for _, tt := range []struct {
			name string
			by   *store.Rows
			list string
			row  register.Row
			want error
		}{
			{
				"the provider, a meeting with minutes", own, register.Meetings, answering(m.Row, register.Meeting.Notes, "x"),
				tenants.ErrForbidden,
			},
			{
				"the provider, minutes as sent", own, register.Meetings, answering(m.Row, register.Meeting.Minutes, "sent"),
				tenants.ErrForbidden,
			},
			{
				"the provider, a planned one", own, register.Meetings, answering(planned, register.Meeting.On, "2026-12-01"),
				tenants.ErrForbidden,
			},
			{"the provider, a new plan", own, register.Meetings, contractMeeting(a, "2026-12-10"), tenants.ErrForbidden},
			{"the provider, a minute", own, register.Items, answering(m.Items[0], register.Item.Minute, "x"), tenants.ErrForbidden},
			{"the provider, an item", own, register.Items, elsewhere, tenants.ErrForbidden},
			{"a rival, the meeting", rival, register.Meetings, m.Row, tenants.ErrNotFound},
			{"a rival, a minute", rival, register.Items, answering(m.Items[0], register.Item.Minute, "x"), tenants.ErrForbidden},
			{"a rival, an item", rival, register.Items, elsewhere, tenants.ErrForbidden},
			{
				"a rival, a decision", rival, register.Decisions, answering(m.Decisions[0], register.Decision.Text, "x"),
				tenants.ErrForbidden,
			},
		} {
			if _, err := tt.by.SaveRow(ctx, tt.list, tt.row); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
		}
		for name, row := range map[string]register.Row{
			"with another provider": moved, "of the group": answering(planned, register.Meeting.Kind, register.SteeringMeeting),
		} {
			if _, refused := errors.AsType[problem.List](only(w.For(w.Lead).SaveRow(ctx, register.Meetings, row))); !refused {
				t.Errorf("a meeting with an agenda is made one %s", name)
			}
		}
		if err := own.RemoveRow(ctx, register.Meetings, m.ID, m.Version); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the provider removes a meeting with minutes: %v", err)
		}
	})
}

// During a procurement those outside it read of a meeting neither what was said nor what was decided about what it keeps back, and saving
// the item as they see it loses nothing.
func TestMinutesInAProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		i, d := register.Item, register.Decision
		lead := w.For(w.Lead)
		items := agendaOf("How long the contract runs", "Actions")
		items[0] = answering(answering(items[0], i.About, "priority 2.2"), i.Minute, "Three years")
		items[1] = answering(items[1], i.Minute, "Two are done")
		planned, err := lead.PlanMeeting(ctx, answering(answering(meetingOn("2026-11-10"), register.Meeting.Stage, register.MeetingHeld),
			register.Meeting.Minutes, register.MinutesSent), items)
		must(t, err)
		m, err := lead.Meeting(ctx, register.SteeringMeeting, planned.ID)
		must(t, err)
		for _, item := range m.Items {
			_, err = lead.SaveRow(ctx, register.Decisions, register.Row{Values: register.Values(d.Meeting.As(m.ID), d.Item.As(item.ID),
				d.On.As("2026-11-10"), d.Text.As("On: "+item.Text(i.Title)))})
			must(t, err)
		}
		begin(t, w, w.Lead)
		for _, who := range []tenants.Member{w.Commissioner, w.Reader} {
			got, err := w.For(now(t, w, who)).Meeting(ctx, register.SteeringMeeting, m.ID)
			must(t, err)
			if got.Items[0].Text(i.Minute) != "" || got.Items[1].Text(i.Minute) == "" || len(got.Decisions) != 1 {
				t.Errorf("a %s reads %+v, %+v", who.Role, got.Items, got.Decisions)
			}
		}
		outside := w.For(now(t, w, w.Commissioner))
		got, err := outside.Meeting(ctx, register.SteeringMeeting, m.ID)
		must(t, err)
		must(t, outside.ImportRows(ctx, register.Items, []register.Row{answering(got.Items[0], i.Place, "3")}))
		if _, err := outside.SaveRow(ctx, register.Items, answering(itemAbout(t, outside, m.ID), i.Minute, "x")); !errors.Is(err,
			tenants.ErrProcurement) {
			t.Errorf("who is outside writes the minute: %v", err)
		}
		if kept, err := w.For(now(t, w, w.Lead)).Meeting(ctx, register.SteeringMeeting, m.ID); err != nil ||
			!slices.ContainsFunc(kept.Items,
				func(r register.Row) bool { return r.Text(i.Minute) == "Three years" }) {
			t.Errorf("the minute is lost: %+v, %v", kept.Items, err)
		}
		for _, a := range []view.Audience{view.SteeringGroup, view.Commissioners} {
			s, err := outside.Snapshot(ctx, editions(t), a)
			must(t, err)
			for list, rows := range s.Registers {
				for _, r := range rows {
					if r.Text(i.Minute) == "Three years" || r.Text(d.Text) == "On: How long the contract runs" {
						t.Errorf("%s of %v holds %+v", list, a, r.Values)
					}
				}
			}
		}
	})
}

// itemAbout is the item of a meeting about a priority, as somebody reads it now.
func itemAbout(t *testing.T, by *store.Rows, meeting string) register.Row {
	t.Helper()
	m, err := by.Meeting(ctx, register.SteeringMeeting, meeting)
	must(t, err)
	for _, r := range m.Items {
		if r.Text(register.Item.About) != "" {
			return r
		}
	}
	t.Fatal("no item about a priority")
	return register.Row{}
}
