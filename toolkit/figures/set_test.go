package figures_test

import (
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

func TestSetForAQuarter(t *testing.T) {
	sets := []figures.Set{{N: 2, From: "2027Q1"}, {N: 1, From: "2026Q3"}, {N: 3, From: "2026Q4"}}
	for q, want := range map[calendar.Quarter]int{"2026Q2": 0, "2026Q3": 1, "2026Q4": 3, "2027Q1": 3, "2028Q1": 3} {
		if got := figures.SetFor(sets, q); got.N != want {
			t.Errorf("%s is asked with version %d, want %d", q, got.N, want)
		}
	}
	if got := figures.SetFor(nil, "2026Q3"); got.N != 0 || got.Words() != "What all providers are asked for" {
		t.Errorf("without a set: %+v, %q", got, got.Words())
	}
}

func TestSetCheck(t *testing.T) {
	good := figures.Set{From: "2026Q3", Parts: []string{"caseload"}, AgreedOn: "2026-11-20", Note: "Contract meeting"}
	for _, c := range []struct {
		name   string
		change func(s *figures.Set)
		want   string
	}{
		{"good", func(*figures.Set) {}, ""},
		{"nothing besides what all are asked", func(s *figures.Set) { s.Parts = nil }, ""},
		{"the quarter before", func(s *figures.Set) { s.From = "2026Q2" }, ""},
		{"two quarters before", func(s *figures.Set) { s.From = "2026Q1" }, "from"},
		{"four quarters on", func(s *figures.Set) { s.From = "2027Q3" }, ""},
		{"five quarters on", func(s *figures.Set) { s.From = "2027Q4" }, "from"},
		{"no quarter", func(s *figures.Set) { s.From = "" }, "from"},
		{"an unknown part", func(s *figures.Set) { s.Parts = []string{"shoe_size"} }, "parts"},
		{"agreed tomorrow", func(s *figures.Set) { s.AgreedOn = "2026-11-21" }, "agreed_on-day"},
		{"no day", func(s *figures.Set) { s.AgreedOn = "" }, "agreed_on-day"},
		{"nobody agreed", func(s *figures.Set) { s.Note = " " }, "note"},
		{"too long", func(s *figures.Set) { s.Note = strings.Repeat("x", 2001) }, "note"},
		{"an NHS number", func(s *figures.Set) { s.Note = "999 000 0018" }, "note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := good
			c.change(&s)
			var got string
			for _, p := range s.Check("2026-11-20") {
				got += p.Field
			}
			if got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}

func TestAReturnAsksWhatItsSetAsks(t *testing.T) {
	r := figures.Return{Asked: figures.Set{N: 1, Parts: []string{"caseload", "profiles"}}}
	fields := r.Fields()
	last := fields[len(fields)-2:]
	if len(fields) != len(figures.Fields)+2 || last[0].Name != "vocational_profiles" || last[1].Part != "caseload" || !last[1].OrWhy {
		t.Errorf("asks for %+v", last)
	}
	given := with(r, map[string]string{"active_caseload": "40"})
	given.Reasons = map[string]string{"active_caseload": "Two left", "left_service": "Not asked"}
	if got := (figures.Return{}).Figures(given); got.Other != nil || got.Reasons != nil {
		t.Errorf("what is not asked is kept: %+v", got)
	}
	if got := r.Figures(given); !reflect.DeepEqual(got.Other, map[string]int64{"active_caseload": 4000}) || len(got.Reasons) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestACopyHasItsOwnNumbers(t *testing.T) {
	first := with(figures.Return{}, map[string]string{"referrals": "7"})
	second := with(first, map[string]string{"referrals": "8", "job_starts": "2"})
	if first.Other["referrals"] != 700 || len(first.Other) != 1 || second.Other["referrals"] != 800 {
		t.Errorf("first %v, second %v", first.Other, second.Other)
	}
}

func TestColumn(t *testing.T) {
	three := []figures.Field{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	for _, c := range []struct {
		name, pasted string
		want         map[string]string
	}{
		{"three rows", "1\n2\n3", map[string]string{"a": "1", "b": "2", "c": "3"}},
		{"as spreadsheets copy", "1\r\n\r\n3\r\n", map[string]string{"a": "1", "b": "", "c": "3"}},
		{"the last is empty", "1\n2\n\n", map[string]string{"a": "1", "b": "2", "c": ""}},
		{"the first is empty", "\n2\n3\n", map[string]string{"a": "", "b": "2", "c": "3"}},
		{"names beside", "A\t1\nB\t 2 \nC\t", map[string]string{"a": "1", "b": "2", "c": ""}},
		{"a word, which the form refuses", "1\nmany\n3", map[string]string{"a": "1", "b": "many", "c": "3"}},
		{"too few", "1\n2\n", nil},
		{"too many", "1\n2\n3\n4\n", nil},
		{"nothing", " \n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := figures.Column(three, c.pasted)
			if !reflect.DeepEqual(got, c.want) || (err == nil) != (c.want != nil) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
}
