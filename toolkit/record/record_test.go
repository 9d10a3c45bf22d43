package record_test

import (
	"testing"

	"ipstoolkit/toolkit/record"
)

type line struct{ Name, Note string }

// A list is kept so that what people typed can be found in it, and reads as it did.
func TestList(t *testing.T) {
	say := record.SayList(func(l line) string { return l.Name + ": " + l.Note })
	for _, tt := range []struct {
		name       string
		list       []line
		kept, said string
	}{
		{"nothing", nil, "", ""},
		{"one", []line{{"A", "b"}}, `[{"Name":"A","Note":"b"}]`, "A: b"},
		{"letters and marks", []line{{"A & B", "é < ü"}}, `[{"Name":"A & B","Note":"é < ü"}]`, "A & B: é < ü"},
		{"several", []line{{"A", "1"}, {"B", "2"}}, `[{"Name":"A","Note":"1"},{"Name":"B","Note":"2"}]`, "A: 1\nB: 2"},
	} {
		if got := record.List(tt.list); got != tt.kept {
			t.Errorf("%s is kept as %s", tt.name, got)
		}
		if got := say(tt.kept); got != tt.said {
			t.Errorf("%s reads %q", tt.name, got)
		}
	}
	if got := say("not a list"); got != "not a list" {
		t.Errorf("what is no list reads %q", got)
	}
}

func TestField(t *testing.T) {
	k := record.Kind{Fields: []record.Field{{Name: "starts_on", Words: "Start"}}, Others: func(name string) (record.Field, bool) {
		return record.Field{Name: name, Words: "Other"}, name == "other"
	}}
	for name, want := range map[string]string{"starts_on": "Start", "other": "Other", "that_was_once": "That was once"} {
		if got := k.Field(name).Words; got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
}
