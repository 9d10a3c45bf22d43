package action_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// An action is due soon from 14 days before its day to that day, and overdue from the day after.
func TestDue(t *testing.T) {
	const today = calendar.Date("2026-11-20")
	for _, tt := range []struct {
		due           calendar.Date
		state         action.State
		soon, overdue bool
	}{
		{"2026-12-05", action.Open, false, false},
		{"2026-12-04", action.Open, true, false},
		{"2026-11-20", action.Open, true, false},
		{"2026-11-19", action.Open, false, true},
		{"2026-11-19", action.Done, false, false},
		{"2026-11-19", action.Dropped, false, false},
		{"2026-12-01", action.Done, false, false},
	} {
		a := action.Action{Due: tt.due, State: tt.state}
		if soon, overdue := a.DueSoon(today), a.Overdue(today); soon != tt.soon || overdue != tt.overdue {
			t.Errorf("%s of %s: soon %t, overdue %t", tt.state, tt.due, soon, overdue)
		}
	}
}

func TestCheck(t *testing.T) {
	right := action.Action{What: "Find rooms", Due: "2026-12-01", State: action.Open}
	for _, tt := range []struct {
		name   string
		change func(*action.Action)
		field  string // "" where nothing is wrong
	}{
		{"right", func(*action.Action) {}, ""},
		{"nothing to do", func(a *action.Action) { a.What = "" }, "what"},
		{"longer than it may be", func(a *action.Action) { a.What = strings.Repeat("é", 501) }, "what"},
		{"as long as it may be", func(a *action.Action) { a.What = strings.Repeat("é", 500) }, ""},
		{"no day", func(a *action.Action) { a.Due = "" }, "due-day"},
		{"asked of somebody else", func(a *action.Action) { a.Asked = "council" }, "asked"},
		{"no state", func(a *action.Action) { a.State = "" }, "state"},
		{"done without a day", func(a *action.Action) { a.State = action.Done }, "done_on-day"},
		{"done tomorrow", func(a *action.Action) { a.State, a.DoneOn = action.Done, "2026-11-21" }, "done_on-day"},
		{"done today", func(a *action.Action) { a.State, a.DoneOn = action.Done, "2026-11-20" }, ""},
		{"dropped without a reason", func(a *action.Action) { a.State = action.Dropped }, "reason"},
		{"dropped", func(a *action.Action) { a.State, a.Reason = action.Dropped, "No money" }, ""},
		{"an NHS number in the note", func(a *action.Action) { a.Note = "See 999 000 0018" }, "note"},
		{"an NHS number in the role", func(a *action.Action) { a.Role = "9990000018" }, "role"},
		{"an NHS number in the reason", func(a *action.Action) { a.State, a.Reason = action.Dropped, "999 000 0018 asked" }, "reason"},
	} {
		a := right
		tt.change(&a)
		wrong := a.Check("2026-11-20")
		if len(wrong) > 1 || tt.field != "" && wrong.For(tt.field) == "" || tt.field == "" && wrong != nil {
			t.Errorf("%s: %v", tt.name, wrong)
		}
	}
}

// What is said of the thing that an action is about, where it is, and to begin with whether the steering group reads the action.
func TestAbout(t *testing.T) {
	for _, tt := range []struct {
		about       action.About
		words, path string
		shares      bool
		keptBack    bool
	}{
		{action.About{}, "", "", false, false},
		{action.About{Kind: record.Priority, ID: "3.4"}, "Priority 3.4", "/toolkit/3.4", true, false},
		{action.About{Kind: record.Priority, ID: "2.1"}, "Priority 2.1", "/toolkit/2.1", true, true},
		{action.About{Kind: record.Difference, ID: "2.2"}, "Status and figures differ: 2.2", "/toolkit/2.2#differs", false, true},
		{
			action.About{Kind: record.Target, ID: measure.ContractLength},
			"Target: Length of contracts", "/targets/contract-length", true,
			true,
		},
		{action.About{Kind: record.Target, ID: "0a1b"}, "Target: a name", "/targets/own-0a1b", true, false},
		{action.About{Kind: record.Contract, ID: "0a1b"}, "Contract: a name", "/contracts/0a1b", false, true},
		{action.About{Kind: record.Evidence, ID: "0a1b"}, "Evidence: a name", "/evidence/0a1b", false, false},
		{action.About{Kind: record.Return, ID: "0a1b 2026Q2"}, "Figures: a name, Quarter 2 2026/27", "/returns/0a1b/2026Q2", false, false},
		{action.About{Kind: record.GroupMeeting, ID: "0a1b"}, "Steering group meeting: a name", "/steering/meetings/0a1b", true, false},
		{action.About{Kind: "meeting", ID: "0a1b"}, "Meeting: a name", "/meetings/0a1b", false, false},
		{action.About{Kind: record.Question, ID: "0a1b"}, "Question: a name", "/questions/0a1b", false, false},
	} {
		if got := tt.about.Words("a name"); got != tt.words && tt.about != (action.About{}) {
			t.Errorf("%q reads %q", tt.about.Text(), got)
		}
		if got := tt.about.Path(); got != tt.path {
			t.Errorf("%q is at %s", tt.about.Text(), got)
		}
		if tt.about.SharesFirst() != tt.shares || tt.about.Closed() != tt.keptBack || !tt.about.Known() {
			t.Errorf("%q: shared %t, kept back %t, known %t", tt.about.Text(), tt.about.SharesFirst(), tt.about.Closed(), tt.about.Known())
		}
	}
	for _, wrong := range []action.About{{Kind: "weather", ID: "1"}, {Kind: record.Contract}, {ID: "1"}} {
		if wrong.Known() {
			t.Errorf("%+v is known", wrong)
		}
	}
	for _, kind := range action.KindsInOrder {
		if action.KindWords(kind) == "" {
			t.Errorf("%s has no words", kind)
		}
	}
}

// What each audience reads of an action that it sees.
func TestFor(t *testing.T) {
	a := action.Action{
		What: "Find rooms", Confirmed: "abc", AboutName: "IPS service", About: action.About{Kind: record.Contract, ID: "k"},
		ChangedBy: "Person lead",
		Owner:     action.Owner{Member: "m", Name: "Person lead", Title: view.Title{Words: "Commissioner"}},
	}
	if got := a.For(view.Commissioners); got != a {
		t.Errorf("commissioners read %+v", got)
	}
	provider := a.For(view.Provider("n"))
	if provider.About != (action.About{}) || provider.AboutName+provider.Confirmed != "" || provider.Name != "Person lead" {
		t.Errorf("a provider reads %+v", provider)
	}
	group := a.For(view.SteeringGroup)
	if group.Owner.Words() != "Commissioner, ICB" || group.Member+group.Name+group.ChangedBy != "" {
		t.Errorf("the steering group reads %+v", group)
	}
	a.About = action.About{Kind: record.Return, ID: "n 2026Q2"}
	if a.For(view.Provider("n")).About != a.About || a.For(view.Provider("r")).About != (action.About{}) {
		t.Error("a provider reads of its own figures alone that an action is about them")
	}
	a.About = action.About{Kind: record.Difference, ID: "3.4"}
	if got := a.For(view.SteeringGroup).About; got.Kind != record.Priority || got.ID != "3.4" {
		t.Errorf("of a difference the steering group reads %+v", got)
	}
}

func TestByDue(t *testing.T) {
	list := []action.Action{
		{What: "dropped", State: action.Dropped, ChangedAt: "2026-11-19T09:00:00.000000Z"},
		{What: "done long ago", State: action.Done, ChangedAt: "2026-10-01T09:00:00.000000Z"},
		{What: "later", State: action.Open, Due: "2026-12-01"},
		{What: "done", State: action.Done, ChangedAt: "2026-11-01T09:00:00.000000Z"},
		{What: "first", State: action.Open, Due: "2026-11-01"},
	}
	slices.SortFunc(list, action.ByDue)
	var got []string
	for _, a := range list {
		got = append(got, a.What)
	}
	if want := []string{"first", "later", "done", "done long ago", "dropped"}; !slices.Equal(got, want) {
		t.Errorf("in the order %q", got)
	}
}
