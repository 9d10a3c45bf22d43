package figures_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
)

// sheetOf is a sheet from lines of cells with commas between them.
func sheetOf(name string, lines ...string) grid.Grid {
	g := grid.Grid{Name: name}
	for _, line := range lines {
		g.Rows = append(g.Rows, strings.Split(line, ","))
	}
	return g
}

// TestRememberedMappings: a mapping that fitted last quarter's file is not taken for a file that names another quarter or
// provider, or that has two places for what it names.
func TestRememberedMappings(t *testing.T) {
	rows := guess(sheetOf("", "Quarter,Provider,Referrals received", "Q2 2026/27,Northside,9"), "2026Q2", figures.Fields)
	alone := guess(sheetOf("", "Referrals received,All job starts", "9,1"), "2026Q2", figures.Fields)
	down := guess(sheetOf("Return", "Measure,Number", "Referrals received,9"), "2026Q2", figures.Fields)
	headed := guess(sheetOf("Return", "Measure,Q1,Q2", "Referrals received,8,9"), "2026Q2", figures.Fields)
	for _, c := range []struct {
		name  string
		kept  figures.Mapping
		files []grid.Grid
		want  string // the referrals; "" when the person is asked again
	}{
		{"the next quarter", rows, []grid.Grid{sheetOf("", "Quarter,Provider,Referrals received", "Q3 2026/27,Northside,40")}, "40"},
		{"another quarter", rows, []grid.Grid{sheetOf("", "Quarter,Provider,Referrals received", "Q2 2026/27,Northside,9")}, ""},
		{"another year", rows, []grid.Grid{sheetOf("", "Quarter,Provider,Referrals received", "Q3 2025/26,Northside,9")}, ""},
		{"another provider", rows, []grid.Grid{sheetOf("", "Quarter,Provider,Referrals received", "Q3 2026/27,Riverside,9")}, ""},
		{
			"a year column that was not there", rows,
			[]grid.Grid{sheetOf("", "Quarter,Provider,Referrals received,Year", "Q3,Northside,9,2025/26", "Q3,Northside,40,2026/27")},
			"40",
		},
		{"nothing says the quarter", alone, []grid.Grid{sheetOf("", "Referrals received,All job starts", "40,7")}, "40"},
		{
			"the title names another quarter", alone,
			[]grid.Grid{sheetOf("", "IPS Q2 2026/27", "Referrals received,All job starts", "40,7")},
			"",
		},
		{"the title names another provider", alone, []grid.Grid{sheetOf("", "Riverside", "Referrals received,All job starts", "40,7")}, ""},
		{
			"the title names this quarter", alone,
			[]grid.Grid{sheetOf("", "IPS Q3 2026/27", "Referrals received,All job starts", "40,7")},
			"40",
		},
		{"a heading twice", alone, []grid.Grid{sheetOf("", "Referrals received,All job starts,Referrals received", "40,7,99")}, ""},
		{"a row of cells too many", alone, []grid.Grid{sheetOf("", "Referrals received,All job starts", "1,234,7")}, ""},
		{"the sheet names another quarter", down, []grid.Grid{sheetOf("Q2 26-27", "Measure,Number", "Referrals received,40")}, ""},
		{"the sheet names this quarter", down, []grid.Grid{
			sheetOf("Return", "Measure,Number", "Referrals received,9"), sheetOf("Q3 26-27", "Measure,Number", "Referrals received,40"),
		}, "40"},
		{"two sheets of this quarter", down, []grid.Grid{
			sheetOf("Q3", "Measure,Number", "Referrals received,9"), sheetOf("Q3 (2)", "Measure,Number", "Referrals received,40"),
		}, ""},
		{"a label twice", down, []grid.Grid{sheetOf("Return", "Measure,Number", "Referrals received,40", "Referrals received,9")}, ""},
		{
			"a label hidden", down,
			[]grid.Grid{{Name: "Return", Rows: [][]string{{"Measure", "Number"}, {"Referrals received", "40"}}, HiddenRows: []int{1}}},
			"",
		},
		{
			"the quarter's column further right", headed,
			[]grid.Grid{sheetOf("Return", "Measure,Q1,Q2,Q3", "Referrals received,8,9,40")},
			"40",
		},
		{"the quarter's column twice", headed, []grid.Grid{sheetOf("Return", "Measure,Q3,Q3", "Referrals received,9,40")}, ""},
		{"target beside actual", headed, []grid.Grid{sheetOf("Return", "Measure,Q3 target,Q3 actual", "Referrals received,9,40")}, "40"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, got := wanted("2026Q3", figures.Fields), ""
			if fit, ok := c.kept.Refit(c.files, w); ok {
				g, _ := grid.Of(c.files, fit.Sheet)
				in, wrong := fit.Read(g, w)
				if len(wrong) > 0 {
					t.Fatal(wrong)
				}
				got = in.Figures[0].Number
			}
			if got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// TestSheets: of several sheets the one named after the quarter or the provider is taken; others are asked for.
func TestSheets(t *testing.T) {
	one := []string{"Measure,Number", "Referrals received,40"}
	year := func(name, number string) grid.Grid {
		return sheetOf(name, "Measure,Q1,Q2,Q3,Q4", "Referrals received,1,2,"+number+",4")
	}
	for _, c := range []struct {
		name string
		list []grid.Grid
		want string // the sheet; "" when it is asked for
		says string
	}{
		{"one with figures", []grid.Grid{sheetOf("Cover", "IPS return"), sheetOf("Data", one...)}, "Data", ""},
		{
			"two alike",
			[]grid.Grid{sheetOf("A", one...), sheetOf("B", one...)},
			"",
			"Several sheets may hold the figures of Quarter 3 2026/27: ‘A’ and ‘B’",
		},
		{"the quarter's", []grid.Grid{sheetOf("Q2", one...), sheetOf("Q3", one...)}, "Q3", ""},
		{"the year's", []grid.Grid{year("2025-26", "9"), year("2026-27", "40")}, "2026-27", ""},
		{"the provider's", []grid.Grid{sheetOf("Riverside", one...), sheetOf("Northside", one...)}, "Northside", ""},
		{"the provider's beside unknown ones", []grid.Grid{sheetOf("Eastbourne", one...), sheetOf("Northside", one...)}, "Northside", ""},
		{"named by its title", []grid.Grid{
			sheetOf("Sheet1", append([]string{"Quarter 2 2026/27"}, one...)...),
			sheetOf("Sheet2", append([]string{"Quarter 3 2026/27"}, one...)...),
		}, "Sheet2", ""},
		{"two of the quarter", []grid.Grid{sheetOf("Q3", one...), sheetOf("Q3 (2)", one...)}, "", "‘Q3’ and ‘Q3 (2)’"},
		{"others alone", []grid.Grid{sheetOf("Q1", one...), sheetOf("Q2", one...)}, "", "No sheet is for ‘Northside’ in Quarter 3 2026/27"},
		{"the other one alone", []grid.Grid{sheetOf("Q2", one...)}, "Q2", "The file names Quarter 2, not Quarter 3 2026/27"},
		{"a sheet of notes with one such label", []grid.Grid{
			sheetOf("Notes", "Referrals received,all of them"),
			sheetOf("Data", "Measure,Number", "Referrals received,40", "All job starts,7", "Kept work,2"),
		}, "Data", ""},
		{
			"summary and teams",
			[]grid.Grid{sheetOf("Summary", one...), sheetOf("North", one...), sheetOf("South", one...)},
			"",
			"Several sheets",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, wrong := figures.Guess(c.list, wanted("2026Q3", figures.Fields))
			said := ""
			for _, p := range wrong {
				said += p.Message + "\n"
			}
			if m.Sheet != c.want || !strings.Contains(said, c.says) || (said == "") != (c.says == "") {
				t.Errorf("chose %q, said %q; want %q, %q", m.Sheet, said, c.want, c.says)
			}
		})
	}
}
