package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// sinceRound is the sample for an audience beside the round of the quarter before, in which 1.1 was further, 1.3 not yet as far,
// and notes were others.
func sinceRound(t testing.TB, a view.Audience) snapshot.Snapshot {
	t.Helper()
	return besideRound(t, sample.ICB(), a)
}

// besideRound is an ICB for an audience beside that round.
func besideRound(t testing.TB, s snapshot.Snapshot, a view.Audience) snapshot.Snapshot {
	t.Helper()
	was := sample.ICB()
	was.At, was.Round = "2026-10-05T09:00:00.000000Z", "2026Q2"
	change := func(of snapshot.Snapshot, key string, status assessment.Status, notes, private string) {
		e := of.Entries[key]
		e.Priority, e.Status, e.Notes, e.PrivateNotes = key, status, notes, private
		of.Entries[key] = e
	}
	change(was, "1.1", assessment.InPlace, "The group has agreed it", "Hidden before")
	change(s, "1.1", assessment.InProgress, "The board has agreed it", "Hidden now")
	change(was, "1.3", assessment.NotStarted, "", "")
	change(s, "1.3", assessment.InPlace, "=1+1", "")
	before, err := round.Of(was.For(a))
	if err != nil {
		t.Fatal(err)
	}
	library, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	since, err := compare.Since(s.For(a), before, library)
	if err != nil {
		t.Fatal(err)
	}
	return since
}

// sheetRows are the rows of the sheet of what has changed.
func sheetRows(t testing.TB, s snapshot.Snapshot) []string {
	t.Helper()
	rows, err := open(t, written(t, s)).GetRows(workbook.SinceLast)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, " | "))
	}
	return lines
}

// TestSinceLastMeeting: each audience's workbook says what has changed since the round that was sealed for it, and nothing that
// this audience does not read. The Summary counts from that round too, and a sealed round's workbook says the same.
func TestSinceLastMeeting(t *testing.T) {
	for who, a := range sealedFor {
		t.Run(who, func(t *testing.T) {
			s := sinceRound(t, a)
			rows := sheetRows(t, s)
			for _, want := range []string{
				"Compared with the round of Quarter 2 2026/27, sealed on 5 October 2026: 1 moved forward, 1 moved back, 20 the same.",
				"Moved back | 1.1 | Contracted and funded to meet access and outcomes | In place | In progress",
				"New wording | 1.1 | Notes | The group has agreed it | The board has agreed it | Only before: “group”\nOnly after: “board”",
				"New wording | 1.3 | Notes |  | =1+1",
			} {
				if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, want) }) {
					t.Errorf("no row begins with %q\n%s", want, strings.Join(rows, "\n"))
				}
			}
			private := strings.Contains(strings.Join(rows, "\n"), "Hidden")
			if private != a.AreCommissioners() {
				t.Errorf("notes for commissioners only: %t\n%s", private, strings.Join(rows, "\n"))
			}
			first, _ := open(t, written(t, s)).GetRows(workbook.Summary)
			if !strings.Contains(strings.Join(slices.Concat(first...), "\n"), "Since the round of Quarter 2 2026/27") {
				t.Error("the Summary counts from another day")
			}
			sameCells(t, s, sealed(t, s))
		})
	}
}

// TestSinceNothing: where no round was sealed the sheet says so and what to do; a round of an older program, which kept no
// comparison, leads to the page.
func TestSinceNothing(t *testing.T) {
	s := sample.ICB().For(view.SteeringGroup)
	old := sealed(t, s, func(d *round.Document) { d.Told.Compared = round.Compared{} })
	same := s
	same.Compared = snapshot.Compared{Round: "Quarter 2 2026/27", Words: "Compared."}
	for name, tt := range map[string]struct {
		of   snapshot.Snapshot
		want []string
	}{
		"nothing sealed":   {s, []string{"No round has been sealed yet", "ICB administrator"}},
		"an older program": {old, []string{"sealed without a comparison", "Compare"}},
		"nothing changed":  {same, []string{"Compared.", "Nothing else has changed since then."}},
	} {
		t.Run(name, func(t *testing.T) {
			rows := strings.Join(sheetRows(t, tt.of), "\n")
			for _, words := range tt.want {
				if !strings.Contains(rows, words) {
					t.Errorf("%q is not in\n%s", words, rows)
				}
			}
		})
	}
}
