package steering

import (
	"context"
	"maps"
	"net/url"
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
	wanted(t, w, "2026-11-10", [2]string{"Actions"})
	all, err := w.For(w.Lead).GroupMeetings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	act := "/icb/QWE/steering/meetings/" + all[0].ID + "/run/" + all[0].Items[0].ID + "/act"
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
	wanted(t, w, "2026-11-10", [2]string{"Actions"})
	all, err := w.For(w.Lead).GroupMeetings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	at := "/icb/QWE/steering/meetings/" + all[0].ID
	item := "/items/" + all[0].Items[0].ID
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
			"a minute that the browser sends while people type", at + "/run/" + all[0].Items[0].ID, "form:has(#minute)",
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

// Two people record who came at once. Only the seats for which they say different numbers are shown.
func TestTwoRecordWhoCame(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2026-11-10", [2]string{"Actions"})
	all, err := w.For(w.Lead).GroupMeetings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	seats := map[string]string{} // the fields
	for _, kind := range []string{register.SeatService, register.SeatExecutive, register.SeatNHSE} {
		saved, err := w.For(w.Lead).SaveRow(context.Background(), register.Seats, register.Row{
			Values: register.Values(register.Seat.Name.As("Seat of "+kind), register.Seat.Kind.As(kind), register.Seat.People.As("1")),
		})
		if err != nil {
			t.Fatal(err)
		}
		seats[kind] = "seat-" + saved.ID
	}
	at := "/icb/QWE/steering/meetings/" + all[0].ID
	pagetest.Conflict{
		Page: at + "/attendance", Form: "form:has([id^=seat-])",
		Theirs: url.Values{seats[register.SeatService]: {"2"}, seats[register.SeatExecutive]: {"1"}},
		Mine:   url.Values{seats[register.SeatService]: {"3"}, seats[register.SeatExecutive]: {"1"}},
		Differ: []string{"What Seat of service Theirs 2 Yours 3"},
	}.Try(t, serve(t, w, w.Lead), serve(t, w, w.Commissioner))
}
