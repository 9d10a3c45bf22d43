package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/view"
)

// field is the field of the first problem, "" where there is none.
func field(err error) string {
	if list, ok := errors.AsType[problem.List](err); ok {
		return list[0].Field
	}
	return ""
}

// seenBy is what an audience sees of a spread, in words: "-" for nothing.
func seenBy(s assessment.Spread, a view.Audience) string {
	seen, ok := s.For(a)
	if !ok {
		return "-"
	}
	words := []string{}
	for _, w := range []string{seen.Words(), map[bool]string{true: "differ"}[seen.Differ], seen.Comment.Text} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, "; ")
}

func TestSpreads(t *testing.T) {
	const in, on, not = assessment.InPlace, assessment.InProgress, assessment.NotStarted
	for _, tt := range []struct {
		name                           string
		icb                            assessment.Status
		views                          []assessment.Status
		comment                        string // "now", "before" or ""
		commissioners, provider, group string
	}{
		{"nobody has given a view", in, nil, "", "", "-", "-"},
		{"one that agrees", in, []assessment.Status{in}, "", "In place at the 1 provider that has given its view", "-", "-"},
		{"one that differs", in, []assessment.Status{on}, "", "In progress at the 1 provider that has given its view; differ", "-", "-"},
		{"a view without a status", in, []assessment.Status{in, ""}, "", "In place at the 1 provider that has given its view", "-", "-"},
		{"the ICB has given none", "", []assessment.Status{in, in}, "", "In place at 2 of 2 providers", "-", "-"},
		{
			"two that differ", in, []assessment.Status{in, not}, "", "In place at 1 of 2 providers, not started at 1; differ", "-", "-",
		},
		{
			"two that differ, commented on", in,
			[]assessment.Status{in, not},
			"now",
			"In place at 1 of 2 providers, not started at 1; differ; Because", "differ; Because", "differ; Because",
		},
		{
			"two that differ, commented on before they changed", in,
			[]assessment.Status{in, not},
			"before",
			"In place at 1 of 2 providers, not started at 1; differ; Because", "-", "-",
		},
		{
			"three that agree", in,
			[]assessment.Status{in, in, in},
			"", "In place at 3 of 3 providers", "In place at 3 of 3 providers",
			"In place at 3 of 3 providers",
		},
		{
			"three that differ", in,
			[]assessment.Status{in, on, in},
			"", "In place at 2 of 3 providers, in progress at 1; differ",
			"In place at 2 of 3 providers, in progress at 1; differ", "-",
		},
		{
			"three that differ, commented on", in,
			[]assessment.Status{in, on, in},
			"now",
			"In place at 2 of 3 providers, in progress at 1; differ; Because",
			"In place at 2 of 3 providers, in progress at 1; differ; Because",
			"In place at 2 of 3 providers, in progress at 1; differ; Because",
		},
		{
			"three that agree with each other alone", not,
			[]assessment.Status{on, on, on},
			"",
			"In progress at 3 of 3 providers; differ", "In progress at 3 of 3 providers; differ", "-",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var views []assessment.View
			for i, s := range tt.views {
				views = append(views, assessment.View{Provider: string(rune('a' + i)), Priority: "3.4", Status: s})
			}
			statuses := map[string]assessment.Status{"3.4": tt.icb}
			state := assessment.Spreads(views, statuses, nil)["3.4"].State
			var comments []assessment.Comment
			if tt.comment != "" {
				comments = []assessment.Comment{{Priority: "3.4", Text: "Because", State: state}}
			}
			if tt.comment == "before" {
				comments[0].State = strings.Replace(state, "a:in_place", "a:in_progress", 1)
			}
			s, there := assessment.Spreads(views, statuses, comments)["3.4"]
			if there != (tt.views != nil) {
				t.Errorf("there is a spread: %t", there)
			}
			if got := seenBy(s, view.Commissioners); got != tt.commissioners {
				t.Errorf("commissioners read %q", got)
			}
			if got := seenBy(s, view.Provider("a")); got != tt.provider {
				t.Errorf("a provider reads %q", got)
			}
			if got := seenBy(s, view.SteeringGroup); got != tt.group {
				t.Errorf("the steering group reads %q", got)
			}
			if got := seenBy(s, view.Audience{}); got != "-" {
				t.Errorf("nobody reads %q", got)
			}
			for _, a := range []view.Audience{view.Provider("a"), view.SteeringGroup} {
				if seen, _ := s.For(a); seen.State != "" || seen.Comment.State != "" || seen.Comment.ChangedBy != "" {
					t.Errorf("which views there are, or who comments, is told: %+v", seen)
				}
			}
		})
	}
}

// A view that moves from one provider to the other is another state, though as many say each.
func TestACommentIsOnTheseVeryViews(t *testing.T) {
	of := func(a, b assessment.Status) string {
		return assessment.Spreads([]assessment.View{
			{Provider: "b", Priority: "3.4", Status: b}, {Provider: "a", Priority: "3.4", Status: a},
		}, nil, nil)["3.4"].State
	}
	if of(assessment.InPlace, assessment.NotStarted) == of(assessment.NotStarted, assessment.InPlace) {
		t.Error("two views that changed places are the same")
	}
}

func TestCheckViewAndComment(t *testing.T) {
	long := strings.Repeat("a", 2001)
	for _, tt := range []struct {
		name, want string
		v          assessment.View
	}{
		{"right", "", assessment.View{Status: assessment.InPlace, Note: "We meet"}},
		{"no status", "view_status", assessment.View{Note: "We meet"}},
		{"a status that was taken back", "", assessment.View{Version: 1}},
		{"another word", "view_status", assessment.View{Status: "done"}},
		{"too long", "view_note", assessment.View{Status: assessment.InPlace, Note: long}},
		{"an NHS number", "view_note", assessment.View{Status: assessment.InPlace, Note: "about 999 000 0018"}},
	} {
		if got := field(tt.v.Check()); got != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
	for text, want := range map[string]string{
		"": "views_comment", long: "views_comment", "999 000 0018": "views_comment",
		"One is new": "",
	} {
		if got := field((&assessment.Comment{Text: text}).Check()); got != want {
			t.Errorf("a comment %.20q: %q", text, got)
		}
	}
}

func TestViewsAreGivenOnJointPriorities(t *testing.T) {
	n := 0
	for _, p := range edition.Current().Priorities() {
		if assessment.HasViews(p) {
			n++
		}
	}
	if n != 19 {
		t.Errorf("on %d priorities, want 19", n)
	}
}
