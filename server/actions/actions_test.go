package actions

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

// agreed records an action, and says where it is.
func agreed(t *testing.T, w *storetest.World, a action.Action) string {
	t.Helper()
	if a.Due == "" {
		a.Due = "2026-12-10"
	}
	saved, err := w.For(w.Lead).SaveAction(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return "/icb/QWE/actions/" + saved.ID
}

// several are actions in every state, on 20 November 2026, the day of the tests.
func several(t *testing.T, w *storetest.World) {
	t.Helper()
	for _, a := range []action.Action{
		{What: "Find rooms", Asked: action.Trust, Due: "2026-11-01", Owner: action.Owner{Role: "Trust executive"}, Shared: true},
		{What: "Ring the practices", Asked: action.PCNs, Due: "2026-12-04", Owner: action.Owner{Member: w.Commissioner.ID}, Shared: true},
		{What: "Recruit two", Asked: action.Provider, Due: "2026-12-05", Owner: action.Owner{Provider: w.ProviderA.Provider}},
		{What: "Write to all", Asked: action.ICB, State: action.Done, DoneOn: "2026-10-02", Owner: action.Owner{Member: w.Lead.ID}},
		{What: "Buy a van", State: action.Dropped, Reason: "Nobody drives", Note: "It was the cheapest"},
	} {
		agreed(t, w, a)
	}
}

func TestTheList(t *testing.T) {
	w := storetest.New(t)
	pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/actions").Want(t, 200, "No action is recorded yet")
	several(t, w)
	const rows = "tbody th"
	lead := as(t, w, w.Lead)
	for query, want := range map[string][]string{
		"":                      {"Find rooms", "Ring the practices", "Recruit two"},
		"?state=overdue":        {"Find rooms"},
		"?state=soon":           {"Ring the practices"},
		"?state=done":           {"Write to all"},
		"?state=dropped":        {"Buy a van It was the cheapest"},
		"?state=all&sort=asked": {"Find rooms", "Ring the practices", "Write to all", "Recruit two", "Buy a van It was the cheapest"},
		"?state=all&sort=owner": {"Buy a van It was the cheapest", "Recruit two", "Ring the practices", "Write to all", "Find rooms"},
		"?asked=pcns":           {"Ring the practices"},
		"?owner=Northside":      {"Recruit two"},
		"?owner=me&state=done":  {"Write to all"},
		"?owner=me&state=all":   {"Write to all"},
	} {
		var texts []string
		for _, text := range pagetest.Get(t, lead, "/icb/QWE/actions"+query).In(rows).Texts(t) {
			if !strings.HasPrefix(text, "Action ") {
				t.Errorf("a row begins %q", text)
			}
			texts = append(texts, strings.TrimPrefix(text, "Action "))
		}
		if strings.Join(texts, "; ") != strings.Join(want, "; ") {
			t.Errorf("%s shows %q, want %q", query, texts, want)
		}
	}
	pagetest.Get(t, lead, "/icb/QWE/actions?asked=trust&owner=Trust+executive").Want(t, 200,
		"1 action: open, asked of the trust, owner: Trust executive, as at 20 November 2026")
	pagetest.Get(t, lead, "/icb/QWE/actions?state=overdue").In("tbody td").Want(t, 200, "Due Overdue 1 November 2026")
	pagetest.Get(t, lead, "/icb/QWE/actions?about=contract").Want(t, 200, "No action matches")
	provider := pagetest.Get(t, as(t, w, w.ProviderA), "/icb/QWE/actions?state=all")
	provider.In(rows).Is(t, 200, "Action Recruit two")
	provider.None(t, 200, "a[href$='/actions/new']")
	reader := pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/actions?state=all")
	reader.In(rows).Is(t, 200, "Action Find rooms", "Action Ring the practices")
	reader.In("tbody td").Want(t, 200, "Owner Commissioner, ICB")
	reader.Lacks(t, 200, "Person commissioner")
}

// From a priority to an action that is done.
func TestAnActionFromBeginningToEnd(t *testing.T) {
	w := storetest.New(t)
	lead := as(t, w, w.Lead)
	form := pagetest.Get(t, lead, "/icb/QWE/actions/new?about=priority&id=3.4")
	form.Want(t, 200, "Priority 3.4", "The box is already ticked")
	form.In("#owner").Want(t, 200, "Person commissioner", "Person provider-a")
	form.In("#owner").Lacks(t, 200, "Person reader") // who works on none
	fields := form.In("form:has(#what)").Sends(t, 200)
	if fields.Get("shared") != "yes" {
		t.Error("an action about a priority is not shared to begin with")
	}
	refused := pagetest.Post(t, lead, "/icb/QWE/actions/new", fields)
	refused.In(".nhsuk-error-summary li").Is(t, 422, "Enter what is to be done", "Enter the due date")
	fields.Set("owner", "another")
	fields.Set("due-day", "32")
	fields.Set("due-month", "12")
	fields.Set("due-year", "2026")
	fields.Set("what", "Order 999 000 0018")
	refused = pagetest.Post(t, lead, "/icb/QWE/actions/new", fields)
	refused.In(".nhsuk-error-summary li").Is(t, 422,
		"What is to be done must not include an NHS number. The number ending 0018 looks like one. Take it out, or confirm that it is "+
			"not an "+
			"NHS number", "Enter the role, or choose an owner from the list", "Due date must be a real date")
	fields.Set("what", "Find rooms")
	fields.Set("role", "Ward manager")
	fields.Set("due-day", "31")
	saved := pagetest.Post(t, lead, "/icb/QWE/actions/new", fields)
	saved.Want(t, 303)
	at, _, _ := strings.Cut(saved.Header.Get("Location"), "?")
	shown := pagetest.Get(t, lead, saved.Header.Get("Location"))
	shown.Want(t, 200, "Action added", "Ward manager", "31 December 2026", "Priority 3.4")
	shown.In(".app-history").Want(t, 200, "Added", "Owner outside the service: Ward manager")

	fields = shown.In("form:has(#note)").Sends(t, 200)
	fields.Set("state", "dropped")
	pagetest.Post(t, lead, at, fields).In(".nhsuk-error-summary li").Is(t, 422, "Enter why it was dropped")
	fields.Set("state", "done")
	fields.Set("note", "Three rooms")
	done := pagetest.Post(t, lead, at, fields)
	done.Want(t, 303)
	pagetest.Get(t, lead, done.Header.Get("Location")).Want(t, 200, "Action marked as done", "Done on 20 November 2026", "Three rooms",
		"Marked as done")
}

func TestWhatAnActionCanBeAbout(t *testing.T) {
	w := storetest.New(t)
	k, err := w.For(w.Lead).SaveContract(context.Background(),
		contract.Contract{Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2026-04-01"})
	if err != nil {
		t.Fatal(err)
	}
	f := register.Meeting
	m, err := w.For(w.Lead).PlanMeeting(context.Background(), register.Row{Values: register.Values(f.On.As("2026-11-10"),
		f.Kind.As(register.SteeringMeeting), f.Stage.As(register.MeetingPlanned))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	lead := as(t, w, w.Lead)
	for query, words := range map[string]string{
		"about=contract&id=" + k.ID:        "Contract: IPS service",
		"about=difference&id=2.2":          "Status and figures differ: 2.2",
		"about=target&id=job-outcome-rate": "Target: People out of work supported into jobs",
		"about=group_meeting&id=" + m.ID:   "Steering group meeting: 10 November 2026",
	} {
		form := pagetest.Get(t, lead, "/icb/QWE/actions/new?"+query)
		form.Want(t, 200, words)
		shared := form.In("form:has(#what)").Sends(t, 200).Get("shared") == "yes"
		if want := strings.HasPrefix(query, "about=target") || strings.HasPrefix(query, "about=group"); shared != want {
			t.Errorf("%s is shared to begin with: %v", query, shared)
		}
	}
	for _, query := range []string{"about=priority&id=9.9", "about=contract&id=x", "about=weather&id=1", "about=priority"} {
		pagetest.Get(t, lead, "/icb/QWE/actions/new?"+query).Want(t, 404)
	}
	fields := pagetest.Get(t, lead, "/icb/QWE/actions/new").In("form:has(#what)").Sends(t, 200)
	for name, value := range map[string]string{
		"what": "x", "due-day": "1", "due-month": "1", "due-year": "2027", "about": "priority",
		"id": "9.9",
	} {
		fields.Set(name, value)
	}
	pagetest.Post(t, lead, "/icb/QWE/actions/new", fields).Want(t, 404)
}

// A provider says how far its action is; it neither drops nor changes it, and reads no history.
func TestAProvidersAction(t *testing.T) {
	w := storetest.New(t)
	at := agreed(t, w, action.Action{What: "Recruit two", Owner: action.Owner{Provider: w.ProviderA.Provider}})
	own := as(t, w, w.ProviderA)
	shown := pagetest.Get(t, own, at)
	shown.Want(t, 200, "Recruit two", "Northside")
	shown.None(t, 200, "#history", "input[value=dropped]", "#reason", "a[href$='/edit']")
	fields := shown.In("form:has(#note)").Sends(t, 200)
	fields.Set("note", "One has begun")
	pagetest.Post(t, own, at, fields).Want(t, 303)
	fields.Set("version", "2")
	fields.Set("state", "dropped")
	fields.Set("reason", "Too much")
	pagetest.Post(t, own, at, fields).In(".nhsuk-error-summary li").Is(t, 422,
		"Only the ICB can drop an action. Say under Progress why it is no longer needed")
	pagetest.Get(t, own, at+"/edit").Want(t, 403)
	pagetest.Get(t, as(t, w, w.ProviderB), at).Want(t, 404)
	pagetest.Get(t, as(t, w, w.Reader), at).Want(t, 404)
}

// A provider adds to what the ICB has dropped, and its reason stays. What it reads because it sits on the steering group is not its own.
func TestWhatAProviderSaysOfOtherActions(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	dropped := agreed(t, w, action.Action{
		What: "Recruit two", State: action.Dropped, Reason: "No money", Owner: action.Owner{Provider: w.ProviderA.Provider},
	})
	own := as(t, w, w.ProviderA)
	fields := pagetest.Get(t, own, dropped).In("form:has(#note)").Sends(t, 200)
	fields.Set("note", "One had begun")
	pagetest.Post(t, own, dropped, fields).Want(t, 303)
	_, id, _ := strings.Cut(dropped, "/actions/")
	if a, err := w.For(w.Lead).Action(ctx, id); err != nil || a.State != action.Dropped || a.Reason != "No money" ||
		a.Note != "One had begun" {
		t.Errorf("kept %+v, %v", a, err)
	}

	shared := agreed(t, w, action.Action{What: "Find rooms", Owner: action.Owner{Role: "Trust executive"}, Shared: true})
	if _, err := w.For(w.Lead).SaveRow(ctx, register.Seats, register.Row{Provider: w.ProviderA.Provider, Values: register.Values(
		register.Seat.Name.As("IPS service"), register.Seat.Kind.As(register.SeatService))}); err != nil {
		t.Fatal(err)
	}
	seated, err := w.Membership(ctx, w.ProviderA.Person.ID, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	shown := pagetest.Get(t, as(t, w, seated), shared)
	shown.Want(t, 200, "Find rooms")
	shown.None(t, 200, "#note", "#state")
	pagetest.Post(t, as(t, w, seated), shared, url.Values{"version": {"1"}, "state": {"done"}, "note": {"Ours"}}).Want(t, 403)
}

func TestTwoChangeAnActionAtOnce(t *testing.T) {
	w := storetest.New(t)
	at := agreed(t, w, action.Action{What: "Find rooms", Shared: true, About: action.About{Kind: record.Priority, ID: "3.4"}})
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  at + "/edit", Form: "form:has(#what)",
		Theirs: url.Values{"what": {"Find two rooms"}, "due-day": {"11"}, "owner": {"member " + w.Lead.ID}},
		Mine:   url.Values{"what": {"Find three rooms"}, "asked": {"trust"}, "owner": {"role Trust executive"}},
		Differ: []string{"What Owner Theirs Person lead, ICB administrator Yours Trust executive", "What is to be done"},
		Joined: url.Values{"what": {"Find two rooms\nFind three rooms"}},
	}.Try(t, as(t, w, w.Lead), as(t, w, w.Commissioner))
}

func TestTwoSayHowFarAnActionIs(t *testing.T) {
	w := storetest.New(t)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  agreed(t, w, action.Action{What: "Find rooms"}), Form: "form:has(#note)",
		Theirs: url.Values{"state": {"done"}, "done_on-day": {"3"}, "done_on-month": {"11"}, "done_on-year": {"2026"}, "note": {"Three"}},
		Mine:   url.Values{"note": {"Four"}},
		Differ: []string{"Progress"},
		Joined: url.Values{"note": {"Three\nFour"}},
	}.Try(t, as(t, w, w.Lead), as(t, w, w.Commissioner))
}
