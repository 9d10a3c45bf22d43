package steering_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
)

func row(id string, answers ...register.Answer) register.Row {
	return register.Row{ID: id, Values: register.Values(answers...), ChangedBy: "somebody", Confirmed: "c"}
}

func TestStages(t *testing.T) {
	m := register.Meeting
	for _, tt := range []struct {
		name string
		row  register.Row
		want steering.Stage
	}{
		{"recorded before meetings could be planned", row("a", m.On.As("2026-03-01")), steering.Held},
		{"planned", row("a", m.Stage.As(register.MeetingPlanned)), steering.Planned},
		{
			"planned, and minutes agreed by mistake", row("a", m.Stage.As(register.MeetingPlanned), m.AgreedOn.As("2026-03-02")),
			steering.Planned,
		},
		{"cancelled with minutes", row("a", m.Stage.As(register.MeetingCancelled), m.Minutes.As(register.MinutesSent)), steering.Cancelled},
		{"held", row("a", m.Stage.As(register.MeetingHeld)), steering.Held},
		{"draft", row("a", m.Stage.As(register.MeetingHeld), m.Minutes.As(register.MinutesDraft)), steering.MinutesDraft},
		{"sent", row("a", m.Minutes.As(register.MinutesSent)), steering.MinutesSent},
		{"agreed", row("a", m.Minutes.As(register.MinutesSent), m.AgreedOn.As("2026-03-02")), steering.MinutesAgreed},
		{"agreed without a draft", row("a", m.AgreedOn.As("2026-03-02")), steering.MinutesAgreed},
	} {
		if got := steering.StageOf(tt.row); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got.Words(), tt.want.Words())
		}
	}
}

// Meetings have their own parts, in the order of the agenda, and never those of a contract meeting.
func TestMeetings(t *testing.T) {
	m, i := register.Meeting, register.Item
	lists := map[string][]register.Row{
		register.Meetings: {
			row("old", m.On.As("2026-03-01"), m.Kind.As(register.SteeringMeeting)),
			row("new", m.On.As("2026-06-01"), m.Kind.As(register.SteeringMeeting)),
			row("contract", m.On.As("2026-07-01"), m.Kind.As(register.ContractMeeting)),
		},
		register.Items: {
			row("second", i.Meeting.As("new"), i.Place.As("10")), row("first", i.Meeting.As("new"), i.Place.As("9")),
			row("other", i.Meeting.As("contract"), i.Place.As("1")),
		},
		register.Decisions: {
			row("d1", register.Decision.Meeting.As("new"), register.Decision.Item.As("first")),
			row("d2", register.Decision.Meeting.As("old"), register.Decision.Item.As("first")),
		},
	}
	all := steering.Meetings(lists, register.SteeringMeeting)
	if len(all) != 2 || all[0].ID != "new" || all[1].ID != "old" {
		t.Fatalf("meetings %+v", all)
	}
	if got := all[0].Items; len(got) != 2 || got[0].ID != "first" {
		t.Errorf("items %+v", got)
	}
	if got := all[0].DecisionsOn("first"); len(got) != 1 || got[0].ID != "d1" {
		t.Errorf("decisions %+v", got)
	}
	if _, ok := all[1].Item("first"); ok {
		t.Error("a meeting has another's item")
	}
}

func TestWhatMembersRead(t *testing.T) {
	m, i := register.Meeting, register.Item
	for minutes, reads := range map[string]bool{"": false, register.MinutesDraft: false, register.MinutesSent: true} {
		whole := steering.Meeting{
			Row:       row("a", m.Minutes.As(minutes)),
			Items:     []register.Row{row("i", i.Title.As("Actions"), i.Minute.As("Two are done"))},
			Decisions: []register.Row{row("d", register.Decision.Text.As("Yes"))}, Attendance: []register.Row{row("t")},
		}
		got := whole.ForMembers()
		if (got.Items[0].Text(i.Minute) != "") != reads || (len(got.Decisions) == 1) != reads || (len(got.Attendance) == 1) != reads ||
			got.Items[0].Text(i.Title) != "Actions" {
			t.Errorf("minutes %q: %+v", minutes, got)
		}
		for _, r := range slices.Concat([]register.Row{got.Row}, got.Items, got.Decisions, got.Attendance) {
			if r.ChangedBy+r.Confirmed != "" {
				t.Errorf("minutes %q: who wrote it is read: %+v", minutes, r)
			}
		}
		if whole.Items[0].Text(i.Minute) == "" || whole.Items[0].ChangedBy == "" {
			t.Errorf("minutes %q: the meeting itself is changed", minutes)
		}
	}
}

func TestNextAndNotRecorded(t *testing.T) {
	m := register.Meeting
	planned := func(id, on string) steering.Meeting {
		return steering.Meeting{Row: row(id, m.On.As(on), m.Stage.As(register.MeetingPlanned))}
	}
	all := []steering.Meeting{
		planned("far", "2027-03-01"), planned("today", "2026-12-09"), planned("past", "2026-12-08"),
		{Row: row("cancelled", m.On.As("2026-12-07"), m.Stage.As(register.MeetingCancelled))},
		{Row: row("held", m.On.As("2026-12-01"))},
	}
	if next, ok := steering.Next(all, "2026-12-09"); !ok || next.ID != "today" {
		t.Errorf("next %+v %t", next, ok)
	}
	if _, ok := steering.Next(all, "2027-03-02"); ok {
		t.Error("a meeting of the past is next")
	}
	if got := steering.NotRecorded(all, "2026-12-09"); len(got) != 1 || got[0].ID != "past" {
		t.Errorf("not recorded %+v", got)
	}
}

// Seats answer what 1.2 asks about who was there; a kind of seat that the group does not have changes no answer.
func TestAttending(t *testing.T) {
	a, m := register.Attendance, register.Meeting
	seat := func(kind, people string) register.Row {
		return row(kind, a.Name.As("Seat of "+kind), a.Kind.As(kind), a.People.As(people))
	}
	was := row("meeting", m.ICBLead.As("no"), m.NHSE.As("yes"))
	got := steering.Attending(was, []register.Row{
		seat(register.SeatICBLead, "1"), seat(register.SeatService, "0"), seat(register.SeatService, "2"),
		seat(register.SeatExecutive, "0"),
		seat(register.SeatLived, "2"), seat(register.SeatLived, "1"), seat(register.SeatOther, "4"),
	})
	if !got.Yes(m.ICBLead) || !got.Yes(m.Service) || !got.No(m.Executive) || !got.Yes(m.NHSE) || got.Text(m.IPSGrow) != "" ||
		got.Text(m.Lived) != "3" {
		t.Errorf("%+v", got.Values)
	}
	if !was.No(m.ICBLead) {
		t.Error("the row itself is changed")
	}
	meeting := steering.Meeting{Attendance: []register.Row{seat(register.SeatNHSE, "0"), seat(register.SeatLived, "2")}}
	if got := meeting.Absent(); !slices.Equal(got, []string{"Seat of nhse"}) {
		t.Errorf("absent %v", got)
	}
}

func TestSeats(t *testing.T) {
	usual := steering.DefaultSeats()
	list, _ := register.Of(register.Seats)
	for _, s := range usual {
		if wrong := list.Check(s, "2026-11-20"); len(wrong) > 0 {
			t.Errorf("%v: %v", s.Values, wrong)
		}
	}
	if missing := steering.MissingSeats(usual); len(usual) != 6 || len(missing) != 0 {
		t.Errorf("%d seats, missing %v", len(usual), missing)
	}
	usual[2].Values = register.With(usual[2].Values, register.Seat.Until.Name, "2026-11-01")
	if missing := steering.MissingSeats(usual); !slices.Equal(missing, []string{"NHS England’s lead"}) {
		t.Errorf("a seat that has ended: %v", missing)
	}
}

// The agenda is in the usual order of a board. It names the targets that are not met, at most three, and priorities at most five; a
// meeting cannot talk about everything.
func TestAgenda(t *testing.T) {
	s := sample.ICB().For(view.SteeringGroup)
	list, _ := register.Of(register.Items)
	i := register.Item
	var kinds []string
	targets, priorities := 0, 0
	for n, r := range steering.Agenda(s) {
		r.Values = register.With(r.Values, i.Meeting.Name, "m")
		if wrong := list.Check(r, calendar.Date("2026-11-20")); len(wrong) > 0 {
			t.Errorf("%v: %v", r.Values, wrong)
		}
		if place, _ := r.Number(i.Place); place != int64(n+1) {
			t.Errorf("item %d is at %d", n+1, place)
		}
		kind, id, _ := strings.Cut(r.Text(i.About), " ")
		switch kind {
		case "target":
			targets++
			for _, result := range s.Results {
				if result.Kind.Code == id && result.Line.Verdict.Tone != measure.Attention {
					t.Errorf("%s is met, and on the agenda", id)
				}
			}
		case "priority":
			priorities++
		default:
			kinds = append(kinds, r.Text(i.Kind))
		}
	}
	want := []string{"apologies", "interests", "minutes", "actions", "figures", "risks", "any_other", "next"}
	if !slices.Equal(kinds, want) || targets == 0 || targets > 3 || priorities == 0 || priorities > 5 {
		t.Errorf("%v, %d targets, %d priorities", kinds, targets, priorities)
	}
}

// Of more priorities than a meeting talks about come those first that moved back, then what is asked of somebody, then what is overdue.
func TestWhichPrioritiesAMeetingTalksAbout(t *testing.T) {
	of := func(s snapshot.Snapshot) (numbers []string) {
		for _, r := range steering.Agenda(s.For(view.SteeringGroup)) {
			if kind, number, _ := strings.Cut(r.Text(register.Item.About), " "); kind == "priority" {
				numbers = append(numbers, number)
			}
		}
		return numbers
	}
	s := sample.ICB()
	s.Results, s.Actions, s.Contracts, s.Registers = nil, nil, nil, nil
	set := func(key string, began, now assessment.Status, review calendar.Date) {
		e := s.Entries[key]
		e.Priority, e.Status, e.ReviewOn = key, now, review
		s.Entries[key], s.Began[key] = e, began
	}
	for _, p := range s.Edition.Priorities() {
		set(p.Key, assessment.InPlace, assessment.InPlace, "")
	}
	if got := of(s); len(got) > 0 {
		t.Fatalf("nothing calls for %v", got)
	}
	for _, key := range []string{"1.1", "1.2", "1.3", "2.1", "2.2"} {
		set(key, assessment.InPlace, assessment.InPlace, "2026-10-01")
	}
	set("7.1", assessment.InPlace, assessment.InProgress, "")
	if got, want := of(s), []string{"1.1", "1.2", "1.3", "2.1", "7.1"}; !slices.Equal(got, want) {
		t.Errorf("%v, want what moved back and the first that are overdue: %v", got, want)
	}
}

// The next meeting is the first that is planned, else the day that the ICB has set; never one of the past or a contract meeting.
func TestNextMeeting(t *testing.T) {
	m := register.Meeting
	planned := func(on string) register.Row {
		return row(on, m.On.As(on), m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned))
	}
	contract := row("c", m.On.As("2026-12-01"), m.Kind.As(register.ContractMeeting), m.Stage.As(register.MeetingPlanned))
	cancelled := row("x", m.On.As("2026-12-02"), m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingCancelled))
	for _, tt := range []struct {
		name string
		rows []register.Row
		set  calendar.Date
		want calendar.Date
	}{
		{"nothing", nil, "", ""},
		{"set", nil, "2026-12-09", "2026-12-09"},
		{"set for today", nil, "2026-11-30", "2026-11-30"},
		{"set for a day that is over", nil, "2026-11-29", ""},
		{"two are planned", []register.Row{planned("2027-03-01"), planned("2026-12-15")}, "2026-12-09", "2026-12-15"},
		{"planned today", []register.Row{planned("2026-11-30")}, "2026-12-09", "2026-11-30"},
		{"planned for a day that is over", []register.Row{planned("2026-11-29")}, "2026-12-09", "2026-12-09"},
		{"others", []register.Row{contract, cancelled}, "", ""},
	} {
		if got := register.NextMeeting(tt.rows, tt.set, "2026-11-30"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A seat of people with lived experience has a number, never a name: in the list, at a meeting, and where an older record is shown.
func TestLivedExperienceHasNoName(t *testing.T) {
	seat, came := register.Seat, register.Attendance
	for name, want := range map[string]bool{
		"People with lived experience": true, "People with lived experience 2": true, "People with lived experience 0": false,
		"Zed Quokka": false, "People with lived experience (Zed)": false, "Zed": false, "Lived experience representative": false,
	} {
		seats, _ := register.Of(register.Seats)
		attended, _ := register.Of(register.Attended)
		for list, values := range map[*register.List]map[string]string{
			&seats: register.Values(seat.Name.As(name), seat.Kind.As(register.SeatLived), seat.People.As("2")),
			&attended: register.Values(came.Meeting.As("m"), came.Seat.As("s"), came.Name.As(name), came.Kind.As(register.SeatLived),
				came.People.As("2")),
		} {
			wrong := list.Check(register.Row{Values: values}, "2026-11-20")
			if (len(wrong) == 0) != want {
				t.Errorf("%s %q: %v", list.Code, name, wrong)
			}
		}
		if shown := register.SeatName(register.SeatLived, name); want != (shown == name) {
			t.Errorf("%q is shown as %q", name, shown)
		}
	}
	if shown := register.SeatName(register.SeatExecutive, "Chief operating officer"); shown != "Chief operating officer" {
		t.Errorf("another seat is shown as %q", shown)
	}
}

// Which quarters had no meeting, and from which seats nobody came twice running.
func TestMissedAndNotSeen(t *testing.T) {
	m, came := register.Meeting, register.Attendance
	lists := map[string][]register.Row{}
	meeting := func(id, on, stage string, people map[string]string) {
		lists[register.Meetings] = append(lists[register.Meetings],
			row(id, m.Kind.As(register.SteeringMeeting), m.On.As(on), m.Stage.As(stage)))
		for seat, n := range people {
			lists[register.Attended] = append(lists[register.Attended], row(id+seat, came.Meeting.As(id), came.Seat.As(seat),
				came.Name.As("Seat "+seat), came.Kind.As(register.SeatOther), came.People.As(n)))
		}
	}
	if missed := steering.Missed(steering.Meetings(lists, register.SteeringMeeting), "2026-11-20"); missed != nil {
		t.Errorf("without any record: %v", missed)
	}
	meeting("1", "2026-02-10", register.MeetingHeld, map[string]string{"a": "0", "b": "0", "c": "1"})
	if seen := steering.NotSeen(steering.Meetings(lists, register.SteeringMeeting)); seen != nil {
		t.Errorf("after one meeting: %v", seen)
	}
	meeting("2", "2026-05-12", register.MeetingHeld, nil)
	meeting("3", "2026-08-11", register.MeetingCancelled, map[string]string{"a": "0"})
	meeting("4", "2026-10-06", register.MeetingHeld, map[string]string{"a": "0", "b": "2", "c": "0", "d": "0"})
	all := steering.Meetings(lists, register.SteeringMeeting)
	if missed := steering.Missed(all, "2026-11-20"); !slices.Equal(missed, []calendar.Quarter{"2026Q2", "2025Q3"}) {
		t.Errorf("missed %v", missed)
	}
	if seen := steering.NotSeen(all); !slices.Equal(seen, []string{"Seat a"}) {
		t.Errorf("not seen %v", seen)
	}
}

// Rows from before are read without their name; other seats, and who came from them, keep theirs.
func TestShownWithoutNames(t *testing.T) {
	seat, came := register.Seat, register.Attendance
	rows := register.Shown(map[string][]register.Row{
		register.Seats: {
			{Values: register.Values(seat.Name.As("Zed Quokka"), seat.Kind.As(register.SeatLived))},
			{Values: register.Values(seat.Name.As("People with lived experience 2"), seat.Kind.As(register.SeatLived))},
			{Values: register.Values(seat.Name.As("Chief operating officer"), seat.Kind.As(register.SeatExecutive))},
		},
		register.Attended: {{Values: register.Values(came.Name.As("Zed Quokka"), came.Kind.As(register.SeatLived))}},
	})
	for n, want := range []string{register.LivedSeat, register.LivedSeat + " 2", "Chief operating officer"} {
		if got := rows[register.Seats][n].Text(seat.Name); got != want {
			t.Errorf("seat %d is %q, want %q", n, got, want)
		}
	}
	if got := rows[register.Attended][0].Text(came.Name); got != register.LivedSeat {
		t.Errorf("who came: %q", got)
	}
}
