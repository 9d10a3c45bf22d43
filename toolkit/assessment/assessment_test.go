package assessment

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
)

func priority(t *testing.T, key string) edition.Priority {
	t.Helper()
	p, ok := edition.Current().Priority(key)
	if !ok {
		t.Fatalf("no priority %s", key)
	}
	return p
}

func TestSuggest(t *testing.T) {
	p := priority(t, "2.2") // one consideration and one best practice
	if len(p.Points()) != 2 {
		t.Fatalf("%d points, want 2", len(p.Points()))
	}
	tests := []struct {
		name   string
		points []string
		want   Status
	}{
		{"none met", nil, NotStarted},
		{"one of two", []string{"b1"}, InProgress},
		{"all", []string{"c1", "b1"}, InPlace},
		{"one twice", []string{"c1", "c1"}, InProgress},
		{"one that is not the priority's", []string{"c7"}, NotStarted},
	}
	for _, tt := range tests {
		if got := Suggest(p, tt.points); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// 4.2 has 7 considerations, 2 of them background, and 4 best practices.
func TestBackgroundIsNotMet(t *testing.T) {
	p := priority(t, "4.2")
	statements := []string{"c1", "c1.1", "c1.2", "c1.3", "c2", "b1", "b2", "b3", "b4"}
	for _, tt := range []struct {
		name   string
		points []string
		met    []string
		want   Status
	}{
		{"background alone", []string{"c3", "c4"}, nil, NotStarted},
		{"a statement and background", []string{"c4", "b1", "c2"}, []string{"c2", "b1"}, InProgress},
		{"all statements", statements, statements, InPlace},
		{"all points, as they could be ticked before", append([]string{"c3", "c4"}, statements...), statements, InPlace},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Entry{Points: slices.Clone(tt.points)}
			if got := e.Met(p); !slices.Equal(got, tt.met) {
				t.Errorf("met %v, want %v", got, tt.met)
			}
			if got := Suggest(p, tt.points); got != tt.want {
				t.Errorf("suggests %q, want %q", got, tt.want)
			}
			if err := e.Check(p); err != nil || !slices.Equal(e.Points, tt.met) {
				t.Errorf("saved as %v (%v), want %v", e.Points, err, tt.met)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name  string
		entry Entry
		want  []string // the fields that have a problem, in order
	}{
		{"nothing typed", Entry{}, nil},
		{"every status", Entry{Status: InPlace}, nil},
		{"a status of its own", Entry{Status: "done"}, []string{"status"}},
		{"notes as long as may be", Entry{Notes: strings.Repeat("é", NotesLimit)}, nil},
		{"one character more", Entry{Notes: strings.Repeat("é", NotesLimit+1)}, []string{"notes"}},
		{"both notes", Entry{Notes: "999 000 0018", PrivateNotes: "9990000018"}, []string{"notes", "private_notes"}},
		{
			"all in the order of the form",
			Entry{Status: "x", Notes: "9990000018", Points: []string{"x"}},
			[]string{"status", "notes", "point"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.entry.Check(priority(t, "3.4"))
			var wrong problem.List
			errors.As(err, &wrong)
			var got []string
			for _, w := range wrong {
				got = append(got, w.Field)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("problems with %v, want %v (%v)", got, tt.want, err)
			}
		})
	}
}

func TestCheckPutsPointsInOrderOnce(t *testing.T) {
	e := Entry{Points: []string{"b2", "c1", "b2"}}
	if err := e.Check(priority(t, "3.4")); err != nil || !reflect.DeepEqual(e.Points, []string{"c1", "b2"}) {
		t.Errorf("points %v, %v", e.Points, err)
	}
}

func TestCount(t *testing.T) {
	e := edition.Current()
	entries := map[string]Entry{
		"1.1": {Status: InPlace, ChangedAt: "2026-10-01T00:00:00.000000Z", Version: 1},
		"1.2": {Status: InProgress, ChangedAt: "2026-09-30T22:59:59.000000Z", Version: 1}, // still 30 September in London
		"7.1": {Status: NotStarted, ChangedAt: "2026-09-30T23:00:00.000000Z", Version: 1}, // already 1 October in London
		"6.1": {ChangedAt: "2026-11-01T09:00:00.000000Z", Version: 2},                     // its status was removed
		"9.9": {Status: InPlace, ChangedAt: "2026-11-01T09:00:00.000000Z", Version: 1},    // from another edition
	}
	got := Count(e, entries, ReviewOn("2026-11-20", OpenedRound{}))
	if want := (Counts{InPlace: 1, InProgress: 1, NotStarted: 1, NotAnswered: 19}); got.Counts != want || got.Total() != 22 {
		t.Errorf("all: %+v, want %+v", got.Counts, want)
	}
	if got.Reviewed != 3 {
		t.Errorf("%d reviewed, want 3", got.Reviewed)
	}
	var sum Counts
	for _, s := range got.Sections {
		if s.Total() != len(s.Section.Priorities) {
			t.Errorf("section %d: %d counted, %d priorities", s.Section.Number, s.Total(), len(s.Section.Priorities))
		}
		sum.InPlace += s.InPlace
		sum.InProgress += s.InProgress
		sum.NotStarted += s.NotStarted
		sum.NotAnswered += s.NotAnswered
	}
	if sum != got.Counts {
		t.Errorf("sections add up to %+v, all are %+v", sum, got.Counts)
	}
	for _, s := range append(Statuses, NotAnswered) {
		if got.Of(s) == 0 {
			t.Errorf("no priority counted as %s", s.Words())
		}
	}
}

func TestFurther(t *testing.T) {
	order := []Status{NotAnswered, NotStarted, InProgress, InPlace}
	for i, a := range order {
		for j, b := range order {
			if got := a.Further(b); got != (i > j) {
				t.Errorf("%s further than %s: %v", a.Words(), b.Words(), got)
			}
		}
	}
}

func TestCompareAndJoin(t *testing.T) {
	tests := []struct {
		name, theirs, yours string
		want                string // a letter for each line: b in both, t only theirs, y only yours
		joined              string
	}{
		{"equal", "a\nb", "a\nb", "bb", "a\nb"},
		{"both empty", "", "", "b", ""},
		{"yours is longer", "a", "a\nb", "by", "a\nb"},
		{"theirs is longer", "a\nb", "a", "bt", "a\nb"},
		{"another line each", "a\nt\nz", "a\ny\nz", "btyb", "a\nt\ny\nz"},
		{"nothing in common", "t", "y", "ty", "t\ny"},
		{"a line moved", "a\nb\nc", "b\nc\na", "tbby", "a\nb\nc\na"},
	}
	letters := map[Side]string{Both: "b", OnlyTheirs: "t", OnlyYours: "y"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, l := range Compare(tt.theirs, tt.yours) {
				got += letters[l.Side]
			}
			if got != tt.want || Join(tt.theirs, tt.yours) != tt.joined {
				t.Errorf("got %s, %q; want %s, %q", got, Join(tt.theirs, tt.yours), tt.want, tt.joined)
			}
		})
	}
}

// Every line of both texts is in the comparison, in the order of its own text. Long texts do not take long.
func FuzzCompareLosesNothing(f *testing.F) {
	f.Add("a\nb", "b\na")
	f.Add(strings.Repeat("x\n", 3000), strings.Repeat("y\n", 3000))
	f.Fuzz(func(t *testing.T, theirs, yours string) {
		var a, b []string
		for _, l := range Compare(theirs, yours) {
			if l.Side != OnlyYours {
				a = append(a, l.Text)
			}
			if l.Side != OnlyTheirs {
				b = append(b, l.Text)
			}
		}
		if strings.Join(a, "\n") != theirs || strings.Join(b, "\n") != yours {
			t.Errorf("%q and %q came apart", theirs, yours)
		}
	})
}

// TestCompareKeepsAsManyLinesAsItCan: two texts share as many lines as have the same order in both.
func TestCompareKeepsAsManyLinesAsItCan(t *testing.T) {
	var longest func(a, b []string) int
	longest = func(a, b []string) int {
		switch {
		case len(a) == 0 || len(b) == 0:
			return 0
		case a[0] == b[0]:
			return 1 + longest(a[1:], b[1:])
		}
		return max(longest(a[1:], b), longest(a, b[1:]))
	}
	texts := [][]string{{}}
	for from := 0; len(texts) < 364; from++ { // every text of up to 5 lines made of a, b and c
		for _, line := range []string{"a", "b", "c"} {
			texts = append(texts, append(slices.Clone(texts[from]), line))
		}
	}
	for _, theirs := range texts[1:] {
		for _, yours := range texts[1:] {
			lines := Compare(strings.Join(theirs, "\n"), strings.Join(yours, "\n"))
			var a, b []string
			both := 0
			for _, l := range lines {
				if l.Side != OnlyYours {
					a = append(a, l.Text)
				}
				if l.Side != OnlyTheirs {
					b = append(b, l.Text)
				}
				if l.Side == Both {
					both++
				}
			}
			if !slices.Equal(a, theirs) || !slices.Equal(b, yours) || both != longest(theirs, yours) {
				t.Fatalf("%q and %q: %+v", theirs, yours, lines)
			}
		}
	}
}

func TestProcurementWords(t *testing.T) {
	want := "Procurement has been under way since 1 November 2026. Until it is over, only the people named for it see contracts, the " +
		"staffing plan, " +
		"and the notes and evidence of 1.1, 2.1, 2.2 and 6.1."
	if got := ProcurementWords("2026-11-01"); got != want {
		t.Errorf("got %q", got)
	}
}
