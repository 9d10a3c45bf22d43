package settings

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/grid"
)

// historyOf is what a member downloads as the whole history, the headings first.
func historyOf(t *testing.T, w *storetest.World, m tenants.Member) [][]string {
	t.Helper()
	answer := pagetest.Get(t, serve(t, w, m), "/icb/QWE/history.csv")
	answer.Want(t, http.StatusOK)
	if kind, name := answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition"); kind != "text/csv; charset=utf-8" ||
		!strings.Contains(name, "ips-self-assessment-QWE-2026-11-20-history.csv") {
		t.Errorf("%s, %s", kind, name)
	}
	text, marked := strings.CutPrefix(answer.Body, "\uFEFF")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked {
		t.Fatalf("the mark of UTF-8: %v, %v", marked, err)
	}
	return rows
}

// TestTheWholeHistoryIsAFile has every save of however long ago, the newest first, and is in the history itself.
func TestTheWholeHistoryIsAFile(t *testing.T) {
	w, ctx := storetest.New(t), context.Background()
	p, _ := edition.Current().Priority("3.4")
	const saves = 230 // more than are read at a time
	for n := range saves {
		w.Clock.Set(time.Date(2016, 7, 1, 9, n, 0, 0, time.UTC))
		if _, err := w.For(w.Commissioner).SaveEntry(ctx, p,
			assessment.Entry{Status: assessment.InPlace, Notes: fmt.Sprintf("=note %d, é\n\"two\"", n), Version: n}); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	rows := historyOf(t, w, w.Commissioner)
	if want := []string{"Number", "When", "Who", "About", "Action", "What changed", "Before", "After"}; !slices.Equal(rows[0], want) {
		t.Errorf("headings %q", rows[0])
	}
	var notes [][]string
	for _, row := range rows {
		if row[5] == "Notes" {
			notes = append(notes, row)
		}
	}
	if len(notes) != saves {
		t.Fatalf("%d notes, want %d", len(notes), saves)
	}
	for i, row := range notes {
		if want := fmt.Sprintf("'=note %d, é\n\"two\"", saves-1-i); row[7] != want {
			t.Fatalf("%d is %q, want %q", i, row[7], want)
		}
	}
	oldest := notes[saves-1]
	if oldest[1] != "2016-07-01 10:00:00" || oldest[2] != "Person commissioner, Commissioner" ||
		!strings.HasPrefix(oldest[3], "Priority 3.4 ") || oldest[4] != "Saved" || oldest[6] != "" {
		t.Errorf("the oldest is %q", oldest)
	}
	told, err := w.For(w.Lead).History(ctx, "workbook", "history")
	if err != nil || len(told) != 1 || told[0].Who != "Person commissioner" || told[0].Changes[0].New != fmt.Sprint(told[0].Seq-1) {
		t.Errorf("the history tells of it: %+v, %v", told, err)
	}
	if again := historyOf(t, w, w.Lead); !strings.HasPrefix(again[1][3], "The whole history") || again[1][4] != "Downloaded" {
		t.Errorf("the next begins with %q", again[1])
	}
}

// TestWhoGetsTheWholeHistory: those who read its page, and of a procurement what they read there.
func TestWhoGetsTheWholeHistory(t *testing.T) {
	w, ctx := storetest.New(t), context.Background()
	p, _ := edition.Current().Priority("2.1")
	if _, err := w.For(w.Lead).SaveEntry(ctx, p,
		assessment.Entry{Status: assessment.InPlace, Notes: "for the people named", PrivateNotes: "between us"}); err != nil {
		t.Fatal(err)
	}
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		pagetest.Get(t, serve(t, w, m), "/icb/QWE/history.csv").Want(t, http.StatusForbidden)
	}
	if text := fmt.Sprint(historyOf(t, w, w.Commissioner)); !strings.Contains(text, "between us") ||
		!strings.Contains(text, "for the people named") {
		t.Error("commissioners do not get what they read on the page")
	}
	if err := w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(historyOf(t, w, w.Commissioner)); strings.Contains(text, "between us") ||
		strings.Contains(text, "for the people named") || !strings.Contains(text, "In place") {
		t.Error("who is not named for the procurement gets what it keeps back, or not the status")
	}
}

func TestTextsOfAFileAreNoFormulas(t *testing.T) {
	for _, text := range []string{"=1+1", "+44", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"} {
		if got := grid.Safe(text); got != "'"+text {
			t.Errorf("%q stands as %q", text, got)
		}
	}
	for _, text := range []string{"", "a=1", "1-2", "é", "'=1"} {
		if got := grid.Safe(text); got != text {
			t.Errorf("%q stands as %q", text, got)
		}
	}
}
