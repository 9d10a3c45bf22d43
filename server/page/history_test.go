package page

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

func TestHistoryInWords(t *testing.T) {
	const target = "job-outcome-rate 2026"
	for _, tt := range []struct {
		name, kind, subject, act string
		change                   snapshot.Change
		did, want                string
	}{
		{
			"nothing before", "contract", "k1", "added",
			snapshot.Change{Field: "starts_on", New: "2026-04-01"},
			"Added",
			"Start: 1 April 2026",
		},
		{
			"another", "evidence", "e1", "changed",
			snapshot.Change{Field: "review_on", Old: "2026-04-01", New: "2026-05-01"},
			"Changed",
			"Review by: 1 April 2026 to 1 May 2026",
		},
		{
			"taken away", "return", "p1 2026Q2", "save",
			snapshot.Change{Field: "note", Old: "Two posts"},
			"Saved a draft",
			"Note: removed, was Two posts",
		},
		{
			"one sentence for another", "return", "p1 2026Q2", "save",
			snapshot.Change{Field: "note", Old: "Two posts are empty.", New: "All posts are filled."},
			"Saved a draft",
			"Note: “Two posts are empty.” to “All posts are filled.”",
		},
		{
			"several lines", "contract", "k1", "changed",
			snapshot.Change{Field: "options", Old: "one", New: "one\ntwo"},
			"Changed",
			"Extension options, before: one, after: one[\ntwo]",
		},
		{
			"removed for good", "evidence", "e1", "changed",
			snapshot.Change{Field: "title", Removed: "2026-11-20T09:00:00.000000Z"},
			"Changed", "Title: Removed because it held personal data, 20 November 2026",
		},
		{"a year's value", "target", target, "set", snapshot.Change{Field: "value", New: "35%"}, "Set for 2026/27", "Value: 35%"},
		{
			"a code", "target", "o1", "added",
			snapshot.Change{Field: "direction", New: "at_least"},
			"Added",
			"Reached: At the value or above",
		},
		{"what somebody typed", "evidence", "e1", "changed", snapshot.Change{Field: "title", New: "<b>"}, "Changed", "Title: <b>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := snapshot.Event{
				At: "2026-11-20T09:00:00.000000Z", Who: "Person lead",
				Role: view.Title{Words: "ICB administrator", Organised: true}, Act: tt.act, Kind: tt.kind, Subject: tt.subject,
				Changes: []snapshot.Change{tt.change},
			}
			save := NewHistory("/x", snapshot.History{Events: []snapshot.Event{e}}).Saves[0]
			if save.Who != "Person lead" || save.Title != "ICB administrator" || save.Did != tt.did {
				t.Errorf("%q (%q) did %q, want %q", save.Who, save.Title, save.Did, tt.did)
			}
			c := save.Changes[0]
			got := c.Name + ": " + c.Line
			if c.Long() {
				got = c.Name + ", before: " + marked(c.Before) + ", after: " + marked(c.After)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// marked is an excerpt with what changed in brackets.
func marked(e Excerpt) string {
	if e.Changed == "" {
		return e.Lead + e.Tail
	}
	return e.Lead + "[" + e.Changed + "]" + e.Tail
}

func TestExcerptsShowWhatChanged(t *testing.T) {
	long := strings.Repeat("word ", 1000)
	for _, tt := range []struct {
		name, before, after   string
		wantBefore, wantAfter string
		cut                   bool
		longestSide           int
	}{
		{"short texts", "the old text", "the new text", "the [old] text", "the [new] text", false, 12},
		{"whole words", "commissioner", "commissioning", "[commissioner]", "[commissioning]", false, 13},
		{"more at the end", "the text", "the text, more", "the [text]", "the [text, more]", false, 14},
		{"a line more", "the text", "the text\nmore", "the text", "the text[\nmore]", false, 13},
		{"nothing before", "", "new", "", "[new]", false, 3},
		{"in the middle of long texts", long + "old " + long, long + "new " + long, "… ", " [new] ", true, 310},
		{"at the end of long texts", long + "old", long + "new", "word [old]", "word [new]", true, 310},
		{"a long text alone", "", long, "", "[word word ", true, 310},
		{"letters of several bytes", strings.Repeat("é ", 500) + "old", strings.Repeat("é ", 500) + "new", "é [old]", "é [new]", true, 310},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after, cut := excerpts(tt.before, tt.after, excerptLength)
			for _, side := range []struct{ got, want string }{{marked(before), tt.wantBefore}, {marked(after), tt.wantAfter}} {
				if tt.cut && !strings.Contains(side.got, side.want) || !tt.cut && side.got != side.want {
					t.Errorf("%q, want %q", side.got, side.want)
				}
				if n := len([]rune(side.got)); n > tt.longestSide+2 {
					t.Errorf("%d letters, want at most %d: %q", n, tt.longestSide, side.got)
				}
			}
			if cut != tt.cut {
				t.Errorf("cut is %v", cut)
			}
			first, second, cut := excerpts(tt.before, tt.after, len(tt.before)+len(tt.after))
			if cut || first.Lead+first.Changed+first.Tail != tt.before || second.Lead+second.Changed+second.Tail != tt.after {
				t.Error("the whole texts are not whole")
			}
		})
	}
}

func TestHistoryLinks(t *testing.T) {
	long := snapshot.Change{Field: "notes", New: strings.Repeat("word ", 1000)}
	at := func(seq int64) snapshot.Event {
		return snapshot.Event{Seq: seq, Kind: record.Priority, Act: "saved", Changes: []snapshot.Change{long}}
	}
	for _, tt := range []struct {
		name                   string
		at                     string
		h                      snapshot.History
		newest, earlier, whole string
	}{
		{"all of it", "/p", snapshot.History{Events: []snapshot.Event{at(7)}}, "", "", "/p?save=7#history"},
		{
			"the newest", "/p",
			snapshot.History{Events: []snapshot.Event{at(7), at(5)}, More: true},
			"", "/p?before=5#history",
			"/p?save=7#history",
		},
		{
			"earlier ones", "/p",
			snapshot.History{Part: snapshot.Part{Before: 9}, Events: []snapshot.Event{at(7)}, More: true},
			"/p#history",
			"/p?before=7#history", "/p?save=7#history",
		},
		{"none before", "/p", snapshot.History{Part: snapshot.Part{Before: 9}}, "/p#history", "", ""},
		{"one alone", "/p", snapshot.History{Part: snapshot.Part{Save: 7}, Events: []snapshot.Event{at(7)}}, "/p#history", "", ""},
		{
			"beside other questions", "/p?save=7&year=2026",
			snapshot.History{Events: []snapshot.Event{at(7)}, More: true},
			"",
			"/p?before=7&year=2026#history", "/p?save=7&year=2026#history",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := NewHistory(tt.at, tt.h)
			whole := ""
			if len(h.Saves) > 0 {
				whole = h.Saves[0].Changes[0].Whole
			}
			if h.Newest != tt.newest || h.Earlier != tt.earlier || whole != tt.whole {
				t.Errorf("newest %q, earlier %q, whole %q", h.Newest, h.Earlier, whole)
			}
		})
	}
}
