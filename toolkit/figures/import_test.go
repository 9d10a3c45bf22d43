package figures_test

import (
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

const northside = "Northside"

// across is a file with a column for each figure and a row for each quarter and provider, below a title.
var across = grid.Grid{Rows: [][]string{
	{"Quarterly figures"},
	{},
	{"Quarter", "Provider", "People accessed (out of work)", "People accessed (in work)", "First job starts", "ES in post", "Referrals"},
	{"Q1 2026/27", "Northside", "70", "8", "30", "18", "101"},
	{"Q2 2026/27", "Riverside", "40", "4", "15", "9", "60"},
	{"Q2 2026/27", "Northside", "1,200", "9.0", "-", "18.5", "twelve"},
}}

// down is a file with a row for each figure and a column for each quarter.
var down = grid.Grid{Name: "Figures", Rows: [][]string{
	{"", "Q1 2026/27", "Q2 2026/27"},
	{"People out of work who accessed the service", "70", "75"},
	{"People in work at the start who kept their job", "3", "<5"},
	{"Employment specialists in post (FTE)", "18", "18.5"},
	{"Total", "1", "2"},
	{"Total", "3", "4"},
}}

// wanted is what an import of Northside's figures looks for.
func wanted(q calendar.Quarter, fields []figures.Field) figures.Wanted {
	return figures.Wanted{Quarter: q, Provider: northside, Others: []string{"Riverside", "Northside East"}, Fields: fields}
}

// guess is the mapping alone.
func guess(g grid.Grid, q calendar.Quarter, fields []figures.Field) figures.Mapping {
	m, _ := figures.Guess([]grid.Grid{g}, wanted(q, fields))
	return m
}

func read(t *testing.T, m figures.Mapping, g grid.Grid, q calendar.Quarter) map[string]figures.Imported {
	t.Helper()
	in, wrong := m.Read(g, wanted(q, figures.Fields))
	if len(wrong) > 0 {
		t.Fatalf("the mapping does not fit: %v", wrong)
	}
	got := map[string]figures.Imported{}
	for _, f := range in.Figures {
		got[f.Field.Name] = f
	}
	return got
}

func TestGuessAcross(t *testing.T) {
	m := guess(across, "2026Q2", figures.Fields)
	if m.InRows || m.Header != 3 || m.Quarter != "quarter" || m.Whose != "provider" || m.Is != northside {
		t.Fatalf("guessed %+v", m)
	}
	got := read(t, m, across, "2026Q2")
	for name, want := range map[string]struct{ cell, number, wrong string }{
		"access_unemployed": {"C6", "1,200", ""},
		"access_retention":  {"D6", "9", ""},
		"first_job_starts":  {"E6", "", ""},
		"es_in_post":        {"F6", "18.5", ""},
		"referrals":         {"G6", "", "Cell G6 must be a number, like 120. It holds ‘twelve’"},
	} {
		f := got[name]
		if f.Cell != want.cell || f.Number != want.number || f.Wrong != want.wrong {
			t.Errorf("%s: cell %q, number %q, wrong %q", name, f.Cell, f.Number, f.Wrong)
		}
	}
	if _, ok := got["tl_in_post"]; ok {
		t.Error("a figure that is not in the file is not imported")
	}
}

func TestGuessDown(t *testing.T) {
	m := guess(down, "2026Q2", figures.Fields)
	if !m.InRows || m.Header != 1 || m.Numbers != "" || m.Sheet != "Figures" {
		t.Fatalf("guessed %+v", m)
	}
	got := read(t, m, down, "2026Q2")
	if f := got["access_unemployed"]; f.Number != "75" || f.Cell != "C2" {
		t.Errorf("access %+v", f)
	}
	if f := got["kept_work"]; f.Wrong != "Cell C3 hides a small number: the true count is needed here. It holds ‘<5’" {
		t.Errorf("kept %+v", f)
	}
	if _, wrong := m.Read(down, wanted("2026Q3", figures.Fields)); wrong.For(figures.ImportNumbers) !=
		"No column is headed Quarter 3 2026/27. The file names Quarter 1 2026/27 and Quarter 2 2026/27. "+
			"Choose the column with the numbers" {
		t.Errorf("a quarter that the file does not have: %v", wrong)
	}
	m.From["job_starts"] = "total (2)"
	if f := read(t, m, down, "2026Q1")["job_starts"]; f.Cell != "B6" || f.Number != "3" {
		t.Errorf("the second row of one name: %+v", f)
	}
}

// Guess finds every figure by its own words and by its name, each in its own place.
func TestEveryFieldIsGuessedByItsOwnWords(t *testing.T) {
	fields := figures.AllFields()
	labels, names := grid.Grid{Rows: [][]string{{}, {}}}, grid.Grid{Rows: [][]string{{}, {}}}
	for _, f := range fields {
		labels.Rows[0], labels.Rows[1] = append(labels.Rows[0], f.Label), append(labels.Rows[1], "1")
		names.Rows[0], names.Rows[1] = append(names.Rows[0], f.Name), append(names.Rows[1], "1")
	}
	for _, g := range []grid.Grid{labels, names} {
		m := guess(g, "2026Q2", fields)
		in, wrong := m.Read(g, wanted("2026Q2", fields))
		if len(wrong) > 0 || in.Given() != len(fields) {
			t.Fatalf("%d of %d found, %v", in.Given(), len(fields), wrong)
		}
		for i, f := range in.Figures {
			if f.Field.Name != fields[i].Name || f.Cell != grid.CellName(1, i) {
				t.Errorf("%s is read from %s", f.Field.Name, f.Cell)
			}
		}
	}
}

func TestGuessByOtherWords(t *testing.T) {
	for heading, want := range map[string]string{
		"Unemployed people accessed": "access_unemployed", "Accessed - retention": "access_retention",
		"No. supported into work": "first_job_starts",
		"Job starts":              "job_starts", "Jobs retained": "kept_work", "ES WTE": "es_in_post",
		"Employment Specialists (filled)": "es_in_post",
		"Team leader FTE in post":         "tl_in_post", "Service Managers WTE": "sm_in_post", "Funded ES": "es_funded",
		"Senior employment specialists in post": "senior_es_in_post",
		"Referrals":                             "referrals", "Self-referrals": "", "ES vacancies FTE": "", "Days to first job": "",
		"Access": "", "Total": "",
	} {
		m := guess(grid.Grid{Rows: [][]string{{heading}, {"5"}}}, "2026Q2", figures.Fields)
		got := ""
		for name := range m.From {
			got = name
		}
		if got != want || len(m.From) > 1 {
			t.Errorf("%q is taken for %v, want %q", heading, m.From, want)
		}
	}
}

func TestWhichRows(t *testing.T) {
	teams := grid.Grid{Rows: [][]string{
		{"Period", "Team", "Accessed, unemployed", "ES in post"},
		{"Jul-Sep 2026", "North", "30", "4.5"},
		{"Jul-Sep 2026", "South", "12", "3"},
		{"Apr-Jun 2026", "South", "10", "3"},
		{"2026-12-01", "North", "9", ""},
		{"2026-12-01", "South", "7", "2"},
	}}
	m := figures.Mapping{
		Header: 1, Quarter: "period",
		From: map[string]string{"access_unemployed": "accessed unemployed", "es_in_post": "es in post"},
	}
	if _, wrong := m.Read(teams, wanted("2026Q2", figures.Fields)); !strings.HasPrefix(wrong.For(figures.ImportQuarter),
		"The file has 2 rows for Quarter 2 2026/27, the first two in rows 2 and 3.") {
		t.Errorf("two rows: %v", wrong)
	}
	if _, wrong := m.Read(teams, wanted("2026Q4", figures.Fields)); !strings.HasPrefix(wrong.For(figures.ImportQuarter),
		"The file has no row for Quarter 4 2026/27.") {
		t.Errorf("no row: %v", wrong)
	}
	m.Add = true
	got := read(t, m, teams, "2026Q2")
	if f := got["access_unemployed"]; f.Number != "42" || f.Cell != "C2 + C3" || f.Typed != "30 + 12" {
		t.Errorf("added up: %+v", f)
	}
	if f := got["es_in_post"]; f.Number != "7.5" {
		t.Errorf("added up: %+v", f)
	}
	if f := read(t, m, teams, "2026Q3")["es_in_post"]; !strings.HasPrefix(f.Wrong, "Of the 2 rows, 1 has no number") {
		t.Errorf("a row without a number: %+v", f)
	}
	m.Add, m.Whose, m.Is = false, "team", "SOUTH"
	if f := read(t, m, teams, "2026Q2")["access_unemployed"]; f.Number != "12" || f.Cell != "C3" {
		t.Errorf("one team: %+v", f)
	}
	if _, wrong := (figures.Mapping{Header: 1}).Read(teams, wanted("2026Q2", figures.Fields)); len(wrong) == 0 {
		t.Error("a mapping of nothing fits nothing")
	}
	if _, wrong := (figures.Mapping{Header: 7}).Read(teams, wanted("2026Q2", figures.Fields)); wrong.For(figures.ImportHeader) == "" {
		t.Error("a row of headings below the file")
	}
}

func TestAMappingFitsTheNextFile(t *testing.T) {
	m := guess(across, "2026Q2", figures.Fields)
	kept, err := figures.ParseMapping(m.Text())
	if err != nil {
		t.Fatal(err)
	}
	next := grid.Grid{Rows: append([][]string{{"A new line at the top"}},
		append(across.Rows, []string{"Q3 2026/27", "northside", "80", "7", "31", "19", "90"})...)}
	fit, ok := kept.Refit([]grid.Grid{next}, wanted("2026Q3", figures.Fields))
	if !ok || fit.Header != 4 {
		t.Fatalf("refit %+v, %v", fit, ok)
	}
	if f := read(t, fit, next, "2026Q3")["access_unemployed"]; f.Number != "80" || f.Cell != "C8" {
		t.Errorf("read %+v", f)
	}
	if _, ok := kept.Refit([]grid.Grid{down}, wanted("2026Q3", figures.Fields)); ok {
		t.Error("another file does not fit")
	}
	if _, ok := (figures.Mapping{}).Refit([]grid.Grid{across}, wanted("2026Q2", figures.Fields)); ok {
		t.Error("nothing remembered fits nothing")
	}
	sheet := func(name, n string) grid.Grid {
		return grid.Grid{Name: name, Rows: [][]string{{"First job starts", "x"}, {n, ""}}}
	}
	one := figures.Mapping{Sheet: "Q1 2026/27", Header: 1, From: map[string]string{"first_job_starts": "first job starts"}}
	fit, ok = one.Refit([]grid.Grid{sheet("Q1 2026/27", "1"), sheet("Q2 2026/27", "2")}, wanted("2026Q2", figures.Fields))
	if !ok || fit.Sheet != "Q2 2026/27" {
		t.Errorf("a sheet for each quarter: %+v, %v", fit, ok)
	}
	if _, err := figures.ParseMapping("Removed because it held personal data"); err == nil {
		t.Error("a mapping that was taken out is none")
	}
}

func TestImportInto(t *testing.T) {
	r := figures.Return{AccessUnemployed: number.CountOf(1), FirstJobStarts: number.CountOf(2), Note: "kept"}
	in, wrong := guess(across, "2026Q2", figures.Fields).Read(across, wanted("2026Q2", figures.Fields))
	if len(wrong) > 0 || !in.Wrong() || in.Given() != 3 {
		t.Fatalf("%v, wrong %v, given %d", wrong, in.Wrong(), in.Given())
	}
	in.Into(&r)
	if r.AccessUnemployed != number.CountOf(1200) || r.FirstJobStarts != number.CountOf(2) || r.Note != "kept" ||
		r.InPost.ES != number.FTEOf(1850) {
		t.Errorf("the file's figures go in, the others stay: %+v", r)
	}
}

func TestTidy(t *testing.T) {
	from := map[string]string{"job_starts": "jobs", "nothing": "999 000 0018"}
	m := figures.Mapping{From: from, Quarter: "q", Is: "a name", Labels: "l", Numbers: "n", Add: true}.Tidy(figures.Fields)
	if len(m.From) != 1 || m.Quarter != "q" || m.Is != "" || m.Labels != "" || m.Numbers != "" || !m.Add {
		t.Errorf("in columns %+v", m)
	}
	m = figures.Mapping{
		InRows: true, From: from, Quarter: "q", Whose: "w", Is: "a name", Labels: "l", Numbers: "n",
		Add: true,
	}.Tidy(figures.Fields)
	if m.Quarter != "" || m.Whose != "" || m.Is != "" || m.Labels != "l" || m.Numbers != "n" || m.Add {
		t.Errorf("in rows %+v", m)
	}
}

// work is how much is made while something is done, for each cell of the grids: allocations, which are the same on every
// machine.
func work(grids []grid.Grid, done func()) float64 {
	cells := 0
	for _, g := range grids {
		for _, row := range g.Rows {
			cells += len(row)
		}
	}
	return testing.AllocsPerRun(1, done) / float64(cells)
}

// The work of Guess and Refit grows with the cells of a file, and no faster, where all words may be those of figures.
func TestGuessIsQuick(t *testing.T) {
	var grids []grid.Grid
	for s := range 20 {
		g := grid.Grid{Name: strings.Repeat("x", s+1)}
		for r := range 60 {
			row := make([]string, 100)
			for c := range row {
				row[c] = "es " + grid.CellName(r, c)
			}
			g.Rows = append(g.Rows, row)
		}
		grids = append(grids, g)
	}
	var m figures.Mapping
	if got := work(grids, func() { m, _ = figures.Guess(grids, wanted("2026Q2", figures.AllFields())) }); got > 20 {
		t.Errorf("a guess makes %.1f things a cell", got)
	}
	m.From = map[string]string{"job_starts": "not there"}
	fits := false
	got := work(grids, func() { _, fits = m.Refit(grids, wanted("2026Q2", figures.AllFields())) })
	if got > 20 || fits {
		t.Errorf("fitting makes %.1f things a cell; what is not there fits: %v", got, fits)
	}
}

// So does it in files made to keep it busy: twice the rows are at most twice the work, and a little for each column.
func TestGuessIsQuickInHostileFiles(t *testing.T) {
	for name, cell := range map[string]func(row, column, rows int) string{
		"headings everywhere": func(row, _, _ int) string { return []string{"referrals", "5"}[row%2] },
		"labels everywhere":   func(_, column, _ int) string { return []string{"referrals", "5"}[column%2] },
		"quarters everywhere": func(row, column, _ int) string {
			return []string{"referrals Q3 26/27", "Q3 26/27"}[(row+column)%2]
		},
		"other words in each cell": func(row, column, _ int) string {
			return fmt.Sprintf("%s Q3 26/27 %d", []string{"referrals", "Northside"}[column%2], 1000*row+column)
		},
		"a label far below headings":  func(row, _, rows int) string { return []string{"referrals", "x"}[min(1, rows-1-row)] },
		"rows of sums of other rows":  func(row, _, _ int) string { return []string{"referrals", "0"}[min(1, row)] },
		"teams of one name, added up": func(row, column, _ int) string { return []string{"referrals", "1", "team"}[min(1, row)+column%2] },
	} {
		t.Run(name, func(t *testing.T) {
			a, b := hostile(50, cell), hostile(100, cell)
			if b > 120 || b > 1.3*a {
				t.Errorf("the work for each cell is %.1f with 50 rows and %.1f with 100", a, b)
			}
		})
	}
}

// hostile is the work of reading a grid of 40 columns, for each cell.
func hostile(rows int, cell func(row, column, rows int) string) float64 {
	var g grid.Grid
	for r := range rows {
		row := make([]string, 40)
		for c := range row {
			row[c] = cell(r, c, rows)
		}
		g.Rows = append(g.Rows, row)
	}
	return work([]grid.Grid{g}, func() {
		m, _ := figures.Guess([]grid.Grid{g}, wanted("2026Q3", figures.AllFields()))
		m.Add, m.Header = true, max(m.Header, 1)
		m.Read(g, wanted("2026Q3", figures.AllFields()))
	})
}

// TestRowsThatAreAddedUp: counts of two teams are added up. Means are not, and neither is a figure that one team lacks.
func TestRowsThatAreAddedUp(t *testing.T) {
	g := grid.Grid{Rows: [][]string{{"Team", "Contacts", "Days", "Caseload"}, {"North", "12", "20", "7"}, {"South", "30", "10", "n/a"}}}
	fields := []figures.Field{
		figures.FieldOf("employer_contacts"), figures.FieldOf("days_to_employer_contact"),
		figures.FieldOf("active_caseload"),
	}
	m := figures.Mapping{
		Header: 1, Add: true,
		From: map[string]string{"employer_contacts": "contacts", "days_to_employer_contact": "days", "active_caseload": "caseload"},
	}
	in, wrong := m.Read(g, wanted("2026Q2", fields))
	if len(wrong) > 0 || len(in.Figures) != 3 {
		t.Fatalf("%v %+v", wrong, in)
	}
	for i, want := range []struct{ number, wrong string }{
		{"42", ""},
		{"", "The numbers in C2 + C3 are averages, which cannot be added up"},
		{"", "Of the 2 rows, 1 has no number, so they cannot be added up. Enter 0 in the file where there were none"},
	} {
		if f := in.Figures[i]; f.Number != want.number || f.Wrong != want.wrong {
			t.Errorf("%s: number %q, wrong %q", f.Field.Name, f.Number, f.Wrong)
		}
	}
}
