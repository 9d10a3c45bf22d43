package steering

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// The details show open actions alone, those asked of nobody last.
func TestOpenActionsByWhomTheyAreAskedOf(t *testing.T) {
	s := snapshot.Snapshot{At: "2026-11-20T09:00:00.000000Z", Actions: []action.Action{
		{ID: "1", What: "of nobody", State: action.Open},
		{ID: "2", What: "done", State: action.Done, Asked: action.Trust},
		{ID: "3", What: "of the ICB", State: action.Open, Asked: action.ICB},
		{ID: "4", What: "of the trust", State: action.Open, Asked: action.Trust},
	}}
	var got []string
	for _, row := range actions(tenants.Member{}, s).Rows {
		got = append(got, row[0].Text)
	}
	if want := []string{"of the trust", "of the ICB", "of nobody"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Providers are named only where the group's terms agree.
func TestResultsByProvider(t *testing.T) {
	s := snapshot.Snapshot{Results: []measure.Result{{
		Kind: measure.Kind{Code: "rate", Name: "Rate"}, Lines: []measure.Line{{Name: "Northside", Shown: "42.0%"}, {Name: "Riverside"}},
	}}}
	if got := byProvider(s, "/icb/QWE"); got.Columns != nil || got.Rows != nil {
		t.Errorf("without terms: %+v", got)
	}
	s.ICB.ByProvider = true
	if got := byProvider(s, "/icb/QWE").Rows; len(got) != 1 || got[0][1].Text != "Northside" {
		t.Errorf("with terms: %+v", got)
	}
}

// The first page of the pack holds as many lines as fit: six of each part where there is room, fewer where texts are long.
func TestWhatFitsOnTheFirstPage(t *testing.T) {
	if got := fitting(snapshot.Told{}); got != (mostLines{6, 9}) {
		t.Errorf("nothing to say: %+v", got)
	}
	long := snapshot.PackLine{What: strings.Repeat("words ", 40)}
	var full snapshot.Told
	for range 6 {
		part := snapshot.PackPart{}
		for range 6 {
			part.Lines = append(part.Lines, long)
		}
		full.Pack.Parts = append(full.Pack.Parts, part)
	}
	got := fitting(full)
	more := mostLines{got.lines + 1, got.targets + 1}
	if got.lines >= 6 || got.lines < 1 || got.lines > 1 && got.high(full) > linesOnPaper || more.high(full) <= linesOnPaper {
		t.Errorf("a full page: %+v is %d lines high, one more %d", got, got.high(full), more.high(full))
	}
}

// The details behind the pack name the next meeting up to its day, and providers' results only where the terms agree.
func TestTheNextMeetingIsNamed(t *testing.T) {
	w := storetest.New(t)
	version := 1
	for next, want := range map[calendar.Date]bool{"2026-11-19": false, "2026-11-20": true, "2026-11-21": true} {
		s := store.Settings{RetentionYears: 8, FiguresDue: calendar.UsualDeadline, NextMeeting: next, Version: version}
		if err := w.For(w.Lead).SaveSettings(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		version++
		got := pagetest.Get(t, serve(t, w, asNow(t, w, w.Reader)), "/icb/QWE/steering-group")
		if named := strings.Contains(got.Body, "The next meeting is on "+next.Words()); got.Status != http.StatusOK || named != want {
			t.Errorf("%s: %d, named %v", next, got.Status, named)
		}
		got.Lacks(t, 200, "Results by provider")
	}
}
