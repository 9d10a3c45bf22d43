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
		"1 200": "1,200", "1\u00a0200": "1,200", "12 000 000.5": "12,000,000.5", "1 20": "1 20", `="40"`: "40", "'40": "40",
		"120.000": "120",
		"46295":   "46295", "202609": "202609",
	} {
		if got, err := grid.Number(text); got != want || err != nil {
			t.Errorf("%q is %q, want %q, %v", text, got, want, err)
		}
	}
	for text, want := range map[string]string{
		"*": "hides", "**": "hides", "<5": "hides", "< 10": "hides", "≤5": "hides", "c": "hides", "C": "hides", "[c]": "hides",
		"[low]": "hides", "Suppressed": "hides", "supp": "hides", "fewer than 5": "hides", "under 5": "hides",
		"~10": "not exact", "≈ 10": "not exact", "c. 10": "not exact", "circa 10": "not exact", "10+": "not exact", "5-9": "not exact",
		"5 to 9": "not exact", ">100": "not exact", "approx. 1,200": "not exact",
		"TRUE": "true or false", "False": "true or false", "#DIV/0!": "error", "#N/A": "error", "#REF!": "error", "#NAME?": "error",
		"Err:502": "error", "####": "too narrow", "=SUM(B2:B4)": "open the file in Excel and save it", "=": "open the file in Excel",
		"1.2E+05": "cut short", "42%": "percentage", "2026-09-30": "date", "5-May": "", "31/12/2026": "date", "Oct-26": "date",
	} {
		got, err := grid.Number(text)
		if want == "" && (got != text || err != nil) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q is %q, %v, want words with %q", text, got, err, want)
		}
	}
	for text, want := range map[string]bool{
		"": true, "-": true, "–": true, "N/A": true, "Not known": true, "0": false, "none": false, "*": false,
		"[x]": true, "[z]": true, "[c]": false, "..": true,
	} {
		if grid.NoNumber(text) != want {
			t.Errorf("%q says that there is no number: %v", text, !want)
		}
	}
}
