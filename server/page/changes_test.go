package page

import (
	"html"
	"strings"
	"testing"

	"ipstoolkit/toolkit/snapshot"
)

func TestHistoryTable(t *testing.T) {
	const target = "job-outcome-rate 2026"
	for _, tt := range []struct {
		name, kind, subject, act string
		change                   snapshot.Change
		want                     []string
	}{
		{"nothing before", "contract", "k1", "added", snapshot.Change{Field: "starts_on", New: "2026-04-01"}, []string{"Added", "Start: 1 April 2026"}},
		{"another", "evidence", "e1", "changed", snapshot.Change{Field: "review_on", Old: "2026-04-01", New: "2026-05-01"}, []string{"Changed", "Review by: 1 April 2026 to 1 May 2026"}},
		{"taken away", "return", "p1 2026Q2", "save", snapshot.Change{Field: "note", Old: "Two posts"}, []string{"Saved a draft", "Note: taken away, was Two posts"}},
		{"several lines", "contract", "k1", "changed", snapshot.Change{Field: "options", Old: "one", New: "one\ntwo"}, []string{"Options, before:\none\nafter:\none\ntwo"}},
		{"removed for good", "evidence", "e1", "changed", snapshot.Change{Field: "title", Removed: "2026-11-20T09:00:00.000000Z"}, []string{"Title: Removed because it held personal data, 20 November 2026"}},
		{"a year's value", "target", target, "set", snapshot.Change{Field: "value", New: "35%"}, []string{"Set for 2026/27", "Value: 35%"}},
		{"a code", "target", "o1", "added", snapshot.Change{Field: "direction", New: "at_least"}, []string{"Reached: At the value or above"}},
		{"what somebody typed", "evidence", "e1", "changed", snapshot.Change{Field: "title", New: "<b>"}, []string{"Title: <b>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := snapshot.Event{At: "2026-11-20T09:00:00.000000Z", Who: "Person lead", Role: "ICB administrator", Act: tt.act, Kind: tt.kind, Subject: tt.subject, Changes: []snapshot.Change{tt.change}}
			row := HistoryTable([]snapshot.Event{e}).Rows[0]
			if row[1].Text != "Person lead" || row[1].Note != "ICB administrator" {
				t.Errorf("by %+v", row[1])
			}
			for _, want := range tt.want {
				if !strings.Contains(string(row[2].HTML), ">"+html.EscapeString(want)+"</p>") {
					t.Errorf("%s does not hold %q", row[2].HTML, want)
				}
			}
		})
	}
}
