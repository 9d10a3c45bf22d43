package meetings

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/register"
)

// An action from a meeting has an owner that the form offers.
func TestAnActionOfAMeetingHasAnOwner(t *testing.T) {
	w := storetest.New(t)
	meeting, first := meets(t, w, "2026-11-10", "")
	act := "/icb/QWE/steering/meetings/" + meeting + "/run/" + first + "/act"
	asked := map[string]action.Asked{}
	for owner, want := range map[string]int{
		"": 422, "member ": 422, "somebody 1": 422, "member " + w.Lead.ID: 303, "provider " + w.ProviderA.Provider: 303,
		"role Trust executive": 303, "role PCN clinical director": 303, "role NHS England regional lead": 303,
	} {
		form := url.Values{"what": {"Owned by " + owner}, "owner": {owner}, "due-day": {"9"}, "due-month": {"12"}, "due-year": {"2026"}}
		if got := pagetest.Post(t, serve(t, w, w.Lead), act, form); got.Status != want {
			t.Errorf("%q: %d, want %d", owner, got.Status, want)
		}
	}
	saved, err := w.For(w.Lead).Actions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range saved {
		asked[strings.TrimPrefix(a.What, "Owned by ")] = a.Asked
	}
	if want := map[string]action.Asked{ // the pack says what is asked of whom
		"member " + w.Lead.ID: action.ICB, "provider " + w.ProviderA.Provider: action.Provider, "role Trust executive": action.Trust,
		"role PCN clinical director": action.PCNs, "role NHS England regional lead": "",
	}; !maps.Equal(asked, want) {
		t.Errorf("asked of %v, want %v", asked, want)
	}
}

// Two people write the same minutes at once. The one who keeps the other's reads it in the form that they wrote in, where nothing says that
// something was saved.
func TestTwoMinuteAtOnce(t *testing.T) {
	w := storetest.New(t)
	meeting, first := meets(t, w, "2026-11-10", "")
	at := "/icb/QWE/steering/meetings/" + meeting
	item := "/items/" + first
	lead, commissioner := serve(t, w, w.Lead), serve(t, w, w.Commissioner)
	for _, c := range []struct {
		name         string
		page, form   string
		theirs, mine url.Values
		press        url.Values
		differ       []string
		joined       url.Values
	}{
		{
			"the meeting", at + "/details", "form:has(#on-day)",
			url.Values{"chair": {register.ChairedByService}},
			url.Values{"chair": {register.ChairedByICB}},
			nil,
			[]string{"What Who chaired? Theirs The service Yours The commissioner"},
			nil,
		},
		{
			"an item", at + item, "form:has(#title)",
			url.Values{"title": {"Actions and risks"}},
			url.Values{"title": {"Old actions"}},
			nil,
			[]string{"What What is the item called? Theirs Actions and risks Yours Old actions"},
			nil,
		},
		{
			"a minute that the browser sends while people type", at + "/run/" + first, "form:has(#minute)",
			url.Values{"minute": {"Two are done"}},
			url.Values{"minute": {"One is late"}},
			url.Values{"then": {"quiet"}},
			[]string{"Minute"},
			url.Values{"minute": {"Two are done\nOne is late"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := pagetest.Conflict{
				Page: c.page, Form: c.form, Theirs: c.theirs, Mine: c.mine, Press: c.press, Differ: c.differ, Joined: c.joined,
				Saves: w.Saves(t),
			}
			k.Try(t, lead, commissioner)
			stale := pagetest.Get(t, commissioner, c.page).In(c.form).Sends(t, 200)
			stale["version"], stale["then"] = []string{"1"}, c.press["then"]
			for name, value := range c.theirs {
				stale[name] = value
			}
			pagetest.Post(t, commissioner, c.page, stale).Want(t, 409, `secondary" href="`+c.page+`" role="button"`)
		})
	}
}

// seated are the fields of who came, by the kind of seat. The seats have the names of their kinds.
func seated(t *testing.T, w *storetest.World, kinds ...string) map[string]string {
	t.Helper()
	fields := map[string]string{}
	for _, kind := range kinds {
		saved, err := w.For(w.Lead).SaveRow(context.Background(), register.Seats, register.Row{
			Values: register.Values(register.Seat.Name.As("Seat of "+kind), register.Seat.Kind.As(kind), register.Seat.People.As("1")),
		})
		if err != nil {
			t.Fatal(err)
		}
		fields[kind] = "seat-" + saved.ID
	}
	return fields
}

// Two people record who came at once. Only the seats for which they say different numbers are shown.
func TestTwoRecordWhoCame(t *testing.T) {
	w := storetest.New(t)
	meeting, _ := meets(t, w, "2026-11-10", "")
	seats := seated(t, w, register.SeatService, register.SeatExecutive, register.SeatNHSE)
	at := "/icb/QWE/steering/meetings/" + meeting
	pagetest.Conflict{
		Page: at + "/attendance", Form: "form:has([id^=seat-])",
		Theirs: url.Values{seats[register.SeatService]: {"2"}, seats[register.SeatExecutive]: {"1"}},
		Mine:   url.Values{seats[register.SeatService]: {"3"}, seats[register.SeatExecutive]: {"1"}},
		Differ: []string{"What Seat of service Theirs 2 Yours 3"},
	}.Try(t, serve(t, w, w.Lead), serve(t, w, w.Commissioner))
}

// A seat that is left empty is not recorded, and one that is emptied again gave apologies. Seats that ended before are not asked.
func TestWhoCame(t *testing.T) {
	w := storetest.New(t)
	lead := serve(t, w, w.Lead)
	meeting, _ := meets(t, w, "2026-11-10", "")
	seats := seated(t, w, register.SeatService, register.SeatExecutive)
	save(t, w, register.Seats, "", map[string]string{"name": "Old seat", "kind": register.SeatNHSE, "people": "1", "until": "2026-09-01"})
	at, form := "/icb/QWE/steering/meetings/"+meeting, "form:has([id^=seat-])"
	for _, c := range []struct {
		name, service, executive string
		want                     []string
	}{
		{"one seat", "2", "", []string{"Seat Seat of service People 2"}},
		{"both", "2", "0", []string{"Seat Seat of executive People Apologies", "Seat Seat of service People 2"}},
		{"one taken back", "", "1", []string{"Seat Seat of executive People 1", "Seat Seat of service People Apologies"}},
	} {
		page := pagetest.Get(t, lead, at+"/attendance")
		page.Lacks(t, 200, "Old seat")
		sent := page.In(form).Sends(t, 200)
		sent.Set(seats[register.SeatService], c.service)
		sent.Set(seats[register.SeatExecutive], c.executive)
		pagetest.Post(t, lead, at+"/attendance", sent).Want(t, 303)
		if got := pagetest.Get(t, lead, at).In("#came-caption ~ tbody tr").Texts(t); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
