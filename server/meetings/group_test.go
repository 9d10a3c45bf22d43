package meetings

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// meetingOf is the meeting of the group on a day, as it is recorded.
func meetingOf(t *testing.T, w *storetest.World, on calendar.Date) steering.Meeting {
	t.Helper()
	all, err := w.For(w.Lead).Meetings(context.Background(), register.SteeringMeeting)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(m steering.Meeting) bool { return m.On() == on })
	if i < 0 {
		t.Fatalf("no meeting on %s: %+v", on, all)
	}
	return all[i]
}

// chairing is provider A's person with a seat of the service, which chairs.
func chairing(t *testing.T, w *storetest.World) tenants.Member {
	t.Helper()
	save(t, w, register.Seats, w.ProviderA.Provider, map[string]string{"name": "IPS service", "kind": register.SeatService})
	save(t, w, register.TermsOfReference, "", map[string]string{"agreed_on": "2026-04-01", "chairs": register.ChairedByService})
	return asNow(t, w, w.ProviderA)
}

// asNow is a member with the seat that they have now.
func asNow(t *testing.T, w *storetest.World, m tenants.Member) tenants.Member {
	t.Helper()
	m, err := w.Membership(context.Background(), m.Person.ID, m.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// wanted plans a meeting of the group with items.
func wanted(t *testing.T, w *storetest.World, on string, titles ...string) {
	t.Helper()
	m, i := register.Meeting, register.Item
	var rows []register.Row
	for n, title := range titles {
		rows = append(rows, register.Row{
			Values: register.Values(i.Place.As(strconv.Itoa(n+1)), i.Kind.As(register.ItemOther), i.Title.As(title)),
		})
	}
	if _, err := w.For(w.Lead).PlanMeeting(context.Background(), register.Row{Values: register.Values(m.On.As(on),
		m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned))}, rows); err != nil {
		t.Fatal(err)
	}
}

const meetingsPath = "/icb/QWE/steering/meetings/"

// The agenda is put in another order one place at a time. The ends stay, and a new item comes last.
func TestTheOrderOfAnAgenda(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2026-11-10", "One", "Two", "Three")
	h := serve(t, w, w.Lead)
	at := meetingsPath + meetingOf(t, w, "2026-11-10").ID
	for _, c := range []struct{ title, to, want string }{
		{"Three", "up", "One Three Two"},
		{"One", "up", "One Three Two"},
		{"Two", "down", "One Three Two"},
		{"One", "down", "Three One Two"},
		{"", "", "Three One Two Four"},
		{"Four", "up", "Three One Four Two"},
	} {
		to, form := at+"/items/new", url.Values{"title": {"Four"}, "kind": {register.ItemOther}}
		if c.title != "" {
			items := meetingOf(t, w, "2026-11-10").Items
			i := slices.IndexFunc(items, func(r register.Row) bool { return r.Text(register.Item.Title) == c.title })
			to, form = at+"/items/"+items[i].ID+"/move", url.Values{"to": {c.to}}
		}
		pagetest.Post(t, h, to, form).Want(t, 303)
		var titles []string
		for _, r := range meetingOf(t, w, "2026-11-10").Items {
			titles = append(titles, r.Text(register.Item.Title))
		}
		if got := strings.Join(titles, " "); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.title, c.to, got, c.want)
		}
	}
}

// Where the service chairs, its people write the minutes until they are agreed; commissioners correct agreed ones; others read them once
// they are sent for comment. Those who read no history are told of a conflict all the same.
func TestWhoWritesTheMinutes(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	wanted(t, w, "2026-11-10", "Actions")
	m, chair := meetingOf(t, w, "2026-11-10"), chairing(t, w)
	at, item := meetingsPath+m.ID, m.Items[0].ID
	stage := func(answers ...register.Answer) {
		row := meetingOf(t, w, "2026-11-10").Row
		for name, value := range register.Values(answers...) {
			row.Values = register.With(row.Values, name, value)
		}
		if _, err := w.For(w.Lead).SaveRow(ctx, register.Meetings, row); err != nil {
			t.Fatal(err)
		}
	}
	f := register.Meeting
	const later = "The minutes are shown once they are sent for comment."
	for _, c := range []struct {
		name    string
		answers []register.Answer
		runs    map[string]bool // the screen of the meeting, by who asks
		later   map[string]bool // they read that minutes are to come
	}{
		{"planned", nil, map[string]bool{"chair": true, "commissioner": true}, nil},
		{
			"minutes in draft",
			[]register.Answer{f.Stage.As(register.MeetingHeld), f.Minutes.As(register.MinutesDraft)},
			map[string]bool{"chair": true, "commissioner": true},
			map[string]bool{"reader": true},
		},
		{
			"sent for comment",
			[]register.Answer{f.Minutes.As(register.MinutesSent)},
			map[string]bool{"chair": true, "commissioner": true},
			nil,
		},
		{"agreed", []register.Answer{f.AgreedOn.As("2026-11-18")}, map[string]bool{"commissioner": true}, nil},
	} {
		if c.answers != nil {
			stage(c.answers...)
		}
		for who, member := range map[string]tenants.Member{"chair": chair, "commissioner": w.Commissioner, "reader": w.Reader} {
			h := serve(t, w, member)
			shown := pagetest.Get(t, h, at)
			for words, want := range map[string]bool{
				"Run the meeting": c.runs[who], "Record who came": c.runs[who], later: c.later[who], "Add an action": who == "commissioner",
			} {
				if got := strings.Contains(shown.Body, words); got != want {
					t.Errorf("%s, %s reads %q: %v", c.name, who, words, got)
				}
			}
			status := 403
			if c.runs[who] {
				status = 200
			}
			for _, path := range []string{"/run/" + item, "/details", "/attendance", "/items/" + item, "/items/" + item + "/remove"} {
				if got := pagetest.Get(t, h, at+path).Status; got != status {
					t.Errorf("%s, %s opens %s: %d, want %d", c.name, who, path, got, status)
				}
			}
		}
		if c.name != "sent for comment" {
			continue
		}
		h := serve(t, w, chair)
		opened, removal := pagetest.Get(t, h, at+"/run/"+item).In("form:has(#minute)").Sends(t, 200), url.Values{"version": {"1"}}
		first := withValue(opened, "minute", "Theirs")
		pagetest.Post(t, serve(t, w, w.Lead), at+"/run/"+item, first).Want(t, 303)
		pagetest.Post(t, h, at+"/run/"+item, withValue(opened, "minute", "Mine")).Want(t, 409, "Theirs", "Mine")
		pagetest.Post(t, h, at+"/items/"+item+"/remove", removal).Want(t, 409, "It was not removed")
		pagetest.Post(t, h, at+"/run/"+item+"/act", url.Values{
			"what": {"Find a room"}, "owner": {"role Trust executive"}, "due-day": {"9"}, "due-month": {"12"}, "due-year": {"2026"},
		}).Want(t, 403)
	}
}

// withValue is a form with another value.
func withValue(form url.Values, name, value string) url.Values {
	other := url.Values{}
	for n, v := range form {
		other[n] = v
	}
	other.Set(name, value)
	return other
}

// The screen of a meeting saves a minute, decisions and actions, and goes on to the next item; nothing is saved where nothing changed.
func TestTheScreenOfAMeeting(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2026-11-10", "Old business", "New business")
	wanted(t, w, "2026-12-09", "To come")
	for what, shared := range map[string]bool{"Said in the room": true, "Kept apart": false} {
		a := action.Action{What: what, Owner: action.Owner{Role: "Trust executive"}, Due: "2026-12-24", State: action.Open, Shared: shared}
		if _, err := w.For(w.Lead).SaveAction(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	m := meetingOf(t, w, "2026-11-10")
	h, at := serve(t, w, w.Lead), meetingsPath+m.ID+"/run/"
	one, two := at+m.Items[0].ID, at+m.Items[1].ID
	goes := func(a pagetest.Answer, to string) {
		t.Helper()
		if got := a.Header.Get("Location"); a.Status != 303 || got != to {
			t.Errorf("%d to %s, want %s", a.Status, got, to)
		}
	}
	if got := pagetest.Get(t, h, one).In("[data-run-said]").Texts(t); !slices.Equal(got, []string{""}) {
		t.Errorf("nobody has written yet: %q", got)
	}
	form := pagetest.Get(t, h, one).In("form:has(#minute)").Sends(t, 200)
	goes(pagetest.Post(t, h, one, withValue(withValue(form, "minute", "We spoke"), "then", "next")), two+"?saved=yes")
	form = pagetest.Get(t, h, two).In("form:has(#minute)").Sends(t, 200)
	goes(pagetest.Post(t, h, two, withValue(withValue(form, "minute", "So did we"), "then", "next")), two+"?saved=yes")
	form = pagetest.Get(t, h, two).In("form:has(#minute)").Sends(t, 200)
	for range 2 { // the browser's module sends it again
		goes(pagetest.Post(t, h, two, withValue(form, "then", "quiet")), two+"/said")
	}
	pagetest.Get(t, h, two+"/said").In("p[data-run-version='2']").Want(t, 200, "Saved")

	goes(pagetest.Post(t, h, two+"/decide", url.Values{"text": {"Yes"}}), two+"?saved=yes")
	act := url.Values{
		"what": {"Find a room"}, "owner": {"member " + w.Lead.ID}, "due-day": {"9"}, "due-month": {"12"},
		"due-year": {"2026"},
	}
	goes(pagetest.Post(t, h, two+"/act", act), two+"?saved=yes")
	m = meetingOf(t, w, "2026-11-10")
	if got := m.DecisionsOn(m.Items[1].ID); len(got) != 1 || got[0].Date(register.Decision.On) != "2026-11-10" {
		t.Errorf("decided: %+v", got)
	}
	later := meetingOf(t, w, "2026-12-09")
	pagetest.Post(t, h, meetingsPath+later.ID+"/run/"+later.Items[0].ID+"/decide", url.Values{"text": {"Before the day"}}).Want(t, 303)
	if got := meetingOf(t, w, "2026-12-09").Decisions; len(got) != 1 || got[0].Date(register.Decision.On) != "2026-11-20" {
		t.Errorf("decided before the day: %+v", got)
	}
	if got, err := w.For(w.Reader).Actions(context.Background()); err != nil || !slices.ContainsFunc(got, func(a action.Action) bool {
		return a.What == "Find a room"
	}) {
		t.Errorf("the group reads %+v, %v", got, err)
	}

	item := register.Item
	row := register.With(m.Items[0].Values, item.Kind.Name, register.ItemActions)
	m.Items[0].Values = row
	if _, err := w.For(w.Lead).SaveRow(context.Background(), register.Items, m.Items[0]); err != nil {
		t.Fatal(err)
	}
	room := pagetest.Get(t, h, one)
	room.Want(t, 200, "Said in the room")
	room.Lacks(t, 200, "Kept apart") // everybody in the room reads the screen
}

// A meeting of today or later is planned with an agenda; one of an earlier day was held. The form begins with the day that the settings
// name, while that is to come.
func TestAMeetingIsPlannedOrRecorded(t *testing.T) {
	w := storetest.New(t)
	h := serve(t, w, w.Lead)
	for on, stage := range map[calendar.Date]steering.Stage{"2026-11-19": steering.Held, "2026-11-20": steering.Planned} {
		y, mo, d := on.Parts()
		form := url.Values{
			"on-year": {strconv.Itoa(y)}, "on-month": {strconv.Itoa(int(mo))}, "on-day": {strconv.Itoa(d)},
			"chair": {register.ChairedByICB},
		}
		pagetest.Post(t, h, meetingsPath+"new", form).Want(t, 303)
		if m := meetingOf(t, w, on); steering.StageOf(m.Row) != stage || (len(m.Items) > 0) != (stage == steering.Planned) {
			t.Errorf("on %s: %s with %d items", on, steering.StageOf(m.Row).Words(), len(m.Items))
		}
	}
	for next, want := range map[calendar.Date]string{
		"": "20 2 2027", "2026-11-19": "20 2 2027", "2026-11-20": "20 11 2026", "2026-12-09": "9 12 2026",
	} {
		m := w.Lead
		m.Tenant.NextMeeting = next
		form := pagetest.Get(t, serve(t, w, m), meetingsPath+"new").In("form:has(#on-day)").Sends(t, 200)
		if got := form.Get("on-day") + " " + form.Get("on-month") + " " + form.Get("on-year"); got != want {
			t.Errorf("next on %q: the form begins with %s, want %s", next, got, want)
		}
	}
}

// The seats that the toolkit asks for are recorded once, where the group has none.
func TestUsualSeatsOnce(t *testing.T) {
	w := storetest.New(t)
	for range 2 {
		pagetest.Post(t, serve(t, w, w.Lead), "/icb/QWE/steering/seats", url.Values{}).Want(t, 303)
	}
	if seats, err := w.For(w.Lead).GroupSeats(context.Background()); err != nil || len(seats) != len(steering.DefaultSeats()) {
		t.Errorf("%d seats, %v", len(seats), err)
	}
}
