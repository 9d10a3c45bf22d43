package meetings

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

func meetingOn(day string) steering.Meeting {
	return steering.Meeting{Row: register.Row{ID: "m", Values: register.Values(register.Meeting.On.As(day))}}
}

// What was decided last is of the last day before the meeting on which there was something.
func TestLastDecisions(t *testing.T) {
	decided := func(on, text string) register.Row {
		return register.Row{Values: register.Values(register.Decision.On.As(on), register.Decision.Text.As(text))}
	}
	s := snapshot.Snapshot{Registers: map[string][]register.Row{register.Decisions: {
		decided("2026-12-09", "today"), decided("2026-09-02", "b"), decided("2026-09-02", "a"), decided("2026-06-01", "long ago"),
	}}}
	for on, want := range map[string][]string{
		"2026-12-10": {"today"}, "2026-12-09": {"b", "a"}, "2026-09-02": {"long ago"}, "2026-06-01": nil,
	} {
		if got := lastDecisions(s, meetingOn(on)); !slices.Equal(got, want) {
			t.Errorf("before %s: %q, want %q", on, got, want)
		}
	}
}

// The screen has the open actions that are not overdue apart from those that are, results that there are, and the next meeting after
// this one.
func TestFactsOfAMeeting(t *testing.T) {
	s := snapshot.Snapshot{
		At: "2026-11-20T09:00:00.000000Z",
		Actions: []action.Action{
			{What: "late", Due: "2026-11-19", State: action.Open, Owner: action.Owner{Role: "Trust executive"}},
			{What: "due today", Due: "2026-11-20", State: action.Open},
			{What: "done", Due: "2026-12-20", State: action.Done},
			{What: "dropped", Due: "2026-12-20", State: action.Dropped},
		},
		Results: []measure.Result{
			{Kind: measure.Kind{Name: "None yet"}}, {Kind: measure.Kind{Name: "Rate"}, Line: measure.Line{Shown: "42.0%"}},
		},
	}
	if got := openLines(s); !slices.Equal(got, []string{"due today (by 20 November 2026, owner: Nobody yet)"}) {
		t.Errorf("open: %q", got)
	}
	if got := resultLines(s); len(got) != 1 || !strings.HasPrefix(got[0], "Rate: 42.0%") {
		t.Errorf("results: %q", got)
	}
	for planned, want := range map[calendar.Date]string{
		"": "Not planned yet", "2026-12-08": "Not planned yet", "2026-12-09": "Not planned yet", "2026-12-10": "10 December 2026",
	} {
		if got := next(meetingOn("2026-12-09"), planned); got != want {
			t.Errorf("planned %q: %q, want %q", planned, got, want)
		}
	}
}

// The minutes as text name those who came with their number and those who did not as apologies.
func TestMinutesAsText(t *testing.T) {
	m := meetingOn("2026-11-10")
	seat := func(name, people string) register.Row {
		a := register.Attendance
		return register.Row{Values: register.Values(a.Name.As(name), a.Kind.As(register.SeatOther), a.People.As(people))}
	}
	m.Attendance = []register.Row{seat("IPS service", "2"), seat("Trust", "0")}
	i, d := register.Item, register.Decision
	m.Items = []register.Row{
		{ID: "a", Values: register.Values(i.Title.As("Actions"), i.Minute.As("Two are done"))},
		{ID: "b", Values: register.Values(i.Title.As("Risks"))},
	}
	m.Decisions = []register.Row{{Values: register.Values(d.Item.As("b"), d.Text.As("Go on"))}}
	want := "Example ICB: IPS steering group, 10 November 2026\nHeld\nPresent: IPS service (2)\nApologies: Trust\n" +
		"\n1. Actions\nTwo are done\n\n2. Risks\nDecision: Go on\n\nActions\n- Find a room\n"
	if got := (pages{kind: group}).minutesText("Example ICB", m, []string{"Find a room"}); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
