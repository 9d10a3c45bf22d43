package grid_test

import (
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/toolkit/grid"
)

func TestColumnName(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := grid.ColumnName(n); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}

func TestCells(t *testing.T) {
	g := grid.Grid{Rows: [][]string{{"a"}, nil, {"", " b\n"}}}
	for _, c := range []struct {
		row, column int
		want, name  string
	}{{0, 0, "a", "A1"}, {0, 1, "", "B1"}, {1, 0, "", "A2"}, {2, 1, "b", "B3"}, {3, 0, "", "A4"}} {
		if got := g.At(c.row, c.column); got != c.want || grid.CellName(c.row, c.column) != c.name {
			t.Errorf("%s holds %q, want %q in %s", grid.CellName(c.row, c.column), got, c.want, c.name)
		}
	}
	if g.At(-1, 0) != "" || g.At(0, -1) != "" || g.Width() != 2 {
		t.Errorf("outside %q, %q; %d columns", g.At(-1, 0), g.At(0, -1), g.Width())
	}
	if _, ok := grid.Of([]grid.Grid{{Name: "Q1"}, {Name: "Q2"}}, "q2"); ok {
		t.Error("a sheet goes by its whole name")
	}
	if found, ok := grid.Of([]grid.Grid{{Name: "Q1"}, {Name: "Q2"}}, "Q2"); !ok || found.Name != "Q2" {
		t.Errorf("found %q, %v", found.Name, ok)
	}
}

func TestPlaces(t *testing.T) {
	g := grid.Grid{Rows: [][]string{{"Title"}, {"Team:", "", "TOTAL", "Total "}, {"North", "x"}, {""}, {"North"}}}
	keys := func(list []grid.Place) string {
		var words []string
		for _, p := range list {
			words = append(words, fmt.Sprintf("%d %s (%s)", p.Index, p.Key, p.Text))
		}
		return strings.Join(words, "; ")
	}
	for _, c := range []struct {
		name string
		list []grid.Place
		want string
	}{
		{"columns", g.Columns(2), "0 team (Column A: Team:); 1 column b (Column B: no words); " +
			"2 total (Column C: TOTAL); 3 total (2) (Column D: Total)"},
		{"columns without headings", g.Columns(0)[:2], "0 column a (Column A: no words); 1 column b (Column B: no words)"},
		{"rows", g.Labelled(2, 0), "2 north (Row 3: North); 4 north (2) (Row 5: North)"},
		{"rows of another column", g.Labelled(1, 1), "2 x (Row 3: x)"},
		{"no rows", g.Labelled(9, 0), ""},
	} {
		if got := keys(c.list); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestBare(t *testing.T) {
	for text, want := range map[string]string{
		"Date-of-birth:": "date of birth", "  No.\u00a0of\nPeople ": "no of people", "12 months": "12 months", "": "", "–": "", "Zoë": "zo",
	} {
		if got := grid.Bare(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]string{
		"120": "120", "120.0": "120", "1,200.00": "1,200", "18.5": "18.5", "18.50": "18.50", "twelve": "twelve", "": "",
		"City": "City", "<5 in all": "<5 in all",
	} {
		if got, err := grid.Number(text); got != want || err != nil {
			t.Errorf("%q is %q, want %q, %v", text, got, want, err)
		}
	}
	for _, text := range []string{"*", "**", "<5", "< 10", "c", "C", "Suppressed", "supp"} {
		if got, err := grid.Number(text); err == nil {
			t.Errorf("%q is %q, though it hides a number", text, got)
		}
	}
	for text, want := range map[string]bool{
		"": true, "-": true, "–": true, "N/A": true, "Not known": true, "0": false, "none": false, "*": false,
	} {
		if grid.NoNumber(text) != want {
			t.Errorf("%q says that there is no number: %v", text, !want)
		}
	}
}
