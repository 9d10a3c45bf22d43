package register_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/register"
)

// The tables of fields are data: what every list needs so that people can fill it in, keep it and read it.
func TestLists(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	codes := map[string]bool{}
	for _, l := range register.Lists {
		if codes[l.Code] || !name.MatchString(l.Code) || l.Name == "" || l.One == "" || l.Many == "" ||
			l.Page == 0 && len(l.Priorities) > 0 {
			t.Errorf("list %q is there twice or lacks a name or its page", l.Code)
		}
		codes[l.Code] = true
		fields := map[string]bool{}
		for _, f := range l.Fields {
			if fields[f.Name] || !name.MatchString(f.Name) || f.Name == "provider" || f.Name == "version" || f.Label == "" {
				t.Errorf("%s: field %q is there twice, or has no label or a name that a form needs itself", l.Code, f.Name)
			}
			fields[f.Name] = true
			if (f.Type == register.Choice) != (len(f.Options) > 0) {
				t.Errorf("%s: %s has options and is no choice, or the other way round", l.Code, f.Name)
			}
		}
		if l.Sorting != "" && !fields[l.Sorting] || l.Naming != "" && !fields[l.Naming] || l.Quarterly && !fields["quarter"] {
			t.Errorf("%s: no field %q, or no quarter in a quarterly list", l.Code, l.Naming)
		}
		if !slices.ContainsFunc(l.Fields, func(f register.Field) bool { return f.Listed }) {
			t.Errorf("%s: no column", l.Code)
		}
	}
}

func TestParseAndWords(t *testing.T) {
	choice := []register.Option{{"direct", "Directly"}, {"no", "Not yet"}}
	for _, c := range []struct {
		name  string
		field register.Field
		typed string
		kept  string
		words string
		wrong string
	}{
		{"nothing", register.Field{Type: register.Count}, "  ", "", "", ""},
		{"0 is not nothing", register.Field{Type: register.Count}, "0", "0", "0", ""},
		{"count", register.Field{Type: register.Count}, "42,500", "42500", "42,500", ""},
		{"count with a part", register.Field{Type: register.Count}, "4.0", "", "", "must be a whole number, like 12"},
		{"count below 0", register.Field{Type: register.Count}, "-1", "", "", "must be 0 or more"},
		{"count past belief", register.Field{Type: register.Count}, "1000001", "", "", "must be 1,000,000 or less"},
		{"count that is none", register.Field{Type: register.Count}, "1e3", "", "", "must be a number, like 12"},
		{"FTE", register.Field{Type: register.FTE}, "18.5", "1850", "18.50", ""},
		{"FTE above the field's own limit", register.Field{Type: register.FTE, Most: 200}, "2.01", "", "", "must be 2.00 or less"},
		{"FTE at it", register.Field{Type: register.FTE, Most: 200}, "2", "200", "2.00", ""},
		{"share", register.Field{Type: register.Percent}, "37.5%", "3750", "37.5%", ""},
		{"share above the whole", register.Field{Type: register.Percent}, "101", "", "", "must be from 0% to 100%"},
		{"money", register.Field{Type: register.Money}, "£120,000", "120000", "£120,000", ""},
		{"date as kept", register.Field{Type: register.Date}, "2026-04-01", "2026-04-01", "1 April 2026", ""},
		{"date as written", register.Field{Type: register.Date}, "1 April 2026", "2026-04-01", "1 April 2026", ""},
		{"date as a spreadsheet has it", register.Field{Type: register.Date}, "01/04/2026", "2026-04-01", "1 April 2026", ""},
		{"date that is none", register.Field{Type: register.Date}, "30 February 2026", "", "", "must be a real date"},
		{"date in part", register.Field{Type: register.Date}, "April 2026", "", "", "must be a date, like 1 April 2026"},
		{"quarter", register.Field{Type: register.Quarter}, "2026Q1", "2026Q1", "Quarter 1 (April to June 2026)", ""},
		{
			"quarter that is none",
			register.Field{Type: register.Quarter},
			"2026Q5", "", "",
			"must be a quarter, like 2026Q1 for April to June 2026",
		},
		{"yes", register.Field{Type: register.YesNo}, "Yes", "yes", "Yes", ""},
		{"neither yes nor no", register.Field{Type: register.YesNo}, "maybe", "", "", "must be one of: Yes, No"},
		{"choice by value", register.Field{Type: register.Choice, Options: choice}, "direct", "direct", "Directly", ""},
		{"choice by its words", register.Field{Type: register.Choice, Options: choice}, "not YET", "no", "Not yet", ""},
		{"no such choice", register.Field{Type: register.Choice, Options: choice}, "trust", "", "", "must be one of: Directly, Not yet"},
		{"a line has no line breaks", register.Field{Type: register.Line}, " North\n team ", "North team", "North team", ""},
		{"lines keep theirs", register.Field{Type: register.Lines}, "a\n\nb", "a\n\nb", "a\n\nb", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept, err := c.field.Parse(c.typed)
			if c.wrong != "" {
				if err == nil || err.Error() != c.wrong {
					t.Fatalf("read as %q, %v; want %q", kept, err, c.wrong)
				}
				return
			}
			if err != nil || kept != c.kept || c.field.Words(kept) != c.words {
				t.Errorf("kept %q, %v, reads %q; want %q, %q", kept, err, c.field.Words(kept), c.kept, c.words)
			}
			if again, err := c.field.Parse(c.field.Input(kept)); err != nil || again != kept {
				t.Errorf("from its form it comes back as %q, %v", again, err)
			}
		})
	}
}

func TestReadKeepsWhatIsRight(t *testing.T) {
	teams, _ := register.Of(register.Teams)
	r := register.Row{Provider: "p1", Values: map[string]string{"place": "North"}}
	typed := map[string]string{"name": "North team", "mhsds": "pigeon", "tool": "yes", "place": "South"}
	wrong := teams.Read(&r, func(f register.Field) string { return typed[f.Name] },
		func(f register.Field) bool { return f.Name != "place" })
	if r.Text(register.Team.Name) != "North team" || !r.Yes(register.Team.Tool) || r.No(register.Team.Tool) {
		t.Errorf("read %v", r.Values)
	}
	if r.Text(register.Team.Place) != "North" {
		t.Error("what the person may not fill in has to stay")
	}
	if len(wrong) != 1 || wrong[0].Field != "mhsds" || !strings.HasPrefix(wrong[0].Message, "How does its data reach MHSDS?") {
		t.Errorf("wrong %v", wrong)
	}
}

func TestCheck(t *testing.T) {
	teams, _ := register.Of(register.Teams)
	sound := func() register.Row {
		return register.Row{Provider: "p1", Values: map[string]string{"name": "North team", "mhsds": "trust", "tool": "yes"}}
	}
	for _, c := range []struct {
		name  string
		spoil func(*register.Row)
		field string
	}{
		{"sound", func(*register.Row) {}, ""},
		{"no provider", func(r *register.Row) { r.Provider = "" }, "provider"},
		{"no name", func(r *register.Row) { delete(r.Values, "name") }, "name"},
		{"a date to come", func(r *register.Row) { r.Values["mhsds_last"] = "2026-11-21" }, "mhsds_last"},
		{"today", func(r *register.Row) { r.Values["mhsds_last"] = "2026-11-20" }, ""},
		{"a quarter to come", func(r *register.Row) { r.Values["tool_last"] = "2026Q4" }, "tool_last"},
		{"the present quarter", func(r *register.Row) { r.Values["tool_last"] = "2026Q3" }, ""},
		{"not as kept", func(r *register.Row) { r.Values["mhsds"] = "Through a trust" }, "mhsds"},
		{"a field that is none", func(r *register.Row) { r.Values["colour"] = "red" }, "colour"},
		{"a name too long", func(r *register.Row) { r.Values["name"] = strings.Repeat("é", 201) }, "name"},
		{"as long as can be", func(r *register.Row) { r.Values["name"] = strings.Repeat("é", 200) }, ""},
		{"lines as long as can be", func(r *register.Row) { r.Values["lacking"] = strings.Repeat("é", register.LongestLines) }, ""},
		{"lines too long", func(r *register.Row) { r.Values["lacking"] = strings.Repeat("é", register.LongestLines+1) }, "lacking"},
		{"what looks like an NHS number", func(r *register.Row) { r.Values["lacking"] = "see 999 000 0018" }, "lacking"},
		{"two fields that cannot both be", func(r *register.Row) { r.Values["tool"], r.Values["tool_last"] = "no", "2026Q1" }, "tool"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := sound()
			c.spoil(&r)
			wrong := teams.Check(r, "2026-11-20")
			switch {
			case c.field == "" && len(wrong) > 0:
				t.Errorf("refused: %v", wrong)
			case c.field != "" && (len(wrong) != 1 || wrong[0].Field != c.field):
				t.Errorf("wrong %v, want one with %s", wrong, c.field)
			}
		})
	}
}

// Combinations of two fields that a row may not have.
func TestWhatCannotBeTogether(t *testing.T) {
	for _, c := range []struct {
		name, list string
		values     map[string]string
		field      string
	}{
		{"as many enrolled as started", register.Workforce, map[string]string{"starters": "3", "enrolled": "3"}, ""},
		{"one more", register.Workforce, map[string]string{"starters": "3", "enrolled": "4"}, "enrolled"},
		{"nobody knows how many started", register.Workforce, map[string]string{"enrolled": "4"}, ""},
		{"all who could completed", register.Workforce, map[string]string{"completing": "2", "completed": "2"}, ""},
		{"one more completed", register.Workforce, map[string]string{"completing": "2", "completed": "3"}, "completed"},
		{
			"every specialist at Level 3 or on the way", register.Workforce,
			map[string]string{"specialists": "5", "level3_done": "3", "level3_under_way": "2"},
			"",
		},
		{
			"one more at Level 3", register.Workforce,
			map[string]string{"specialists": "5", "level3_done": "4", "level3_under_way": "2"},
			"level3_done",
		},
		{"nobody knows how many specialists", register.Workforce, map[string]string{"level3_done": "4"}, ""},
		{"a tender", register.Events, map[string]string{"stage": "tender", "priority": "6.1"}, ""},
		{"a tender of another priority", register.Events, map[string]string{"stage": "tender", "priority": "6.2"}, "priority"},
		{
			"a specification of another priority", register.Events,
			map[string]string{"stage": "specification", "priority": "6.2"},
			"priority",
		},
		{"feedback", register.Events, map[string]string{"stage": "start", "priority": "6.2"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, _ := register.Of(c.list)
			r := register.Row{Provider: "p1", Values: c.values}
			if c.list == register.Events {
				r.Provider, c.values["on"], c.values["what"], c.values["people"] = "", "2026-10-01", "A panel", "3"
			} else {
				c.values["quarter"] = "2026Q2"
			}
			wrong := list.Check(r, "2026-11-20")
			if c.field == "" && len(wrong) > 0 || c.field != "" && (len(wrong) != 1 || wrong[0].Field != c.field) {
				t.Errorf("wrong %v, want one with %q", wrong, c.field)
			}
		})
	}
}

func TestWhoseMeetingItIs(t *testing.T) {
	meetings, _ := register.Of(register.Meetings)
	for _, c := range []struct{ kind, provider, field string }{
		{register.SteeringMeeting, "", ""},
		{register.SteeringMeeting, "p1", "kind"}, // a provider's own form has no field for the provider
		{register.ContractMeeting, "p1", ""},
		{register.ContractMeeting, "", "provider"},
	} {
		r := register.Row{Provider: c.provider, Values: map[string]string{"on": "2026-11-02", "kind": c.kind}}
		wrong := meetings.Check(r, "2026-11-20")
		if c.field == "" && len(wrong) > 0 || c.field != "" && (len(wrong) != 1 || wrong[0].Field != c.field) {
			t.Errorf("%s of %q: %v, want one with %q", c.kind, c.provider, wrong, c.field)
		}
	}
}

// The first five conditions are the toolkit's: they have a column each, as have the days. The others appear only on a
// row's own page.
func TestConditionsWithAColumn(t *testing.T) {
	teams, _ := register.Of(register.Teams)
	var columns []string
	for _, f := range teams.Fields {
		if f.Listed && f.Sheet == register.ConditionsSheet {
			columns = append(columns, f.Name)
		}
	}
	if want := []string{"systems", "mdt", "office", "stories", "leader", "found_on", "confirmed_on"}; !slices.Equal(columns, want) {
		t.Errorf("columns %q, want %q", columns, want)
	}
}

func TestPCNCodes(t *testing.T) {
	pcns, _ := register.Of(register.PCNs)
	for code, sound := range map[string]bool{"U99901": true, "u99901": false, "U9990": false, "U999012": false, "A12345": false} {
		wrong := pcns.Check(register.Row{Values: map[string]string{"code": code, "name": "Hill PCN"}}, "2026-11-20")
		if (len(wrong) == 0) != sound {
			t.Errorf("%s: %v", code, wrong)
		}
	}
}

// A row that is a part of another is called by what people see of it, never by the other row's id.
func TestPartsAreCalledByTheirOwnWords(t *testing.T) {
	const id = "94ab37a82f3293420d50c66801195ded"
	item, decision, attendance := register.Item, register.Decision, register.Attendance
	for _, c := range []struct {
		list   string
		values map[string]string
		want   string
	}{
		{register.Items, register.Values(item.Meeting.As(id), item.Place.As("1"), item.Title.As("Risks")), "Risks"},
		{register.Decisions, register.Values(decision.Meeting.As(id), decision.On.As("2026-11-10")), "10 November 2026"},
		{register.Attended, register.Values(attendance.Meeting.As(id), attendance.Seat.As(id), attendance.Name.As("Chair")), "Chair"},
	} {
		l, _ := register.Of(c.list)
		if got := l.Title(register.Row{Values: c.values}); got != c.want {
			t.Errorf("%s: %q, want %q", c.list, got, c.want)
		}
	}
}
